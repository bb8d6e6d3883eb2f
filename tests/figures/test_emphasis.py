"""Do shares and shifts stand where their numbers say, with the earlier period above?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.figures import draw_shares, draw_shifts


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
