"""Who does the work? As many processes of this machine as are asked for, gone when the work is done.

The processes (Dask's scheduler and workers) listen on 127.0.0.1 alone and serve no dashboard. Dask does not
ask who connects: whoever has an account on this machine could send work to them while they run. On a
machine shared with people you would not lend your account to, use one worker, which opens nothing.
"""

from __future__ import annotations

import logging
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from discourse.errors import DataError, MissingExtraError

_LOOPBACK = "127.0.0.1"


def check_workers(workers: int) -> None:
    """Refuse a number of workers that cannot be had.

    Raises
    ------
    DataError
        If fewer than one worker is asked for.
    MissingExtraError
        If Dask is not installed.
    """
    if workers < 1:
        raise DataError("at least one worker", str(workers), "workers")
    if not all(find_spec(name) for name in ("dask", "distributed")):
        raise MissingExtraError.of("dask[distributed]", "scale", f"{workers} workers")


@contextmanager
def local_cluster(workers: int, *, processes: bool = True) -> Iterator[Any]:
    """Start workers on this machine and stop them at the end of the block, however it ends.

    A script that starts processes must do its work under ``if __name__ == "__main__":``, for each
    process reads the script anew.

    Parameters
    ----------
    workers : int
        How many, each on one core.
    processes : bool
        False has threads of this process do the work instead: slower, but at once there.

    Yields
    ------
    distributed.Client
        Takes work for the cluster.

    Raises
    ------
    DataError
        If fewer than one worker is asked for.
    MissingExtraError
        If Dask is not installed.
    """
    check_workers(workers)
    import dask
    from distributed import Client, LocalCluster

    # Dask serves pages about itself even without a dashboard: no routes, no pages. Its profiler, and memory
    # that is given back at once only to be asked for again, cost a tenth of the work.
    quiet: dict[str, object] = {
        "distributed.scheduler.http.routes": [],
        "distributed.worker.http.routes": [],
        "distributed.worker.profile.enabled": False,
        "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": 2**27,
        "distributed.nanny.pre-spawn-environ.MALLOC_MMAP_THRESHOLD_": 2**25,
    }
    with (
        tempfile.TemporaryDirectory(prefix="discourse-") as scratch,
        dask.config.set(quiet),
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=processes,
            host=_LOOPBACK,
            protocol="tcp://",
            dashboard_address=f"{_LOOPBACK}:0",
            worker_dashboard_address=None,
            scheduler_kwargs={"dashboard": False},
            memory_limit=0,
            local_directory=scratch,
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster) as client,
    ):
        if processes:
            client.run(_ignore_interruption)
        yield client


def _ignore_interruption() -> None:
    """Have a process take no notice of Ctrl-C, which a terminal sends to all: the one that started it stops it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
