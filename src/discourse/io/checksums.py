"""Does a file or a folder hold what it held before?"""

from __future__ import annotations

import hashlib
from pathlib import Path


def checksum(path: Path) -> str:
    """SHA-256 of a file's bytes, or of names and bytes of all files of a folder; empty where there is neither.

    Examples
    --------
    >>> checksum(Path("no-such-file"))
    ''
    """
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.is_file())
        listed = "".join(f"{file.relative_to(path).as_posix()} {checksum(file)}\n" for file in files)
        return hashlib.sha256(listed.encode()).hexdigest()
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
