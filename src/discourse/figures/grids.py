"""On what do two coders differ?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from discourse.figures.style import FAINT, TYPE, clear_grid, write_beside
from discourse.translations import say

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
        sums = pd.concat([sums.head(MOST - 1), pd.Series({say("other pairs"): sums.iloc[MOST - 1 :].sum()})])
    places = range(len(sums))[::-1]
    ax.barh(places, sums, color=FAINT, height=0.5)
    for place, number in zip(places, sums, strict=True):
        write_beside(ax, place, f"{number:.0f}")
    ax.set_yticks(places, list(sums.index), fontsize=TYPE, linespacing=1)
    ax.set_ylim(-0.6, len(sums) - 0.4)
    ax.set_xlim(0, None)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    clear_grid(ax)
