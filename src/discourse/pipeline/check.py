"""Are the committed figures what the scripts make? Rebuild them elsewhere and compare every number."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from discourse.pipeline.experiment import Experiment, read_numbers
from discourse.pipeline.manifest import Manifest
from discourse.pipeline.run import Made, Progress, load_experiments, make_figures
from discourse.study import Study

DEFAULT_TOLERANCE = 1e-9
"""Absolute tolerance of a column for which the script declares none; whole numbers and text must be equal."""


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
    study: Study, stems: Sequence[str] = (), progress: Progress | None = None, workers: int = 1
) -> list[Check]:
    """Rebuild figures in a scratch folder and compare their numbers with the committed ones.

    Parameters
    ----------
    study : Study
        The study; nothing in it is written.
    stems : sequence of str, optional
        Figures to check; all when left out.
    progress : callable, optional
        As in :func:`discourse.pipeline.run.run_experiments`.
    workers : int
        Processes side by side; see :func:`discourse.pipeline.run.make_figures`.

    Returns
    -------
    list of Check
        In alphabetical order of the figures.
    """
    manifest, experiments = Manifest(study), load_experiments(study, stems)
    progress = progress or (lambda stem, event, seconds: None)
    checks = {}
    with tempfile.TemporaryDirectory(prefix="discourse-check-") as name:
        scratch = Path(name)
        known = [one for one in experiments if (study.figures / f"{one.stem}.csv").is_file()]
        for experiment, made in make_figures(known, study, scratch, progress, workers):
            checks[experiment.stem] = _check(experiment, made, manifest, scratch)
    return [checks.get(experiment.stem, _never_made(experiment.stem)) for experiment in experiments]


def _never_made(stem: str) -> Check:
    return Check(stem, 0, 0.0, ("no committed numbers",), ("the figure was never made here",))


def _check(experiment: Experiment, made: Made, manifest: Manifest, scratch: Path) -> Check:
    folders = (manifest.study.figures, scratch)
    committed, fresh = (read_numbers(folder / f"{experiment.stem}.csv") for folder in folders)
    found = compare_numbers(committed, fresh, experiment.tolerances)
    causes = manifest.causes(experiment, made.read) if found.differences else []
    return Check(experiment.stem, found.numbers, found.largest, found.differences, tuple(causes))


@dataclass(frozen=True)
class Comparison:
    """What comparing two tables gave.

    Attributes
    ----------
    numbers : int
        Numeric cells compared.
    largest : float
        Largest absolute difference among them.
    differences : tuple of str
        One line each on what differs; empty when the tables are the same.
    """

    numbers: int
    largest: float
    differences: tuple[str, ...]


def compare_numbers(committed: pd.DataFrame, fresh: pd.DataFrame, tolerances: Mapping[str, float]) -> Comparison:
    """Compare the numbers of a committed figure with those just made.

    Parameters
    ----------
    committed, fresh : DataFrame
        Tables of one figure, as :func:`discourse.pipeline.experiment.read_numbers` reads them.
    tolerances : mapping of str to float
        Absolute tolerance per column.

    Returns
    -------
    Comparison

    Examples
    --------
    >>> old, new = pd.DataFrame({"value": [0.5, 0.25]}), pd.DataFrame({"value": [0.5, 0.26]})
    >>> compare_numbers(old, new, {"value": 0.001}).differences
    ('value, row 3: was 0.25, now 0.26',)
    """
    if list(committed.columns) != list(fresh.columns):
        columns = f"columns were {', '.join(committed.columns)}; now {', '.join(fresh.columns)}"
        return Comparison(0, np.nan, (columns,))
    if len(committed) != len(fresh):
        return Comparison(0, np.nan, (f"{len(committed)} rows were, {len(fresh)} now",))
    numbers, largest, differences = 0, 0.0, []
    for column in committed.columns:
        old, new = committed[column], fresh[column]
        if pd.api.types.is_numeric_dtype(old) and pd.api.types.is_numeric_dtype(new):
            gap = (old.astype(float) - new.astype(float)).abs().to_numpy()
            wrong = ~((gap <= tolerances.get(column, DEFAULT_TOLERANCE)) | (old.isna() & new.isna()).to_numpy())
            numbers += int(old.notna().sum())
            largest = max(largest, float(np.nanmax(gap, initial=0.0)))
        else:
            wrong = (old.fillna("").astype(str) != new.fillna("").astype(str)).to_numpy()
        differences += [f"{column}, row {row + 2}: was {old[row]}, now {new[row]}" for row in np.flatnonzero(wrong)]
    return Comparison(numbers, largest, tuple(differences))
