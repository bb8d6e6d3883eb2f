"""How did shares change over time, in how many articles, and beside which events?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from discourse.figures.style import FAINT, TYPE, ink_of, pale_ink, text_width, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_GAP = 0.05
"""Width of a break in the axis, and at most of a bar, as a share of all that is drawn."""
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
"""Months between ticks."""
_FEW_DAYS = 62
_RULE = 0.45
"""Share of ink in the rule of an event."""


@dataclass(frozen=True)
class BrokenTime:
    """An axis of days that leaves out what lies between periods.

    Parameters
    ----------
    periods : mapping of str to (date, date)
        Name of each period and its first and last day, in the order of time.

    Examples
    --------
    >>> time = BrokenTime({"a": (date(2019, 1, 1), date(2019, 1, 31)), "b": (date(2021, 1, 1), date(2021, 1, 31))})
    >>> [round(time.x(day), 1) for day in (date(2019, 1, 31), date(2020, 6, 1), date(2021, 1, 1))]
    [30.0, 31.0, 34.1]
    """

    periods: Mapping[str, tuple[date, date]]

    @property
    def days(self) -> int:
        """Days of all periods."""
        return sum((last - first).days + 1 for first, last in self.periods.values())

    @property
    def starts(self) -> dict[str, float]:
        """Where each period begins."""
        found, place, before = {}, 0.0, None
        for name, (first, last) in self.periods.items():
            if before and (first - before).days > 1:
                place += _GAP * self.days
            found[name] = place
            place, before = place + (last - first).days + 1, last
        return found

    @property
    def length(self) -> float:
        """Where the last period ends."""
        name, (first, last) = list(self.periods.items())[-1]
        return self.starts[name] + (last - first).days + 1

    def x(self, day: date) -> float:
        """Return the place of a day; a day between two periods lies where the earlier one ends."""
        starts, place = self.starts, 0.0
        for name, (first, last) in self.periods.items():
            if day >= first:
                place = starts[name] + min((day - first).days, (last - first).days + 1)
        return place

    def bounds(self, name: str) -> tuple[float, float]:
        """Return where a period begins and ends."""
        first, last = self.periods[name]
        return self.starts[name], self.starts[name] + (last - first).days + 1

    def ticks(self, width: float) -> tuple[list[float], list[str]]:
        """Choose days to label, as many as fit into so many points, and their labels: months or years.

        Where all periods together have few days, it is the first day of each.
        """
        starts = [first for first, _ in self.periods.values()]
        written = [first.isoformat() for first in starts]
        if self.days <= _FEW_DAYS and self._fit(starts, written, width):
            return [self.x(day) for day in starts], written
        for step in _STEPS:
            days = [day for bounds in self.periods.values() for day in _month_starts(*bounds, step)]
            labels = [day.isoformat()[: 4 if step >= 12 else 7] for day in days]
            if days and self._fit(days, labels, width):
                return [self.x(day) for day in days], labels
        return [self.x(starts[0])], written[:1]

    def _fit(self, days: Sequence[date], labels: Sequence[str], width: float) -> bool:
        """Say whether labels centred under their days stay apart."""
        needed = 1.25 * max(text_width(label, TYPE) for label in labels)
        places = [self.x(day) * width / self.length for day in days]
        return all(later - earlier > needed for earlier, later in pairwise(places))


def _month_starts(first: date, last: date, step: int) -> list[date]:
    """First days of the months in a span of time, every so many months from January of a year divisible by the step."""
    months = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    days = [date(month // 12, month % 12 + 1, 1) for month in months if month % step == 0]
    return [day for day in days if first <= day <= last]


def draw_over_time(table: pd.DataFrame, ax: Axes, *, time: BrokenTime, colour: str) -> None:
    """Draw one pillar's share in each span of time with its interval.

    Parameters
    ----------
    table : DataFrame
        A row a span: ``start`` and ``end`` (first and last day, as text), ``value``, ``low``, ``high``. A share
        without interval, from fewer than five articles, is a cross.
    ax : Axes
        Axes to draw on; per cent.
    time : BrokenTime
        Where each day lies.
    colour : str
        Colour of the pillar.
    """
    for row in table.to_dict("records"):
        middle, few = _middle(time, row["start"], row["end"]), bool(np.isnan(row["low"]))
        if not few:
            ax.plot([middle, middle], [100 * row["low"], 100 * row["high"]], color=colour, linewidth=1.2)
        ax.plot(
            middle, 100 * row["value"], "x" if few else "o", color=colour, markersize=3 if few else 3.5, clip_on=False
        )
    ax.set_ylim(0, 100)
    ax.set_yticks([0, 50, 100])
    _break_axis(ax, time)


def draw_articles_over_time(table: pd.DataFrame, ax: Axes, *, time: BrokenTime) -> None:
    """Draw the number of articles of each span of time as a thin bar.

    Parameters
    ----------
    table : DataFrame
        A row a span: ``start``, ``end`` and ``articles``.
    ax : Axes
        Axes to draw on.
    time : BrokenTime
        Where each day lies.
    """
    for row in table.to_dict("records"):
        left, right = time.x(date.fromisoformat(row["start"])), time.x(date.fromisoformat(row["end"])) + 1
        ax.bar((left + right) / 2, row["articles"], width=min(0.5 * (right - left), _GAP * time.length), color=FAINT)
    highest = int(table["articles"].max())
    ax.set_ylim(0, highest)
    ax.set_yticks([0, highest])
    _break_axis(ax, time)


def label_time(ax: Axes, *, time: BrokenTime, width: float) -> None:
    """Write days under axes that are so many points wide."""
    places, labels = time.ticks(width)
    ax.set_xticks(places, labels)
    ax.tick_params(axis="x", length=2, labelbottom=True, labelsize=TYPE)


def head_periods(ax: Axes, *, time: BrokenTime, width: float) -> None:
    """Write the names of the periods, in rows where they are long, with a line under each; axes hold nothing else."""
    scale, ends, inset = width / time.length, [-1e9], 0.004 * time.length
    for name in time.periods:
        left, right = (scale * bound for bound in time.bounds(name))
        long = text_width(name, TYPE)
        start = min(max((left + right - long) / 2, 0), width - long)
        row = next((row for row, end in enumerate(ends) if end + 4 < start), len(ends))
        ends[row:] = [start + long, *ends[row + 1 :]]
        ends_at = (left / scale + inset, right / scale - inset)  # neighbours stay apart
        ax.plot(ends_at, [0, 0], color=FAINT, linewidth=1.5, solid_capstyle="butt", clip_on=False)
        ax.annotate(
            name,
            (start / scale, 0),
            xytext=(0, 2 + 1.25 * TYPE * row),
            textcoords="offset points",
            fontsize=TYPE,
            color=ink_of(ax),
            annotation_clip=False,
        )
    ax.set_xlim(0, time.length)
    ax.set_ylim(0, 1)
    ax.set_axis_off()


def mark_events(axes: Sequence[Axes], events: pd.DataFrame, *, time: BrokenTime, width: float) -> None:
    """Draw a rule through all panels for each event, a letter above the last panel, and what they mean below it.

    Parameters
    ----------
    axes : sequence of Axes
        The panels, the lowest last.
    events : DataFrame
        A row an event: ``group`` (its name), ``start`` (a day, as text) and ``articles``; at most 26.
    time : BrokenTime
        Where each day lies.
    width : float
        Points into which the names are wrapped.
    """
    letters = "abcdefghijklmnopqrstuvwxyz"[: len(events)]
    placed = [(time.x(date.fromisoformat(day)), letter) for day, letter in zip(events["start"], letters, strict=True)]
    groups: list[tuple[float, str]] = []
    for place, letter in placed:
        near = groups and place - groups[-1][0] < 0.06 * time.length
        groups[-1:] = [(groups[-1][0], groups[-1][1] + letter)] if near else [*groups[-1:], (place, letter)]
        for ax in axes:
            ax.axvline(place, color=pale_ink(ax, _RULE), linewidth=0.5, zorder=0)
    for place, said in groups:
        axes[-1].annotate(
            said,
            (place, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, 1),
            textcoords="offset points",
            ha="center",
            fontsize=TYPE,
            annotation_clip=False,
        )
    names = zip(letters, events["group"], events["articles"], strict=True)
    key = [f"{letter}\N{NO-BREAK SPACE}{name}\N{NO-BREAK SPACE}({articles:.0f})" for letter, name, articles in names]
    text = "\n".join(wrapped("  ".join(key), width, TYPE))
    axes[-1].set_xlabel(text, loc="left", fontsize=TYPE, linespacing=1.3)


def _middle(time: BrokenTime, start: str, end: str) -> float:
    return (time.x(date.fromisoformat(start)) + time.x(date.fromisoformat(end)) + 1) / 2


def _break_axis(ax: Axes, time: BrokenTime) -> None:
    """Draw the axis under the periods alone, with pale grid lines of their width."""
    ax.spines["bottom"].set_visible(False)
    for name in time.periods:
        for height in ax.get_yticks():
            colour = FAINT if height == 0 else pale_ink(ax, 0.12)
            ax.plot(time.bounds(name), [height, height], color=colour, linewidth=0.7, zorder=0, clip_on=False)
    ax.set_xlim(0, time.length)
    ax.tick_params(axis="x", length=0, labelbottom=False)
    ax.tick_params(axis="y", labelsize=TYPE, length=2)
