"""Does an archive say what the same rows say as a table, whatever its files?"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis import emphasis_by, emphasis_table
from discourse.emphasis.archive import archive_shares
from discourse.errors import DataError, EstimateError, MissingExtraError

KINDS = ("parquet", "csv", "csv.gz")
NUMBERS = ["value", "low", "high", "articles", "paragraphs"]


def test_shares_worked_by_hand(write_parts):
    table = pd.DataFrame(
        {
            "article_id": [*"aaabbcde"],
            "period": [*["2019"] * 5, *["2021"] * 3],
            "pillar": ["trade", "trade", "road", "road", "none", "trade", "", "school"],
        }
    )
    found = archive_shares(write_parts(table), ("trade", "school", "road"), periods=("2019", "2021"))
    trade = found.table[found.table["pillar"] == "trade"]
    assert trade["value"].tolist() == [0.5, 0.5, 0.0]
    assert trade["numerator"].tolist()[:2] == [2, 1]
    assert trade["articles"].tolist() == [2, 2, 4]
    assert trade["low"].isna().all()
    assert set(found.table["estimator"]) == {"as predicted"}
    assert (found.articles, found.paragraphs, found.without, found.none, found.unpredicted) == (4, 6, 1, 1, 1)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("quantity", ["share", "mention_share"])
@pytest.mark.parametrize("weighting", ["paragraph", "article", "word"])
def test_both_routes_give_the_same(draw_archive, write_parts, pillars, periods, kind, quantity, weighting):
    choices = {"quantity": quantity, "weighting": weighting}
    every = [["month"], ["outlet"], ["month", "outlet"], ["period", "2months"]]
    for seed in range(2 if kind == "parquet" else 1):
        drawn = draw_archive(rows=(600, 90)[seed], articles=(60, 40)[seed], seed=seed)
        source, table = write_parts(drawn, kind), drawn.rename(columns={"pillar": "primary"})
        whole = emphasis_table(table, pillars, periods, quantities=[quantity], weighting=weighting)
        found = archive_shares(source, pillars, periods=periods, **choices).table
        names = ["pillar", "quantity", "period"]
        assert found[names].values.tolist() == whole[names].values.tolist()
        np.testing.assert_allclose(found[NUMBERS].to_numpy(float), whole[NUMBERS].to_numpy(float), 0, 1e-12)
        assert found["low"].notna().any()
        for by in every if kind == "parquet" else every[2:3]:
            cells = emphasis_by(table, pillars, by, periods=periods, fewest=9, **choices)
            found = archive_shares(source, pillars, by=by, periods=periods, fewest=9, **choices).table
            pd.testing.assert_frame_equal(found.drop(columns="estimator"), cells, rtol=0, atol=1e-12, check_dtype=False)


def test_an_article_in_several_cells_is_refused_by_both_routes(draw_archive, write_parts, as_coded, pillars, periods):
    drawn = draw_archive()
    drawn.loc[drawn.index[drawn["article_id"] == "a7"][0], ["outlet", "period"]] = ["elsewhere", "2019"]
    source = write_parts(drawn)
    for call in (
        lambda: emphasis_by(as_coded(drawn), pillars, ["outlet"]),
        lambda: archive_shares(source, pillars, by=["month", "outlet"]),
    ):
        with pytest.raises(DataError, match=r"article a7: expected one outlet an article, found several"):
            call()
    for call in (
        lambda: emphasis_table(as_coded(drawn), pillars, periods),
        lambda: archive_shares(source, pillars, periods=periods),
    ):
        with pytest.raises(DataError, match=r"article a7: expected one period an article, found several"):
            call()
    found = archive_shares(source, pillars, periods=periods, skip=True)
    rest = as_coded(drawn[drawn["article_id"] != "a7"])
    expected = emphasis_table(rest, pillars, periods, quantities=["share"])
    np.testing.assert_allclose(found.table["value"], expected["value"], rtol=0, atol=1e-12)
    assert found.left_out.rows == (drawn["article_id"] == "a7").sum()


def test_periods_come_from_dates_where_no_column_has_them(draw_archive, write_parts, pillars, periods):
    drawn = draw_archive()

    def period_of(day):
        return day[:4] if day[:4] in periods else ""

    dated = drawn.assign(period=drawn["published"].map(period_of))
    expected = archive_shares(write_parts(dated), pillars, periods=periods).table
    for without in (dated.drop(columns="period"), dated.assign(period="")):
        source = write_parts(without, "csv")
        found = archive_shares(source, pillars, periods=periods, period_of=period_of).table
        pd.testing.assert_frame_equal(found, expected)
        cells = archive_shares(source, pillars, by=["period"], periods=periods, period_of=period_of).table
        assert cells["period"].drop_duplicates().tolist() == [*periods, "unknown"]


def test_text_that_was_guarded_is_read_as_it_was(tmp_path, draw_archive, write_parts, pillars):
    drawn = draw_archive().assign(outlet="-later")
    drawn.assign(outlet="'-later").to_csv(tmp_path / "guarded.csv", index=False)
    found = archive_shares(tmp_path / "guarded.csv", pillars, by=["outlet"]).table
    pd.testing.assert_frame_equal(found, archive_shares(write_parts(drawn), pillars, by=["outlet"]).table)
    assert set(found["outlet"]) == {"-later"}


def test_pillars_are_those_of_the_archive_unless_others_are_named(draw_archive, write_parts, periods):
    drawn = draw_archive().assign(p_road=0.5, p_trade=0.3, p_school=0.1, p_none=0.1)
    source = write_parts(drawn)
    assert archive_shares(source, periods=periods).pillars == ("road", "trade", "school")
    assert archive_shares(source, ("trade", "school", "road"), periods=periods).pillars[0] == "trade"
    with pytest.raises(DataError, match="expected a table of the pillars trade, law, found one of road, trade, school"):
        archive_shares(source, ("trade", "law"), periods=periods)
    with pytest.raises(DataError, match=r"expected columns p_<pillar>, or a study"):
        archive_shares(write_parts(draw_archive(), "csv"), periods=periods)


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ({"by": ["month", "month"]}, r"each once, found \['month', 'month'\]"),
        ({"by": ["outlt"]}, r"by: expected a column, or a span of time, found 'outlt' beside article_id"),
        ({"by": ["primary"]}, "found 'primary'"),
        ({}, r"periods: expected two different periods, earlier first, found \(\)\. .*--periods"),
        ({"periods": ("2019", "2019")}, "two different periods"),
        ({"periods": ("2019", "2021"), "level": 1.5}, "a level between 0 and 1"),
        ({"periods": ("2019", "2021"), "quantity": "shares"}, "quantity: expected one of share"),
        ({"periods": ("2019", "2021"), "memory": "much"}, "memory: expected a size such as 500MB or 2GB"),
    ],
)
def test_what_cannot_be_asked_is_refused(draw_archive, write_parts, pillars, choices, said):
    with pytest.raises(DataError, match=said):
        archive_shares(write_parts(draw_archive()), pillars, **choices)


def test_nothing_to_count_is_said(draw_archive, write_parts, pillars, periods):
    drawn = draw_archive()
    with pytest.raises(EstimateError, match=r"in 1990 or 1991, found none; period is '2019', '2021', 'later'"):
        archive_shares(write_parts(drawn), pillars, periods=("1990", "1991"))
    with pytest.raises(EstimateError, match="expected a paragraph predicted as a pillar, found none"):
        archive_shares(write_parts(drawn.assign(pillar="none"), "csv"), pillars, by=["outlet"])


def test_without_the_library_the_extra_is_named(draw_archive, write_parts, pillars, periods, monkeypatch):
    source = write_parts(draw_archive())
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(MissingExtraError, match=r'the library duckdb, .*pip install .*"duckdb'):
        archive_shares(source, pillars, periods=periods)
