"""Which rows does a table from elsewhere hold, whatever program wrote it?

CSV with any of the usual separators and encodings, JSON, workbooks of Excel, parquet. What had to be found out
(a separator, an encoding, a sheet) is said, so that nobody is surprised.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from discourse.errors import DataError, MissingExtraError, shown
from discourse.io.records import cell_text, csv_header, json_rows
from discourse.io.tables import LARGEST
from discourse.io.text import parser_found, read_bytes

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SAMPLE = 30
_FORM = "a table"
_ANEW = "Save it anew, or as CSV."


class Spreadsheet(NamedTuple):
    """Rows of a table from elsewhere.

    Attributes
    ----------
    table : DataFrame
        All cells as text, a missing one empty; the index is the number that the row has in its file.
    remarks : tuple of str
        What had to be found out about the file.
    """

    table: pd.DataFrame
    remarks: tuple[str, ...] = ()


def is_spreadsheet(path: Path) -> bool:
    """Say whether a file is a table by its name."""
    return path.suffix.lower() in _READERS


def read_spreadsheet(path: Path) -> Spreadsheet:
    """Read a table from elsewhere.

    Parameters
    ----------
    path : Path
        A file ending in .csv, .tsv, .jsonl, .ndjson, .json (a list of objects), .xlsx or .parquet.

    Returns
    -------
    Spreadsheet

    Raises
    ------
    DataError
        If there is no file, it is no such table, a column stands twice, or a row has more or fewer cells than
        there are columns; with the number of the row.
    MissingExtraError
        If it needs a library that is not installed.
    """
    raw = read_bytes(path, _FORM, "Check the name.")
    if len(raw) > LARGEST:
        raise DataError(f"a table of at most {LARGEST:,} bytes", "a larger file", path, "Part it.")
    found = _READERS[path.suffix.lower()](raw, path)
    if found.table.empty:
        raise DataError("a table with rows", "none", path, "Name another file.")
    return found


def _read_csv(raw: bytes, path: Path) -> Spreadsheet:
    text, remarks = _text(raw, path)
    sign = _separator(text)
    if sign != ",":
        remarks.append(f"cells separated by {_SEPARATORS[sign]}")
    rows = _cells(text, sign, path)
    columns = csv_header((cells for _, cells in rows), path)
    numbers, kept = [], []
    for number, cells in rows:
        # Spreadsheets leave empty cells behind a row.
        if len(cells) < len(columns) or any(cells[len(columns) :]):
            hint = "Quote cells that hold the separator or a line break, and leave none out."
            raise DataError(f"{len(columns)} cells", str(len(cells)), f"{path}, row {number}", hint)
        numbers.append(number)
        kept.append(cells[: len(columns)])
    return Spreadsheet(_named(kept, list(columns), numbers), tuple(remarks))


def _text(raw: bytes, path: Path) -> tuple[str, list[str]]:
    """Decode a table: by its mark, as UTF-8, or else as Windows-1252, in which spreadsheets save."""
    marked = next((encoding for mark, encoding in _MARKS.items() if raw.startswith(mark)), "")
    if not marked and b"\0" in raw:
        raise DataError(_FORM, "bytes that are no text", path, _ANEW)
    for encoding in [marked] if marked else ["utf-8", "cp1252", "latin-1"]:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        known = {"cp1252": "Windows-1252", "latin-1": "Latin-1", "utf-16": "UTF-16"}
        return text, [f"text in {known[encoding]}"] if encoding in known else []
    raise DataError(_FORM, "bytes that are no text", path, _ANEW)


def _separator(text: str) -> str:
    """Find the sign that parts the first rows into the same number of cells, more than one."""

    def fit(sign: str) -> tuple[float, int]:
        try:
            rows = list(islice(filter(None, csv.reader(io.StringIO(text, newline=""), delimiter=sign)), _SAMPLE))
        except csv.Error:
            return 0, 0
        width = len(rows[0]) if rows else 0
        return (sum(len(row) == width for row in rows) / len(rows), width) if width > 1 else (0, 0)

    return max(_SEPARATORS, key=fit)


def _cells(text: str, sign: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers, blank ones left out."""
    number = 1
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True), 1):
            if any(cells):
                yield number, cells
    except csv.Error as refusal:
        raise DataError(_FORM, parser_found(refusal), f"{path}, row {number + 1}", "Correct the row.") from None


