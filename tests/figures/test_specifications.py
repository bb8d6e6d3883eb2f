"""Does each way of estimating have a row, and each choice?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.figures import draw_named_choices, draw_specifications, new_large_and_small

SPECIFICATIONS = pd.DataFrame(
    {
        "specification": [0, 1, 2, 0],
        "pillar": ["political"] * 3 + ["economic"],
        "way": ["coded", "mentions", "mentions", "coded"],
        "weighting": ["paragraph", "paragraph", "word", "paragraph"],
        "shift": [0.1, -0.05, 0.02, -0.1],
        "low": [0.05, -0.2, 0.01, np.nan],
        "high": [0.2, 0.1, 0.04, np.nan],
    }
)
WEIGHTINGS = {"paragraph": "by paragraph", "article": "by article", "word": "by word"}


def test_ways_of_estimating_have_a_row_each_below_their_pillar(ax, colours, written, is_hollow):
    names = {"political": "Political", "economic": "Economic", "infrastructure": "Infrastructure"}
    draw_specifications(SPECIFICATIONS, ax, names=names, colours=colours, weightings=WEIGHTINGS)
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["Political", "coded", "mentions", "Economic", "coded"]  # nothing was estimated of the third
    assert written(ax) == ["sign 2/3", "clear 2", "sign 1/1", "clear 0"]
    marks = [line for line in ax.lines if line.get_marker() not in ("None", None, "") and len(line.get_xdata()) == 1]
    assert [(mark.get_marker(), mark.get_xdata()[0], is_hollow(mark)) for mark in marks] == [
        ("D", pytest.approx(10), False),
        ("o", pytest.approx(-5), True),
        ("s", pytest.approx(2), False),
        ("D", pytest.approx(-10), True),
    ]


CHOICES = pd.DataFrame(
    {
        "kind": ["", "without the outlet", "without the outlet", "other data"],
        "choice": ["main analysis", "x.example", "y.example", "A title that is too long for one line"],
        "decides": [True, True, True, False],
        "value": [0.1, -0.05, 0.02, np.nan],
        "low": [0.05, -0.2, np.nan, np.nan],
        "high": [0.2, 0.1, np.nan, np.nan],
        "earlier_articles": [9, 5, 3, 0],
        "later_articles": [8, 7, 6, 5],
        "earlier_count": [1, 0, 1, 0],
        "earlier_paragraphs": [20, 10, 12, 0],
        "later_count": [3, 1, 2, 1],
        "later_paragraphs": [20, 15, 14, 12],
    }
)


def test_a_named_choice_has_mark_interval_and_counts(ax, is_hollow):
    draw_named_choices(CHOICES, ax, colour="#0072B2", limits=(-30, 30))
    marks = [line for line in ax.lines if line.get_marker() in ("o", "x")]
    assert [(mark.get_marker(), mark.get_xdata()[0]) for mark in marks] == [
        ("o", pytest.approx(10)),
        ("o", pytest.approx(-5)),
        ("x", pytest.approx(2)),
    ]
    assert [is_hollow(mark) for mark in marks[:2]] == [False, True]  # the second holds zero
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "main analysis",
        "x.example",
        "y.example",
        "A title that is too long\nfor one line",
    ]
    written = [text.get_text() for text in ax.texts]
    for text in ("1/20 → 3/20", "9+8", "0/0 → 1/12", "without the outlet", "other data"):
        assert written.count(text) == 1


def test_small_panels_stand_in_rows_of_four_below_the_large_one():
    figure, large, small = new_large_and_small(6, lines=10)
    assert len(small) == 6
    assert large.get_position().width > 0
    assert len(figure.subfigs) == 2
    figure, _, small = new_large_and_small(0, lines=10)
    assert (small, len(figure.subfigs)) == ([], 1)


def test_long_counts_do_not_reach_into_the_articles(ax):
    many = CHOICES.assign(earlier_count=156, earlier_paragraphs=189, later_count=178, later_paragraphs=224)
    draw_named_choices(many, ax, colour="#0072B2", limits=(-30, 30))
    ax.figure.draw_without_rendering()
    boxes = {}
    for text in ax.texts:
        boxes.setdefault(text.get_text(), []).append(text.get_window_extent())
    counts, articles = boxes["156/189 → 178/224"][0], boxes["9+8"][0]
    assert counts.x1 < articles.x0
