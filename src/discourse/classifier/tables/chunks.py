"""Which pillar is each of some paragraphs about, a chunk at a time?

:func:`classify_texts` classifies one chunk; :func:`classify_records` takes records as they come, and
:func:`discourse.classifier.classify_table` brings whole tables to it. The numbers of a record depend on its text and
on the rows of its article that stand beside it (:mod:`discourse.classifier.context`). Chunks end where articles do,
so all give the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from discourse.classifier.context import ArticleRuns, whole_runs
from discourse.classifier.trained import TrainedModel
from discourse.codebook import NONE
from discourse.errors import DataError

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


def _check_record(row: Mapping[str, Any], made: tuple[str, ...], number: int) -> None:
    if "text" not in row:
        found = f"the columns {', '.join(map(str, row))}"
        raise DataError("a column text", found, f"record {number}", "Rename the column that holds the paragraphs.")
    there = [column for column in made if column in row]
    if there:
        raise DataError("no column that classifying makes", ", ".join(there), f"record {number}", "Rename or drop it.")


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
