"""How are two classifications drawn against each other?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_confusion(
    table: pd.DataFrame,
    ax: Axes,
    *,
    codes: Sequence[str],
    names: Mapping[str, str],
    rows: str = "label",
    columns: str = "predicted",
) -> None:
    """Draw counts of two codings; darker is a larger part of its row, the diagonal is agreement.

    Parameters
    ----------
    table : DataFrame
        One row a cell: the columns named by ``rows`` and ``columns``, and ``count``.
    ax : Axes
        Axes to draw on.
    codes : sequence of str
        Order of rows and columns.
    names : mapping
        Code to its name.
    rows, columns : str
        Columns of the table that hold the two codes.
    """
    grid = table.pivot_table(index=rows, columns=columns, values="count", aggfunc="sum", fill_value=0)
    cells = grid.reindex(index=list(codes), columns=list(codes), fill_value=0).to_numpy(float)
    parts = np.divide(
        cells, cells.sum(axis=1, keepdims=True), out=np.zeros_like(cells), where=cells.sum(axis=1, keepdims=True) > 0
    )
    labels = [names[code].replace(" and ", "\nand ") for code in codes]
    _grid(ax, parts, [[f"{int(cell)}" if cell else "·" for cell in row] for row in cells], labels, labels)
    ax.set_ylabel(rows)
    ax.set_xlabel(columns)


def _grid(ax: Axes, parts: np.ndarray, written: list[list[str]], rows: Sequence[str], columns: Sequence[str]) -> None:
    ax.imshow(parts, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for row, cells in enumerate(written):
        for column, cell in enumerate(cells):
            ax.text(
                column,
                row,
                cell,
                ha="center",
                va="center",
                fontsize=7.5,
                color="white" if parts[row, column] > 0.55 else "#222222",
            )
    ax.set_yticks(range(len(rows)), rows, fontsize=7.5)
    ax.set_xticks(range(len(columns)), columns, rotation=90, fontsize=7.5)
    ax.tick_params(length=0)
    for side in ax.spines.values():
        side.set_visible(False)
