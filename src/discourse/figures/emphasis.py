"""Where did the emphasis go?"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from discourse.emphasis.verdict import points_text
from discourse.errors import DataError
from discourse.figures.linkage import APART, counts_text, draw_pairs
from discourse.figures.style import (
    COLUMN,
    FAINT,
    INK,
    PERIOD_MARKERS,
    TYPE,
    add_legend,
    clear_grid,
    house_style,
    ink_of,
    makes_room,
    pale_ink,
    paper_of,
    pillar_colours,
    write_beside,
)
from discourse.translations import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BETWEEN = 17 / 221
"""Share of ink in the line between two rows; of INK on white it is #EEEEEE."""
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
    parts: list[Any] = [_one_each(table[table["period"] == each], order, f"period {each!r}", rows) for each in shown]
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


def plot_shift(
    table: pd.DataFrame,
    ax: Axes | None = None,
    *,
    quantity: Literal["shift", "mention_shift"] = "shift",
    names: Mapping[str, str] | None = None,
    colours: Mapping[str, str] | None = None,
) -> Axes:
    """Plot the shift of each pillar with its interval.

    Parameters
    ----------
    table : DataFrame
        As :func:`discourse.emphasis.emphasis_table` returns it.
    ax : Axes, optional
        Axes to draw on, in your own style; default: those of a new figure of pyplot in the style of the package.
        The settings of matplotlib stay as they are. Save a PDF within :func:`discourse.figures.house_style`,
        so that it holds TrueType fonts.
    quantity : {"shift", "mention_shift"}
        Shift of the share as primary pillar, or as primary or also mentioned.
    names, colours : mapping, optional
        Pillar id to its name and colour; default: the name that the table knows, else the id, and the palette in the
        order of the table.

    Returns
    -------
    Axes
        Shifts in percentage points, first pillar on top. A cross is a shift without interval, because a period
        has too few articles.

    Raises
    ------
    DataError
        If the table has no row of that quantity, or several of a pillar.

    Examples
    --------
    >>> table = pd.DataFrame({"pillar": ["trade"], "quantity": ["shift"], "period": ["2025-2023"], "value": [0.1],
    ...                       "low": [-0.05], "high": [0.25], "articles": [63], "paragraphs": [253]})
    >>> plot_shift(table).get_legend().get_texts()[0].get_text()
    '2025-2023: 63 articles, 253 paragraphs'
    """
    rows = table[table["quantity"] == quantity]
    if rows.empty:
        found = ", ".join(dict.fromkeys(table["quantity"])) or "no row"
        raise DataError(f"rows of quantity {quantity}", found, "table to plot", "Plot what emphasis_table returns.")
    pillars = list(dict.fromkeys(rows["pillar"]))
    rows = _one_each(rows, pillars, quantity)
    colours = colours or pillar_colours(pillars)
    with house_style() if ax is None else nullcontext():
        axes = _new_axes(0.5 * len(pillars) + 1.0) if ax is None else ax
        for place, (pillar, row) in enumerate(rows.iterrows()):
            height = len(pillars) - 1 - place
            _mark(axes, row, height, colours[str(pillar)], "D", hollow=False, width=2.0)
        _name_shift(axes, rows)
        known = names or table.attrs.get("pillars", {})
        named = {pillar: known.get(pillar, pillar).replace(" and ", "\nand ") for pillar in pillars}
        _rows(axes, pillars, named, below=0.0 if makes_room(axes) else 0.4)
    return axes


def _name_shift(ax: Axes, rows: pd.DataFrame) -> None:
    """Say of plotted shifts between which periods they lie, and on how many articles they rest."""
    first = rows.iloc[0]
    label = say(
        "{period}: {articles:.0f} articles, {paragraphs:.0f} paragraphs",
        period=first["period"],
        articles=first["articles"],
        paragraphs=first["paragraphs"],
    )
    marker = "x" if rows["low"].isna().all() else "D"
    ax.plot([], [], marker, color=ink_of(ax), markersize=4.5, label=label)
    ax.axvline(0, color=ink_of(ax), linewidth=0.8)
    add_legend(ax, loc="upper center", bbox_to_anchor=(0.5, -0.13), handletextpad=0.1, fontsize=7.5)
    ax.set_xlabel(say("shift, percentage points"))


def _new_axes(height: float) -> Axes:
    """Open a figure of pyplot, which shows it by itself; its ticks keep the style, though they may be made later."""
    import matplotlib.pyplot as plt

    axes: Axes = plt.subplots(figsize=(COLUMN, height), layout="constrained")[1]
    axes.tick_params(colors=INK)
    return axes


def _one_each(rows: pd.DataFrame, order: Sequence[str], what: str, column: str = "pillar") -> pd.DataFrame:
    """Take the row of each pillar, or of each value of another column, in this order; there must be one."""
    counts = rows[column].value_counts()
    for pillar in order:
        if counts.get(pillar, 0) != 1:
            hint = "Filter the table to one quantity, weighting and analysis, and name its periods and pillars."
            raise DataError(f"one row of {pillar}", str(counts.get(pillar, 0)), f"table to draw, {what}", hint)
    return rows.set_index(column).loc[list(order)]


def _mark(ax: Axes, row: pd.Series, height: float, colour: str, marker: str, *, hollow: bool, width: float) -> None:
    if pd.isna(row["value"]):
        return
    known = pd.notna(row["low"]) and pd.notna(row["high"])
    if known:
        ax.plot(
            [100 * row["low"], 100 * row["high"]],
            [height, height],
            color=colour,
            linewidth=width,
            solid_capstyle="butt",
        )
    ax.plot(
        100 * row["value"],
        height,
        marker if known else "x",
        color=colour,
        markerfacecolor=paper_of(ax) if hollow else colour,
        markersize=4.2,
    )


def _rows(ax: Axes, pillars: Sequence[str], names: Mapping[str, str], below: float = 0.0) -> None:
    """Name the rows and part them; ``below`` them there is room for a legend, in rows."""
    ax.set_yticks(range(len(pillars))[::-1], [names[pillar] for pillar in pillars])
    ax.set_ylim(-0.6 - below, len(pillars) - 0.4)
    clear_grid(ax)
    for place in range(len(pillars) - 1):
        ax.axhline(place + 0.5, color=pale_ink(ax, _BETWEEN), linewidth=0.8)
