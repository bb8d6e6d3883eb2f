"""How do rows of CSV and JSON lines come in exactly as they are?

They are read a row at a time and nothing is taken for a number: ``007``, ``1.10`` and ``NA`` come out as
they came in. A row that does not fit its columns is refused with its number, never shifted.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import NoneType
from typing import IO, Any

from discourse.errors import DataError
from discourse.io.records.packed import DAMAGE, OpenedFile, bare_name, damaged, open_unpacked
from discourse.io.text import SAVE, is_utf16, parser_found

TABLE_SUFFIXES = (".csv", ".jsonl", ".ndjson")
"""Endings of the names of tables; that of a packed file may follow (``PACKINGS``)."""
CSV_FORM = "a CSV table in UTF-8, quotes inside a quoted field doubled"
JSON_FORM = "one JSON object a line, in UTF-8"
_HINT = "Save it in that form."
_OTHER_SIGNS = {";": "semicolons", "\t": "tabs"}


def is_table(source: Path) -> bool:
    """Say whether a file is a table of rows of text, packed or not, by its name."""
    return bare_name(source).suffix.casefold() in TABLE_SUFFIXES


def is_csv(source: Path) -> bool:
    """Say whether a table is read as CSV; else it has one JSON object a line."""
    return bare_name(source).suffix.casefold() == ".csv"


def open_table(source: Path) -> OpenedFile:
    """Open a table, unpacked, behind the byte-order mark, which Excel writes.

    Raises
    ------
    DataError
        If it cannot be opened or unpacked, or is in UTF-16.
    MissingExtraError
        If a library is missing that unpacks it.
    """
    opened = open_unpacked(source)
    try:
        start = opened.stream.peek(len(codecs.BOM_UTF8))[: len(codecs.BOM_UTF8)]
    except DAMAGE as error:
        opened.close()
        raise damaged(source, error) from None
    if is_utf16(start):
        opened.close()
        raise DataError("a table in UTF-8", "UTF-16", source, SAVE)
    if start == codecs.BOM_UTF8:
        opened.stream.read(len(start))
    return opened


def open_csv(source: Path) -> io.TextIOWrapper:
    """Open a CSV file as Latin-1, where a byte is a character; :func:`csv_fields` makes text of its lines.

    Quotes, commas and line ends are the same bytes in UTF-8 and are never part of another character.
    """
    return as_lines(open_table(source).stream)


def as_lines(stream: IO[bytes]) -> io.TextIOWrapper:
    """Read bytes of a CSV file as :func:`open_csv` does."""
    return io.TextIOWrapper(stream, encoding="latin-1", newline="")


def csv_fields(lines: Iterable[str], source: Path, first: int = 0) -> Iterator[list[str]]:
    """Fields of the rows in some Latin-1 lines of a CSV file, empty lines left out.

    Parameters
    ----------
    lines : iterable of str
        See :func:`open_csv`.
    source : Path
        The file, for messages.
    first : int
        Number of the first row; 0 is the line of column names.

    Raises
    ------
    DataError
        If a row is not in UTF-8 or breaks the rules of quoting; with its number.
    """
    number = first
    try:
        for fields in csv.reader(lines, strict=True):
            if fields:
                yield [field if field.isascii() else field.encode("latin-1").decode("utf-8") for field in fields]
                number += 1
    except (csv.Error, UnicodeDecodeError) as error:
        raise DataError(CSV_FORM, parser_found(error), row_place(source, number), _HINT) from None


def csv_header(fields: Iterator[list[str]], source: Path) -> tuple[str, ...]:
    """Take the names of the columns off the rows of :func:`csv_fields`.

    One without a name (R and pandas write such) is called ``Unnamed: <place>``, as pandas calls it.

    Raises
    ------
    DataError
        If there is no row, a name is there twice, or cells are separated by another sign than commas.

    Examples
    --------
    >>> csv_header(iter([["", "text"], ["1", "kopi"]]), Path("news.csv"))
    ('Unnamed: 0', 'text')
    """
    first = next(fields, None)
    if first is None:
        raise DataError("a line of column names", "an empty file", source, "Name a table with rows.")
    if len(first) == 1 and (sign := next((sign for sign in _OTHER_SIGNS if sign in first[0]), "")):
        raise DataError("cells separated by commas", f"by {_OTHER_SIGNS[sign]}", source, "Save it as CSV with commas.")
    named = [name or f"Unnamed: {column}" for column, name in enumerate(first)]
    if twice := sorted(name for name, times in Counter(named).items() if times > 1):
        raise DataError("each column once", f"{twice[0]} twice", source, "Rename or drop one.")
    return tuple(named)


def csv_rows(
    fields: Iterable[list[str]], columns: tuple[str, ...], source: Path, first: int = 1
) -> Iterator[dict[str, str]]:
    """Give the rows of :func:`csv_fields` the names of their columns.

    Raises
    ------
    DataError
        If a row has more or fewer fields than there are columns; with its number.

    Examples
    --------
    >>> list(csv_rows([["007", "kopi"]], ("id", "text"), Path("news.csv")))
    [{'id': '007', 'text': 'kopi'}]
    """
    for number, row in enumerate(fields, start=first):
        if len(row) != len(columns):
            hint = "Quote fields that have commas in them, and leave none out."
            raise DataError(f"{len(columns)} columns", str(len(row)), row_place(source, number), hint)
        yield dict(zip(columns, row, strict=True))


def json_rows(
    lines: Iterable[bytes], columns: tuple[str, ...] | None, source: Path, first: int = 1
) -> Iterator[dict[str, str]]:
    """Rows in some lines of a JSON-lines file, empty lines left out; what a row lacks is empty.

    Parameters
    ----------
    lines : iterable of bytes
        The lines.
    columns : tuple of str or None
        Columns of the file; None gives each row its own.
    source : Path
        The file, for messages.
    first : int
        Number of the first row.

    Raises
    ------
    DataError
        If a line is no JSON object in UTF-8, or has a key that is no column; with the number of its row.

    Examples
    --------
    >>> list(json_rows([b'{"n": 1.10, "text": "kopi", "tags": ["a"]}'], None, Path("news.jsonl")))
    [{'n': '1.10', 'text': 'kopi', 'tags': '["a"]'}]
    """
    for number, line in enumerate((line for line in lines if line.strip()), start=first):
        place = row_place(source, number)
        row = _json_row(line, place)
        further = sorted(set(row) - set(columns)) if columns is not None else []
        if further:
            hint = "Give the first row every key."
            raise DataError("the keys of the first rows in all rows", f"{', '.join(further)} further down", place, hint)
        yield row if columns is None else {column: row.get(column, "") for column in columns}


def check_columns(columns: tuple[str, ...], made: tuple[str, ...], source: Path) -> None:
    """Refuse a table without a column ``text``, or with a column that classifying makes.

    Raises
    ------
    DataError
        Naming the columns.
    """
    if "text" not in columns:
        found = f"the columns {', '.join(columns)}"
        raise DataError("a column text", found, source, "Rename the column that holds the paragraphs.")
    there = [column for column in columns if column in made]
    if there:
        raise DataError("no column that classifying makes", ", ".join(there), source, "Rename or drop it.")


def row_place(source: Path, number: int) -> str:
    """Name a row of a table for a message; row 0 is the line of column names."""
    return f"{source}, record {number}" if number else f"{source}, line of column names"


class _Number(str):
    """A number of a JSON line as it is written there."""

    __slots__ = ()


def _json_row(line: bytes, place: str) -> dict[str, str]:
    """Read a line; numbers stay as they are written."""
    try:
        row = json.loads(line.decode("utf-8"), parse_float=_Number, parse_int=_Number, parse_constant=_Number)
        if not isinstance(row, dict):
            raise DataError(JSON_FORM, f"a {type(row).__name__}", place, _HINT)
        if not isinstance(text := row.get("text", ""), (str, NoneType)) or isinstance(text, _Number):
            found = text if isinstance(text, _Number) else json.dumps(text, ensure_ascii=False)
            raise DataError("a text in quotes, or null", found[:40], f"{place}, key text", "Write it as a JSON string.")
        if any(isinstance(value, (dict, list)) for value in row.values()):
            whole = json.loads(line)
            row = {key: whole[key] if isinstance(value, (dict, list)) else value for key, value in row.items()}
        cells = {key: _json_cell(value) for key, value in row.items()}
        # A half of a pair of surrogates is JSON, and no text.
        "".join((*cells, *cells.values())).encode()
    except (ValueError, RecursionError) as error:
        raise DataError(JSON_FORM, parser_found(error), place, _HINT) from None
    return cells


def _json_cell(value: Any) -> str:
    """Write a JSON value in a cell: text as it is, null as nothing, all else as JSON writes it."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
