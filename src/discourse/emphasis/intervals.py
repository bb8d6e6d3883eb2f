"""Between which bounds does a share, and a shift, lie?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from discourse.emphasis.shares import pulls, ratio, variance
from discourse.emphasis.sums import ArticleSums, Floats

FEWEST_ARTICLES = 5


@dataclass(frozen=True)
class Intervals:
    """Value, low and high of every pillar's share in both periods and of its shift.

    Every array has shape (..., 3, P); the rows are the earlier share, the later share, the shift.
    """

    value: Floats
    low: Floats
    high: Floats


def linear_t(sums: ArticleSums, level: float = 0.95) -> Intervals:
    """Linearised variance by article, with t."""
    parts = [(period.numerators, period.denominators) for _, period in sums.by_period()]
    shares = [ratio(*part) for part in parts]
    variances = [variance(pulls(*part)) for part in parts]
    freedom = [len(part[1]) - 1 for part in parts]
    value = np.stack([*shares, shares[1] - shares[0]])
    error = np.sqrt(np.stack([*variances, variances[0] + variances[1]]))
    df = np.array([*freedom, sum(freedom)], dtype=np.float64)[:, None]
    half = stats.t.ppf(0.5 + level / 2, np.maximum(df, 1)) * error
    return Intervals(value, value - half, value + half)
