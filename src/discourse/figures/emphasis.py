"""Where did the emphasis go?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from discourse.figures.style import FAINT, INK, PERIOD_MARKERS, clear_grid

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
