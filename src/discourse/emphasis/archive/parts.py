"""Which files make up an archive, and has each of them the columns that shares need?

An archive is what ``discourse classify`` wrote: a parquet or CSV file, or a folder of one kind of them. Each part is
looked at before anything is added up, so that a part that was cut short or has other columns is named at once.
"""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from discourse.codebook import NONE
from discourse.emphasis.archive.engine import quoted
from discourse.errors import DataError
from discourse.io.records import as_lines, csv_fields, csv_header, open_csv

SUFFIXES = (".parquet", ".csv", ".csv.gz")
_CLASSIFY = "Make it with: discourse classify."
_FORM = "a classified parquet or CSV table"
_DAMAGE = (OSError, EOFError, zlib.error)


@dataclass(frozen=True)
class Parts:
    """The files of an archive, in the order of their names, and what they hold.

    Attributes
    ----------
    source : Path
        The file or folder.
    paths : tuple of Path
        The files.
    parquet : bool
        Whether they are parquet; else CSV.
    columns : tuple of mapping of str to str
        The columns of each file, and their types; of CSV all are text.
    """

    source: Path
    paths: tuple[Path, ...]
    parquet: bool
    columns: tuple[Mapping[str, str], ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes whose probabilities the table holds, in order; empty where it holds none."""
        return _codes(self.columns[0])

    def need(self, names: Sequence[str]) -> None:
        """Refuse a part that lacks a column, or has another type in it than the first.

        Raises
        ------
        DataError
            Naming the part.
        """
        for path, own in zip(self.paths, self.columns, strict=True):
            for name in names:
                if name not in own:
                    found = f"the columns {', '.join(own)}"
                    raise DataError(f"a column {name}", found, path, "Add it to what is classified, and classify.")
                if own[name] != self.columns[0][name]:
                    expected = f"{self.columns[0][name]} in column {name}, as in {self.paths[0].name}"
                    raise DataError(expected, own[name], path, "Write all parts with the same columns and types.")


def find_parts(source: Path, connection: Any) -> Parts:
    """Find the files of an archive, and read which columns they have.

    Parameters
    ----------
    source : Path
        A file, or a folder with files of one kind in it, at whatever depth; files whose name begins with a dot or an
        underscore are passed over.
    connection : DuckDBPyConnection
        What reads parquet.

    Raises
    ------
    DataError
        If there is no such file, a part cannot be read, was cut short, or was classified with other codes.
    """
    paths, parquet = _files(source)
    columns = tuple(_parquet_columns(path, connection) if parquet else _csv_columns(path) for path in paths)
    for path, own in zip(paths, columns, strict=True):
        if _codes(own) != _codes(columns[0]):
            expected = f"probabilities of {', '.join(_codes(columns[0])) or 'nothing'}, as in {paths[0].name}"
            found = ", ".join(_codes(own)) or "none"
            raise DataError(expected, found, path, "Classify all parts with one model.")
    return Parts(source, paths, parquet, columns)


def suffix_of(path: Path) -> str:
    """Return the ending that says what a file is, or an empty text.

    Examples
    --------
    >>> suffix_of(Path("news.CSV.gz")), suffix_of(Path("news.txt"))
    ('.csv.gz', '')
    """
    return next((suffix for suffix in SUFFIXES if path.name.casefold().endswith(suffix)), "")


def _codes(columns: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name[2:] for name in columns if name.startswith("p_") and name != f"p_{NONE}")


def _files(source: Path) -> tuple[tuple[Path, ...], bool]:
    if not source.exists():
        raise DataError(_FORM, "no such file", source, "Check the name.")
    if source.is_dir():
        found = sorted(path for path in source.rglob("*") if path.is_file() and suffix_of(path))
        paths = [path for path in found if not any(part[0] in "._" for part in path.relative_to(source).parts)]
    else:
        paths = [source] if suffix_of(source) else []
    if not paths:
        raise DataError(f"files {', '.join(SUFFIXES)}", "none", source, _CLASSIFY)
    kinds = {suffix_of(path) == ".parquet" for path in paths}
    if len(kinds) > 1:
        raise DataError("parquet files or CSV files", "both", source, "Put them into a folder each.")
    return tuple(paths), kinds.pop()


def _parquet_columns(path: Path, connection: Any) -> dict[str, str]:
    import duckdb

    try:
        told = connection.execute(f"DESCRIBE SELECT * FROM read_parquet({quoted(str(path))})").fetchall()
    except duckdb.Error as error:
        found = " ".join(str(error).split("LINE 1:")[0].split())
        hint = "It may have been cut short: copy it again, or classify it again."
        raise DataError("a parquet file that can be read", found, path, hint) from None
    return {str(name): str(kind) for name, kind, *_ in told}


def _csv_columns(path: Path) -> dict[str, str]:
    with _open_lines(path) as lines:
        return dict.fromkeys(csv_header(csv_fields(lines, path), path), "VARCHAR")


@contextmanager
def _open_lines(path: Path) -> Iterator[io.TextIOWrapper]:
    """Open a CSV file, packed by gzip or not, behind the byte-order mark."""
    if path.suffix.casefold() != ".gz":
        with open_csv(path) as lines:
            yield lines
        return
    try:
        with gzip.open(path) as packed:
            start = packed.read(len(codecs.BOM_UTF8))
            packed.seek(len(start) if start == codecs.BOM_UTF8 else 0)
            yield as_lines(io.BufferedReader(packed))
    except _DAMAGE as error:
        raise DataError("a table packed by gzip", f"a damaged file ({error})", path, "Make it anew.") from None
