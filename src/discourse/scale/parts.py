"""Where may a large file be cut? Between records, never inside one, and every time at the same places.

A record of a CSV file may go over several lines (a quoted field with a line break in it), so the file is
read by the rules of CSV to find where records end. The parts of a file, one after the other, are its
records, each once and in order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from discourse.errors import DataError
from discourse.io.records import (
    SUFFIXES,
    csv_fields,
    csv_header,
    csv_rows,
    is_csv,
    json_columns,
    json_rows,
    open_csv,
    open_table,
)

Line = TypeVar("Line", str, bytes)

PART_BYTES = 8_000_000
"""Size of a part: some ten thousand paragraphs, some seconds of work."""


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
        If the file is missing, of another kind, not in UTF-8, not well formed, or without records; whatever
        is wrong in a record is found here, before any part is classified.
    """
    if source.suffix.casefold() not in SUFFIXES or not source.is_file():
        found = "no such file" if not source.exists() else "something else"
        raise DataError(f"a file {', '.join(SUFFIXES)}", found, source, "Check the name.")
    ends = _csv_ends(source) if is_csv(source) else _json_ends(source)
    columns, start = next(ends)
    first, number, rows, end = 1, 1, 0, start
    for _, end in ends:
        rows += 1
        if end - start >= part_bytes:
            yield _part(source, number, start, end, first, columns)
            first, number, rows, start = first + rows, number + 1, 0, end
    if rows:
        yield _part(source, number, start, end, first, columns)
    if number == 1 and not rows:
        raise DataError("at least one row", "none", source, "Name a table with rows.")


def _csv_ends(source: Path) -> Iterator[tuple[tuple[str, ...], int]]:
    """Where the header ends, then where each record ends: a record may go over several lines."""
    with open_csv(source) as stream:
        lines = _Counted(stream, stream.tell())
        fields = csv_fields(lines, source)
        columns = csv_header(fields, source)
        yield columns, lines.place
        for _ in csv_rows(fields, columns, source):
            yield columns, lines.place


def _json_ends(source: Path) -> Iterator[tuple[tuple[str, ...], int]]:
    """Where the records begin, then where each ends."""
    with open_table(source) as stream:
        begin = stream.tell()
        columns = json_columns(stream, source)
        stream.seek(begin)
        yield columns, begin
        lines = _Counted(stream, begin)
        for _ in json_rows(lines, columns, source):
            yield columns, lines.place


class _Counted(Generic[Line]):
    """Lines of a file, and the place behind the last that was read."""

    def __init__(self, lines: Iterable[Line], place: int) -> None:
        self.lines: Iterable[Line] = lines
        self.place = place

    def __iter__(self) -> Iterator[Line]:
        for line in self.lines:
            self.place += len(line)
            yield line


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
