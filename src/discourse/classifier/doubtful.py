"""Which labels are worth a second look? Paragraphs whose label the classifier believes least.

The classifier that judges a label must not have learnt from it, nor from its article: probabilities
are out of fold, by whole articles. Low self-confidence (:func:`discourse.labels.self_confidence`) is no
proof of an error; it says where a second look is best spent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from discourse.classifier.failures import probability_of
from discourse.classifier.predicting import cross_predict
from discourse.codebook import NONE
from discourse.folds import Fold
from discourse.labels import self_confidence


def doubtful_labels(predictions: pd.DataFrame) -> pd.DataFrame:
    """Rank labelled paragraphs by how little the classifier believes their label.

    Parameters
    ----------
    predictions : DataFrame
        Out of fold, as :func:`cross_predict` returns it.

    Returns
    -------
    DataFrame
        Most doubtful first: ``paragraph_id``, ``label``, ``confidence``
        (:func:`discourse.labels.self_confidence`), ``suggested`` (most probable code), ``probability``
        (of that code), ``rank``.
    """
    table = pd.DataFrame(
        {
            "paragraph_id": predictions["paragraph_id"],
            "label": predictions["label"],
            "confidence": self_confidence(predictions["label"], predictions),
            "suggested": predictions["predicted"],
            "probability": probability_of(predictions, "predicted"),
        }
    )
    ordered = table.sort_values(["confidence", "paragraph_id"], ignore_index=True)
    return ordered.assign(rank=np.arange(1, len(ordered) + 1))


def planted_errors(
    estimator: Any,
    X: Any,
    labels: pd.DataFrame,
    folds: Sequence[Fold],
    pillars: Sequence[str],
    *,
    errors: int = 80,
    first: float = 0.1,
    seed: int,
) -> pd.DataFrame:
    """Plant wrong labels, rank all, and count how many of the planted ones come first.

    The check of :func:`doubtful_labels`: a wrong pillar, drawn at random, replaces the label of some
    paragraphs, in training too.

    Parameters
    ----------
    estimator, X, labels, folds, pillars
        As for :func:`cross_predict`.
    errors : int
        How many labels are made wrong.
    first : float
        Part of the ranking that is looked through.
    seed : int
        Of the draws.

    Returns
    -------
    DataFrame
        One row: ``planted``, ``looked_through``, ``found`` (planted ones among those looked through),
        ``by_chance`` (expected of a random ranking), ``articles``.
    """
    spoilt, wrong = with_wrong_labels(labels, pillars, errors, seed)
    ranked = doubtful_labels(cross_predict(estimator, X, spoilt, folds, pillars))
    looked = ranked.head(round(first * len(ranked)))["paragraph_id"]
    found = int(looked.isin(set(labels["paragraph_id"].iloc[wrong])).sum())
    return pd.DataFrame(
        [
            {
                "planted": errors,
                "looked_through": len(looked),
                "found": found,
                "by_chance": errors * len(looked) / len(ranked),
                "articles": labels["article_id"].nunique(),
            }
        ]
    )


def with_wrong_labels(labels: pd.DataFrame, pillars: Sequence[str], errors: int, seed: int) -> tuple[pd.DataFrame, Any]:
    """Replace the primary pillar of some paragraphs by another, drawn at random.

    Returns
    -------
    spoilt : DataFrame
        The labels, some of them wrong; a pillar that became primary is no longer among ``also``.
    wrong : array of int
        Rows whose label is wrong now; never one coded ``none``.
    """
    rng = np.random.default_rng([seed, errors])
    order = np.argsort(labels["paragraph_id"].to_numpy(dtype=str), kind="stable")
    able = order[(labels["primary"] != NONE).to_numpy()[order]]
    wrong = np.sort(rng.choice(able, errors, replace=False))
    primary = labels["primary"].to_numpy(dtype=object).copy()
    for row in wrong:
        primary[row] = rng.choice([pillar for pillar in pillars if pillar != primary[row]])
    also = [tuple(one for one in held if one != code) for held, code in zip(labels["also"], primary, strict=True)]
    spoilt = labels.assign(primary=primary, also=pd.Series(also, index=labels.index, dtype=object))
    return spoilt, wrong
