"""Which shifts are more than chance, and which could this design have shown at all?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

from discourse.emphasis.permutation import ENUMERATED, permutation_test
from discourse.emphasis.sums import Floats, Quantity, Weighting, article_sums
from discourse.emphasis.table import emphasis


def holm(p: Floats) -> Floats:
    """Adjust p-values for their number (Holm 1979): the family-wise error stays at the level tested.

    The smallest is multiplied by their number, the next by one less, and so on; none may be smaller
    than one before it in that order. NaN stay NaN and count in no family.

    Examples
    --------
    >>> holm(np.array([0.01, 0.04, 0.03])).round(2).tolist()
    [0.03, 0.06, 0.06]
    """
    adjusted = np.full(p.shape, np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    factors = len(order) - np.arange(len(order))
    adjusted[order] = np.minimum(np.maximum.accumulate(p[order] * factors), 1.0)
    return adjusted


def shift_tests(
    table: pd.DataFrame,
    pillars: Sequence[str],
    periods: Sequence[str],
    *,
    quantity: Quantity = "share",
    weighting: Weighting = "paragraph",
    level: float = 0.95,
    seed: int = 0,
    limit: int = ENUMERATED,
) -> pd.DataFrame:
    """Test every pillar's shift and say what the design could have shown."""
    sums = article_sums(table, pillars, periods, quantity=quantity, weighting=weighting)
    test = permutation_test(sums, limit=limit, seed=seed)
    found = emphasis(table, pillars, periods, quantities=(quantity,), weighting=weighting, level=level, seed=seed)
    shift = found[found["quantity"].str.endswith("shift")].reset_index(drop=True)
    excludes = (shift["low"] > 0) | (shift["high"] < 0)
    adjusted = holm(test.p)
    quantile = stats.norm.ppf(0.5 + level / 2)
    error = (shift["high"] - shift["low"]) / 2 / quantile
    return pd.DataFrame(
        {
            "pillar": shift["pillar"],
            "quantity": shift["quantity"],
            "period": shift["period"],
            "shift": shift["value"],
            "low": shift["low"],
            "high": shift["high"],
            "p": test.p,
            "p_holm": adjusted,
            "smallest_p": test.smallest,
            "deals": test.deals,
            "exact": test.exact,
            "detectable": error * (quantile + stats.norm.ppf(0.8)),
            "disagree": excludes.to_numpy() != (test.p <= 1 - level),
            "articles": shift["articles"],
            "paragraphs": shift["paragraphs"],
        }
    )
