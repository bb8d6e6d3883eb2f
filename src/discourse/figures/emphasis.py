"""Where did the emphasis go?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Literal

import pandas as pd

from discourse.errors import DataError
from discourse.figures.style import (
    COLUMN,
    FAINT,
    INK,
    PERIOD_MARKERS,
    add_legend,
    clear_grid,
    house_style,
    ink_of,
    makes_room,
    pale_ink,
    paper_of,
    pillar_colours,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SPREAD = (0.0, -0.2, -0.4)
_BETWEEN = 17 / 221
"""Share of ink in the line between two rows; of INK on white it is #EEEEEE."""


def draw_shares(
    table: pd.DataFrame,
    ax: Axes,
    *,
    pillars: Sequence[str],
    periods: Sequence[str],
    names: Mapping[str, str],
    colours: Mapping[str, str],
) -> None:
    """Draw each pillar's share in the two periods, earlier above later, with intervals.

    Parameters
    ----------
    table : DataFrame
        Rows of quantity ``share``, or of ``mention_share``: columns ``pillar``, ``period``, ``value``, ``low``,
        ``high``.
    ax : Axes
        Axes to draw on; shares are shown in per cent.
    pillars : sequence of str
        Order of the rows, first on top.
    periods : sequence of str
        Ids of the two periods, earlier first.
    names, colours : mapping
        Pillar id to its name and colour.

    Raises
    ------
    DataError
        If the table holds rows of another quantity, or not one row of each pillar and period.
    """
    _check_quantity(table, ("share", "mention_share"))
    for rank, period in enumerate(periods):
        part = _one_each(table[table["period"] == period], pillars, f"period {period!r}")
        for place, (pillar, row) in enumerate(part.iterrows()):
            height = len(pillars) - 1 - place + (0.16 if rank == 0 else -0.16)
            _mark(ax, row, height, colours[str(pillar)], PERIOD_MARKERS[rank], hollow=rank == 0, width=1.6)
    for rank, period in enumerate(periods):
        ax.plot(
            [],
            [],
            PERIOD_MARKERS[rank],
            color=ink_of(ax),
            markerfacecolor=paper_of(ax) if rank == 0 else ink_of(ax),
            markersize=4.5,
            label=period,
        )
    add_legend(ax, loc="lower right", handletextpad=0.1)
    _rows(ax, pillars, names)
    ax.set_xlim(left=min(0, ax.get_xlim()[0]))
    ax.set_xlabel("% of paragraphs with a pillar")


