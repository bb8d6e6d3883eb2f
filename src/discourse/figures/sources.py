"""Where does a shift come from?"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from discourse.figures.style import FAINT, PERIOD_MARKERS, add_legend, clear_grid, ink_of, paper_of, write_beside

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TERM_STYLES: dict[str, dict[str, Any]] = {
    "within": {"color": "#4B2E83"},
    "mix": {"color": "#9A82C4"},
    "unmatched": {"facecolor": "white", "edgecolor": "#4B2E83", "hatch": "/////"},
}
"""How each part of a shift is filled; violet, which no pillar has."""

_SIGNS = ("○", "■")
"""The markers of the two periods, as text."""
_SMALL = 6.5
_BAR, _MARK = 0.16, -0.22
"""Heights of a pillar's bar and of its mark, in rows from the middle of its row."""


def draw_decomposition(
    table: pd.DataFrame, ax: Axes, *, pillars: Sequence[str], names: Mapping[str, str], group: str = "outlet"
) -> None:
    """Draw the parts of each pillar's shift as one bar around zero, and the shift below it with its interval.

    Parameters
    ----------
    table : DataFrame
        As ``decompose_shift`` returns it: ``pillar``, ``group`` ("" for all together), ``quantity``,
        ``value``, ``low``, ``high``. A shift without interval is a hollow mark; a part that is
        missing is left out.
    ax : Axes
        Axes to draw on; percentage points.
    pillars : sequence of str
        Order of the rows, first on top.
    names : mapping
        Pillar id to its name.
    group : str
        What the groups are, for the legend.
    """
    together = table[table["group"] == ""].drop_duplicates(["pillar", "quantity"])
    parts = together.pivot(index="pillar", columns="quantity", values="value").reindex(columns=list(TERM_STYLES))
    shifts = together[together["quantity"].isin(["shift", "mention_shift"])].to_dict("records")
    bounds = {row["pillar"]: (row["value"], row["low"], row["high"]) for row in shifts}
    for place, pillar in enumerate(pillars):
        row = len(pillars) - 1 - place
        _stack(ax, {term: 100 * parts[term].fillna(0.0)[pillar] for term in TERM_STYLES}, row + _BAR)
        _mark(ax, bounds[pillar], row + _MARK, "D", hollow=bool(np.isnan(bounds[pillar][1])))
        if not np.isnan(bounds[pillar][0]):
            write_beside(ax, row, f"{100 * bounds[pillar][0]:+z.1f}".replace("-", "−"), fontsize=7)
    ax.axvline(0, color=ink_of(ax), linewidth=0.8)
    _legend(ax, [term for term in TERM_STYLES if parts[term].abs().gt(0).any()], group)
    ax.set_yticks(range(len(pillars))[::-1], [names[pillar].replace(" and ", "\nand ") for pillar in pillars])
    ax.set_ylim(-0.6, len(pillars) - 0.4)
    ax.set_xlabel("percentage points", fontsize=7)
    ax.tick_params(labelsize=7)
    clear_grid(ax)


def _legend(ax: Axes, terms: Sequence[str], group: str) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    labels = {"within": f"within {group}s", "mix": f"mix of {group}s", "unmatched": f"{group}s of one period only"}
    keys: list[Patch | Line2D] = [Patch(label=labels[term], **TERM_STYLES[term]) for term in terms]
    keys.append(Line2D([], [], linestyle="", marker="D", color=ink_of(ax), markersize=3.5, label="shift"))
    add_legend(
        ax,
        handles=keys,
        loc="lower center",
        bbox_to_anchor=(0.4, 1.0),
        ncols=2 if "unmatched" in terms else 3,
        fontsize=_SMALL,
        handlelength=1.2,
        columnspacing=1.2,
    )


def _stack(ax: Axes, parts: Mapping[str, float], height: float) -> None:
    ends = {True: 0.0, False: 0.0}
    for term, value in parts.items():
        if value:
            ax.barh(height, value, left=ends[value > 0], height=0.4, linewidth=0.6, **TERM_STYLES[term])
            ends[value > 0] += value


def draw_group_shares(table: pd.DataFrame, ax: Axes, *, periods: Sequence[str], group: str = "outlet") -> None:
    """Draw one pillar's share in each group, earlier period above later, with the counts behind both.

    Parameters
    ----------
    table : DataFrame
        One pillar's rows of ``group_shares``: ``group``, ``period``, ``value``, ``low``, ``high``,
        ``numerator``, ``paragraphs``; groups in the order to show, first on top. A share without interval
        is hollow grey, one without paragraphs is not drawn.
    ax : Axes
        Axes to draw on; per cent.
    periods : sequence of str
        Ids of the periods, earlier first.
    group : str
        What the groups are, for the label of the axis.
    """
    groups = list(dict.fromkeys(table["group"]))
    rows = {(row["group"], row["period"]): row for row in table.to_dict("records")}
    for place, name in enumerate(groups):
        row, shares = len(groups) - 1 - place, [rows[name, period] for period in periods]
        for rank, share in enumerate(shares):
            height = row + (_BAR if rank == 0 else -_BAR)
            bounds = (share["value"], share["low"], share["high"])
            _mark(ax, bounds, height, PERIOD_MARKERS[rank], hollow=rank == 0)
        write_beside(ax, row, " → ".join(_counts(share) for share in shares), fontsize=7)
    heads = (f"{sign} {period}" for sign, period in zip(_SIGNS, periods, strict=True))
    write_beside(ax, len(groups) - 0.42, " → ".join(heads), fontsize=_SMALL)
    ax.set_yticks(range(len(groups))[::-1], groups)
    ax.set_ylim(-0.6, len(groups) - 0.2)
    ax.set_xlim(left=min(-2, ax.get_xlim()[0]))
    ax.set_xlabel(f"% of the {group}'s paragraphs", fontsize=7)
    ax.tick_params(labelsize=7)
    clear_grid(ax)


def _counts(share: Mapping[Hashable, Any]) -> str:
    """Write the counts behind a share: "11 of 27"; a dash where there is no paragraph."""
    return f"{share['numerator']:.0f} of {share['paragraphs']:.0f}" if share["paragraphs"] else "–"


def _mark(ax: Axes, found: tuple[float, float, float], height: float, marker: str, *, hollow: bool) -> None:
    """Draw a value, its low and its high bound in per cent, grey without interval; nothing where there is no value."""
    value, low, high = (100 * number for number in found)
    colour = FAINT if np.isnan(low) else ink_of(ax)
    if not np.isnan(low):
        ax.plot([low, high], [height, height], color=colour, linewidth=1.2, solid_capstyle="butt")
    if not np.isnan(value):
        face = paper_of(ax) if hollow else colour
        ax.plot(value, height, marker, color=colour, markerfacecolor=face, markersize=4)
