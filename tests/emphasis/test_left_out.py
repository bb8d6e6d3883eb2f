"""Is what is left estimated as if the group had never been there?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis.estimators import estimate
from discourse.emphasis.inputs import read_paragraphs
from discourse.emphasis.left_out import (
    COLUMNS,
    counted_shifts,
    deciding_shifts,
    leave_out,
    without_group,
)
from discourse.emphasis.shares import ratio_estimate
from discourse.emphasis.sums import article_sums
from discourse.emphasis.table import emphasis_table
from discourse.errors import DataError

BOUNDS = ["value", "low", "high"]


@pytest.fixture
def with_outlets(draw_table):
    """Draw a table in which three outlets share the articles, with the months and events of articles."""

    def make(articles=(12, 15), seed=0):
        table = draw_table(articles, seed)
        number = table["article_id"].str[-2:].astype(int)
        table["outlet"] = number.mod(3).map({0: "large.vn", 1: "small.vn", 2: "third.vn"})
        table["event"] = number.map(lambda i: "summit+visit" if i == 0 else "visit" if i < 4 else "")
        table["published"] = table["period"] + np.where(number < 7, "-03-01", "-11")
        return table

    return make


@pytest.mark.parametrize("quantity", ["share", "mention_share"])
def test_without_an_outlet_it_is_the_table_of_the_others(with_outlets, read, pillars, periods, quantity):
    table = with_outlets()
    found = leave_out(read(table), "outlet", quantity=quantity)
    assert len(found) == 3 * len(pillars)
    for outlet, rows in found.groupby("left_out"):
        others = table[table["outlet"] != outlet]
        expected = emphasis_table(others, pillars, periods, quantities=[quantity])
        expected = expected[expected["quantity"].str.endswith("shift")].reset_index(drop=True)
        pd.testing.assert_frame_equal(rows[BOUNDS].reset_index(drop=True), expected[BOUNDS])
        assert (rows["earlier_articles"] + rows["later_articles"] == expected["articles"].to_numpy()).all()
        assert (rows["earlier_paragraphs"] + rows["later_paragraphs"] == expected["paragraphs"].to_numpy()).all()


@pytest.mark.parametrize("column", ["outlet", "event"])
def test_what_is_left_of_a_group_is_what_was_counted_without_it(with_outlets, read, column):
    for table in (with_outlets(), with_outlets().assign(event="")):
        paragraphs = read(table)
        for (asked, group), rows in leave_out(paragraphs, column).groupby(["column", "left_out"]):
            left = without_group(paragraphs, asked, group)
            expected = counted_shifts(left, ratio_estimate(article_sums(left)))
            pd.testing.assert_frame_equal(rows[list(COLUMNS)].reset_index(drop=True), expected, check_dtype=False)
    assert len(without_group(paragraphs, "outlet", "nobody")) == len(paragraphs)


def test_the_share_of_each_period_is_that_of_its_weights():
    """Three paragraphs of one article, one of another: 1 of 4 by paragraph, half by article."""
    table = pd.DataFrame({"article_id": list("aaabc"), "period": ["2023"] * 4 + ["2025"], "primary": list("xxxyy")})
    paragraphs = read_paragraphs(table, ["x", "y"], ["2023", "2025"])
    for weighting, share in (("paragraph", 0.25), ("article", 0.5)):
        found = counted_shifts(paragraphs, ratio_estimate(article_sums(paragraphs, weighting=weighting)))
        assert found["earlier_share"].tolist() == [1 - share, share]
        assert found["later_share"].tolist() == [0, 1]


@pytest.mark.parametrize("given_sums", [True, False])
def test_weighting_and_level_are_those_asked_for(with_outlets, read, given_sums):
    table = with_outlets()
    paragraphs = read(table)
    sums = article_sums(paragraphs, weighting="word") if given_sums else None
    found = leave_out(paragraphs, "outlet", weighting="word", level=0.8, sums=sums)
    assert found.columns.tolist() == ["column", "left_out", *COLUMNS]
    assert found.index.tolist() == list(range(len(found)))
    for outlet, rows in found.groupby("left_out"):
        others = read(table[table["outlet"] != outlet])
        expected = counted_shifts(others, ratio_estimate(article_sums(others, weighting="word")), 0.8)
        pd.testing.assert_frame_equal(rows[list(COLUMNS)].reset_index(drop=True), expected)


def groups_of(**columns):
    """Ten earlier and ten later paragraphs, each an article of its own, with columns for the groups."""
    table = pd.DataFrame({"article_id": [f"{number:02d}" for number in range(20)], "primary": ["x", "y"] * 10})
    return read_paragraphs(table.assign(period=["2023"] * 10 + ["2025"] * 10, **columns), ["x", "y"], ["2023", "2025"])


def left_out_of(paragraphs, column, **choices):
    return leave_out(paragraphs, column, **choices)["left_out"].drop_duplicates().tolist()


def test_the_largest_group_comes_first_and_equals_by_name():
    outlets = ["c"] * 3 + ["b"] * 4 + ["d"] * 3 + ["b"] * 2 + ["a"] * 6 + ["d"] * 2
    assert left_out_of(groups_of(outlet=outlets), "outlet") == ["a", "b", "d", "c"]


def test_a_tenth_of_either_period_is_enough():
    outlets = ["one"] + ["a"] * 4 + ["b"] * 5 + ["a"] * 5 + ["b"] * 5
    assert left_out_of(groups_of(outlet=outlets), "outlet") == ["b", "a", "one"]
    assert left_out_of(groups_of(outlet=outlets[::-1]), "outlet") == ["b", "a", "one"]
    assert left_out_of(groups_of(outlet=outlets), "outlet", smallest=0.11) == ["b", "a"]
    uncoded = groups_of(outlet=outlets, primary=["", *["x", "y"] * 9, "x"])
    assert left_out_of(uncoded, "outlet", smallest=0.01) == ["b", "a"]


def test_only_events_and_partners_are_joined():
    cells = ["a+b"] * 5 + ["b"] * 5 + ["a"] * 4 + [""] * 6
    assert left_out_of(groups_of(partner=cells), "partner") == ["b", "a"]
    assert left_out_of(groups_of(event=cells), "event") == ["b", "a"]
    assert left_out_of(groups_of(outlet=cells), "outlet") == ["a+b", "b", "a"]


def test_a_missing_value_is_named_with_its_row():
    cells = ["a"] * 7 + [None] + ["b"] * 12
    with pytest.raises(DataError, match=r"row 7, column outlet: expected a text, found a missing value"):
        leave_out(groups_of(outlet=cells), "outlet")


def test_the_busiest_month_is_that_of_most_coded_paragraphs():
    months = ["2023-03-01"] * 4 + ["2023-02"] * 4 + ["2023"] * 2 + ["2025-07-09"] * 5 + [""] * 5
    assert left_out_of(groups_of(published=months), "event") == ["2025-07"]
    none = ["x"] * 10 + ["none"] * 3 + ["x"] * 7
    assert left_out_of(groups_of(published=months, primary=none), "event") == ["2023-02"]
    nothing = leave_out(groups_of(), "event")
    assert nothing.empty
    assert nothing.columns.tolist() == ["column", "left_out", *COLUMNS]


def test_what_decides_are_outlets_and_events(with_outlets, read):
    paragraphs = read(with_outlets())
    found = deciding_shifts(paragraphs, 0.9)
    parts = [leave_out(paragraphs, column, level=0.9) for column in ("outlet", "event")]
    assert [len(part) > 0 for part in parts] == [True, True]
    pd.testing.assert_frame_equal(found, pd.concat(parts, ignore_index=True))
    sums = article_sums(paragraphs)
    pd.testing.assert_frame_equal(found, deciding_shifts(paragraphs, 0.9, sums))
    outlets_alone = read(with_outlets().drop(columns=["event", "published"]))
    pd.testing.assert_frame_equal(deciding_shifts(outlets_alone), leave_out(outlets_alone, "outlet"))
    by_word = article_sums(paragraphs, weighting="word")
    expected = leave_out(paragraphs, "outlet", level=0.9, sums=by_word)
    pd.testing.assert_frame_equal(expected, leave_out(paragraphs, "outlet", level=0.9, weighting="word"))
    pd.testing.assert_frame_equal(deciding_shifts(paragraphs, 0.9, by_word)[: len(expected)], expected)


def test_events_that_are_joined_are_left_out_one_by_one(with_outlets, read):
    found = leave_out(read(with_outlets((8, 8))), "event", smallest=0.01)
    assert found["left_out"].unique().tolist() == ["visit", "summit"]
    left = found.groupby("left_out")[["earlier_articles", "later_articles"]].first()
    assert left.loc["visit"].tolist() == [4, 4]  # articles 0 to 3 tell of the visit
    assert left.loc["summit"].tolist() == [7, 7]  # article 0 of the summit, too


@pytest.mark.parametrize("missing", [True, False])
def test_without_events_the_busiest_month_is_left_out(with_outlets, read, missing):
    table = with_outlets((12, 15))
    table = table.drop(columns="event") if missing else table.assign(event="")
    months = table["published"].str[:7].value_counts()
    found = leave_out(read(table), "event")
    assert found["column"].unique().tolist() == ["month"]
    assert found["left_out"].unique().tolist() == [months.index[0]]
    assert found["earlier_paragraphs"][0] + found["later_paragraphs"][0] == len(table) - months.iloc[0]


def test_small_groups_stay_and_so_does_one_that_is_all(with_outlets, read):
    table = with_outlets()
    few = table["article_id"] == "2023-00"
    assert not few.sum() >= 0.10 * (table["period"] == "2023").sum()
    table.loc[few, "outlet"] = "tiny.vn"
    assert "tiny.vn" not in leave_out(read(table), "outlet")["left_out"].tolist()
    assert leave_out(read(table.assign(outlet="only.vn")), "outlet").empty
    assert deciding_shifts(read(table.assign(outlet="only.vn", event="", published=""))).empty


def test_a_group_that_holds_a_whole_period_leaves_no_shift(with_outlets, read):
    table = with_outlets()
    table.loc[table["period"] == "2023", "outlet"] = "early.vn"
    rows = leave_out(read(table), "outlet").query("left_out == 'early.vn'")
    assert rows["value"].isna().all()
    assert (rows["earlier_articles"] == 0).all()


def test_a_column_that_is_not_there_is_named(draw_table, read):
    with pytest.raises(DataError, match="a column outlet"):
        leave_out(read(draw_table()), "outlet")


def test_counts_are_of_paragraphs_whatever_the_weighting(with_outlets, read):
    table = with_outlets()
    paragraphs = read(table)
    for weighting in ("paragraph", "article", "word"):
        found = counted_shifts(paragraphs, estimate(paragraphs, weighting=weighting)).set_index("pillar")
        for when, period in (("earlier", "2023"), ("later", "2025")):
            rows = table[table["period"] == period]
            assert found[f"{when}_count"].to_dict() == rows["primary"].value_counts().reindex(found.index).to_dict()
            assert (found[f"{when}_paragraphs"] == len(rows)).all()
