"""Panels put the numbers of a table where a reader looks for them; labels do not overlap."""

from __future__ import annotations

import itertools

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from discourse.figures import (
    choice_rows,
    draw_alignment,
    draw_confusion,
    draw_coverage,
    draw_intervals,
    draw_keywords,
    draw_named_choices,
    draw_number_of_topics,
    draw_outlets,
    draw_recurrence,
    draw_seed_strength,
    draw_shares,
    draw_shifts,
    draw_specification_choices,
    draw_specification_curve,
    draw_topic_words,
    house_style,
    new_figure,
    new_large_and_small,
)

NAMES = {"political": "Political", "economic": "Economic", "none": "None"}
COLOURS = {"political": "#0072B2", "economic": "#D55E00", "none": "#8A8A8A"}


@pytest.fixture
def ax():
    with house_style():
        figure, (axes,) = new_figure([1], 3)
        yield axes
    plt.close(figure)


def texts(axes):
    return [text.get_text() for text in axes.texts]


def no_overlap(labels):
    boxes = [label.get_window_extent() for label in labels if label.get_text()]
    return not any(first.overlaps(second) for first, second in itertools.combinations(boxes, 2))


def test_an_interval_is_drawn_from_low_to_high_and_written(ax):
    table = pd.DataFrame({"model": ["a", "b"], "value": [0.5, 0.7], "low": [0.4, np.nan], "high": [0.6, np.nan]})
    draw_intervals(table, ax, rows="model")
    assert ax.lines[0].get_xdata().tolist() == [0.4, 0.6]
    assert ax.lines[0].get_ydata()[0] == 1  # first row on top
    assert texts(ax) == ["0.50 [0.40, 0.60]", "0.70"]
    assert len(ax.lines) == 3  # no line for the missing interval


@pytest.mark.parametrize("periods", [("2023", "2025"), ("before", "after")])
def test_shares_stand_in_per_cent_with_the_earlier_period_above(ax, periods):
    earlier, later = periods
    rows = [
        ("political", earlier, 0.5),
        ("political", later, 0.6),
        ("economic", earlier, 0.2),
        ("economic", later, 0.1),
    ]
    table = pd.DataFrame(rows, columns=["pillar", "period", "value"])
    table["low"], table["high"] = table["value"] - 0.1, table["value"] + 0.1
    draw_shares(table, ax, pillars=["political", "economic"], periods=periods, names=NAMES, colours=COLOURS)
    marks = [line for line in ax.lines if line.get_marker() in "os" and len(line.get_xdata()) == 1]
    assert marks[0].get_xdata()[0] == 50
    heights = {mark.get_xdata()[0]: mark.get_ydata()[0] for mark in marks}
    assert heights[50] > heights[60] > heights[20] > heights[10]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == list(periods)


def test_a_shift_without_interval_is_a_cross(ax):
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
        names=NAMES,
        colours=COLOURS,
        titles={"main": "Main", "few": "Few"},
    )
    assert [line.get_marker() for line in ax.lines].count("x") == 3  # two rows and the legend
    assert "Few (no interval)" in [text.get_text() for text in ax.get_legend().get_texts()]


def test_a_confusion_grid_shows_counts_and_keeps_empty_codes(ax):
    table = pd.DataFrame({"label": ["political", "political"], "predicted": ["political", "economic"], "count": [3, 1]})
    draw_confusion(table, ax, codes=["political", "economic", "none"], names=NAMES)
    assert texts(ax) == ["3", "1", *["·"] * 7]
    ax.figure.canvas.draw()
    assert no_overlap(ax.get_yticklabels())


def test_an_alignment_grid_shows_per_cent_of_each_topic(ax):
    table = pd.DataFrame({"topic": [0, 0, 1], "label": ["political", "economic", "economic"], "count": [3, 1, 5]})
    draw_alignment(table, ax, pillars=["political", "economic"], names=NAMES, topics={0: "visits", 1: "trade"})
    assert texts(ax) == ["75", "25", "·", "100"]


def test_bars_carry_their_counts(ax):
    draw_coverage(pd.DataFrame({"row": ["2023"], "articles": [1], "paragraphs": [9]}), ax)
    assert texts(ax) == [" 1 article, 9 paragraphs"]


