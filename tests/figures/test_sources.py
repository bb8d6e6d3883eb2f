"""Do the bars of a decomposition add up to the shift, and do the counts stand beside their pillar?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import same_color, to_rgb

from discourse.errors import DataError
from discourse.figures import draw_decomposition, draw_group_shares

NAMES = {"defence": "Defence and security", "economic": "Economic"}
COLOURS = {"defence": "#123456", "economic": "#654321"}
PARTS = {"defence": (-0.13, -0.22, 0.07, 0.02), "economic": (0.05, 0.01, 0.04, 0.0)}


def decomposition(interval=0.1):
    rows = [
        (pillar, "", quantity, value)
        for pillar, values in PARTS.items()
        for quantity, value in zip(("shift", "within", "mix", "unmatched"), values, strict=True)
    ]
    rows += [(pillar, "x", "within", 9.0) for pillar in PARTS]
    table = pd.DataFrame(rows, columns=["pillar", "group", "quantity", "value"])
    return table.assign(low=table["value"] - interval, high=table["value"] + interval)


def test_the_parts_are_stacked_away_from_zero_and_add_up(ax, written):
    draw_decomposition(decomposition(), ax, pillars=list(PARTS), names=NAMES)
    bars = ax.patches
    top = [bar for bar in bars if bar.get_y() > 0.5]
    assert [(round(bar.get_x(), 9), round(bar.get_width(), 9)) for bar in top] == [(0, -22), (0, 7), (7, 2)]
    assert sum(bar.get_width() for bar in top) == pytest.approx(-13)
    assert len(bars) == 5  # a part of zero has no bar
    assert written(ax) == ["−13.0", "+5.0"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "within outlets",
        "mix of outlets",
        "outlets of one period only",
        "shift",
    ]


def test_the_parts_have_no_colour_as_colours_are_pillars(ax):
    draw_decomposition(decomposition(), ax, pillars=list(PARTS), names=NAMES)
    fills = {tuple(round(part, 6) for part in to_rgb(bar.get_facecolor())) for bar in ax.patches}
    assert len(fills) == 3
    assert all(len(set(fill)) == 1 for fill in fills)


def test_a_part_that_nothing_has_is_not_in_the_legend(ax):
    table = decomposition()
    table.loc[table["quantity"] == "unmatched", "value"] = 0.0
    draw_decomposition(table, ax, pillars=list(PARTS), names=NAMES, group="genre")
    said = [text.get_text() for text in ax.get_legend().get_texts()]
    assert said == ["within genres", "mix of genres", "shift"]


def test_a_shift_without_interval_is_a_cross(ax):
    draw_decomposition(decomposition(interval=np.nan), ax, pillars=list(PARTS), names=NAMES)
    assert [line.get_marker() for line in ax.lines if len(line.get_xdata()) == 1] == ["x", "x"]


def shares():
    return pd.DataFrame(
        {
            "pillar": ["defence", "defence", "economic", "economic"],
            "period": ["after", "before"] * 2,
            "value": [0.0, 0.4, np.nan, 0.5],
            "low": [0.0, 0.1, np.nan, np.nan],
            "high": [0.1, 0.7, np.nan, np.nan],
            "numerator": [0, 11, 0, 1],
            "paragraphs": [133, 27, 0, 2],
        }
    )


def test_counts_of_both_periods_stand_beside_each_pillar(ax, written, is_hollow):
    draw_group_shares(shares(), ax, pillars=list(NAMES), names=NAMES, colours=COLOURS, periods=["before", "after"])
    assert written(ax) == ["11 of 27 → 0 of 133", "1 of 2 → –"]
    assert ax.get_xlabel() == "% of the outlet's paragraphs\n○ before    ■ after"
    assert [label.get_text() for label in ax.get_yticklabels()] == list(NAMES.values())
    intervals = [line.get_xdata().tolist() for line in ax.lines if len(line.get_xdata()) > 1]
    assert [[round(bound) for bound in bounds] for bounds in intervals] == [[10, 70], [0, 10]]
    marks = [line for line in ax.lines if len(line.get_xdata()) == 1]
    assert [mark.get_marker() for mark in marks] == ["o", "s", "x"]
    assert [is_hollow(mark) for mark in marks[:2]] == [True, False]
    owners = ("defence", "defence", "economic")
    assert all(same_color(mark.get_color(), COLOURS[pillar]) for mark, pillar in zip(marks, owners, strict=True))


@pytest.mark.parametrize(
    ("table", "found"),
    [(shares().iloc[:0], "found 0"), (pd.concat([shares(), shares()]), "found 2"), (shares().iloc[1:], "found 0")],
)
def test_a_group_needs_one_row_of_each_pillar_and_period(table, found, ax):
    choices = {"pillars": list(NAMES), "names": NAMES, "colours": COLOURS, "periods": ["before", "after"]}
    with pytest.raises(DataError, match=f"expected one row of defence, {found}"):
        draw_group_shares(table, ax, **choices)
    assert not ax.lines


def test_type_is_legible_in_a_column(ax):
    draw_decomposition(decomposition(), ax, pillars=list(PARTS), names=NAMES)
    sizes = [text.get_fontsize() for text in (*ax.texts, *ax.get_xticklabels(), *ax.get_legend().get_texts())]
    assert min(sizes) >= 6.5
