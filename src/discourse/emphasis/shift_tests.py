"""Which shifts are more than chance, and which could this design have shown at all?

Every pillar's shift is tested by dealing the periods out over the articles anew (``permutation``),
and as several pillars are tested, the p-values are adjusted for their number. Interval and test
answer different questions and may disagree; then both stand in the table, with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from discourse.emphasis.checks import Quantity, Weighting
from discourse.emphasis.estimators import Estimator, estimate, sums_for
from discourse.emphasis.permutation import DEALS, permutation_test
from discourse.emphasis.power import detectable_shift
from discourse.emphasis.sums import ArticleSums, Floats
from discourse.emphasis.table import emphasis
from discourse.errors import DataError


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
    estimator: Estimator = "coded",
    level: float = 0.95,
    seed: int = 0,
    permutations: int = DEALS,
) -> pd.DataFrame:
    """Test every pillar's shift and say what the design could have shown.

    Parameters
    ----------
    estimator : str
        ``coded``, ``classify_and_count`` or ``dsl``: those whose shares are sums over articles.
    permutations : int
        Up to so many ways of dealing the periods out are enumerated; of more, so many are drawn.

    Returns
    -------
    DataFrame
        A row per pillar: ``pillar, quantity, period``; ``shift, low, high`` (default interval);
        ``p`` (two-sided), ``p_holm`` (adjusted over the pillars), ``smallest_p`` (what these numbers of
        articles can give at best), ``deals`` and ``exact`` (whether all were enumerated); ``detectable``
        (smallest shift found with 80 % power); ``disagree`` (interval and test draw different
        conclusions at the level, before adjustment), ``reason`` (why, in words); ``articles, paragraphs``.
        With no article in a period all of p and bounds are NaN.

    Raises
    ------
    DataError, EstimateError
        As ``emphasis``.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("abcdef"), "period": ["2023"] * 3 + ["2025"] * 3,
    ...                       "primary": ["economic"] * 3 + ["political"] * 3})
    >>> found = shift_tests(table, ["political", "economic"], ["2023", "2025"])
    >>> found["p"].tolist(), found["smallest_p"].tolist()
    ([0.1, 0.1], [0.1, 0.1])
    """
    if permutations < 1:
        raise DataError("at least one permutation", str(permutations), "permutations")
    choices = {"estimator": estimator, "weighting": weighting}
    sums = sums_for(table, pillars, periods, quantity=quantity, **choices)  # type: ignore[arg-type]
    rows = emphasis(table, pillars, periods, quantities=(quantity,), level=level, **choices)  # type: ignore[arg-type]
    shift = rows[rows["quantity"].str.endswith("shift")].reset_index(drop=True).rename(columns={"value": "shift"})
    found = estimate(table, pillars, periods, quantity=quantity, **choices)  # type: ignore[arg-type]
    both = min(sums.articles_per_period()) > 0
    test = permutation_test(sums, limit=permutations, seed=seed) if both else None
    p = test.p if test else np.full(len(pillars), np.nan)
    excludes = ((shift["low"] > 0) | (shift["high"] < 0)).to_numpy()
    disagree = ~np.isnan(p) & shift["low"].notna().to_numpy() & (excludes != (p <= 1 - level))
    shift = shift.assign(
        p=p,
        p_holm=holm(p),
        smallest_p=test.smallest if test else np.nan,
        deals=test.deals if test else 0,
        exact=test.exact if test else False,
        detectable=detectable_shift(found, level=level),
        disagree=disagree,
        reason=[_reason(sums, k, excludes[k]) if disagree[k] else "" for k in range(len(pillars))],
    )
    last = ["articles", "paragraphs"]
    return shift[[column for column in shift.columns if column not in last] + last]


def _reason(sums: ArticleSums, pillar: int, interval_excludes: bool) -> str:
    having = [int((part.numerators[:, pillar] > 0).sum()) for _, part in sums.by_period()]
    found = [
        f"{number} of {articles} articles in {period}"
        for number, articles, period in zip(having, sums.articles_per_period(), sums.periods, strict=True)
    ]
    if interval_excludes:
        why = (
            "The interval lets the articles of the two periods scatter differently; the test compares with deals in "
            "which they scatter alike, and finds a shift of this size there more often."
        )
    else:
        why = (
            "The test asks whether chance deals out these very articles so unevenly, which is rare; the interval asks "
            "what other articles could have shown, and has to allow for articles of the pillar not met with here."
        )
    return f"{' and '.join(found)} have the pillar. {why}"
