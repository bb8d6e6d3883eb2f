"""Are the committed figures what the scripts make? Rebuild them elsewhere and compare every number.

Numbers are compared with those just made, within the tolerance of their column. Pictures of another machine may
differ in some bytes, so a picture is compared with the manifest's digest of the one that was written.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from discourse.errors import DataError
from discourse.pipeline.experiment import Experiment, read_numbers
from discourse.pipeline.lock import figures_at_rest
from discourse.pipeline.manifest import BY_HAND, Manifest
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
        Files that are not as they were written and numbers that differ beyond tolerance, and what can have
        caused it; both empty when all is the same.
    """

    stem: str
    numbers: int
    largest: float
    differences: tuple[str, ...]
    causes: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether every number is within its tolerance, and every file as it was written."""
        return not self.differences


def check_figures(
    study: Study, stems: Sequence[str] = (), progress: Progress | None = None, workers: int = 1
) -> list[Check]:
    """Rebuild figures in a scratch folder and compare their numbers with the committed ones.

    Parameters
    ----------
    study : Study
        The study; none of its figures is written. While a run writes them, the check waits.
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
    progress = progress or (lambda stem, event, seconds: None)
    experiments = load_experiments(study, stems)
    committed = _committed(study, experiments, progress)
    made = [one for one in experiments if one.stem in committed.numbers]
    checks = {}
    with tempfile.TemporaryDirectory(prefix="discourse-check-") as name:
        scratch = Path(name)
        for experiment, fresh in make_figures(made, study, scratch, progress, workers):
            checks[experiment.stem] = _check(experiment, fresh, committed, scratch)
    return [checks.get(experiment.stem, _never_made(experiment.stem)) for experiment in experiments]


@dataclass(frozen=True)
class _Committed:
    """The figures' files as they were when the check began.

    Attributes
    ----------
    manifest : Manifest
        What they were made from.
    numbers : dict
        The numbers of each figure that was made, or the error that reading them gave.
    files : dict
        Of each figure, what is wrong with its files; one line each.
    """

    manifest: Manifest
    numbers: dict[str, pd.DataFrame | DataError]
    files: dict[str, list[str]]


def _committed(study: Study, experiments: Sequence[Experiment], progress: Progress) -> _Committed:
    """Read all at once, while no run is writing figures."""
    with figures_at_rest(study.figures, lambda holder: progress(holder, "waiting", 0.0)):
        found = _Committed(Manifest(study), {}, {})
        for experiment in experiments:
            path = study.figures / f"{experiment.stem}.csv"
            if path.is_file():
                found.numbers[experiment.stem] = _read(path)
                found.files[experiment.stem] = _wrong_files(found.manifest, experiment)
    return found


def _read(path: Path) -> pd.DataFrame | DataError:
    try:
        return read_numbers(path)
    except DataError as error:
        return error


def _wrong_files(manifest: Manifest, experiment: Experiment) -> list[str]:
    cure = f"Make it anew: discourse figures {experiment.stem}"
    if experiment.stem not in manifest.entries:
        return [f"figures/manifest.json has no entry for it, so its pictures cannot be compared. {cure}"]
    folder = manifest.study.figures
    return [
        f"figures/{name} {BY_HAND if (folder / name).is_file() else 'is not there'}. {cure}"
        for name in manifest.changed(experiment)
    ]


def _never_made(stem: str) -> Check:
    return Check(stem, 0, 0.0, ("no committed numbers",), ("the figure was never made here",))


def _check(experiment: Experiment, made: Made, committed: _Committed, scratch: Path) -> Check:
    stem, numbers = experiment.stem, committed.numbers[experiment.stem]
    if isinstance(numbers, DataError):
        return Check(stem, 0, np.nan, (str(numbers), *committed.files[stem]), ())
    found = compare_numbers(numbers, read_numbers(scratch / f"{stem}.csv"), experiment.tolerances)
    causes = committed.manifest.causes(experiment, made.read) if found.differences else []
    return Check(stem, found.numbers, found.largest, (*committed.files[stem], *found.differences), tuple(causes))


def changes_in_words(before: Mapping[str, pd.DataFrame], made: Sequence[Experiment], study: Study) -> list[str]:
    """Say in lines whether figures that were made have the numbers that stood there before.

    Parameters
    ----------
    before : mapping of str to DataFrame
        The numbers that stood there before, by stem (:attr:`discourse.pipeline.run.Outcome.before`).
    made : sequence of Experiment
        The figures.
    study : Study
        Their study.

    Returns
    -------
    list of str
        First those that are new, then those whose numbers changed, each with an example, last how many are the same.
    """
    new = [one.stem for one in made if one.stem not in before]
    lines, same = [f"New: {', '.join(new)}"] if new else [], 0
    for one in made:
        if one.stem in before:
            numbers = read_numbers(study.figures / f"{one.stem}.csv")
            found = compare_numbers(before[one.stem], numbers, one.tolerances).differences
            more = f", and {len(found) - 1} more" if len(found) > 1 else ""
            lines += [f"Changed: {one.stem}: {found[0]}{more}"] if found else []
            same += not found
    said = "All numbers are as before." if same == len(made) else f"The numbers of {same} are as before."
    return [*lines, said] if same else lines


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
