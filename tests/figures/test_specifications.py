"""Does the specification curve rank its shifts, and does each choice have a row?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.figures import choice_rows, draw_specification_choices, draw_specification_curve

SPECIFICATIONS = pd.DataFrame(
    {
        "specification": [0, 1, 2],
        "variant": ["main", "main", "few"],
        "quantity": ["share", "mention_share", "share"],
        "weighting": ["paragraph"] * 3,
        "estimator": ["coded"] * 3,
        "shift": [0.1, -0.05, np.nan],
        "low": [0.05, -0.2, np.nan],
        "high": [0.2, 0.1, np.nan],
    }
)


def test_a_curve_ranks_the_shifts_and_marks_the_base(ax):
    draw_specification_curve(SPECIFICATIONS, ax, colour="#0072B2")
    includes, excludes, base = (line for line in ax.lines[:3])
    assert includes.get_ydata().tolist() == [-5.0]
    assert excludes.get_ydata().tolist() == [10.0]
    assert (base.get_marker(), list(base.get_xdata())) == ("D", [1])  # second smallest of two


def test_choices_have_a_row_each_and_show_median_and_range(ax):
    rows = choice_rows(SPECIFICATIONS)
    assert rows[:2] == [("variant", "main"), ("variant", "few")]
    draw_specification_choices(SPECIFICATIONS, ax, rows=rows, names={"share": "primary"}, colour="#0072B2")
    assert ax.lines[0].get_xdata() == pytest.approx([-5.0, 10.0])
    assert ax.lines[1].get_xdata() == pytest.approx([2.5])
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "main",
        "few",
        "primary",
        "mention_share",
        "paragraph",
        "coded",
    ]
