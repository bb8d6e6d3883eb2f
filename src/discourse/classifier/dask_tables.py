"""How is a huge table classified on all cores? In partitions, by Dask's own collections.

``map_partitions`` of a ``dask.bag`` has the processes of Dask's multiprocessing scheduler classify partitions of the
table, each by the function that classifies any chunk. The result of a partition is a file of its own, put in place
whole and named by a digest of all that it depends on: its records, the model, the choices and the version of this
package. So a run that was stopped keeps what is done, and what was made by another model or of other records is
never taken for it. Joined in order, the files are what one process writes, to the byte. The processes end when the
one that started them does, however that ends.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import lru_cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from discourse.classifier.context import ArticleRuns
from discourse.classifier.partitions import PARTITION_BYTES, Partition, cut_table
from discourse.classifier.skipped import SkippedRows
from discourse.classifier.storage import load_model
from discourse.classifier.tables import classify_records, output_columns, write_classified
from discourse.classifier.trained import TrainedModel
from discourse.errors import DataError, DiscourseError, MissingExtraError, ModelError
from discourse.io.files import atomic_writer
from discourse.io.processes import worker_processes
from discourse.io.records import check_columns

_JOINED = "joined.csv"
_OUTPUT = re.compile(r"\.?(\d{5,}-[0-9a-f]{16}|joined)\.csv(\..*)?")
"""Name of the file of a partition or of all, and of what is left of one whose writing was cut short."""


def classify_in_parallel(
    model_path: Path,
    source: Path,
    out: Path,
    workers: int,
    abstain_below: float = 0.0,
    progress: Callable[[int], object] | None = None,
    skipped: SkippedRows | None = None,
    *,
    raw: bool = False,
    alone: bool = False,
    runs: ArticleRuns | None = None,
    partition_bytes: int = PARTITION_BYTES,
) -> int:
    """Classify a CSV or JSON-lines file with several processes; the result is that of one, to the byte.

    Partitions that are done lie in the folder of :func:`partition_folder` until all are; the same call goes on from
    there. A script that calls this must do so under ``if __name__ == "__main__":``, for each process reads it anew.

    Parameters
    ----------
    model_path : Path
        A trained model.
    source : Path
        ``.csv``, ``.jsonl`` or ``.ndjson`` with a column ``text``.
    out : Path
        CSV to write; replaced if there.
    workers : int
        Processes, at least 1.
    abstain_below : float
        ``pillar`` is left empty where no code is at least so probable.
    progress : callable, optional
        Called with the number of rows of each partition when it is done, or found to be.
    skipped : SkippedRows, optional
        Collects the rows that cannot be read, and is saved; without it the first one is an error.
    raw : bool
        Leave text as it is, also where a spreadsheet would take it for a formula.
    alone, runs
        As for :func:`discourse.classifier.tables.classify_records`.
    partition_bytes : int
        Size of a partition; another size makes other partitions.

    Returns
    -------
    int
        Rows written.

    Raises
    ------
    DataError
        If a record cannot be read, before any is classified; if ``out`` cannot be written, or a process ends.
    ModelError
        If the model cannot be read, or changes meanwhile.
    MissingExtraError
        If Dask is not installed.
    """
    if workers < 1:
        raise DataError("at least one worker", str(workers), "workers")
    if find_spec("dask") is None:
        raise MissingExtraError.of("dask", "scale", f"{workers} workers")
    model_digest = _digest_of_model(model_path)
    model = _model(model_path, model_digest)
    made, skip = output_columns(model), skipped.add if skipped is not None else None
    apart = None if alone or not model.reads_articles else runs or ArticleRuns()
    partitions = list(cut_table(source, partition_bytes, skip, apart))
    check_columns(partitions[0].columns, made, source)
    outs = _outputs(partitions, partition_folder(out), [model_digest, abstain_below, raw, alone])
    jobs = list(zip(partitions, outs, strict=True))
    waiting = [(partition, file) for partition, file in jobs if not file.is_file()]
    tell, rows = progress or (lambda _: None), sum(partition.rows for partition in partitions)
    tell(rows - sum(partition.rows for partition, _ in waiting))
    if waiting:
        work = partial(
            _classify,
            model_path=model_path,
            model_digest=model_digest,
            abstain_below=abstain_below,
            raw=raw,
            alone=alone,
        )
        _run(work, waiting, workers, tell)
    _join(outs, out, skipped)
    _remove(partition_folder(out))
    return rows


def partition_folder(out: Path) -> Path:
    """Folder beside the result in which its partitions lie until all are done."""
    return out.with_name(out.name + ".parts")


def _run(
    work: Callable[..., list[int]], jobs: list[tuple[Partition, Path]], workers: int, tell: Callable[[int], object]
) -> None:
    """Have Dask's processes do the jobs, one a task, and tell the rows of each."""
    import dask.bag
    from dask.callbacks import Callback

    bag = dask.bag.from_sequence(jobs, partition_size=1).map_partitions(work)
    untold = {partition.first: partition.rows for partition, _ in jobs}

    def done(key: object, results: Any, *unused: object) -> None:
        # Dask may make one task of several, or add one that gathers results: so what is told is told by its number.
        for first in untold.keys() & set(results):
            tell(untold.pop(first))

    try:
        with worker_processes(workers) as pool, Callback(posttask=done):
            bag.compute(scheduler="processes", pool=pool, chunksize=1)
    except (BrokenProcessPool, MemoryError):
        hint = "If memory ran out, use fewer workers. Partitions that are done are kept: the same command goes on."
        raise DataError("workers that stay alive", "one that was stopped", "workers", hint) from None
    except DiscourseError as error:
        # Without tblib, Dask raises a class of its own whose message has the worker's traceback in it.
        raise getattr(error, "exception", error) from None


