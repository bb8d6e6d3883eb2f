"""How are two classifications drawn against each other?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from discourse.figures.style import FAINT, TYPE, clear_grid, write_beside

if TYPE_CHECKING:
    from matplotlib.axes import Axes


MOST = 6
"""Pairs of codes that are drawn; the rest are one row."""


def draw_differences(table: pd.DataFrame, ax: Axes, *, codes: Sequence[str], names: Mapping[str, str]) -> None:
    """Draw how many paragraphs two coders give each two different codes, whoever gave which; most on top.

    Parameters
    ----------
    table : DataFrame
        One row a cell: ``label`` and ``predicted``, the two codes, and ``count``.
    ax : Axes
        Axes to draw on.
    codes : sequence of str
        Order in which the two codes of a pair are named.
    names : mapping
        Code to its name.
    """
    from matplotlib.ticker import MaxNLocator

    pairs = [sorted(pair, key=list(codes).index) for pair in zip(table["label"], table["predicted"], strict=True)]
    written = ["\n".join(names[code] for code in pair) for pair in pairs]
    sums = table["count"].groupby(written, sort=False).sum().sort_values(ascending=False, kind="stable")
    if len(sums) > MOST:
        sums = pd.concat([sums.head(MOST - 1), pd.Series({"other pairs": sums.iloc[MOST - 1 :].sum()})])
    places = range(len(sums))[::-1]
    ax.barh(places, sums, color=FAINT, height=0.5)
    for place, number in zip(places, sums, strict=True):
        write_beside(ax, place, f"{number:.0f}")
    ax.set_yticks(places, list(sums.index), fontsize=TYPE, linespacing=1)
    ax.set_ylim(-0.6, len(sums) - 0.4)
    ax.set_xlim(0, None)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    clear_grid(ax)


def draw_alignment(
    table: pd.DataFrame, ax: Axes, *, pillars: Sequence[str], names: Mapping[str, str], topics: Mapping[int, str]
) -> None:
    """Draw where each topic's paragraphs stand: a row a topic, a column a pillar, per cent of the row.

    Parameters
    ----------
    table : DataFrame
        One row a cell: ``topic``, ``label``, ``count``.
    ax : Axes
        Axes to draw on.
    pillars : sequence of str
        Order of the columns.
    names : mapping
        Pillar id to its name.
    topics : mapping
        Topic number to the text that labels its row.
    """
    grid = table.pivot_table(index="topic", columns="label", values="count", aggfunc="sum", fill_value=0)
    cells = grid.reindex(index=list(topics), columns=list(pillars), fill_value=0).to_numpy(float)
    totals = cells.sum(axis=1, keepdims=True)
    parts = np.divide(cells, totals, out=np.zeros_like(cells), where=totals > 0)
    written = [[f"{100 * part:.0f}" if part >= 0.005 else "·" for part in row] for row in parts]
    _grid(ax, parts, written, list(topics.values()), [names[pillar].replace(" and ", "\nand ") for pillar in pillars])


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
