"""What share does a classifier's count imply, given how it errs? Adjusted counts.

A classifier that calls one paragraph in five "economic" by mistake makes every share of "economic"
too large. With its error rates known from labelled paragraphs, the count can be turned back:

- one pillar against the rest: ``p = (q - fpr) / (tpr - fpr)`` (Rogan and Gladen 1978; Forman 2008);
- all classes at once: solve ``M p = q`` with ``M[i, j] = P(predicted i | label j)``.

``q`` is the part of paragraphs predicted to be in the class. Error rates are taken to be the same in
both periods; they are estimated from all labelled paragraphs of the table, and their own error is in
the variance (every article left out in turn). The shares of the pillars are then taken among the
paragraphs that are in any pillar, as everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from discourse.emphasis.checks import Weighting
from discourse.emphasis.jackknife import jackknife_variance
from discourse.emphasis.predictions import Predictions, read_predictions
from discourse.emphasis.shares import Estimate, equal_paragraphs
from discourse.emphasis.sums import Floats, Integers, groups, paragraph_weights, period_numbers
from discourse.errors import EstimateError

_SINGULAR = 1e-6


def rogan_gladen(counted: Floats, tpr: Floats, fpr: Floats) -> Floats:
    """Turn a counted share back by the rates of true and false positives, cut to 0 .. 1.

    Raises
    ------
    EstimateError
        If tpr and fpr do not differ: the prediction then says nothing of the label.

    Examples
    --------
    >>> round(float(rogan_gladen(np.array(0.34), np.array(0.9), np.array(0.2))), 6)
    0.2
    """
    gap = np.asarray(tpr - fpr)
    if not (np.abs(gap) > _SINGULAR).all():
        raise EstimateError(
            "a classifier that finds a pillar more often where it is than where it is not",
            "equal rates of true and false positives",
            "adjusted count",
            "Use the estimator 'coded', or train a better classifier.",
        )
    return np.clip((counted - fpr) / gap, 0.0, 1.0)


def solve_counts(counted: Floats, rates: Floats) -> Floats:
    """Solve ``M p = q`` for the true shares of all classes.

    Parameters
    ----------
    counted : array, shape (..., C)
        Part of paragraphs predicted in each class.
    rates : array, shape (..., C, C)
        ``rates[i, j]`` = part of the paragraphs labelled *j* that are predicted *i*; columns add up to 1.

    Returns
    -------
    array, shape (..., C)
        Negative solutions are set to 0 and the rest scaled to add up to 1.

    Raises
    ------
    EstimateError
        If two classes are predicted alike (a singular matrix).

    Examples
    --------
    >>> rates = np.array([[0.8, 0.1, 0.2], [0.1, 0.7, 0.2], [0.1, 0.2, 0.6]])
    >>> solve_counts(np.array([0.47, 0.30, 0.23]), rates).round(6).tolist()
    [0.5, 0.3, 0.2]
    """
    smallest = np.linalg.svd(rates, compute_uv=False)[..., -1]
    if not (smallest > _SINGULAR).all():
        raise EstimateError(
            "a classifier that tells all classes apart",
            "a singular table of error rates",
            "adjusted count",
            "Use the estimator 'coded', or merge the classes that are predicted alike.",
        )
    solved = np.maximum(np.linalg.solve(rates, counted[..., None])[..., 0], 0.0)
    return solved / solved.sum(axis=-1, keepdims=True)


def adjusted_count(
    table: pd.DataFrame,
    pillars: Sequence[str],
    periods: Sequence[str],
    *,
    weighting: Weighting = "paragraph",
    binary: bool = False,
) -> Estimate:
    """Estimate shares and shift from predictions, turned back by the classifier's error rates.

    Parameters
    ----------
    table : DataFrame
        Paragraphs with predictions; the labelled ones, in any period or none, give the error rates.
    binary : bool
        Correct every pillar against the rest by itself instead of all classes at once.

    Raises
    ------
    EstimateError
        If a class was never labelled or in one article only, or predictions carry no information.
    """
    predictions = read_predictions(table, pillars)
    articles, index, first = groups(table["article_id"])
    weights = paragraph_weights(table, index, weighting)
    strata = period_numbers(table, first, periods)
    used = _classes_in_use(predictions, index)
    predicted, labels = predictions.predicted[:, used], predictions.labelled_as[:, used]
    n_articles, n_classes = len(articles), int(used.sum())
    counted = _by_article(weights[:, None] * predicted, index, n_articles)
    pairs = (weights[:, None, None] * predicted[:, :, None] * labels[:, None, :]).reshape(len(table), -1)
    crossed = _by_article(pairs, index, n_articles).reshape(n_articles, n_classes, n_classes)

    def shares(keep: Floats) -> Floats:
        """Estimate from weighted articles: keep has shape (..., G)."""
        rates = np.tensordot(keep, crossed, axes=(-1, 0))
        labelled = rates.sum(axis=-2, keepdims=True)
        _refuse_unseen(labelled, np.array(predictions.classes)[used])
        rates = rates / labelled
        values = [
            _of_pillars((keep * (strata == period)) @ counted, rates, labelled[..., 0, :], len(pillars), binary)
            for period in (0, 1)
        ]
        return np.stack([*values, values[1] - values[0]], axis=-2)

    squares = np.bincount(index, weights**2, n_articles)
    sizes = counted.sum(axis=1)
    ceiling = [equal_paragraphs(sizes[strata == period], squares[strata == period]) for period in (0, 1)]
    return Estimate(
        value=shares(np.ones(n_articles)),
        variance=jackknife_variance(shares(1.0 - np.eye(n_articles)), strata),
        ceiling=np.array(ceiling),
        articles=(int((strata == 0).sum()), int((strata == 1).sum())),
    )


def _of_pillars(counted: Floats, rates: Floats, labelled: Floats, n_pillars: int, binary: bool) -> Floats:
    total = counted.sum(axis=-1, keepdims=True)
    q = np.divide(counted, total, out=np.full(counted.shape, np.nan), where=total > 0)
    if binary:
        tpr = np.diagonal(rates, axis1=-2, axis2=-1)
        false = (rates * labelled[..., None, :]).sum(axis=-1) - tpr * labelled
        fpr = false / (labelled.sum(axis=-1, keepdims=True) - labelled)
        solved = rogan_gladen(q, tpr, fpr)
        none = solved[..., n_pillars:].sum(axis=-1, keepdims=True)
        return np.clip(solved[..., :n_pillars] / np.maximum(1 - none, _SINGULAR), 0.0, 1.0)
    solved = solve_counts(q, rates)[..., :n_pillars]
    return solved / solved.sum(axis=-1, keepdims=True)


def _classes_in_use(predictions: Predictions, index: Integers) -> np.ndarray:
    """Pillars always; ``none`` only where it was predicted or labelled."""
    used = np.ones(len(predictions.classes), dtype=bool)
    used[-1] = bool(predictions.predicted[:, -1].any() or predictions.labelled_as[:, -1].any())
    return used


def _refuse_unseen(labelled: Floats, classes: np.ndarray) -> None:
    unseen = ~(labelled[..., 0, :] > 0)
    if unseen.any():
        where = unseen.reshape(-1, unseen.shape[-1]).any(axis=0)
        raise EstimateError(
            "labelled paragraphs of every class in at least two articles",
            f"fewer for {', '.join(classes[where])}",
            "error rates of the classifier",
            "Label more paragraphs of it, or use the estimator 'coded'.",
        )


def _by_article(values: Floats, index: Integers, n_articles: int) -> Floats:
    sums = np.zeros((n_articles, values.shape[1]))
    np.add.at(sums, index, values)
    return sums
