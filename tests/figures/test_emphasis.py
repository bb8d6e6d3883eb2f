"""Do shares, counts and shifts stand where their numbers say, with the earlier period above?"""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import same_color, to_hex
from matplotlib.text import Text

from discourse.emphasis import emphasis_table
from discourse.errors import DataError
from discourse.figures import FAINT, INK, add_periods, changes_height, draw_changes, plot_shift


def changes(periods=("2023", "2025")):
    """Shares, shifts and counts of two pillars; the second has too few articles for intervals."""
    earlier, later = periods
    rows = [
        ("political", earlier, 0.5, 0.4, 0.6, 5, 10),
        ("political", later, 0.6, 0.5, 0.7, 12, 20),
        ("political", f"{later}-{earlier}", 0.1, -0.05, 0.25, np.nan, 30),
        ("economic", earlier, 0.2, np.nan, np.nan, 2, 10),
        ("economic", later, 0.1, np.nan, np.nan, 2, 20),
        ("economic", f"{later}-{earlier}", -0.1, np.nan, np.nan, np.nan, 30),
    ]
    return pd.DataFrame(rows, columns=["pillar", "period", "value", "low", "high", "numerator", "counted"])


def draw_both(table, ax, names, periods=("2023", "2025"), colours=None):
    order = ["political", "economic"]
    draw_changes(table, ax, rows="pillar", order=order, periods=periods, names=names, colours=colours or {})


@pytest.mark.parametrize("periods", [("2023", "2025"), ("before", "after")])
def test_shares_stand_in_per_cent_with_the_earlier_period_above(ax, periods, pillar_names, is_hollow):
    draw_both(changes(periods), ax, pillar_names, periods)
    marks = [line for line in ax.lines if line.get_marker() in "osxX" and len(line.get_xdata()) == 1]
    heights = {round(mark.get_xdata()[0]): mark.get_ydata()[0] for mark in marks}
    assert heights[50] > heights[60] > heights[20] > heights[10]
    assert [mark.get_marker() for mark in marks] == ["o", "s", "x", "X"]
    assert [is_hollow(mark) for mark in marks[:2]] == [True, False]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["Political", "Economic"]


def test_counts_and_shift_stand_beside_each_row(ax, pillar_names, written):
    draw_both(changes(), ax, pillar_names)
    minus = "\N{MINUS SIGN}"
    assert written(ax) == [
        f"5 of 10 → 12 of 20\n+10.0 [{minus}5.0, +25.0]",
        f"2 of 10 → 2 of 20\n{minus}10.0 (no interval)",
    ]
    add_periods(ax, ["2023, 5 articles", "2025, 8 articles"])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["2023, 5 articles", "2025, 8 articles"]


def test_only_what_stands_out_is_in_colour(ax, pillar_names, colours):
    draw_both(changes(), ax, pillar_names, colours={"economic": colours["economic"]})
    crosses = [line for line in ax.lines if line.get_marker() in ("x", "X")]
    assert len(crosses) == 2
    assert all(same_color(line.get_color(), colours["economic"]) for line in crosses)
    others = [line for line in ax.lines if line.get_marker() in ("o", "s")]
    assert all(same_color(line.get_color(), FAINT) for line in others)
    assert [text.get_fontweight() for text in ax.texts] == ["normal", "bold"]


def test_a_period_without_articles_has_neither_mark_nor_share(ax, pillar_names, written):
    table = changes()
    there = (table["period"] == "2023") | (table["pillar"] != "political")
    draw_both(table.assign(value=table["value"].where(there)), ax, pillar_names)
    assert written(ax)[0].startswith("5 of 10 → –\nno shift")


def test_long_counts_break_after_the_arrow(ax, pillar_names, written):
    table = changes()
    draw_both(table.assign(numerator=table["numerator"] * 1e4, counted=table["counted"] * 1e4), ax, pillar_names)
    assert written(ax)[0].startswith("50000 of 100000 →\n120000 of 200000\n")


def test_a_table_lacking_a_row_is_refused(ax, pillar_names):
    with pytest.raises(DataError, match=r"one row of political, found 0"):
        draw_both(changes().iloc[1:], ax, pillar_names)
    with pytest.raises(DataError, match=r"one row of economic, found 2"):
        draw_both(pd.concat([changes(), changes().tail(1)]), ax, pillar_names)


def test_rows_are_taller_where_a_name_needs_more_lines():
    assert changes_height(["Trade", "A name that needs four or more lines in the margin of a figure"]) > changes_height(
        ["Trade", "Schools"]
    )


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


def test_a_table_of_several_analyses_is_not_plotted_as_one(shares):
    several = pd.concat([shares.assign(analysis="main"), shares.assign(analysis="few")])
    with pytest.raises(DataError, match="one row of political, found 2"):
        plot_shift(several)
    plt.close("all")
    axes = plot_shift(several[several["analysis"] == "main"].astype({"paragraphs": float}))
    assert axes.get_legend().get_texts()[0].get_text() == "2025-2023: 10 articles, 10 paragraphs"
    plt.close(axes.figure)


def test_a_legend_in_the_axes_covers_no_shift():
    rows = pd.DataFrame({"pillar": list("abcdef"), "value": 0.0, "low": -0.3, "high": 0.3})
    figure, ax = plt.subplots()
    plot_shift(rows.assign(quantity="shift", period="2025-2023", articles=9, paragraphs=20), ax)
    figure.draw_without_rendering()
    legend = ax.get_legend().get_window_extent()
    intervals = [line for line in ax.lines if list(line.get_xdata()) == [-30, 30]]
    assert len(intervals) == len(rows)
    paths = [line.get_path().transformed(ax.transData) for line in intervals]
    assert not any(path.intersects_bbox(legend, filled=False) for path in paths)
    plt.close(figure)


def test_a_shift_without_interval_is_a_cross(shares):
    axes = plot_shift(shares.assign(low=np.nan, high=np.nan))
    assert [line.get_marker() for line in axes.lines].count("x") == 3  # two rows and the legend
    plt.close(axes.figure)


def test_a_table_without_shifts_is_not_plotted(shares):
    with pytest.raises(DataError, match="expected rows of quantity shift, found share"):
        plot_shift(shares[shares["quantity"] == "share"])
