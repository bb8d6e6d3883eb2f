"""Do the panels of the classifier show what was measured, and mark what is thin or extrapolated?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.figures import draw_abstention, draw_gains, draw_learning, draw_reliability


def test_bins_of_few_predictions_are_hollow(ax, is_hollow):
    table = pd.DataFrame(
        {
            "quantity": ["primary", "primary", "mentions"],
            "mean_predicted": [0.3, 0.9, 0.5],
            "observed": [0.0, 0.8, 0.6],
            "observed_low": [0.0, 0.7, 0.4],
            "observed_high": [0.0, 0.9, 0.7],
            "predictions": [2, 200, 50],
        }
    )
    draw_reliability(table, ax)
    hollow = {line.get_xdata()[0]: is_hollow(line) for line in ax.lines[1:] if len(line.get_xdata())}
    assert hollow[0.3]
    assert not hollow[0.9]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["primary", "mentions"]


def test_reliability_without_mentions_has_one_series(ax):
    table = pd.DataFrame(
        {
            "quantity": ["primary"],
            "mean_predicted": [0.3],
            "observed": [0.2],
            "observed_low": [0.1],
            "observed_high": [0.3],
        }
    ).assign(predictions=30)
    draw_reliability(table, ax)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["primary"]


def test_abstaining_is_read_in_per_cent_and_leaves_out_what_has_no_answer(ax, written):
    table = pd.DataFrame(
        {
            "below": [0.0, 0.9, 0.99],
            "answered": [1.0, 0.5, 0.0],
            "accuracy": [0.8, 0.95, np.nan],
            "low": [0.7, 0.9, np.nan],
            "high": [0.9, 1.0, np.nan],
        }
    )
    draw_abstention(table, ax)
    assert ax.lines[0].get_xdata().tolist() == [50, 100]
    assert written(ax) == ["0.9", "all"]


def test_the_law_goes_through_what_is_read_from_it(ax):
    law = pd.DataFrame({"articles": [100, 400], "limit": 0.9, "loss": 1.0, "rate": 0.5})
    law["value"] = 0.9 - law["articles"] ** -0.5
    law["low"], law["high"] = law["value"] - 0.01, law["value"] + 0.01
    draw_learning(pd.DataFrame({"articles": [25, 64], "value": [0.7, 0.77]}), law, ax, colour="#0072B2")
    measured, beyond = ax.lines[:2]
    assert (measured.get_linestyle(), beyond.get_linestyle()) == ("-", "--")
    assert measured.get_ydata()[0] == pytest.approx(0.7)
    assert beyond.get_xdata()[0] == 64
    assert beyond.get_ydata()[-1] == pytest.approx(0.85)


def test_gains_are_points_with_the_smaller_addition_above(ax, written):
    table = pd.DataFrame({"pillar": ["trade", "trade"], "more": [50, 100], "gain": [0.01, 0.015]})
    table["gain_low"], table["gain_high"] = table["gain"] - 0.005, table["gain"] + 0.005
    draw_gains(table, ax, rows=["trade"], names={"trade": "Trade"}, colours={"trade": "#0072B2"})
    marks = [line for line in ax.lines if line.get_marker() in ("o", "s")]
    assert [mark.get_xdata()[0] for mark in marks] == pytest.approx([1.0, 1.5])
    assert marks[0].get_ydata()[0] > marks[1].get_ydata()[0]
    assert written(ax) == ["+1.0, +1.5"]
