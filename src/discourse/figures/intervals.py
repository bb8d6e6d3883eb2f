"""How large is each row, and how sure?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from discourse.errors import DataError, shown
from discourse.figures.style import clear_grid, ink_of, paper_of, write_beside

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_intervals(
    table: pd.DataFrame,
    ax: Axes,
    *,
    rows: str,
    colours: Sequence[str] | str | None = None,
    written: bool = True,
    offset: float = 0.0,
    marker: str = "o",
    label: str = "",
) -> None:
    """Draw ``value`` with ``low`` and ``high`` a row; a missing interval leaves the bare point, hollow.

    Parameters
    ----------
    table : DataFrame
        Columns ``value``, ``low``, ``high`` and the one named by ``rows``; first row on top.
    ax : Axes
        Axes to draw on.
    rows : str
        Column whose values label the rows.
    colours : str or sequence of str
        One colour, or one a row; default: that in which the axes write.
    written : bool
        Write value and interval at the right edge of the row.
    offset : float
        Shift of the marks within the row, in rows, so that several series can share the axes.
    marker, label : str
        Marker and legend entry of the series.

    Raises
    ------
    DataError
        If a column is missing, or two rows bear the same label, as where a table has a row for each pillar and group.
    """
    _check_rows(table, rows)
    table = table.reset_index(drop=True)
    count = len(table)
    colours = colours or ink_of(ax)
    paint = [colours] * count if isinstance(colours, str) else list(colours)
    for place, (row, colour) in enumerate(zip(table.to_dict("records"), paint, strict=True)):
        if pd.isna(row["value"]):
            continue  # a row that only heads the next ones
        height = count - 1 - place + offset
        known = pd.notna(row["low"]) and pd.notna(row["high"])
        if known:
            ax.plot([row["low"], row["high"]], [height, height], color=colour, linewidth=1.6, solid_capstyle="butt")
        face = colour if known else paper_of(ax)
        ax.plot(
            row["value"],
            height,
            marker,
            color=colour,
            markerfacecolor=face,
            markersize=4.5,
            label=label if place == 0 and label else None,
        )
        if written:
            interval = f" [{row['low']:z.2f}, {row['high']:z.2f}]" if known else ""
            write_beside(ax, height, f"{row['value']:z.2f}{interval}")
    ax.set_yticks(range(count)[::-1], table[rows])
    ax.set_ylim(-0.6, count - 0.4)
    clear_grid(ax)


def _check_rows(table: pd.DataFrame, rows: str) -> None:
    """Refuse a table without the columns to draw, or with rows that cannot be told apart by their labels."""
    missing = [column for column in (rows, "value", "low", "high") if column not in table]
    if missing:
        found = ", ".join(map(str, table)) or "none"
        raise DataError(f"the column {missing[0]}", f"the columns {found}", "table of intervals")
    labels = table.loc[table["value"].notna(), rows]
    if labels.duplicated().any():
        first = labels[labels.duplicated()].iloc[0]
        hint = "Select one row of each, such as those of one pillar, or name another column as rows."
        raise DataError(
            f"one row of each {rows}", f"{(labels == first).sum()} of {shown(first)}", "table of intervals", hint
        )
