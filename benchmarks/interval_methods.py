"""Which intervals lost against ``wilson_t``? Kept as evidence; ``intervals.py`` counts how often they hold the truth.

- ``wilson_linear``: ``wilson_t`` as it was: the linearised variance, articles - 1 degrees of freedom, and for the
  shift Satterthwaite's with variances as the *paragraphs* imply. Too narrow where lengths are uneven.
- ``linear_t``: value plus and minus t times the linearised standard error, by article.
- ``percentile`` and ``studentised``: whole articles are resampled within their period. As the sums per
  article are at hand, a resample is a count of how often each article was drawn, and all resamples
  together are one matrix product. With few articles the percentile interval is too narrow, because a
  resample varies by (G - 1) / G too little and cannot hold an article that was not found.
- ``permutation_interval``: every shift that the permutation test does not reject.
- ``wild_bootstrap``: the null is imposed, articles stay where they are, and each article's deviation is
  multiplied by a random weight of mean 0 and variance 1 (Cameron, Gelbach and Miller 2008; Roodman et al.
  2019). Weights are Webb's six points: the usual +-1 gives G articles only 2^(G-1) different t. With one
  period of very few articles it rejects too seldom or too often (MacKinnon and Webb 2017).

Shares of a rare pillar in few articles are often exactly 0, and all of these give such a share no width.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import stats

from discourse.emphasis.inputs import Floats
from discourse.emphasis.intervals import Intervals, score_intervals
from discourse.emphasis.permutation import MAX_PERMUTATIONS, permuted_shifts
from discourse.emphasis.permuted_periods import period_permutations
from discourse.emphasis.shares import Estimate, ratio, ratio_estimate, with_shift_variance
from discourse.emphasis.sums import ArticleSums

WEBB = np.array([-np.sqrt(1.5), -1.0, -np.sqrt(0.5), np.sqrt(0.5), 1.0, np.sqrt(1.5)])
_AT_ONCE = 4_000_000
_TIE = 1e-9
_STEPS = 20


def linearised(estimate: Estimate) -> Estimate:
    """Give an estimate from sums its linearised variances (Cochran 1977, section 6.3).

    With ``r_g = (m_g - n_g s) / mean(n)`` for article *g* of G, ``var(s) = sum r_g^2 / (G (G - 1))``.
    """
    if estimate.sums is None:
        raise ValueError("sums over articles are needed")
    variances = []
    for _, part in estimate.sums.by_period():
        share = ratio(part.numerators, part.denominators)[..., None, :]
        residuals = part.numerators - part.denominators[..., None] * share
        residuals /= part.denominators.mean(axis=-1)[..., None, None]
        variances.append(np.square(residuals).sum(axis=-2) / (len(part) * (len(part) - 1)))
    return replace(estimate, variance=with_shift_variance(np.stack(variances, axis=-2)))


def wilson_linear(estimate: Estimate, level: float = 0.95) -> Intervals:
    """Score intervals on the effective sample size from the linearised variance, with t for the articles."""
    articles = np.array(estimate.informative, dtype=np.float64)
    freedom, implied = articles - 1, 1 / estimate.max_effective_size
    joint = implied.sum(axis=-1, keepdims=True) ** 2 / (implied**2 / freedom).sum(axis=-1, keepdims=True)
    plain = replace(linearised(estimate), effective_articles=np.broadcast_to(articles, implied.shape))
    return score_intervals(plain, np.broadcast_to(freedom, implied.shape), joint, level)


def linear_t(estimate: Estimate, level: float = 0.95, *, satterthwaite: bool = False) -> Intervals:
    """Value plus and minus t times the standard error by article; of ``linearised`` estimates.

    Degrees of freedom: articles - 1 for a share; for the shift the sum of both periods', or
    Satterthwaite's (1946) from the estimated variances. Good for common pillars; for a pillar that no
    article has, the interval has no width.
    """
    freedom = np.array([*estimate.informative, 0], dtype=np.float64) - 1
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


def draws(n_articles: int, resamples: int, rng: np.random.Generator) -> Floats:
    """Count how often each article is drawn in each resample, shape B x G; every row adds up to G."""
    chosen = rng.integers(0, n_articles, size=(resamples, n_articles))
    chosen += np.arange(resamples)[:, None] * n_articles
    counts = np.bincount(chosen.ravel(), minlength=resamples * n_articles)
    return counts.reshape(resamples, n_articles).astype(np.float64)


def resampled_shares(
    sums: ArticleSums, *, resamples: int = 10_000, seed: int | np.random.Generator = 0
) -> tuple[Floats, Floats]:
    """Resample the articles of each period and estimate anew.

    Returns
    -------
    values : array, shape B x 3 x P
        Earlier share, later share and shift in each of B resamples.
    errors : array, shape B x 3 x P
        Their linearised standard errors, computed within the resample.
    """
    rng = seed if isinstance(seed, np.random.Generator) else np.random.default_rng([seed, len(sums)])
    values = np.empty((resamples, 3, len(sums.pillars)))
    variances = np.empty_like(values)
    for period, (_, part) in enumerate(sums.by_period()):
        step = max(1, _AT_ONCE // max(len(part), 1))
        for start in range(0, resamples, step):
            stop = min(start + step, resamples)
            drawn = draws(len(part), stop - start, rng)
            values[start:stop, period], variances[start:stop, period] = _ratios(drawn, part)
    values[:, 2] = values[:, 1] - values[:, 0]
    variances[:, 2] = variances[:, 1] + variances[:, 0]
    return values, np.sqrt(np.maximum(variances, 0.0))


def _ratios(drawn: Floats, part: ArticleSums) -> tuple[Floats, Floats]:
    """Shares and their linearised variances in resamples, from sums of products: no loop over articles."""
    numerators, denominators = part.numerators, part.denominators
    n_articles = len(part)
    total = (drawn @ denominators)[:, None]
    share = drawn @ numerators / total
    squares = drawn @ numerators**2 - 2 * share * (drawn @ (numerators * denominators[:, None]))
    squares += share**2 * (drawn @ denominators**2)[:, None]
    return share, squares * n_articles / (total**2 * max(n_articles - 1, 1))


def percentile(sums: ArticleSums, level: float = 0.95, *, resamples: int = 10_000, seed: int = 0) -> Intervals:
    """Quantiles of the resampled shares and shifts (Efron 1979), by article within period."""
    values, _ = resampled_shares(sums, resamples=resamples, seed=seed)
    low, high = np.quantile(values, [0.5 - level / 2, 0.5 + level / 2], axis=0)
    return Intervals(low, high)


def studentised(sums: ArticleSums, level: float = 0.95, *, resamples: int = 10_000, seed: int = 0) -> Intervals:
    """Bootstrap-t: quantiles of (resampled - observed) / its error, times the observed error (Efron 1982).

    Resamples without variance (every drawn article alike) have no t and are left out.
    """
    estimate = linearised(ratio_estimate(sums))
    values, errors = resampled_shares(sums, resamples=resamples, seed=seed)
    deviations = values - estimate.value
    t = np.divide(deviations, errors, out=np.full(values.shape, np.nan), where=errors > 1e-9)
    bounds = np.full((2, *estimate.value.shape), np.nan)
    for row, column in zip(*np.nonzero((~np.isnan(t)).any(axis=0)), strict=True):
        known = t[:, row, column]
        bounds[:, row, column] = np.quantile(known[~np.isnan(known)], [0.5 + level / 2, 0.5 - level / 2])
    bounds = np.where(estimate.variance > 0, bounds, 0.0) * np.sqrt(estimate.variance)
    return Intervals(estimate.value - bounds[0], estimate.value - bounds[1])


def permutation_interval(
    sums: ArticleSums, level: float = 0.95, *, limit: int = MAX_PERMUTATIONS, seed: int = 0
) -> Intervals:
    """Invert the permutation test: every shift that it does not reject at 1 - level.

    A shift ``d`` is tested by taking ``d`` off every later article's share and permuting the periods.
    Under a permutation the difference is then ``a - d b``, with ``a`` the permuted shift of the pillar
    and ``b`` that of the mark "was later"; it is at least as extreme as the observed one between
    ``(a0 - a) / (1 - b)`` and ``(a0 + a) / (1 + b)``. So each permutation votes for one span of shifts, and the
    bounds are order statistics of the spans' ends: exact, without search. The observed one and its
    mirror image vote for every shift.

    Gives the shift alone; rows of shares are NaN. With fewer articles than the level asks for (3 + 3
    at 95 %) nothing can be rejected, and the interval is everything.
    """
    permutations, _ = period_permutations(sums.later, limit=limit, rng=np.random.default_rng([seed, len(sums)]))
    marks = (sums.denominators * sums.later)[:, None]
    shifts = permuted_shifts(np.hstack([sums.numerators, marks]), sums.denominators, permutations)
    observed = permuted_shifts(sums.numerators, sums.denominators, sums.later[None, :])[0]
    a, b = shifts[:, :-1], shifts[:, -1:]
    whole = 1 - np.abs(b) < _TIE
    one = (observed - a) / np.where(whole, 1.0, 1 - b)
    other = (observed + a) / np.where(whole, 1.0, 1 + b)
    starts = np.where(whole, -np.inf, np.minimum(one, other))
    ends = np.where(whole, np.inf, np.maximum(one, other))
    outside = int(np.floor((1 - level) * len(permutations) + _TIE))
    low, high = np.full((3, a.shape[1]), np.nan), np.full((3, a.shape[1]), np.nan)
    low[2] = np.partition(starts, outside, axis=0)[outside]
    high[2] = -np.partition(-ends, outside, axis=0)[outside]
    return Intervals(low, high)


def webb_weights(n_articles: int, resamples: int, seed: int) -> Floats:
    """Draw Webb's six-point weights, shape B x G."""
    return np.random.default_rng([seed, n_articles, resamples]).choice(WEBB, size=(resamples, n_articles))


