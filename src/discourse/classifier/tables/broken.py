"""What cannot be classified, and what is said of it?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from discourse.errors import DataError

LONGEST_TEXT = 131_072
"""Bytes of the longest text that is classified; more is no paragraph. The csv module has this limit for each cell."""


SKIP_HINT = "To leave out what cannot be read: --on-error skip."


@dataclass(frozen=True)
class BrokenRecord:
    """What cannot be read: a record, or a greater part of the input.

    Attributes
    ----------
    file : Path
        Where it stands.
    number : int or None
        Its number in the file, from 1; broken records count. None: the whole file.
    line : int or None
        Line of the file in which it begins, from 1, where the file has lines.
    content : bytes
        What stands there.
    error : DataError
        What is wrong.
    what : str
        What is left out with it: a row, or such as an article file.
    rows : int
        How many of these.
    """

    file: Path
    number: int | None
    line: int | None
    content: bytes
    error: DataError
    what: str = "row"
    rows: int = 1


Skip = Callable[[BrokenRecord], object]
"""Called with each record that cannot be read."""


def check_cells(row: dict[str, Any], place: str) -> None:
    """Refuse a row with a NUL in a cell, or with a text that is too long to be a paragraph.

    Raises
    ------
    DataError
        Naming the place.
    """
    for column, cell in row.items():
        if isinstance(cell, str) and "\0" in cell:
            raise DataError("text", f"a NUL character in column {column!r}", place, "Remove it.")
    text = row.get("text") or ""
    # A character is at most four bytes long.
    if len(text) * 4 > LONGEST_TEXT and len(text.encode()) > LONGEST_TEXT:
        found = f"{len(text.encode())}"
        raise DataError(f"a text of at most {LONGEST_TEXT} bytes", found, place, "Divide it into paragraphs.")


def nothing_to_read(source: Path, broken: int) -> DataError:
    """Say that a table has no rows, or none but broken ones."""
    found = f"none of {broken}" if broken else "none"
    expected = "at least one row that can be read" if broken else "at least one row"
    return DataError(expected, found, source, "Name a table with rows.")
