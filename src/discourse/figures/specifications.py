"""What does each choice do to the shift? A row a choice, or a curve of all combinations."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.figures.style import FAINT, TYPE, clear_grid, ink_of, pale_ink, paper_of, write_beside

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
_BETWEEN = 34 / 221
"""Share of ink in the line between two kinds of choices; of INK on white it is #DDDDDD."""
_BELOW = 0.18
"""Rows between the middle of a pillar's row and its ticks."""

CHOICES = ("variant", "quantity", "weighting", "estimator")
"""Columns of a table of specifications that are choices."""


def draw_specification_curve(table: pd.DataFrame, ax: Axes, *, colour: str) -> None:
    """Draw one pillar's shift under every specification, smallest first, with its interval.

    Parameters
    ----------
    table : DataFrame
        One pillar's rows: ``specification``, ``shift``, ``low``, ``high``. Intervals that exclude zero
        are drawn in colour, others in grey; the base (specification 0) is the large mark.
    ax : Axes
        Axes to draw on; percentage points.
    colour : str
        The pillar's colour.
    """
    ranked = table.dropna(subset=["shift"]).sort_values(["shift", "specification"]).reset_index(drop=True)
    places = np.arange(len(ranked))
    excludes = ((ranked["low"] > 0) | (ranked["high"] < 0)).to_numpy()
    for mask, paint in ((~excludes, FAINT), (excludes, colour)):
        part = ranked[mask]
        ax.vlines(places[mask], 100 * part["low"], 100 * part["high"], color=paint, linewidth=0.5, alpha=0.5)
        ax.plot(places[mask], 100 * part["shift"], ".", color=paint, markersize=2.5)
    base = ranked.index[ranked["specification"] == 0]
    ax.plot(base, 100 * ranked.loc[base, "shift"], "D", color=colour, markeredgecolor=ink_of(ax), markersize=5)
    ax.axhline(0, color=ink_of(ax), linewidth=0.8)
    ax.set_xticks([])
    clear_grid(ax, axis="y")


def choice_rows(table: pd.DataFrame) -> list[tuple[str, str]]:
    """List the choices made in a table of specifications: (column, value), in order of appearance."""
    return [(column, str(value)) for column in CHOICES for value in dict.fromkeys(table[column])]


def draw_specification_choices(
    table: pd.DataFrame,
    ax: Axes,
    *,
    rows: Sequence[tuple[str, str]],
    names: Mapping[str, str],
    colour: str,
) -> None:
    """Draw what each choice does to one pillar's shift: the median, and the range, of all that make it.

    Parameters
    ----------
    table : DataFrame
        One pillar's rows, as in :func:`draw_specification_curve`, with the columns :data:`CHOICES`.
    ax : Axes
        Axes to draw on; percentage points, first choice on top.
    rows : sequence of (column, value)
        From :func:`choice_rows`, so that all pillars share them.
    names : mapping of str to str
        Name of each value that shows another than itself.
    colour : str
        The pillar's colour.
    """
    for place, (column, value) in enumerate(rows):
        shifts = 100 * table.loc[table[column] == value, "shift"].dropna()
        height = len(rows) - 1 - place
        if len(shifts):
            ax.plot([shifts.min(), shifts.max()], [height, height], color=colour, linewidth=1.4, alpha=0.6)
            ax.plot(shifts.median(), height, "o", color=colour, markersize=3.5)
        if place and rows[place - 1][0] != column:
            ax.axhline(height + 0.5, color=pale_ink(ax, _BETWEEN), linewidth=0.8)
    ax.axvline(0, color=ink_of(ax), linewidth=0.8)
    ax.set_yticks(range(len(rows))[::-1], [names.get(value, value) for _, value in rows], fontsize=7)
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.tick_params(axis="x", labelsize=7)
    clear_grid(ax)


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
    _write_kind(ax, top, "other pillars", va="bottom")
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
    write_beside(ax, 1.1, "paragraphs", fontsize=TYPE)
    write_beside(ax, 1.1, "articles", gap=second, fontsize=TYPE)


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
