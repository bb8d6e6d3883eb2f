"""Which pillars stand in front, which in passing, and which together, before and after?"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

import pandas as pd

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
    from matplotlib.figure import Figure

_LABEL = 22
"""Characters after which the label of a row is broken."""
APART = 0.17
"""How far the marks of the two periods lie above and below the middle of a row, in rows."""
_SIZE = 3.8
_CROSSES = ("x", "X")
"""Marks of shares without interval: thin the earlier, bold the later."""
_BAR = 0.34
_PALE = 0.25
"""Share of the pillar's colour in the pale part of its bar."""


def role_names() -> dict[str, str]:
    """Name the roles in which a paragraph names a pillar, in the order of the bar."""
    return {"alone": say("alone"), "leading": say("leading others"), "in_passing": say("in passing")}


def row_label(*names: str) -> str:
    r"""Label a row with a name, or with several that go together, a line each; long ones are broken.

    Examples
    --------
    >>> row_label("Arms", "Roads and railways of the north")
    'Arms +\nRoads and railways of\nthe north'
    """
    return "\n".join([*(fill(f"{name} +", _LABEL) for name in names[:-1]), fill(names[-1], _LABEL)])


def draw_pairs(
    table: pd.DataFrame,
    ax: Axes,
    *,
    rows: str,
    periods: Sequence[str],
    names: Mapping[str, str],
    colours: Mapping[str, str] | None = None,
    written: bool = True,
) -> None:
    """Draw a share before and after, a row each: earlier above later, with intervals, and the counts beside.

    Parameters
    ----------
    table : DataFrame
        ``value, low, high`` and ``numerator`` of ``counted`` (NaN where nothing is counted: then the shares
        stand beside the row), ``period`` and the column named by ``rows``; rows in the order to show, first on top.
        A share without interval is a cross.
    ax : Axes
        Axes to draw on; per cent.
    rows : str
        Column that tells the rows apart.
    periods : sequence of str
        Ids of the two periods, earlier first.
    names : mapping
        Value of ``rows`` to the label of the row.
    colours : mapping, optional
        Value of ``rows`` to its colour; default: the ink of the axes.
    written : bool
        Write the counts.
    """
    shown = list(dict.fromkeys(table[rows]))
    found = {(row[rows], row["period"]): row for row in table.to_dict("records")}
    for place, name in enumerate(shown):
        height = len(shown) - 1 - place
        pair = [found[name, period] for period in periods]
        for rank, share in enumerate(pair):
            colour = colours[name] if colours else ink_of(ax)
            _mark(ax, share, height + (APART if rank == 0 else -APART), colour, rank)
        if written:
            write_beside(ax, height, " → ".join(counts_text(share) for share in pair))
    _label_rows(ax, [names[name] for name in shown])


def _mark(ax: Axes, share: Mapping[Hashable, Any], height: float, colour: str, rank: int) -> None:
    if pd.isna(share["value"]):
        return
    known = pd.notna(share["low"])
    if known:
        ax.plot([100 * share["low"], 100 * share["high"]], [height] * 2, color=colour, lw=1.1, solid_capstyle="butt")
    marker = PERIOD_MARKERS[rank] if known else _CROSSES[rank]
    face = paper_of(ax) if rank == 0 else colour
    ax.plot(100 * share["value"], height, marker, color=colour, markerfacecolor=face, markersize=_SIZE)


def counts_text(share: Mapping[Hashable, Any]) -> str:
    """Write the counts behind a share, or the share where it has none; a dash where nothing counts."""
    if pd.isna(share["value"]):
        return "–"
    if pd.isna(share["numerator"]):
        return f"{100 * share['value']:.0f}%"
    return say("{found:.0f} of {of:.0f}", found=share["numerator"], of=share["counted"])


