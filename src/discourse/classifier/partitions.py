"""Where may a large table be cut? Between records, never inside one, and every time at the same places.

A record of a CSV file may go over several lines (a quoted field with a line break in it), so the file is
read by the rules of its form to find where records end. The partitions of a file, one after the other, are those of
its records that can be read, each once and in order. Where articles are to stay whole, it is cut between them.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from discourse.classifier.context import ArticleRuns
from discourse.classifier.reading import BrokenRecord, Skip, open_rows
from discourse.errors import DataError
from discourse.io.records import TABLE_SUFFIXES, as_lines, csv_fields, csv_rows, is_csv, is_table, json_rows

PARTITION_BYTES = 8_000_000
"""Size of a partition: some ten thousand paragraphs, some seconds of work."""


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
    skipped : tuple of (int, int)
        Bytes among them that no record can be read from, likewise.
    first : int
        Number of its first record among those of the file that can be read, from 1.
    rows : int
        How many records it has.
    digest : str
        SHA-256 of kind, columns and bytes, without those that are skipped.
    """

    source: Path
    columns: tuple[str, ...]
    start: int
    end: int
    skipped: tuple[tuple[int, int], ...]
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
        content = _content(self.source, self.start, self.end, self.skipped)
        if _digest(self.source, self.columns, content) != self.digest:
            hint = "Start again, and leave the file alone meanwhile."
            raise DataError("the file as it was at the start", "another content", self.source, hint)
        if is_csv(self.source):
            fields = csv_fields(as_lines(io.BytesIO(content)), self.source, self.first)
            return csv_rows(fields, self.columns, self.source, self.first)
        return json_rows(io.BytesIO(content), self.columns, self.source, self.first)


def cut_table(
    source: Path, partition_bytes: int = PARTITION_BYTES, skip: Skip | None = None, runs: ArticleRuns | None = None
) -> Iterator[Partition]:
    """Cut a CSV or JSON-lines file into partitions of about a size.

    Parameters
    ----------
    source : Path
        ``.csv`` with a line of column names, ``.jsonl`` or ``.ndjson``; UTF-8.
    partition_bytes : int
        A partition ends with the first record that reaches this size; with ``runs``, with the run that does.
    skip : callable, optional
        Called with each record that cannot be read; without it the first one is an error.
    runs : ArticleRuns, optional
        Numbers the runs of rows of one article, which stay together; default: rows are parted anywhere.

    Yields
    ------
    Partition
        In order.

    Raises
    ------
    DataError
        If the file is missing, of another kind, or without records; whatever is wrong in a record is found here,
        before any partition is classified.
    """
    if not (is_table(source) and source.is_file()):
        found = "no such file" if not source.exists() else "something else"
        raise DataError(f"a file {', '.join(TABLE_SUFFIXES)}", found, source, "Check the name.")
    skipped: list[tuple[int, int]] = []

    def leave_out(broken: BrokenRecord) -> None:
        skipped.append((broken.start, broken.end))
        if skip is not None:
            skip(broken)

    with open_rows(source, skip and leave_out) as rows:
        first, number, start = 1, 0, rows.offset
        behind, run = start, 0
        for number, row in enumerate(rows, start=1):
            before, run = run, number if runs is None else runs.number(row)
            if behind - start >= partition_bytes and run != before:
                # What could not be read since belongs to the next partition.
                own = tuple(span for span in skipped if span[0] < behind)
                yield _partition(source, rows.columns, (start, behind), own, (first, number - 1))
                del skipped[: len(own)]
                first, start = number, behind
            behind = rows.offset
        if first <= number:
            yield _partition(source, rows.columns, (start, rows.offset), tuple(skipped), (first, number))


def _partition(
    source: Path,
    columns: tuple[str, ...],
    span: tuple[int, int],
    skipped: tuple[tuple[int, int], ...],
    numbers: tuple[int, int],
) -> Partition:
    digest = _digest(source, columns, _content(source, *span, skipped))
    return Partition(source, columns, *span, skipped, numbers[0], numbers[1] - numbers[0] + 1, digest)


def _content(source: Path, start: int, end: int, skipped: tuple[tuple[int, int], ...]) -> bytes:
    starts, ends = (start, *(after for _, after in skipped)), (*(before for before, _ in skipped), end)
    try:
        with source.open("rb") as stream:
            return b"".join(_bytes_between(stream, *span) for span in zip(starts, ends, strict=True))
    except OSError as error:
        hint = "Start again, and leave the file alone meanwhile."
        raise DataError("the file as it was at the start", str(error.strerror), source, hint) from None


def _bytes_between(stream: BinaryIO, start: int, end: int) -> bytes:
    stream.seek(start)
    return stream.read(end - start)


def _digest(source: Path, columns: tuple[str, ...], content: bytes) -> str:
    kind = "csv" if is_csv(source) else "json"
    return hashlib.sha256(json.dumps([kind, *columns]).encode() + b"\n" + content).hexdigest()
