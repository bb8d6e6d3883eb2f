"""What are the topics about, and how much of the coverage is each?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from discourse.figures.style import (
    COLUMN,
    TYPE,
    add_legend,
    clear_grid,
    ink_of,
    paper_of,
    text_width,
    wrapped,
    write_beside,
)
from discourse.translations import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LINE = 0.112
"""Inches of a line of text."""
_GAP = 0.5
"""Lines between two topics."""
_WORDS_WIDTH = 0.52 * 72 * COLUMN
"""Points that the words of a topic may take; the marks and the counts have the rest."""
_RECURS_WIDTH, _BETWEEN = 52, 6
"""Points beside the name of a topic, at least; and points between the name and what stands there."""


def draw_topic_table(blocks: Mapping[str, pd.DataFrame], left: Axes, right: Axes, *, periods: Sequence[str]) -> None:
    """Write the topics of models one below the other, and draw the share of each in two periods beside its words.

    The figure becomes as high as the words need.

    Parameters
    ----------
    blocks : mapping of str to DataFrame
        Heading of a model (a first line in bold, and more below it) to its topics, one a row: ``name``, ``colour``,
        ``words``, ``recurs`` and ``runs`` (in how many of how many other runs it is found again), and for
        ``earlier`` and ``later`` ``_value``, ``_low``, ``_high`` (of the share), ``_count`` and ``_paragraphs``. A mark
        without an interval is a cross.
    left, right : Axes
        For words and for marks; lines share their height.
    periods : sequence of str
        Names of the earlier period, drawn hollow, and of the later, filled.
    """
    height = 0.0
    for heading, topics in blocks.items():
        first, *rest = heading.splitlines()
        _write(left, height, first, fontweight="bold")
        for line in rest:
            height -= 1
            _write(left, height, line)
        height -= 1 + _GAP
        for row in topics.to_dict("records"):
            height = _draw_topic(left, right, row, height) - _GAP
        height -= _GAP
    for ax in (left, right):
        ax.set_ylim(height + 2 * _GAP, 1)
    left.set_axis_off()
    right.set_yticks([])
    right.set_xlim(left=0)
    right.set_xlabel(say("% of paragraphs"), fontsize=TYPE)
    right.tick_params(labelsize=TYPE)
    for name, face in zip(periods, (paper_of(right), ink_of(right)), strict=True):
        right.plot([], [], "o", color=ink_of(right), markerfacecolor=face, markersize=4, label=name)
    add_legend(right, fontsize=TYPE, loc="lower left", bbox_to_anchor=(-0.1, 1.0), borderaxespad=0, handletextpad=0)
    clear_grid(right)
    figure: Any = right.get_figure(root=True)
    figure.set_figheight(1.0 - height * _LINE)


def _draw_topic(left: Axes, right: Axes, row: dict[Any, Any], height: float) -> float:
    """Draw one topic from a height on; return the height of the line below it."""
    recurs = say("recurs {found:.0f}/{runs:.0f}", found=row["recurs"], runs=row["runs"])
    beside = max(_RECURS_WIDTH, text_width(recurs) + _BETWEEN)
    names = wrapped(row["name"], _WORDS_WIDTH - beside, TYPE, bold=True)
    words = wrapped(row["words"], _WORDS_WIDTH, TYPE)
    for number, line in enumerate(names):
        _write(left, height - number, line, fontweight="bold", color=row["colour"])
    _write(left, height, recurs, place=1.0, ha="right")
    for number, line in enumerate(words, start=len(names)):
        _write(left, height - number, line)
    for side, down in (("earlier", 0), ("later", 1)):
        value, low, high = (100 * row[f"{side}_{name}"] for name in ("value", "low", "high"))
        known = pd.notna(low)
        if known:
            right.plot([low, high], [height - down] * 2, color=row["colour"], linewidth=1.2, solid_capstyle="butt")
        face = row["colour"] if down else paper_of(right)
        mark, paint = "o" if known else "X", {"color": row["colour"], "markerfacecolor": face}
        right.plot(value, height - down, mark, markersize=4, clip_on=False, **paint)
        count, paragraphs = (row[f"{side}_{name}"] for name in ("count", "paragraphs"))
        write_beside(right, height - down, say("{found:.0f} of {of:.0f}", found=count, of=paragraphs))
    return height - len(names) - len(words)


def _write(ax: Axes, height: float, text: str, place: float = 0.0, **font: Any) -> None:
    """Write a line of the table; it takes no room from the panel beside it."""
    written = ax.text(
        place,
        height,
        text,
        transform=ax.get_yaxis_transform(),
        va="center",
        **{"fontsize": TYPE, "color": ink_of(ax), **font},
    )
    written.set_in_layout(False)
