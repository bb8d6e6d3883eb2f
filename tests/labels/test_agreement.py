"""Agreement is of coders who did not see each other's codings; disagreements are grouped by what is confused."""

from __future__ import annotations

import math

import numpy as np
import pytest

from discourse.labels.agreement import agreement_table, contested_paragraphs, disagreements, latest_codings
from discourse.labels.reliability import JACKKNIFE, krippendorff_interval
from discourse.settings import Settings

OPTIONS = {"level": 0.9, "resamples": 200, "seed": 1}


def test_a_coder_has_one_standing_coding_and_decisions_are_none(codings_of, say) -> None:
    table = codings_of(
        say("ani", "abad:01", "economic"),
        say("ani", "abad:01", "political"),
        say("budi", "abad:01", "economic"),
        say("budi", "abad:01", "political", why="review"),
        say("ani", "abad:01", "education", why="adjudication"),
    )
    assert list(latest_codings(table)["primary"]) == ["political", "economic"]
    assert list(latest_codings(table, independent=False)["primary"]) == ["education", "political"]


@pytest.mark.parametrize("why", ["adjudication", "decision", "review"])
def test_who_had_seen_other_codings_measures_no_agreement(codings_of, say, why) -> None:
    table = codings_of(
        say("budi", "bena:01", "economic"),
        say("cici", "abad:01", "political", why=why),
        say("budi", "abad:01", "economic"),
        say("ani", "abad:01", "economic"),
    )
    latest = latest_codings(table)
    assert latest[["paragraph_id", "coder"]].to_numpy().tolist() == [
        ["abad:01", "ani"],
        ["abad:01", "budi"],
        ["bena:01", "budi"],
    ]
    assert latest.index.tolist() == [0, 1, 2]


def test_intervals_resample_articles_as_asked(codings_of, say, articles, book) -> None:
    codes = ["economic"] * 5 + ["political"] * 4 + ["education"] * 3
    other = ["political", *codes[1:6], "economic", "education", "political", "none", *codes[10:]]
    paragraphs = list(articles)
    table = codings_of(
        *(say("ani", paragraph, code) for paragraph, code in zip(paragraphs, codes, strict=True)),
        *(say("budi", paragraph, code) for paragraph, code in zip(paragraphs, other, strict=True)),
    )
    pairs = list(zip(codes, other, strict=True))
    counts = np.array([[pair.count(code) for code in book.codes] for pair in pairs])
    own = {paragraph: paragraph for paragraph in paragraphs}
    standard = {"level": 0.95, "resamples": 10_000, "seed": 0}
    assert krippendorff_interval(counts, paragraphs, **standard) != krippendorff_interval(
        counts, paragraphs, **standard | {"seed": 1}
    )
    for options in (
        standard,
        {"level": 0.8, "resamples": 300, "seed": 3},
        {"level": 0.9, "resamples": 0, "seed": 0, "method": JACKKNIFE},
    ):
        row = agreement_table(table, own, book, **({} if options is standard else options)).iloc[0]
        assert (row["low"], row["high"]) == krippendorff_interval(counts, paragraphs, **options)
        assert row["low"] < row["alpha"] < row["high"]
        assert (row["quantity"], row["paragraphs"], row["articles"]) == ("primary", 12, 12)
    assert row["method"] == JACKKNIFE
    # Three articles are too few for an interval.
    assert agreement_table(table, articles, book, **OPTIONS)[["low", "high"]].isna().all(axis=None)


def test_primary_and_mentions(codings_of, say, articles, book) -> None:
    table = agreement_table(
        codings_of(
            say("ani", "abad:01", "economic education"),
            say("budi", "abad:01", "economic"),
            say("ani", "abad:02", "political"),
            say("budi", "abad:02", "political"),
            say("ani", "bena:01", "education economic"),
            say("budi", "bena:01", "economic education"),
            say("ani", "cipta:01", "economic"),
        ),
        articles,
        book,
        **OPTIONS,
    )
    assert list(table["coders"].unique()) == ["all"]
    rows = table.set_index("quantity")
    assert list(rows.index) == ["primary", "political", "economic", "education"]
    # 3 units, values e e | p p | u e: Do = 2/6; De = (36 - 9 - 4 - 1)/30
    assert math.isclose(rows.loc["primary", "alpha"], 1 - (2 / 6) / (22 / 30))
    assert rows.loc["political", "alpha"] == rows.loc["economic", "alpha"] == 1
    assert math.isclose(rows.loc["education", "percent"], 2 / 3)
    assert (rows.loc["primary", "paragraphs"], rows.loc["primary", "articles"]) == (3, 2)
    assert "articles" in rows.loc["primary", "method"]


