"""Is what is left estimated as if the group had never been there, and are outlets clusters as the formula says?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from discourse.emphasis.estimators import estimate
from discourse.emphasis.inputs import read_paragraphs
from discourse.emphasis.left_out import clustered_shifts, counted_shifts, deciding_shifts, leave_out
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
    for ask in (lambda paragraphs: leave_out(paragraphs, "outlet"), clustered_shifts):
        with pytest.raises(DataError, match="a column outlet"):
            ask(read(draw_table()))


def test_counts_are_of_paragraphs_whatever_the_weighting(with_outlets, read):
    table = with_outlets()
    paragraphs = read(table)
    for weighting in ("paragraph", "article", "word"):
        found = counted_shifts(paragraphs, estimate(paragraphs, weighting=weighting)).set_index("pillar")
        for when, period in (("earlier", "2023"), ("later", "2025")):
            rows = table[table["period"] == period]
            assert found[f"{when}_count"].to_dict() == rows["primary"].value_counts().reindex(found.index).to_dict()
            assert (found[f"{when}_paragraphs"] == len(rows)).all()


def test_clusters_by_hand():
    """Five outlets with one article of one paragraph a period; the shift 3/5 - 1/5.

    Residuals of the later articles are (1 - 3/5) / 5 = .08 or -.12, of the earlier, taken negative,
    -(1 - 1/5) / 5 = -.16 or .04. By outlet: a .08 - .16, b and c .08 + .04, d and e -.12 + .04.
    """
    table = pd.DataFrame(
        {
            "article_id": list("abcdefghij"),
            "period": ["2023"] * 5 + ["2025"] * 5,
            "outlet": list("abcde") * 2,
            "primary": ["x", "y", "y", "y", "y", "x", "x", "x", "y", "y"],
        }
    )
    found = clustered_shifts(read_paragraphs(table, ["x", "y"], ["2023", "2025"])).iloc[0]
    half = stats.t.ppf(0.975, 4) * np.sqrt(5 / 4 * (0.08**2 + 2 * 0.12**2 + 2 * 0.08**2))
    assert found["value"] == pytest.approx(0.4)
    assert (found["low"], found["high"]) == (pytest.approx(0.4 - half), pytest.approx(min(0.4 + half, 1)))


def test_clusters_of_four_outlets_have_no_interval(with_outlets, read):
    found = clustered_shifts(read(with_outlets()))
    assert found["value"].notna().all()
    assert found[["low", "high"]].isna().all(axis=None)


@given(st.integers(0, 50))
def test_every_article_its_own_cluster_is_the_variance_by_article(seed):
    rng = np.random.default_rng(seed)
    rows = [(f"{period}{i}", period, rng.choice(["x", "y"])) for period in "ab" for i in range(9) for _ in range(3)]
    table = pd.DataFrame(rows, columns=["article_id", "period", "primary"])
    paragraphs = read_paragraphs(table.assign(outlet=table["article_id"]), ["x", "y"], ["a", "b"])
    found, variance = clustered_shifts(paragraphs), estimate(paragraphs).variance[2] * 8 / 9
    half = stats.t.ppf(0.975, 17) * np.sqrt(18 / 17 * variance)
    value = found["value"].to_numpy()
    assert found["low"].to_numpy() == pytest.approx(np.clip(value - half, -1, 1))
