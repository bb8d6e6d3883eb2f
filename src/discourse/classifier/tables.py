"""Which pillar is each paragraph of a table about, a chunk at a time?

:func:`classify_texts` classifies one chunk; all else brings chunks to it. :func:`classify_records` takes records
as they come, :func:`classify_table` a file or a folder of articles, and
:func:`discourse.classifier.classify_in_parallel` several partitions of a file at once. The numbers of a
record depend on its text and on the rows of its article that stand beside it (:mod:`discourse.classifier.context`).
Chunks and partitions end where articles do, so all give the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pandas as pd

from discourse.classifier.context import ArticleRuns, whole_runs
from discourse.classifier.reading import BrokenRecord, Skip, open_rows
from discourse.classifier.skipped import SkippedRows
from discourse.classifier.trained import TrainedModel
from discourse.codebook import NONE
from discourse.columns import PARAGRAPH_COLUMNS
from discourse.errors import DataError
from discourse.io.files import atomic_writer
from discourse.io.formulas import guard_text
from discourse.io.records import CsvWriter, check_columns, is_table

CHUNK = 1_000
"""Records that are classified at once, and as many more as the last article of these has."""


def output_columns(model: TrainedModel) -> tuple[str, ...]:
    """Columns that classifying adds, in order: ``pillar``, ``also``, ``p_<code>``, ``m_<pillar>``."""
    told = [pillar for pillar in model.pillars if pillar in model.classifier.pillars_]
    return ("pillar", "also", *(f"p_{code}" for code in (*model.pillars, NONE)), *(f"m_{pillar}" for pillar in told))


def classify_texts(
    model: TrainedModel, texts: Sequence[object], abstain_below: float = 0.0, articles: Sequence[object] | None = None
) -> pd.DataFrame:
    """Classify one chunk of texts.

    Parameters
    ----------
    model : TrainedModel
        The classifier.
    texts : sequence of str
        N paragraphs.
    abstain_below : float
        ``pillar`` is left empty where no code is at least so probable.
    articles : sequence, optional
        Article of each, as for :meth:`TrainedModel.predict_texts`.

    Returns
    -------
    DataFrame
        N rows with the columns of :func:`output_columns`. Where a text is blank, ``pillar`` and ``also`` are
        empty and the numbers NaN.
    """
    predicted = model.predict_texts([str(text) for text in texts], articles)
    codes = [*model.pillars, NONE]
    pillar = abstain(predicted[[f"p_{code}" for code in codes]].to_numpy(), codes, abstain_below)
    pairs = zip(predicted["mentioned"], predicted["predicted"], strict=True)
    also = [" ".join(pillar for pillar in held if pillar != primary) for held, primary in pairs]
    numbers = predicted[list(output_columns(model)[2:])]
    table = pd.concat([pd.DataFrame({"pillar": pillar, "also": also}), numbers], axis=1)
    silent = [not str(text).strip() for text in texts]
    table.loc[silent, ["pillar", "also"]] = ""
    table.loc[silent, list(numbers.columns)] = float("nan")
    return table


def classify_records(
    model: TrainedModel,
    rows: Iterable[Mapping[str, Any]],
    chunk: int = CHUNK,
    abstain_below: float = 0.0,
    *,
    alone: bool = False,
    runs: ArticleRuns | None = None,
) -> Iterator[dict[str, Any]]:
    """Classify records one after the other, holding no more than a chunk of them.

    Records that follow one another and have the same ``article_id`` are classified as one article.

    Parameters
    ----------
    model : TrainedModel
        The classifier.
    rows : iterable of mapping
        Records with a ``text``; read as they are needed, never twice.
    chunk : int, default 1000
        Records that are classified at once, to the end of the last article of these. More are a little faster and
        need more memory.
    abstain_below : float
        As for :func:`classify_texts`.
    alone : bool
        Judge each record by its own text, whatever article it is of.
    runs : ArticleRuns, optional
        Collects which records could not be classified with their whole article.

    Yields
    ------
    dict
        The record, then the columns of :func:`output_columns`. Without text ``pillar`` and ``also`` are empty
        and the numbers NaN.

    Raises
    ------
    DataError
        If a record has no ``text``, or has a column that classifying makes; with its number from 1.

    Examples
    --------
    >>> def count(start):
    ...     while True:
    ...         yield {"text": "jembatan" if start % 2 else "sekolah"}
    ...         start += 1
    >>> from discourse.classifier import PillarClassifier, TrainedModel
    >>> from discourse.features import paragraph_features
    >>> from discourse.features import dfm_of_texts
    >>> words = dfm_of_texts(["jembatan", "jembatan", "sekolah", "sekolah"], language="id")
    >>> made = paragraph_features(words, "id", ("word",))
    >>> fitted = PillarClassifier(penalty=0.1).fit(made.matrix, ["roads", "roads", "schools", "schools"])
    >>> model = TrainedModel(fitted, made.features, "id", ("word",), ("roads", "schools"))
    >>> [row["pillar"] for row, _ in zip(classify_records(model, count(1), chunk=2), range(3))]
    ['roads', 'schools', 'roads']
    """
    columns = output_columns(model)
    alone, done = alone or not model.reads_articles, 0
    for batch, articles in whole_runs(rows, chunk, None if alone else runs or ArticleRuns()):
        for number, row in enumerate(batch, start=done + 1):
            _check_record(row, columns, number)
        texts = ["" if row["text"] is None else row["text"] for row in batch]
        predicted = classify_texts(model, texts, abstain_below, articles)
        for row, values in zip(batch, predicted.itertuples(index=False, name=None), strict=True):
            yield {**row, **dict(zip(columns, values, strict=True))}
        done += len(batch)


def classify_table(
    model: TrainedModel,
    source: Path,
    out: Path,
    abstain_below: float = 0.0,
    progress: Callable[[int], object] | None = None,
    skipped: SkippedRows | None = None,
    *,
    raw: bool = False,
    alone: bool = False,
    runs: ArticleRuns | None = None,
) -> int:
    """Classify a CSV or JSON-lines file with a column ``text``, or the paragraphs of a folder of articles.

    A table of any length passes through little memory. The result is put in place whole or not at all.

    Parameters
    ----------
    model : TrainedModel
        The classifier.
    source : Path
        ``.csv``, ``.jsonl`` or ``.ndjson``, or a folder (or file) that ``discourse import`` reads.
    out : Path
        CSV to write; replaced if there.
    abstain_below : float
        As for :func:`classify_texts`.
    progress : callable, optional
        Called with the number of rows of each chunk.
    skipped : SkippedRows, optional
        Collects the rows, or article files, that cannot be read, and is saved; without it the first one is an error.
    raw : bool
        Leave text as it is, also where a spreadsheet would take it for a formula.
    alone, runs
        As for :func:`classify_records`.

    Returns
    -------
    int
        Rows written.

    Raises
    ------
    DataError
        If there is no column ``text``, a column to be made is there already, the file cannot be read, no row can,
        or ``out`` cannot be written; then nothing is written.
    """
    skip = skipped.add if skipped is not None else None
    with _open_records(source, model.language, skip) as (columns, rows), atomic_writer(out) as stream:
        check_columns(columns, output_columns(model), source)
        header = (*columns, *output_columns(model))
        done = classify_records(model, rows, CHUNK, abstain_below, alone=alone, runs=runs)
        written = write_classified(done, header, stream, progress, raw=raw)
        if skipped is not None:
            # Before the table takes its place: it never stands there without what was left out.
            stream.flush()
            skipped.save()
    return written


def write_classified(
    rows: Iterable[Mapping[str, Any]],
    header: Sequence[str],
    stream: IO[str],
    progress: Callable[[int], object] | None = None,
    *,
    raw: bool = False,
) -> int:
    """Write classified records as CSV; return how many.

    The header is the first line; none is written if it is empty, as in a part of a file that goes on.
    """
    written, told = 0, 0
    writer = CsvWriter(stream, str if raw else guard_text)
    if header:
        writer.row(header)
    for written, row in enumerate(rows, start=1):
        writer.row(row.values())
        if progress is not None and written - told == CHUNK:
            progress(written - told)
            told = written
    if progress is not None and written > told:
        progress(written - told)
    return written


def _check_record(row: Mapping[str, Any], made: tuple[str, ...], number: int) -> None:
    if "text" not in row:
        found = f"the columns {', '.join(map(str, row))}"
        raise DataError("a column text", found, f"record {number}", "Rename the column that holds the paragraphs.")
    there = [column for column in made if column in row]
    if there:
        raise DataError("no column that classifying makes", ", ".join(there), f"record {number}", "Rename or drop it.")


@contextmanager
def _open_records(
    source: Path, language: str, skip: Skip | None
) -> Iterator[tuple[tuple[str, ...], Iterable[dict[str, str]]]]:
    """Open the input: its columns, and its rows as they are needed."""
    if not source.exists():
        raise DataError("a table or a folder of articles", "no such file", source, "Check the name.")
    if source.is_file() and is_table(source):
        with open_rows(source, skip) as rows:
            yield rows.columns, rows
    else:
        yield PARAGRAPH_COLUMNS, _article_rows(source, language, skip)


def _article_rows(source: Path, language: str, skip: Skip | None) -> Iterator[dict[str, str]]:
    """Paragraphs of article files, one article after the other."""
    from discourse.corpus import article_files, article_paragraphs, paragraph_table

    empty = True
    for number, path in enumerate(article_files([source]), start=1):
        try:
            rows = paragraph_table([article_paragraphs(path, language)]).to_dict("records")
        except DataError as error:
            if skip is None:
                raise
            skip(BrokenRecord(number, 1, 0, 0, str(path).encode("utf-8", "surrogateescape"), error))
            continue
        for row in rows:
            empty = False
            yield {column: str(row[column]) for column in PARAGRAPH_COLUMNS}
    if empty:
        raise DataError("at least one article that can be read", "none", source, "Name another folder.")


def abstain(probabilities: Any, codes: Sequence[str], below: float) -> list[str]:
    """Most probable code of each row; an empty string where its probability is below ``below``.

    Examples
    --------
    >>> import numpy as np
    >>> abstain(np.array([[0.9, 0.1], [0.55, 0.45]]), ["trade", "none"], below=0.6)
    ['trade', '']
    """
    best = probabilities.argmax(axis=1)
    confident = probabilities.max(axis=1) >= below
    return [codes[code] if certain else "" for code, certain in zip(best, confident, strict=True)]
