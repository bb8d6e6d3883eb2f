"""What do the rows of an archive hold, whichever files they stand in?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from discourse.emphasis.archive.csv_parts import PART, TABLE, fill_table, record_of
from discourse.emphasis.archive.engine import Progress, column, quoted
from discourse.emphasis.archive.left_out import LeftOut
from discourse.emphasis.archive.parts import Parts
from discourse.errors import DataError
from discourse.io.formulas import unguard_text


@dataclass(frozen=True)
class ArchiveRows:
    """The rows of an archive, to be asked by SQL.

    Attributes
    ----------
    connection : DuckDBPyConnection
        The engine.
    parts : Parts
        The files.
    left_out : LeftOut
        Is told of rows that cannot be counted.
    progress : callable, optional
        Is told how far the adding is.
    """

    connection: Any
    parts: Parts
    left_out: LeftOut
    progress: Progress | None = None

    @property
    def source(self) -> str:
        """What stands behind FROM."""
        return self._parquet("") if self.parts.parquet else f"{TABLE} AS read"

    def cell(self, name: str) -> str:
        """Write the SQL of a column as it is."""
        return f"read.{column(name)}"

    def text(self, name: str) -> str:
        """Write the SQL of a column as text, empty where nothing is there."""
        own, kind = self.cell(name), self.parts.columns[0][name]
        if kind.endswith("[]"):
            own = f"array_to_string({own}, ' ')"
        elif kind.startswith("TIMESTAMP"):
            own = f"{own}::DATE::VARCHAR"
        elif kind != "VARCHAR":
            own = f"{own}::VARCHAR"
        return f"coalesce({own}, '')"

    def values(self, name: str) -> dict[str, int]:
        """Count the rows of each value of a column, in the order of the values."""
        asked = f"SELECT {self.text(name)}, count(*) FROM {self.source} GROUP BY 1 ORDER BY 1"
        return dict(self.connection.execute(asked).fetchall())

    def plain(self, value: str) -> str:
        """Give a value as it was before a spreadsheet was guarded against it; in parquet nothing is guarded."""
        return value if self.parts.parquet else unguard_text(value)

    def place(self, name: str, value: str) -> str:
        """Name the file and row in which a value of a column stands first."""
        if self.parts.parquet:
            asked = (
                f"SELECT filename, file_row_number + 1 FROM {self._parquet(', filename=true, file_row_number=true')}"
            )
            where = f"WHERE {self.text(name)} = {quoted(value)} ORDER BY filename, file_row_number LIMIT 1"
            path, row = self.connection.execute(f"{asked} {where}").fetchone()
            return f"{path}, row {row}, column {name}"
        (part,) = self.connection.execute(
            f"SELECT min(read.{PART}) FROM {self.source} WHERE {self.text(name)} = {quoted(value)}"
        ).fetchone()
        return f"{record_of(self.parts.paths[part], name, value)}, column {name}"

    def leave_out(self, name: str, value: str, rows: int, error: DataError) -> None:
        """Leave out the rows that have a wrong value in a column, or refuse the first of them."""
        where = "" if self.left_out.told else self.place(name, value)
        self.left_out.add(DataError(error.expected, error.found, where, error.hint), rows)

    def _parquet(self, choices: str) -> str:
        return f"read_parquet([{', '.join(quoted(str(path)) for path in self.parts.paths)}]{choices}) AS read"


def read_rows(
    connection: Any, parts: Parts, names: Sequence[str], left_out: LeftOut, progress: Progress | None = None
) -> ArchiveRows:
    """Make the columns that are needed ready to be added up.

    Parameters
    ----------
    connection : DuckDBPyConnection
        The engine.
    parts : Parts
        The files.
    names : sequence of str
        The columns that are needed.
    left_out : LeftOut
        Is told of each row that is broken, or cannot be counted.
    progress : callable, optional
        Is told how far the adding is.

    Raises
    ------
    DataError
        If a column is missing somewhere, no row is there, or one is broken and none may be left out.
    """
    names = list(dict.fromkeys(names))
    parts.need(names)
    if not parts.parquet:
        fill_table(connection, parts, names, left_out)
    rows = ArchiveRows(connection, parts, left_out, progress)
    if connection.execute(f"SELECT 1 FROM {rows.source} LIMIT 1").fetchone() is None:
        raise DataError("at least one row", "none", Path(parts.source), "Name a table with rows.")
    return rows
