"""Which rows of a table are not those that a figure was made from?"""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

from discourse.io.tables import unpacked

_DIGITS = 8
"""Hexadecimal digits a row: two rows of ten thousand share a digest with a chance of about 1 %."""
_ROWS_SHOWN = 5


def row_digests(path: Path) -> str:
    """Digests of a CSV file's lines below the header, joined by spaces, in the order of the file."""
    return " ".join(_row_digest(line) for line in _rows(path))


def changed_rows(known: str, path: Path) -> str:
    """Say which rows of a file are new or changed, and how many are gone.

    Parameters
    ----------
    known : str
        Digests as :func:`row_digests` gave them for the earlier file.
    path : Path
        The file now; rows are numbered as an editor does, the header being row 1.

    Raises
    ------
    DataError
        If it cannot be read, or is a damaged packed file.
    """
    left = Counter(known.split())
    fresh = []
    for number, line in enumerate(_rows(path), start=2):
        digest = _row_digest(line)
        if left[digest] > 0:
            left[digest] -= 1
        else:
            fresh.append(number)
    gone = sum(left.values())
    shown = ", ".join(map(str, fresh[:_ROWS_SHOWN])) + (" and others" if len(fresh) > _ROWS_SHOWN else "")
    rows = "row" if len(fresh) == 1 else "rows"
    found = f"{len(fresh)} {rows} new or changed ({shown})" if fresh else "no row new"
    return f"{found}, {gone} gone" if gone else found


def _rows(path: Path) -> list[bytes]:
    return unpacked(path).splitlines()[1:]


def _row_digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()[:_DIGITS]
