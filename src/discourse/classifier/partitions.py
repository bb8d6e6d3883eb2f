"""Where may a large table be cut? Between records, never inside one, and every time at the same places.

A record of a CSV file may go over several lines (a quoted field with a line break in it), so the file is
read by the rules of its form to find where records end. The partitions of a file, one after the other, are its
records, each once and in order.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeVar

from discourse.errors import DataError
from discourse.io.records import (
    TABLE_SUFFIXES,
    as_lines,
    csv_fields,
    csv_header,
    csv_rows,
    is_csv,
    is_table,
    json_columns,
    json_rows,
    open_csv,
    open_table,
)

PARTITION_BYTES = 8_000_000
"""Size of a partition: some ten thousand paragraphs, some seconds of work."""

Line = TypeVar("Line", str, bytes)


@dataclass(frozen=True)
class Partition:
    """A run of records of a file.

    Attributes
    ----------
    source : Path
        The file.
    columns : tuple of str
        Columns of the whole file.
    start, end : int
        Bytes of the file: first, and one after the last.
    first : int
        Number of its first record in the file, from 1.
    rows : int
        How many records it has.
    digest : str
        SHA-256 of kind, columns and bytes.
    """

    source: Path
    columns: tuple[str, ...]
    start: int
    end: int
    first: int
    rows: int
    digest: str

    def records(self) -> Iterator[dict[str, str]]:
        """Return its records, every column of the file in each.

        Raises
        ------
        DataError
            If its bytes are no longer those that were cut.
        """
        content = _content(self.source, self.start, self.end)
        if _digest(self.source, self.columns, content) != self.digest:
            hint = "Start again, and leave the file alone meanwhile."
            raise DataError("the file as it was at the start", "another content", self.source, hint)
        if is_csv(self.source):
            fields = csv_fields(as_lines(io.BytesIO(content)), self.source, self.first)
            return csv_rows(fields, self.columns, self.source, self.first)
        return json_rows(io.BytesIO(content), self.columns, self.source, self.first)


def cut_table(source: Path, partition_bytes: int = PARTITION_BYTES) -> Iterator[Partition]:
    """Cut a CSV or JSON-lines file into partitions of about a size.

    Parameters
    ----------
    source : Path
        ``.csv`` with a line of column names, ``.jsonl`` or ``.ndjson``; UTF-8.
    partition_bytes : int
        A partition ends with the first record that reaches this size.

    Yields
    ------
    Partition
        In order.

    Raises
    ------
    DataError
        If the file is missing, of another kind, not in UTF-8, not well formed, or without records; whatever
        is wrong in a record is found here, before any partition is classified.
    """
    if not (is_table(source) and source.is_file()):
        found = "no such file" if not source.exists() else "something else"
        raise DataError(f"a file {', '.join(TABLE_SUFFIXES)}", found, source, "Check the name.")
    ends = _record_ends(source)
    columns, start = next(ends)
    first, number, end = 1, 0, start
    for number, (_, end) in enumerate(ends, start=1):
        if end - start >= partition_bytes:
            yield _partition(source, columns, (start, end), (first, number))
            first, start = number + 1, end
    if first <= number:
        yield _partition(source, columns, (start, end), (first, number))
    if not number:
        raise DataError("at least one row", "none", source, "Name a table with rows.")


def _record_ends(source: Path) -> Iterator[tuple[tuple[str, ...], int]]:
    """Columns, and where in the file the records begin; then where each ends."""
    rows: Iterator[Any]
    stream: IO[Any] = open_csv(source) if is_csv(source) else open_table(source)
    with stream:
        place = [stream.tell()]
        if is_csv(source):
            fields = csv_fields(_counted(stream, place), source)
            columns = csv_header(fields, source)
            rows = csv_rows(fields, columns, source)
        else:
            columns = json_columns(stream, source)
            stream.seek(place[0])
            rows = json_rows(_counted(stream, place), columns, source)
        yield columns, place[0]
        for _ in rows:
            yield columns, place[0]


def _counted(lines: Iterable[Line], place: list[int]) -> Iterator[Line]:
    """Pass lines on and add their length, in bytes, to the place; a Latin-1 character is a byte."""
    for line in lines:
        place[0] += len(line)
        yield line


def _partition(source: Path, columns: tuple[str, ...], span: tuple[int, int], numbers: tuple[int, int]) -> Partition:
    digest = _digest(source, columns, _content(source, *span))
    return Partition(source, columns, *span, numbers[0], numbers[1] - numbers[0] + 1, digest)


def _content(source: Path, start: int, end: int) -> bytes:
    with source.open("rb") as stream:
        stream.seek(start)
        return stream.read(end - start)


def _digest(source: Path, columns: tuple[str, ...], content: bytes) -> str:
    kind = "csv" if is_csv(source) else "json"
    return hashlib.sha256(json.dumps([kind, *columns]).encode() + b"\n" + content).hexdigest()
