"""How much surer does a classifier make a share, when only some articles are labelled? PPI++.

Prediction-powered inference (Angelopoulos et al. 2023; PPI++: Angelopoulos, Duchi and Zrnic 2023)
takes the mean of the labels Y and adds what the predictions F say of the rest:

    theta = mean(Y) + lam (mean(F, unlabelled) - mean(F, labelled)),
    var   = var(Y - lam F) / n + lam^2 var(F, unlabelled) / N.

A bad classifier does not bias it, it only helps less: ``lam`` = cov(Y, F) / ((1 + n/N) var(F)) minimises
the variance, and is 0 where the predictions say nothing; then theta is the mean of the labels.

Here the units are articles, as paragraphs of one article are not independent; an article is labelled
as a whole or not at all. Means of articles are those of the sums per article, so that by the weighting
chosen every article counts alike or by its length: that the two estimate the same thing holds only
where the length of an article has nothing to do with its pillars.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from discourse.emphasis.correction.predictions import read_predictions
from discourse.emphasis.inputs import Booleans, Floats, Paragraphs, Weighting
from discourse.emphasis.shares import Estimate, kish_size, variance_by_article, with_shift, with_shift_variance
from discourse.emphasis.sums import sum_by
from discourse.errors import EstimateError

MIN_LABELLED = 3
"""Labelled articles a period that tuning lambda and a variance take."""


def tuned_lambda(labels: Floats, predictions: Floats, unlabelled: Floats, *, ddof: int = 1) -> float:
    """Return the weight of the predictions that makes the variance smallest; 0 where they do not vary.

    Kept between 0 and 1, as in ppi-python: beyond, chance speaks.

    Parameters
    ----------
    labels, predictions : array, shape n x K
        Of the labelled units; K means that share one lambda (their variances are added).
    unlabelled : array, shape N x K
        Predictions of the others.
    ddof : int
        For the covariance; the variance of all predictions has always 1, as in ppi-python and glide.
    """
    everything = np.concatenate([predictions, unlabelled])
    if len(labels) <= ddof or len(unlabelled) == 0:
        return 0.0
    spread = np.square(everything - everything.mean(axis=0)).sum() / (len(everything) - 1)
    if not spread > 0:
        return 0.0
    together = ((labels - labels.mean(axis=0)) * (predictions - predictions.mean(axis=0))).sum() / (len(labels) - ddof)
    return float(np.clip(together / ((1 + len(labels) / len(unlabelled)) * spread), 0.0, 1.0))


def ppi_mean(
    labels: Floats, predictions: Floats, unlabelled: Floats, lam: float | None = None, *, ddof: int = 1
) -> tuple[Floats, Floats]:
    """Return the prediction-powered means and their variances, both of length K.

    Parameters
    ----------
    labels, predictions : array, shape n x K (or n)
    unlabelled : array, shape N x K (or N)
    lam : float, optional
        0 uses labels alone, 1 is PPI; tuned where not given.
    ddof : int
        1 for articles; 0 as in ppi-python.

    Examples
    --------
    The published example of clustered PPI++ (glide): mean 61/11, standard error sqrt(37)/11.

    >>> mean, variance = ppi_mean(np.array([4.0, 6.0]), np.array([2.0, 6.0]), np.array([4.0, 6.0]))
    >>> round(float(mean[0]), 6), round(float(variance[0]) ** 0.5, 6)
    (5.545455, 0.552978)
    """
    y, f, others = (part[:, None] if part.ndim == 1 else part for part in (labels, predictions, unlabelled))
    lam = tuned_lambda(y, f, others, ddof=ddof) if lam is None else lam
    mean, variance = y.mean(axis=0), (y - lam * f).var(axis=0, ddof=ddof) / len(y)
    if lam:
        mean = mean + lam * (others.mean(axis=0) - f.mean(axis=0))
        variance = variance + lam**2 * others.var(axis=0, ddof=ddof) / len(others)
    return mean, variance


def ppi_estimate(paragraphs: Paragraphs, weighting: Weighting = "paragraph") -> Estimate:
    """Estimate shares and shift from labelled articles and the predictions of the others.

    A share is the ratio of two prediction-powered means (the pillar's weight an article, and that of
    all pillars); its variance is that of the linearised difference. One lambda a period serves all
    pillars, so that the shares add up to 1. Without unlabelled articles, and where the predictions say
    nothing, it is the coded share with its variance.

    Raises
    ------
    EstimateError
        If an article is labelled in part, or a period has unlabelled articles and fewer than three
        labelled ones.
    """
    paragraphs = paragraphs.in_periods
    predictions = read_predictions(paragraphs)
    labelled = _labelled_articles(paragraphs, predictions.labelled)
    weights = paragraphs.weights(weighting)
    y, f = (
        sum_by(paragraphs.article, weights[:, None] * values[:, :-1], len(paragraphs.articles))
        for values in (predictions.labelled_as, predictions.probability)
    )
    lengths = sum_by(paragraphs.article, weights, len(paragraphs.articles))
    parts, sizes, articles = [], [], []
    for number, period in enumerate(paragraphs.periods):
        chosen = paragraphs.period == number
        part = shares_of_period(y[chosen], f[chosen], labelled[chosen], period)
        known, every = (weights[mask[paragraphs.article]] for mask in (chosen & labelled, chosen))
        own, both = (kish_size(weight, weight**2) for weight in (known, every))
        parts.append(part)
        sizes.append(own + part.lam * (both - own))
        articles.append(kish_size(lengths[chosen & labelled], lengths[chosen & labelled] ** 2))
    return Estimate(
        pillars=paragraphs.pillars,
        periods=paragraphs.periods,
        quantity="share",
        weighting=weighting,
        articles=paragraphs.articles_per_period(),
        paragraphs=paragraphs.paragraphs_per_period(),
        informative=(int(labelled[paragraphs.period == 0].sum()), int(labelled[paragraphs.period == 1].sum())),
        effective_articles=np.array(articles),
        value=with_shift(np.stack([part.share for part in parts])),
        variance=with_shift_variance(np.stack([part.variance for part in parts])),
        max_effective_size=np.array(sizes),
    )


def _labelled_articles(paragraphs: Paragraphs, labelled: Booleans) -> Booleans:
    """Mark the articles whose paragraphs are labelled, length G; refuse one that is labelled in part."""
    marked = np.bincount(paragraphs.article, labelled, len(paragraphs.articles))
    in_part = (marked > 0) & (marked < np.bincount(paragraphs.article, minlength=len(paragraphs.articles)))
    if in_part.any():
        found, hint = f"article {paragraphs.articles[in_part][0]} labelled in part", "Use the estimator 'dsl'."
        raise EstimateError("articles labelled as a whole or not at all", found, "PPI", hint)
    return marked > 0


class PeriodShares(NamedTuple):
    """Shares of one period, their variances (both of length P), and the weight of the predictions."""

    share: Floats
    variance: Floats
    lam: float


def shares_of_period(labels: Floats, predictions: Floats, labelled: Booleans, period: str) -> PeriodShares:
    """Estimate the shares of one period from sums per article.

    The residuals of n labelled articles leave n - 2 degrees of freedom where lambda was tuned on them.

    Parameters
    ----------
    labels, predictions : array, shape G x P
        Sums over the paragraphs of each article; rows of ``labels`` are read where ``labelled``.
    labelled : array of bool, length G
    period : str
        Its name, for the refusal.
    """
    n_labelled, n_others = int(labelled.sum()), int((~labelled).sum())
    if n_others and n_labelled < MIN_LABELLED:
        found, hint = f"{n_labelled} in {period}", "Label more articles of that period."
        raise EstimateError(f"at least {MIN_LABELLED} labelled articles", found, "PPI", hint)
    y, f, others = labels[labelled], predictions[labelled], predictions[~labelled]
    unknown = np.full(labels.shape[1], np.nan)
    if not y.sum() > 0:
        return PeriodShares(unknown, unknown, 0.0)
    share = y.sum(axis=0) / y.sum()
    lam = tuned_lambda(*(_residuals(part, share) for part in (y, f, others))) if n_others > 1 else 0.0
    means, _ = ppi_mean(y, f, others, lam, ddof=0)
    share = np.clip(means, 0, None) / np.clip(means, 0, None).sum()
    if not lam:
        return PeriodShares(share, variance_by_article(y, y.sum(axis=1)), lam)
    y, f, others = (_residuals(part, share) / means.sum() for part in (y, f, others))
    variance = (y - lam * f).var(axis=0, ddof=2) / n_labelled + lam**2 * others.var(axis=0, ddof=1) / n_others
    return PeriodShares(share, variance, lam)


def _residuals(sums: Floats, share: Floats) -> Floats:
    return sums - sums.sum(axis=1, keepdims=True) * share
