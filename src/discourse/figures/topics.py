"""How far may topics be trusted?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from discourse.figures.style import FAINT, PALETTE, add_legend, clear_grid, ink_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_number_of_topics(table: pd.DataFrame, ax: Axes) -> None:
    """Draw stability and alignment against the number of topics; the number chosen is ringed.

    Parameters
    ----------
    table : DataFrame
        Columns ``topics``, ``stability``, ``error`` (one standard error), ``alignment``, ``chosen``.
    ax : Axes
        Axes to draw on.
    """
    chosen = table["chosen"].astype(str) == "True"
    for column, colour, label in (("stability", PALETTE[0], "stability"), ("alignment", PALETTE[1], "alignment (NMI)")):
        ax.plot(table["topics"], table[column], "o-", color=colour, markersize=4, label=label)
        ax.plot(
            table.loc[chosen, "topics"],
            table.loc[chosen, column],
            "o",
            color=ink_of(ax),
            markersize=9,
            fillstyle="none",
        )
    ax.errorbar(table["topics"], table["stability"], yerr=table["error"], fmt="none", color=PALETTE[0], linewidth=1)
    ax.set_ylim(0, 1)
    ax.set_xticks(table["topics"], [f"{topics:.0f}" for topics in table["topics"]])
    ax.set_xlabel("number of topics")
    add_legend(ax, fontsize=7)
    clear_grid(ax, axis="y")


def draw_seed_strength(table: pd.DataFrame, ax: Axes) -> None:
    """Draw agreement with the labels against the strength of the seeds, on a logarithmic axis.

    Parameters
    ----------
    table : DataFrame
        Columns ``strength``, ``accuracy``, ``nmi`` with ``low`` and ``high``.
    ax : Axes
        Axes to draw on.
    """
    ax.plot(table["strength"], table["accuracy"], "s-", color=PALETTE[3], markersize=4, label="accuracy")
    ax.plot(table["strength"], table["nmi"], "o-", color=PALETTE[1], markersize=4, label="NMI")
    ax.vlines(table["strength"], table["low"], table["high"], color=PALETTE[1], linewidth=1)
    ax.set_xscale("log")
    ax.set_xticks(table["strength"], [f"{strength:g}" for strength in table["strength"]])
    ax.minorticks_off()
    ax.set_ylim(0, 1)
    ax.set_xlabel("prior count of a seed word")
    add_legend(ax, fontsize=7, loc="lower right")
    clear_grid(ax, axis="y")


def draw_recurrence(table: pd.DataFrame, left: Axes, right: Axes, colours: Sequence[str]) -> None:
    """Draw how often each topic recurs, and its shift in the prototype and in all runs.

    Parameters
    ----------
    table : DataFrame
        Columns ``topic``, ``recurrence`` (part of the other runs, 0 to 1), ``shift`` with ``low`` and
        ``high`` (least and greatest of all runs), ``main_value``, ``main_low``, ``main_high`` (main-topic
        share of the prototype, interval over articles).
    left, right : Axes
        Axes for recurrence and for shifts; the rows are the same.
    colours : sequence of str
        Colour of each topic.
    """
    places = range(len(table))[::-1]
    left.barh(places, 100 * table["recurrence"], color=list(colours), height=0.6, alpha=0.75)
    left.set_yticks(places, [topic.replace("_", " ") for topic in table["topic"]], fontsize=7)
    left.set_xlim(0, 100)
    left.set_xlabel("% of other runs")
    for place, row, colour in zip(places, table.to_dict("records"), colours, strict=True):
        right.plot([100 * row["low"], 100 * row["high"]], [place - 0.2] * 2, color=FAINT, linewidth=2.5)
        right.plot([100 * row["main_low"], 100 * row["main_high"]], [place + 0.1] * 2, color=colour, linewidth=1.2)
        right.plot(100 * row["main_value"], place + 0.1, "o", color=colour, markersize=4)
    right.axvline(0, color=ink_of(right), linewidth=0.8)
    right.set_yticks(places, [])
    right.set_xlabel("shift, percentage points")
    for ax in (left, right):
        ax.set_ylim(-0.6, len(table) - 0.4)
        clear_grid(ax)
