"""How does DuckDB add up an archive within bounds of memory?

What does not fit is put into a folder of its own, which is deleted at the end whatever happens.
"""

from __future__ import annotations

import os
import re
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from discourse.errors import DataError, MissingExtraError

MEMORY = "2GB"
"""What is asked for where nothing else is said."""
_MEMORY = re.compile(r"\d{1,6}(?:\.\d+)?\s*(?:MB|GB|TB|MiB|GiB|TiB)", re.IGNORECASE)
Progress = Callable[[int, int], object]
"""Called with what is done, and with all."""
_SECONDS = 0.3
_NUMPY_AND_THE_LIKE = 0.85
"""Part of the memory that DuckDB may take; the rest is for Python and for what DuckDB does not count."""


@contextmanager
def open_engine(memory: str = MEMORY, threads: int | None = None, temp: Path | None = None) -> Iterator[Any]:
    """Open DuckDB with bounds.

    Parameters
    ----------
    memory : str
        About how much memory the whole process may take, such as ``500MB`` or ``2GB``.
    threads : int, optional
        How many; default: one a core.
    temp : Path, optional
        Folder in which to make the one for what does not fit; default: that of the system.

    Yields
    ------
    DuckDBPyConnection
        On nothing: tables are made in memory, or in that folder.

    Raises
    ------
    MissingExtraError
        If the library is not installed.
    DataError
        If the memory is not written so, there is no such folder, or it or the memory is full.

    Examples
    --------
    >>> with open_engine("1 byte"):
    ...     pass
    Traceback (most recent call last):
    discourse.errors.DataError: memory: expected a size such as 500MB or 2GB, found '1 byte'. \
Write a number and MB or GB.
    """
    if not _MEMORY.fullmatch(memory.strip()):
        raise DataError("a size such as 500MB or 2GB", repr(memory), "memory", "Write a number and MB or GB.")
    try:
        import duckdb
    except ImportError:
        raise MissingExtraError.of("duckdb", "scale", "an archive") from None
    with _folder(temp) as folder, duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{_own_part(memory)}'")
        connection.execute(f"SET temp_directory = {quoted(folder)}")
        connection.execute("SET preserve_insertion_order = false")
        connection.execute("SET enable_progress_bar = true")  # known, and not printed
        connection.execute("SET enable_progress_bar_print = false")
        if threads is not None:
            connection.execute(f"SET threads = {threads}")
        try:
            yield connection
        except duckdb.Error as error:
            raise _of_engine(error, folder, memory) from None


def watched(connection: Any, asked: str, progress: Progress | None) -> Any:
    """Have a query answered, and tell meanwhile how far it is.

    Parameters
    ----------
    connection : DuckDBPyConnection
        The engine.
    asked : str
        SQL.
    progress : callable, optional
        Called some times a second with what is done and with all, in percent.

    Returns
    -------
    DuckDBPyConnection
        With the answer.
    """
    if progress is None:
        return connection.execute(asked)
    done = threading.Event()

    def tell() -> None:
        while not done.wait(_SECONDS):
            progress(max(int(connection.query_progress()), 0), 100)

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        return connection.execute(asked)
    finally:
        done.set()
        teller.join()


def quoted(text: str) -> str:
    """Write a text as SQL does.

    Examples
    --------
    >>> print(quoted("it's"))
    'it''s'
    """
    return "'" + text.replace("'", "''") + "'"


def column(name: str) -> str:
    """Write the name of a column as SQL does.

    Examples
    --------
    >>> print(column("p_trade"))
    "p_trade"
    """
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def _folder(temp: Path | None) -> Iterator[str]:
    try:
        with tempfile.TemporaryDirectory(prefix=".discourse-", dir=temp, ignore_cleanup_errors=True) as folder:
            yield folder
    except OSError as error:
        if error.filename is None or not str(error.filename).startswith(str(temp or tempfile.gettempdir())):
            raise
        where, hint = temp or tempfile.gettempdir(), "Name another folder with --temp."
        raise DataError("a folder to write to", error.strerror or str(error), where, hint) from None


def _own_part(memory: str) -> str:
    number, unit = re.fullmatch(r"([\d.]+)\s*(\w+)", memory.strip()).groups()  # type: ignore[union-attr]
    return f"{float(number) * _NUMPY_AND_THE_LIKE:.3f}{unit}"


def _of_engine(error: Exception, folder: str, memory: str) -> DataError:
    """Say of an error of the engine what was full; all else is a mistake of the caller or of the files."""
    said = " ".join(str(error).split())
    place = os.path.dirname(folder)
    if re.search(r"No space left|File too large|max_temp_directory_size|[Cc]ould not write|Disk quota", said):
        hint = "Free some space, name a folder on another disk with --temp, or give more with --memory."
        return DataError("room for what does not fit into memory", "a full disk", place, hint)
    if type(error).__name__ == "OutOfMemoryException":
        return DataError("sums that fit into memory", f"more than {memory}", "memory", "Give more with --memory.")
    return DataError("a table that can be added up", said[:200], "archive", "Look at the files, or classify them anew.")
