"""How does somebody who works in Python plot the results of a study, on axes of their own or on new ones?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Literal

import pandas as pd

from discourse.errors import DataError, shown
from discourse.figures.emphasis import one_each
from discourse.figures.linkage import draw_pairs
from discourse.figures.style import (
    COLUMN,
    INK,
    PERIOD_MARKERS,
    add_legend,
    clear_grid,
    house_style,
    ink_of,
    makes_room,
    pale_ink,
    paper_of,
    pillar_colours,
)
from discourse.translations import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BETWEEN = 17 / 221
"""Share of ink in the line between two rows; of INK on white it is #EEEEEE."""
_LEGEND, _PADS = 7.5, 10.0
"""Points: type of a legend; ticks and space between axes, their numbers and their label."""
_SPARE = 1.3
"""Room for a legend within axes, in its height: axes may become lower later on, as by ``tight_layout``."""


def plot_shift(
    table: pd.DataFrame,
    ax: Axes | None = None,
    *,
    quantity: Literal["shift", "mention_shift"] = "shift",
    names: Mapping[str, str] | None = None,
    colours: Mapping[str, str] | None = None,
) -> Axes:
    """Plot the shift of each pillar with its interval.

    Parameters
    ----------
    table : DataFrame
        As :func:`discourse.emphasis_table` or :func:`discourse.shift_tests` returns it.
    ax : Axes, optional
        Axes to draw on, in your own style; default: those of a new figure of pyplot in the style of the package.
        The settings of matplotlib stay as they are. Save a PDF within :func:`discourse.figures.house_style`,
        so that it holds TrueType fonts.
    quantity : {"shift", "mention_shift"}
        Shift of the share as primary pillar, or as primary or also mentioned.
    names, colours : mapping, optional
        Pillar id to its name and colour; default: the name that the table knows, else the id, and the palette in the
        order of the table.

    Returns
    -------
    Axes
        Shifts in percentage points, first pillar on top. A cross is a shift without interval, because a period
        has too few articles.

    Raises
    ------
    DataError
        If the table has no row of that quantity, or several of a pillar, its period is not a later and an earlier
        one, or names or colours lack a pillar.

    Examples
    --------
    >>> table = pd.DataFrame({"pillar": ["trade"], "quantity": ["shift"], "period": ["2025-2023"], "value": [0.1],
    ...                       "low": [-0.05], "high": [0.25], "articles": [63], "paragraphs": [253]})
    >>> print(plot_shift(table).get_legend().get_texts()[0].get_text())
    shift from 2023 to 2025:
    63 articles, 253 paragraphs
    """
    rows = _rows_to_plot(table, quantity)
    pillars = list(dict.fromkeys(rows["pillar"]))
    rows = one_each(rows, pillars, quantity)
    named, paint = _looks(table, pillars, names, colours)
    periods = _both_periods(str(rows["period"].iloc[0]), [*table["period"].unique()])
    with house_style() if ax is None else nullcontext():
        axes = _new_axes(0.5 * len(pillars) + 1.1) if ax is None else ax
        for place, (pillar, row) in enumerate(rows.iterrows()):
            height = len(pillars) - 1 - place
            _mark(axes, row, height, paint[str(pillar)], "D", hollow=False, width=2.0)
        _rows(axes, pillars, named)
        _name_shift(axes, rows, *periods)
    return axes


