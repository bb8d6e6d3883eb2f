"""Which model tells the pillars best, and do topics add anything? All models on identical folds.

Run the models once (:func:`duel_predictions`), then score them (:func:`duel_scores`) and compare each
with tf-idf (``paired``). Everything that learns does so on the training articles of a fold: topics,
the map from topics to pillars, vocabulary, idf, penalty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from discourse.classifier.predicting import cross_predict
from discourse.classifier.scores import scores
from discourse.folds import Fold

SCORES = ("macro_f1", "accuracy")
SCORE_COLUMNS = ["model", "score", "value", "low", "high", "articles", "paragraphs"]


def duel_predictions(
    models: Mapping[str, Any],
    X: Any,
    labels: pd.DataFrame,
    folds: Sequence[Fold],
    pillars: Sequence[str],
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, pd.DataFrame]:
    """Predict every test paragraph with every model.

    Parameters
    ----------
    models : mapping of str to estimator
        See ``contenders``.
    X : sparse matrix, shape N x F
        Features.
    labels : DataFrame
        N rows: paragraph_id, article_id, primary, also.
    folds : sequence of Fold
        The same for all models; no article on both sides of one.
    pillars : sequence of str
        Pillars in the codebook's order.
    progress : callable, optional
        Called after each fold of each model with fits done and fits in all.

    Returns
    -------
    dict of str to DataFrame
        Per model what ``classifier.cross_predict`` returns.
    """
    done, total = 0, len(models) * len(folds)

    def step(_: str) -> None:
        nonlocal done
        done += 1
        if progress:
            progress(done, total)

    return {name: cross_predict(model, X, labels, folds, pillars, step) for name, model in models.items()}


def duel_scores(
    predictions: Mapping[str, pd.DataFrame], codes: Sequence[str], level: float, resamples: int, seed: int
) -> pd.DataFrame:
    """Score every model, with intervals by article.

    Parameters
    ----------
    predictions : mapping of str to DataFrame
        As :func:`duel_predictions` returns them.
    codes : sequence of str
        Codes in the codebook's order.
    level, resamples, seed
        As for ``classifier.scores``.

    Returns
    -------
    DataFrame
        ``SCORE_COLUMNS``; the rows of ``macro_f1`` first, then those of ``accuracy``, both over the
        paragraphs whose label is a pillar.
    """
    tables = [scores(table, codes, level, resamples, seed).assign(model=name) for name, table in predictions.items()]
    joined = pd.concat(tables, ignore_index=True)
    parts = [joined[(joined["score"] == score) & (joined["pillar"] == "")] for score in SCORES]
    return pd.concat(parts, ignore_index=True)[SCORE_COLUMNS]
