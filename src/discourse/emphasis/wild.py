"""Is the shift more than chance, asked without exchangeable articles? The wild cluster bootstrap.

The null is imposed: with a shift of ``delta`` the articles deviate from their period's share by
``e_g = m_g - n_g s``. Every resample keeps the articles where they are and multiplies each
article's deviation by a random weight of mean 0 and variance 1; the t of the shift in the resamples
shows how large a t chance makes (Cameron, Gelbach and Miller 2008; Roodman et al. 2019).

Weights are Webb's six points (+-sqrt(1/2), +-1, +-sqrt(3/2)): the usual +-1 gives G articles only
2^(G-1) different t, so with 5 articles no finer p than 1/16; six points give 6^5 / 2. With one period
of very few articles the method rejects too seldom or too often (MacKinnon and Webb 2017); the
permutation test is the better guide there.
"""

from __future__ import annotations

import numpy as np

from discourse.emphasis.intervals import Intervals
from discourse.emphasis.shares import coded_estimate
from discourse.emphasis.sums import ArticleSums, Floats

WEBB = np.array([-np.sqrt(1.5), -1.0, -np.sqrt(0.5), np.sqrt(0.5), 1.0, np.sqrt(1.5)])
_TIE = 1e-9
_STEPS = 20


def webb_weights(n_articles: int, resamples: int, seed: int) -> Floats:
    """Draw Webb's six-point weights, shape B x G."""
    return np.random.default_rng([seed, n_articles, resamples]).choice(WEBB, size=(resamples, n_articles))


def _t(numerators: Floats, sums: ArticleSums, delta: Floats) -> Floats:
    """T of (shift - delta), shape (B, P), for numerators of shape B x G x P."""
    value, variance = np.zeros(numerators.shape[::2]), np.zeros(numerators.shape[::2])
    for sign, chosen in ((-1.0, ~sums.later), (1.0, sums.later)):
        denominators, part = sums.denominators[chosen], numerators[:, chosen]
        share = part.sum(axis=1) / denominators.sum()
        pull = part - denominators[:, None] * share[:, None, :]
        n_articles = int(chosen.sum())
        value += sign * share
        variance += np.square(pull).sum(axis=1) * n_articles / (denominators.sum() ** 2 * max(n_articles - 1, 1))
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
    value = coded_estimate(sums).value[2]
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