def plot_shares(
    table: pd.DataFrame,
    ax: Axes | None = None,
    *,
    quantity: Literal["share", "mention_share"] = "share",
    names: Mapping[str, str] | None = None,
    colours: Mapping[str, str] | None = None,
) -> Axes:
    """Plot the share of each pillar in both periods with its intervals, the earlier one hollow above the later one.

    Parameters
    ----------
    table : DataFrame
        As :func:`discourse.emphasis_table` returns it.
    ax : Axes, optional
        As for :func:`plot_shift`.
    quantity : {"share", "mention_share"}
        Share as primary pillar, or as primary or also mentioned.
    names, colours : mapping, optional
        As for :func:`plot_shift`.

    Returns
    -------
    Axes
        Shares in per cent of the labelled paragraphs, first pillar on top. A cross is a share without interval, because
        the period has too few articles.

    Raises
    ------
    DataError
        As for :func:`plot_shift`, and if there are not two periods.

    Examples
    --------
    >>> table = pd.DataFrame({"pillar": ["trade"] * 2, "quantity": ["share"] * 2, "period": ["2023", "2025"],
    ...                       "value": [0.1, 0.3], "low": [0.05, 0.2], "high": [0.2, 0.4], "articles": [63, 70]})
    >>> [text.get_text() for text in plot_shares(table).get_legend().get_texts()]
    ['2023, 63 articles', '2025, 70 articles']
    """
    rows = _rows_to_plot(table, quantity)
    pillars, articles = list(dict.fromkeys(rows["pillar"])), dict(zip(rows["period"], rows["articles"], strict=True))
    if len(articles) != 2:
        raise DataError("two periods", ", ".join(articles), "table to plot", "Plot what emphasis_table returns.")
    parts = [one_each(rows[rows["period"] == period], pillars, f"period {period}") for period in articles]
    named, paint = _looks(table, pillars, names, colours)
    with house_style() if ax is None else nullcontext():
        axes = _new_axes(0.5 * len(pillars) + 1.0) if ax is None else ax
        both = pd.concat(parts).reset_index()
        draw_pairs(both, axes, rows="pillar", periods=[*articles], names=named, colours=paint, written=False)
        _in_given_type(axes)
        key = [say("{period}, {count:.0f} articles", period=each, count=number) for each, number in articles.items()]
        axes.set_xlabel(say("% of paragraphs"))
        axes.set_xlim(left=0)
        for marker, face, label in zip(PERIOD_MARKERS, (paper_of(axes), ink_of(axes)), key, strict=True):
            axes.plot([], [], marker, color=ink_of(axes), markerfacecolor=face, markersize=4.2, label=label)
        _legend_apart(axes)
    return axes


def _rows_to_plot(table: pd.DataFrame, quantity: str) -> pd.DataFrame:
    """Take the rows of a quantity; a table of tests has its value in the column ``shift``."""
    if not isinstance(table, pd.DataFrame) or "quantity" not in table:
        found = f"the columns {', '.join(map(str, table))}" if isinstance(table, pd.DataFrame) else type(table).__name__
        raise DataError("a table of shares and shifts", found, "table to plot", "Plot what emphasis_table returns.")
    rows = table[table["quantity"] == quantity]
    if rows.empty:
        found = ", ".join(dict.fromkeys(table["quantity"])) or "no row"
        raise DataError(f"rows of quantity {quantity}", found, "table to plot", "Plot what emphasis_table returns.")
    return rows if "value" in rows else rows.rename(columns={"shift": "value"})


def _looks(
    table: pd.DataFrame, pillars: Sequence[str], names: Mapping[str, str] | None, colours: Mapping[str, str] | None
) -> tuple[dict[str, str], Mapping[str, str]]:
    """Name and colour of each pillar: what is given, else what the table knows, else its id and the palette."""
    for what, given in (("names", names), ("colours", colours)):
        if given is not None and (missing := [pillar for pillar in pillars if pillar not in given]):
            raise DataError(f"{what} for {', '.join(pillars)}", f"none for {missing[0]}", f"argument {what}")
    known = table.attrs.get("pillars", {}) if names is None else names
    named = {pillar: known.get(pillar, pillar).replace(" and ", "\nand ") for pillar in pillars}
    return named, colours or pillar_colours(pillars)


def _in_given_type(ax: Axes) -> None:
    """Write ticks and label in the type that the settings of matplotlib ask for, whatever a panel chose."""
    from matplotlib import rcParams

    ax.tick_params(axis="x", labelsize=rcParams["xtick.labelsize"])
    ax.tick_params(axis="y", labelsize=rcParams["ytick.labelsize"])
    ax.xaxis.label.set_fontsize(rcParams["axes.labelsize"])


def _legend_apart(ax: Axes) -> None:
    """Write the legend where no mark stands: below the axes, or in them below all rows if no layout makes room."""
    if makes_room(ax):
        _legend_below(ax)
    else:
        _legend_within(ax)


