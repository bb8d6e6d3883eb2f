"""Do grids show what they count, and keep rows and columns that are empty?"""

from __future__ import annotations

import itertools

import pandas as pd

from discourse.figures import draw_confusion


def no_overlap(labels):
    boxes = [label.get_window_extent() for label in labels if label.get_text()]
    return not any(first.overlaps(second) for first, second in itertools.combinations(boxes, 2))


def test_a_confusion_grid_shows_counts_and_keeps_empty_codes(ax, written, pillar_names):
    table = pd.DataFrame({"label": ["political", "political"], "predicted": ["political", "economic"], "count": [3, 1]})
    draw_confusion(table, ax, codes=["political", "economic", "none"], names=pillar_names)
    assert written(ax) == ["3", "1", *["·"] * 7]
    ax.figure.draw_without_rendering()
    assert no_overlap(ax.get_yticklabels())
