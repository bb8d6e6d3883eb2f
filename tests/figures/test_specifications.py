"""Does each way of estimating have a row, and each choice?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.figures import (
    choices_height,
    draw_choice_strips,
    draw_named_choices,
    draw_specifications,
    strips_height,
)

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
    draw_named_choices(CHOICES, ax, colour="#0072B2")
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


def test_other_pillars_have_a_tick_for_each_choice_and_a_mark_for_the_main_one(ax, pillar_names, colours):
    table = CHOICES.assign(pillar="political")
    both = pd.concat([table, table.assign(pillar="economic", value=-table["value"])])
    options = {"names": pillar_names, "colours": colours, "counts": {"political": "1 of 2", "economic": "2 of 2"}}
    draw_choice_strips(both, ax, order=["political", "economic"], heading="same sign", **options)
    ticks = [line for line in ax.lines if line.get_marker() == "|"]
    assert [line.get_xdata().tolist() for line in ticks] == [pytest.approx([-5, 2]), pytest.approx([5, -2])]
    assert [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o"] == pytest.approx([10, -10])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Political", "Economic"]
    assert {"1 of 2", "2 of 2", "same sign", "other pillars"} <= {text.get_text() for text in ax.texts}


def test_height_grows_with_choices_kinds_and_long_names():
    assert choices_height(CHOICES.head(1)) < choices_height(CHOICES.head(2)) < choices_height(CHOICES)
    assert choices_height(CHOICES.head(3)) - choices_height(CHOICES.head(2)) == pytest.approx(0.13)  # one line more
    assert strips_height(["Trade"]) < strips_height(["Trade", "Schools"]) < strips_height(["Trade", "a " * 50])


def test_long_counts_do_not_reach_into_the_articles(ax):
    many = CHOICES.assign(earlier_count=156, earlier_paragraphs=189, later_count=178, later_paragraphs=224)
    draw_named_choices(many, ax, colour="#0072B2")
    ax.figure.draw_without_rendering()
    boxes = {}
    for text in ax.texts:
        boxes.setdefault(text.get_text(), []).append(text.get_window_extent())
    counts, articles = boxes["156/189 → 178/224"][0], boxes["9+8"][0]
    assert counts.x1 < articles.x0