def test_pairs_are_those_who_share_paragraphs(codings_of, say, articles, book) -> None:
    table = agreement_table(
        codings_of(
            say("ani", "abad:01", "economic"),
            say("budi", "abad:01", "economic"),
            say("cici", "abad:02", "economic"),
            say("budi", "abad:02", "economic"),
        ),
        articles,
        book,
        **OPTIONS,
    )
    assert list(table["coders"].unique()) == ["all", "ani, budi", "budi, cici"]
    assert table["alpha"].isna().all()
    assert (table["percent"] == 1).all()


@pytest.fixture
def order(shipped_study) -> Settings:
    """Decisions first, then people who are accepted, then two machine coders."""
    return shipped_study.with_settings(
        label_precedence=["adjudication", "*", "dedi", "reader"],
        new_coders="majority",
        machine_coders=["dedi", "reader"],
        agreement_only=[],
    ).settings


def test_nobody_shares_anything(codings_of, say, articles, book, order) -> None:
    table = agreement_table(codings_of(say("ani", "abad:01", "economic")), articles, book, **OPTIONS)
    assert table["alpha"].isna().all()
    assert (table["paragraphs"] == 0).all()
    assert disagreements(codings_of(say("ani", "abad:01", "economic")), order, book).empty


def test_disagreements_come_by_the_pillars_confused(codings_of, say, book, order) -> None:
    table = codings_of(
        say("ani", "abad:01", "economic"),
        say("budi", "abad:01", "political"),
        say("ani", "bena:01", "education"),
        say("budi", "bena:01", "economic"),
        say("ani", "bena:02", "economic"),
        say("budi", "bena:02", "education"),
        say("ani", "bena:03", "none"),
        say("budi", "bena:03", ["none", "education"][0]),
        say("cici", "bena:02", "education", why="adjudication"),
    )
    found = disagreements(table, order, book)
    assert [tuple(row) for row in found[["one", "other", "paragraph_id"]].to_numpy()] == [
        ("economic", "education", "bena:01"),
        ("economic", "education", "bena:02"),
        ("political", "economic", "abad:01"),
    ]
    assert list(found["coder_one"]) == ["budi", "ani", "budi"]
    assert list(found["decided"]) == [False, True, False]
    assert contested_paragraphs(table, order, book) == ["abad:01", "bena:01"]


def test_three_coders_are_three_pairs_and_ties_are_in_the_order_of_the_codebook(codings_of, say, book, order) -> None:
    table = codings_of(
        say("cici", "bena:01", "none"),
        say("budi", "bena:01", "education"),
        say("ani", "bena:01", "economic"),
        say("ani", "abad:02", "education"),
        say("budi", "abad:02", "political"),
        say("dedi", "abad:02", "education", why="decision"),
        say("ani", "abad:01", "economic"),
        say("budi", "abad:01", "economic"),
        say("ani", "cipta:01", "political"),
        say("budi", "cipta:01", "political"),
        say("cici", "cipta:01", "none"),
        say("ani", "cipta:02", "economic"),
        say("budi", "cipta:02", "education"),
        say("ani", "cipta:03", "economic"),
        say("budi", "cipta:03", "political"),
    )
    found = disagreements(table, order, book)
    assert found.columns.tolist() == ["one", "other", "paragraph_id", "coder_one", "coder_other", "decided"]
    assert found.index.tolist() == list(range(8))
    assert found.to_numpy().tolist() == [
        ["political", "none", "cipta:01", "ani", "cici", False],
        ["political", "none", "cipta:01", "budi", "cici", False],
        ["economic", "education", "bena:01", "ani", "budi", False],
        ["economic", "education", "cipta:02", "ani", "budi", False],
        ["political", "economic", "cipta:03", "budi", "ani", False],
        ["political", "education", "abad:02", "budi", "ani", True],
        ["economic", "none", "bena:01", "ani", "cici", False],
        ["education", "none", "bena:01", "budi", "cici", False],
    ]
    assert contested_paragraphs(table, order, book) == ["bena:01", "cipta:01", "cipta:02", "cipta:03"]
    nothing = disagreements(table.iloc[:0], order, book)
    assert nothing.columns.tolist() == found.columns.tolist()
    assert nothing["decided"].dtype == bool


