"""What did the classifier say of each paragraph? Read predictions from a table, and check them.

Every estimator with a classifier reads the same columns: ``p_<pillar>`` (and ``p_none``), one
probability a class, and, if it is there, ``predicted``; without that column the most probable class
is the prediction. Of labelled paragraphs the predictions must be out of fold, with folds that part
no article: the classifier must not have seen the paragraph, nor its article, or its error rates come
out too low. A table cannot show that; ``classifier.cross_predict`` gives such predictions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from discourse.emphasis.checks import NO_PILLAR
from discourse.emphasis.sums import Booleans, Floats
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


def read_predictions(table: pd.DataFrame, pillars: Sequence[str]) -> Predictions:
    """Read the predictions of every row of a table.

    Raises
    ------
    EstimateError
        If the table has no predictions at all.
    DataError
        If the column of a pillar is missing, a probability is missing, negative or above 1, a row
        does not add up to 1, or ``predicted`` holds an unknown class.

    Examples
    --------
    >>> table = pd.DataFrame({"primary": ["economic", ""], "p_political": [0.2, 0.9], "p_economic": [0.8, 0.1]})
    >>> found = read_predictions(table, ["political", "economic"])
    >>> found.predicted.tolist(), found.labelled.tolist()
    ([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]], [True, False])
    """
    classes = (*pillars, NO_PILLAR)
    probability = _probabilities(table, pillars)
    names = np.array(classes, dtype=object)
    if "predicted" in table.columns:
        predicted = table["predicted"].to_numpy(dtype=object)
        unknown = ~np.isin(predicted.astype(str), names.astype(str))
        if unknown.any():
            row = int(np.flatnonzero(unknown)[0])
            raise DataError(f"one of {', '.join(classes)}", repr(predicted[row]), f"row {row}, column predicted")
    else:
        predicted = names[probability.argmax(axis=1)]
    primary = table["primary"].to_numpy(dtype=object)
    return Predictions(
        classes=classes,
        probability=probability,
        predicted=(predicted[:, None] == names).astype(np.float64),
        labelled_as=(primary[:, None] == names).astype(np.float64),
        labelled=primary != "",
    )


def _probabilities(table: pd.DataFrame, pillars: Sequence[str]) -> Floats:
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
        raise DataError(
            f"a column {missing[0]}", f"only {', '.join(c for c in columns if c in table.columns)}", "predictions"
        )
    none = table[f"p_{NO_PILLAR}"] if f"p_{NO_PILLAR}" in table.columns else pd.Series(0.0, index=table.index)
    probability = np.column_stack([*(table[column] for column in columns), none]).astype(np.float64)
    wrong = ~((probability >= 0) & (probability <= 1)).all(axis=1)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise DataError(
            "probabilities between 0 and 1", str(probability[row].tolist()), f"row {row}, columns p_<pillar>"
        )
    total = probability.sum(axis=1)
    if (np.abs(total - 1) > _ROUNDING).any():
        row = int(np.argmax(np.abs(total - 1)))
        cure = "Give a column p_none if the classifier knows that class."
        raise DataError("probabilities that add up to 1", f"{total[row]:.4g}", f"row {row}, columns p_<pillar>", cure)
    return probability / total[:, None]
