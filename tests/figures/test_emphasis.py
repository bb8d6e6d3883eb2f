"""Do shares and shifts stand where their numbers say, with the earlier period above?"""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from discourse.emphasis import emphasis_table
from discourse.errors import DataError
from discourse.figures import draw_shares, draw_shifts, plot_shift


@pytest.mark.parametrize("periods", [("2023", "2025"), ("before", "after")])
def test_shares_stand_in_per_cent_with_the_earlier_period_above(ax, periods, pillar_names, colours):
    earlier, later = periods
    rows = [
        ("political", earlier, 0.5),
        ("political", later, 0.6),
        ("economic", earlier, 0.2),
        ("economic", later, 0.1),
    ]
    table = pd.DataFrame(rows, columns=["pillar", "period", "value"])
    table["low"], table["high"] = table["value"] - 0.1, table["value"] + 0.1
    draw_shares(table, ax, pillars=["political", "economic"], periods=periods, names=pillar_names, colours=colours)
    marks = [line for line in ax.lines if line.get_marker() in "os" and len(line.get_xdata()) == 1]
    assert marks[0].get_xdata()[0] == 50
    heights = {mark.get_xdata()[0]: mark.get_ydata()[0] for mark in marks}
    assert heights[50] > heights[60] > heights[20] > heights[10]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == list(periods)


def test_a_shift_without_interval_is_a_cross(ax, pillar_names, colours):
    table = pd.DataFrame(
        {
            "analysis": ["main", "main", "few", "few"],
            "pillar": ["political", "economic"] * 2,
            "value": [0.1, -0.1, 0.2, 0.0],
            "low": [0.0, -0.2, np.nan, np.nan],
            "high": [0.2, 0.0, np.nan, np.nan],
        }
    )
    draw_shifts(
        table,
        ax,
        pillars=["political", "economic"],
        names=pillar_names,
        colours=colours,
        titles={"main": "Main", "few": "Few"},
    )
    assert [line.get_marker() for line in ax.lines].count("x") == 3  # two rows and the legend
    assert "Few (no interval)" in [text.get_text() for text in ax.get_legend().get_texts()]


@pytest.fixture
def shares():
    """A table of emphasis: five articles a period, all political in the later one."""
    codes = ["political", "economic", "economic", "political", "economic", *["political"] * 5]
    table = pd.DataFrame({"article_id": list("abcdefghij"), "period": ["2023"] * 5 + ["2025"] * 5, "primary": codes})
    return emphasis_table(table.assign(also=[()] * 10), ["political", "economic"], ["2023", "2025"])


def test_the_shift_is_plotted_from_the_table_of_emphasis(shares):
    before = dict(plt.rcParams)
    axes = plot_shift(shares, names={"political": "Political", "economic": "Economic"})
    marks = [line.get_xdata()[0] for line in axes.lines if line.get_marker() == "D" and len(line.get_xdata())]
    np.testing.assert_allclose(marks, [60, -60])
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["Political", "Economic"]
    assert axes.get_legend().get_texts()[0].get_text() == "2025-2023: 10 articles, 10 paragraphs"
    assert dict(plt.rcParams) == before
    plt.close(axes.figure)


def test_the_shift_is_plotted_on_axes_that_are_given(shares):
    figure, given = plt.subplots()
    assert plot_shift(shares, given, quantity="mention_shift") is given
    assert plt.get_fignums() == [figure.number]
    plt.close(figure)


def test_a_table_without_shifts_is_not_plotted(shares):
    with pytest.raises(DataError, match="expected rows of quantity shift, found share"):
        plot_shift(shares[shares["quantity"] == "share"])
