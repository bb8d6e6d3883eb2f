"""Which rows, or files, were left out of a classified table, and why?

They stand in a table of their own beside it: ``coded.skipped.csv`` for ``coded.csv``.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

from discourse.classifier.tables.broken import BrokenRecord
from discourse.errors import DataError
from discourse.io.files import atomic_writer
from discourse.io.formulas import guard_text
from discourse.io.records import CsvWriter

NAMED = 5
"""Rows that :meth:`SkippedRows.report` describes; the others it counts."""


class SkippedRows:
    r"""Collects the rows that cannot be read; a context manager, for it keeps them in a file without a name.

    Parameters
    ----------
    out : Path
        The classified table.

    Attributes
    ----------
    path : Path
        The table of what was left out: ``file``, ``record`` and ``line`` where it begins, ``reason``, ``content``.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, SkippedRows(Path(folder) / "coded.csv") as skipped:
    ...     error = DataError("2 columns", "1", "news.csv, record 2", "Leave none out.")
    ...     skipped.add(BrokenRecord(Path("news.csv"), 2, 3, b"2\n", error))
    ...     skipped.save()
    ...     print(skipped.path.name, skipped.path.read_text(), end="")
    coded.skipped.csv file,record,line,reason,content
    news.csv,2,3,"expected 2 columns, found 1",2
    """

    def __init__(self, out: Path) -> None:
        self.path = out.with_name(f"{out.stem}.skipped.csv")
        self.counts: Counter[str] = Counter()
        self._broken, self._said = 0, list[str]()
        try:
            # Closed when the block ends.
            self._rows = tempfile.TemporaryFile("w+", encoding="utf-8", newline="", dir=out.parent)  # noqa: SIM115
        except OSError as error:
            raise self._unwritable(error) from None
        self._writer = CsvWriter(self._rows, guard_text)
        self._writer.row(["file", "record", "line", "reason", "content"])

    def __enter__(self) -> SkippedRows:
        return self

    def __exit__(self, *unused: object) -> None:
        # What could not be written for want of space is written once more when the file is closed.
        with suppress(OSError):
            self._rows.close()

    def add(self, broken: BrokenRecord) -> None:
        r"""Note a row; bytes that are no text are written as ``\xff``.

        Raises
        ------
        DataError
            If the disk is full.
        """
        reason = f"expected {broken.error.expected}, found {broken.error.found}"
        content = broken.content.decode("utf-8", "backslashreplace").replace("\0", "\\x00").strip("\r\n")
        try:
            self._writer.row([broken.file, broken.number or "", broken.line or "", reason, content])
        except OSError as error:
            raise self._unwritable(error) from None
        self.counts[broken.what] += broken.rows
        self._broken += 1
        if self._broken <= NAMED:
            self._said.append(f"  {broken.error.where}: {reason}")

    def save(self) -> None:
        """Write the table; where nothing was left out, delete one that an earlier run wrote.

        Raises
        ------
        DataError
            If it cannot be written.
        """
        if not self.count:
            try:
                self.path.unlink(missing_ok=True)
            except OSError as error:
                raise self._unwritable(error) from None
            return
        with atomic_writer(self.path) as stream:
            self._rows.seek(0)
            shutil.copyfileobj(self._rows, stream)

    @property
    def count(self) -> int:
        """How many rows, or files."""
        return self.counts.total()

    def report(self) -> str:
        """Say how many rows were left out, and describe the first."""
        further = [f"  and {self._broken - NAMED} more"] if self._broken > NAMED else []
        counted = ", ".join(f"{number:,} {what}{'' if number == 1 else 's'}" for what, number in self.counts.items())
        one = self.count == 1
        said = f"{counted} that cannot be read {'was' if one else 'were'} left out: {self.path}"
        return "\n".join([said, *self._said, *further])

    def _unwritable(self, error: OSError) -> DataError:
        return DataError(
            "a place to write to", str(error.strerror), self.path, "Free some space, or name another file."
        )
