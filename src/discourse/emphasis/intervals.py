"""Between which bounds do a share and a shift lie? From an estimate and its variance alone.

The default is ``wilson_t``. It treats the paragraphs of a period as the number of *independent*
paragraphs that would give as sure a share (the effective sample size, from the variance by article),
puts Wilson's score interval on that size with the quantile of t for the articles, and joins the two
periods' intervals into one for the shift (the square-and-add of Newcombe 1998, MOVER of Zou and Donner
2008).

Why not the plainer ones: shares of a rare pillar in few articles are lopsided, often exactly 0, and
a variance computed from zeros is 0. A symmetric interval then has no width at all, and a bootstrap
of zeros is zeros (``benchmarks/interval_methods.py``; numbers in ``benchmarks/README.md``).

In simulated studies the truth lay inside the 95 % intervals in these parts of 10,000 runs a cell, the lowest
and the highest cell, each for its worst pillar of at least 3 % (``benchmarks/coverage.py``; study-like from
5 articles a period, the others from 10; before: the linearised variance, and degrees of freedom
from articles and paragraphs as counted):

=========================  ===========  ===========  ===========  ===========
articles                   share        shift        share,       shift,
                                                     before       before
=========================  ===========  ===========  ===========  ===========
study-like                 .938 - .988  .947 - .992  .936 - .982  .944 - .990
uneven lengths (sd .6)     .940 - .944  .931 - .948  .918 - .936  .910 - .937
heavy lengths (sd 1)       .935 - .961  .938 - .957  .892 - .910  .889 - .916
longer = rarer pillars     .947 - .958  .951 - .959  .898 - .926  .897 - .934
lengths 20 and 4           .930 - .948  .936 - .954  .930 - .948  .923 - .961
shares .92 to .01          .934 - .974  .937 - .985  .932 - .971  .936 - .983
4 % on one pillar          .936 - .958  .939 - .950  .884 - .912  .879 - .919
likeness .4 and 10         .941 - .962  .940 - .971  .938 - .955  .936 - .969
*outlets as clusters*      .741 - .934  .752 - .964  .736 - .925  .749 - .959
=========================  ===========  ===========  ===========  ===========

The last row is the exception: the intervals take the outlets as given. They speak of other articles of
these outlets in these proportions, not of other outlets.

Four choices inside, each against an error seen in the simulation:

- A pillar's effective sample size is the smaller of its own and that of all pillars together. Five
  articles give a poor variance for one pillar, and a chance-small one would make the interval lie;
  pooling over the pillars steadies it, and a pillar that clusters more than the rest keeps its own.
- Where nothing varies at all (every paragraph of the period in one pillar) it is the effective number of
  articles (next point): as if paragraphs of an article said all the same.
- Articles are counted as equally weighted ones (Kish 1965). One article with half of the paragraphs leaves
  fewer degrees of freedom than ten of one length.
- The degrees of freedom of the shift come from the articles of the periods, not from the estimated
  variances: with 5 articles against 40, a chance-small variance of the five would hand the interval
  the degrees of freedom of the forty.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from discourse.emphasis.inputs import Floats
from discourse.emphasis.shares import Estimate

MIN_ARTICLES = 5
"""With fewer articles in a period no interval is printed: it would span most of what is possible."""


@dataclass(frozen=True)
class Intervals:
    """Low and high bound of every pillar's share in both periods and of its shift.

    Both arrays have shape (..., 3, P); rows: the earlier share, the later share, the shift.
    """

    low: Floats
    high: Floats


def effective_sample_size(estimate: Estimate, period: int) -> Floats:
    """Return how many independent paragraphs would give as sure a share, shape (..., P).

    ``s (1 - s) / var(s)`` for the pillar itself, ``sum s (1 - s) / sum var(s)`` over all pillars; the
    smaller of the two, and never more than the paragraphs there are. A number near that of the
    articles says that the paragraphs of an article nearly all say the same.
    """
    value, variance = np.clip(estimate.value[..., period, :], 0, 1), estimate.variance[..., period, :]
    spread = value * (1 - value)
    whole = variance.sum(axis=-1, keepdims=True)
    varied = spread.sum(axis=-1, keepdims=True)
    known = (whole > 0) & (varied > 0)
    articles = estimate.effective_articles[..., period, None]
    pooled = np.divide(varied, whole, out=np.broadcast_to(articles, whole.shape).copy(), where=known)
    pooled = np.broadcast_to(pooled, spread.shape)
    own = np.divide(spread, variance, out=pooled.copy(), where=(variance > 0) & (spread > 0))
    most = estimate.max_effective_size
    most = most[..., period, :] if most.ndim == estimate.value.ndim else most[..., period, None]
    return np.minimum(np.minimum(own, pooled), most)


def wilson(share: Floats, number: Floats, quantile: Floats) -> tuple[Floats, Floats]:
    """Return Wilson's score interval of a share of ``number`` independent paragraphs (Wilson 1927).

    Examples
    --------
    >>> low, high = wilson(np.array([0.0, 0.5]), np.array([10.0, 10.0]), np.array(1.959964))
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.0, 0.2366], [0.2775, 0.7634])
    """
    square = quantile**2
    centre = (share + square / (2 * number)) / (1 + square / number)
    half = quantile * np.sqrt(share * (1 - share) / number + square / (4 * number**2)) / (1 + square / number)
    return np.where(share <= 0, 0.0, centre - half), np.where(share >= 1, 1.0, centre + half)


def share_freedom(estimate: Estimate) -> Floats:
    """Degrees of freedom of each period's shares, shape (..., 2): effective articles - 1, and never below 1."""
    return np.maximum(estimate.effective_articles - 1, 1.0)


