"""How does one process at a time write to the end of a file, so that what it wrote is on the disk?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from discourse.errors import LabelError

try:
    import fcntl
except ImportError:  # Windows has no such locks
    fcntl = None  # type: ignore[assignment]

_PART = 2**24
_RIGHTS = "Look at the rights of file and folder."


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
        descriptor = _open_locked(path)
        try:
            if _is_at(descriptor, path):
                yield descriptor
                return
        finally:
            os.close(descriptor)


def _open_locked(path: Path) -> int:
    descriptor = -1
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError as error:
        if descriptor >= 0:
            os.close(descriptor)
        raise LabelError("a log that can be written", str(error.strerror), path, _RIGHTS) from None
    return descriptor


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
        raise _unreadable(error, path) from None


def read_all(descriptor: int, path: Path) -> bytes:
    """Read all bytes of an open file.

    Raises
    ------
    LabelError
        If it cannot be read.
    """
    parts: list[bytes] = []
    try:
        while part := os.pread(descriptor, _PART, sum(map(len, parts))):
            parts.append(part)
    except OSError as error:
        raise _unreadable(error, path) from None
    return b"".join(parts)


def _unreadable(error: OSError, path: Path) -> LabelError:
    return LabelError("a log that can be read", str(error.strerror), path, _RIGHTS)


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


def file_state(descriptor: int) -> tuple[int, ...]:
    """Return what changes when a file is written to or replaced: also in place, and to the same size."""
    found = os.fstat(descriptor)
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False
