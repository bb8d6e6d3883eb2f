"""Are words read with spaces, and do their bars and marks say what stands behind them?"""

from __future__ import annotations

import pandas as pd

from discourse.figures import draw_keywords, draw_topic_words


def test_topic_words_are_read_with_spaces(ax):
    draw_topic_words(pd.DataFrame({"term": ["kerja_sama", "jalan"], "probability": [0.2, 0.1]}), ax, title="1")
    assert [label.get_text() for label in ax.get_yticklabels()] == ["kerja sama", "jalan"]


def test_keywords_say_what_stands_behind_them(ax, written, is_hollow):
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
    assert "0 in 0  |  5 in 2  |  100 %" in written(ax)
    assert is_hollow(ax.lines[3])  # the sign of the second does not hold
