"""How are words drawn: those of a period, and of a pillar?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from discourse.figures.style import FAINT, PERIOD_COLOURS, clear_grid, ink_of, paper_of, write_beside

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_keywords(table: pd.DataFrame, ax: Axes, *, sides: Mapping[str, str]) -> None:
    """Draw each word at its z, one side a period, with the counts and articles behind it.

    Parameters
    ----------
    table : DataFrame
        Columns ``term``, ``z`` (log-odds over its standard error; positive: the later period),
        ``earlier_count``, ``later_count``, ``earlier_articles``, ``later_articles``, ``stable``
        (part of the article resamples in which the sign holds); largest z on top.
    ax : Axes
        Axes to draw on.
    sides : mapping
        ``earlier`` and ``later`` to the names of the periods.
    """
    places = range(len(table))[::-1]
    for place, row in zip(places, table.to_dict("records"), strict=True):
        colour = PERIOD_COLOURS[1] if row["z"] > 0 else PERIOD_COLOURS[0]
        stable = row["stable"] >= 0.95
        ax.plot([0, row["z"]], [place, place], color=colour if stable else FAINT, linewidth=1)
        ax.plot(row["z"], place, "o", color=colour, markerfacecolor=colour if stable else paper_of(ax), markersize=4.5)
        counts = [f"{row[f'{side}_count']} in {row[f'{side}_articles']}" for side in ("earlier", "later")]
        note = "  |  ".join([*counts, f"{100 * row['stable']:.0f} %"])
        write_beside(ax, place, note)
    write_beside(ax, len(table) - 0.2, f"{sides['earlier']}  |  {sides['later']}  |  sign holds", fontweight="bold")
    ax.axvline(0, color=ink_of(ax), linewidth=0.8)
    ax.set_yticks(places, [term.replace("_", " ") for term in table["term"]])
    ax.set_ylim(-0.7, len(table) - 0.3)
    ax.set_xlabel(f"z of the log-odds: left {sides['earlier']}, right {sides['later']}")
    clear_grid(ax)


def draw_top_features(table: pd.DataFrame, ax: Axes, *, colour: str) -> None:
    """Draw a bar a word, to the right where it speaks for the pillar, pale and to the left where against.

    Parameters
    ----------
    table : DataFrame
        One pillar's rows, largest weight first: ``term``, ``weight``, ``least`` and ``most`` (of the
        weights learnt without one fold), ``articles`` (in which the word occurs; written beside).
    ax : Axes
        Axes to draw on.
    colour : str
        The pillar's colour.
    """
    places = range(len(table))[::-1]
    for place, row in zip(places, table.to_dict("records"), strict=True):
        ax.barh(place, row["weight"], color=colour, height=0.72, alpha=0.85 if row["weight"] > 0 else 0.35)
        ax.plot([row["least"], row["most"]], [place, place], color=ink_of(ax), linewidth=0.9)
        write_beside(ax, place, f"{row['articles']:.0f}", gap=3, fontsize=6.5)
    ax.axvline(0, color=ink_of(ax), linewidth=0.8)
    ax.set_yticks(places, [term.replace("_", " ") for term in table["term"]], fontsize=7)
    ax.set_ylim(-0.6, len(table) - 0.4)
    ax.tick_params(axis="x", labelsize=6.5)
    clear_grid(ax)
