"""How do the processes that help another end when that one does, and only then?

This file imports nothing heavy: a process that is starting can be ended before it has read the libraries it needs.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Any


@contextmanager
def worker_processes(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Have processes that end with the block: after an error or Ctrl-C at once, whatever they are at.

    They end, too, when the process that started them is killed, and Ctrl-C, which a terminal sends to all, does
    not reach them.

    Parameters
    ----------
    workers : int
        How many.

    Yields
    ------
    ProcessPoolExecutor
        Starts a process when work is submitted and none is free.

    Examples
    --------
    >>> with worker_processes(1) as pool:
    ...     pool.submit(pow, 2, 5).result()
    32
    """
    context = multiprocessing.get_context("spawn")
    end, held = context.Pipe(duplex=False)
    with end, held, _Unreachable(workers, context, _end_when_let_go, (end,)) as pool:
        try:
            yield pool
        except BaseException:
            held.close()
            raise


class _Unreachable(ProcessPoolExecutor):
    """Starts processes that inherit, from their first moment, that Ctrl-C is held back."""

    def submit(self, *work: Any, **choices: Any) -> Future[Any]:
        if not hasattr(signal, "pthread_sigmask"):
            return super().submit(*work, **choices)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        try:
            return super().submit(*work, **choices)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_when_let_go(end: Connection) -> None:
    """In a process: take no notice of Ctrl-C, and end when nobody holds the other end of a pipe any more.

    The one who holds it is the process that started this one. When that is killed, the system closes the pipe.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def wait() -> None:
        with suppress(EOFError, OSError):
            end.recv_bytes()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
