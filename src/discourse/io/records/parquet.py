"""How are parquet files read and written, with the types that they have?

One file or a folder of parts; what a folder such as ``outlet=A`` says of the parts in it is a column. All parts have
the same columns. Parts are read some rows at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from discourse.errors import DataError, MissingExtraError
from discourse.io.files import atomic_bytes_writer

SUFFIX = ".parquet"
_ROWS = 1_000
_ANEW = "Copy or make it anew."


def is_parquet(source: Path) -> bool:
    """Say whether a path is a parquet file by its name, or a folder of such."""
    return source.suffix.casefold() == SUFFIX if not source.is_dir() else bool(parquet_files(source))


def parquet_files(source: Path) -> list[Path]:
    """Parts of a parquet table in order of their names; what begins with a dot or a low line is none."""
    if not source.is_dir():
        return [source]
    found = (path for path in source.rglob("*") if path.suffix.casefold() == SUFFIX and path.is_file())
    return sorted(path for path in found if not any(_is_hidden(part) for part in path.relative_to(source).parts))


def folder_columns(source: Path, path: Path) -> dict[str, str]:
    """Columns that the folders between a table and one of its parts name.

    Examples
    --------
    >>> folder_columns(Path("news"), Path("news/outlet=A%20B/year=2023/1.parquet"))
    {'outlet': 'A B', 'year': '2023'}
    """
    parts = path.relative_to(source).parts[:-1] if path != source else ()
    return {name: unquote(value) for name, sign, value in (part.partition("=") for part in parts) if sign}


class ParquetPart:
    """A parquet file whose description has been read.

    Parameters
    ----------
    path : Path
        The file.
    further : mapping of str to str
        Columns that its folders name, the same in each row.

    Attributes
    ----------
    rows : int
        How many it has.
    schema : pyarrow.Schema
        Its columns. All kinds of text are one type, and a dictionary is what it stands for.

    Raises
    ------
    DataError
        If it cannot be read, or has a column twice.
    MissingExtraError
        If pyarrow is not installed.
    """

    def __init__(self, path: Path, further: Mapping[str, str] | None = None) -> None:
        check_parquet(path)
        import pyarrow as pa

        self.path, self._further = path, dict(further or {})
        with _opened(path) as file:
            self.rows, self.groups, schema = file.metadata.num_rows, file.metadata.num_row_groups, file.schema_arrow
        if twice := sorted({name for name in schema.names if schema.names.count(name) > 1}):
            raise DataError("each column once", f"{twice[0]} twice", path, "Rename or drop one.")
        self._further = {name: value for name, value in self._further.items() if name not in schema.names}
        fields = [pa.field(field.name, _plain(field.type)) for field in schema]
        self.schema = pa.schema([*fields, *(pa.field(name, pa.string()) for name in self._further)])

    def read(self, group: int) -> Iterator[dict[str, Any]]:
        """Rows of a row group, some at a time.

        Raises
        ------
        DataError
            If they cannot be read.
        """
        with _opened(self.path) as file, _as_damage(self.path):
            for batch in file.iter_batches(batch_size=_ROWS, row_groups=[group]):
                for row in batch.to_pylist():
                    yield row | self._further

    def group_rows(self, group: int) -> int:
        """Rows that a row group has."""
        with _opened(self.path) as file:
            return int(file.metadata.row_group(group).num_rows)


def common_schema(parts: list[ParquetPart], part: ParquetPart) -> Any:
    """Types of the columns of some parts and another, in the order of the first.

    Raises
    ------
    DataError
        If the other lacks a column, has a further one, or has another type in one. A column of nothing but missing
        values has no type of its own.
    """
    import pyarrow as pa

    known = parts[0].schema
    missing = [name for name in known.names if name not in part.schema.names]
    further = [name for name in part.schema.names if name not in known.names]
    if missing or further:
        found = ", ".join([*(f"no {name}" for name in missing), *(f"also {name}" for name in further)])
        raise DataError(f"the columns of {parts[0].path.name}", found, part.path, "Make all parts alike.")
    fields = []
    for one, other in ((known.field(name), part.schema.field(name)) for name in known.names):
        if one.type != other.type and not pa.types.is_null(one.type) and not pa.types.is_null(other.type):
            expected = f"a column {one.name} of type {one.type}, as in {parts[0].path.name}"
            raise DataError(expected, str(other.type), part.path, "Make all parts alike.")
        fields.append(other if pa.types.is_null(one.type) else one)
    return pa.schema(fields)


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of one parquet file.

    Raises
    ------
    DataError
        If it cannot be read.
    """
    part = ParquetPart(path)
    for group in range(part.groups):
        yield from part.read(group)


def write_rows(path: Path, rows: Iterable[Mapping[str, Any]], schema: Any) -> None:
    """Write rows as a parquet file, whole or not at all, holding some of them at a time.

    Raises
    ------
    DataError
        If it cannot be written.
    """
    import pyarrow as pa

    waiting = iter(rows)
    with _writer(path, schema) as writer:
        while some := list(islice(waiting, _ROWS)):
            writer.write_table(pa.Table.from_pylist(some, schema=schema))


def join_files(parts: Iterable[Path], path: Path, schema: Any) -> None:
    """Put parquet files of one schema one after the other into one, each a row group.

    Raises
    ------
    DataError
        If one cannot be read, or the one cannot be written.
    """
    with _writer(path, schema) as writer:
        for part in parts:
            with _opened(part) as file:
                writer.write_table(file.read())


def check_parquet(where: Path) -> None:
    """Refuse a parquet file where no library reads or writes it.

    Raises
    ------
    MissingExtraError
        If pyarrow is not installed.
    """
    if find_spec("pyarrow") is None:
        raise MissingExtraError.of("pyarrow", "scale", where)


@contextmanager
def _writer(path: Path, schema: Any) -> Iterator[Any]:
    from pyarrow.parquet import ParquetWriter

    with atomic_bytes_writer(path) as stream, ParquetWriter(stream, schema, compression="zstd") as writer:
        yield writer


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    check_parquet(path)
    from pyarrow.parquet import ParquetFile

    with _as_damage(path):
        # Only what is asked for is read, not the whole file ahead.
        file = ParquetFile(path, pre_buffer=False, buffer_size=2**20)
    with file:
        yield file


@contextmanager
def _as_damage(path: Path) -> Iterator[None]:
    from pyarrow.lib import ArrowException

    try:
        yield
    except FileNotFoundError:
        raise DataError("a parquet file", "no such file", path, "Check the name.") from None
    except (ArrowException, OSError) as error:
        size = path.stat().st_size if path.exists() else 0
        found = "an empty file" if not size else "one that was cut off, or damaged"
        raise DataError("a whole parquet file", found, path, _ANEW) from error


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "_"))


def _plain(kind: Any) -> Any:
    """Type of what a column holds, however it is packed."""
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        return _plain(kind.value_type)
    is_text = pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    return pa.string() if is_text else kind
