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

from collections.abc import Sequence

import numpy as np
import pandas as pd

from discourse.emphasis.predictions import read_predictions
from discourse.emphasis.shares import Estimate, equal_paragraphs
from discourse.emphasis.sums import Floats, Weighting, groups, paragraph_weights
from discourse.errors import EstimateError


def tuned_lambda(labels: Floats, predictions: Floats, unlabelled: Floats, *, ddof: int = 1) -> float:
    """Return the weight of the predictions that makes the variance smallest; 0 where they do not vary.

    Parameters
    ----------
    labels, predictions : array, shape n x K
        Of the labelled units; K means that share one lambda (their variances are added).
    unlabelled : array, shape N x K
        Predictions of the others.
    """
    everything = np.concatenate([predictions, unlabelled])
    if len(labels) <= ddof or len(unlabelled) == 0:
        return 0.0
    spread = np.square(everything - everything.mean(axis=0)).sum() / (len(everything) - ddof)
    if not spread > 0:
        return 0.0
    together = ((labels - labels.mean(axis=0)) * (predictions - predictions.mean(axis=0))).sum() / (len(labels) - ddof)
    return float(together / ((1 + len(labels) / len(unlabelled)) * spread))


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
    y, f, others = (
        np.asarray(part, dtype=np.float64).reshape(len(part), -1) for part in (labels, predictions, unlabelled)
    )
    lam = tuned_lambda(y, f, others, ddof=ddof) if lam is None else lam
    mean, variance = y.mean(axis=0), (y - lam * f).var(axis=0, ddof=ddof) / len(y)
    if lam:
        mean = mean + lam * (others.mean(axis=0) - f.mean(axis=0))
        variance = variance + lam**2 * others.var(axis=0, ddof=ddof) / len(others)
    return mean, variance


def ppi(
    table: pd.DataFrame, pillars: Sequence[str], periods: Sequence[str], *, weighting: Weighting = "paragraph"
) -> Estimate:
    """Estimate shares and shift from labelled articles and the predictions of the others.

    A share is the ratio of two prediction-powered means (the pillar's weight an article, and that of
    all pillars); its variance is that of the linearised difference. One lambda a period serves all
    pillars, so that the shares add up to 1. Without unlabelled articles it is the coded share.

    Raises
    ------
    EstimateError
        If an article is labelled in part, or a period has unlabelled articles and fewer than two
        labelled ones.
    """
    table = table[table["period"].isin(list(periods))]
    predictions = read_predictions(table, pillars)
    articles, index, first = groups(table["article_id"])
    marked = np.bincount(index, predictions.labelled, len(articles))
    sizes = np.bincount(index, minlength=len(articles))
    if ((marked > 0) & (marked < sizes)).any():
        article = articles[int(np.flatnonzero((marked > 0) & (marked < sizes))[0])]
        raise EstimateError(
            "articles labelled as a whole or not at all",
            f"article {article} labelled in part",
            "PPI",
            "Use the estimator 'dsl'.",
        )
    weights = paragraph_weights(table, index, weighting)
    later = table["period"].to_numpy(dtype=object)[first] == periods[1]
    y, f = (
        _sums(values[:, : len(pillars)], weights, index, len(articles))
        for values in (predictions.labelled_as, predictions.probability)
    )
    parts = [
        _of_period(y[chosen], f[chosen], marked[chosen] > 0, periods[i]) for i, chosen in enumerate((~later, later))
    ]
    value = np.stack([parts[0][0], parts[1][0], parts[1][0] - parts[0][0]])
    variance = np.stack([parts[0][1], parts[1][1], parts[0][1] + parts[1][1]])
    ceiling = [equal_paragraphs(weights[chosen[index]], weights[chosen[index]] ** 2) for chosen in (~later, later)]
    return Estimate(value=value, variance=variance, ceiling=np.array(ceiling), articles=(parts[0][2], parts[1][2]))


def _of_period(labels: Floats, predictions: Floats, labelled: np.ndarray, period: str) -> tuple[Floats, Floats, int]:
    """Shares, variances and number of labelled articles of one period, from sums per article (G x P)."""
    n_labelled = int(labelled.sum())
    if n_labelled < 2 and n_labelled < len(labelled):
        raise EstimateError(
            "at least two labelled articles", f"{n_labelled} in {period}", "PPI", "Label more articles of that period."
        )
    y, f, others = labels[labelled], predictions[labelled], predictions[~labelled]
    lam = 0.0
    share = y.sum(axis=0) / y.sum() if y.sum() > 0 else np.full(y.shape[1], np.nan)
    if n_labelled < len(labelled):
        lam = tuned_lambda(*(_residuals(part, share) for part in (y, f, others)))
    means, _ = ppi_mean(y, f, others, lam)
    share = np.clip(means, 0, None) / np.clip(means, 0, None).sum()
    if n_labelled < 2:
        return share, np.full(share.shape, np.nan), n_labelled
    scale = means.sum()
    _, variance = ppi_mean(*(_residuals(part, share) / scale for part in (y, f, others)), lam)
    return share, variance, n_labelled


def _residuals(sums: Floats, share: Floats) -> Floats:
    return sums - sums.sum(axis=1, keepdims=True) * share


def _sums(values: Floats, weights: Floats, index: np.ndarray, n_articles: int) -> Floats:
    return np.column_stack([np.bincount(index, weights * column, n_articles) for column in values.T])
