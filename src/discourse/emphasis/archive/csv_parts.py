"""How do the columns that are needed come from CSV files, and what becomes of a row that is broken?

DuckDB reads a file at full speed. Where it meets a row that it cannot read, the whole file is read again by the reader
of :mod:`discourse.classifier.tables.reading`, which knows where a broken row ends: no row behind it is lost.
"""

from __future__ import annotations

import gzip
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from discourse.emphasis.archive.engine import column, quoted
from discourse.emphasis.archive.left_out import LeftOut
from discourse.emphasis.archive.parts import Parts
from discourse.errors import DataError
from discourse.io.records import row_place

if TYPE_CHECKING:
    from discourse.classifier.tables.broken import BrokenRecord

TABLE = "csv_rows"
PART = '"place of the file"'
"""Column with the place of each row's file."""
_CHUNK = 20_000


def fill_table(connection: Any, parts: Parts, names: Sequence[str], left_out: LeftOut) -> None:
    """Copy the columns that are needed of all parts into one table, as text.

    Parameters
    ----------
    connection : DuckDBPyConnection
        In which :data:`TABLE` is made: :data:`PART`, and the columns.
    parts : Parts
        CSV files.
    names : sequence of str
        The columns.
    left_out : LeftOut
        Is told of each broken row.

    Raises
    ------
    DataError
        If a row is broken and none may be left out, or a file is damaged.
    """
    listed = ", ".join(f"{column(name)} VARCHAR" for name in names)
    connection.execute(f"CREATE TEMP TABLE {TABLE} ({PART} INTEGER, {listed})")
    for number, path in enumerate(parts.paths):
        connection.execute("BEGIN TRANSACTION")
        if _copied(connection, path, number, tuple(parts.columns[number]), names):
            connection.execute("COMMIT")
            continue
        connection.execute("ROLLBACK")
        _copy_slowly(connection, path, number, names, left_out)


def record_of(path: Path, name: str, value: str) -> str:
    """Name the first row of a file that has a value in a column."""
    from discourse.classifier.tables.reading import open_rows

    with _plain(path) as plain, open_rows(plain, lambda _: None) as rows:
        for number, row in enumerate(rows, start=1):
            if row[name] == value:
                return row_place(path, number)
    return str(path)


def _copied(connection: Any, path: Path, number: int, columns: Sequence[str], names: Sequence[str]) -> bool:
    """Have DuckDB copy a file; return whether it could read each row."""
    import duckdb

    for table in ("reject_errors", "reject_scans"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    told = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in columns)
    choices = "header=true, auto_detect=false, delim=',', quote='\"', escape='\"', store_rejects=true, rejects_limit=1"
    packed = ", compression='gzip'" if path.suffix.casefold() == ".gz" else ""
    chosen = ", ".join(column(name) for name in names)
    source = f"read_csv({quoted(str(path))}, columns={{{told}}}, {choices}{packed})"
    try:
        connection.execute(f"INSERT INTO {TABLE} SELECT {number}, {chosen} FROM {source}")
        (rejected,) = connection.execute("SELECT count(*) FROM reject_errors").fetchone()
    except (duckdb.IOException, duckdb.InvalidInputException, duckdb.ConversionException) as error:
        if "GZIP" in str(error):
            found = " ".join(str(error).split())
            raise DataError("a table packed by gzip", f"a damaged file ({found})", path, "Make it anew.") from None
        return False
    return not rejected


def _copy_slowly(connection: Any, path: Path, number: int, names: Sequence[str], left_out: LeftOut) -> None:
    """Copy a file row by row, the broken ones left out."""
    from discourse.classifier.tables.reading import open_rows

    def skip(broken: BrokenRecord) -> None:
        where = broken.error.where.replace(str(plain), str(path))
        left_out.add(DataError(broken.error.expected, broken.error.found, where, broken.error.hint))

    columns = ", ".join("unnest(?::VARCHAR[])" for _ in names)
    with _plain(path) as plain, open_rows(plain, skip) as rows:
        readable = iter(rows)
        while chunk := list(islice(readable, _CHUNK)):
            values = [[row[name] for row in chunk] for name in names]
            connection.execute(f"INSERT INTO {TABLE} SELECT {number}, {columns}", values)


@contextmanager
def _plain(path: Path) -> Iterator[Path]:
    """Give a CSV file that is not packed: the file itself, or one that is deleted afterwards."""
    if path.suffix.casefold() != ".gz":
        yield path
        return
    with tempfile.TemporaryDirectory(prefix=".discourse-") as folder:
        plain = Path(folder) / path.stem
        with gzip.open(path) as packed, plain.open("wb") as stream:
            shutil.copyfileobj(packed, stream)
        yield plain
