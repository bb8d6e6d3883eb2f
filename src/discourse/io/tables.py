"""Does a table of a study hold what it should? CSV read whole as text, and checked row by row.

Nothing is taken for a number or for missing: ``007`` and ``NA`` stay what they are. Rows are numbered as an
editor numbers them, the header being row 1, so that an error names the row to look at.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from discourse.errors import DataError, shown
from discourse.io.records import csv_header
from discourse.io.text import decoded, parser_found, read_bytes

CORRECT = "Correct the value."
_PIECE = 2**20
LARGEST = 2**30
"""Bytes that a packed table may unpack to, enough for thirty million counts; one megabyte may hold so many zeros."""
_DIGITS = 9
_FORM = "a CSV table"
_QUOTED = re.compile(rb'"[^"]*"')


def read_table(
    path: Path, columns: Sequence[str], key: str | None, former_names: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Read a CSV table, packed by gzip or not, as text.

    Parameters
    ----------
    path : Path
        The file.
    columns : sequence of str
        Columns that must be there; others are kept.
    key : str or None
        Column of ids, by which the rows are sorted: no id may be empty or stand twice.
    former_names : mapping of str to str, optional
        A former name of a column to its name today: a file that still has the former one is read as well.

    Returns
    -------
    DataFrame
        All columns as text, and ``row``, the row of the file.

    Raises
    ------
    DataError
        If there is no file, it is damaged or no CSV in UTF-8, a column is missing or stands twice, a row has
        more or fewer cells than there are columns, or an id is empty or stands twice.
    """
    table = _parsed(unpacked(path), path)
    for former, name in (former_names or {}).items():
        if name not in table.columns:
            table = table.rename(columns={former: name})
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise DataError(f"the columns {', '.join(columns)}", f"no {', '.join(missing)}", path, "Add what is missing.")
    if key is None:
        return table
    check_column(table, path, key, bool, "an id")
    check_unique(table, path, key)
    return table.sort_values(key, ignore_index=True)


def unpacked(path: Path) -> bytes:
    """Read a table whole, unpacked if its name ends in ``.gz``.

    Raises
    ------
    DataError
        If there is no file, or it is damaged or unpacks to more than :data:`LARGEST`.
    """
    raw = read_bytes(path, "a table", "Put the file there, or name the study with --study.")
    if path.suffix != ".gz":
        return raw
    content = bytearray()
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:
            # Piece by piece: to ask for all that is allowed would set so much memory aside.
            while len(content) <= LARGEST and (part := packed.read(_PIECE)):
                content += part
    except (OSError, EOFError, zlib.error) as error:
        raise DataError("a table packed by gzip", f"a damaged file ({error})", path, "Make it anew.") from None
    if len(content) > LARGEST:
        raise DataError(f"a table of at most {LARGEST:,} bytes", "more", path, "Make it anew.")
    return bytes(content)


def _parsed(raw: bytes, path: Path) -> pd.DataFrame:
    """Make a table of a file's bytes: by pandas, which is fast; what it says of a mistake is left to the csv module."""
    if b"\0" in raw:
        decoded(raw, _FORM, path)
    blank: list[int] = []
    try:
        columns = csv_header(_rows(raw, path, strict=False), path)
        table = pd.read_csv(io.BytesIO(raw), dtype=str, keep_default_na=False, encoding="utf-8", skip_blank_lines=False)
    except ValueError as error:
        decoded(raw, _FORM, path)
        _check_widths(raw, path, strict=True)
        raise DataError(_FORM, parser_found(error), path, "Save it anew as CSV.") from None
    # pandas makes an index of cells too many, and fills a row that is too short.
    commas = _QUOTED.sub(b"", raw).count(b",")
    if not isinstance(table.index, pd.RangeIndex) or commas != (len(columns) - 1) * (len(table) + 1):
        blank = _check_widths(raw, path, strict=False)
    table["row"] = range(2, len(table) + 2)
    return table.drop(index=[row - 2 for row in blank]) if blank else table


def _rows(raw: bytes, path: Path, *, strict: bool) -> Iterator[list[str]]:
    """Rows of a table, blank ones too."""
    row = 1
    try:
        for cells in csv.reader(io.TextIOWrapper(io.BytesIO(raw), "utf-8-sig", newline=""), strict=strict):
            yield cells
            row += 1
    except csv.Error as error:
        raise DataError(_FORM, parser_found(error), f"{path}, row {row}", "Correct the row.") from None


def _check_widths(raw: bytes, path: Path, *, strict: bool) -> list[int]:
    """Refuse a row of more or fewer cells than the header has; return the rows that are blank."""
    rows = _rows(raw, path, strict=strict)
    width, blank = len(next(rows)), []
    for row, cells in enumerate(rows, 2):
        if not cells:
            blank.append(row)
        elif len(cells) != width:
            hint = "Quote cells that have commas in them, and leave none out."
            raise DataError(f"{width} cells", str(len(cells)), f"{path}, row {row}", hint)
    return blank


def check_column(
    table: pd.DataFrame,
    where: str | Path,
    column: str,
    holds: Callable[[str], bool],
    expected: str,
    hint: str = CORRECT,
    error: type[DataError] = DataError,
) -> None:
    """Refuse the first value of a column that does not hold, naming file, row and column.

    Parameters
    ----------
    table : DataFrame
        With ``row``, the number to name.
    where : str or Path
        The file to name.
    column : str
        The column, of text.
    holds : callable
        Says whether a value is right; asked once for each value. What it raises as ``DataError`` is a no,
        and says what was expected.
    expected, hint : str
        What should have been there, and what to do.
    error : type
        What to raise.

    Raises
    ------
    DataError
        Or ``error``.

    Examples
    --------
    >>> rows = pd.DataFrame({"row": [2, 3], "opening": ["yes", "maybe"]})
    >>> check_column(rows, "paragraphs.csv", "opening", ("yes", "no").__contains__, "yes or no")
    Traceback (most recent call last):
    discourse.errors.DataError: paragraphs.csv, row 3, column opening: expected yes or no, found 'maybe'. \
Correct the value.
    """
    first: dict[str, int] = {}
    for value, row in zip(table[column].tolist(), table["row"].tolist(), strict=True):
        first.setdefault(value, row)
    for value, row in first.items():
        try:
            good = holds(value)
        except DataError as refusal:
            expected, good = refusal.expected, False
        if not good:
            raise error(expected, shown(value), f"{where}, row {row}, column {column}", hint)


def check_unique(
    table: pd.DataFrame,
    where: str | Path,
    column: str,
    hint: str = "Rename or delete one.",
    error: type[DataError] = DataError,
) -> None:
    """Refuse the first id that stands a second time; arguments as in :func:`check_column`.

    Raises
    ------
    DataError
        Or ``error``.

    Examples
    --------
    >>> check_unique(pd.DataFrame({"row": [2, 3], "id": ["a", "a"]}), "articles.csv", "id")
    Traceback (most recent call last):
    discourse.errors.DataError: articles.csv, row 3, column id: expected each id once, found 'a' again. \
Rename or delete one.
    """
    twice = table[table[column].duplicated()]
    if len(twice):
        row, value = twice.iloc[0]["row"], twice.iloc[0][column]
        raise error("each id once", f"{shown(value)} again", f"{where}, row {row}, column {column}", hint)


def is_count(value: str) -> bool:
    """Say whether a text is a whole number from 0, of at most nine digits.

    Examples
    --------
    >>> is_count("12"), is_count("-1"), is_count("1.5"), is_count("9" * 25)
    (True, False, False, False)
    """
    return value.isdecimal() and len(value) <= _DIGITS
