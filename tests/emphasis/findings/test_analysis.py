"""Does the table of an analysis hold every share, test and verdict once, with the paragraphs behind each share?"""

from __future__ import annotations

import numpy as np
import pytest

from discourse.emphasis.findings.analysis import COLUMNS, MORE_ARTICLES, TESTS, analysis_rows
from discourse.emphasis.inputs import QUANTITIES, read_paragraphs
from discourse.emphasis.table import emphasis_table
from discourse.settings import Settings


@pytest.fixture
def settings() -> Settings:
    """Two periods, one analysis, few resamples."""
    return Settings.model_validate(
        {
            "title": "Two years",
            "language": "en",
            "seed": 4,
            "resamples": 200,
            "permutations": 200,
            "period": [{"id": year, "start": f"{year}-01-01", "end": f"{year}-12-31"} for year in ("2023", "2025")],
            "analysis": [{"id": "all", "title": "All"}],
        }
    )


@pytest.fixture
def rows(draw_table, pillars, periods, settings):
    """The table of 8 and 10 articles."""
    table = draw_table().assign(outlet="x.example")
    return analysis_rows(read_paragraphs(table, pillars, periods), settings)


def test_each_number_has_one_row(rows, pillars):
    assert list(rows.columns) == list(COLUMNS)
    keys = rows[rows["quantity"] != "half_width"][["pillar", "quantity", "period"]]
    assert not keys.duplicated().any()
    counts = rows["quantity"].value_counts()
    for quantity in (*TESTS.values(), "shift", "shift by article", "shift by word", "verdict", "shift_joint"):
        assert counts[quantity] == len(pillars), quantity
    assert counts["half_width"] == len(pillars) * len(MORE_ARTICLES)
    assert counts["agenda_entropy"] == counts["median_length"] == 2


def test_shares_are_those_of_the_table_of_emphasis_with_their_paragraphs(rows, draw_table, pillars, periods):
    table = draw_table()
    expected = emphasis_table(table, pillars, periods)
    keys = ["pillar", "quantity", "period"]
    found = rows.set_index(keys).loc[list(expected[keys].itertuples(index=False, name=None))]
    np.testing.assert_array_equal(found[["value", "low", "high"]], expected[["value", "low", "high"]])
    for (pillar, quantity, period), row in found[found.index.get_level_values(1).isin(QUANTITIES)].iterrows():
        part = table[table["period"] == period]
        of_pillar = part["primary"] == pillar
        if quantity == "mention_share":
            of_pillar |= np.array([pillar in also for also in part["also"]])
        assert row["count"] == of_pillar.sum()
    assert found.loc[found.index.get_level_values(1).str.endswith("shift"), "count"].isna().all()


def test_a_period_without_articles_has_no_test_of_the_agenda(draw_table, pillars, periods, settings):
    table = draw_table().assign(outlet="x.example")
    rows = analysis_rows(read_paragraphs(table[table["period"] == "2023"], pillars, periods), settings)
    assert not rows["quantity"].str.startswith("agenda").any()
    assert rows.loc[rows["quantity"] == "shift", "value"].isna().all()
