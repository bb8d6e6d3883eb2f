"""Are words read with spaces, and do their bars and marks say what stands behind them?"""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from discourse.figures import draw_keyness

KEYNESS = pd.DataFrame(
    {
        "term": ["jalan_tol", "tamu", "desa", "kapal"],
        "gloss": ["toll road", None, "village", "ship"],
        "log_ratio": [2.0, -1.5, 0.5, 0.5],
        "earlier_texts": [0, 4, 2, 2],
        "later_texts": [5, 1, 3, 3],
    }
)


def test_words_of_the_earlier_period_are_hollow_and_all_are_seen(ax, written, is_hollow):
    draw_keyness(KEYNESS, ax, earlier="2023", later="2025")
    earlier, later = ax.lines[:2]
    assert is_hollow(earlier)
    assert not is_hollow(later)
    assert earlier.get_xdata().tolist() == [-1.5]
    assert sorted(later.get_xdata()) == [0.5, 0.5, 2.0]
    heights = [*earlier.get_ydata(), *later.get_ydata()]
    assert len(set(heights)) == 4, "words in equally many articles are told apart"
    assert [round(height) for height in heights] == [5, 5, 5, 5]
    assert "tamu" in written(ax), "a word without a gloss"
    assert any(text.replace("\n", " ") in ("jalan tol (toll road)", "desa (village)") for text in written(ax))
    assert "more in 2023" in ax.get_xlabel().replace("\n", " ")


def test_labels_lie_on_no_label_and_on_no_dot(ax, written):
    some = pd.concat([KEYNESS] * 12, ignore_index=True).assign(term=[f"kata{place}" for place in range(48)])
    draw_keyness(some, ax, earlier="2023", later="2025", labels=30)
    boxes = [text.get_window_extent() for text in ax.texts]
    assert 2 <= len(boxes) <= 30
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    dots = [tuple(dot) for line in ax.lines[:2] for dot in ax.transData.transform(line.get_xydata())]
    assert not any(box.contains(*dot) for box in boxes for dot in dots)


def test_at_most_so_many_words_are_labelled(ax, written):
    draw_keyness(KEYNESS, ax, earlier="2023", later="2025", labels=1)
    assert len(written(ax)) == 1
