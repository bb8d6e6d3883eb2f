"""How are the figures that are out of date made, and no others?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from discourse.errors import DataError
from discourse.experiment import Experiment
from discourse.pipeline.making import Report, load_experiment, make_figures
from discourse.pipeline.manifest import Manifest
from discourse.pipeline.state import FigureState
from discourse.study import Study


@dataclass
class Outcome:
    """What a run did: stems made with their seconds, and stems that were up to date."""

    made: dict[str, float] = field(default_factory=dict)
    current: list[str] = field(default_factory=list)


def experiments_of(study: Study, stems: Sequence[str] = ()) -> list[Experiment]:
    """Load the study's experiment scripts, in alphabetical order.

    Raises
    ------
    DataError
        If there is no script, a stem has none, or a script defines no ``experiment``.
    """
    scripts = {path.stem: path for path in sorted(study.experiments.glob("*.py")) if not path.stem.startswith("_")}
    if not scripts:
        raise DataError("experiment scripts", "none", study.experiments, "Copy those of the shipped study there.")
    for stem in stems:
        if stem not in scripts:
            known = ", ".join(scripts)
            raise DataError(f"one of {known}", repr(stem), study.experiments, "Name figures by these stems.")
    return [load_experiment(scripts[stem]) for stem in (stems or scripts)]


def out_of_date(study: Study, stems: Sequence[str] = ()) -> dict[str, str]:
    """Say which figures a run would make, and why: stem to reason."""
    state = FigureState(study)
    reasons = {experiment.stem: state.reason(experiment) for experiment in experiments_of(study, stems)}
    return {stem: reason for stem, reason in reasons.items() if reason}


def run_experiments(
    study: Study,
    stems: Sequence[str] = (),
    report: Report | None = None,
    force: bool = False,
    workers: int = 1,
) -> Outcome:
    """Make the figures that are out of date, and nothing else.

    Parameters
    ----------
    study : Study
        The study.
    stems : sequence of str, optional
        Figures to look at; all when left out.
    report : callable, optional
        Called with (stem, event, seconds) as work goes on; events are ``start``, ``made``,
        ``current`` and ``failed``.
    force : bool
        Make them even if nothing changed.
    workers : int
        Processes side by side; see :func:`discourse.pipeline.making.make_figures`.

    Returns
    -------
    Outcome

    Raises
    ------
    Exception
        The first error of a script; figures made before it stay, and are known to be current.
    """
    report = report or (lambda stem, event, seconds: None)
    state, manifest, outcome = FigureState(study), Manifest(study), Outcome()
    stale = []
    for experiment in experiments_of(study, stems):
        if force or state.reason(experiment):
            stale.append(experiment)
        else:
            outcome.current.append(experiment.stem)
            report(experiment.stem, "current", 0.0)
    for experiment, seconds in make_figures(stale, study, study.figures, report, workers):
        manifest.enter(experiment)
        state.made(experiment)
        outcome.made[experiment.stem] = seconds
    return outcome
