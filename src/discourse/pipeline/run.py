"""How are the figures that are out of date made, and no others?"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pandas as pd

from discourse.errors import DataError, DiscourseError, EstimateError, MissingExtraError
from discourse.io.processes import worker_processes
from discourse.pipeline.dependencies import FilesRead, experiment_scripts, record_files
from discourse.pipeline.experiment import FORMER_STEMS, Experiment, load_experiment, read_numbers
from discourse.pipeline.lock import figures_held
from discourse.pipeline.manifest import Manifest
from discourse.settings import Settings
from discourse.study import Study

Progress = Callable[[str, str, float], None]
"""Called with the stem of a figure, an event (``start``, ``made``, ``current``, ``failed``), and seconds.

A run that finds another at work on the same figures says ``waiting``, with that run in place of the stem; see
:func:`discourse.pipeline.lock.figures_held`.
"""


REFUSALS = (EstimateError, MissingExtraError)
"""Errors that say nothing of other figures."""


@dataclass
class Outcome:
    """What a run did.

    A figure is refused where the data cannot carry it, or a library is missing; that stops no other figure.

    Attributes
    ----------
    made : dict of str to float
        Stems of the figures made, with the seconds that each took.
    current : list of str
        Stems of those that were up to date.
    refused : dict of str to DiscourseError
        Stems refused, with the reason.
    before : dict of str to DataFrame
        Of the figures that were out of date, the numbers that stood there, where these could be read.
    """

    made: dict[str, float] = field(default_factory=dict)
    current: list[str] = field(default_factory=list)
    refused: dict[str, DiscourseError] = field(default_factory=dict)
    before: dict[str, pd.DataFrame] = field(default_factory=dict)


@dataclass(frozen=True)
class Made:
    """What making one figure took: seconds, and the files it asked for."""

    seconds: float
    read: FilesRead


def chosen_scripts(study: Study, stems: Sequence[str] = ()) -> dict[str, Path]:
    """Find the scripts of some stems, or all in alphabetical order; former stems are known.

    Raises
    ------
    DataError
        If a stem has no script.
    """
    scripts = experiment_scripts(study)
    stems = [stem if stem in scripts else FORMER_STEMS.get(stem, stem) for stem in stems]
    for stem in stems:
        if stem not in scripts:
            known = ", ".join(scripts)
            raise DataError(f"one of {known}", repr(stem), "figures", "Name figures by these stems.")
    return {stem: scripts[stem] for stem in (stems or scripts)}


def load_experiments(study: Study, stems: Sequence[str] = ()) -> list[Experiment]:
    """Load a study's experiment scripts, in alphabetical order, or those of some stems; former stems are known.

    Raises
    ------
    DataError
        If a stem has no script, or a script defines no ``experiment``.
    """
    return [load_experiment(script) for script in chosen_scripts(study, stems).values()]


def out_of_date(study: Study, stems: Sequence[str] = ()) -> dict[str, str]:
    """Say which figures a run would make, and why: stem to reason."""
    manifest = Manifest(study)
    return {one.stem: manifest.reason(one) for one in stale_experiments(manifest, chosen_scripts(study, stems))}


def stale_experiments(manifest: Manifest, scripts: Mapping[str, Path]) -> list[Experiment]:
    """Load the experiments whose figures are out of date, and no others: to load one may read many libraries.

    Raises
    ------
    DataError
        If one of their scripts defines no ``experiment``.
    """
    loaded = [load_experiment(script) for script in scripts.values() if not manifest.is_current(script)]
    return [experiment for experiment in loaded if manifest.reason(experiment)]


def run_experiments(
    study: Study,
    stems: Sequence[str] = (),
    progress: Progress | None = None,
    force: bool = False,
    workers: int = 1,
) -> Outcome:
    """Make the figures that are out of date, and nothing else.

    While another run is at work on the same figures, it waits.

    Parameters
    ----------
    study : Study
        The study.
    stems : sequence of str, optional
        Figures to look at; all when left out.
    progress : callable, optional
        Called as work goes on; see :data:`Progress`.
    force : bool
        Make them even if nothing changed.
    workers : int
        Processes side by side; see :func:`make_figures`.

    Returns
    -------
    Outcome

    Raises
    ------
    Exception
        The first error of a script other than a refusal; figures made before it stay, and are known to be current.
    """
    progress = progress or (lambda stem, event, seconds: None)
    scripts, outcome = chosen_scripts(study, stems), Outcome()
    with figures_held(study.figures, lambda holder: progress(holder, "waiting", 0.0)):
        manifest = Manifest(study)
        stale = load_experiments(study, stems) if force else stale_experiments(manifest, scripts)
        outcome.current += [stem for stem in scripts if stem not in {one.stem for one in stale}]
        for stem in outcome.current:
            progress(stem, "current", 0.0)
        outcome.before = _numbers_there(study, stale)
        for experiment, made in make_figures(stale, study, study.figures, progress, workers, outcome.refused):
            manifest.enter(experiment, made.read)
            outcome.made[experiment.stem] = made.seconds
    return outcome


def _numbers_there(study: Study, experiments: Sequence[Experiment]) -> dict[str, pd.DataFrame]:
    """Read the numbers of the figures that are there, by stem; what cannot be read is left out."""
    found = {}
    for one in experiments:
        with suppress(DataError):
            found[one.stem] = read_numbers(study.figures / f"{one.stem}.csv")
    return found


def make_figures(
    experiments: Sequence[Experiment],
    study: Study,
    folder: Path,
    progress: Progress,
    workers: int = 1,
    refused: dict[str, DiscourseError] | None = None,
) -> Iterator[tuple[Experiment, Made]]:
    """Make figures, yielding each with what it took as it is done.

    Parameters
    ----------
    experiments : sequence of Experiment
        What to make.
    study : Study
        The study.
    folder : Path
        Where the figures go.
    progress : callable
        Told when a figure starts, is made, or fails.
    workers : int
        With two or more, so many processes are spawned to work side by side, which import the
        caller's main module anew: a script that asks for them must guard its own work with
        ``if __name__ == "__main__"``. The numbers do not depend on it.
    refused : dict of str to DiscourseError, optional
        Takes the figures that the data cannot carry or for which a library is missing, and the reason.

    Raises
    ------
    Exception
        The first error of a script, after the figures under way are done.
    """
    workers = min(workers, len(experiments))
    if workers > 1:
        in_order = sorted(experiments, key=lambda one: -one.cost)
        yield from _side_by_side(in_order, study, folder, progress, workers, refused)
        return
    for experiment in experiments:
        progress(experiment.stem, "start", 0.0)
        try:
            yield experiment, _announced(experiment, progress, partial(_make, experiment, study, folder))
        except REFUSALS as refusal:
            if refused is None:
                raise
            refused[experiment.stem] = refusal


def _side_by_side(
    waiting: list[Experiment],
    study: Study,
    folder: Path,
    progress: Progress,
    workers: int,
    refused: dict[str, DiscourseError] | None,
) -> Iterator[tuple[Experiment, Made]]:
    """Keep so many processes busy; after an error start nothing more, unless it is a refusal to be noted."""
    running: dict[Future[Made], Experiment] = {}
    error: BaseException | None = None
    with worker_processes(workers) as pool:
        while running or (waiting and error is None):
            while waiting and error is None and len(running) < workers:
                experiment = waiting.pop(0)
                progress(experiment.stem, "start", 0.0)
                running[pool.submit(_make_alone, experiment.script, study.root, study.chosen, folder)] = experiment
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                experiment = running.pop(future)
                try:
                    yield experiment, _announced(experiment, progress, future.result)
                except Exception as failure:
                    if refused is not None and isinstance(failure, REFUSALS):
                        refused[experiment.stem] = failure
                    else:
                        error = error or failure
    if error is not None:
        raise error


def _announced(experiment: Experiment, progress: Progress, work: Callable[[], Made]) -> Made:
    try:
        made = work()
    except Exception:
        progress(experiment.stem, "failed", 0.0)
        raise
    progress(experiment.stem, "made", made.seconds)
    return made


def _make_alone(script: str, root: Path, chosen: Settings | None, folder: Path) -> Made:
    return _make(load_experiment(Path(script)), Study(root, chosen), folder)


def _make(experiment: Experiment, study: Study, folder: Path) -> Made:
    start = time.perf_counter()
    read = record_files(lambda fresh: experiment.make(fresh, folder), study)
    return Made(time.perf_counter() - start, read)
