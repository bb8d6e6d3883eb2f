"""Are the committed figures what the scripts make? Rebuild them elsewhere and compare every number."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from discourse.experiment import Experiment, read_numbers
from discourse.pipeline.causes import causes
from discourse.pipeline.comparing import compare_numbers
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
    study: Study, stems: Sequence[str] = (), report: Callable[[str, str, float], None] | None = None
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

    Returns
    -------
    list of Check
        In alphabetical order of the figures.
    """
    manifest = Manifest(study)
    checks = []
    with tempfile.TemporaryDirectory(prefix="discourse-check-") as scratch:
        for experiment in experiments_of(study, stems):
            if report:
                report(experiment.stem, "start", 0.0)
            checks.append(_check(experiment, study, manifest, Path(scratch)))
            if report:
                report(experiment.stem, "the same" if checks[-1].same else "different", 0.0)
    return checks


def _check(experiment: Experiment, study: Study, manifest: Manifest, scratch: Path) -> Check:
    committed = study.figures / f"{experiment.stem}.csv"
    if not committed.is_file():
        return Check(experiment.stem, 0, 0.0, ("no committed numbers",), ("the figure was never made here",))
    fresh = experiment.make(study, scratch)
    found = compare_numbers(read_numbers(committed), fresh, experiment.tolerances)
    if not found.differences:
        return Check(experiment.stem, found.numbers, found.largest, (), ())
    now = describe(experiment, study, scratch)
    why = causes(manifest.entries.get(experiment.stem, {}), now, study.data, manifest.rows)
    return Check(experiment.stem, found.numbers, found.largest, found.differences, tuple(why))
