"""Into which cell does each value of a column fall?

An archive has hundreds of millions of rows and some thousand dates and outlets: each of these is looked at once, here,
and the engine is told its number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from discourse.codebook import NONE
from discourse.emphasis.archive.rows import ArchiveRows
from discourse.emphasis.measures.cell_sums import PERIOD
from discourse.emphasis.measures.groups import UNKNOWN
from discourse.emphasis.measures.spans import UNDATED, Span, read_span
from discourse.errors import DataError, shown

PUBLISHED = "published"
PeriodOf = Callable[[str], str]
"""Gives the period in which a date lies, or an empty text."""


@dataclass(frozen=True)
class Coding:
    """The numbers of a column's values.

    Attributes
    ----------
    name : str
        What cells are made of: ``outlet``, ``period``, ``month``.
    column : str
        The column of the archive.
    numbers : mapping of str to int
        The number of each value, as it stands there; a value that is left out has none.
    labels : tuple of str
        What each number means; of spans, in the order of time.
    span : bool
        Whether it is a span of time.
    """

    name: str
    column: str
    numbers: Mapping[str, int]
    labels: tuple[str, ...]
    span: bool = False


def column_of(name: str, columns: Mapping[str, str], dated: bool) -> str:
    """Return the column from which cells of a name are made.

    Parameters
    ----------
    name : str
        A column, or a span of time; a column goes before a span of its name.
    columns : mapping of str to str
        Those that are there.
    dated : bool
        Whether dates tell periods, where there is no column of them.

    Raises
    ------
    DataError
        If there is none.

    Examples
    --------
    >>> column_of("2months", {"published": "VARCHAR", "outlet": "VARCHAR"}, dated=False)
    'published'
    """
    if name in columns:
        return name
    if PUBLISHED in columns and (read_span(name) or (dated and name == PERIOD)):
        return PUBLISHED
    hint = "Name a column that describes articles, or a span of time such as month, for which published must be there."
    raise DataError("a column, or a span of time", f"{shown(name)} beside {', '.join(columns)}", "by", hint)


def code_column(rows: ArchiveRows, name: str, period_of: PeriodOf | None) -> Coding:
    """Give each value of what cells are made of its number.

    Raises
    ------
    DataError
        If a date is none and no row may be left out.
    """
    columns = rows.parts.columns[0]
    source = column_of(name, columns, period_of is not None)
    span = read_span(name)
    if name == source:
        coding = _grouped(rows, name)
        empty = name == PERIOD and coding.labels == (UNKNOWN,)
        if not (empty and period_of is not None and PUBLISHED in columns):
            return coding
    if span is None or name == source:
        assert period_of is not None
        return _dated(rows, name, period_of, lambda period: period)
    return _in_time(rows, name, span)


def _grouped(rows: ArchiveRows, name: str) -> Coding:
    plain = {value: rows.plain(value) or UNKNOWN for value in rows.values(name)}
    labels = sorted(set(plain.values()))
    place = {label: number for number, label in enumerate(labels)}
    return Coding(name, name, {value: place[label] for value, label in plain.items()}, tuple(labels))


def _in_time(rows: ArchiveRows, name: str, span: Span) -> Coding:
    def label(day: str) -> str:
        found = span.place(day)
        return UNDATED if found is None else span.name(found)

    coding = _dated(rows, name, label, lambda text: (text == UNDATED, text))
    return Coding(name, PUBLISHED, coding.numbers, coding.labels, span=True)


def _dated(rows: ArchiveRows, name: str, label: Callable[[str], str], order: Callable[[str], object]) -> Coding:
    """Give dates the numbers of their labels; leave out what is no date."""
    labelled: dict[str, str] = {}
    for value, count in rows.values(PUBLISHED).items():
        try:
            labelled[value] = label(rows.plain(value)) or UNKNOWN
        except DataError as error:
            rows.leave_out(PUBLISHED, value, count, error)
    labels = sorted(set(labelled.values()), key=order)  # type: ignore[arg-type]
    place = {each: number for number, each in enumerate(labels)}
    return Coding(name, PUBLISHED, {value: place[each] for value, each in labelled.items()}, tuple(labels))


def pillar_values(rows: ArchiveRows, pillars: Sequence[str]) -> dict[str, str]:
    """Return the code of each value of the column ``pillar``; what is no code of the codebook is left out.

    Raises
    ------
    DataError
        If a value is no code and no row may be left out.
    """
    found = {}
    for value, count in rows.values("pillar").items():
        code = rows.plain(value)
        if code in (*pillars, NONE, ""):
            found[value] = code
            continue
        hint = "Name the study or model with whose codebook it was classified."
        rows.leave_out(
            "pillar", value, count, DataError(f"one of {', '.join(pillars)}, none or ''", repr(code), hint=hint)
        )
    return found


def also_masks(rows: ArchiveRows, pillars: Sequence[str]) -> dict[str, int]:
    """Return which pillars each value of the column ``also`` names: bit *k* for pillar *k*.

    Raises
    ------
    DataError
        If a value names something else and no row may be left out.
    """
    bit = {pillar: 1 << place for place, pillar in enumerate(pillars)} | {NONE: 0}
    found = {}
    for value, count in rows.values("also").items():
        codes = set(rows.plain(value).split())
        if codes <= set(bit):
            found[value] = sum(bit[code] for code in codes)
            continue
        expected = f"codes among {', '.join(pillars)}, with spaces between"
        rows.leave_out("also", value, count, DataError(expected, repr(value)))
    return found


def word_counts(rows: ArchiveRows) -> dict[str, int]:
    """Return the number that each value of the column ``words`` is.

    Raises
    ------
    DataError
        If a value is no positive whole number and no row may be left out.
    """
    found = {}
    for value, count in rows.values("words").items():
        number = _whole(value)
        if number > 0:
            found[value] = number
        else:
            rows.leave_out("words", value, count, DataError("a positive whole number of words", repr(value)))
    return found


def _whole(value: str) -> int:
    try:
        number = float(value)
        return int(number) if number == int(number) and number < 2**31 else 0
    except (ValueError, OverflowError):
        return 0