def test_a_decision_whose_place_another_coding_took_settles_nothing(codings_of, say, book, order) -> None:
    decided = [
        say("reader", "abad:01", "economic"),
        say("ani", "abad:01", "political"),
        say("dedi", "abad:01", "economic", why="decision"),
    ]
    alone = codings_of(decided[0], decided[2], say("reader", "bena:01", "none"), say("budi", "bena:01", "economic"))
    assert contested_paragraphs(alone, order, book) == ["bena:01"]
    # ani, who is accepted, comes before the machine that decided: the label is ani's, and the two differ.
    table = codings_of(*decided)
    assert contested_paragraphs(table, order, book) == ["abad:01"]
    assert disagreements(table, order, book)["decided"].tolist() == [False]
    # A person's decision comes before both.
    settled = codings_of(*decided, say("dewi", "abad:01", "political", why="adjudication"))
    assert contested_paragraphs(settled, order, book) == []
    assert disagreements(settled, order, book)["decided"].tolist() == [True]
    # What says the same as the decision takes nothing from it.
    same = codings_of(decided[0], say("ani", "abad:01", "economic"), say("budi", "abad:01", "none"), decided[2])
    assert disagreements(same, order, book)["decided"].all()


def test_shipped_agreement_is_what_the_data_card_says(shipped_study) -> None:
    from discourse.labels.log import read_codings

    codings = read_codings(shipped_study)
    first = codings[(codings["when"] == "") & codings["coder"].isin(["reader", "blind"])]
    articles = dict(zip(shipped_study.paragraphs["paragraph_id"], shipped_study.paragraphs["article_id"], strict=True))
    table = agreement_table(first, articles, shipped_study.codebook, level=0.95, resamples=100, seed=1)
    primary = table.set_index("quantity").loc["primary"]
    assert round(primary["alpha"], 2) == 0.95
    assert (primary["paragraphs"], primary["articles"]) == (1198, 228)


def test_kappa_and_ac1_beside_alpha_by_hand(codings_of, say, articles, book) -> None:
    pairs = [("economic", "economic"), ("economic", "political"), ("political", "political"), ("economic", "economic")]
    made = [
        say(coder, f"abad:0{place}", code)
        for place, codes in enumerate(pairs, 1)
        for coder, code in zip(("ani", "budi"), codes, strict=True)
    ]
    row = agreement_table(codings_of(*made), articles, book, **OPTIONS).iloc[0]
    # ani gives 3/4 and 1/4, budi 1/2 and 1/2: pe = .5; po = .75.
    assert math.isclose(row["kappa"], 0.5)
    # Economic has 5/8, political 3/8, and four codes are possible: pe = 2 (15/64) / 3.
    assert math.isclose(row["ac1"], (0.75 - 10 / 64) / (1 - 10 / 64))
    assert row[["kappa_low", "kappa_high", "ac1_low", "ac1_high"]].isna().all()
    # Of three coders there is no kappa but that of each pair.
    three = agreement_table(codings_of(*made, say("cici", "abad:01", "economic")), articles, book, **OPTIONS)
    primary = three[three["quantity"] == "primary"].set_index("coders")
    assert math.isnan(primary.loc["all", "kappa"])
    assert math.isclose(primary.loc["ani, budi", "kappa"], 0.5)
    assert not math.isnan(primary.loc["all", "ac1"])
    # Own articles for all: intervals where there are ten.
    many = [
        say(coder, paragraph, code)
        for place, paragraph in enumerate(articles)
        for coder, code in (
            ("ani", "economic" if place % 2 else "political"),
            ("budi", "economic" if place else "none"),
        )
    ]
    own = {paragraph: paragraph for paragraph in articles}
    row = agreement_table(codings_of(*many), own, book, **OPTIONS).iloc[0]
    assert row["kappa_low"] < row["kappa"] < row["kappa_high"]
    assert row["ac1_low"] < row["ac1"] < row["ac1_high"]