def _t(numerators: Floats, sums: ArticleSums, delta: Floats) -> Floats:
    """T of (shift - delta), shape (B, P), for numerators of shape B x G x P."""
    value, variance = np.zeros(numerators.shape[::2]), np.zeros(numerators.shape[::2])
    for sign, chosen in ((-1.0, ~sums.later), (1.0, sums.later)):
        denominators, part = sums.denominators[chosen], numerators[:, chosen]
        share = part.sum(axis=1) / denominators.sum()
        residual = part - denominators[:, None] * share[:, None, :]
        n_articles = int(chosen.sum())
        value += sign * share
        variance += np.square(residual).sum(axis=1) * n_articles / (denominators.sum() ** 2 * max(n_articles - 1, 1))
    return np.divide(value - delta, np.sqrt(variance), out=np.full(value.shape, np.nan), where=variance > _TIE**2)


def wild_p(sums: ArticleSums, delta: Floats, weights: Floats) -> Floats:
    """p-value of the null that every pillar's shift is ``delta``, length P.

    Parameters
    ----------
    delta : array, length P
        Shift under the null, 0 to test for any shift.
    weights : array, shape B x G
        From ``webb_weights``. Keep them when many deltas are tried, so that p changes smoothly.
    """
    later = sums.later[:, None].astype(np.float64)
    sizes = sums.denominators[:, None]
    base = (sums.numerators.sum(axis=0) - delta * (sizes * later).sum(axis=0)) / sizes.sum()
    fitted = sizes * (base + delta * later)
    deviation = sums.numerators - fitted
    observed = np.abs(_t(sums.numerators[None], sums, delta))[0]
    resampled = np.abs(_t(fitted + weights[:, :, None] * deviation, sums, delta))
    extreme = (np.nan_to_num(resampled, nan=np.inf) >= observed - _TIE).mean(axis=0)
    return np.where(np.isnan(observed), np.nan, extreme)


def wild_bootstrap(sums: ArticleSums, level: float = 0.95, *, resamples: int = 999, seed: int = 0) -> Intervals:
    """Invert the wild bootstrap test: every shift that it does not reject at 1 - level.

    Gives the shift alone; rows of shares are NaN. NaN too for a pillar that no article has. The ends
    are found by halving between the observed shift and the largest one possible.
    """
    value = ratio_estimate(sums).value[2]
    weights = webb_weights(len(sums), resamples, seed)
    low, high = np.full((3, len(value)), np.nan), np.full((3, len(value)), np.nan)
    for bounds, end in ((low, -1.0), (high, 1.0)):
        inside, outside = value.copy(), np.full(len(value), end)
        for _ in range(_STEPS):
            middle = (inside + outside) / 2
            kept = wild_p(sums, middle, weights) > 1 - level
            inside, outside = np.where(kept, middle, inside), np.where(kept, outside, middle)
        bounds[2] = outside
    unknown = np.isnan(wild_p(sums, np.zeros(len(value)), weights))
    low[2, unknown], high[2, unknown] = np.nan, np.nan
    return Intervals(low, high)