@pytest.mark.parametrize("periods", [("2023", "2025"), ("before", "after")])
def test_outlets_show_both_periods_earlier_first(ax, periods):
    earlier, later = periods
    table = pd.DataFrame({"outlet": ["a", "a", "b"], "period": [later, earlier, later], "articles": [3, 2, 1]})
    draw_outlets(table, ax, periods=periods)
    assert texts(ax) == [" 2", " 0", " 3", " 1"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == list(periods)


def test_topic_words_are_read_with_spaces(ax):
    draw_topic_words(pd.DataFrame({"term": ["kerja_sama", "jalan"], "probability": [0.2, 0.1]}), ax, title="1")
    assert [label.get_text() for label in ax.get_yticklabels()] == ["kerja sama", "jalan"]


def test_keywords_say_what_stands_behind_them(ax):
    table = pd.DataFrame(
        {
            "term": ["jalan_tol", "tamu"],
            "z": [2.0, -1.5],
            "earlier_count": [0, 4],
            "later_count": [5, 1],
            "earlier_articles": [0, 1],
            "later_articles": [2, 1],
            "stable": [1.0, 0.5],
        }
    )
    draw_keywords(table, ax, sides={"earlier": "2023", "later": "2025"})
    assert "0 in 0  |  5 in 2  |  100 %" in texts(ax)
    assert ax.lines[3].get_markerfacecolor() == "white"  # the sign of the second does not hold


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


def test_a_named_choice_has_mark_interval_and_counts(ax):
    draw_named_choices(CHOICES, ax, colour="#0072B2", limits=(-30, 30))
    marks = [line for line in ax.lines if line.get_marker() in ("o", "x")]
    assert [(mark.get_marker(), mark.get_xdata()[0]) for mark in marks] == [
        ("o", pytest.approx(10)),
        ("o", pytest.approx(-5)),
        ("x", pytest.approx(2)),
    ]
    assert [mark.get_markerfacecolor() for mark in marks[:2]] == ["#0072B2", "white"]  # the second holds zero
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "main analysis",
        "x.example",
        "y.example",
        "A title that is too long\nfor one line",
    ]
    written = texts(ax)
    for text in ("1/20 → 3/20", "9+8", "0/0 → 1/12", "without the outlet", "other data"):
        assert written.count(text) == 1


def test_small_panels_stand_in_rows_of_four_below_the_large_one():
    figure, large, small = new_large_and_small(6, lines=10)
    assert len(small) == 6
    assert large.get_position().width > 0
    assert len(figure.subfigs) == 2
    plt.close(figure)
    figure, _, small = new_large_and_small(0, lines=10)
    assert (small, len(figure.subfigs)) == ([], 1)
    plt.close(figure)


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


def test_the_chosen_number_of_topics_is_ringed(ax):
    table = pd.DataFrame(
        {
            "topics": [5, 10],
            "stability": [0.7, 0.5],
            "error": [0.01, 0.01],
            "alignment": [0.2, 0.3],
            "chosen": ["True", "False"],
        }
    )
    draw_number_of_topics(table, ax)
    rings = [line for line in ax.lines if line.get_fillstyle() == "none"]
    assert [line.get_xdata().tolist() for line in rings] == [[5], [5]]


def test_strength_is_on_a_logarithmic_axis(ax):
    table = pd.DataFrame(
        {"strength": [0.1, 10.0], "accuracy": [0.3, 0.7], "nmi": [0.2, 0.4], "low": [0.1, 0.3], "high": [0.3, 0.5]}
    )
    draw_seed_strength(table, ax)
    assert ax.get_xscale() == "log"
    assert [label.get_text() for label in ax.get_xticklabels()] == ["0.1", "10"]


def test_recurrence_and_shift_share_their_rows():
    with house_style():
        figure, (left, right) = new_figure([1, 1], 2)
        table = pd.DataFrame(
            {
                "topic": ["kerja_sama", "jalan"],
                "recurrence": [1.0, 0.25],
                "low": [-0.1, 0.0],
                "high": [0.1, 0.2],
                "main_value": [0.05, 0.1],
                "main_low": [-0.1, 0.02],
                "main_high": [0.2, 0.2],
            }
        )
        draw_recurrence(table, left, right, ["#0072B2", "#D55E00"])
        assert [label.get_text() for label in left.get_yticklabels()] == ["kerja sama", "jalan"]
        assert [bar.get_width() for bar in left.patches] == [100, 25]
        assert left.get_ylim() == right.get_ylim()
    plt.close(figure)
