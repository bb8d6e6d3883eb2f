"""Panels of the classifier: what is drawn stands where its numbers say, and is written where it is thin."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from discourse.figures import (
    draw_abstention,
    draw_gains,
    draw_intervals,
    draw_learning,
    draw_reliability,
    draw_text_cells,
    draw_top_features,
    house_style,
    new_figure,
)


@pytest.fixture
def ax():
    with house_style():
        figure, (axes,) = new_figure([1], 3)
        yield axes
    plt.close(figure)


def written(axes):
    return [text.get_text() for text in axes.texts]


def test_cells_stand_at_the_heights_of_intervals(ax):
    draw_text_cells(
        pd.DataFrame({"a": ["x", None], "b": ["1", "2"]}), ax, columns={"a": "A", "b": "B"}, places=[0, 0.5]
    )
    assert written(ax) == ["x", "", "A", "1", "2", "B"]
    assert [text.xy for text in ax.texts[3:5]] == [(0.5, 1), (0.5, 0)]
    limits = ax.get_ylim()
    draw_intervals(pd.DataFrame({"row": ["x", "y"], "value": [0, 1], "low": [0, 0], "high": [1, 1]}), ax, rows="row")
    assert ax.get_ylim() == limits


def test_a_rounded_zero_has_no_sign(ax):
    table = pd.DataFrame({"row": ["x"], "value": [-0.001], "low": [-0.2], "high": [0.1]})
    draw_intervals(table, ax, rows="row")
    assert written(ax) == ["0.00 [-0.20, 0.10]"]


def test_bins_of_few_predictions_are_hollow(ax):
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
    faces = {line.get_xdata()[0]: line.get_markerfacecolor() for line in ax.lines[1:] if len(line.get_xdata())}
    assert faces[0.3] == "white"
    assert faces[0.9] != "white"
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


def test_abstaining_is_read_in_per_cent_and_leaves_out_what_has_no_answer(ax):
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


def test_gains_are_points_with_the_smaller_addition_above(ax):
    table = pd.DataFrame({"pillar": ["trade", "trade"], "more": [50, 100], "gain": [0.01, 0.015]})
    table["gain_low"], table["gain_high"] = table["gain"] - 0.005, table["gain"] + 0.005
    draw_gains(table, ax, rows=["trade"], names={"trade": "Trade"}, colours={"trade": "#0072B2"})
    marks = [line for line in ax.lines if line.get_marker() in ("o", "s")]
    assert [mark.get_xdata()[0] for mark in marks] == pytest.approx([1.0, 1.5])
    assert marks[0].get_ydata()[0] > marks[1].get_ydata()[0]
    assert written(ax) == ["+1.0, +1.5"]


def test_words_against_a_pillar_go_left_and_are_pale(ax):
    table = pd.DataFrame({"term": ["jalan_tol", "tamu"], "weight": [2.0, -1.0], "least": [1.5, -1.2]})
    table["most"], table["articles"] = [2.1, -0.5], [12, 3]
    draw_top_features(table, ax, colour="#0072B2")
    assert [bar.get_width() for bar in ax.patches] == [2.0, -1.0]
    assert ax.patches[0].get_alpha() > ax.patches[1].get_alpha()
    assert [label.get_text() for label in ax.get_yticklabels()] == ["jalan tol", "tamu"]
    assert written(ax) == ["12", "3"]
