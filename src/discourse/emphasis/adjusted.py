"""What share does a classifier's count imply, given how it errs? Adjusted counts.

A classifier that calls one paragraph in five "economic" by mistake makes every share of "economic"
too large. With its error rates known from labelled paragraphs, the count can be turned back:

- one pillar against the rest: ``p = (q - fpr) / (tpr - fpr)`` (Rogan and Gladen 1978; Forman 2008);
- all classes at once: solve ``M p = q`` with ``M[i, j] = P(predicted i | label j)``.

``q`` is the part of paragraphs predicted to be in the class. Error rates are taken to be the same in
both periods; they are estimated from all labelled paragraphs of the table, and their own error is in
the variance (every article left out in turn). The shares are then scaled to add up to 1 over the pillars.

Classifiers tell ``none`` poorly from the rest, and solving for its share would make all others
uncertain. It is not solved for: what paragraphs labelled ``none`` add to the count of a pillar is taken off
it, as often as they occur among the labels.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from discourse.emphasis.checks import Weighting
from discourse.emphasis.jackknife import jackknife_variance
from discourse.emphasis.predictions import read_predictions
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
        ``rates[i, j]`` = part of the paragraphs labelled *j* that are predicted *i*.

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
    return _scaled(np.maximum(np.linalg.solve(rates, counted[..., None])[..., 0], 0.0))


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
        If a pillar was never labelled or in one article only, or predictions carry no information.
    """
    predictions = read_predictions(table, pillars)
    articles, index, first = groups(table["article_id"])
    weights = paragraph_weights(table, index, weighting)
    strata = period_numbers(table, first, periods)
    n_articles, n_classes = len(articles), len(predictions.classes)
    counted = _by_article(weights[:, None] * predictions.predicted, index, n_articles)
    pairs = weights[:, None, None] * predictions.predicted[:, :, None] * predictions.labelled_as[:, None, :]
    crossed = _by_article(pairs.reshape(len(table), -1), index, n_articles).reshape(-1, n_classes, n_classes)

    def shares(keep: Floats) -> Floats:
        """Estimate from the articles kept; keep has shape (..., G)."""
        table_of_errors = np.tensordot(keep, crossed, axes=(-1, 0))
        _refuse_unseen(table_of_errors, pillars)
        values = [_turned_back((keep * (strata == period)) @ counted, table_of_errors, binary) for period in (0, 1)]
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


def _turned_back(counted: Floats, crossed: Floats, binary: bool) -> Floats:
    """Shares of the pillars from counts (..., C) and the table of predictions by labels (..., C, C)."""
    total = counted.sum(axis=-1, keepdims=True)
    q = np.divide(counted, total, out=np.full(counted.shape, np.nan), where=total > 0)[..., :-1]
    labelled = crossed.sum(axis=-2)
    everything = labelled.sum(axis=-1, keepdims=True)
    if binary:
        hits = np.diagonal(crossed, axis1=-2, axis2=-1)
        false = (crossed.sum(axis=-1) - hits) / (everything - labelled)
        return _scaled(rogan_gladen(q, (hits / np.where(labelled > 0, labelled, 1))[..., :-1], false[..., :-1]))
    from_none = crossed[..., :-1, -1] / everything
    return solve_counts(q - from_none, crossed[..., :-1, :-1] / labelled[..., None, :-1])


def _scaled(shares: Floats) -> Floats:
    total = shares.sum(axis=-1, keepdims=True)
    return np.divide(shares, total, out=np.full(shares.shape, np.nan), where=total > 0)


def _refuse_unseen(crossed: Floats, pillars: Sequence[str]) -> None:
    unseen = ~(crossed.sum(axis=-2)[..., :-1] > 0)
    if unseen.any():
        where = unseen.reshape(-1, len(pillars)).any(axis=0)
        raise EstimateError(
            "labelled paragraphs of every pillar in at least two articles",
            f"fewer for {', '.join(np.array(pillars)[where])}",
            "error rates of the classifier",
            "Label more paragraphs of it, or use the estimator 'coded'.",
        )


def _by_article(values: Floats, index: Integers, n_articles: int) -> Floats:
    sums = np.zeros((n_articles, values.shape[1]))
    np.add.at(sums, index, values)
    return sums
