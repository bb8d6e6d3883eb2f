"""In which span of time does a date lie: which day, week, month, quarter or year, or which several of them?

Several units are counted from the turn of the era, so two months begin in January, March and so on, six months in
January and July, and five years in 2020 and 2025. A date that is coarser than the span, a year alone where months
are asked for, lies in none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from discourse.settings import days_of
from discourse.translations import say

UNITS = ("day", "week", "month", "quarter", "year")
UNDATED = "undated"
"""Name of the cell of what has no date, or one that is coarser than the span."""
_FORM = re.compile(rf"([1-9]\d?)?({'|'.join(UNITS)})s?")


@dataclass(frozen=True)
class Span:
    """A number of units of time, from 1 to 99.

    Examples
    --------
    >>> half = Span("month", 6)
    >>> half.name(half.place("2019-08-31")), half.first_day(half.place("2019-08")).isoformat()
    ('2019-07 to 2019-12', '2019-07-01')
    >>> half.place("2019") is None
    True
    """

    unit: str
    number: int = 1

    def __str__(self) -> str:
        return self.unit if self.number == 1 else f"{self.number} {self.unit}s"

    def place(self, published: str) -> int | None:
        """Count the spans before the one in which a date lies; None if it may lie in two, or is empty.

        Raises
        ------
        DataError
            If the text is no date.
        """
        if not published:
            return None
        first, last = (self._units(day) // self.number for day in days_of(published))
        return first if first == last else None

    def first_day(self, place: int) -> date:
        """Return the day with which a span begins."""
        return self._day(place * self.number)

    def name(self, place: int) -> str:
        """Name a span by its first and last unit; names sort in the order of time."""
        first = self._named(self._day(place * self.number))
        return first if self.number == 1 else f"{first} to {self._named(self._day((place + 1) * self.number - 1))}"

    def _units(self, day: date) -> int:
        """Count the whole units from the turn of the era to a day."""
        counts = {
            "day": day.toordinal() - 1,
            "week": (day.toordinal() - 1) // 7,  # the first day of all was a Monday
            "month": 12 * day.year + day.month - 1,
            "quarter": 4 * day.year + (day.month - 1) // 3,
            "year": day.year,
        }
        return counts[self.unit]

    def _day(self, units: int) -> date:
        """Return the first day of a unit, or the first or last day that there is."""
        if self.unit in ("day", "week"):
            days = 1 + units * (7 if self.unit == "week" else 1)
            return date.fromordinal(min(days, date.max.toordinal()))
        in_year = {"month": 12, "quarter": 4, "year": 1}[self.unit]
        year, part = divmod(units, in_year)
        return date(min(max(year, 1), 9999), 1 + part * 12 // in_year, 1)

    def _named(self, day: date) -> str:
        if self.unit == "week":
            year, week, _ = day.isocalendar()
            return f"{year:04}-W{week:02}"
        if self.unit == "quarter":
            return f"{day.year:04}-Q{(day.month + 2) // 3}"
        return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.unit]]


def read_span(text: str) -> Span | None:
    """Read a span such as ``month``, ``2months`` or ``week``; None if the text is none.

    Examples
    --------
    >>> read_span("2months"), read_span("quarter"), read_span("outlet")
    (Span(unit='month', number=2), Span(unit='quarter', number=1), None)
    """
    match = _FORM.fullmatch(text)
    return Span(match[2], int(match[1] or 1)) if match else None


def one_span(span: Span) -> str:
    """Write one span for a reader.

    Examples
    --------
    >>> one_span(Span("quarter")), one_span(Span("month", 6))
    ('a quarter', 'a span of 6 months')
    """
    if span.number > 1:
        return say("a span of {units}", units=_units(span.number, span.unit))
    return {
        "day": say("a day"),
        "week": say("a week"),
        "month": say("a month"),
        "quarter": say("a quarter"),
        "year": say("a year"),
    }[span.unit]


def many_spans(number: int, span: Span) -> str:
    """Write a number of spans for a reader.

    Examples
    --------
    >>> many_spans(8, Span("quarter")), many_spans(1, Span("quarter")), many_spans(4, Span("month", 6))
    ('8 quarters', '1 quarter', '4 spans of 6 months')
    """
    if span.number == 1:
        return _units(number, span.unit)
    units = _units(span.number, span.unit)
    one = say("{number} span of {units}", number=number, units=units)
    return one if number == 1 else say("{number} spans of {units}", number=number, units=units)


def _units(number: int, unit: str) -> str:
    """Write a number of units of time."""
    one, many = {
        "day": (say("{number} day", number=number), say("{number} days", number=number)),
        "week": (say("{number} week", number=number), say("{number} weeks", number=number)),
        "month": (say("{number} month", number=number), say("{number} months", number=number)),
        "quarter": (say("{number} quarter", number=number), say("{number} quarters", number=number)),
        "year": (say("{number} year", number=number), say("{number} years", number=number)),
    }[unit]
    return one if number == 1 else many
