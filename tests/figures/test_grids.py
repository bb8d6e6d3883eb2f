"""Do grids show what they count, and keep rows and columns that are empty?"""

from __future__ import annotations

import itertools

import pandas as pd

from discourse.figures import draw_differences


def no_overlap(labels):
    boxes = [label.get_window_extent() for label in labels if label.get_text()]
    return not any(first.overlaps(second) for first, second in itertools.combinations(boxes, 2))


CODES = ["political", "economic", "none"]


def test_differences_are_counted_by_pair_whoever_gave_which_code(ax, written, pillar_names):
    pairs = [("economic", "political", 1), ("none", "political", 4), ("political", "economic", 2)]
    draw_differences(pd.DataFrame(pairs, columns=["label", "predicted", "count"]), ax, codes=CODES, names=pillar_names)
    assert written(ax) == ["4", "3"]
    names = [f"{pillar_names['political']}\n{pillar_names[other]}" for other in ("none", "economic")]
    assert [label.get_text() for label in ax.get_yticklabels()] == names
    assert [bar.get_width() for bar in ax.patches] == [4, 3]
    ax.figure.draw_without_rendering()
    assert no_overlap(ax.get_yticklabels())


def test_rare_differences_are_one_row_and_none_is_lost(ax, written):
    codes = list("abcdefgh")
    table = pd.DataFrame([("a", other, number) for number, other in enumerate(codes[1:], start=1)])
    table.columns = ["label", "predicted", "count"]
    draw_differences(table, ax, codes=codes, names=dict(zip(codes, codes, strict=True)))
    assert written(ax) == ["7", "6", "5", "4", "3", "3"]
    assert ax.get_yticklabels()[-1].get_text() == "other pairs"
