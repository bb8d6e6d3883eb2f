"""What did the classifier say of each paragraph?

Every estimator with a classifier reads the same columns: ``p_<pillar>`` (and ``p_none``), one
probability a class, and, if it is there, ``predicted``; without that column the most probable class
is the prediction. Of labelled paragraphs the predictions must be out of fold, with folds that part
no article: the classifier must not have seen the paragraph, nor its article, or its error rates come
out too low. A table cannot show that; ``cross_predict`` gives such predictions. What they are made from does not
matter: a classifier may use the other paragraphs of the article though coders judge each paragraph alone, and what the
labels say of its errors corrects the estimate all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from discourse.codebook import NONE
from discourse.emphasis.inputs import Booleans, Floats, Paragraphs, place
from discourse.errors import DataError, EstimateError

_ROUNDING = 1e-3


@dataclass(frozen=True)
class Predictions:
    """Labels and predictions of N paragraphs over C classes: the P pillars, then ``none``.

    Attributes
    ----------
    classes : tuple of str
        The C classes.
    probability : array, shape N x C
        Rows add up to 1.
    predicted, labelled_as : array, shape N x C
        1 for the predicted class, 1 for the label; a row of zeros where there is no label.
    labelled : array of bool, length N
        Whether the paragraph has a label.
    """

    classes: tuple[str, ...]
    probability: Floats
    predicted: Floats
    labelled_as: Floats
    labelled: Booleans


def read_predictions(paragraphs: Paragraphs) -> Predictions:
    """Read the predictions of every paragraph.

    Raises
    ------
    EstimateError
        If the table has no predictions at all.
    DataError
        If the column of a pillar is missing, a probability is missing, negative or above 1, a row
        does not add up to 1, or ``predicted`` holds an unknown class.

    Examples
    --------
    >>> from discourse.emphasis.inputs import read_paragraphs
    >>> table = pd.DataFrame({"article_id": ["a", "b"], "period": ["2023", "2025"], "primary": ["economic", ""],
    ...                       "p_political": [0.2, 0.9], "p_economic": [0.8, 0.1]})
    >>> found = read_predictions(read_paragraphs(table, ["political", "economic"], ["2023", "2025"]))
    >>> found.predicted.tolist(), found.labelled.tolist()
    ([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]], [True, False])
    """
    classes = np.array([*paragraphs.pillars, NONE], dtype=object)
    probability = _probabilities(paragraphs.table, paragraphs.pillars)
    predicted = classes[probability.argmax(axis=1)]
    if "predicted" in paragraphs.table.columns:
        predicted = paragraphs.table["predicted"].to_numpy(dtype=object)
        unknown = ~np.isin(predicted.astype(str), classes.astype(str))
        if unknown.any():
            where = place(paragraphs.table, unknown, "predicted")
            raise DataError(f"one of {', '.join(classes)}", repr(predicted[unknown][0]), where)
    return Predictions(
        classes=tuple(classes),
        probability=probability,
        predicted=(predicted[:, None] == classes).astype(np.float64),
        labelled_as=(paragraphs.primary[:, None] == classes).astype(np.float64),
        labelled=(paragraphs.primary != "").astype(bool),
    )


def _probabilities(table: pd.DataFrame, pillars: tuple[str, ...]) -> Floats:
    none = table[f"p_{NONE}"] if f"p_{NONE}" in table.columns else pd.Series(0.0, index=table.index)
    columns = [*(table[column] for column in _columns(table, pillars)), none]
    probability = np.column_stack(columns).astype(np.float64)
    wrong: Booleans = np.any((probability < 0) | (probability > 1) | np.isnan(probability), axis=1)
    if wrong.any():
        found = str(probability[wrong][0].tolist())
        raise DataError("probabilities between 0 and 1", found, place(table, wrong, "p_<pillar>"))
    total = probability.sum(axis=1)
    wrong = np.abs(total - 1.0) > _ROUNDING
    if wrong.any():
        hint = "Give a column p_none if the classifier knows that class."
        found = f"{total[wrong][0]:.4g}"
        raise DataError("probabilities that add up to 1", found, place(table, wrong, "p_<pillar>"), hint)
    return probability / total[:, None]


def _columns(table: pd.DataFrame, pillars: tuple[str, ...]) -> list[str]:
    columns = [f"p_{pillar}" for pillar in pillars]
    missing = [column for column in columns if column not in table.columns]
    if len(missing) == len(columns):
        raise EstimateError(
            "predictions of a classifier",
            "no column p_<pillar>",
            "table of paragraphs",
            "Add out-of-fold predictions, or use the estimator 'coded'.",
        )
    if missing:
        there = ", ".join(column for column in columns if column in table.columns)
        raise DataError(f"a column {missing[0]}", f"only {there}", "predictions")
    return columns
