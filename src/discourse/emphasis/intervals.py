"""Between which bounds do a share and a shift lie? From an estimate and its variance alone.

The default is ``wilson_t``. It treats the paragraphs of a period as the number of *independent*
paragraphs that would give as sure a share (the effective number, from the linearised variance by
article), puts Wilson's score interval on that number with the quantile of t for the articles, and
joins the two periods' intervals into one for the shift (the square-and-add of Newcombe 1998, MOVER
of Zou and Donner 2008).

Why not the plainer ones: shares of a rare pillar in few articles are lopsided, often exactly 0, and
a variance computed from zeros is 0. A symmetric interval then has no width at all, and a bootstrap
of zeros is zeros. In simulated studies like the shipped one, from 5 to 40 articles a period, equal
numbers and unequal, shift or none (``benchmarks/intervals.py``; more in ``benchmarks/README.md``), the
truth lay inside the 95 % intervals of the pillar covered worst in these parts of the runs:

=================  ===============  ===============
interval           share            shift
=================  ===============  ===============
**wilson_t**       **.943 - .965**  **.945 - .975**
linear_t           .09 - .55        .61 - .92
satterthwaite      .09 - .55        .61 - .93
percentile         .10 - .55        .44 - .89
studentised        .10 - .42        .55 - .86
permutation        (none)           .50 - .92
wild               (none)           .59 - .92
=================  ===============  ===============

For the most common pillar alone the others do well from 10 articles a period on. Where every
article but one is without a pillar no interval from that study can know better; drawing the shipped
study's own articles again, the share of such a pillar was covered in .82 of the runs.

Three choices inside, each against an error seen in the simulation:

- A pillar's effective number is the smaller of its own and that of all pillars together. Five
  articles give a poor variance for one pillar, and a chance-small one would make the interval lie;
  pooling over the pillars steadies it, and a pillar that clusters more than the rest keeps its own.
- Where nothing varies at all (every paragraph of the period in one pillar) the effective number is
  the number of articles: as if paragraphs of an article said all the same.
- The degrees of freedom of the shift come from the sizes of the periods, not from the estimated
  variances: with 5 articles against 40, a chance-small variance of the five would hand the interval
  the degrees of freedom of the forty.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from discourse.emphasis.shares import Estimate
from discourse.emphasis.sums import Floats

FEWEST_ARTICLES = 5
"""With fewer articles in a period no interval is printed: it would span most of what is possible."""


@dataclass(frozen=True)
class Intervals:
    """Low and high bound of every pillar's share in both periods and of its shift.

    Both arrays have shape (..., 3, P); rows: the earlier share, the later share, the shift.
    """

    low: Floats
    high: Floats


def effective_number(estimate: Estimate, period: int) -> Floats:
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
    pooled = np.divide(varied, whole, out=np.full(whole.shape, float(estimate.articles[period])), where=known)
    pooled = np.broadcast_to(pooled, spread.shape)
    own = np.divide(spread, variance, out=pooled.copy(), where=(variance > 0) & (spread > 0))
    return np.minimum(np.minimum(own, pooled), estimate.ceiling[..., period, None])


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


def shift_freedom(estimate: Estimate) -> Floats:
    """Degrees of freedom of the shift, shape (..., 1): Satterthwaite's, with variances as the sizes imply.

    Between those of the smaller period (much smaller than the other) and the sum of both (equal).
    """
    freedom = np.array(estimate.articles, dtype=np.float64) - 1
    implied = np.divide(1.0, estimate.ceiling, out=np.full(estimate.ceiling.shape, np.nan), where=estimate.ceiling > 0)
    return implied.sum(axis=-1, keepdims=True) ** 2 / (implied**2 / freedom).sum(axis=-1, keepdims=True)


def wilson_t(estimate: Estimate, level: float = 0.95) -> Intervals:
    """Score intervals on the effective number of paragraphs, with t; the default, see above.

    Where both periods share an estimated error rate, their covariance enters the interval of the
    shift (Zou and Donner 2008, equation 9); for coded paragraphs it is 0.

    Examples
    --------
    >>> one = np.array([[0.0, 1.0], [0.2, 0.8], [0.2, -0.2]])
    >>> sure = Estimate(one, np.array([[0.0, 0.0], [0.01, 0.01], [0.01, 0.01]]), np.array([20.0, 20.0]), (6, 6))
    >>> found = wilson_t(sure)
    >>> found.low[:, 0].round(3).tolist(), found.high[:, 0].round(3).tolist()
    ([0.0, 0.054, -0.273], [0.524, 0.521, 0.478])
    """
    if min(estimate.articles) < 2:
        return _one_sided(estimate, level)
    shares = np.clip(estimate.value[..., :2, :], 0, 1)
    number = np.stack([effective_number(estimate, period) for period in (0, 1)], axis=-2)
    own = stats.t.ppf(0.5 + level / 2, np.array(estimate.articles, dtype=np.float64) - 1)[:, None]
    joint = stats.t.ppf(0.5 + level / 2, shift_freedom(estimate))[..., None, :]
    low, high = wilson(shares, number, own)
    shift = _square_and_add(shares, wilson(shares, number, joint), _correlation(estimate))
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
        if estimate.articles[period] >= 2:
            share = np.clip(estimate.value[..., period, :], 0, 1)
            quantile = stats.t.ppf(0.5 + level / 2, estimate.articles[period] - 1)
            low[..., period, :], high[..., period, :] = wilson(share, effective_number(estimate, period), quantile)
    return Intervals(low, high)


def linear_t(estimate: Estimate, level: float = 0.95, *, satterthwaite: bool = False) -> Intervals:
    """Value plus and minus t times the linearised standard error by article.

    Degrees of freedom: articles - 1 for a share; for the shift the sum of both periods', or
    Satterthwaite's (1946) from the estimated variances. Good for common pillars; for a pillar that no
    article has, the interval has no width.
    """
    freedom = np.array([*estimate.articles, 0], dtype=np.float64) - 1
    freedom[2] = freedom[:2].sum()
    degrees = np.broadcast_to(np.maximum(freedom, 1)[:, None], estimate.value.shape).copy()
    if satterthwaite:
        parts = estimate.variance[..., :2, :]
        weight = (parts**2 / np.maximum(freedom[:2, None], 1)).sum(axis=-2)
        degrees[..., 2, :] = np.divide(
            parts.sum(axis=-2) ** 2,
            weight,
            out=np.full(weight.shape, max(float(freedom[:2].min()), 1.0)),
            where=weight > 0,
        )
    half = stats.t.ppf(0.5 + level / 2, degrees) * np.sqrt(estimate.variance)
    return Intervals(estimate.value - half, estimate.value + half)


def within_limits(found: Intervals) -> Intervals:
    """Cut bounds to what is possible: shares to 0 .. 1, shifts to -1 .. 1."""
    floor = np.array([[0.0], [0.0], [-1.0]])
    return Intervals(np.clip(found.low, floor, 1.0), np.clip(found.high, floor, 1.0))


def only_with_articles(found: Intervals, articles: tuple[int, int]) -> Intervals:
    """Take out the bounds of periods with fewer than ``FEWEST_ARTICLES`` articles, and of their shift."""
    known = np.array([articles[0], articles[1], min(articles)])[:, None] >= FEWEST_ARTICLES
    return Intervals(np.where(known, found.low, np.nan), np.where(known, found.high, np.nan))
