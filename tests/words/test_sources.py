"""Whose words a passage has: attached, the study's own, or a paraphrase; and which passages are asked for."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest

from discourse.corpus import match_originals, original_texts, read_article
from discourse.errors import DataError, EstimateError
from discourse.features import study_dfm
from discourse.labels import coded_table
from discourse.words import kwic, own_words, passages
from discourse.words.sources import original_counts


def change_texts(study, change):
    path = study.data / "paragraphs.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table["text"] = table["text"].map(change)
    table.to_csv(path, index=False)
    return type(study)(study.root)


def test_attached_originals_go_before_paraphrases(toy_study) -> None:
    study = change_texts(toy_study, lambda text: f"Paraphrase of {text[:9]}")
    table = passages(study)
    attached = original_texts(study)
    assert set(table["source"]) == {"original", "paraphrase"}
    assert table["paragraph_id"].tolist() == study.paragraphs["paragraph_id"].tolist()
    for row in table.itertuples():
        assert (row.source == "original") is (row.paragraph_id in attached)
        assert row.text.startswith("Paraphrase of") is (row.source == "paraphrase")
    assert own_words(table)["paragraph_id"].tolist() == sorted(attached)


def test_a_study_may_hold_the_articles_own_words(toy_study) -> None:
    shutil.rmtree(toy_study.originals)
    own = set(own_words(passages(toy_study))["paragraph_id"])
    assert own == set(toy_study.paragraphs.query("source_sha256 != ''")["paragraph_id"])


def test_without_originals_the_cure_is_named(toy_study) -> None:
    shutil.rmtree(toy_study.originals)
    study = change_texts(toy_study, lambda text: f"{text} Paraphrase.")
    with pytest.raises(EstimateError, match=r"original articles, .* found 22 paraphrases .*discourse attach FOLDER"):
        own_words(passages(study))
    (study.data / "terms.csv.gz").unlink()
    with pytest.raises(EstimateError, match="discourse attach FOLDER"):
        original_counts(type(study)(study.root))


def test_counts_that_the_study_ships_are_those_of_the_originals(toy_study) -> None:
    shipped = original_counts(toy_study)
    assert (shipped.matrix != study_dfm(toy_study, "originals").matrix).nnz == 0
    (toy_study.data / "terms.csv.gz").unlink()
    made = original_counts(type(toy_study)(toy_study.root))
    assert (made.ids, made.features) == (shipped.ids, shipped.features)
    assert (made.matrix != shipped.matrix).nnz == 0


def test_passages_are_chosen_by_pillar_period_and_outlet(toy_study) -> None:
    coded = coded_table(toy_study)
    pillar, outlet = toy_study.codebook.pillar_ids[0], coded["outlet"].iloc[0]
    found = passages(toy_study, pillars=[pillar], periods=["2025"], outlets=[outlet])
    kept = coded[(coded["primary"] == pillar) & (coded["period"] == "2025") & (coded["outlet"] == outlet)]
    assert found["paragraph_id"].tolist() == kept["paragraph_id"].tolist()


def test_of_many_outlets_twelve_are_named(toy_study) -> None:
    path = toy_study.data / "articles.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    more = pd.concat([table, *(table.head(1).assign(article_id=f"more-{n}", outlet=f"A{n:02}") for n in range(13))])
    more.to_csv(path, index=False)
    paragraphs = pd.read_csv(toy_study.data / "paragraphs.csv", dtype=str, keep_default_na=False)
    first = paragraphs.head(1)
    added = [first.assign(article_id=f"more-{n}", paragraph_id=f"more-{n}:01") for n in range(13)]
    pd.concat([paragraphs, *added]).to_csv(toy_study.data / "paragraphs.csv", index=False)
    with pytest.raises(DataError, match=r"expected one of A00, .*, A11, \.\.\., found 'Nobody'"):
        passages(type(toy_study)(toy_study.root), outlets=["Nobody"])


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"pillars": ["weather"]}, "primary: expected one of .*, found 'weather'"),
        ({"periods": ["1066"]}, "period: expected one of 2023, 2025, found '1066'"),
        ({"outlets": ["Nobody"]}, "outlet: expected one of .*, found 'Nobody'"),
    ],
)
def test_what_the_study_does_not_have_is_refused(toy_study, asked, message) -> None:
    with pytest.raises(DataError, match=message):
        passages(toy_study, **asked)


def test_the_new_element_of_the_motto_stands_in_two_of_four_originals_of_2025(originals, shipped_study) -> None:
    texts = match_originals((read_article(path) for path in sorted(originals.glob("*.txt"))), shipped_study.paragraphs)
    articles = shipped_study.paragraphs.merge(shipped_study.articles).set_index("paragraph_id")
    held = articles.loc[list(texts.texts)].groupby("period")["article_id"].nunique()
    named = (
        articles.loc[kwic(texts.texts, "kohesi strategis")["paragraph_id"]].groupby("period")["article_id"].nunique()
    )
    assert held.to_dict() == {"2023": 1, "2025": 4}
    assert named.to_dict() == {"2025": 2}
