"""How does a command write a file? Whole or not at all, and a place that cannot be written is said in a line."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file by writing its neighbour and renaming it, so that a crash leaves the old one.

    Raises
    ------
    DataError
        If the folder is missing or the file cannot be written.
    """
    from discourse.errors import DataError

    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(content)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise DataError("a place to write to", str(error.strerror), path, "Name another file.") from None
