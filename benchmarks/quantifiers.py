"""Which ways from predictions to shares were tried and not taken? Kept as evidence; ``intervals.py`` counts.

- ``classify_and_count``: the predictions as if they were labels. Right when false positives equal false
  negatives; its bias stays while its interval shrinks.
- ``adjusted_binary``: each pillar against the rest, turned back by its rates of true and false positives
  (Rogan and Gladen 1978; Forman 2008). ``adjusted`` in the package does it for all classes at once.
- ``emq``: which shares make the classifier's probabilities most likely? Expectation-maximisation (Saerens,
  Latinne and Decaestecker 2002), also called SLD: probabilities carry the shares that the classifier was
  trained with. Starting from those, they are re-weighted by (share now / share in training) and averaged
  to the next share, until nothing changes. It stands on calibrated probabilities, and moves far on few
  paragraphs (five with a mean probability of .64 end at .953). Never report it alone.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from discourse.emphasis.correction.predictions import Predictions, read_predictions
from discourse.emphasis.inputs import Floats, Paragraphs
from discourse.emphasis.shares import Estimate, jackknife_variance, kish_size, ratio_estimate, with_shift
from discourse.emphasis.sums import add_up, sum_by
from discourse.errors import EstimateError

_SINGULAR = 1e-6
_FLOOR = 1e-300
_LEAST_STEPS = 10


def classify_and_count(paragraphs: Paragraphs) -> Estimate:
    """Count the predictions of the two periods as if they were labels; those of ``none`` are left out."""
    paragraphs = paragraphs.in_periods
    predicted = read_predictions(paragraphs).predicted
    counted = predicted[:, -1] == 0
    return ratio_estimate(add_up(paragraphs, predicted[:, :-1], counted.astype(np.float64)))


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


def adjusted_binary(paragraphs: Paragraphs) -> Estimate:
    """Turn the count of each pillar back by its own error rates, and scale the shares to add up to 1."""
    predictions = read_predictions(paragraphs)
    period, n_articles = paragraphs.period, len(paragraphs.articles)
    n_classes = len(predictions.classes)
    counted = sum_by(paragraphs.article, predictions.predicted, n_articles)
    pairs = predictions.predicted[:, :, None] * predictions.labelled_as[:, None, :]
    crossed = sum_by(paragraphs.article, pairs.reshape(len(paragraphs), -1), n_articles)

    def shares(keep: Floats) -> Floats:
        errors = (keep @ crossed).reshape(*keep.shape[:-1], n_classes, n_classes)
        return with_shift(np.stack([_turned_back((keep * (period == k)) @ counted, errors) for k in (0, 1)], axis=-2))

    values, left_out = shares(np.ones(n_articles)), shares(1.0 - np.eye(n_articles))
    return _estimate(paragraphs, values, jackknife_variance(left_out, period))


def _turned_back(counted: Floats, crossed: Floats) -> Floats:
    total = counted.sum(axis=-1, keepdims=True)
    q = np.divide(counted, total, out=np.full(counted.shape, np.nan), where=total > 0)[..., :-1]
    labelled = crossed.sum(axis=-2)
    hits = np.diagonal(crossed, axis1=-2, axis2=-1)
    false = (crossed.sum(axis=-1) - hits) / (labelled.sum(axis=-1, keepdims=True) - labelled)
    if not (labelled[..., :-1] > 0).all():
        raise EstimateError("labelled paragraphs of every pillar in at least two articles", "fewer", "error rates")
    shares = rogan_gladen(q, hits[..., :-1] / labelled[..., :-1], false[..., :-1])
    total = shares.sum(axis=-1, keepdims=True)
    return np.divide(shares, total, out=np.full(shares.shape, np.nan), where=total > 0)


def expectation_maximisation(
    probability: Floats,
    trained_with: Floats,
    weights: Floats | None = None,
    *,
    tolerance: float = 1e-10,
    most_steps: int = 20_000,
) -> tuple[Floats, int]:
    """Find the shares of the classes, and say after how many steps they stood still.

    Parameters
    ----------
    probability : array, shape N x C
        The classifier's probabilities; rows add up to 1.
    trained_with : array, length C
        The shares it was trained with, all positive.
    weights : array, shape R x N, optional
        Weights of the paragraphs in R settings at once; one setting of equal weights where not given.
    tolerance : float
        Stops when the mean change of the shares is below it and more than ten steps were taken.

    Returns
    -------
    shares : array, shape R x C (length C without weights)
    steps : int
        Not counting the last, which changed nothing any more.

    Examples
    --------
    >>> p = np.array([0.9, 0.8, 0.7, 0.6, 0.2])
    >>> shares, steps = expectation_maximisation(np.column_stack([p, 1 - p]), np.array([0.5, 0.5]), tolerance=1e-12)
    >>> round(float(shares[0]), 5)
    0.95318
    """
    rows = np.ones((1, len(probability))) if weights is None else weights
    rows = rows / rows.sum(axis=1, keepdims=True)
    likelihood = probability / trained_with
    shares = np.repeat(trained_with[None, :], len(rows), axis=0)
    step = 0
    for step in range(most_steps):
        total = np.maximum(shares @ likelihood.T, _FLOOR)
        updated = shares * ((rows / total) @ likelihood)
        change = np.abs(updated - shares).mean(axis=1).max()
        shares = updated
        if change < tolerance and step > _LEAST_STEPS:
            break
    return (shares[0] if weights is None else shares), step


def emq(paragraphs: Paragraphs, trained_with: Floats) -> Estimate:
    """Estimate shares and shift by expectation-maximisation over each period's paragraphs.

    The variance comes from leaving out every article in turn; it does not hold the error of the
    probabilities themselves.

    Parameters
    ----------
    paragraphs : Paragraphs
        With probabilities that are calibrated where the shares are those in training.
    trained_with : array, length C
        Shares of the pillars, then of ``none``, among the labels with which the classifier was trained (not
        among those of the table). A class that it was not trained with has 0, and no probability.

    Raises
    ------
    EstimateError
        If a class has a probability and no share in training.
    """
    paragraphs = paragraphs.in_periods
    probability, used = _trained_probabilities(read_predictions(paragraphs), trained_with)
    n_pillars, n_articles = len(paragraphs.pillars), len(paragraphs.articles)
    values = np.full((n_articles + 1, 2, n_pillars), np.nan)
    for period in (0, 1):
        chosen = (paragraphs.period == period)[paragraphs.article]
        if not chosen.any():
            continue
        # Row 0 keeps every article, row g + 1 leaves article g out.
        left_out = np.arange(-1, n_articles)[:, None]
        kept = (paragraphs.article[chosen][None, :] != left_out).astype(np.float64)
        known = kept.any(axis=1)
        reached, _ = expectation_maximisation(probability[chosen], trained_with[used], kept[known])
        shares = np.zeros((len(reached), len(used)))
        shares[:, used] = reached
        values[known, period] = shares[:, :n_pillars] / shares[:, :n_pillars].sum(axis=1, keepdims=True)
    values = with_shift(values)
    return _estimate(paragraphs, values[0], jackknife_variance(values[1:], paragraphs.period))


def _trained_probabilities(predictions: Predictions, trained_with: Floats) -> tuple[Floats, Any]:
    used = trained_with > 0
    unknown = ~used & predictions.probability.any(axis=0)
    if unknown.any():
        names = ", ".join(np.array(predictions.classes)[unknown])
        raise EstimateError("a share in training of every class", f"none of {names}", "EMQ")
    return np.maximum(predictions.probability[:, used], 1e-12), used


def _estimate(paragraphs: Paragraphs, value: Floats, variance: Floats) -> Estimate:
    """Put shares and variances that are no ratios into an estimate."""
    ones = np.ones(len(paragraphs))
    sizes = sum_by(paragraphs.article, ones, len(paragraphs.articles))
    return Estimate(
        pillars=paragraphs.pillars,
        periods=paragraphs.periods,
        quantity="share",
        weighting="paragraph",
        articles=paragraphs.articles_per_period(),
        paragraphs=paragraphs.paragraphs_per_period(),
        informative=paragraphs.articles_per_period(),
        effective_articles=np.array(
            [kish_size(sizes[paragraphs.period == k], sizes[paragraphs.period == k] ** 2) for k in (0, 1)]
        ),
        value=value,
        variance=variance,
        max_effective_size=np.array(
            [kish_size(sizes[paragraphs.period == k], sizes[paragraphs.period == k]) for k in (0, 1)]
        ),
    )
