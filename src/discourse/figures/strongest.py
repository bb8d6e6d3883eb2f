"""Which words speak for a pillar, and which against it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from discourse.style import INK, clear_grid, write_beside

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_strongest(table: pd.DataFrame, ax: Axes, *, colour: str) -> None:
    """Draw a bar a word, to the right where it speaks for the pillar, pale and to the left where against.

    Parameters
    ----------
    table : DataFrame
        One pillar's rows, strongest for it first: ``term``, ``weight``, ``least`` and ``most`` (of the
        weights learnt without one fold), ``articles`` (in which the word occurs; written beside).
    ax : Axes
        Axes to draw on.
    colour : str
        The pillar's colour.
    """
    places = range(len(table))[::-1]
    for place, row in zip(places, table.to_dict("records"), strict=True):
        ax.barh(place, row["weight"], color=colour, height=0.72, alpha=0.85 if row["weight"] > 0 else 0.35)
        ax.plot([row["least"], row["most"]], [place, place], color=INK, linewidth=0.9)
        write_beside(ax, place, f"{row['articles']:.0f}", gap=3, fontsize=6.5)
    ax.axvline(0, color=INK, linewidth=0.8)
    ax.set_yticks(places, [term.replace("_", " ") for term in table["term"]], fontsize=7)
    ax.set_ylim(-0.6, len(table) - 0.4)
    ax.tick_params(axis="x", labelsize=6.5)
    clear_grid(ax)
