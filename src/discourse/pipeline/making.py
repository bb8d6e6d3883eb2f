"""How are several figures made at once? One after the other, or by a few processes side by side."""

from __future__ import annotations

import multiprocessing
import runpy
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from functools import partial
from pathlib import Path

from discourse.errors import DataError
from discourse.experiment import Experiment
from discourse.study import Study

Report = Callable[[str, str, float], None]
"""Called with the stem of a figure, an event (``start``, ``made``, ``current``, ``failed``), and seconds."""


def load_experiment(script: Path) -> Experiment:
    """Run a script without its ``__main__`` part and return its experiment.

    Raises
    ------
    DataError
        If the script defines none.
    """
    experiment = runpy.run_path(str(script)).get("experiment")
    if not isinstance(experiment, Experiment):
        raise DataError("a variable named experiment", "none", script, "End the script as the others do.")
    return experiment


def make_figures(
    experiments: Sequence[Experiment], study: Study, folder: Path, report: Report, workers: int = 1
) -> Iterator[tuple[Experiment, float]]:
    """Make figures, yielding each with its seconds as it is done.

    Parameters
    ----------
    experiments : sequence of Experiment
        What to make.
    study : Study
        The study.
    folder : Path
        Where the figures go.
    report : callable
        Told when a figure starts, is made, or fails.
    workers : int
        With two or more, so many processes are spawned to work side by side, which import the
        caller's main module anew: a script that asks for them must guard its own work with
        ``if __name__ == "__main__"``. The numbers do not depend on it.

    Raises
    ------
    Exception
        The first error of a script, after the figures under way are done.
    """
    workers = min(workers, len(experiments))
    if workers > 1:
        yield from _side_by_side(sorted(experiments, key=lambda one: -one.cost), study, folder, report, workers)
        return
    for experiment in experiments:
        report(experiment.stem, "start", 0.0)
        yield experiment, _reported(experiment, report, partial(_make, experiment, study, folder))


def _side_by_side(
    waiting: list[Experiment], study: Study, folder: Path, report: Report, workers: int
) -> Iterator[tuple[Experiment, float]]:
    """Keep so many processes busy; after an error start nothing more."""
    running: dict[Future[float], Experiment] = {}
    error: BaseException | None = None
    # spawned, not forked: a fork of a process with threads may hang
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        while running or (waiting and error is None):
            while waiting and error is None and len(running) < workers:
                experiment = waiting.pop(0)
                report(experiment.stem, "start", 0.0)
                running[pool.submit(_make_alone, experiment.script, study.root, folder)] = experiment
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                experiment = running.pop(future)
                try:
                    yield experiment, _reported(experiment, report, future.result)
                except Exception as failure:
                    error = error or failure
    if error is not None:
        raise error


def _reported(experiment: Experiment, report: Report, work: Callable[[], float]) -> float:
    try:
        seconds = work()
    except Exception:
        report(experiment.stem, "failed", 0.0)
        raise
    report(experiment.stem, "made", seconds)
    return seconds


def _make_alone(script: str, root: Path, folder: Path) -> float:
    return _make(load_experiment(Path(script)), Study(root), folder)


def _make(experiment: Experiment, study: Study, folder: Path) -> float:
    start = time.perf_counter()
    experiment.make(study, folder)
    return time.perf_counter() - start
