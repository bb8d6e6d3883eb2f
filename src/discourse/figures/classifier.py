"""Are its probabilities calibrated, and what would more labels bring?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from discourse.figures.style import FAINT, PALETTE, add_legend, clear_grid, ink_of, paper_of, write_beside

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARKERS = {"primary": ("o", PALETTE[0]), "mentions": ("s", PALETTE[1])}

FEW = 20
"""Bins with fewer predictions are drawn hollow: they say little."""


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
    for quantity, (marker, colour) in MARKERS.items():
        part = table[table["quantity"] == quantity].sort_values("mean_predicted")
        if part.empty:
            continue
        ends = part["observed_low"], part["observed_high"]
        ax.vlines(part["mean_predicted"], *ends, color=colour, linewidth=1.2, alpha=0.6)
        for few, face in ((False, colour), (True, paper_of(ax))):
            rows = part[(part["predictions"] < FEW) == few]
            label = None if few else quantity
            at = rows["mean_predicted"], rows["observed"]
            ax.plot(*at, marker, color=colour, markerfacecolor=face, markersize=4.5, label=label)
    ax.set_xlim(-0.02, 1.02)
    ax.set_ylim(-0.02, 1.02)
    ax.set_xlabel("predicted probability")
    ax.set_ylabel("observed share")
    add_legend(ax, fontsize=7, loc="upper left")
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
            color=ink_of(ax),
        )
    ax.margins(x=0.1, y=0.12)
    ax.set_xlabel("% of paragraphs coded")
    ax.set_ylabel("accuracy of those coded")
    clear_grid(ax, axis="both")


SERIES = (("o", 0.13), ("s", -0.13))
"""Marker and place in the row of fewer and of more additional articles."""


def draw_learning(
    points: pd.DataFrame, law: pd.DataFrame, ax: Axes, *, colour: str, marker: str = "o", label: str = ""
) -> None:
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
    colour, marker, label : str
        Of the series.
    """
    first = law.iloc[0]
    measured = points["articles"].max()
    for ends, line in (((points["articles"].min(), measured), "-"), ((measured, law["articles"].max()), "--")):
        at = np.linspace(*ends, 60)
        ax.plot(at, first["limit"] - first["loss"] * at ** -first["rate"], line, color=colour, linewidth=1.2)
    ax.plot(points["articles"], points["value"], marker, color=colour, markersize=3.5, alpha=0.7, label=label)
    ax.vlines(law["articles"], law["low"], law["high"], color=colour, linewidth=1.2)
    ax.plot(law["articles"], law["value"], marker, color=colour, markerfacecolor=paper_of(ax), markersize=4.5)
    clear_grid(ax, axis="both")


def draw_gains(
    table: pd.DataFrame, ax: Axes, *, rows: Sequence[str], names: Mapping[str, str], colours: Mapping[str, str]
) -> None:
    """Draw what more articles would add to the score of each pillar, in points, with the gain written beside.

    Parameters
    ----------
    table : DataFrame
        ``pillar``, ``more`` (articles added), ``gain`` with ``gain_low`` and ``gain_high``.
    ax : Axes
        Axes to draw on; first row on top.
    rows : sequence of str
        Pillars in the order to show.
    names, colours : mapping
        Pillar to its name and colour.
    """
    count = len(rows)
    known = table[table["pillar"].isin(rows)]
    for (marker, offset), (_, part) in zip(SERIES, known.groupby("more"), strict=False):
        heights = np.array([count - 1 - list(rows).index(pillar) + offset for pillar in part["pillar"]])
        for height, row in zip(heights, part.to_dict("records"), strict=True):
            colour = colours[row["pillar"]]
            ends = [100 * row["gain_low"], 100 * row["gain_high"]]
            ax.plot(ends, [height, height], color=colour, linewidth=1.4, solid_capstyle="butt")
            ax.plot(100 * row["gain"], height, marker, color=colour, markersize=4)
    for place, pillar in enumerate(rows):
        gains = known[known["pillar"] == pillar].sort_values("more")["gain"]
        write_beside(ax, count - 1 - place, ", ".join(f"{100 * gain:+.1f}" for gain in gains))
    ax.axvline(0, color=ink_of(ax), linewidth=0.8)
    ax.set_yticks(range(count)[::-1], [names[pillar].replace(" and ", "\nand ") for pillar in rows], fontsize=7)
    ax.set_ylim(-0.6, count - 0.4)
    clear_grid(ax)
