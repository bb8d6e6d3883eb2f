"""Which pillar is each paragraph of a table about, however long it is, in one process or in many?

The table is read once, in parts (:mod:`discourse.classifier.tables.parts`). One process classifies each as it comes;
many find them as files (:mod:`discourse.classifier.tables.spread`). Parts are made by one function and joined in
order, so the result is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from discourse.classifier.context import ArticleRuns
from discourse.classifier.tables.chunks import CHUNK, output_columns
from discourse.classifier.tables.output import OutputForm, check_ending
from discourse.classifier.tables.parts import (
    PART_ROWS,
    Part,
    PartsFolder,
    Recipe,
    cut_parts,
    dependencies,
    model_file,
)
from discourse.classifier.tables.skipped import SkippedRows
from discourse.classifier.tables.sources import Source, open_source
from discourse.classifier.tables.spread import PartJob, check_engine, run_jobs
from discourse.classifier.trained import TrainedModel
from discourse.errors import DataError
from discourse.io.records import check_columns
from discourse.io.records.parquet import write_rows

Progress = Callable[[int, int | None, int], object]
"""Called with the rows that are done, how many there are in all, as far as known, and how many an earlier run did."""


def classify_table(
    model: TrainedModel,
    source: Path,
    out: Path,
    abstain_below: float = 0.0,
    progress: Progress | None = None,
    skipped: SkippedRows | None = None,
    *,
    raw: bool = False,
    alone: bool = False,
    runs: ArticleRuns | None = None,
    workers: int = 1,
    scheduler: str = "",
    part_rows: int = PART_ROWS,
) -> int:
    """Classify a table with a column ``text``, or the paragraphs of a folder of articles.

    A table of any length passes through little memory. The result is put in place whole or not at all. Until then
    what is done lies in a folder beside it, and the same call goes on from there. With several workers, a script
    that calls this must do so under ``if __name__ == "__main__":``, for each process reads it anew.

    Parameters
    ----------
    model : TrainedModel
        The classifier.
    source : Path
        See :func:`discourse.classifier.tables.sources.open_source`.
    out : Path
        ``.csv`` or ``.parquet`` to write; replaced if there.
    abstain_below : float
        As for :func:`classify_texts`.
    progress : callable, optional
        See :data:`Progress`.
    skipped : SkippedRows, optional
        Collects what cannot be read, and is saved; without it the first of these is an error.
    raw : bool
        Leave text of CSV as it is, also where a spreadsheet would take it for a formula.
    alone, runs
        As for :func:`classify_records`.
    workers : int
        Processes; more than 1 are Dask's.
    scheduler : str
        Address of a Dask scheduler whose workers see the folder of ``out``, in place of processes of this machine.
    part_rows : int
        Size of a part; another size makes other parts.

    Returns
    -------
    int
        Rows written, those without text among them (``runs`` counts these).

    Raises
    ------
    DataError
        If there is no column ``text``, a column to be made is there already, the input cannot be read, no row can,
        or ``out`` cannot be written; then ``out`` is as it was. If workers end again and again.
    MissingExtraError
        If a library is missing for parquet, Zstandard, or several workers.
    """
    check_ending(out)
    spread = check_engine(workers, scheduler)
    with open_source(source, model.language, skipped.add if skipped is not None else None) as given:
        check_columns(given.columns, made := output_columns(model), source)
        form = OutputForm(out.suffix.casefold(), given.columns, made, given.schema, raw)
        folder, told = PartsFolder(out, form.suffix), _Told(progress, given)
        work = _Work(model, Recipe(form, abstain_below, alone), folder, told)
        runs = runs or ArticleRuns()
        apart = None if alone or not model.reads_articles else runs
        if apart is not None:
            apart.look_for_column(given.columns)
        try:
            parts = cut_parts(runs.watched(given.rows), apart, dependencies(work.model_bytes, work.recipe), part_rows)
            results = [work.spread(part) if spread else work.do(part) for part in parts]
            if work.waiting:
                run_jobs(work.waiting, workers, scheduler, told.add)
            _put(folder.join(form, results), out, skipped)
        finally:
            folder.tidy()
    folder.remove()
    return told.done


class _Told:
    """Counts rows and tells of them."""

    def __init__(self, progress: Progress | None, given: Source) -> None:
        self._progress, self._given = progress, given
        self.done = self.kept = 0

    def add(self, rows: int, kept: bool = False) -> None:
        """Count rows that are done now, or were before."""
        self.done += rows
        self.kept += rows if kept else 0
        if self._progress is not None:
            self._progress(self.done, self._given.rows_in_all(self.done), self.kept)

    def each(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        """Pass rows on, and count a chunk when the next begins."""
        number = 0
        for number, row in enumerate(rows, start=1):
            yield row
            if number % CHUNK == 0:
                self.add(CHUNK)
        self.add(number % CHUNK)


class _Work:
    """What is done with a part: at once here, or later by a worker."""

    def __init__(self, model: TrainedModel, recipe: Recipe, folder: PartsFolder, told: _Told) -> None:
        self.model, self.recipe, self.folder, self.told = model, recipe, folder, told
        self.model_bytes = model_file(model)
        self.waiting: list[PartJob] = []
        self._model_path: Path | None = None

    def do(self, part: Part) -> Path:
        """Make the result of a part if it is not there; return its file."""
        result = self.folder.result(part)
        if result.is_file():
            self.told.add(len(part.rows), kept=True)
        else:
            self.folder.make()
            self.recipe.make(self.model, self.told.each(part.rows), result)
        return result

    def spread(self, part: Part) -> Path:
        """Put the rows of a part where a worker finds them if its result is not there; return the result's file."""
        result, given = self.folder.result(part), self.folder.given(part)
        if result.is_file():
            self.told.add(len(part.rows), kept=True)
            return result
        self.folder.make()
        self._model_path = self._model_path or self.folder.put_model(self.model_bytes)
        write_rows(given, part.rows, self.recipe.form.given_schema())
        self.waiting.append(PartJob(given, result, self.recipe, self._model_path, str(self.model.language)))
        return result


def _put(whole: Path, out: Path, skipped: SkippedRows | None) -> None:
    """Put the result in place, and what was skipped beside it before: it never stands there without that."""
    if skipped is not None:
        skipped.save()
    if out.exists() and not out.is_file():
        raise DataError("a place to write to", "something other than a file", out, "Name another file.")
    try:
        whole.replace(out)
    except OSError as error:
        raise DataError("a place to write to", str(error.strerror), out, "Name another file.") from None