def _read_json_lines(raw: bytes, path: Path) -> Spreadsheet:
    text, remarks = _text(raw, path)
    return _of_objects(text.encode("utf-8", "surrogatepass").splitlines(), path, remarks)


def _read_json(raw: bytes, path: Path) -> Spreadsheet:
    text, remarks = _text(raw, path)
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as refusal:
        raise DataError("a list of JSON objects", parser_found(refusal), path, _ANEW) from None
    if not isinstance(rows, list):
        raise DataError(
            "a list of JSON objects", shown(type(rows).__name__), path, "Save one object a line, as .jsonl."
        )
    return _of_objects((json.dumps(row).encode() for row in rows), path, remarks)


def _of_objects(lines: Iterable[bytes], path: Path, remarks: list[str]) -> Spreadsheet:
    table = pd.DataFrame(list(json_rows(lines, None, path)), dtype=str).fillna("")
    return Spreadsheet(table.set_axis(range(1, len(table) + 1)), tuple(remarks))


def _read_workbook(raw: bytes, path: Path) -> Spreadsheet:
    try:
        import openpyxl
    except ImportError:
        raise MissingExtraError.of("openpyxl", "docs", path) from None
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > LARGEST:
            raise DataError(f"a workbook of at most {LARGEST:,} bytes unpacked", "a larger one", path, "Part it.")
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        rows = [[cell_text(value) for value in row] for row in sheets[0].iter_rows(values_only=True)]
    except (DataError, MemoryError):
        raise
    except Exception:
        # A stranger's bytes come up in that library as errors of zip, XML, types and more.
        raise DataError("a workbook", "a damaged or foreign file", path, _ANEW) from None
    others = [sheet.title for sheet in sheets[1:]]
    remarks = (f"the sheet {shown(sheets[0].title)}, not {', '.join(map(shown, others))}",) if others else ()
    numbered = [(number, cells) for number, cells in enumerate(rows, 1) if any(cells)]
    columns = csv_header((cells for _, cells in numbered), path)
    return Spreadsheet(_named([c for _, c in numbered[1:]], list(columns), [n for n, _ in numbered[1:]]), remarks)


def _read_parquet(raw: bytes, path: Path) -> Spreadsheet:
    try:
        table = pd.read_parquet(io.BytesIO(raw))
    except ImportError:
        hint = "Install pyarrow, or save the table as CSV."
        raise MissingExtraError("the library pyarrow", "no such library", path, hint) from None
    except Exception:
        raise DataError("a parquet file", "a damaged or foreign file", path, _ANEW) from None
    rows = [[cell_text(value) for value in row] for row in table.astype(object).to_numpy()]
    return Spreadsheet(_named(rows, [str(name) for name in table.columns], list(range(1, len(rows) + 1))))


def _named(rows: list[list[str]], columns: list[str], numbers: list[int]) -> pd.DataFrame:
    """Make a table, without the columns that have neither name nor content."""
    table = pd.DataFrame(rows, columns=columns, index=numbers, dtype=str)
    bare = [name for name in columns if name.startswith("Unnamed: ") and not table[name].any()]
    return table.drop(columns=bare)


_READERS: dict[str, Callable[[bytes, Path], Spreadsheet]] = {
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".jsonl": _read_json_lines,
    ".ndjson": _read_json_lines,
    ".json": _read_json,
    ".xlsx": _read_workbook,
    ".parquet": _read_parquet,
}
SPREADSHEET_SUFFIXES = tuple(_READERS)
"""Endings of the tables that are read."""
