"""How are figures drawn in another language? From their CSV files, into a folder of their own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import as_completed
from functools import partial
from pathlib import Path

from discourse.errors import DataError
from discourse.io.files import write_atomic
from discourse.io.processes import worker_processes
from discourse.pipeline.experiment import Experiment, load_experiment, read_numbers
from discourse.pipeline.run import Progress
from discourse.settings import Settings
from discourse.study import Study
from discourse.translations import Translation, read_translation, speaking

Draw = Callable[[Path], tuple[str, float]]
"""Draws the figure of a script, and returns its stem and the seconds that it took."""


def study_translation(study: Study, language: str) -> Translation:
    """Read the strings of a language: those of the package, and those of the study, which come before them.

    Raises
    ------
    DataError
        As :func:`discourse.translations.read_translation`.

    Examples
    --------
    >>> study_translation(Study("study"), "en").language
    'en'
    """
    return read_translation(language, study.strings_path(language))


def check_folder(study: Study, folder: Path) -> None:
    """Refuse a folder that the study is made of, or that its own figures stand in.

    Raises
    ------
    DataError
        If the folder is one of these, or lies in one.
    """
    for own in (study.figures, study.data, study.experiments):
        if folder.resolve().is_relative_to(own.resolve()):
            found = f"{own.name}/ of the study, or a place in it"
            raise DataError("a folder of its own for figures in another language", found, folder, "Name another.")


def draw_in_language(
    study: Study,
    experiments: Sequence[Experiment],
    language: str,
    folder: Path,
    progress: Progress,
    workers: int = 1,
) -> list[Experiment]:
    """Draw and describe figures in a language from their CSV files; nothing is computed, nor written in ``figures/``.

    Parameters
    ----------
    study : Study
        The study, whose figures have been made.
    experiments : sequence of Experiment
        Those whose figures are wanted; what has not been made is left out.
    language : str
        Its code; see :func:`study_translation`.
    folder : Path
        Where the pictures, the words and copies of the CSV files go; made if need be.
    progress : callable
        Told when a figure is made.
    workers : int
        Processes side by side, as :func:`discourse.pipeline.run.make_figures` has them.

    Returns
    -------
    list of Experiment
        Those that were drawn, in the order given.

    Raises
    ------
    DataError
        If there are no strings for the language, the folder is one of the study's own, nothing can be written to it,
        or a CSV file cannot be read.
    """
    study_translation(study, language)
    check_folder(study, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        found = error.strerror or str(error)
        raise DataError("a folder to write to", found, folder, "Name another folder.") from None
    made = [one for one in experiments if (study.figures / f"{one.stem}.csv").is_file()]
    draw = partial(_draw_one, root=study.root, chosen=study.chosen, language=language, folder=folder)
    for stem, seconds in _drawn([Path(one.script) for one in made], draw, min(workers, len(made))):
        progress(stem, "made", seconds)
    return made


def _drawn(scripts: Sequence[Path], draw: Draw, workers: int) -> Iterator[tuple[str, float]]:
    """Draw figures one after the other, or with two workers and more side by side; yield stem and seconds."""
    if workers < 2:
        yield from map(draw, scripts)
        return
    with worker_processes(workers) as pool:
        for future in as_completed([pool.submit(draw, script) for script in scripts]):
            yield future.result()


def _draw_one(script: Path, root: Path, chosen: Settings | None, language: str, folder: Path) -> tuple[str, float]:
    """Draw one figure, in a process that may have nothing but its script and the study's folder."""
    start, study, experiment = time.perf_counter(), Study(root, chosen), load_experiment(script)
    path = study.figures / f"{experiment.stem}.csv"
    with speaking(study_translation(study, language)):
        experiment.show(read_numbers(path), study, folder)
    write_atomic(folder / path.name, path.read_bytes())
    return experiment.stem, time.perf_counter() - start
