"""How does a line get to the end of a log so that it is neither lost nor doubled?

A log is a CSV file with a header to which lines are only ever added: one write to the end, by one process
at a time, on the disk before anybody is told that it is saved.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from discourse.errors import LabelError
from discourse.io.log_lines import LogFormat, Place, parse_log_lines

try:
    import fcntl
except ImportError:  # Windows has no such locks
    fcntl = None  # type: ignore[assignment]

Record = TypeVar("Record")


class Held(NamedTuple, Generic[Record]):
    """A log while this process holds it.

    Attributes
    ----------
    records : list
        Lines that came since it was last held, as records, oldest first.
    anew : bool
        They are all there are: the log is held for the first time, or another file has taken its place.
    append : callable
        Writes lines, with their line ends, and returns when they are on the disk.
    """

    records: list[Record]
    anew: bool
    append: Callable[[str], None]


class AppendLog(Generic[Record]):
    r"""A log that several processes append to; each sees what the others wrote.

    Parameters
    ----------
    path : Path
        The log; made, with its header, when it is first held.
    log_format : LogFormat
        What it looks like.
    record : callable
        Makes a record of the cells of a line; its second argument is the place to name in an error.

    Examples
    --------
    >>> import tempfile
    >>> form = LogFormat(("id", "code"), lambda line: False)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     log = AppendLog(Path(folder) / "codes.csv", form, lambda cells, where: tuple(cells))
    ...     with log.held() as held:
    ...         held.append("a,trade\n")
    ...     with AppendLog(log.path, form, lambda cells, where: tuple(cells)).held() as held:
    ...         held.records
    [('a', 'trade')]
    """

    def __init__(self, path: Path, log_format: LogFormat, record: Callable[[list[str], str], Record]) -> None:
        self.path = path
        self._format = log_format
        self._record = record
        self._place = Place()
        self._file: tuple[int, int] | None = None

    @contextmanager
    def held(self) -> Iterator[Held[Record]]:
        """Hold the log alone until the block ends, with its last line closed.

        Yields
        ------
        Held

        Raises
        ------
        LabelError
            If the log cannot be written or read, or a line of it is none.
        """
        with locked_for_append(self.path) as descriptor:
            state = os.fstat(descriptor)
            anew = self._file != (state.st_dev, state.st_ino) or state.st_size < self._place.byte
            start = Place() if anew else self._place
            data = read_from(descriptor, start.byte, state.st_size)
            lines = parse_log_lines(data, self._format, self.path, start)
            records = [self._record(cells, f"{self.path}, row {row}") for row, cells in lines.rows]
            self._file, self._place = (state.st_dev, state.st_ino), lines.end
            self._append(descriptor, lines.closing)
            yield Held(records, anew, lambda text: self._append(descriptor, text.encode()))

    def _append(self, descriptor: int, data: bytes) -> None:
        if data:
            append_durably(descriptor, data, self.path)
            end = os.fstat(descriptor).st_size
            self._place = Place(end, self._place.row + data.count(b"\n"), headed=True)


@contextmanager
def locked_for_append(path: Path) -> Iterator[int]:
    """Open a file for appending, made if need be, and hold it alone until the block ends.

    The lock is the operating system's: it ends with the process, however that ends. If somebody put
    another file in the place of the one that was opened (an editor, ``git checkout``), the new one
    is opened instead.

    Yields
    ------
    int
        The file descriptor.

    Raises
    ------
    LabelError
        If the file cannot be written, or the system has no such locks.
    """
    if fcntl is None:
        raise LabelError(
            "a system with POSIX file locks (Linux, macOS, WSL)",
            "none",
            path,
            "Code under WSL, or on another machine, and bring the codings in by: discourse labels import.",
        )
    while True:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise LabelError(
                "a log that can be written", str(error.strerror), path, "Look at the rights of file and folder."
            ) from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if _is_at(descriptor, path):
                yield descriptor
                return
        finally:
            os.close(descriptor)


def read_locked(path: Path) -> bytes:
    """Read a whole log while nobody is in the middle of a write; nothing is written.

    Raises
    ------
    LabelError
        If it cannot be read.
    """
    try:
        with path.open("rb") as file:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_SH)
            return file.read()
    except OSError as error:
        raise LabelError(
            "a log that can be read", str(error.strerror), path, "Look at the rights of file and folder."
        ) from None


def read_from(descriptor: int, start: int, end: int) -> bytes:
    """Read the bytes of an open file from one place to another, or to its end."""
    parts: list[bytes] = []
    while start < end:
        part = os.pread(descriptor, end - start, start)
        if not part:
            break
        parts.append(part)
        start += len(part)
    return b"".join(parts)


def append_durably(descriptor: int, data: bytes, path: Path) -> None:
    """Write to the end of a log that is held, and return when it is on the disk; of a new file its name too.

    What was written when the disk turned out to be full is cut off again, so that no half of a line stays.

    Raises
    ------
    LabelError
        If the disk is full or gone.
    """
    end = os.fstat(descriptor).st_size
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
        if end == 0:
            _keep_name(path.parent)
    except OSError as error:
        with suppress(OSError):
            os.ftruncate(descriptor, end)
        raise LabelError(
            "room on the disk", str(error.strerror), path, "Make room; what was not saved can be sent again."
        ) from None


def _keep_name(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False
