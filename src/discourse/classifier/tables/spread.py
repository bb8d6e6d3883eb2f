"""How are the parts of a table classified by many processes, on this machine or on others? By Dask's own collections.

The parts are the partitions of a ``dask.dataframe``: ``from_map`` makes one of each. They are computed by the processes
of Dask's multiprocessing scheduler, which opens no port and whose processes end when the one that started them does;
or by the workers of a Dask cluster. The model and the rows of each part lie as files beside the result, and the result
of each part, too, is a file, put in place whole. So a worker that is lost costs the part that it was at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd

from discourse import __version__
from discourse.classifier.storage import load_model
from discourse.classifier.tables.parts import Recipe
from discourse.classifier.trained import TrainedModel
from discourse.errors import DataError, DiscourseError, MissingExtraError
from discourse.io.processes import worker_processes
from discourse.io.records.parquet import check_parquet, read_rows

_PATIENCE = 20
"""Seconds in which a scheduler answers."""
_TRIES = 3
"""So often in a row processes may end without having done a part."""


@dataclass(frozen=True)
class PartJob:
    """What a worker needs to know of a part.

    Attributes
    ----------
    given : Path
        File of its rows.
    result : Path
        File to write.
    recipe : Recipe
        How.
    model : Path
        The model; its name holds its digest.
    language : str
        Language of the model, or the folder of its word lists.
    version : str
        Version of this package.
    """

    given: Path
    result: Path
    recipe: Recipe
    model: Path
    language: str
    version: str = __version__


def check_engine(workers: int, scheduler: str) -> bool:
    """Say whether several processes are asked for, and whether the libraries are there.

    Raises
    ------
    DataError
        If there is less than one worker.
    MissingExtraError
        If a library is missing.

    Examples
    --------
    >>> check_engine(1, "")
    False
    """
    if workers < 1:
        raise DataError("at least one worker", str(workers), "workers")
    if workers == 1 and not scheduler:
        return False
    where = scheduler or f"{workers} workers"
    for library in ("dask", "distributed") if scheduler else ("dask",):
        if find_spec(library) is None:
            raise MissingExtraError.of(library, "scale", where)
    check_parquet(Path(where))
    return True


def run_jobs(jobs: Sequence[PartJob], workers: int, scheduler: str, tell: Callable[[int], object]) -> None:
    """Have Dask classify parts.

    Parameters
    ----------
    jobs : sequence of PartJob
        The parts.
    workers : int
        Processes of this machine, where no scheduler is named.
    scheduler : str
        Address of a Dask scheduler, such as ``tcp://head:8786``.
    tell : callable
        Called with the rows of each part when it is done.

    Raises
    ------
    DataError
        If workers end again and again, a scheduler does not answer, or a part cannot be read or written.
    """
    if scheduler:
        _on_cluster(jobs, scheduler, tell)
        return
    tries, waiting = 0, list(jobs)
    while waiting:
        try:
            _on_processes(waiting, workers, tell)
        except (BrokenProcessPool, MemoryError):
            before = len(waiting)
            waiting = [job for job in waiting if not job.result.is_file()]
            tries = tries + 1 if len(waiting) == before else 0
            if tries == _TRIES:
                raise _lost("workers") from None
        else:
            return


def classify_part(job: PartJob) -> pd.DataFrame:
    """Classify a part and write its result; return its number of rows. This is what workers run.

    Raises
    ------
    DataError
        If this worker has another version of the package, or does not see the files.
    """
    if job.version != __version__:
        hint = "Install the same version on all machines."
        raise DataError(f"discourse {job.version} on each worker", __version__, "workers", hint)
    if not job.model.is_file():
        hint = "Name a file in a folder that all workers see."
        raise DataError("a folder that this worker sees", "no such folder", job.model.parent, hint)
    rows = list(read_rows(job.given))
    job.recipe.make(_model(job.model, job.language), rows, job.result)
    return pd.DataFrame({"part": [job.result.name], "rows": [len(rows)]})


@lru_cache(maxsize=1)
def _model(path: Path, language: str) -> TrainedModel:
    """Return the model, read once a process."""
    return load_model(path, language)


def _partitions(jobs: Sequence[PartJob]) -> Any:
    """Return the parts as the partitions of a Dask data frame."""
    import dask.dataframe

    meta = pd.DataFrame({"part": pd.Series(dtype="str"), "rows": pd.Series(dtype="int64")})
    return dask.dataframe.from_map(classify_part, jobs, meta=meta, enforce_metadata=False)


def _on_processes(jobs: Sequence[PartJob], workers: int, tell: Callable[[int], object]) -> None:
    """Have processes of this machine do the jobs; tell of each part once, whoever holds its result."""
    from dask.callbacks import Callback

    untold = {job.result.name for job in jobs}

    def done(key: object, result: Any, *unused: object) -> None:
        # Dask may make one task of several, or add one that gathers results: so each is told by its name.
        if isinstance(result, pd.DataFrame):
            for part, rows in zip(result["part"], result["rows"], strict=True):
                if part in untold:
                    untold.remove(part)
                    tell(int(rows))

    try:
        with worker_processes(workers) as pool, Callback(posttask=done):
            _partitions(jobs).compute(scheduler="processes", pool=pool, chunksize=1)
    except DiscourseError as error:
        # Without tblib, Dask raises a class of its own whose message has the worker's traceback in it.
        raise getattr(error, "exception", error) from None


def _on_cluster(jobs: Sequence[PartJob], scheduler: str, tell: Callable[[int], object]) -> None:
    """Have the workers of a cluster do the jobs; Dask gives those of a lost worker to another."""
    from distributed import Client, as_completed
    from distributed.scheduler import KilledWorker

    try:
        client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        hint = "Check the address, and whether the scheduler runs: dask scheduler"
        raise DataError("the address of a Dask scheduler", _reason(error), scheduler, hint) from None
    with client, client.as_current():
        futures = client.compute(_partitions(jobs).to_delayed())
        try:
            for _, result in as_completed(futures, with_results=True):
                tell(int(result["rows"].iloc[0]))
        except KilledWorker:
            raise _lost(scheduler) from None
        except ImportError as error:
            raise DataError("discourse on each worker", str(error), scheduler, "Install it on all machines.") from None
        finally:
            client.cancel(futures)


def _lost(where: str) -> DataError:
    hint = "If memory ran out, use fewer workers. Parts that are done are kept: the same command goes on."
    return DataError("workers that stay alive", "some that were stopped again and again", where, hint)


def _reason(error: BaseException) -> str:
    return str(error) or type(error).__name__
