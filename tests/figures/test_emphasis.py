"""Do shares and shifts stand where their numbers say, with the earlier period above?"""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import same_color, to_hex
from matplotlib.text import Text

from discourse.emphasis import emphasis_table
from discourse.errors import DataError
from discourse.figures import INK, PALETTE, draw_shares, draw_shifts, plot_shift


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


def test_a_plot_of_its_own_is_in_the_house_style_whatever_style_is_in_force(shares):
    with plt.style.context("dark_background"):
        axes = plot_shift(shares)
        assert plt.get_fignums() == [axes.figure.number]  # pyplot shows it, once
    axes.figure.draw_without_rendering()  # ticks that are made now keep their ink
    assert same_color(axes.get_facecolor(), "white")
    assert {to_hex(text.get_color()) for text in axes.findobj(Text) if text.get_text()} == {INK}
    plt.close(axes.figure)


@pytest.mark.parametrize("quantity", ["shift", "mention_shift"])
def test_shifts_are_drawn_from_the_table_of_emphasis(ax, shares, pillar_names, colours, quantity):
    pillars, rows = ["political", "economic"], shares[shares["quantity"] == quantity]
    titles = {"main": "Main"}
    draw_shifts(rows, ax, pillars=pillars, names=pillar_names, colours=colours, titles=titles)
    marks = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "D" and len(line.get_xdata())]
    np.testing.assert_allclose(marks, 100 * rows["value"])


@pytest.fixture
def draw(ax, pillar_names, colours):
    """Draw shares or shifts of both pillars with everything but the table given."""
    both = {"pillars": ["political", "economic"], "names": pillar_names, "colours": colours}
    return {
        "shares": lambda table: draw_shares(table, ax, periods=["2023", "2025"], **both),
        "shifts": lambda table: draw_shifts(table, ax, titles={"main": "Main"}, **both),
    }


@pytest.mark.parametrize(("what", "quantity"), [("shares", "share"), ("shifts", "shift")])
def test_a_table_that_is_not_filtered_is_refused_with_what_to_filter(draw, shares, what, quantity):
    with pytest.raises(
        DataError, match=rf"found share, shift.*Filter it: table\[table\['quantity'\] == '{quantity}'\]"
    ):
        draw[what](shares)
    rows = shares[shares["quantity"] == quantity]
    with pytest.raises(DataError, match=r"expected one row of political, found 2\. Filter the table to one quantity"):
        draw[what](pd.concat([rows, rows]))
    with pytest.raises(DataError, match="expected one row of economic, found 0"):
        draw[what](rows[rows["pillar"] != "economic"])
    with pytest.raises(DataError, match="found no row"):
        draw[what](rows.head(0))


def test_a_table_of_several_analyses_is_not_plotted_as_one(shares):
    several = pd.concat([shares.assign(analysis="main"), shares.assign(analysis="few")])
    with pytest.raises(DataError, match="one row of political, found 2"):
        plot_shift(several)
    plt.close("all")
    axes = plot_shift(several[several["analysis"] == "main"].astype({"paragraphs": float}))
    assert axes.get_legend().get_texts()[0].get_text() == "2025-2023: 10 articles, 10 paragraphs"
    plt.close(axes.figure)


def test_a_legend_in_the_axes_covers_no_shift():
    pillars, titles = list("abcdef"), {"main": "Main analysis", "few": "Few articles", "all": "All articles"}
    names, colours = dict(zip(pillars, pillars, strict=True)), dict(zip(pillars, PALETTE, strict=False))
    rows = pd.DataFrame({"pillar": pillars, "value": 0.0, "low": -0.3, "high": 0.3})
    table = pd.concat([rows.assign(analysis=analysis) for analysis in titles])
    figure, ax = plt.subplots()
    draw_shifts(table, ax, pillars=pillars, names=names, colours=colours, titles=titles)
    figure.draw_without_rendering()
    legend = ax.get_legend().get_window_extent()
    intervals = [line for line in ax.lines if list(line.get_xdata()) == [-30, 30]]
    assert len(intervals) == len(table)
    paths = [line.get_path().transformed(ax.transData) for line in intervals]
    assert not any(path.intersects_bbox(legend, filled=False) for path in paths)
    plt.close(figure)


def test_a_table_without_shifts_is_not_plotted(shares):
    with pytest.raises(DataError, match="expected rows of quantity shift, found share"):
        plot_shift(shares[shares["quantity"] == "share"])
