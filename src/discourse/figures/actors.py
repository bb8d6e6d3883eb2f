"""In paragraphs of which pillars is somebody named?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

import pandas as pd

from discourse.figures.linkage import APART
from discourse.figures.style import TYPE, clear_grid, ink_of, paper_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_HANDLE, _CHARACTER = 24, 4.0
"""Points that the colour in a legend needs, and a character of a name."""
_LONGEST, _LINE = 55, 0.14
"""Characters of a name on one line, and inches of a line."""
_HEIGHT = 0.22
"""Rows that a bar is high."""


def draw_pillar_counts(
    table: pd.DataFrame,
    ax: Axes,
    *,
    order: Sequence[str],
    periods: Sequence[str],
    pillars: Sequence[str],
    colours: Mapping[str, str],
) -> None:
    """Draw the paragraphs that name each actor as bars parted by pillar, the earlier period hollow above the later one.

    Parameters
    ----------
    table : DataFrame
        ``name``, ``pillar``, ``period`` and ``numerator``, the paragraphs of that pillar that name the actor. The
        number beside a bar is their sum.
    ax : Axes
        Axes to draw on, which may share their rows with :func:`draw_changes`.
    order : sequence of str
        Names, first on top.
    periods : sequence of str
        Ids of the two periods, earlier first.
    pillars : sequence of str
        Order of the parts of a bar.
    colours : mapping of str to str
        Pillar id to its colour.
    """
    counts: Any = table.pivot_table(index=["name", "period"], columns="pillar", values="numerator", aggfunc="sum")
    for place, name in enumerate(order):
        for rank, period in enumerate(periods):
            height = len(order) - 1 - place + (APART, -APART)[rank]
            parts = counts.loc[(name, period)].reindex(pillars).fillna(0)
            end = 0.0
            for pillar, number in parts[parts > 0].items():
                colour = colours[str(pillar)]
                face = paper_of(ax) if rank == 0 else colour
                ax.barh(height, number, _HEIGHT, left=end, facecolor=face, edgecolor=colour, linewidth=0.9)
                end += number
            ax.text(end, height, f" {end:.0f}", va="center", fontsize=TYPE, color=ink_of(ax))
    ax.set_ylim(-0.6, len(order) - 0.4)
    ax.tick_params(labelsize=TYPE, labelleft=False)
    ax.locator_params(axis="x", nbins=3, integer=True)
    clear_grid(ax)


def add_pillars(figure: Figure, names: Mapping[str, str], colours: Mapping[str, str]) -> None:
    """Write below the panels which colour is which pillar, in as many columns as fit; the figure grows by that."""
    from matplotlib.patches import Patch

    room, longest = 72 * figure.get_figwidth(), max(map(len, names.values()))
    columns = int(max(1, min(len(names), room / (_HANDLE + _CHARACTER * longest))))
    labels = {pillar: fill(name, _LONGEST) for pillar, name in names.items()}
    patches = [Patch(color=colours[pillar], label=label) for pillar, label in labels.items()]
    options: dict[str, Any] = {"fontsize": TYPE, "handlelength": 1, "columnspacing": 1, "labelspacing": 0.3}
    figure.legend(handles=patches, loc="outside lower left", ncols=columns, **options)
    lines = -(-len(names) // columns) * max(label.count("\n") + 1 for label in labels.values())
    figure.set_figheight(figure.get_figheight() + _LINE * lines)
