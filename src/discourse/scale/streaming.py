"""Which pillar is each of endlessly many paragraphs about? Records in, records out, a thousand at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import pandas as pd

from discourse.classifier import TrainedModel, classified, made_columns
from discourse.errors import DataError
from discourse.scale.remembering import RememberingModel

CHUNK = 1_000


def stream_classify(
    model: TrainedModel, rows: Iterable[Mapping[str, Any]], chunk: int = CHUNK, abstain_below: float = 0.0
) -> Iterator[dict[str, Any]]:
    """Classify records one after the other, holding no more than a piece of them.

    The numbers of a record depend on its text alone: not on the pieces, nor on its neighbours.

    Parameters
    ----------
    model : TrainedModel
        The classifier.
    rows : iterable of mapping
        Records with a ``text``; read as they are needed, never twice.
    chunk : int, default 1000
        Records a piece. A larger one is a little faster and holds more in memory.
    abstain_below : float
        ``pillar`` is left empty where no code is at least so probable.

    Yields
    ------
    dict
        The record, then the columns of :func:`discourse.classifier.made_columns`: ``pillar``, ``also``, ``p_<code>``,
        ``m_<pillar>``. Without text the first two are empty and the numbers NaN.

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
    >>> from discourse.classifier import PillarClassifier, TrainedModel, paragraph_features
    >>> from discourse.counts import count_texts
    >>> words = count_texts(["jembatan", "jembatan", "sekolah", "sekolah"], language="id")
    >>> made = paragraph_features(words, "id", ("word",))
    >>> fitted = PillarClassifier(penalty=0.1).fit(made.matrix, ["roads", "roads", "schools", "schools"])
    >>> model = TrainedModel(fitted, made.terms, "id", ("word",), ("roads", "schools"))
    >>> [row["pillar"] for row, _ in zip(stream_classify(model, count(1), chunk=2), range(3))]
    ['roads', 'schools', 'roads']
    """
    if not isinstance(model, RememberingModel):
        model = RememberingModel(model)
    made = frozenset(made_columns(model))
    waiting, done = iter(rows), 0
    while piece := list(islice(waiting, chunk)):
        for number, row in enumerate(piece, start=done + 1):
            _check_row(row, made, number)
        texts = pd.Series(["" if row["text"] is None else str(row["text"]) for row in piece], dtype=object)
        said = classified(model, texts, abstain_below)
        columns = [str(column) for column in said.columns]
        for row, values in zip(piece, said.itertuples(index=False, name=None), strict=True):
            yield {**row, **dict(zip(columns, values, strict=True))}
        done += len(piece)


def _check_row(row: Mapping[str, Any], made: frozenset[str], number: int) -> None:
    if "text" not in row:
        found = f"the columns {', '.join(map(str, row))}"
        raise DataError("a column text", found, f"record {number}", "Rename the column that holds the paragraphs.")
    if not made.isdisjoint(row):
        found = ", ".join(str(column) for column in row if column in made)
        raise DataError("no column that classifying makes", found, f"record {number}", "Rename or drop it.")
