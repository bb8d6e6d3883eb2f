"""Agreement is of coders who did not see each other's codings; disagreements are grouped by what is confused."""

from __future__ import annotations

import math

from discourse.labels.agreement import agreement_table, contested_paragraphs, disagreements, latest_codings

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


def test_nobody_shares_anything(codings_of, say, articles, book) -> None:
    table = agreement_table(codings_of(say("ani", "abad:01", "economic")), articles, book, **OPTIONS)
    assert table["alpha"].isna().all()
    assert (table["paragraphs"] == 0).all()
    assert disagreements(codings_of(say("ani", "abad:01", "economic")), book).empty


def test_disagreements_come_by_the_pillars_confused(codings_of, say, book) -> None:
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
    found = disagreements(table, book)
    assert [tuple(row) for row in found[["one", "other", "paragraph_id"]].to_numpy()] == [
        ("economic", "education", "bena:01"),
        ("economic", "education", "bena:02"),
        ("political", "economic", "abad:01"),
    ]
    assert list(found["coder_one"]) == ["budi", "ani", "budi"]
    assert list(found["decided"]) == [False, True, False]
    assert contested_paragraphs(table) == ["abad:01", "bena:01"]


def test_shipped_agreement_is_what_the_data_card_says(shipped_study) -> None:
    from discourse.labels.log import read_codings

    codings = read_codings(shipped_study)
    first = codings[(codings["when"] == "") & codings["coder"].isin(["reader", "blind"])]
    articles = dict(zip(shipped_study.paragraphs["paragraph_id"], shipped_study.paragraphs["article_id"], strict=True))
    table = agreement_table(first, articles, shipped_study.codebook, level=0.95, resamples=100, seed=1)
    primary = table.set_index("quantity").loc["primary"]
    assert round(primary["alpha"], 2) == 0.95
    assert (primary["paragraphs"], primary["articles"]) == (1198, 228)
