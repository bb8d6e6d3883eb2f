"""Which shifts could these articles have shown, and how far does a found one exaggerate?

Two numbers belong under every figure of shifts: the smallest shift that the articles at hand would
find four times in five, and how the interval would shrink with more articles coded. More paragraphs of
the same articles help little: the effective sample size grows with the articles.

Where the observed shift is smaller than the detectable one, a third belongs there. Such a study finds
a shift only when chance adds to it, so what it finds is on average too large (a type M error; Gelman
and Carlin 2014).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import stats

from discourse.emphasis.inputs import Floats
from discourse.emphasis.intervals import (
    MIN_ARTICLES,
    effective_sample_size,
    shift_freedom,
    wilson,
    wilson_t,
    within_limits,
)
from discourse.emphasis.shares import Estimate, with_shift_variance
from discourse.errors import DataError

_STEPS = 40

POWER = 0.80
"""Power for which the smallest detectable shift is said."""


def minimum_detectable_shift(found: Estimate, *, level: float = 0.95, power: float = POWER) -> Floats:
    """Return the smallest shift of every pillar that would be found with the power asked for, shape (..., P).

    The pillar is put at the share of both periods together in the earlier one and moved towards one half
    in the later, where shares scatter most. The shift counts as found when it is larger than the arm
    ``h`` of its own interval towards zero by the margin that the power takes:
    ``shift = h(shift) (t(level) + t(power)) / t(level)``, solved by halving. 1 where no shift is found.
    NaN with fewer than five articles in a period.

    In simulated studies of 10 to 40 articles a period such shifts are found in about 80 % of them.
    """
    if min(found.informative) < MIN_ARTICLES:
        return np.full(found.value[..., 2, :].shape, np.nan)
    freedom = shift_freedom(found)
    certain, likely = stats.t.ppf(0.5 + level / 2, freedom), stats.t.ppf(power, freedom)
    number = [effective_sample_size(found, period) for period in (0, 1)]
    shares = np.clip(found.value[..., :2, :], 0, 1)
    share = (shares[..., 0, :] * number[0] + shares[..., 1, :] * number[1]) / (number[0] + number[1])
    share = np.minimum(share, 1 - share)
    start = wilson(share, number[0], certain)[1] - share
    small, large = np.zeros(share.shape), 1 - share
    for _ in range(_STEPS):
        middle = (small + large) / 2
        moved = share + middle
        arm = np.hypot(start, moved - wilson(moved, number[1], certain)[0])
        enough = middle >= arm * (certain + likely) / certain
        small, large = np.where(enough, small, middle), np.where(enough, middle, large)
    return np.where(large >= 1 - share, 1.0, large)


def exaggeration_ratio(true: Floats, error: Floats, quantile: Floats) -> Floats:
    """Return how many times too large a significant estimate is on average (Gelman and Carlin 2014).

    Estimates are taken to be normal around the true value; those more than ``quantile`` standard errors from
    zero, either way, are significant. Their mean size over the true size is
    ``(d (F(d - c) - F(-d - c)) + f(c - d) + f(c + d)) / (d (F(d - c) + F(-d - c)))`` with ``d`` the true size in
    standard errors, ``c`` the quantile, and ``F`` and ``f`` the normal distribution and density (Lu, Qiu and Deng
    2019). NaN where the true value or the error is 0.

    Examples
    --------
    The two published examples, a true difference of 2 with an error of 8.1, and of 0.1 with 3.28:

    >>> exaggeration_ratio(np.array([2.0, 0.1]), np.array([8.1, 3.28]), np.array(1.959964)).round(1).tolist()
    [9.5, 76.7]
    """
    known = (error > 0) & (true != 0)
    d = np.divide(np.abs(true), error, out=np.full(true.shape, np.nan), where=known)
    above, below = stats.norm.cdf(d - quantile), stats.norm.cdf(-d - quantile)
    size = d * (above - below) + stats.norm.pdf(quantile - d) + stats.norm.pdf(quantile + d)
    found: Floats = size / (d * (above + below))
    return found


def shift_exaggeration(found: Estimate, *, level: float = 0.95) -> Floats:
    """Return the exaggeration to expect of every pillar's shift, length P.

    It is asked of studies like this one in which the true shift is *as large as the one observed here*.
    As a shift that was noticed is more likely too large than too small, this is the least that has to be
    expected: were the true shift smaller, the exaggeration would be larger. The standard error is
    that of the printed interval, half its width over the quantile of t, so that "significant" means that the
    interval excludes zero; the linear one is 0 where a pillar was not met with.

    NaN where the observed shift is at least the detectable one, is 0, or has no interval.
    """
    if min(found.informative) < MIN_ARTICLES:
        return np.full(found.value[..., 2, :].shape, np.nan)
    bounds = within_limits(wilson_t(found, level))
    quantile = stats.t.ppf(0.5 + level / 2, shift_freedom(found))
    error = (bounds.high[..., 2, :] - bounds.low[..., 2, :]) / 2 / quantile
    shift = found.value[..., 2, :]
    small = np.abs(shift) < minimum_detectable_shift(found, level=level)
    return np.where(small, exaggeration_ratio(shift, error, quantile), np.nan)


def with_articles(found: Estimate, articles: int | tuple[int, int]) -> Estimate:
    """Imagine the same shares and the same likeness within articles, with other articles a period.

    ``articles`` is their number in each period, or in the earlier and the later one. Variances shrink as
    1 / articles, and the paragraphs grow with the articles.
    """
    counts = (articles, articles) if isinstance(articles, int) else articles
    factor = np.array(counts) / np.array(found.informative, dtype=np.float64)
    most = found.max_effective_size
    return replace(
        found,
        articles=counts,
        informative=counts,
        effective_articles=found.effective_articles * factor,
        paragraphs=np.rint(found.paragraphs * factor).astype(np.int64),
        variance=with_shift_variance(found.variance[:2] / factor[:, None]),
        max_effective_size=most * (factor if most.ndim == 1 else factor[:, None]),
        sums=None,
    )


def width_by_articles(
    found: Estimate, *, articles: Sequence[int] = (5, 10, 20, 40, 80, 160), level: float = 0.95
) -> pd.DataFrame:
    """Say how wide the interval of every shift would be with more articles coded.

    Returns
    -------
    DataFrame
        ``pillar, articles`` (per period), ``half_width`` of the shift's interval, ``detectable`` shift at 80 %
        power. A projection from the articles at hand, as uncertain as their variance.

    Raises
    ------
    DataError
        If a number of articles is below five.
    """
    if min(articles) < MIN_ARTICLES:
        raise DataError(f"at least {MIN_ARTICLES} articles a period", str(min(articles)), "articles")
    rows = []
    for number in articles:
        width = detectable = np.full(len(found.pillars), np.nan)
        if min(found.informative) >= MIN_ARTICLES:
            imagined = with_articles(found, number)
            bounds = within_limits(wilson_t(imagined, level))
            width = (bounds.high[2] - bounds.low[2]) / 2
            detectable = minimum_detectable_shift(imagined, level=level)
        rows += [(pillar, number, width[k], detectable[k]) for k, pillar in enumerate(found.pillars)]
    return pd.DataFrame(rows, columns=["pillar", "articles", "half_width", "detectable"])
