"""Do plots show the numbers of the table, on axes of one's own and on new ones?"""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import same_color, to_hex
from matplotlib.text import Text

import discourse
from discourse.emphasis import emphasis_table
from discourse.errors import DataError
from discourse.figures import INK, plot_shares, plot_shift


@pytest.fixture
def shares():
    """A table of emphasis: five articles a period, all political in the later one."""
    codes = ["political", "economic", "economic", "political", "economic", *["political"] * 5]
    table = pd.DataFrame({"article_id": list("abcdefghij"), "period": ["2023"] * 5 + ["2025"] * 5, "primary": codes})
    return emphasis_table(table.assign(also=[()] * 10), ["political", "economic"], ["2023", "2025"])


def said_in(axes):
    """What the legend says, on one line."""
    return axes.get_legend().get_texts()[0].get_text().replace("\n", " ")


def test_the_shift_is_plotted_from_the_table_of_emphasis(shares):
    before = dict(plt.rcParams)
    axes = plot_shift(shares, names={"political": "Political", "economic": "Economic"})
    marks = [line.get_xdata()[0] for line in axes.lines if line.get_marker() == "D" and len(line.get_xdata())]
    np.testing.assert_allclose(marks, [60, -60])
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["Political", "Economic"]
    assert said_in(axes) == "shift from 2023 to 2025: 10 articles, 10 paragraphs"
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
    assert said_in(axes) == "shift from 2023 to 2025: 10 articles, 10 paragraphs"
    plt.close(axes.figure)


@pytest.mark.parametrize("width", [3.5, 7])
@pytest.mark.parametrize("layout", [None, "constrained", "tight", "called"])
@pytest.mark.parametrize("pillars", ["a", "abcdef"])
def test_a_legend_covers_no_interval_in_any_layout(pillars, layout, width):
    rows = pd.DataFrame({"pillar": list(pillars), "value": 0.0, "low": -0.3, "high": 0.3, "articles": 9})
    shift = rows.assign(quantity="shift", period="2025-2023", paragraphs=20)
    both = pd.concat(rows.assign(quantity="share", period=period) for period in ("2023", "2025"))
    figure, (upper, lower) = plt.subplots(2, 1, figsize=(width, 6), layout=None if layout == "called" else layout)
    plot_shift(shift, upper)
    plot_shares(both, lower)
    if layout == "called":
        figure.tight_layout()
    figure.draw_without_rendering()
    for ax, count in ((upper, len(pillars)), (lower, 2 * len(pillars))):
        drawn = [line for line in ax.lines if len({*line.get_ydata()}) == 1 and list(line.get_xdata()) != [0, 1]]
        assert len(drawn) == 2 * count  # a line and a mark each
        legend = ax.get_legend().get_window_extent()
        assert not any(line.get_window_extent().overlaps(legend) for line in drawn)
    plt.close(figure)


@pytest.mark.parametrize(
    ("period", "said"),
    [("2025-01-2024-01", "from 2024-01 to 2025-01:"), ("post-war-war", "from war to post-war:")],
)
def test_a_period_with_a_hyphen_is_told_from_the_other(period, said, shares):
    named = {"2023": "war", "2025": "post-war", "2025-2023": period}
    axes = plot_shift(shares.assign(period=shares["period"].map(named)))
    assert said in said_in(axes)
    plt.close(axes.figure)


def test_a_shift_of_one_period_is_not_plotted(shares):
    with pytest.raises(DataError, match=r"column period: expected a later and an earlier period.*found '2025'"):
        plot_shift(shares.assign(period="2025"))
    assert plt.get_fignums() == []


def test_a_shift_without_interval_is_a_cross(shares):
    axes = plot_shift(shares.assign(low=np.nan, high=np.nan))
    assert [line.get_marker() for line in axes.lines].count("x") == 3  # two rows and the legend
    plt.close(axes.figure)


def test_a_table_without_shifts_is_not_plotted(shares):
    with pytest.raises(DataError, match="expected rows of quantity shift, found share"):
        plot_shift(shares[shares["quantity"] == "share"])


def test_tests_of_shifts_are_plotted_as_the_shifts_are(toy_study):
    table = toy_study.table()
    _, (one, other) = plt.subplots(ncols=2)
    plot_shift(discourse.emphasis_table(table), one)
    plot_shift(discourse.shift_tests(table), other)
    lines = [[line.get_xydata().tolist() for line in ax.lines] for ax in (one, other)]
    assert lines[0] == lines[1]
    names = [[label.get_text() for label in ax.get_yticklabels()] for ax in (one, other)]
    assert names[0] == names[1]
    assert names[0][0].replace("\n", " ") == toy_study.codebook.names[toy_study.codebook.pillar_ids[0]]
    plt.close("all")


def test_shares_stand_in_per_cent_the_earlier_above_the_later(shares, ax, is_hollow):
    assert plot_shares(shares, ax, names={"political": "Political", "economic": "Economic"}) is ax
    marks = [line for line in ax.lines if line.get_marker() in "osxX" and len(line.get_xdata()) == 1]
    np.testing.assert_allclose([mark.get_xdata()[0] for mark in marks], [40, 100, 60, 0])
    heights = [mark.get_ydata()[0] for mark in marks]
    assert heights == sorted(heights, reverse=True)
    assert [is_hollow(mark) for mark in marks] == [True, False, True, False]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["2023, 5 articles", "2025, 5 articles"]
    assert ax.get_xlim()[0] == 0


@pytest.mark.parametrize("size", [6, 10, 16])
@pytest.mark.parametrize("plot", [plot_shift, plot_shares])
def test_the_legend_stands_below_the_label_in_type_of_any_size(plot, size, shares):
    with plt.rc_context({"font.size": size}):
        figure, ax = plt.subplots(figsize=(4, 3), layout="constrained")
        plot(shares, ax)
        figure.draw_without_rendering()
    legend, label = ax.get_legend().get_window_extent(), ax.xaxis.label.get_window_extent()
    assert legend.y1 < label.y0 + 1
    assert legend.y0 > 0
    assert {text.get_size() for text in ax.get_yticklabels()} == {size}
    plt.close(figure)


def test_shares_of_a_study_bear_its_names(toy_study):
    axes = plot_shares(discourse.emphasis_table(toy_study.table()), quantity="mention_share")
    written = {label.get_text().replace("\n", " ") for label in axes.get_yticklabels()}
    assert written == {toy_study.codebook.names[pillar] for pillar in toy_study.codebook.pillar_ids}
    plt.close(axes.figure)


@pytest.mark.parametrize("plot", [plot_shift, plot_shares])
@pytest.mark.parametrize(
    ("given", "more", "said"),
    [
        (None, {}, "expected a table of shares and shifts, found NoneType"),
        (pd.DataFrame({"pillar": ["x"]}), {}, "found the columns pillar. Plot what emphasis_table returns"),
        ("shares", {"quantity": "tie"}, "expected rows of quantity tie"),
        ("shares", {"names": {"political": "P"}}, "argument names: expected names for political, economic"),
        ("shares", {"colours": {"economic": "red"}}, "argument colours: .*found none for political"),
    ],
)
def test_what_cannot_be_plotted_is_named_and_no_figure_is_left(plot, given, more, said, shares):
    with pytest.raises(DataError, match=said):
        plot(shares if isinstance(given, str) else given, **more)
    assert plt.get_fignums() == []


def test_shares_of_one_period_are_not_plotted(shares):
    with pytest.raises(DataError, match="expected two periods, found 2023"):
        plot_shares(shares[shares["period"] == "2023"])