def shift_freedom(estimate: Estimate) -> Floats:
    """Degrees of freedom of the shift, shape (..., 1): Satterthwaite's, with variances as the articles imply.

    Between those of the smaller period (much smaller than the other) and the sum of both (equal).
    """
    articles = estimate.effective_articles
    implied = np.divide(1.0, articles, out=np.full(articles.shape, np.nan), where=articles > 0)
    spread = (implied**2 / share_freedom(estimate)).sum(axis=-1, keepdims=True)
    return implied.sum(axis=-1, keepdims=True) ** 2 / spread


def wilson_t(estimate: Estimate, level: float = 0.95) -> Intervals:
    """Score intervals on the effective sample size, with t; the default, see above.

    Where both periods share an estimated error rate, their covariance enters the interval of the
    shift (Zou and Donner 2008, equation 9); for coded paragraphs it is 0.

    Examples
    --------
    >>> import pandas as pd
    >>> from discourse.emphasis.inputs import read_paragraphs
    >>> from discourse.emphasis.shares import ratio_estimate
    >>> from discourse.emphasis.sums import article_sums
    >>> table = pd.DataFrame({"article_id": list("abcdefghijkl"), "period": ["2023"] * 6 + ["2025"] * 6,
    ...                       "primary": ["economic"] * 6 + ["political", "economic"] * 3})
    >>> sums = article_sums(read_paragraphs(table, ["political", "economic"], ["2023", "2025"]))
    >>> found = wilson_t(ratio_estimate(sums))
    >>> found.low[:, 0].round(3).tolist(), found.high[:, 0].round(3).tolist()
    ([0.0, 0.123, -0.074], [0.524, 0.877, 0.853])
    """
    if min(estimate.informative) < 2:
        return _one_sided(estimate, level)
    return score_intervals(estimate, share_freedom(estimate), shift_freedom(estimate), level)


def score_intervals(estimate: Estimate, own: Floats, joint: Floats, level: float) -> Intervals:
    """Put score intervals on the effective sample sizes, and join those of both periods to the shift's.

    Parameters
    ----------
    own, joint : array, shapes (..., 2) and (..., 1)
        Degrees of freedom of each period's shares, and of the shift.
    """
    shares = np.clip(estimate.value[..., :2, :], 0, 1)
    number = np.stack([effective_sample_size(estimate, period) for period in (0, 1)], axis=-2)
    quantiles = [stats.t.ppf(0.5 + level / 2, freedom)[..., None] for freedom in (own, joint)]
    low, high = wilson(shares, number, quantiles[0])
    shift = _square_and_add(shares, wilson(shares, number, quantiles[1]), _correlation(estimate))
    return Intervals(np.concatenate([low, shift[0]], axis=-2), np.concatenate([high, shift[1]], axis=-2))


def _correlation(estimate: Estimate) -> Floats:
    earlier, later, shift = (estimate.variance[..., row, :] for row in range(3))
    scale = 2 * np.sqrt(earlier * later)
    return np.divide(earlier + later - shift, scale, out=np.zeros(scale.shape), where=scale > 0)


def _square_and_add(shares: Floats, bounds: tuple[Floats, Floats], correlation: Floats) -> tuple[Floats, Floats]:
    down, up = shares - bounds[0], bounds[1] - shares
    shift = shares[..., 1, :] - shares[..., 0, :]

    def joined(one: Floats, other: Floats) -> Floats:
        return np.sqrt(np.maximum(one**2 + other**2 - 2 * correlation * one * other, 0.0))

    low = shift - joined(down[..., 1, :], up[..., 0, :])
    high = shift + joined(up[..., 1, :], down[..., 0, :])
    return low[..., None, :], high[..., None, :]


def _one_sided(estimate: Estimate, level: float) -> Intervals:
    """Give the interval of the one period that has articles enough; NaN for the other and the shift."""
    low, high = np.full(estimate.value.shape, np.nan), np.full(estimate.value.shape, np.nan)
    for period in (0, 1):
        if estimate.informative[period] >= 2:
            share = np.clip(estimate.value[..., period, :], 0, 1)
            quantile = stats.t.ppf(0.5 + level / 2, share_freedom(estimate)[..., period, None])
            low[..., period, :], high[..., period, :] = wilson(share, effective_sample_size(estimate, period), quantile)
    return Intervals(low, high)


def joint_level(level: float, number: int) -> float:
    """Return the level at which so many intervals all hold the truth with the level asked for (Bonferroni).

    Examples
    --------
    >>> round(joint_level(0.95, 5), 4)
    0.99
    """
    return 1 - (1 - level) / number


def within_limits(found: Intervals) -> Intervals:
    """Cut bounds to what is possible: shares to 0 .. 1, shifts to -1 .. 1."""
    floor = np.array([[0.0], [0.0], [-1.0]])
    return Intervals(np.clip(found.low, floor, 1.0), np.clip(found.high, floor, 1.0))


def only_with_articles(found: Intervals, articles: tuple[int, int]) -> Intervals:
    """Take out the bounds of periods with fewer than ``MIN_ARTICLES`` articles, and of their shift."""
    known = np.array([articles[0], articles[1], min(articles)])[:, None] >= MIN_ARTICLES
    return Intervals(np.where(known, found.low, np.nan), np.where(known, found.high, np.nan))