def draw_shifts(
    table: pd.DataFrame,
    ax: Axes,
    *,
    pillars: Sequence[str],
    names: Mapping[str, str],
    colours: Mapping[str, str],
    titles: Mapping[str, str],
) -> None:
    """Draw each pillar's shift, one mark an analysis: the main one in colour, the others in grey below it.

    Parameters
    ----------
    table : DataFrame
        Rows of quantity ``shift``, or of ``mention_shift``: columns ``analysis`` (where there are several),
        ``pillar``, ``value``, ``low``, ``high``. A row without interval is drawn as a cross: a number that this
        design gives no interval.
    ax : Axes
        Axes to draw on; percentage points.
    pillars : sequence of str
        Order of the rows, first on top.
    names, colours : mapping
        Pillar id to its name and colour.
    titles : mapping
        Analysis id to its title, main analysis first; of a table without analyses one, with any id.

    Raises
    ------
    DataError
        If the table holds rows of another quantity, or not one row of each pillar and analysis.
    """
    _check_quantity(table, ("shift", "mention_shift"))
    if "analysis" not in table.columns:
        table = table.assign(analysis=next(iter(titles)))
    markers = ("D", "^", "v")
    for rank, analysis in enumerate(titles):
        part = _one_each(table[table["analysis"] == analysis], pillars, f"analysis {analysis!r}")
        for place, (pillar, row) in enumerate(part.iterrows()):
            height = len(pillars) - 1 - place + 0.2 + _SPREAD[min(rank, 2)]
            colour = colours[str(pillar)] if rank == 0 else FAINT
            _mark(ax, row, height, colour, markers[min(rank, 2)], hollow=False, width=2.0 if rank == 0 else 1.0)
    for rank, (analysis, title) in enumerate(titles.items()):
        bare = table.loc[table["analysis"] == analysis, "low"].isna().all()
        colour = ink_of(ax) if rank == 0 else FAINT
        ax.plot(
            [],
            [],
            "x" if bare else markers[min(rank, 2)],
            color=colour,
            markersize=4.5,
            label=f"{title} (no interval)" if bare else title,
        )
    ax.axvline(0, color=ink_of(ax), linewidth=0.8)
    add_legend(ax, loc="upper center", bbox_to_anchor=(0.5, -0.13), ncols=1, handletextpad=0.1, fontsize=7.5)
    _rows(ax, pillars, names, below=0.0 if makes_room(ax) else 0.4 * len(titles))
    ax.set_xlabel("shift, percentage points")


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
        Pillar id to its name and colour; default: the id, and the palette in the order of the table.

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
    first = rows.iloc[0]
    title = f"{first['period']}: {first['articles']:.0f} articles, {first['paragraphs']:.0f} paragraphs"
    with house_style() if ax is None else nullcontext():
        axes = _new_axes(0.5 * len(pillars) + 1.0) if ax is None else ax
        draw_shifts(
            rows.drop(columns="analysis", errors="ignore"),
            axes,
            pillars=pillars,
            names=names or {pillar: pillar for pillar in pillars},
            colours=colours or pillar_colours(pillars),
            titles={"": title},
        )
    return axes


def _new_axes(height: float) -> Axes:
    """Open a figure of pyplot, which shows it by itself; its ticks keep the style, though they may be made later."""
    import matplotlib.pyplot as plt

    axes: Axes = plt.subplots(figsize=(COLUMN, height), layout="constrained")[1]
    axes.tick_params(colors=INK)
    return axes


def _check_quantity(table: pd.DataFrame, quantities: Sequence[str]) -> None:
    """Refuse a table that holds another quantity beside the one to draw, or none of it."""
    found = list(dict.fromkeys(table.get("quantity", quantities[:1])))
    if len(found) != 1 or found[0] not in quantities:
        hint = f"Filter it: table[table['quantity'] == {quantities[0]!r}]."
        raise DataError(f"rows of {' or '.join(quantities)}", ", ".join(found) or "no row", "table to draw", hint)


def _one_each(rows: pd.DataFrame, pillars: Sequence[str], what: str) -> pd.DataFrame:
    """Take the row of each pillar, in this order; there must be one."""
    counts = rows["pillar"].value_counts()
    for pillar in pillars:
        if counts.get(pillar, 0) != 1:
            hint = "Filter the table to one quantity, weighting and analysis, and name its periods and pillars."
            raise DataError(f"one row of {pillar}", str(counts.get(pillar, 0)), f"table to draw, {what}", hint)
    return rows.set_index("pillar").loc[list(pillars)]


def _mark(ax: Axes, row: pd.Series, height: float, colour: str, marker: str, *, hollow: bool, width: float) -> None:
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
        markersize=4.8,
    )


def _rows(ax: Axes, pillars: Sequence[str], names: Mapping[str, str], below: float = 0.0) -> None:
    """Name the rows and part them; ``below`` them there is room for a legend, in rows."""
    ax.set_yticks(range(len(pillars))[::-1], [names[pillar].replace(" and ", "\nand ") for pillar in pillars])
    ax.set_ylim(-0.6 - below, len(pillars) - 0.4)
    clear_grid(ax)
    for place in range(len(pillars) - 1):
        ax.axhline(place + 0.5, color=pale_ink(ax, _BETWEEN), linewidth=0.8)
