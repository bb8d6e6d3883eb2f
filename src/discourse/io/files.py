"""How is a file written whole or not at all, and does it hold what it held before?

The content goes to a file beside the target, with a name of its own, and to the disk; then it takes the
target's place in one step. A crash leaves the old file or the new one. Two processes that write the same
file never share a name, and a symbolic link that somebody planted is replaced, never followed.
"""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from discourse.errors import DataError

_HINT = "Name a file in a folder that is there and can be written to."
_TEMPORARY = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def write_atomic(path: Path, content: bytes | str, *, overwrite: bool = True) -> None:
    r"""Write a file, whole or not at all.

    Parameters
    ----------
    path : Path
        The file; its folder must be there.
    content : bytes or str
        Text is written in UTF-8, its line ends as they are.
    overwrite : bool
        Replace a file that is there.

    Raises
    ------
    DataError
        If the file cannot be written, is something other than a file, or is there and must not be
        replaced; the old file stays as it was.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "shares.csv"
    ...     write_atomic(path, "pillar,share\ntrade,0.25\n")
    ...     path.read_bytes()
    b'pillar,share\ntrade,0.25\n'
    """
    with _replacing(path, overwrite) as stream:
        stream.write(content.encode() if isinstance(content, str) else content)


@contextmanager
def atomic_writer(path: Path, *, overwrite: bool = True) -> Iterator[TextIO]:
    """Open a text file to be written piece by piece; it takes its place when the block ends without an error.

    Parameters
    ----------
    path, overwrite
        As in :func:`write_atomic`.

    Yields
    ------
    text stream
        UTF-8; line ends are written as they are.

    Raises
    ------
    DataError
        As in :func:`write_atomic`. After any error, or Ctrl-C, the old file stays as it was.
    """
    with _replacing(path, overwrite) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
        yield text
        text.detach()


@contextmanager
def atomic_bytes_writer(path: Path) -> Iterator[BinaryIO]:
    """Open a file to be written in bytes, piece by piece; else as :func:`atomic_writer`."""
    with _replacing(path, overwrite=True) as stream:
        yield stream


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


@contextmanager
def _replacing(path: Path, overwrite: bool) -> Iterator[BinaryIO]:
    check_place(path)
    _keep_what_is_there(path, overwrite)
    part = path.with_name(f".{path.name[:40]}.{secrets.token_hex(8)}.part")
    try:
        with os.fdopen(os.open(part, _TEMPORARY, 0o666), "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _put(part, path, overwrite)
    except OSError as error:
        raise DataError("a place to write to", error.strerror or str(error), path, _HINT) from None
    finally:
        part.unlink(missing_ok=True)


def check_place(path: Path) -> None:
    """Refuse a place at which no file can be written, before any work is done for it.

    Raises
    ------
    DataError
        If the folder is missing or cannot be written to, or if there is a folder, a device, a pipe, or a file
        that may not be written to.

    Examples
    --------
    >>> check_place(Path("no-such-folder") / "shares.csv")
    Traceback (most recent call last):
    discourse.errors.DataError: no-such-folder/shares.csv: expected a place to write to, found no such folder. \
Name a file in a folder that is there and can be written to.
    """
    found = _obstacle(path)
    if found:
        raise DataError("a place to write to", found, path, _HINT)


def _obstacle(path: Path) -> str:
    """Say what is in the way of a file; an empty text if nothing is."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        # A link is replaced wherever it leads, also if that is nowhere.
        if not isinstance(error, FileNotFoundError) and not os.path.islink(path):
            return error.strerror or str(error)
        return _closed(path.parent) if path.parent.is_dir() else "no such folder"
    # Renaming would take the place of a device or a pipe for good.
    if not stat.S_ISREG(mode):
        return "a folder" if stat.S_ISDIR(mode) else "something other than a file"
    # Renaming asks for no right on the file that it replaces.
    return _closed(path.parent) or _closed(path)


def _closed(path: Path) -> str:
    return "" if os.access(path, os.W_OK) else "no right to write"


def _put(part: Path, path: Path, overwrite: bool) -> None:
    if not overwrite:
        try:
            # A link, unlike a renamed file, never takes the place of one that has come meanwhile.
            os.link(part, path)
            return
        except FileExistsError:
            raise _taken(path) from None
        except OSError:
            # Not every file system knows links.
            _keep_what_is_there(path, overwrite)
    os.replace(part, path)


def _keep_what_is_there(path: Path, overwrite: bool) -> None:
    if not overwrite and os.path.lexists(path):
        raise _taken(path)


def _taken(path: Path) -> DataError:
    return DataError("a new file", "one that is there", path, "Name another file.")
