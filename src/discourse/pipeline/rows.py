"""Which rows of a table changed? A short digest a row, kept in the manifest."""

from __future__ import annotations

import gzip
import hashlib
from collections import Counter
from pathlib import Path

_LENGTH = 8
"""Hexadecimal digits a row: two rows of ten thousand share a digest with a chance of about 1 %."""
_SHOWN = 5


def row_digests(path: Path) -> str:
    """Digests of a CSV file's lines below the header, joined by spaces, in the order of the file."""
    return " ".join(_digest(line) for line in _lines(path))


def changed_rows(known: str, path: Path) -> str:
    """Say which rows of a file are new or changed, and how many are gone.

    Parameters
    ----------
    known : str
        Digests as :func:`row_digests` gave them for the earlier file.
    path : Path
        The file now; rows are numbered as an editor does, the header being row 1.
    """
    left = Counter(known.split())
    fresh = []
    for number, line in enumerate(_lines(path), start=2):
        digest = _digest(line)
        if left[digest] > 0:
            left[digest] -= 1
        else:
            fresh.append(number)
    gone = sum(left.values())
    shown = ", ".join(str(number) for number in fresh[:_SHOWN]) + (" and others" if len(fresh) > _SHOWN else "")
    said = f"{len(fresh)} rows new or changed ({shown})" if fresh else "no row new"
    return f"{said}, {gone} gone" if gone else said


def _lines(path: Path) -> list[bytes]:
    raw = path.read_bytes()
    return (gzip.decompress(raw) if path.suffix == ".gz" else raw).splitlines()[1:]


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()[:_LENGTH]
