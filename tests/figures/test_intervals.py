"""Are intervals drawn from low to high, with what is written beside them?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.errors import DataError
from discourse.figures import draw_intervals


def test_an_interval_is_drawn_from_low_to_high_and_written(ax, written):
    table = pd.DataFrame({"model": ["a", "b"], "value": [0.5, 0.7], "low": [0.4, np.nan], "high": [0.6, np.nan]})
    draw_intervals(table, ax, rows="model")
    assert ax.lines[0].get_xdata().tolist() == [0.4, 0.6]
    assert ax.lines[0].get_ydata()[0] == 1  # first row on top
    assert written(ax) == ["0.50 [0.40, 0.60]", "0.70"]
    assert len(ax.lines) == 3  # no line for the missing interval


def test_a_rounded_zero_has_no_sign(ax, written):
    table = pd.DataFrame({"row": ["x"], "value": [-0.001], "low": [-0.2], "high": [0.1]})
    draw_intervals(table, ax, rows="row")
    assert written(ax) == ["0.00 [-0.20, 0.10]"]


def test_rows_of_one_label_are_refused_and_nothing_is_drawn(ax):
    table = pd.DataFrame({"outlet": ["x", "y", "x", "x"], "value": [0.1, 0.2, 0.3, np.nan], "low": 0.0, "high": 0.5})
    with pytest.raises(DataError, match=r"expected one row of each outlet, found 2 of 'x'\. Select one row of each"):
        draw_intervals(table, ax, rows="outlet")
    assert not ax.lines
    draw_intervals(table[1:], ax, rows="outlet")  # a row without a value only heads others


def test_a_missing_column_is_named(ax):
    table = pd.DataFrame({"outlet": ["x"], "share": [0.1], "low": 0.0, "high": 0.5})
    with pytest.raises(DataError, match="expected the column value, found the columns outlet, share, low, high"):
        draw_intervals(table, ax, rows="outlet")
