"""What is known of an article besides its text: its outlet, date, title and address?

Dates are read as they are written: year first, with the name of a month, or as three numbers where it is
clear which is the day. Names of months, and whether a language writes the day first, come from CLDR.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Literal

from discourse.languages import language_code

_EARLIEST, _LATEST = 1600, 2100
_YEAR_FIRST = re.compile(r"(?<!\d)(?<!\d[.,/-])(\d{4})([-/._ ]?)(\d{2})\2(\d{2})(?!\d)")
_THREE_NUMBERS = re.compile(r"(?<!\d)(?<!\d[.,/-])(\d{1,2})([-/._])(\d{1,2})\2(\d{4})(?!\d)")
_MONTH_OF_YEAR = re.compile(r"(?<!\d)(\d{4})[-/._](\d{2})(?!\d|-\d)")
_SINCE_1970 = re.compile(r"[1-4]\d{9}(?:\d{3})?", re.ASCII)
_BARE = re.compile(r"\d{4}(-\d{2}){0,2}")


DateOrder = Literal["dmy", "mdy"]
"""Which number of a date such as 03/04/2019 is the day."""


@dataclass(frozen=True)
class Details:
    """What is known of an article besides its text; empty where nothing is.

    Attributes
    ----------
    outlet : str
        Name of the outlet.
    published : str
        Day, month or year, as ``2019-05-17``, ``2019-05`` or ``2019``.
    date_basis : str
        Where the date comes from: "page" (what a web page says of itself), "url", "table", "file" (the name of
        the file), "text" (a line above the text), or "properties" (when a document was made).
    title, url : str
        Title and address.
    """

    outlet: str = ""
    published: str = ""
    date_basis: str = ""
    title: str = ""
    url: str = ""


def date_in(text: str, language: str, order: DateOrder | None = None) -> str:
    """Find the first day that is written in a text.

    Parameters
    ----------
    text : str
        A line.
    language : str
        Its language (code, or folder of lists): names of months are looked for in it and in English.
    order : DateOrder, optional
        Which of three numbers is the day, where both could be; left out, the language's own order if it
        begins with the day, else such a date is not read.

    Returns
    -------
    str
        The day as ``2019-05-17``; empty if there is none.

    Examples
    --------
    >>> date_in("Senin, 11 Maret 2019 | 08:15", "id"), date_in("Updated March 11, 2019", "en")
    ('2019-03-11', '2019-03-11')
    >>> date_in("03/04/2019", "id"), date_in("03/04/2019", "en"), date_in("03/24/2019", "en")
    ('2019-04-03', '', '2019-03-24')
    """
    return next((found for _, found in sorted(_days(text, language, order))), "")


def date_of_cell(value: str, language: str, order: DateOrder | None = None) -> str:
    """Read the date that a cell of a table holds: as :func:`date_in`, a month or year alone, or seconds since 1970.

    Examples
    --------
    >>> date_of_cell("2019-03-11T08:15:00+07:00", "en"), date_of_cell("2019-03", "en"), date_of_cell("20190311", "en")
    ('2019-03-11', '2019-03', '2019-03-11')
    >>> date_of_cell("1552262400", "en"), date_of_cell("1552262400000", "en")  # the second in milliseconds
    ('2019-03-11', '2019-03-11')
    """
    value = value.strip()
    if _BARE.fullmatch(value) and len(value) < len("2019-03-11"):
        year, _, month = value.partition("-")
        return value if _day(year, month or "1", "1") else ""
    if _SINCE_1970.fullmatch(value):
        return datetime.fromtimestamp(int(value[:10]), UTC).date().isoformat()
    return date_in(value, language, order)


def date_of_name(name: str, language: str, order: DateOrder | None = None) -> str:
    """Read the date in the name of a file: a day, or year and month.

    Examples
    --------
    >>> date_of_name("daily-20190311-b", "en"), date_of_name("post_2019-03", "en"), date_of_name("bridge-2", "en")
    ('2019-03-11', '2019-03', '')
    """
    found = date_in(name, language, order)
    month = _MONTH_OF_YEAR.search(name)
    if found or not month or not _day(month[1], month[2], "1"):
        return found
    return f"{month[1]}-{month[2]}"


def order_of(values: Iterable[str]) -> DateOrder | None:
    """Tell the order of a column of dates from those in which one number is above twelve.

    Examples
    --------
    >>> order_of(["03/04/2019", "25/04/2019"]), order_of(["03/04/2019"]), order_of(["03/25/2019", "25/03/2019"])
    ('dmy', None, None)
    """
    numbers = [(int(match[1]), int(match[3])) for value in values if (match := _THREE_NUMBERS.search(value))]
    day_first = any(first > 12 for first, _ in numbers)
    month_first = any(second > 12 for _, second in numbers)
    if day_first == month_first:
        return None
    return "dmy" if day_first else "mdy"


def _days(text: str, language: str, order: DateOrder | None) -> Iterator[tuple[int, str]]:
    """Give each day that a text may mean, and where it stands."""
    for match in _YEAR_FIRST.finditer(text):
        yield from _found(match, _day(match[1], match[3], match[4]))
    for match in _THREE_NUMBERS.finditer(text):
        first, second = int(match[1]), int(match[3])
        day_first = order == "dmy" or (order is None and _begins_with_day(language))
        if first > 12 or (second <= 12 and day_first):
            yield from _found(match, _day(match[4], second, first))
        elif second > 12 or order == "mdy":
            yield from _found(match, _day(match[4], first, second))
    months = _months(language_code(language))
    day_first_words, month_first_words = _worded(language_code(language))
    for match in day_first_words.finditer(text):
        yield from _found(match, _day(match[3], months[match[2].lower()], match[1]))
    for match in month_first_words.finditer(text):
        yield from _found(match, _day(match[3], months[match[1].lower()], match[2]))


def _found(match: re.Match[str], day: str) -> Iterator[tuple[int, str]]:
    if day:
        yield match.start(), day


def _day(year: int | str, month: int | str, day: int | str) -> str:
    with suppress(ValueError):
        found = date(int(year), int(month), int(day))
        return found.isoformat() if _EARLIEST <= found.year <= _LATEST else ""
    return ""


@lru_cache(maxsize=8)
def _months(code: str) -> dict[str, int]:
    """Names of the months in a language and in English, in lower case, to their numbers."""
    from babel import Locale, UnknownLocaleError

    months: dict[str, int] = {}
    for each in ("en", "en_GB", code):
        with suppress(UnknownLocaleError, ValueError):
            forms = Locale.parse(each).months
            for width in (forms[use][width] for use in ("format", "stand-alone") for width in ("wide", "abbreviated")):
                months |= {name.lower().rstrip("."): number for number, name in width.items()}
    return months


@lru_cache(maxsize=8)
def _worded(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of dates with the name of a month: the day before it, or behind."""
    names = "|".join(re.escape(name) for name in sorted(_months(code), key=len, reverse=True))
    little_word = r"(?:[ -][^\W\d]{1,3})?"
    before = (
        rf"(?<![\d.,])(\d{{1,2}})(?:st|nd|rd|th|\.|º)?{little_word}[ -]({names})\b\.?,?{little_word}[ -](\d{{4}})(?!\d)"
    )
    behind = rf"\b({names})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})(?!\d)"
    return re.compile(before, re.I), re.compile(behind, re.I)


@lru_cache(maxsize=8)
def _begins_with_day(language: str) -> bool:
    """Say whether a language writes the day first in dates of three numbers."""
    from babel import Locale, UnknownLocaleError

    try:
        pattern = Locale.parse(language_code(language)).date_formats["short"].pattern
    except (UnknownLocaleError, ValueError):
        return False
    return str(pattern).lstrip("\u200f").startswith("d")
