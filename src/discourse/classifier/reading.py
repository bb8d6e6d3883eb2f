"""Which records of a table can be read, and what is wrong with each of the others?

The records behind a broken one are read as if it were not there. A record of a CSV file ends where its quotes say.
Where they make no sense, the broken record is the line in which it begins, and the next line begins another: a
quote too many costs one row, not the rest of the file.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, takewhile
from pathlib import Path
from typing import IO, Any

from discourse.errors import DataError
from discourse.io.records import (
    csv_fields,
    csv_header,
    csv_rows,
    is_csv,
    json_rows,
    open_csv,
    open_table,
    row_place,
)

SURVEYED = 2_000
"""Rows of a JSON-lines file whose keys are its columns."""

LONGEST_TEXT = 131_072
"""Bytes of the longest text that is classified; more is no paragraph. The csv module has this limit for each cell."""


@dataclass(frozen=True)
class BrokenRecord:
    """A record that cannot be read.

    Attributes
    ----------
    number : int
        Its number in the file, from 1; broken records count.
    line : int
        Line of the file in which it begins, from 1.
    start, end : int
        Its bytes: first, and one after the last, with empty lines before it.
    content : bytes
        What stands there.
    error : DataError
        What is wrong.
    """

    number: int
    line: int
    start: int
    end: int
    content: bytes
    error: DataError


Skip = Callable[[BrokenRecord], object]
"""Called with each record that cannot be read."""


class TableRows:
    """The rows of a table, one after the other, and where in the file the reading is.

    Parameters
    ----------
    source : Path
        ``.csv``, ``.jsonl`` or ``.ndjson``.
    stream : binary or Latin-1 text stream
        The file, opened by :func:`open_rows`.
    skip : callable, optional
        Called with each record that cannot be read; without it the first one is an error.

    Attributes
    ----------
    columns : tuple of str
        Of JSON lines, the keys of the first rows that can be read.
    """

    def __init__(self, source: Path, stream: IO[Any], skip: Skip | None) -> None:
        self._source, self._skip = source, skip
        start = stream.tell()
        self._lines = _Lines(stream, start)
        if is_csv(source):
            self.columns = csv_header(csv_fields(self._lines, source), source)
            self._lines.go_on()
        else:
            surveyed = list(islice(self._read(None, skip and (lambda broken: None)), SURVEYED))
            self.columns = tuple(dict.fromkeys(key for row in surveyed for key in row))
            stream.seek(start)
            self._lines = _Lines(stream, start)

    @property
    def offset(self) -> int:
        """Byte behind the last record that was read."""
        return self._lines.offset

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Read on.

        Raises
        ------
        DataError
            If a record cannot be read and ``skip`` was not given, or if there is none that can.
        """
        return self._read(self.columns, self._skip)

    def _read(self, columns: tuple[str, ...] | None, skip: Skip | None) -> Iterator[dict[str, str]]:
        rows, number, readable = self._rows(columns, 1), 1, 0
        while True:
            try:
                row = next(rows, None)
                if row is not None:
                    _check_cells(row, row_place(self._source, number))
            except DataError as error:
                broken = self._broken(number, error)
                if skip is None:
                    raise broken.error from None
                skip(broken)
                rows = self._rows(columns, number + 1)
            else:
                self._lines.go_on()
                if row is None:
                    break
                readable += 1
                yield row
            number += 1
        if not readable:
            found = f"none of {number - 1}" if number > 1 else "none"
            expected = "at least one row that can be read" if number > 1 else "at least one row"
            raise DataError(expected, found, self._source, "Name a table with rows.")

    def _rows(self, columns: tuple[str, ...] | None, first: int) -> Iterator[dict[str, str]]:
        """Read rows until one is broken; ``first`` is the number of the first."""
        if columns is None or not is_csv(self._source):
            return json_rows(self._lines, columns, self._source, first)
        return csv_rows(csv_fields(self._lines, self._source, first), columns, self._source, first)

    def _broken(self, number: int, error: DataError) -> BrokenRecord:
        """Describe the record whose lines were taken last, and give back those that are not its own."""
        lines, hint = self._lines.taken, error.hint
        blank = sum(1 for _ in takewhile(_is_blank if is_csv(self._source) else lambda line: not line.strip(), lines))
        start, line, found, own = self._lines.offset, self._lines.number + blank + 1, error.found, len(lines)
        if is_csv(self._source) and not _is_well_quoted(lines):
            own = blank + 1
            opening = _open_quote(lines[blank:])
            if opening is not None:
                found = f"{found} (the quotation opens in line {line + opening})"
                hint = "Close the quote, or double it inside the text."
        content = b"".join(one.encode("latin-1") if isinstance(one, str) else one for one in lines[:own])
        self._lines.go_on(own)
        hint = f"{hint} To leave out what cannot be read: --on-error skip."
        said = DataError(error.expected, found, error.where, hint)
        return BrokenRecord(number, line, start, self._lines.offset, content, said)


