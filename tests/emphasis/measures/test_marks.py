"""Is a mark counted once a paragraph or once an article, and among all that are there?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis import emphasis_table, marked_shares
from discourse.errors import DataError

PERIODS = ("before", "after")


@pytest.fixture
def table():
    """Six articles before, five after, one in neither period; article n has n modulo 3, plus 1, paragraphs."""
    rows = [
        (f"a{article:02}", ["before", "after"][article % 2] if article < 11 else "", paragraph)
        for article in range(12)
        for paragraph in range(1 + article % 3)
    ]
    return pd.DataFrame(rows, columns=["article_id", "period", "place"])


def test_paragraphs_and_articles_worked_by_hand(table):
    marked = np.column_stack([table["place"] == 1, table["article_id"] == "a00"])
    rows = marked_shares(table, marked, ["second", "first"], PERIODS)
    # Before: articles 0, 2, 4, 6, 8, 10 with 1, 3, 2, 1, 3, 2 paragraphs. After: 1, 3, 5, 7, 9 with 2, 1, 3, 2, 1.
    assert rows["numerator"].tolist()[:2] == [4, 3]
    assert rows["paragraphs"].tolist()[:3] == [12, 9, 21]
    assert rows["value"].tolist()[:3] == pytest.approx([4 / 12, 3 / 9, 0])
    articles = marked_shares(table, marked, ["second", "first"], PERIODS, unit="article")
    assert articles["numerator"].tolist()[:2] == [4, 3]
    assert articles["value"].tolist() == pytest.approx([4 / 6, 3 / 5, 3 / 5 - 4 / 6, 1 / 6, 0, -1 / 6])
    assert articles["articles"].tolist()[:3] == [6, 5, 11]
    assert articles["paragraphs"].tolist()[:3] == [12, 9, 21]
    assert articles["name"].tolist() == ["second"] * 3 + ["first"] * 3
    inside = (rows["low"] <= rows["value"]) & (rows["value"] <= rows["high"])
    assert inside.all()


@pytest.mark.parametrize("unit", ["paragraph", "article"])
def test_the_order_of_the_rows_does_not_matter(table, unit):
    marked = np.random.default_rng(0).random((len(table), 3)) < 0.4
    order = np.random.default_rng(1).permutation(len(table))
    one = marked_shares(table, marked, ["x", "y", "z"], PERIODS, unit=unit)
    pd.testing.assert_frame_equal(
        one, marked_shares(table.iloc[order], marked[order], ["x", "y", "z"], PERIODS, unit=unit)
    )


def test_a_mark_for_a_pillar_has_the_pillars_interval(table):
    primary = np.where(table["place"] == 0, "road", "trade")
    shares = emphasis_table(table.assign(primary=primary), ["road", "trade"], PERIODS, quantities=["share"])
    marks = np.column_stack([primary == "road", primary == "trade"])
    found = marked_shares(table, marked=marks, names=["road", "trade"], periods=PERIODS)
    columns = ["value", "low", "high", "articles", "paragraphs"]
    np.testing.assert_allclose(found[columns], shares[columns])


def test_marks_must_fit_the_table(table):
    with pytest.raises(DataError, match="marks of shape"):
        marked_shares(table, np.zeros((3, 1), dtype=bool), ["one"], PERIODS)
    with pytest.raises(DataError, match="one of paragraph, article"):
        marked_shares(table, np.zeros((len(table), 1), dtype=bool), ["one"], PERIODS, unit="outlet")
