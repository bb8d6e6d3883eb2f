"""What would other articles have given? Resample whole articles within their period.

A resample draws as many articles as the period has, with replacement, and keeps all paragraphs of
each. As the sums per article are at hand, a resample is a count of how often each article was drawn,
and all resamples together are one matrix product: ten thousand take some hundredths of a second.

With few articles the percentile interval is too narrow, because a resample varies by (G - 1) / G
too little and cannot hold an article that was not found; the studentised one is better for common
pillars and unstable for rare ones. Neither is the default (see ``intervals``).
"""

from __future__ import annotations

import numpy as np

from discourse.emphasis.intervals import Intervals
from discourse.emphasis.shares import coded_estimate
from discourse.emphasis.sums import ArticleSums, Floats

_CHUNK = 4_000_000


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
        step = max(1, _CHUNK // max(len(part), 1))
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
    """Quantiles of the resampled shares and shifts (Efron 1979), by article within period.

    Examples
    --------
    >>> import pandas as pd
    >>> from discourse.emphasis.sums import article_sums
    >>> table = pd.DataFrame({"article_id": list("abcdef"), "period": ["2023"] * 3 + ["2025"] * 3,
    ...                       "primary": ["political"] * 2 + ["economic"] + ["political"] * 3})
    >>> found = percentile(article_sums(table, ["political", "economic"], ["2023", "2025"]), resamples=500)
    >>> found.low[1, 0], found.high[1, 0]
    (np.float64(1.0), np.float64(1.0))
    """
    values, _ = resampled_shares(sums, resamples=resamples, seed=seed)
    low, high = np.quantile(values, [0.5 - level / 2, 0.5 + level / 2], axis=0)
    return Intervals(low, high)


def studentised(sums: ArticleSums, level: float = 0.95, *, resamples: int = 10_000, seed: int = 0) -> Intervals:
    """Bootstrap-t: quantiles of (resampled - observed) / its error, times the observed error (Efron 1982).

    Resamples without variance (every drawn article alike) have no t and are left out.
    """
    estimate = coded_estimate(sums)
    values, errors = resampled_shares(sums, resamples=resamples, seed=seed)
    deviations = values - estimate.value
    t = np.divide(deviations, errors, out=np.full(values.shape, np.nan), where=errors > 1e-9)
    bounds = np.full((2, *estimate.value.shape), np.nan)
    for row, column in zip(*np.nonzero((~np.isnan(t)).any(axis=0)), strict=True):
        known = t[:, row, column]
        bounds[:, row, column] = np.quantile(known[~np.isnan(known)], [0.5 + level / 2, 0.5 - level / 2])
    bounds = np.where(estimate.variance > 0, bounds, 0.0) * np.sqrt(estimate.variance)
    return Intervals(estimate.value - bounds[0], estimate.value - bounds[1])
