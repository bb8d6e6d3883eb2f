"""How much surer does a classifier make a share, when only some articles are labelled? PPI++.

Prediction-powered inference (Angelopoulos et al. 2023; PPI++: Angelopoulos, Duchi and Zrnic 2023)
takes the mean of the labels Y and adds what the predictions F say of the rest::

    theta = mean(Y) + lam (mean(F, unlabelled) - mean(F, labelled)),
    var   = var(Y - lam F) / n + lam^2 var(F, unlabelled) / N.

A bad classifier does not bias it, it only helps less: ``lam`` = cov(Y, F) / ((1 + n/N) var(F)) minimises
the variance, and is 0 where the predictions say nothing; then theta is the mean of the labels. Several sources, such as
the codes of a machine coder and a classifier, have a weight each (``tuned_weights``).

Here the units are articles, as paragraphs of one article are not independent; an article is labelled
as a whole or not at all. Means of articles are those of the sums per article, so that by the weighting
chosen every article counts alike or by its length: that the two estimate the same thing holds only
where the length of an article has nothing to do with its pillars.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from discourse.emphasis.correction.proxies import people_alone, read_proxies
from discourse.emphasis.inputs import Booleans, Floats, Paragraphs, Weighting
from discourse.emphasis.shares import Estimate, kish_size, variance_by_article, with_shift, with_shift_variance
from discourse.emphasis.sums import sum_by
from discourse.errors import EstimateError

_ROUNDING = 1e-12
MIN_LABELLED = 3
"""Labelled articles a period that tuning one lambda and a variance take."""


def tuned_lambda(labels: Floats, predictions: Floats, unlabelled: Floats, *, ddof: int = 1) -> float:
    """Return the weight of one source of predictions that makes the variance smallest; 0 where they do not vary.

    Kept between 0 and 1, as in ppi-python: beyond, chance speaks. Arguments as in :func:`tuned_weights`, with M = 1.
    """
    return float(np.clip(tuned_weights(labels, predictions[..., None], unlabelled[..., None], ddof=ddof)[0], 0.0, 1.0))


def tuned_weights(labels: Floats, predictions: Floats, unlabelled: Floats, *, ddof: int = 1) -> Floats:
    """Return the weights of several sources of predictions that make the variance smallest, length M.

    ``N / (n + N) Var(F)^-1 Cov(F, Y)`` (MultiPPI). A weight may be negative: a source can be worth most by what it says
    of another's errors. Sources that do not vary, or say the same as others, are dealt with by the pseudo-inverse: the
    weights are the smallest of those that serve as well.

    Parameters
    ----------
    labels : array, shape n x K
        Of the labelled units; K means that share the weights (their variances are added).
    predictions : array, shape n x K x M
        What M sources say of the labelled units.
    unlabelled : array, shape N x K x M
        What they say of the others.
    ddof : int
        For the covariance; the variance of all predictions has always 1, as in ppi-python and glide.

    Examples
    --------
    The published example (glide):

    >>> said, others = np.array([[1.0, 0.0], [2.0, 2.0]]), np.array([[3.0, 1.0], [4.0, 3.0]])
    >>> tuned_weights(np.array([[1.0], [2.0]]), said[:, None], others[:, None]).round(6).tolist()
    [-0.25, 0.5]
    """
    everything = np.concatenate([predictions, unlabelled])
    n_sources = everything.shape[-1]
    if len(labels) <= ddof or len(unlabelled) == 0:
        return np.zeros(n_sources)
    around = (everything - everything.mean(axis=0)).reshape(-1, n_sources)
    spread = around.T @ around / (len(everything) - 1)
    if not np.trace(spread) > _ROUNDING * np.square(everything).max():
        return np.zeros(n_sources)
    guessed = (predictions - predictions.mean(axis=0)).reshape(-1, n_sources)
    together = guessed.T @ (labels - labels.mean(axis=0)).ravel() / (len(labels) - ddof)
    weights: Floats = np.linalg.pinv(spread, hermitian=True) @ together / (1 + len(labels) / len(unlabelled))
    return weights


def ppi_mean(
    labels: Floats, predictions: Floats, unlabelled: Floats, lam: float | Floats | None = None, *, ddof: int = 1
) -> tuple[Floats, Floats]:
    """Return the prediction-powered means and their variances, both of length K.

    Parameters
    ----------
    labels : array, shape n x K (or n)
    predictions : array, shape n x K (or n), or n x K x M for several sources
    unlabelled : array, shape N x K (or N), or N x K x M
    lam : float, or array of length M, optional
        0 uses labels alone, 1 is PPI; tuned where not given.
    ddof : int
        1 for articles; 0 as in ppi-python.

    Examples
    --------
    The published example of clustered PPI++ (glide): mean 61/11, standard error sqrt(37)/11.

    >>> mean, variance = ppi_mean(np.array([4.0, 6.0]), np.array([2.0, 6.0]), np.array([4.0, 6.0]))
    >>> round(float(mean[0]), 6), round(float(variance[0]) ** 0.5, 6)
    (5.545455, 0.552978)

    And of two sources, whose weights are -1/4 and 1/2: mean 1.5, standard error sqrt(5/32).

    >>> said, others = np.array([[1.0, 0.0], [2.0, 2.0]]), np.array([[3.0, 1.0], [4.0, 3.0]])
    >>> mean, variance = ppi_mean(np.array([[1.0], [2.0]]), said[:, None], others[:, None])
    >>> round(float(mean[0]), 6), round(float(variance[0]) ** 0.5, 6)
    (1.5, 0.395285)
    """
    y, f, others = (part[:, None] if part.ndim == 1 else part for part in (labels, predictions, unlabelled))
    if f.ndim == 2:
        lam = tuned_lambda(y, f, others, ddof=ddof) if lam is None else lam
        f, others, weights = f[..., None], others[..., None], np.full(1, lam)
    else:
        weights = tuned_weights(y, f, others, ddof=ddof) if lam is None else np.asarray(lam, dtype=np.float64)
    mean, variance = y.mean(axis=0), (y - f @ weights).var(axis=0, ddof=ddof) / len(y)
    if weights.any():
        mean = mean + (others.mean(axis=0) - f.mean(axis=0)) @ weights
        variance = variance + (others @ weights).var(axis=0, ddof=ddof) / len(others)
    return mean, variance


def ppi_estimate(paragraphs: Paragraphs, weighting: Weighting = "paragraph") -> Estimate:
    """Estimate shares and shift from labelled articles and the predictions of the others.

    A share is the ratio of two prediction-powered means (the pillar's weight an article, and that of
    all pillars); its variance is that of the linearised difference. One weight a period and source (``read_proxies``)
    serves all pillars, so that the shares add up to 1. Without unlabelled articles, and where the predictions say
    nothing, it is the coded share with its variance. Labels that are not ``by_person`` are none here.

    Raises
    ------
    EstimateError
        If an article is labelled in part, or a period has unlabelled articles and too few labelled ones: three are
        needed with one source, one more for each further.
    """
    paragraphs = people_alone(paragraphs.in_periods)
    labelled = _labelled_articles(paragraphs, (paragraphs.primary != "").astype(bool))
    weights, n_articles = paragraphs.weights(weighting), len(paragraphs.articles)
    proxies, belongs = read_proxies(paragraphs), paragraphs.belongs("share")
    y = sum_by(paragraphs.article, weights[:, None] * belongs, n_articles)
    f = np.stack(
        [sum_by(paragraphs.article, weights[:, None] * said[:, :-1], n_articles) for said in proxies.swapaxes(0, 1)],
        axis=-1,
    )
    lengths = sum_by(paragraphs.article, weights, n_articles)
    parts, sizes, articles = [], [], []
    for number, period in enumerate(paragraphs.periods):
        chosen = paragraphs.period == number
        part = shares_of_period(y[chosen], f[chosen], labelled[chosen], period)
        known, every = (weights[mask[paragraphs.article]] for mask in (chosen & labelled, chosen))
        own, both = (kish_size(weight, weight**2) for weight in (known, every))
        parts.append(part)
        sizes.append(own + part.trust * (both - own))
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
    """Shares of one period, their variances (both of length P), and the weight of each source of predictions."""

    share: Floats
    variance: Floats
    lam: Floats

    @property
    def trust(self) -> float:
        """How far a paragraph that is only predicted counts as one, between 0 and 1."""
        return float(np.clip(self.lam.sum(), 0.0, 1.0))


def shares_of_period(labels: Floats, predictions: Floats, labelled: Booleans, period: str) -> PeriodShares:
    """Estimate the shares of one period from sums per article.

    The residuals of n labelled articles leave n - 1 - M degrees of freedom where M weights were tuned on them.

    Parameters
    ----------
    labels : array, shape G x P
        Sums over the paragraphs of each article; rows are read where ``labelled``.
    predictions : array, shape G x P x M, or G x P for one source
        The same sums of what each source says.
    labelled : array of bool, length G
    period : str
        Its name, for the refusal.
    """
    predictions = predictions[..., None] if predictions.ndim == 2 else predictions
    n_labelled, n_others, n_sources = int(labelled.sum()), int((~labelled).sum()), predictions.shape[-1]
    needed = MIN_LABELLED + n_sources - 1
    if n_others and n_labelled < needed:
        found, hint = f"{n_labelled} in {period}", "Label more articles of that period."
        raise EstimateError(f"at least {needed} labelled articles", found, "PPI", hint)
    y, f, others = labels[labelled], predictions[labelled], predictions[~labelled]
    unknown = np.full(labels.shape[1], np.nan)
    if not y.sum() > 0:
        return PeriodShares(unknown, unknown, np.zeros(n_sources))
    share = y.sum(axis=0) / y.sum()
    lam = _tuned(*(_residuals(part, share) for part in (y, f, others))) if n_others > 1 else np.zeros(n_sources)
    means, _ = ppi_mean(y, f, others, lam, ddof=0)
    share = np.clip(means, 0, None) / np.clip(means, 0, None).sum()
    if not lam.any():
        return PeriodShares(share, variance_by_article(y, y.sum(axis=1)), lam)
    y, f, others = (_residuals(part, share) / means.sum() for part in (y, f, others))
    variance = (y - f @ lam).var(axis=0, ddof=1 + n_sources) / n_labelled
    return PeriodShares(share, variance + (others @ lam).var(axis=0, ddof=1) / n_others, lam)


def _tuned(labels: Floats, predictions: Floats, unlabelled: Floats) -> Floats:
    """Weigh one source as PPI++ does, between 0 and 1, and several freely."""
    if predictions.shape[-1] > 1:
        return tuned_weights(labels, predictions, unlabelled)
    return np.array([tuned_lambda(labels, predictions[..., 0], unlabelled[..., 0])])


def _residuals(sums: Floats, share: Floats) -> Floats:
    """Return what an article adds to each share beyond its length, shape G x P, or G x P x M for several sources."""
    share = share if sums.ndim == 2 else share[:, None]
    return sums - sums.sum(axis=1, keepdims=True) * share