def _legend_within(ax: Axes) -> None:
    """Write the legend into the axes, and move their lower end down by its height."""
    plain = {"frameon": True, "framealpha": 1, "facecolor": paper_of(ax), "edgecolor": "none"}
    add_legend(ax, loc="lower center", fontsize=_LEGEND, handletextpad=0.1, borderaxespad=0.2, **plain)
    legend, (low, high) = ax.get_legend(), ax.get_ylim()
    assert legend is not None
    taken = min(0.8, _SPARE * legend.get_window_extent().height / ax.get_window_extent().height)
    ax.set_ylim(high - (high - low) / (1 - taken), high)


def _legend_below(ax: Axes) -> None:
    """Write the legend below the label of the horizontal axis, however large the type."""
    from matplotlib.transforms import ScaledTranslation

    sizes = (ax.xaxis.get_ticklabels()[0].get_fontsize(), ax.xaxis.label.get_fontsize())
    points = _PADS + 1.25 * sum(float(size) for size in sizes)
    figure = ax.get_figure(root=True)
    assert figure is not None
    place = ax.transAxes + ScaledTranslation(0, -points / 72, figure.dpi_scale_trans)
    look = {"handletextpad": 0.1, "fontsize": _LEGEND}
    add_legend(ax, loc="upper center", bbox_to_anchor=(0.5, 0), bbox_transform=place, **look)


def _name_shift(ax: Axes, rows: pd.DataFrame, later: str, earlier: str) -> None:
    """Say of plotted shifts between which periods they lie, and on how many articles they rest."""
    first = rows.iloc[0]
    said = say(
        "shift from {earlier} to {later}: {articles:.0f} articles, {paragraphs:.0f} paragraphs",
        earlier=earlier,
        later=later,
        articles=first["articles"],
        paragraphs=first["paragraphs"],
    )
    label = said.replace(": ", ":\n", 1)  # in one line it is wider than axes in a column of a journal
    marker = "x" if rows["low"].isna().all() else "D"
    ax.plot([], [], marker, color=ink_of(ax), markersize=4.5, label=label)
    ax.axvline(0, color=ink_of(ax), linewidth=0.8)
    ax.set_xlabel(say("shift, percentage points"))
    _legend_apart(ax)


def _both_periods(shift: str, known: Sequence[str]) -> tuple[str, str]:
    """Part the period of a shift into the later and the earlier one, which may have hyphens themselves.

    Examples
    --------
    >>> _both_periods("post-war-war", ["war", "post-war"]), _both_periods("2025-01-2024-01", [])
    (('post-war', 'war'), ('2025-01', '2024-01'))
    """
    parts = shift.split("-")
    ways = [("-".join(parts[:place]), "-".join(parts[place:])) for place in range(1, len(parts))]
    if not ways:
        raise DataError("a later and an earlier period, joined by a hyphen", shown(shift), "column period")
    named = [way for way in ways if set(way) <= set(known)]
    return (named or ways[(len(ways) - 1) // 2 :])[0]


def _new_axes(height: float) -> Axes:
    """Open a figure of pyplot, which shows it by itself; its ticks keep the style, though they may be made later."""
    import matplotlib.pyplot as plt

    axes: Axes = plt.subplots(figsize=(COLUMN, height), layout="constrained")[1]
    axes.tick_params(colors=INK)
    return axes


def _mark(ax: Axes, row: pd.Series, height: float, colour: str, marker: str, *, hollow: bool, width: float) -> None:
    if pd.isna(row["value"]):
        return
    known = pd.notna(row["low"]) and pd.notna(row["high"])
    if known:
        ax.plot(
            [100 * row["low"], 100 * row["high"]],
            [height, height],
            color=colour,
            linewidth=width,
            solid_capstyle="butt",
        )
    ax.plot(
        100 * row["value"],
        height,
        marker if known else "x",
        color=colour,
        markerfacecolor=paper_of(ax) if hollow else colour,
        markersize=4.2,
    )


def _rows(ax: Axes, pillars: Sequence[str], names: Mapping[str, str]) -> None:
    """Name the rows and part them."""
    ax.set_yticks(range(len(pillars))[::-1], [names[pillar] for pillar in pillars])
    ax.set_ylim(-0.6, len(pillars) - 0.4)
    clear_grid(ax)
    for place in range(len(pillars) - 1):
        ax.axhline(place + 0.5, color=pale_ink(ax, _BETWEEN), linewidth=0.8)
