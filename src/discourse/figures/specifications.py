"""What does each choice do to the shift? A row a choice, or a row a way of estimating it."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from discourse.figures.style import FAINT, add_legend, clear_grid, ink_of, paper_of, released, wrapped, write_beside

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLUMN = 3.5
"""Inches; the width of a column of a journal."""
_LINE = 0.135
_SMALL_LINE = 0.055
_TYPE = 6.5
_CHARACTERS = 26
"""Characters of a choice on one line."""
_COUNTS = "{earlier_count:.0f}/{earlier_paragraphs:.0f} → {later_count:.0f}/{later_paragraphs:.0f}"
_ARTICLES = "{earlier_articles:.0f}+{later_articles:.0f}"
_SECOND, _CHARACTER = 62, 4.1
"""Points from the axes to the second column of counts, at least; and points that a character of the first may need."""
_SMALL_PANELS = 4
"""Small panels beside each other."""

_WEIGHTING_MARKS = ("o", "^", "s")
_WAY = 0.115
"""Inches of a row of a way of estimating."""
_NAME_WIDTH = 90
"""Points that the name of a pillar may take on one line."""


def draw_specifications(
    table: pd.DataFrame,
    ax: Axes,
    *,
    names: Mapping[str, str],
    colours: Mapping[str, str],
    weightings: Mapping[str, str],
) -> None:
    """Draw the shift of every pillar in each way of estimating it: a heading a pillar, a row a way, marks by weighting.

    The figure becomes as high as the rows need.

    Parameters
    ----------
    table : DataFrame
        One row a specification and pillar: ``specification``, ``pillar``, ``way`` (name of the row), ``weighting``,
        ``shift``, ``low``, ``high``. A mark is filled if the interval excludes zero; specification 0, the main
        one, is a diamond.
    ax : Axes
        Axes to draw on; percentage points.
    names, colours : mapping of str to str
        Name and colour of each pillar, in the order in which they are drawn.
    weightings : mapping of str to str
        Weighting to its name; each has a mark of its own.
    """
    height, ticks, paint = 0.0, {}, {}
    for pillar, name in names.items():
        own = table[table["pillar"] == pillar]
        if own.empty:
            continue
        lines = wrapped(name, _NAME_WIDTH, _TYPE, bold=True)
        height -= (len(lines) - 1) / 2
        ticks[height], paint[height] = "\n".join(lines), colours[pillar]
        _write_signs(ax, own, height)
        height -= (len(lines) - 1) / 2
        for way, part in own.groupby("way", sort=False):
            height -= 1
            ticks[height] = str(way)
            _draw_way(ax, part, height, colours[pillar], list(weightings))
        height -= 1.6
    ax.set_ylim(height + 1, 0.8)
    figure: Any = ax.get_figure(root=True)
    figure.set_figheight(0.8 - _WAY * height)
    _name_ways(ax, ticks, paint, list(weightings.values()))


def _name_ways(ax: Axes, ticks: Mapping[float, str], paint: Mapping[float, str], weightings: Sequence[str]) -> None:
    """Write pillars and ways at the left, the marks of the weightings above, and the unit below."""
    ax.axvline(0, color=ink_of(ax), linewidth=0.6)
    ax.set_yticks(list(ticks), list(ticks.values()), fontsize=_TYPE)
    for place, label in zip(ticks, ax.get_yticklabels(), strict=True):
        if place in paint:
            label.set(color=paint[place], fontweight="bold")
    for marker, name in zip(_WEIGHTING_MARKS, weightings, strict=True):
        ax.plot([], [], marker, color=ink_of(ax), markersize=3.5, label=name)
    ax.tick_params(labelsize=_TYPE)
    ax.set_xlabel("shift, percentage points", fontsize=_TYPE)
    beside = {"loc": "lower right", "bbox_to_anchor": (1.0, 1.0), "columnspacing": 1, "handletextpad": 0}
    add_legend(ax, fontsize=_TYPE, ncols=3, **beside)
    clear_grid(ax)


def _write_signs(ax: Axes, own: pd.DataFrame, height: float) -> None:
    """Write beside a heading how many ways have the sign of the main one, and how many of these exclude zero."""
    main = own.loc[own["specification"] == 0, "shift"]
    if main.empty:
        return
    same = np.sign(own["shift"]) == np.sign(main.iloc[0])
    clear = same & ((own["low"] > 0) | (own["high"] < 0))
    write_beside(ax, height, f"sign {same.sum()}/{len(own)}", fontsize=_TYPE)
    write_beside(ax, height - 1, f"clear {clear.sum()}", fontsize=_TYPE)


def _draw_way(ax: Axes, part: pd.DataFrame, height: float, colour: str, weightings: Sequence[str]) -> None:
    shifts = 100 * part["shift"]
    ax.plot([shifts.min(), shifts.max()], [height, height], color=colour, linewidth=0.8)
    for row in part.to_dict("records"):
        marker = "D" if row["specification"] == 0 else _WEIGHTING_MARKS[weightings.index(row["weighting"])]
        face = colour if row["low"] > 0 or row["high"] < 0 else paper_of(ax)
        ax.plot(
            100 * row["shift"], height, marker, color=colour, markerfacecolor=face, markersize=3.5, markeredgewidth=0.8
        )


def new_large_and_small(small: int, lines: int) -> tuple[Figure, Axes, list[Axes]]:
    """Open a figure of one column with a large panel, and small ones in rows of four below it.

    Parameters
    ----------
    small : int
        Number of small panels.
    lines : int
        Lines of text in the large panel.
    """
    import matplotlib.pyplot as plt

    rows = -(-small // _SMALL_PANELS)
    heights = [_LINE * lines + 0.55, *[(_SMALL_LINE * lines + 0.45) * rows] * bool(rows)]
    figure = plt.figure(figsize=(_COLUMN, sum(heights)), layout="constrained")
    # Each part is laid out by itself: the words beside the large panel take no width from the small ones.
    parts = figure.subfigures(len(heights), 1, height_ratios=heights, squeeze=False).ravel()
    large = parts[0].subplots()
    places = parts[1].subplots(rows, _SMALL_PANELS, squeeze=False).ravel() if rows else []
    for unused in places[small:]:
        unused.remove()
    return released(figure), large, list(places[:small])


def draw_named_choices(
    table: pd.DataFrame, ax: Axes, *, colour: str, written: bool = True, limits: tuple[float, float]
) -> None:
    """Draw one pillar's shift under each named choice, first row on top, with interval and counts.

    Parameters
    ----------
    table : DataFrame
        One pillar's rows: ``kind`` (rows of one kind follow each other under its heading; empty for
        none), ``choice``, ``decides`` (whether the verdict rests on the row: in colour, others in
        grey), ``value``, ``low``, ``high`` and the counts of both periods. A mark is filled if the
        interval excludes zero; a cross has no interval.
    ax : Axes
        Axes to draw on; percentage points.
    colour : str
        The pillar's colour.
    written : bool
        Name the choices at the left and write the counts at the right.
    limits : (float, float)
        Ends of the axis, in points, so that all pillars share it.
    """
    lines = _lines(table)
    rows = dict(zip(lines, table.to_dict("records"), strict=True))
    for height, row in rows.items():
        _draw_choice(ax, row, height, colour if row["decides"] else FAINT, 1.0 if written else 0.6)
    ax.axvline(0, color=ink_of(ax), linewidth=0.6)
    ax.set_ylim(min(lines) - 0.7, 0.9)
    ax.set_xlim(*limits)
    ax.tick_params(labelsize=_TYPE)
    ax.set_yticks([])
    clear_grid(ax)
    if written:
        _write_choices(ax, rows)
        ax.set_xlabel("shift, percentage points", fontsize=_TYPE)


def _lines(table: pd.DataFrame) -> list[float]:
    """Place the rows from 0 down: a line each, one more before a row that begins a kind."""
    begins = (table["kind"] != table["kind"].shift(fill_value="")).to_numpy()
    wrapped = np.array([len(_wrap(choice)) > 1 for choice in table["choice"]])
    steps = np.ones(len(table)) + begins + 0.4 * wrapped
    steps[0] = 0
    return [float(-place) for place in steps.cumsum() + 0.4 * np.r_[0, wrapped[:-1]].cumsum()]


def _wrap(choice: str) -> list[str]:
    return textwrap.wrap(choice, _CHARACTERS) or [""]


def _draw_choice(ax: Axes, row: dict[Any, Any], height: float, paint: str, size: float) -> None:
    if pd.isna(row["value"]):
        return
    known = pd.notna(row["low"])
    if known:
        ends = [100 * row["low"], 100 * row["high"]]
        ax.plot(ends, [height, height], color=paint, linewidth=1.2 * size, solid_capstyle="butt")
    face = paint if known and (row["low"] > 0 or row["high"] < 0) else paper_of(ax)
    marker = "o" if known else "x"
    ax.plot(100 * row["value"], height, marker, color=paint, markerfacecolor=face, markersize=4 * size)


def _write_choices(ax: Axes, rows: Mapping[float, dict[Any, Any]]) -> None:
    ax.set_yticks(list(rows), ["\n".join(_wrap(row["choice"])) for row in rows.values()], fontsize=_TYPE)
    begun, counts = "", {height: _COUNTS.format(**row) for height, row in rows.items()}
    second = max(_SECOND, 4 + _CHARACTER * max(map(len, counts.values()), default=0))
    for height, row in rows.items():
        if row["kind"] != begun:
            begun = row["kind"]
            _write_kind(ax, height + 1, begun)
        write_beside(ax, height, counts[height], fontsize=_TYPE)
        write_beside(ax, height, _ARTICLES.format(**row), gap=second, fontsize=_TYPE)
    write_beside(ax, 1.1, "paragraphs", fontsize=_TYPE, fontweight="bold")
    write_beside(ax, 1.1, "articles", gap=second, fontsize=_TYPE, fontweight="bold")


def _write_kind(ax: Axes, height: float, kind: str) -> None:
    """Write a heading above the names of the choices, flush with them."""
    ax.annotate(
        kind,
        (0, height),
        xycoords=("axes fraction", "data"),
        xytext=(-3.5, 0),
        textcoords="offset points",
        ha="right",
        va="center",
        fontsize=_TYPE,
        fontweight="bold",
        color=ink_of(ax),
        annotation_clip=False,
    )
