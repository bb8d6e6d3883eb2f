"""Are words read with spaces, and do their bars and marks say what stands behind them?"""

from __future__ import annotations

import pandas as pd

from discourse.figures import draw_keywords, draw_top_features


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


def test_words_against_a_pillar_go_left_and_are_pale(ax, written):
    table = pd.DataFrame({"term": ["jalan_tol", "tamu"], "weight": [2.0, -1.0], "least": [1.5, -1.2]})
    table["most"], table["articles"] = [2.1, -0.5], [12, 3]
    draw_top_features(table, ax, colour="#0072B2")
    assert [bar.get_width() for bar in ax.patches] == [2.0, -1.0]
    assert ax.patches[0].get_alpha() > ax.patches[1].get_alpha()
    assert [label.get_text() for label in ax.get_yticklabels()] == ["jalan tol", "tamu"]
    assert written(ax) == ["12", "3"]