def draw_period_key(figure: Figure, periods: Sequence[str], *, few: bool = False) -> None:
    """Write below all panels of a figure which mark is which period, and if so that a cross has too few articles."""
    from matplotlib.lines import Line2D

    ink, paper = ink_of(figure.axes[0]), paper_of(figure.axes[0])
    keys = [
        Line2D([], [], linestyle="", marker=marker, color=ink, markerfacecolor=face, markersize=_SIZE, label=name)
        for marker, face, name in zip(PERIOD_MARKERS, (paper, ink), periods, strict=True)
    ]
    if few:
        keys.append(
            Line2D([], [], linestyle="", marker="x", color=ink, markersize=_SIZE, label=say("too few articles"))
        )
    look = {"ncols": 3, "fontsize": TYPE, "handletextpad": 0.1, "borderpad": 0.1, "labelcolor": ink}
    figure.legend(handles=keys, loc="outside lower center", **look)


def draw_roles(
    table: pd.DataFrame,
    ax: Axes,
    *,
    pillars: Sequence[str],
    periods: Sequence[str],
    names: Mapping[str, str],
    colours: Mapping[str, str],
) -> None:
    """Draw in which roles paragraphs name each pillar: a bar a period, earlier above later, and the counts beside.

    Parameters
    ----------
    table : DataFrame
        Shares of ``mention_roles``: ``pillar, role, period, value, numerator`` and ``paragraphs``.
    ax : Axes
        Axes to draw on; per cent.
    pillars : sequence of str
        Order of the rows, first on top.
    periods : sequence of str
        Ids of the two periods, earlier first.
    names, colours : mapping
        Pillar id to its name and colour.
    """
    found = {(row["pillar"], row["period"], row["role"]): row for row in table.to_dict("records")}
    for place, pillar in enumerate(pillars):
        for rank, period in enumerate(periods):
            height = len(pillars) - 1 - place + (0.2 if rank == 0 else -0.2)
            parts = [found[pillar, period, role] for role in role_names()]
            _stack(ax, [part["value"] for part in parts], height, colours[pillar])
            counted = " + ".join(f"{part['numerator']:.0f}" for part in parts)
            number = parts[0]["paragraphs"]
            said = say("{found} of {of:.0f}", found=counted, of=number) if number else "–"
            write_beside(ax, height, f"{'○■'[rank]} {said}")
    _label_rows(ax, [names[pillar] for pillar in pillars])
    ax.set_xlim(left=0)
    _role_key(ax)


def _stack(ax: Axes, values: Sequence[float], height: float, colour: str) -> None:
    left = 0.0
    for value, role in zip(values, role_names(), strict=True):
        if value > 0:
            ax.barh(height, 100 * value, left=left, height=_BAR, **_filling(ax, role, colour))
            left += 100 * value


def _filling(ax: Axes, role: str, colour: Any) -> dict[str, Any]:
    """Fill of a part of a bar: solid, hatched or pale; all with an outline in the full colour."""
    from matplotlib.colors import to_rgb

    pairs = zip(to_rgb(colour), to_rgb(paper_of(ax)), strict=True)
    pale = tuple(paper + _PALE * (own - paper) for own, paper in pairs)
    faces = {"alone": colour, "leading": paper_of(ax), "in_passing": pale}
    hatch = {"hatch": "//////"} if role == "leading" else {}
    return {"facecolor": faces[role], "edgecolor": colour, "linewidth": 0.7, **hatch}


def _role_key(ax: Axes) -> None:
    from matplotlib.patches import Patch

    keys = [Patch(label=name, **_filling(ax, role, ink_of(ax))) for role, name in role_names().items()]
    place = {"loc": "lower left", "bbox_to_anchor": (0, 1.0), "borderaxespad": 0.2, "columnspacing": 1.2}
    add_legend(ax, handles=keys, ncols=3, fontsize=TYPE, handlelength=1.4, handletextpad=0.5, **place)


def _label_rows(ax: Axes, labels: Sequence[str]) -> None:
    ax.set_yticks(range(len(labels))[::-1], labels)
    ax.set_ylim(-0.55, len(labels) - 0.45)
    ax.tick_params(labelsize=TYPE)
    ax.xaxis.label.set_fontsize(TYPE)
    clear_grid(ax)
    for place in range(len(labels) - 1):
        ax.axhline(place + 0.5, color=pale_ink(ax, 0.08), linewidth=0.6)
