"""Few columns must be there; the others hold what a plain collection of whole articles has."""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.columns import ARTICLE_DEFAULTS, SOURCE_COLUMNS, complete_paragraphs
from discourse.errors import DataError
from discourse.study import Study


def rewrite(path, change):
    """Rewrite a CSV after changing it as a table of text."""
    change(pd.read_csv(path, dtype=str, keep_default_na=False)).to_csv(path, index=False)


def test_three_columns_of_articles_and_two_of_paragraphs_suffice(toy_study) -> None:
    whole = toy_study.paragraphs
    rewrite(toy_study.data / "articles.csv", lambda table: table[["published", "article_id", "outlet"]])
    ordered = whole[["article_id", "text"]].to_dict("list")
    rewrite(toy_study.data / "paragraphs.csv", lambda table: pd.DataFrame(ordered))
    study = Study(toy_study.root)
    assert {column: set(study.articles[column]) for column in ARTICLE_DEFAULTS} == {
        column: {value} for column, value in ARTICLE_DEFAULTS.items()
    }
    pd.testing.assert_frame_equal(study.paragraphs[["article_id", "text"]], whole[["article_id", "text"]])
    assert study.paragraphs["position"].tolist() == (whole.groupby("article_id").cumcount() + 1).tolist()
    assert study.paragraphs["words"].tolist() == whole["text"].str.split().str.len().tolist()
    assert study.paragraphs["paragraph_id"].is_unique
    assert study.paragraphs["paragraph_id"][0] == f"{whole['article_id'][0]}:01"


def test_short_names_of_the_three_columns_are_read(toy_study) -> None:
    before = toy_study.articles
    names = {"article_id": "id", "published": "date"}
    rewrite(toy_study.data / "articles.csv", lambda table: table.rename(columns=names))
    pd.testing.assert_frame_equal(Study(toy_study.root).articles, before)


def test_an_empty_extent_is_that_of_a_whole_article(toy_study) -> None:
    rewrite(toy_study.data / "articles.csv", lambda table: table.assign(extent=""))
    assert set(Study(toy_study.root).articles["extent"]) == {"full"}


def test_all_of_an_article_that_was_read_in_part_is_opening() -> None:
    long = "x" * 1500
    table = pd.DataFrame({"article_id": ["a", "b", "a", "b", "a", "b"], "text": [long] * 6})
    whole = complete_paragraphs(table, pd.Series({"a": "full", "b": "opening"}))
    # The second begins after 1,501 characters, the third after 3,002.
    assert whole[whole["article_id"] == "a"]["opening"].tolist() == ["yes", "yes", "no"]
    assert set(whole[whole["article_id"] == "b"]["opening"]) == {"yes"}
    assert whole["position"].tolist() == ["1", "1", "2", "2", "3", "3"]
    assert (whole[list(SOURCE_COLUMNS)] == "").to_numpy().all()
    assert table.columns.tolist() == ["article_id", "text"]


def test_a_number_that_stands_twice_in_an_article_is_named(toy_study) -> None:
    path = toy_study.data / "paragraphs.csv"
    rewrite(path, lambda table: table.drop(columns="paragraph_id").assign(position="1"))
    with pytest.raises(DataError, match=r"row \d+, column paragraph_id: expected each id once, found '[^']+:01' again"):
        assert Study(toy_study.root).paragraphs is None


def test_a_table_without_a_header_for_what_must_be_there_is_named(toy_study) -> None:
    rewrite(toy_study.data / "articles.csv", lambda table: table.drop(columns="published"))
    with pytest.raises(DataError, match=r"expected the columns article_id, outlet, published, found no published"):
        assert Study(toy_study.root).articles is None
