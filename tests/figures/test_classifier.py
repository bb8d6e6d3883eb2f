"""Do the panels of the classifier show what was measured, and mark what is thin or extrapolated?"""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.figures import draw_learning, draw_reliability, mark_extrapolation
from discourse.translations import read_translation, speaking


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
    with speaking(read_translation("id")):
        draw_reliability(table, ax)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["primary", "utama"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("probabilitas yang diprediksi", "porsi teramati")


def test_the_law_goes_through_what_is_read_from_it(ax):
    law = pd.DataFrame({"articles": [100, 400], "limit": 0.9, "loss": 1.0, "rate": 0.5})
    law["value"] = 0.9 - law["articles"] ** -0.5
    law["low"], law["high"] = law["value"] - 0.01, law["value"] + 0.01
    draw_learning(pd.DataFrame({"articles": [25, 64], "value": [0.7, 0.77]}), law, ax, quantity="primary")
    measured, beyond = ax.lines[:2]
    assert (measured.get_linestyle(), beyond.get_linestyle()) == ("-", "--")
    assert measured.get_ydata()[0] == pytest.approx(0.7)
    assert beyond.get_xdata()[0] == 64
    assert beyond.get_ydata()[-1] == pytest.approx(0.85)


def test_what_is_extrapolated_begins_where_nothing_is_measured(ax, written):
    ax.plot([0, 200], [0.5, 0.9])
    end = ax.get_xlim()[1]
    mark_extrapolation(ax, 120)
    (band,) = ax.patches
    assert (band.get_x(), band.get_x() + band.get_width()) == (120, end)
    assert written(ax) == ["extrapolated"]
