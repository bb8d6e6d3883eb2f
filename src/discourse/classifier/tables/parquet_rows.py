"""Which rows of a parquet table can be read, and what is wrong with the others?

The descriptions of all parts are read first: a part that was cut off, or has other columns than the first, is found
before any work. Where a group of rows is damaged, the groups behind it are read all the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from discourse.classifier.tables.broken import SKIP_HINT, BrokenRecord, Skip, check_cells, nothing_to_read
from discourse.errors import DataError
from discourse.io.records import row_place
from discourse.io.records.parquet import ParquetPart, common_schema, folder_columns, parquet_files


class ParquetRows:
    """The rows of a parquet file, or of a folder of parts, one after the other.

    Parameters
    ----------
    source : Path
        The file or the folder.
    skip : callable, optional
        Called with each part, group of rows or row that cannot be read; without it the first one is an error.

    Attributes
    ----------
    schema : pyarrow.Schema
        Names and types of its columns.
    columns : tuple of str
        Their names.
    number : int
        How many rows the parts say that they have.

    Raises
    ------
    DataError
        If there is no part that can be read, or no column ``text`` that holds text.
    MissingExtraError
        If pyarrow is not installed.
    """

    def __init__(self, source: Path, skip: Skip | None) -> None:
        self._source, self._skip = source, skip
        self._parts: list[ParquetPart] = []
        for path in parquet_files(source):
            try:
                part = ParquetPart(path, folder_columns(source, path))
                schema = common_schema(self._parts, part) if self._parts else part.schema
            except DataError as error:
                self._leave_out(BrokenRecord(path, None, None, b"", _with_hint(error), "parquet file"))
            else:
                self.schema = schema
                self._parts = [part] if not self._parts else [*self._parts, part]
        if not self._parts:
            raise DataError("at least one parquet file that can be read", "none", source, "Name another.")
        self.columns = tuple(self.schema.names)
        self.number = sum(part.rows for part in self._parts)
        self._check_text()

    def _check_text(self) -> None:
        import pyarrow as pa

        kind = self.schema.field("text").type if "text" in self.columns else pa.string()
        if not (pa.types.is_string(kind) or pa.types.is_null(kind)):
            raise DataError("a column text that holds text", f"one of type {kind}", self._source, "Convert it.")

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Read on.

        Raises
        ------
        DataError
            If something cannot be read and ``skip`` was not given, or if there is nothing that can.
        """
        readable, broken = 0, 0
        for part in self._parts:
            number = 0
            for group in range(part.groups):
                last, rows = number + part.group_rows(group), part.read(group)
                while number < last:
                    try:
                        row = next(rows)
                    except DataError as error:
                        broken += last - number
                        self._leave_out(_lost(part.path, number + 1, last, error))
                        number = last
                        break
                    number += 1
                    if self._is_right(row, part.path, number):
                        readable += 1
                        yield {column: row[column] for column in self.columns}
                    else:
                        broken += 1
        if not readable:
            raise nothing_to_read(self._source, broken)

    def _is_right(self, row: dict[str, Any], path: Path, number: int) -> bool:
        try:
            check_cells(row, row_place(path, number))
        except DataError as error:
            content = json.dumps(row, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
            self._leave_out(BrokenRecord(path, number, None, content, _with_hint(error)))
            return False
        return True

    def _leave_out(self, broken: BrokenRecord) -> None:
        if self._skip is None:
            raise broken.error from None
        self._skip(broken)


def _lost(path: Path, first: int, last: int, error: DataError) -> BrokenRecord:
    """Describe rows of a damaged group."""
    found = f"{error.found}: the records {first} to {last} cannot be read"
    said = DataError(error.expected, found, row_place(path, first), error.hint)
    return BrokenRecord(path, first, None, b"", _with_hint(said), rows=last - first + 1)


def _with_hint(error: DataError) -> DataError:
    return DataError(error.expected, error.found, error.where, f"{error.hint} {SKIP_HINT}".strip())
