"""Do pairs and bars show the numbers of their table, with the counts beside them?"""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import same_color, to_rgb

from discourse.figures import (
    TYPE,
    draw_pairs,
    draw_period_key,
    draw_roles,
    house_style,
    new_figure,
    pillar_colours,
    row_label,
)

PERIODS = ("zeta", "alpha")
NAMES = {"political": "Political", "economic": "Economic"}


@pytest.fixture
def pairs():
    """Two pillars before and after; the later share of the second has no interval, and no count."""
    return pd.DataFrame(
        {
            "pillar": ["political", "political", "economic", "economic"],
            "period": ["alpha", "zeta"] * 2,
            "value": [0.9, 0.6, 0.25, np.nan],
            "low": [0.8, 0.4, np.nan, np.nan],
            "high": [0.95, 0.75, np.nan, np.nan],
            "numerator": [28, 11, np.nan, np.nan],
            "counted": [31, 18, np.nan, np.nan],
        }
    )


def marks(ax):
    return [line for line in ax.lines if len(line.get_xdata()) == 1]


def test_the_earlier_share_is_hollow_above_the_later_and_counts_stand_beside(ax, pairs, written, is_hollow):
    colours = pillar_colours(list(NAMES))
    draw_pairs(pairs, ax, rows="pillar", periods=PERIODS, names=NAMES, colours=colours)
    earlier, later, bare = marks(ax)
    assert (earlier.get_marker(), later.get_marker(), bare.get_marker()) == ("o", "s", "X")
    assert (is_hollow(earlier), is_hollow(later)) == (True, False)
    assert earlier.get_ydata()[0] > later.get_ydata()[0]
    assert [mark.get_xdata()[0] for mark in (earlier, later, bare)] == pytest.approx([60, 90, 25])
    assert same_color(earlier.get_color(), colours["political"])
    assert written(ax) == ["11 of 18 → 28 of 31", "– → 25%"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Political", "Economic"]
    intervals = [line.get_xdata() for line in ax.lines if len(line.get_xdata()) == 2 and line.get_linewidth() > 1]
    np.testing.assert_allclose(intervals, [[40, 75], [80, 95]])


def test_pairs_without_colours_are_drawn_in_ink(ax, pairs):
    draw_pairs(pairs, ax, rows="pillar", periods=PERIODS, names=NAMES)
    assert {mark.get_color() for mark in marks(ax)} == {ax.xaxis.label.get_color()}


@pytest.fixture
def roles():
    counts = {("political", "zeta"): (4, 2, 1), ("political", "alpha"): (9, 0, 3)}
    counts |= {("economic", "zeta"): (0, 1, 0), ("economic", "alpha"): (0, 0, 0)}
    rows = [
        (pillar, period, role, number / 20, number, 20)
        for (pillar, period), numbers in counts.items()
        for role, number in zip(("alone", "leading", "in_passing"), numbers, strict=True)
    ]
    return pd.DataFrame(rows, columns=["pillar", "period", "role", "value", "numerator", "paragraphs"])


def test_the_parts_of_a_bar_add_up_to_the_mentions(ax, roles, written):
    colours = pillar_colours(list(NAMES))
    draw_roles(roles, ax, pillars=list(NAMES), periods=PERIODS, names=NAMES, colours=colours)
    found = [(round(bar.get_x()), round(bar.get_width()), bar.get_hatch()) for bar in ax.patches]
    assert found == [(0, 20, None), (20, 10, "//////"), (30, 5, None), (0, 45, None), (45, 15, None), (0, 5, "//////")]
    assert all(same_color(bar.get_edgecolor(), colours["political"]) for bar in ax.patches[:5])
    pale = to_rgb(ax.patches[2].get_facecolor())
    assert pale not in (to_rgb(colours["political"]), to_rgb(ax.get_facecolor()))
    assert written(ax) == ["○ 4 + 2 + 1 of 20", "■ 9 + 0 + 3 of 20", "○ 0 + 1 + 0 of 20", "■ 0 + 0 + 0 of 20"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["alone", "leading others", "in passing"]


def test_a_period_without_paragraphs_has_a_dash(ax, roles, written):
    gone = roles["period"] == "zeta"
    roles.loc[gone, ["value", "numerator"]], roles.loc[gone, "paragraphs"] = np.nan, 0
    draw_roles(roles, ax, pillars=list(NAMES), periods=PERIODS, names=NAMES, colours=pillar_colours(list(NAMES)))
    assert written(ax)[::2] == ["○ –", "○ –"]
    assert len(ax.patches) == 2


@pytest.mark.parametrize(("few", "said"), [(False, ["zeta", "alpha"]), (True, ["zeta", "alpha", "too few articles"])])
def test_the_key_names_the_periods_in_their_order(few, said):
    with house_style():
        figure, _ = new_figure([1], 2.0)
        draw_period_key(figure, PERIODS, few=few)
        (key,) = figure.legends
    assert [text.get_text() for text in key.get_texts()] == said
    assert min(text.get_fontsize() for text in key.get_texts()) >= TYPE
    plt.close(figure)


def test_a_long_name_is_broken_and_nothing_of_it_lost():
    label = row_label("Health and care for the old", "Trade")
    assert label.replace("\n", " ") == "Health and care for the old + Trade"
    assert max(map(len, label.split("\n"))) <= 24
