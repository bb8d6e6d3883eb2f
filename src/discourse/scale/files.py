"""Which pillar is each paragraph of many large files about? On all cores, and going on where it stopped.

Each input file is cut into parts at its records; each part is classified on its own, by whichever worker
is free, and written to ``<stem>-00001.csv``, ``<stem>-00002.csv``, ... Numbers and files are the same with
one worker and with many, for a record's numbers depend on its text alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from discourse.classifier import TrainedModel, load_model, made_columns
from discourse.errors import DataError, ModelError
from discourse.io.records import check_columns
from discourse.scale.cluster import check_workers, local_cluster
from discourse.scale.ledger import Ledger, file_digest
from discourse.scale.parts import PART_BYTES, Part, cut_file
from discourse.scale.remembering import RememberingModel
from discourse.scale.rows import write_part


@dataclass(frozen=True)
class Finished:
    """What came of it.

    Attributes
    ----------
    parts : tuple of Path
        Files written, now or before, in the order of the inputs and of their records.
    rows : int
        Their rows.
    skipped : int
        Parts that were done before.
    """

    parts: tuple[Path, ...]
    rows: int
    skipped: int


@dataclass(frozen=True)
class _Job:
    part: Part
    out: Path
    made_from: str


def classify_files(
    model_path: Path,
    inputs: Sequence[Path],
    out_folder: Path,
    workers: int = 1,
    progress: Callable[[int], object] | None = None,
    *,
    abstain_below: float = 0.0,
    part_bytes: int = PART_BYTES,
    client: Any = None,
) -> Finished:
    """Classify CSV and JSON-lines files of any size; parts that are done already are not made again.

    Parameters
    ----------
    model_path : Path
        A trained model.
    inputs : sequence of Path
        Files with a column ``text``; names that differ in more than the suffix.
    out_folder : Path
        Gets the parts, and ``parts.json``, which says what they were made from; made if need be.
    workers : int, default 1
        Processes. One works here and needs no Dask.
    progress : callable, optional
        Called with the number of rows of each part when it is done, or found to be.
    abstain_below : float
        ``pillar`` is left empty where no code is at least so probable.
    part_bytes : int
        Size of a part of an input. Another size makes other parts.
    client : distributed.Client, optional
        A cluster to use instead of one of this machine's; its workers must see the same files.

    Returns
    -------
    Finished
        See there; ``join_parts`` makes one file of the parts.

    Raises
    ------
    DataError
        If an input or one of its records cannot be read; before anything is written.
    ModelError
        If the model cannot be read, or changes meanwhile.
    MissingExtraError
        If several workers are asked for and Dask is not installed.
    """
    if workers != 1 and client is None:
        check_workers(workers)
    model_digest = _digest_of_model(model_path)
    model = _model(model_path, model_digest)
    _check_names(inputs, out_folder)
    jobs = _jobs(inputs, out_folder, part_bytes, [model_digest, abstain_below], made_columns(model))
    ledger = Ledger(out_folder)
    rows: dict[Path, int] = {}
    for job in jobs:
        found = ledger.finished(job.out, job.made_from)
        if found is not None:
            rows[job.out] = found
    tell = progress or (lambda _: None)
    for number in rows.values():
        tell(number)
    todo, skipped = [job for job in jobs if job.out not in rows], len(rows)
    _prepare(out_folder, ledger, {path.name for path in inputs}, {out.name for out in rows})
    work = partial(_classify, model_path=model_path, model_digest=model_digest, abstain_below=abstain_below)
    for job, number in _run(work, todo, workers, client):
        ledger.add(job.out, job.part.source.name, job.made_from, number)
        rows[job.out] = number
        tell(number)
    return Finished(tuple(job.out for job in jobs), sum(rows.values()), skipped)


def join_parts(parts: Sequence[Path], out: Path) -> None:
    """Put parts one after the other into one CSV file, whole or not at all.

    Raises
    ------
    DataError
        If their columns differ, or ``out`` cannot be written.
    """
    beside = out.with_name(out.name + ".part")
    try:
        with beside.open("wb") as stream:
            header = b""
            for path in parts:
                with path.open("rb") as part:
                    names = part.readline()
                    if header and names != header:
                        raise DataError(
                            "the columns of the first part",
                            "others",
                            path,
                            "Join the parts of files with the same columns.",
                        )
                    stream.write(b"" if header else names)
                    header = names
                    shutil.copyfileobj(part, stream)
        os.replace(beside, out)
    except OSError as error:
        raise DataError("files that can be read and written", str(error.strerror), error.filename or out) from None
    finally:
        beside.unlink(missing_ok=True)


def remove_parts(out_folder: Path) -> None:
    """Delete finished parts and their list, and the folder if nothing else is in it.

    Raises
    ------
    DataError
        If the folder's list of parts cannot be read, or a part cannot be deleted.
    """
    ledger = Ledger(out_folder)
    try:
        ledger.drop(list(ledger.entries))
        ledger.path.unlink(missing_ok=True)
    except OSError as error:
        raise DataError("parts that can be deleted", str(error.strerror), out_folder, "Delete the folder.") from None
    with suppress(OSError):
        out_folder.rmdir()


def _jobs(
    inputs: Sequence[Path], out_folder: Path, part_bytes: int, choices: list[Any], made: tuple[str, ...]
) -> list[_Job]:
    """Cut all inputs; so a file that cannot be read is found before any work is done."""
    from discourse import __version__

    jobs = []
    for source in inputs:
        for part in cut_file(source, part_bytes):
            check_columns(part.columns, made, source)
            said = json.dumps([__version__, *choices, part.digest])
            out = out_folder / f"{source.stem}-{part.number:05d}.csv"
            jobs.append(_Job(part, out, hashlib.sha256(said.encode()).hexdigest()))
    return jobs


def _run(work: Callable[[_Job], int], jobs: list[_Job], workers: int, client: Any) -> Iterator[tuple[_Job, int]]:
    """Yield each job with its rows, as they are done."""
    if not jobs:
        return
    if workers == 1 and client is None:
        yield from ((job, work(job)) for job in jobs)
        return
    with nullcontext(client) if client is not None else local_cluster(workers) as cluster:
        from distributed import KilledWorker, as_completed

        futures = cluster.map(work, jobs, pure=False)
        owner = {future.key: job for future, job in zip(futures, jobs, strict=True)}
        try:
            for future in as_completed(futures):
                yield owner[future.key], future.result()
        except KilledWorker:
            raise DataError(
                "workers that stay alive",
                "one that was stopped again and again",
                "workers",
                "Use fewer workers or smaller parts; parts that are done are kept.",
            ) from None
        finally:
            cluster.cancel(futures)


def _classify(job: _Job, model_path: Path, model_digest: str, abstain_below: float) -> int:
    """Do one job; this is what workers run."""
    return write_part(_model(model_path, model_digest), job.part, job.out, abstain_below)


@lru_cache(maxsize=1)
def _model(path: Path, digest: str) -> TrainedModel:
    """Return the model of that digest, read once a process."""
    model = RememberingModel(load_model(path))
    if _digest_of_model(path) != digest:
        raise ModelError("the model as it was at the start", "another content", path, "Start again.")
    return model


def _digest_of_model(path: Path) -> str:
    try:
        return file_digest(path)
    except OSError as error:
        raise ModelError("a trained model", str(error.strerror), path, "Check the name.") from None


def _check_names(inputs: Sequence[Path], out_folder: Path) -> None:
    """Refuse inputs whose parts would have the same names, or would lie among the inputs."""
    if not inputs:
        raise DataError("at least one file", "none", "inputs")
    stems: dict[str, Path] = {}
    for path in inputs:
        if path.stem in stems:
            raise DataError("files of different names", f"the name of {stems[path.stem]} again", path, "Rename one.")
        stems[path.stem] = path
        if path.resolve().parent == out_folder.resolve():
            raise DataError("a folder without inputs in it", f"{path.name} in it", out_folder, "Name another folder.")


def _prepare(out_folder: Path, ledger: Ledger, sources: set[str], current: set[str]) -> None:
    """Make the folder, and take parts of these inputs out that are not current."""
    try:
        out_folder.mkdir(parents=True, exist_ok=True)
        ledger.drop([name for name, entry in ledger.entries.items() if entry.source in sources and name not in current])
    except OSError as error:
        raise DataError("a folder to write to", str(error.strerror), out_folder, "Name another folder.") from None
