"""Are the committed figures what the scripts make? Rebuild them elsewhere and compare every number."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from discourse.experiment import Experiment, read_numbers
from discourse.pipeline.causes import causes
from discourse.pipeline.comparing import compare_numbers
from discourse.pipeline.making import Report, make_figures
from discourse.pipeline.manifest import Manifest, describe
from discourse.pipeline.running import experiments_of
from discourse.study import Study


@dataclass(frozen=True)
class Check:
    """One figure's verdict.

    Attributes
    ----------
    stem : str
        The figure.
    numbers : int
        How many numbers were compared.
    largest : float
        Largest absolute difference.
    differences, causes : tuple of str
        What differs beyond tolerance, and what can have caused it; both empty when all is the same.
    """

    stem: str
    numbers: int
    largest: float
    differences: tuple[str, ...]
    causes: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether every number is within its tolerance."""
        return not self.differences


def check_figures(
    study: Study, stems: Sequence[str] = (), report: Report | None = None, workers: int = 1
) -> list[Check]:
    """Rebuild figures in a scratch folder and compare their numbers with the committed ones.

    Parameters
    ----------
    study : Study
        The study; nothing in it is written.
    stems : sequence of str, optional
        Figures to check; all when left out.
    report : callable, optional
        Called with (stem, event, seconds), as in :func:`discourse.pipeline.run_experiments`.
    workers : int
        Processes side by side; see :func:`discourse.pipeline.making.make_figures`.

    Returns
    -------
    list of Check
        In alphabetical order of the figures.
    """
    manifest, experiments = Manifest(study), experiments_of(study, stems)
    report = report or (lambda stem, event, seconds: None)
    checks = {}
    with tempfile.TemporaryDirectory(prefix="discourse-check-") as name:
        scratch = Path(name)
        known = [one for one in experiments if (study.figures / f"{one.stem}.csv").is_file()]
        for experiment, _ in make_figures(known, study, scratch, report, workers):
            checks[experiment.stem] = _check(experiment, study, manifest, scratch)
    return [checks.get(experiment.stem, _never_made(experiment.stem)) for experiment in experiments]


def _never_made(stem: str) -> Check:
    return Check(stem, 0, 0.0, ("no committed numbers",), ("the figure was never made here",))


def _check(experiment: Experiment, study: Study, manifest: Manifest, scratch: Path) -> Check:
    committed, fresh = (read_numbers(folder / f"{experiment.stem}.csv") for folder in (study.figures, scratch))
    found = compare_numbers(committed, fresh, experiment.tolerances)
    if not found.differences:
        return Check(experiment.stem, found.numbers, found.largest, (), ())
    now = describe(experiment, study, scratch)
    why = causes(manifest.entries.get(experiment.stem, {}), now, study.data, manifest.rows)
    return Check(experiment.stem, found.numbers, found.largest, found.differences, tuple(why))
