"""What does each choice do to the shift? A row a choice, or a row a way of estimating it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.figures.style import FAINT, TYPE, add_legend, clear_grid, ink_of, paper_of, wrapped, write_beside
from discourse.translations import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_CHARACTERS = 24
"""Characters of a choice on one line."""
_COUNTS = "{earlier_count:.0f}/{earlier_paragraphs:.0f} → {later_count:.0f}/{later_paragraphs:.0f}"
_ARTICLES = "{earlier_articles:.0f}+{later_articles:.0f}"
_LINE, _STRIP = 0.13, 0.24
"""Inches of a line, and of a pillar's row."""
_SECOND, _CHARACTER = 62, 4.1
"""Points from the axes to the second column of counts, at least; and points that a character of the first may need."""
_BELOW = 0.18
"""Rows between the middle of a pillar's row and its ticks."""
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
        lines = wrapped(name, _NAME_WIDTH, TYPE, bold=True)
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
    ax.set_yticks(list(ticks), list(ticks.values()), fontsize=TYPE)
    for place, label in zip(ticks, ax.get_yticklabels(), strict=True):
        if place in paint:
            label.set(color=paint[place], fontweight="bold")
    for marker, name in zip(_WEIGHTING_MARKS, weightings, strict=True):
        ax.plot([], [], marker, color=ink_of(ax), markersize=3.5, label=name)
    ax.tick_params(labelsize=TYPE)
    ax.set_xlabel(say("shift, percentage points"), fontsize=TYPE)
    add_legend(
        ax, fontsize=TYPE, ncols=3, loc="lower right", bbox_to_anchor=(1.0, 1.0), columnspacing=1, handletextpad=0
    )
    clear_grid(ax)


def _write_signs(ax: Axes, own: pd.DataFrame, height: float) -> None:
    """Write beside a heading how many ways have the sign of the main one, and how many of these exclude zero."""
    main = own.loc[own["specification"] == 0, "shift"]
    if main.empty:
        return
    same = np.sign(own["shift"]) == np.sign(main.iloc[0])
    clear = same & ((own["low"] > 0) | (own["high"] < 0))
    write_beside(ax, height, say("sign {count}/{all}", count=same.sum(), all=len(own)), fontsize=TYPE)
    write_beside(ax, height - 1, say("clear {count}", count=clear.sum()), fontsize=TYPE)


def _draw_way(ax: Axes, part: pd.DataFrame, height: float, colour: str, weightings: Sequence[str]) -> None:
    shifts = 100 * part["shift"]
    ax.plot([shifts.min(), shifts.max()], [height, height], color=colour, linewidth=0.8)
    for row in part.to_dict("records"):
        marker = "D" if row["specification"] == 0 else _WEIGHTING_MARKS[weightings.index(row["weighting"])]
        face = colour if row["low"] > 0 or row["high"] < 0 else paper_of(ax)
        ax.plot(
            100 * row["shift"], height, marker, color=colour, markerfacecolor=face, markersize=3.5, markeredgewidth=0.8
        )


def choices_height(table: pd.DataFrame) -> float:
    """Inches that :func:`draw_named_choices` needs for one pillar's rows."""
    return _LINE * (1.5 - min(_places(table)))


def strips_height(names: Iterable[str]) -> float:
    """Inches that :func:`draw_choice_strips` needs, by the names of its pillars; each row as tall as the tallest."""
    lines = [len(_wrap(name)) for name in names]
    return len(lines) * max(_STRIP, _LINE * max(lines, default=0) + 0.04) + _LINE


