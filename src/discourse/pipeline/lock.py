"""Who is at work on a study's figures? One run at a time; the others wait and say for whom."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime
from pathlib import Path

from discourse.errors import DataError
from discourse.io.files import write_atomic

LOCK = ".lock"
"""The file beside the manifest that a run holds."""

HOLDER = ".lock-holder"
"""The file that says which run holds it; a held file cannot be read on Windows."""


@contextmanager
def figures_held(folder: Path, waiting: Callable[[str], object]) -> Iterator[None]:
    """Hold a folder of figures alone until the block ends, on Windows too; a thread may hold it several times.

    The lock is the operating system's: it ends with the process, however that ends.

    Parameters
    ----------
    folder : Path
        The folder; made if need be.
    waiting : callable
        Called once if another run holds it, with that run: "process 42, since 2026-05-01 09:30".

    Raises
    ------
    DataError
        If nothing can be written to the folder.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name, figures_held(Path(name), print):
    ...     (Path(name) / HOLDER).read_text().startswith(f"process {os.getpid()}, since ")
    True
    """
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK, is_singleton=True)
        outermost = not lock.is_locked
        try:
            lock.acquire(blocking=False)
        except Timeout:
            waiting(_holder(folder))
            lock.acquire()
    except OSError as error:
        hint = "Look at the rights of the folder."
        raise DataError("a folder to write to", error.strerror or str(error), folder, hint) from None
    try:
        if outermost:
            since = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
            write_atomic(folder / HOLDER, f"process {os.getpid()}, since {since}")
        yield
    finally:
        if outermost:
            (folder / HOLDER).unlink(missing_ok=True)
        lock.release()


@contextmanager
def figures_at_rest(folder: Path, waiting: Callable[[str], object]) -> Iterator[None]:
    """Have no run write to a folder of figures while it is read; a reader needs no right to write there.

    Parameters
    ----------
    folder, waiting
        As in :func:`figures_held`. Where nobody may write, nobody is waited for, and nothing is made.
    """
    with figures_held(folder, waiting) if os.access(folder, os.W_OK) else nullcontext():
        yield


def _holder(folder: Path) -> str:
    with suppress(OSError, UnicodeDecodeError):
        return (folder / HOLDER).read_text(encoding="utf-8")
    return "another process"
