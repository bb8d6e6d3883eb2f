"""Do the panels of the topics ring the chosen number, and share rows between recurrence and shift?"""

from __future__ import annotations

import pandas as pd

from discourse.figures import draw_number_of_topics, draw_recurrence, draw_seed_strength, house_style, new_figure


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
        _, (left, right) = new_figure([1, 1], 2)
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