def _classify(
    jobs: Iterable[tuple[Partition, Path]],
    model_path: Path,
    model_digest: str,
    abstain_below: float,
    raw: bool,
    alone: bool,
) -> list[int]:
    """Classify partitions and write each to its file; return the numbers of their first records.

    This is what workers run. The first partition has the line of column names, as the joined file will have it.
    """
    model = _model(model_path, model_digest)
    done = []
    for partition, out in jobs:
        header = (*partition.columns, *output_columns(model)) if partition.first == 1 else ()
        rows = classify_records(model, partition.records(), abstain_below=abstain_below, alone=alone)
        with atomic_writer(out) as stream:
            write_classified(rows, header, stream, raw=raw)
        done.append(partition.first)
    return done


@lru_cache(maxsize=1)
def _model(path: Path, digest: str) -> TrainedModel:
    """Return the model of that digest, read once a process."""
    model = load_model(path)
    if _digest_of_model(path) != digest:
        raise ModelError("the model as it was at the start", "another content", path, "Start again.")
    return model


def _digest_of_model(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError("a trained model", str(error.strerror), path, "Check the name.") from None


def _outputs(partitions: Sequence[Partition], folder: Path, choices: list[Any]) -> list[Path]:
    """File of each partition, named by what it depends on; makes the folder."""
    from discourse import __version__

    if folder.is_symlink():
        raise DataError("a folder of its own for the partitions", "a link", folder, "Remove the link.")
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise DataError("a folder to write to", str(error.strerror), folder, "Name another file.") from None
    described = [json.dumps([__version__, *choices, partition.digest]) for partition in partitions]
    digests = [hashlib.sha256(one.encode()).hexdigest()[:16] for one in described]
    return [folder / f"{number:05d}-{digest}.csv" for number, digest in enumerate(digests, start=1)]


def _join(parts: Sequence[Path], out: Path, skipped: SkippedRows | None) -> None:
    """Put files one after the other into one, whole or not at all, and what was skipped beside it.

    It is written among the partitions, so that nothing stays where it does not belong if this process is killed.
    """
    whole = partition_folder(out) / _JOINED
    with atomic_writer(whole) as stream:
        for path in parts:
            with path.open(encoding="utf-8", newline="") as part:
                shutil.copyfileobj(part, stream)
    if skipped is not None:
        skipped.save()
    if out.exists() and not out.is_file():
        raise DataError("a place to write to", "something other than a file", out, "Name another file.")
    try:
        whole.replace(out)
    except OSError as error:
        raise DataError("a place to write to", str(error.strerror), out, "Name another file.") from None


def _remove(folder: Path) -> None:
    """Delete the files of partitions, also those of other runs, and the folder if nothing else is in it."""
    try:
        for path in folder.iterdir():
            if _OUTPUT.fullmatch(path.name):
                path.unlink(missing_ok=True)
    except OSError as error:
        raise DataError("partitions that can be deleted", str(error.strerror), folder, "Delete the folder.") from None
    with suppress(OSError):
        folder.rmdir()