@contextmanager
def open_rows(source: Path, skip: Skip | None = None) -> Iterator[TableRows]:
    r"""Open a table; see :class:`TableRows`.

    Raises
    ------
    DataError
        If it cannot be opened or has no columns.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     source = Path(folder) / "news.csv"
    ...     written = source.write_text("id,text\n1,kopi\n2\n3,teh\n")
    ...     with open_rows(source, lambda broken: print(broken.number, broken.line, broken.error.found)) as rows:
    ...         print(rows.columns, [row["text"] for row in rows])
    2 3 1
    ('id', 'text') ['kopi', 'teh']
    """
    stream: IO[Any] = open_csv(source) if is_csv(source) else open_table(source)
    with stream:
        yield TableRows(source, stream, skip)


class _Lines:
    """Lines of a file, text in Latin-1 or bytes, that can be given back; and where in the file they are."""

    def __init__(self, lines: Iterable[Any], offset: int) -> None:
        self._lines, self._back = iter(lines), deque[Any]()
        self.taken: list[Any] = []
        self.offset, self.number = offset, 0

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        line = self._back.popleft() if self._back else next(self._lines)
        self.taken.append(line)
        return line

    def go_on(self, own: int | None = None) -> None:
        """Put the place behind the first lines that were taken, all if no number is given; give back the others."""
        kept = self.taken if own is None else self.taken[:own]
        self._back.extendleft(reversed(self.taken[len(kept) :]))
        # A Latin-1 character is a byte.
        self.offset += sum(map(len, kept))
        self.number += len(kept)
        self.taken = []


def _check_cells(row: dict[str, str], place: str) -> None:
    for column, cell in row.items():
        if "\0" in cell:
            raise DataError("text", f"a NUL character in column {column!r}", place, "Remove it.")
    text = row.get("text", "")
    # A character is at most four bytes long.
    if len(text) * 4 > LONGEST_TEXT and len(text.encode()) > LONGEST_TEXT:
        found = f"{len(text.encode())}"
        raise DataError(f"a text of at most {LONGEST_TEXT} bytes", found, place, "Divide it into paragraphs.")


def _is_blank(line: str) -> bool:
    return not line.strip("\r\n")


def _is_well_quoted(lines: Iterable[str]) -> bool:
    try:
        deque(csv.reader(lines, strict=True), maxlen=0)
    except csv.Error:
        return False
    return True


def _open_quote(lines: list[str]) -> int | None:
    r"""Say in which line, from 0, the quote opens that is open at the end of the lines, or before the last of them.

    Examples
    --------
    >>> _open_quote(['1,"a\n', 'b","c\n', "2,d\n"]), _open_quote(['1,"a\n', '2,"b\n']), _open_quote(['1,"a" b\n'])
    (1, 0, None)
    """
    for known in (lines, lines[:-1]):
        if _is_well_quoted([*known, '"']):
            *_, (*_, swallowed) = csv.reader(known)
            return len(known) - sum(1 for _ in io.StringIO(swallowed, newline=""))
    return None
