"""Do probabilities hold what they promise, and what does abstaining buy?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from discourse.style import FAINT, INK, PALETTE, clear_grid

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARKERS = {"primary": ("o", PALETTE[0]), "mentions": ("s", PALETTE[1])}
FEW = 20
"""Bins with fewer predictions are drawn hollow: they hardly tell anything."""


def draw_reliability(table: pd.DataFrame, ax: Axes) -> None:
    """Draw the share that came true against the probability that was said; on the diagonal, both are equal.

    Parameters
    ----------
    table : DataFrame
        One row a bin: ``quantity`` (primary, mentions), ``said``, ``true`` with ``true_low`` and
        ``true_high``, ``predictions``.
    ax : Axes
        Axes to draw on.
    """
    ax.plot([0, 1], [0, 1], color=FAINT, linewidth=0.8, linestyle="--")
    for quantity, (marker, colour) in MARKERS.items():
        part = table[table["quantity"] == quantity].sort_values("said")
        if part.empty:
            continue
        ax.vlines(part["said"], part["true_low"], part["true_high"], color=colour, linewidth=1.2, alpha=0.6)
        for few, face in ((False, colour), (True, "white")):
            rows = part[(part["predictions"] < FEW) == few]
            label = None if few else quantity
            ax.plot(rows["said"], rows["true"], marker, color=colour, markerfacecolor=face, markersize=4.5, label=label)
    ax.set_xlim(-0.02, 1.02)
    ax.set_ylim(-0.02, 1.02)
    ax.set_xlabel("probability said")
    ax.set_ylabel("share that came true")
    ax.legend(fontsize=7, loc="upper left")
    clear_grid(ax, axis="both")


def draw_abstention(table: pd.DataFrame, ax: Axes) -> None:
    """Draw accuracy against the share of paragraphs answered, with the probability asked for beside each point.

    Parameters
    ----------
    table : DataFrame
        ``below`` (probability below which there is no answer), ``answered`` (share), ``accuracy`` with
        ``low`` and ``high``.
    ax : Axes
        Axes to draw on.
    """
    known = table.dropna(subset=["accuracy"]).sort_values("answered")
    percent = 100 * known["answered"]
    ax.fill_between(percent, known["low"], known["high"], color=PALETTE[0], alpha=0.15, linewidth=0)
    ax.plot(percent, known["accuracy"], "o-", color=PALETTE[0], markersize=4)
    for share, accuracy, below in zip(percent, known["accuracy"], known["below"], strict=True):
        ax.annotate(
            f"{below:.2g}" if below else "all",
            (share, accuracy),
            xytext=(4, 5),
            textcoords="offset points",
            fontsize=7,
            color=INK,
        )
    ax.margins(x=0.1, y=0.12)
    ax.set_xlabel("% of paragraphs answered")
    ax.set_ylabel("accuracy of the answers")
    clear_grid(ax, axis="both")
