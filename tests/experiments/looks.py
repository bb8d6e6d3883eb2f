"""What would a reader of a figure stumble over? Used by the tests of every script."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Tick
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from discourse.figures import COLUMN, TYPE, house_style
from discourse.pipeline.experiment import CAPTION_LINES, CAPTION_WIDTH, Description, Experiment
from discourse.study import Study

TITLE_LINES = 2
_SLACK = 1.5
"""Pixels by which the boxes of two texts may touch, at 100 dots an inch; the box of a text is larger than its ink."""


def made(experiment: Experiment, study: Study, folder: Path) -> tuple[pd.DataFrame, Description, list[str]]:
    """Numbers, words and texts of a figure, which has no fault."""
    numbers = experiment.make(study, folder)
    said = experiment.words(numbers, study)
    with house_style():
        figure = experiment.picture(numbers, study)
        assert faults(figure) == []
    texts = [text.get_text() for ax in figure.axes for text in ax.texts]
    plt.close(figure)
    assert faults_in_words(said) == []
    return numbers, said, texts


def faults(figure: Figure) -> list[str]:
    """Name every text that is too small, leaves the canvas or lies on another, and every empty panel."""
    figure.draw_without_rendering()
    found = [f"panel {place} is empty" for place, ax in enumerate(figure.axes) if ax.axison and not ax.has_data()]
    boxes = [(text, text.get_window_extent()) for text in _drawn_texts(figure)]
    title = figure.get_suptitle()
    if title.count("\n") >= TITLE_LINES:
        found.append(f"a title of {title.count(chr(10)) + 1} lines: {title!r}")
    for text, box in boxes:
        size = text.get_fontsize() * COLUMN / figure.get_figwidth()
        if size < TYPE - 1e-6:
            found.append(f"{text.get_text()!r} has {size:.1f} points")
        if box.x0 < -1 or box.y0 < -1 or box.x1 > figure.bbox.width + 1 or box.y1 > figure.bbox.height + 1:
            found.append(f"{text.get_text()!r} leaves the canvas")
    for (one, first), (other, second) in combinations(boxes, 2):
        if _smaller(first).overlaps(_smaller(second)) and not _both_rotated(one, other):
            found.append(f"{one.get_text()!r} lies on {other.get_text()!r}")
    return found


def faults_in_words(said: Description) -> list[str]:
    """Name what is too long in the words of a figure."""
    found = []
    if len(said.caption) > CAPTION_LINES * CAPTION_WIDTH:
        found.append(f"a caption of {len(said.caption)} characters")
    if not said.title.strip() or "\n" in said.title:
        found.append(f"the title {said.title!r}")
    return found


def _drawn_texts(figure: Figure) -> list[Text]:
    """Return the texts on the canvas: no tick outside the limits of its axis, and none of an axis that is hidden."""
    ticks = {label for tick in figure.findobj(Tick) for label in (tick.label1, tick.label2)}
    shown = {label for ax in figure.axes if ax.axison for label in _labels_in_view(ax)}
    hidden = {axis.label for ax in figure.axes if not ax.axison for axis in (ax.xaxis, ax.yaxis)}
    texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    return [text for text in texts if (text not in ticks or text in shown) and text not in hidden]


def _labels_in_view(ax: Axes) -> set[Text]:
    found = set()
    for axis in (ax.xaxis, ax.yaxis):
        low, high = sorted(axis.get_view_interval())
        slack = 1e-6 * (high - low)
        found |= {tick.label1 for tick in axis.get_major_ticks() if low - slack <= tick.get_loc() <= high + slack}
    return found


def _smaller(box: Bbox) -> Bbox:
    dots = min(_SLACK, box.width / 2, box.height / 2)
    return Bbox.from_extents(box.x0 + dots, box.y0 + dots, box.x1 - dots, box.y1 - dots)


def _both_rotated(one: Text, other: Text) -> bool:
    """Whether two texts stand at an angle side by side, where boxes overlap and the letters do not."""
    return bool(one.get_rotation() % 90) and one.get_rotation() == other.get_rotation()
