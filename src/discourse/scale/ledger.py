"""Which parts are done already? A file beside them says what each was made from.

A part is done when its file is there, as it was written, and was made from the same records by the same
model, choices and version of this package. Contents are compared, never dates.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from discourse.errors import DataError

LEDGER = "parts.json"


@dataclass(frozen=True)
class Entry:
    """What is known of a finished part.

    Attributes
    ----------
    source : str
        Name of the input file.
    made_from : str
        SHA-256 of all that the result depends on.
    content : str
        SHA-256 of the file that was written.
    rows : int
        Its rows.
    """

    source: str
    made_from: str
    content: str
    rows: int


class Ledger:
    """The finished parts in a folder.

    Parameters
    ----------
    folder : Path
        Need not exist yet.

    Raises
    ------
    DataError
        If the folder's ledger cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / LEDGER
        self.entries: dict[str, Entry] = {}
        try:
            said = json.loads(self.path.read_text(encoding="utf-8"))
            self.entries = {name: Entry(**entry) for name, entry in said.items()}
        except FileNotFoundError:
            return
        except (OSError, ValueError, TypeError, AttributeError):
            raise DataError(
                "the list of finished parts",
                "something else",
                self.path,
                "Delete it, and all parts are made anew; or name another folder.",
            ) from None

    def finished(self, out: Path, made_from: str) -> int | None:
        """Return the rows of a part that is done; None if it has to be made."""
        entry = self.entries.get(out.name)
        if entry is None or entry.made_from != made_from or not out.is_file():
            return None
        return entry.rows if file_digest(out) == entry.content else None

    def add(self, out: Path, source: str, made_from: str, rows: int) -> None:
        """Note a part that was just written."""
        self.entries[out.name] = Entry(source, made_from, file_digest(out), rows)
        self._write()

    def drop(self, names: Iterable[str]) -> None:
        """Delete parts that are out of date, so that nobody reads them together with new ones."""
        gone = list(names)
        for name in gone:
            (self.path.parent / name).unlink(missing_ok=True)
            self.entries.pop(name)
        if gone:
            self._write()

    def _write(self) -> None:
        said = {name: asdict(entry) for name, entry in sorted(self.entries.items())}
        beside = self.path.with_name(self.path.name + ".part")
        beside.write_text(json.dumps(said, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        os.replace(beside, self.path)


def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
