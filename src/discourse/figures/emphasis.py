"""Where did the emphasis go?"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from discourse.emphasis.verdict import points_text
from discourse.errors import DataError
from discourse.figures.linkage import APART, counts_text, draw_pairs
from discourse.figures.style import (
    FAINT,
    PERIOD_MARKERS,
    TYPE,
    add_legend,
    ink_of,
    paper_of,
    write_beside,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NAME = 17
"""Characters on a line of a row's name."""
_COUNTS = 24
"""Characters of the counts on one line."""
_ROW, _LINE = 0.33, 0.125
"""Inches of a row with two lines of text, and of a line."""


def changes_height(names: Iterable[str]) -> float:
    """Inches that the rows of :func:`draw_changes` need, by their names; each as tall as the tallest.

    Examples
    --------
    >>> changes_height(["Trade", "Schools"])
    0.66
    """
    lines = [len(_wrapped(name)) for name in names]
    return len(lines) * max(_ROW, _LINE * max(lines) + 0.05)


def draw_changes(
    table: pd.DataFrame,
    ax: Axes,
    *,
    rows: str,
    order: Sequence[str],
    periods: Sequence[str],
    names: Mapping[str, str],
    colours: Mapping[str, str],
    heading: str = "",
) -> None:
    """Draw each row's share in two periods, the earlier one hollow above the later one, and write counts and shift.

    Parameters
    ----------
    table : DataFrame
        For each row one line a period and one for the shift (period "2025-2023"): the column named by ``rows``,
        ``period``, ``value``, ``low``, ``high``, and the counts of both periods, ``numerator`` of ``counted``.
        A share without interval is a cross, thin the earlier and bold the later; one without value is not drawn.
    ax : Axes
        Axes to draw on; shares in per cent, shifts in points.
    rows : str
        Column that tells the rows apart, such as ``pillar``.
    order : sequence of str
        Its values, first on top.
    periods : sequence of str
        Ids of the two periods, earlier first.
    names : mapping of str to str
        Name that is written for each row.
    colours : mapping of str to str
        Colours of the rows that stand out; all others are grey.
    heading : str
        What is counted, and the level of the intervals: it stands above the counts.

    Raises
    ------
    DataError
        If the table has not one line for each row and period, and one for its shift.
    """
    shown = (*periods, "-".join(reversed(periods)))
    parts: list[Any] = [one_each(table[table["period"] == each], order, f"period {each!r}", rows) for each in shown]
    paint = {name: colours.get(name, FAINT) for name in order}
    pairs = pd.concat(parts[:2]).reset_index(names=rows)
    labels = {name: "\n".join(_wrapped(names[name])) for name in order}
    draw_pairs(pairs, ax, rows=rows, periods=periods, names=labels, colours=paint, written=False)
    for place, name in enumerate(order):
        height = len(order) - 1 - place
        earlier, later, shift = (part.loc[name] for part in parts)
        ends = [100 * earlier["value"], 100 * later["value"]]
        ax.plot(ends, [height + APART, height - APART], color=paint[name], linewidth=0.8, zorder=1.5)
        weight = "bold" if name in colours else "normal"
        write_beside(ax, height, _in_words(earlier, later, shift), fontweight=weight)
    if heading:
        write_beside(ax, len(order) - 0.4, heading, va="bottom")
    furthest = 100 * np.nanmax([0.01, *pairs[["value", "high"]].to_numpy(dtype=float).ravel()])
    ax.set_xlim(-0.04 * furthest, 1.06 * furthest)


def add_periods(ax: Axes, labels: Sequence[str]) -> None:
    """Say above axes with :func:`draw_changes` which mark is which period, the earlier one first."""
    for rank, label in enumerate(labels):
        face = paper_of(ax) if rank == 0 else ink_of(ax)
        marker = PERIOD_MARKERS[rank]
        ax.plot([], [], marker, color=ink_of(ax), markerfacecolor=face, markersize=4.2, label=label)
    place = {"loc": "lower right", "bbox_to_anchor": (1.03, 0.985), "borderpad": 0.2, "labelspacing": 0.2}
    add_legend(ax, fontsize=TYPE, handletextpad=0.1, **place)


def _in_words(earlier: Any, later: Any, shift: Any) -> str:
    """Write the counts of both periods, and the shift below them with the sign that mathematics uses for minus."""
    first, last = counts_text(earlier), counts_text(later)
    arrow = " →\n" if len(f"{first} → {last}") > _COUNTS else " → "
    points = points_text(shift["value"], shift["low"], shift["high"])
    return f"{first}{arrow}{last}\n" + points.replace("-", "\N{MINUS SIGN}")


def _wrapped(name: str) -> list[str]:
    return textwrap.wrap(name, _NAME, break_long_words=False) or [""]


def one_each(rows: pd.DataFrame, order: Sequence[str], what: str, column: str = "pillar") -> pd.DataFrame:
    """Take the row of each pillar, or of each value of another column, in this order; there must be one."""
    counts = rows[column].value_counts()
    for pillar in order:
        if counts.get(pillar, 0) != 1:
            hint = "Filter the table to one quantity, weighting and analysis, and name its periods and pillars."
            raise DataError(f"one row of {pillar}", str(counts.get(pillar, 0)), f"table to draw, {what}", hint)
    return rows.set_index(column).loc[list(order)]