def draw_named_choices(table: pd.DataFrame, ax: Axes, *, colour: str) -> None:
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
    """
    places = _places(table)
    rows = dict(zip(places, table.to_dict("records"), strict=True))
    for height, row in rows.items():
        _draw_choice(ax, row, height, colour if row["decides"] else FAINT)
    ax.set_ylim(min(places) - 0.9, 0.9)
    _write_choices(ax, rows)
    _dress(ax)


def draw_choice_strips(
    table: pd.DataFrame,
    ax: Axes,
    *,
    order: Sequence[str],
    names: Mapping[str, str],
    colours: Mapping[str, str],
    counts: Mapping[str, str],
    heading: str,
) -> None:
    """Draw the shifts of several pillars under all choices, a row a pillar: the main one a mark, a tick each other.

    Parameters
    ----------
    table : DataFrame
        As in :func:`draw_named_choices`, with ``pillar``; the main choice is the row without ``kind``.
    ax : Axes
        Axes to draw on; percentage points.
    order : sequence of str
        Pillars, first on top.
    names, colours : mapping of str to str
        Pillar id to its name and colour.
    counts : mapping of str to str
        What is written beside each pillar.
    heading : str
        What stands above these.
    """
    for place, pillar in enumerate(order):
        height, rows = len(order) - 1 - place, table[table["pillar"] == pillar]
        main = rows["kind"] == ""
        shifts = 100 * rows.loc[~main, "value"].dropna()
        below = np.full(len(shifts), height - _BELOW)
        ax.plot(shifts, below, "|", color=colours[pillar], markersize=5, markeredgewidth=0.8)
        _draw_choice(ax, rows[main].iloc[0].to_dict(), height + _BELOW, colours[pillar])
        write_beside(ax, height, counts[pillar], fontsize=TYPE)
    top = len(order) - 0.5
    _write_kind(ax, top, say("other pillars"), va="bottom")
    write_beside(ax, top, heading, fontsize=TYPE, va="bottom")
    ax.set_yticks(range(len(order))[::-1], ["\n".join(_wrap(names[pillar])) for pillar in order])
    ax.set_ylim(-0.6, len(order) - 0.4)
    _dress(ax)


def _dress(ax: Axes) -> None:
    ax.axvline(0, color=ink_of(ax), linewidth=0.6)
    ax.tick_params(labelsize=TYPE)
    ax.margins(x=0.06)
    ax.locator_params(axis="x", nbins=4)
    clear_grid(ax)


def _places(table: pd.DataFrame) -> list[float]:
    """Place the middles of the rows from 0 down, in lines; a row that begins a kind leaves one for its heading."""
    begins = (table["kind"] != table["kind"].shift(fill_value="")).to_numpy()
    tall = _heights(table["choice"])
    between = (tall + np.r_[tall[:1], tall[:-1]]) / 2 + begins
    return [float(-place) for place in between.cumsum() - between[0]]


def _heights(choices: Iterable[str]) -> NDArray[np.float64]:
    """Lines that each choice takes: those of its text, which stand close together."""
    return np.array([1 + 0.8 * (len(_wrap(choice)) - 1) for choice in choices])


def _wrap(choice: str) -> list[str]:
    return textwrap.wrap(choice, _CHARACTERS) or [""]


def _draw_choice(ax: Axes, row: dict[Any, Any], height: float, paint: str) -> None:
    if pd.isna(row["value"]):
        return
    known = pd.notna(row["low"])
    if known:
        ends = [100 * row["low"], 100 * row["high"]]
        ax.plot(ends, [height, height], color=paint, linewidth=1.2, solid_capstyle="butt")
    face = paint if known and (row["low"] > 0 or row["high"] < 0) else paper_of(ax)
    marker = "o" if known else "x"
    ax.plot(100 * row["value"], height, marker, color=paint, markerfacecolor=face, markersize=4)


def _write_choices(ax: Axes, rows: Mapping[float, dict[Any, Any]]) -> None:
    ax.set_yticks(list(rows), ["\n".join(_wrap(row["choice"])) for row in rows.values()])
    begun, counts = "", {height: _COUNTS.format(**row) for height, row in rows.items()}
    second = max(_SECOND, 4 + _CHARACTER * max(map(len, counts.values()), default=0))
    for height, row in rows.items():
        if row["kind"] != begun:
            begun = row["kind"]
            _write_kind(ax, height + (1 + _heights([row["choice"]])[0]) / 2, begun)
        write_beside(ax, height, counts[height], fontsize=TYPE)
        write_beside(ax, height, _ARTICLES.format(**row), gap=second, fontsize=TYPE)
    write_beside(ax, 1.1, say("paragraphs"), fontsize=TYPE)
    write_beside(ax, 1.1, say("articles"), gap=second, fontsize=TYPE)


def _write_kind(ax: Axes, height: float, kind: str, va: str = "center") -> None:
    """Write a heading above the names of the choices, flush with them."""
    ax.annotate(
        kind,
        (0, height),
        xycoords=("axes fraction", "data"),
        xytext=(-3.5, 0),
        textcoords="offset points",
        ha="right",
        va=va,
        fontsize=TYPE,
        fontweight="bold",
        color=ink_of(ax),
        annotation_clip=False,
    )
