"""What does a model say of paragraphs it has not seen? Predictions for the test rows of every fold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.utils.validation import has_fit_parameter

from discourse.codebook import NONE
from discourse.folds import Fold
from discourse.labels import mention_matrix


def cross_predict(
    estimator: Any,
    X: Any,
    labels: pd.DataFrame,
    folds: Sequence[Fold],
    pillars: Sequence[str],
    progress: Callable[[str], None] | None = None,
    fitted: Callable[[Any], None] | None = None,
) -> pd.DataFrame:
    """Fit a fresh copy of a model on each fold's training rows and predict its test rows.

    Parameters
    ----------
    estimator : scikit-learn classifier
        One whose ``fit`` takes ``groups`` or ``mentions`` is given the stories and the mentions of its
        training rows.
    X : matrix
        N x F.
    labels : DataFrame
        N rows, those of X: ``paragraph_id``, ``article_id``, ``primary`` (never empty), ``also`` and,
        where copies of articles are known, ``story``.
    folds : sequence of Fold
        Rows may be tested in several folds, or in none.
    pillars : sequence of str
        Pillars that may be mentioned, in the codebook's order.
    progress : callable, optional
        Called with the name of each fold when it is done.
    fitted : callable, optional
        Called with each fold's fitted model.

    Returns
    -------
    DataFrame
        One row a tested paragraph and fold, in the order of folds and rows: ``paragraph_id``,
        ``article_id``, ``fold``, ``label``, ``also``, ``predicted``, ``p_<code>`` for each code, and,
        where the model tells mentions, ``mentioned`` (tuple) and ``m_<pillar>`` for each pillar.
    """
    mentions = mention_matrix(labels["primary"], labels["also"], pillars)
    primary = labels["primary"].to_numpy(dtype=object)
    groups = labels["story" if "story" in labels else "article_id"].to_numpy(dtype=object)
    parts = []
    for fold in folds:
        model = clone(estimator)
        extra: dict[str, Any] = {}
        if has_fit_parameter(model, "groups"):
            extra["groups"] = groups[fold.train]
        if has_fit_parameter(model, "mentions"):
            extra |= {"mentions": mentions[fold.train], "pillars": tuple(pillars)}
        model.fit(X[fold.train], primary[fold.train].astype(str), **extra)
        known = labels.iloc[fold.test][["paragraph_id", "article_id", "primary", "also"]]
        part = known.rename(columns={"primary": "label"}).reset_index(drop=True)
        part.insert(2, "fold", fold.name)
        parts.append(pd.concat([part, predictions(model, X[fold.test], pillars)], axis=1))
        if progress is not None:
            progress(fold.name)
        if fitted is not None:
            fitted(model)
    return pd.concat(parts, ignore_index=True)


def predictions(model: Any, X: Any, pillars: Sequence[str]) -> pd.DataFrame:
    """Tabulate what a fitted model says of each row: ``predicted``, ``p_<code>``, and mentions if it tells them.

    Pillars that the model has never seen have probability 0; ``none`` has its own column and stands
    last, so that the probabilities of a row sum to 1.
    """
    margins = model.margins(X) if hasattr(model, "margins") else None
    proba = model.predict_proba(X) if margins is None else model.primary_from_margins(margins)
    predicted = model.predict(X) if margins is None else model.classes_[proba.argmax(axis=1)]
    place = {code: column for column, code in enumerate(model.classes_)}
    codes = [*pillars, *(code for code in model.classes_ if code not in (*pillars, NONE)), NONE]
    table: dict[str, Any] = {"predicted": predicted.astype(object)}
    table |= {f"p_{code}": proba[:, place[code]] if code in place else np.zeros(len(proba)) for code in codes}
    if margins is not None:
        sure, held = model.mentions_from_margins(margins)
        names = model.pillars_
        table["mentioned"] = [tuple(name for name, one in zip(names, row, strict=True) if one) for row in held]
        table |= {f"m_{name}": sure[:, column] for column, name in enumerate(names)}
    return pd.DataFrame(table)
