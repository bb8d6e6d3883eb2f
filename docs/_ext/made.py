"""How are pages made at build time written? Only where they changed, so that a second build has little to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from discourse.io.files import write_atomic


def write_pages(folder: Path, pages: Mapping[str, str]) -> None:
    """Write the pages of a folder that holds nothing else, and remove those of an earlier build that are no more.

    Parameters
    ----------
    folder : Path
        Where they stand; git ignores it.
    pages : mapping
        Name of each file to its text.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.iterdir():
        if left.name not in pages:
            left.unlink()
    for name, text in pages.items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            write_atomic(path, text, overwrite=True)


def titled(title: str, sign: str = "=") -> str:
    """Return a title of reStructuredText."""
    return f"{title}\n{sign * len(title)}\n"


def plain(text: str) -> str:
    """Return text so that reStructuredText shows every sign of it as itself, on one line."""
    return re.sub(r"([\\*`|_<>]|:(?=//))", r"\\\1", " ".join(text.split()))
