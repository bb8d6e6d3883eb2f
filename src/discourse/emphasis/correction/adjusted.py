"""What share does a classifier's count imply, given how it errs? Adjusted counts.

A classifier that calls one paragraph in five "economic" by mistake makes every share of "economic"
too large. With its error rates known from labelled paragraphs, the count can be turned back for all
classes at once (Forman 2008): solve ``M p = q`` with ``M[i, j] = P(predicted i | label j)``, where
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

from discourse.emphasis.correction.predictions import Predictions, read_predictions
from discourse.emphasis.inputs import Floats, Paragraphs, Weighting
from discourse.emphasis.shares import Estimate, jackknife_variance, kish_size, with_shift
from discourse.emphasis.sums import sum_by
from discourse.errors import EstimateError

_SINGULAR = 1e-6


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
    shares = np.maximum(np.linalg.solve(rates, counted[..., None])[..., 0], 0.0)
    total = shares.sum(axis=-1, keepdims=True)
    return np.divide(shares, total, out=np.full(shares.shape, np.nan), where=total > 0)


def adjusted_count(paragraphs: Paragraphs, weighting: Weighting = "paragraph") -> Estimate:
    """Estimate shares and shift from predictions, turned back by the classifier's error rates.

    Parameters
    ----------
    paragraphs : Paragraphs
        With predictions; the labelled ones, in any period or none, give the error rates.
    weighting : str
        See ``sums``.

    Raises
    ------
    EstimateError
        If a pillar was never labelled or in one article only, or predictions carry no information.
    """
    predictions = read_predictions(paragraphs)
    weights, period, n_articles = paragraphs.weights(weighting), paragraphs.period, len(paragraphs.articles)
    counted = sum_by(paragraphs.article, weights[:, None] * predictions.predicted, n_articles)
    crossed = sum_by(paragraphs.article, _crossed(predictions, weights), n_articles)
    squares, sizes = sum_by(paragraphs.article, weights**2, n_articles), counted.sum(axis=1)

    def shares(keep: Floats) -> Floats:
        """Estimate from the articles kept, shape (..., 3, P); keep has shape (..., G)."""
        errors = (keep @ crossed).reshape(*keep.shape[:-1], counted.shape[1], counted.shape[1])
        refuse_unseen(errors, paragraphs.pillars)
        return with_shift(np.stack([turned_back((keep * (period == k)) @ counted, errors) for k in (0, 1)], axis=-2))

    return Estimate(
        pillars=paragraphs.pillars,
        periods=paragraphs.periods,
        quantity="share",
        weighting=weighting,
        articles=paragraphs.articles_per_period(),
        paragraphs=paragraphs.paragraphs_per_period(),
        informative=paragraphs.articles_per_period(),
        effective_articles=np.array([kish_size(sizes[period == k], sizes[period == k] ** 2) for k in (0, 1)]),
        value=shares(np.ones(n_articles)),
        variance=jackknife_variance(shares(1.0 - np.eye(n_articles)), period),
        max_effective_size=np.array([kish_size(sizes[period == k], squares[period == k]) for k in (0, 1)]),
    )


def _crossed(predictions: Predictions, weights: Floats) -> Floats:
    """Cross each paragraph's prediction with its label, shape N x (C C); zeros without a label."""
    pairs = weights[:, None, None] * predictions.predicted[:, :, None] * predictions.labelled_as[:, None, :]
    return pairs.reshape(len(weights), -1)


def turned_back(counted: Floats, crossed: Floats) -> Floats:
    """Return the shares of the P pillars that counts imply.

    Parameters
    ----------
    counted : array, shape (..., C)
        Paragraphs predicted in each class; ``none`` is the last.
    crossed : array, shape (..., C, C)
        Labelled paragraphs by predicted class and label.

    Returns
    -------
    array, shape (..., P)
        They add up to 1; NaN where nothing is counted.
    """
    total = counted.sum(axis=-1, keepdims=True)
    q = np.divide(counted, total, out=np.full(counted.shape, np.nan), where=total > 0)[..., :-1]
    rates, from_none = error_rates(crossed)
    return solve_counts(q - from_none, rates)


def error_rates(crossed: Floats) -> tuple[Floats, Floats]:
    """Return how often the label of each pillar is predicted as each, and what ``none`` adds to each pillar's count.

    Parameters
    ----------
    crossed : array, shape (..., C, C)
        As for ``turned_back``.

    Returns
    -------
    tuple of array, shapes (..., P, P) and (..., P)
        Parts of the paragraphs labelled with the pillar of the column; parts of all labelled paragraphs.

    Examples
    --------
    >>> rates, from_none = error_rates(np.array([[4.0, 1.0, 1.0], [1.0, 4.0, 0.0], [0.0, 0.0, 1.0]]))
    >>> rates.tolist(), from_none.round(3).tolist()
    ([[0.8, 0.2], [0.2, 0.8]], [0.083, 0.0])
    """
    labelled = crossed.sum(axis=-2)
    from_none = crossed[..., :-1, -1] / labelled.sum(axis=-1, keepdims=True)
    return crossed[..., :-1, :-1] / labelled[..., None, :-1], from_none


def refuse_unseen(crossed: Floats, pillars: Sequence[str]) -> None:
    """Refuse a table of predictions by labels in which a pillar has no label.

    Raises
    ------
    EstimateError
        Naming the pillars.
    """
    unseen = ~(crossed.sum(axis=-2)[..., :-1] > 0)
    if unseen.any():
        where = unseen.reshape(-1, len(pillars)).any(axis=0)
        raise EstimateError(
            "labelled paragraphs of every pillar in at least two articles",
            f"fewer for {', '.join(np.array(pillars)[where])}",
            "error rates of the classifier",
            "Label more paragraphs of it, or use the estimator 'coded'.",
        )
