"""Which records of a table can be read, and what is wrong with each of the others?

The records behind a broken one are read as if it were not there. A record of a CSV file ends where its quotes say.
Where they make no sense, the broken record is the line in which it begins, and the next line begins another: a
quote too many costs one row, not the rest of the file. Of a packed file that is damaged, what comes before the damage
is read.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice, takewhile
from pathlib import Path
from typing import Any

from discourse.classifier.tables.broken import SKIP_HINT, BrokenRecord, Skip, check_cells, nothing_to_read
from discourse.errors import DataError
from discourse.io.records import (
    DAMAGE,
    as_lines,
    csv_fields,
    csv_header,
    csv_rows,
    damaged,
    is_csv,
    json_rows,
    open_table,
    row_place,
)

SURVEYED = 2_000
"""Rows of a JSON-lines file whose keys are its columns."""


class TableRows:
    """The rows of a table of text, one after the other; :func:`open_rows` makes it.

    Parameters
    ----------
    source : Path
        ``.csv``, ``.jsonl`` or ``.ndjson``, or one of these packed.
    skip : callable, optional
        Called with each record that cannot be read; without it the first one is an error.

    Attributes
    ----------
    columns : tuple of str
        Of JSON lines, the keys of the first rows that can be read.
    """

    def __init__(self, source: Path, skip: Skip | None) -> None:
        self._source, self._skip = source, skip
        self._begin()
        try:
            if is_csv(source):
                self.columns = self._header()
            else:
                surveyed = list(islice(self._read(None, skip and (lambda broken: None)), SURVEYED))
                self.columns = tuple(dict.fromkeys(key for row in surveyed for key in row))
                self.close()
                self._begin()
        except BaseException:
            self.close()
            raise

    def _begin(self) -> None:
        """Open the file, at its first line."""
        self._file = open_table(self._source)
        stream: Any = as_lines(self._file.stream) if is_csv(self._source) else self._file.stream
        self._lines = _Lines(stream, self._source)

    def _header(self) -> tuple[str, ...]:
        try:
            columns = csv_header(csv_fields(self._lines, self._source), self._source)
        except DataError as error:
            raise self._lines.damage or error from None
        self._lines.go_on()
        return columns

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def share(self) -> float:
        """Share of the file that has been read."""
        return self._file.share()

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
                if row is None and self._lines.damage is not None:
                    raise self._lines.damage
                if row is not None:
                    check_cells(row, row_place(self._source, number))
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
            raise nothing_to_read(self._source, number - 1)

    def _rows(self, columns: tuple[str, ...] | None, first: int) -> Iterator[dict[str, str]]:
        """Read rows until one is broken; ``first`` is the number of the first."""
        if columns is None or not is_csv(self._source):
            return json_rows(self._lines, columns, self._source, first)
        return csv_rows(csv_fields(self._lines, self._source, first), columns, self._source, first)

    def _broken(self, number: int, error: DataError) -> BrokenRecord:
        """Describe the record whose lines were taken last, and give back those that are not its own."""
        lines, hint = self._lines.taken, error.hint
        blank = sum(1 for _ in takewhile(_is_blank if is_csv(self._source) else lambda line: not line.strip(), lines))
        line, found, own, damage = self._lines.number + blank + 1, error.found, len(lines), self._lines.damage
        if damage is not None:
            # Whatever else seems wrong with the last lines, this is why.
            self._lines.damage = None
            error, found, hint = damage, damage.found, damage.hint
        elif is_csv(self._source) and not _is_well_quoted(lines):
            own = blank + 1
            opening = _open_quote(lines[blank:])
            if opening is not None:
                found = f"{found} (the quotation opens in line {line + opening})"
                hint = "Close the quote, or double it inside the text."
        content = b"".join(one.encode("latin-1") if isinstance(one, str) else one for one in lines[:own])
        self._lines.go_on(own)
        where = error.where if damage is None else row_place(self._source, number)
        said = DataError(error.expected, found, where, f"{hint} {SKIP_HINT}")
        what = "row" if damage is None else "end of a packed file"
        return BrokenRecord(self._source, number, line, content, said, what)


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
    rows = TableRows(source, skip)
    try:
        yield rows
    finally:
        rows.close()


class _Lines:
    """Lines of a file, text in Latin-1 or bytes, that can be given back. Where the file is damaged, they end."""

    def __init__(self, lines: Iterable[Any], source: Path) -> None:
        self._lines, self._source, self._back = iter(lines), source, deque[Any]()
        self.taken: list[Any] = []
        self.number = 0
        self.damage: DataError | None = None

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        line = self._back.popleft() if self._back else self._next()
        self.taken.append(line)
        return line

    def _next(self) -> Any:
        try:
            return next(self._lines)
        except DAMAGE as error:
            self._lines, self.damage = iter(()), damaged(self._source, error)
            raise StopIteration from None

    def go_on(self, own: int | None = None) -> None:
        """Count the first lines that were taken as read, all if no number is given; give back the others."""
        kept = self.taken if own is None else self.taken[:own]
        self._back.extendleft(reversed(self.taken[len(kept) :]))
        self.number += len(kept)
        self.taken = []


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
