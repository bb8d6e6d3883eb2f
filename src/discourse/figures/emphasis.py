"""Where did the emphasis go?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Literal

import pandas as pd

from discourse.errors import DataError
from discourse.figures.style import FAINT, INK, PERIOD_MARKERS, clear_grid, house_style, new_figure, pillar_colours

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SPREAD = (0.0, -0.2, -0.4)


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
        Rows of quantity ``share``: columns ``pillar``, ``period``, ``value``, ``low``, ``high``.
    ax : Axes
        Axes to draw on; shares are shown in per cent.
    pillars : sequence of str
        Order of the rows, first on top.
    periods : sequence of str
        Ids of the two periods, earlier first.
    names, colours : mapping
        Pillar id to its name and colour.
    """
    for rank, period in enumerate(periods):
        part = table[table["period"] == period].set_index("pillar").loc[list(pillars)]
        for place, (pillar, row) in enumerate(part.iterrows()):
            height = len(pillars) - 1 - place + (0.16 if rank == 0 else -0.16)
            _mark(ax, row, height, colours[str(pillar)], PERIOD_MARKERS[rank], hollow=rank == 0, width=1.6)
    for rank, period in enumerate(periods):
        ax.plot(
            [],
            [],
            PERIOD_MARKERS[rank],
            color=INK,
            markerfacecolor="white" if rank == 0 else INK,
            markersize=4.5,
            label=period,
        )
    ax.legend(loc="lower right", handletextpad=0.1)
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
        Rows of quantity ``shift``: columns ``analysis``, ``pillar``, ``value``, ``low``, ``high``.
        A row without interval is drawn as a cross: a number that this design gives no interval.
    ax : Axes
        Axes to draw on; percentage points.
    pillars : sequence of str
        Order of the rows, first on top.
    names, colours : mapping
        Pillar id to its name and colour.
    titles : mapping
        Analysis id to its title, main analysis first.
    """
    markers = ("D", "^", "v")
    for rank, analysis in enumerate(titles):
        part = table[table["analysis"] == analysis].set_index("pillar").loc[list(pillars)]
        for place, (pillar, row) in enumerate(part.iterrows()):
            height = len(pillars) - 1 - place + 0.2 + _SPREAD[min(rank, 2)]
            colour = colours[str(pillar)] if rank == 0 else FAINT
            _mark(ax, row, height, colour, markers[min(rank, 2)], hollow=False, width=2.0 if rank == 0 else 1.0)
    for rank, (analysis, title) in enumerate(titles.items()):
        bare = table.loc[table["analysis"] == analysis, "low"].isna().all()
        colour = INK if rank == 0 else FAINT
        ax.plot(
            [],
            [],
            "x" if bare else markers[min(rank, 2)],
            color=colour,
            markersize=4.5,
            label=f"{title} (no interval)" if bare else title,
        )
    ax.axvline(0, color=INK, linewidth=0.8)
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.13), ncols=1, handletextpad=0.1, fontsize=7.5)
    _rows(ax, pillars, names)
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
        Axes to draw on, in your own style; default: those of a new figure in the style of the package.
        The settings of matplotlib stay as they are.
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
        If the table has no row of that quantity.

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
    title = f"{first['period']}: {first['articles']} articles, {first['paragraphs']} paragraphs"
    with house_style() if ax is None else nullcontext():
        axes = new_figure([1], 0.5 * len(pillars) + 1.0)[1][0] if ax is None else ax
        draw_shifts(
            rows.assign(analysis=""),
            axes,
            pillars=pillars,
            names=names or {pillar: pillar for pillar in pillars},
            colours=colours or pillar_colours(pillars),
            titles={"": title},
        )
    return axes


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
        markerfacecolor="white" if hollow else colour,
        markersize=4.8,
    )


def _rows(ax: Axes, pillars: Sequence[str], names: Mapping[str, str]) -> None:
    ax.set_yticks(range(len(pillars))[::-1], [names[pillar].replace(" and ", "\nand ") for pillar in pillars])
    ax.set_ylim(-0.6, len(pillars) - 0.4)
    clear_grid(ax)
    for place in range(len(pillars) - 1):
        ax.axhline(place + 0.5, color="#EEEEEE", linewidth=0.8)
