"""Are its probabilities calibrated, and what would more labels bring?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from discourse.figures.style import FAINT, TYPE, add_legend, clear_grid, ink_of, pale_ink, paper_of
from discourse.translations import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARKERS = {"primary": "o", "mentions": "s"}
"""Shape of each quantity; the first is in ink, the other grey."""

FEW = 20
"""Bins with fewer predictions are drawn hollow: they say little."""


def quantity_names() -> dict[str, str]:
    """Return the name of each quantity, in the language spoken at the moment.

    Examples
    --------
    >>> quantity_names()
    {'primary': 'primary', 'mentions': 'mentions'}
    """
    return {"primary": say("primary"), "mentions": say("mentions")}


def draw_reliability(table: pd.DataFrame, ax: Axes) -> None:
    """Draw the share observed against the probability predicted; on the diagonal, both are equal.

    Parameters
    ----------
    table : DataFrame
        One row a bin: ``quantity`` (primary, mentions), ``mean_predicted``, ``observed`` with
        ``observed_low`` and ``observed_high``, ``predictions``.
    ax : Axes
        Axes to draw on.
    """
    ax.plot([0, 1], [0, 1], color=FAINT, linewidth=0.8, linestyle="--")
    for quantity, marker in MARKERS.items():
        colour = _colour(ax, quantity)
        part = table[table["quantity"] == quantity].sort_values("mean_predicted")
        if part.empty:
            continue
        ends = part["observed_low"], part["observed_high"]
        ax.vlines(part["mean_predicted"], *ends, color=colour, linewidth=1.2, alpha=0.6)
        for few, face in ((False, colour), (True, paper_of(ax))):
            rows = part[(part["predictions"] < FEW) == few]
            label = None if few else quantity_names()[quantity]
            at = rows["mean_predicted"], rows["observed"]
            order = 3 if quantity == "primary" else 2
            ax.plot(*at, marker, color=colour, markerfacecolor=face, markersize=4, label=label, zorder=order)
    ax.set_xlim(-0.02, 1.02)
    ax.set_ylim(-0.02, 1.02)
    ax.set_xlabel(say("predicted probability"))
    ax.set_ylabel(say("observed share"))
    add_legend(ax, loc="center left", bbox_to_anchor=(1.02, 0.5))
    clear_grid(ax, axis="both")


def draw_learning(points: pd.DataFrame, law: pd.DataFrame, ax: Axes, *, quantity: str) -> None:
    """Draw one score's points and its fitted law ``limit - loss * n ** -rate``, dashed where it extrapolates.

    Parameters
    ----------
    points : DataFrame
        ``articles`` (in training) and ``value``.
    law : DataFrame
        Rows by rising ``articles``, the first the number labelled now: ``value``, ``low``, ``high``, and
        ``limit``, ``loss``, ``rate``, the same in all rows.
    ax : Axes
        Axes to draw on.
    quantity : str
        What is scored, a key of ``MARKERS``.
    """
    marker, colour, first = MARKERS[quantity], _colour(ax, quantity), law.iloc[0]
    measured = points["articles"].max()
    for ends, line in (((points["articles"].min(), measured), "-"), ((measured, law["articles"].max()), "--")):
        at = np.linspace(*ends, 60)
        ax.plot(at, first["limit"] - first["loss"] * at ** -first["rate"], line, color=colour, linewidth=1)
    name = quantity_names()[quantity]
    ax.plot(points["articles"], points["value"], marker, color=colour, markersize=3.5, label=name)
    ax.vlines(law["articles"], law["low"], law["high"], color=colour, linewidth=1)
    ax.plot(law["articles"], law["value"], marker, color=colour, markerfacecolor=paper_of(ax), markersize=4)
    clear_grid(ax, axis="both")


def _colour(ax: Axes, quantity: str) -> Any:
    return ink_of(ax) if quantity == "primary" else FAINT


def mark_extrapolation(ax: Axes, beyond: float) -> None:
    """Shade what lies beyond the last number of articles that was measured, and write on it what it is."""
    ax.axvspan(beyond, ax.get_xlim()[1], color=pale_ink(ax, 0.08), linewidth=0, zorder=0)
    ax.annotate(
        say("extrapolated"),
        (beyond, 1),
        xycoords=("data", "axes fraction"),
        xytext=(3, -3),
        textcoords="offset points",
        va="top",
        fontsize=TYPE,
        color=FAINT,
    )
