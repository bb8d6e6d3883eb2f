"""Who may write now, and when is it written? One process at a time, by a lock on the log itself; to the disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from discourse.errors import LabelError

try:
    import fcntl
except ImportError:  # Windows has no such locks
    fcntl = None  # type: ignore[assignment]


@contextmanager
def opened_to_append(path: Path) -> Iterator[int]:
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


def read_whole(path: Path) -> bytes:
    """Read a file while nobody is in the middle of a write."""
    with path.open("rb") as file:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_SH)
        return file.read()


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


def write_through(descriptor: int, data: bytes, path: Path, *, new: bool) -> None:
    """Write to the end of an open log, and return when it is on the disk; of a new file its name too.

    Raises
    ------
    LabelError
        If the disk is full or gone.
    """
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
        if new:
            _keep_name(path.parent)
    except OSError as error:
        raise LabelError(
            "room on the disk for the coding",
            str(error.strerror),
            path,
            "Make room; what was not saved can be sent again.",
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
