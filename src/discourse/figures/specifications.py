"""What does each choice do to the shift?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from discourse.figures.style import FAINT, INK, clear_grid

if TYPE_CHECKING:
    from matplotlib.axes import Axes


CHOICES = ("variant", "quantity", "weighting", "estimator")
"""Columns of a table of specifications that are choices."""


def draw_specification_curve(table: pd.DataFrame, ax: Axes, *, colour: str) -> None:
    """Draw one pillar's shift under every specification, smallest first, with its interval.

    Parameters
    ----------
    table : DataFrame
        One pillar's rows: ``specification``, ``shift``, ``low``, ``high``. Intervals that exclude zero
        are drawn in colour, others in grey; the base (specification 0) is the large mark.
    ax : Axes
        Axes to draw on; percentage points.
    colour : str
        The pillar's colour.
    """
    ranked = table.dropna(subset=["shift"]).sort_values(["shift", "specification"]).reset_index(drop=True)
    places = np.arange(len(ranked))
    excludes = ((ranked["low"] > 0) | (ranked["high"] < 0)).to_numpy()
    for mask, paint in ((~excludes, FAINT), (excludes, colour)):
        part = ranked[mask]
        ax.vlines(places[mask], 100 * part["low"], 100 * part["high"], color=paint, linewidth=0.5, alpha=0.5)
        ax.plot(places[mask], 100 * part["shift"], ".", color=paint, markersize=2.5)
    base = ranked.index[ranked["specification"] == 0]
    ax.plot(base, 100 * ranked.loc[base, "shift"], "D", color=colour, markeredgecolor=INK, markersize=5)
    ax.axhline(0, color=INK, linewidth=0.8)
    ax.set_xticks([])
    clear_grid(ax, axis="y")


def choice_rows(table: pd.DataFrame) -> list[tuple[str, str]]:
    """List the choices made in a table of specifications: (column, value), in order of appearance."""
    return [(column, str(value)) for column in CHOICES for value in dict.fromkeys(table[column])]


def draw_specification_choices(
    table: pd.DataFrame,
    ax: Axes,
    *,
    rows: Sequence[tuple[str, str]],
    names: Mapping[str, str],
    colour: str,
) -> None:
    """Draw what each choice does to one pillar's shift: the median, and the range, of all that make it.

    Parameters
    ----------
    table : DataFrame
        One pillar's rows, as in :func:`draw_specification_curve`, with the columns :data:`CHOICES`.
    ax : Axes
        Axes to draw on; percentage points, first choice on top.
    rows : sequence of (column, value)
        From :func:`choice_rows`, so that all pillars share them.
    names : mapping of str to str
        Name of each value that shows another than itself.
    colour : str
        The pillar's colour.
    """
    for place, (column, value) in enumerate(rows):
        shifts = 100 * table.loc[table[column] == value, "shift"].dropna()
        height = len(rows) - 1 - place
        if len(shifts):
            ax.plot([shifts.min(), shifts.max()], [height, height], color=colour, linewidth=1.4, alpha=0.6)
            ax.plot(shifts.median(), height, "o", color=colour, markersize=3.5)
        if place and rows[place - 1][0] != column:
            ax.axhline(height + 0.5, color="#DDDDDD", linewidth=0.8)
    ax.axvline(0, color=INK, linewidth=0.8)
    ax.set_yticks(range(len(rows))[::-1], [names.get(value, value) for _, value in rows], fontsize=7)
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.tick_params(axis="x", labelsize=7)
    clear_grid(ax)
