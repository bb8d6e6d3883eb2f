"""Where does a shift come from?"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from discourse.figures.emphasis import one_each
from discourse.figures.style import (
    PERIOD_MARKERS,
    TYPE,
    add_legend,
    clear_grid,
    ink_of,
    pale_ink,
    paper_of,
    write_beside,
)
from discourse.translations import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TERMS = ("within", "mix", "unmatched")
"""Parts of a shift: ink, grey, hatched."""

_SIGNS = ("○", "■")
"""The markers of the two periods, as text."""
_BAR, _MARK = 0.16, -0.22
"""Heights of a pillar's bar and of its mark, in rows from the middle of its row."""


def draw_decomposition(
    table: pd.DataFrame, ax: Axes, *, pillars: Sequence[str], names: Mapping[str, str], group: str = ""
) -> None:
    """Draw the parts of each pillar's shift as one bar around zero, and the shift below it with its interval.

    Parameters
    ----------
    table : DataFrame
        As ``decompose_shift`` returns it: ``pillar``, ``group`` ("" for all together), ``quantity``,
        ``value``, ``low``, ``high``. A shift without interval is a cross; a part that is missing is left out.
    ax : Axes
        Axes to draw on; percentage points.
    pillars : sequence of str
        Order of the rows, first on top.
    names : mapping
        Pillar id to its name.
    group : str
        What the groups are, for the legend; default: outlets.
    """
    together = table[table["group"] == ""].drop_duplicates(["pillar", "quantity"])
    parts = together.pivot(index="pillar", columns="quantity", values="value").reindex(columns=list(TERMS))
    shifts = together[together["quantity"].isin(["shift", "mention_shift"])].to_dict("records")
    bounds = {row["pillar"]: row for row in shifts}
    for place, pillar in enumerate(pillars):
        row = len(pillars) - 1 - place
        _stack(ax, {term: 100 * parts[term].fillna(0.0)[pillar] for term in TERMS}, row + _BAR)
        _mark(ax, bounds[pillar], row + _MARK, "D", ink_of(ax))
        if not np.isnan(bounds[pillar]["value"]):
            write_beside(ax, row, f"{100 * bounds[pillar]['value']:+z.1f}".replace("-", "−"))
    ax.axvline(0, color=ink_of(ax), linewidth=0.8)
    _legend(ax, [term for term in TERMS if parts[term].abs().gt(0).any()], group)
    ax.set_xlabel(say("percentage points"), fontsize=TYPE)
    _name_rows(ax, pillars, names)


def _name_rows(ax: Axes, pillars: Sequence[str], names: Mapping[str, str]) -> None:
    ax.set_yticks(range(len(pillars))[::-1], [names[pillar] for pillar in pillars])
    ax.set_ylim(-0.6, len(pillars) - 0.4)
    ax.tick_params(labelsize=TYPE)
    clear_grid(ax)


def _term_style(ax: Axes, term: str) -> dict[str, Any]:
    """Say how a part is filled: in ink, paler, or hatched; a colour would be a pillar's."""
    ink, paper = ink_of(ax), paper_of(ax)
    return {
        "within": {"facecolor": ink, "edgecolor": ink},
        "mix": {"facecolor": pale_ink(ax, 0.55), "edgecolor": ink},
        "unmatched": {"facecolor": paper, "edgecolor": ink, "hatch": "/////"},
    }[term]


def _legend(ax: Axes, terms: Sequence[str], group: str) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    group = group or say("outlet")
    labels = {
        "within": say("within {group}s", group=group),
        "mix": say("mix of {group}s", group=group),
        "unmatched": say("{group}s of one period only", group=group),
    }
    keys: list[Patch | Line2D] = [Patch(label=labels[term], **_term_style(ax, term)) for term in terms]
    keys.append(Line2D([], [], linestyle="", marker="D", color=ink_of(ax), markersize=3.5, label=say("shift")))
    add_legend(
        ax,
        handles=keys,
        loc="lower center",
        bbox_to_anchor=(0.4, 1.0),
        ncols=2 if "unmatched" in terms else 3,
        fontsize=TYPE,
        handlelength=1.2,
        columnspacing=1.2,
    )


def _stack(ax: Axes, parts: Mapping[str, float], height: float) -> None:
    ends = {True: 0.0, False: 0.0}
    for term, value in parts.items():
        if value:
            ax.barh(height, value, left=ends[value > 0], height=0.4, linewidth=0.6, **_term_style(ax, term))
            ends[value > 0] += value


def draw_group_shares(
    table: pd.DataFrame,
    ax: Axes,
    *,
    pillars: Sequence[str],
    names: Mapping[str, str],
    colours: Mapping[str, str],
    periods: Sequence[str],
    group: str = "",
) -> None:
    """Draw every pillar's share in one group, earlier period above later, with the counts behind both.

    Parameters
    ----------
    table : DataFrame
        One group's rows of ``group_shares``: ``pillar``, ``period``, ``value``, ``low``, ``high``,
        ``numerator``, ``paragraphs``. A share without interval is a cross, one without paragraphs is not drawn.
    ax : Axes
        Axes to draw on; per cent.
    pillars : sequence of str
        Order of the rows, first on top.
    names, colours : mapping
        Pillar id to its name and its colour.
    periods : sequence of str
        Ids of the two periods, earlier first.
    group : str
        What the group is, for the label of the axis; default: an outlet.

    Raises
    ------
    DataError
        If the table has not one row of each pillar and period: none, say, or those of several groups.
    """
    parts = {period: one_each(table[table["period"] == period], pillars, f"period {period!r}") for period in periods}
    rows = {(pillar, period): parts[period].loc[pillar].to_dict() for pillar in pillars for period in periods}
    for place, pillar in enumerate(pillars):
        row, shares = len(pillars) - 1 - place, [rows[pillar, period] for period in periods]
        for rank, share in enumerate(shares):
            height = row + (_BAR if rank == 0 else -_BAR)
            _mark(ax, share, height, PERIOD_MARKERS[rank], colours[pillar], hollow=rank == 0)
        write_beside(ax, row, " → ".join(_counts(share) for share in shares))
    key = "    ".join(f"{sign} {period}" for sign, period in zip(_SIGNS, periods, strict=True))
    whose = say("% of the {group}'s paragraphs", group=group or say("outlet"))
    ax.set_xlabel(f"{whose}\n{key}", fontsize=TYPE, linespacing=1.4)
    ax.set_xlim(-2, 102)
    _name_rows(ax, pillars, names)


def _counts(share: Mapping[Hashable, Any]) -> str:
    """Write the counts behind a share: "11 of 27"; a dash where there is no paragraph."""
    if not share["paragraphs"]:
        return "–"
    return say("{count:.0f} of {all:.0f}", count=share["numerator"], all=share["paragraphs"])


def _mark(
    ax: Axes, found: Mapping[Hashable, Any], height: float, marker: str, colour: Any, *, hollow: bool = False
) -> None:
    """Draw a value with its interval in per cent, a cross without interval; nothing where there is no value."""
    value, low, high = (100 * found[column] for column in ("value", "low", "high"))
    if np.isnan(value):
        return
    few = bool(np.isnan(low))
    if not few:
        ax.plot([low, high], [height, height], color=colour, linewidth=1.2, solid_capstyle="butt")
    face = paper_of(ax) if hollow and not few else colour
    ax.plot(value, height, "x" if few else marker, color=colour, markerfacecolor=face, markersize=3.5)
