"""Where may a large file be cut? Between records, never inside one, and every time at the same places.

A record of a CSV file may go over several lines (a quoted field with a line break in it), so the file is
read by the rules of CSV to find where records end. The parts of a file, one after the other, are its
records, each once and in order.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from discourse.errors import DataError

PART_BYTES = 8_000_000
"""Size of a part: some ten thousand paragraphs, some seconds of work."""
SUFFIXES = (".csv", ".jsonl", ".ndjson")
CSV_FORM = "a CSV table in UTF-8, quotes inside a quoted field doubled"
JSON_FORM = "one JSON object a line, in UTF-8"
_SURVEYED = 2_000


@dataclass(frozen=True)
class Part:
    """A run of records of a file.

    Attributes
    ----------
    source : Path
        The file.
    number : int
        Place among its parts, from 1.
    start, end : int
        Bytes of the file: first, and one after the last.
    first : int
        Number of its first record in the file, from 1.
    columns : tuple of str
        Columns of the whole file.
    digest : str
        SHA-256 of columns and bytes.
    """

    source: Path
    number: int
    start: int
    end: int
    first: int
    columns: tuple[str, ...]
    digest: str

    def read(self) -> bytes:
        """Return its bytes.

        Raises
        ------
        DataError
            If they are no longer those that were cut.
        """
        content = _content(self.source, self.start, self.end)
        if _digest(self.source, self.columns, content) != self.digest:
            raise DataError(
                "the file as it was at the start",
                "another content",
                self.source,
                "Start again, and leave the file alone meanwhile.",
            )
        return content


def is_csv(source: Path) -> bool:
    """Say whether a file is read as CSV; else it has one JSON object a line."""
    return source.suffix.casefold() == ".csv"


def cut_file(source: Path, part_bytes: int = PART_BYTES) -> Iterator[Part]:
    """Cut a CSV or JSON-lines file into parts of about a size.

    Parameters
    ----------
    source : Path
        ``.csv`` with a line of column names, ``.jsonl`` or ``.ndjson``; UTF-8.
    part_bytes : int
        A part ends with the first record that reaches this size.

    Yields
    ------
    Part
        In order.

    Raises
    ------
    DataError
        If the file is missing, of another kind, not in UTF-8, not well formed, or without records.
    """
    if source.suffix.casefold() not in SUFFIXES or not source.is_file():
        found = "no such file" if not source.exists() else "something else"
        raise DataError(f"a file {', '.join(SUFFIXES)}", found, source, "Check the name.")
    ends = _csv_ends(source) if is_csv(source) else _json_ends(source)
    try:
        columns, start = next(ends)
        first, number, rows, end = 1, 1, 0, start
        for _, end in ends:
            rows += 1
            if end - start >= part_bytes:
                yield _part(source, number, start, end, first, columns)
                first, number, rows, start = first + rows, number + 1, 0, end
        if rows:
            yield _part(source, number, start, end, first, columns)
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(
            CSV_FORM if is_csv(source) else JSON_FORM, str(error), source, "Save it in that form."
        ) from None
    if number == 1 and not rows:
        raise DataError("at least one row", "none", source, "Name a table with rows.")


def _csv_ends(source: Path) -> Iterator[tuple[tuple[str, ...], int]]:
    """Where the header ends, then where each record ends.

    Read as Latin-1, a byte is a character, so that lengths are places in the file; quotes, commas and
    line ends are the same bytes in UTF-8 and are never part of another character.
    """
    place = 0

    def lines() -> Iterator[str]:
        nonlocal place
        for line in stream:
            mark = codecs.BOM_UTF8.decode("latin-1") if place == 0 else ""
            place += len(line)
            yield line.removeprefix(mark)

    with source.open(encoding="latin-1", newline="") as stream:
        columns: tuple[str, ...] = ()
        for fields in csv.reader(lines(), strict=True):
            if not columns and fields:
                columns = _names([name.encode("latin-1").decode("utf-8") for name in fields], source)
            if fields:
                yield columns, place
        if not columns:
            raise DataError("a line of column names", "an empty file", source, "Name a table with rows.")


def _json_ends(source: Path) -> Iterator[tuple[tuple[str, ...], int]]:
    """Where the records begin, then where each ends; the columns are the keys of the first two thousand."""
    with source.open("rb") as stream:
        begin = len(codecs.BOM_UTF8) if stream.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8 else 0
        stream.seek(begin)
        surveyed = (json_record(line, f"{source}, line {n}") for n, line in enumerate(stream, 1) if line.strip())
        columns = tuple(dict.fromkeys(str(key) for record in islice(surveyed, _SURVEYED) for key in record))
        stream.seek(begin)
        yield columns, begin
        place = begin
        for line in stream:
            place += len(line)
            if line.strip():
                yield columns, place


def json_record(line: bytes, where: str) -> dict[str, Any]:
    """Read one line of a JSON-lines file.

    Examples
    --------
    >>> json_record(b'{"text": "Jembatan baru"}', "news.jsonl, line 1")
    {'text': 'Jembatan baru'}
    """
    try:
        record = json.loads(line)
    except ValueError as error:
        raise DataError(JSON_FORM, str(error), where, "Save it in that form.") from None
    if not isinstance(record, dict):
        raise DataError(JSON_FORM, f"a {type(record).__name__}", where, "Save it in that form.")
    return record


def _names(names: list[str], source: Path) -> tuple[str, ...]:
    """Names of the columns; one without a name (R and pandas write such) is called as ``classify`` calls it."""
    named = [name or f"Unnamed: {column}" for column, name in enumerate(names)]
    twice = sorted({name for name in named if named.count(name) > 1})
    if twice:
        raise DataError("each column once", f"{twice[0]} twice", source, "Rename or drop one.")
    return tuple(named)


def _part(source: Path, number: int, start: int, end: int, first: int, columns: tuple[str, ...]) -> Part:
    digest = _digest(source, columns, _content(source, start, end))
    return Part(source, number, start, end, first, columns, digest)


def _content(source: Path, start: int, end: int) -> bytes:
    with source.open("rb") as stream:
        stream.seek(start)
        return stream.read(end - start)


def _digest(source: Path, columns: tuple[str, ...], content: bytes) -> str:
    kind = "csv" if is_csv(source) else "json"
    return hashlib.sha256(json.dumps([kind, *columns]).encode() + b"\n" + content).hexdigest()
