"""What do the rows say in words? Cells of a table written beside a panel, or as a panel of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_cells(table: pd.DataFrame, ax: Axes, *, columns: Mapping[str, str], places: Sequence[float]) -> None:
    """Write the cells of a table, first row on top, at the heights at which ``draw_intervals`` puts its rows.

    Parameters
    ----------
    table : DataFrame
        Text, one row a row; an empty cell stays empty.
    ax : Axes
        Axes to write on; its frame is taken away.
    columns : mapping of str to str
        Column to the heading above it.
    places : sequence of float
        Left edge of each column, in parts of the width of the axes.
    """
    count = len(table)
    for (column, heading), place in zip(columns.items(), places, strict=True):
        for row, cell in enumerate(table[column].fillna("").astype(str)):
            _write(ax, place, count - 1 - row, cell)
        _write(ax, place, count - 0.1, heading, weight="bold")
    ax.set_ylim(-0.6, count - 0.4)
    ax.set_axis_off()


def _write(ax: Axes, place: float, height: float, text: str, weight: str = "normal") -> None:
    written = ax.annotate(
        text,
        (place, height),
        xycoords=("axes fraction", "data"),
        va="center",
        fontsize=7,
        fontweight=weight,
        annotation_clip=False,
    )
    written.set_in_layout(False)  # a long cell must not push the panels together
