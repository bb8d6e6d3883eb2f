"""How much does the coverage stress each pillar, and how did that shift? One row a number.

This is the table that the figures are drawn from: every share and every shift with its interval and
the articles behind it. What the data cannot carry is NaN in it, never a guess; ``notes`` says in
words what is missing and why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from discourse.emphasis.checks import Quantity, Weighting
from discourse.emphasis.estimators import SUMMED, Estimator, estimate, sums_for
from discourse.emphasis.intervals import (
    Intervals,
    linear_t,
    only_with_articles,
    wilson_t,
    within_limits,
)
from discourse.emphasis.permutation import permutation_interval
from discourse.emphasis.resampling import percentile, studentised
from discourse.emphasis.shares import Estimate
from discourse.emphasis.sums import ArticleSums
from discourse.emphasis.wild import wild_bootstrap
from discourse.errors import DataError

Interval = Literal["wilson_t", "linear_t", "satterthwaite", "percentile", "studentised", "permutation", "wild"]

COLUMNS = ("pillar", "quantity", "period", "value", "low", "high", "articles", "paragraphs")

FROM_ESTIMATE: dict[str, Callable[[Estimate, float], Intervals]] = {
    "wilson_t": wilson_t,
    "linear_t": linear_t,
    "satterthwaite": lambda found, level: linear_t(found, level, satterthwaite=True),
}
"""Intervals that need an estimate and its variance alone; they serve every estimator."""

FROM_SUMS: dict[str, Callable[[ArticleSums, float, int, int], Intervals]] = {
    "percentile": lambda sums, level, resamples, seed: percentile(sums, level, resamples=resamples, seed=seed),
    "studentised": lambda sums, level, resamples, seed: studentised(sums, level, resamples=resamples, seed=seed),
    "permutation": lambda sums, level, resamples, seed: permutation_interval(sums, level, limit=resamples, seed=seed),
    "wild": lambda sums, level, resamples, seed: wild_bootstrap(sums, level, resamples=resamples, seed=seed),
}
"""Intervals by resampling or dealing out articles; they need sums over articles."""


def emphasis(
    table: pd.DataFrame,
    pillars: Sequence[str],
    periods: Sequence[str],
    *,
    quantities: Sequence[Quantity] = ("share", "mention_share"),
    weighting: Weighting = "paragraph",
    estimator: Estimator = "coded",
    interval: Interval = "wilson_t",
    level: float = 0.95,
    seed: int = 0,
    resamples: int = 10_000,
) -> pd.DataFrame:
    """Compute every pillar's share in both periods and its shift, each with an interval by article.

    Parameters
    ----------
    table : DataFrame
        One row a paragraph: ``article_id``, ``period``, ``primary`` ("" if not labelled, ``none`` if it is
        in no pillar; neither enters the denominator), ``also``, and what weighting and estimator need.
    pillars, periods : sequence of str
        Pillars in codebook order; two periods, earlier first.
    quantities : sequence of str
        ``share`` (primary pillar) and ``mention_share`` (primary or also).
    weighting : str
        ``paragraph``, ``article`` or ``word``.
    estimator : str
        See ``estimators``; all but ``coded`` give shares only.
    interval : str
        ``wilson_t`` (default; the evidence is in ``intervals``), ``linear_t``, ``satterthwaite``,
        ``percentile``, ``studentised``, ``permutation`` or ``wild``; the last two give the shift only.
    level, seed, resamples
        Level of the intervals; seed and number of resamples where the interval needs them.

    Returns
    -------
    DataFrame
        A row per pillar, quantity and period or shift, with ``pillar, quantity, period, value, low, high,
        articles, paragraphs``. Shifts have the quantity ``shift`` or ``mention_shift``, a period such as
        "2025-2023" (later minus earlier), and the articles and paragraphs of both periods. ``low`` and
        ``high`` are NaN with fewer than five articles in a period.

    Raises
    ------
    DataError, EstimateError
        If the table or a choice is wrong, or the data cannot carry the estimator.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("aabbccdd"), "period": ["2023"] * 4 + ["2025"] * 4,
    ...                       "primary": ["economic", "political"] + ["economic"] * 2 + ["political"] * 4})
    >>> found = emphasis(table, ["political", "economic"], ["2023", "2025"], quantities=["share"])
    >>> found.loc[:2, ["pillar", "quantity", "period", "value", "low", "articles"]].values.tolist()
    [['political', 'share', '2023', 0.25, nan, 2], ['political', 'share', '2025', 1.0, nan, 2], \
['political', 'shift', '2025-2023', 0.75, nan, 4]]
    """
    if not 0 < level < 1:
        raise DataError("a level between 0 and 1", str(level), "level")
    if resamples < 1:
        raise DataError("at least one resample", str(resamples), "resamples")
    if interval not in FROM_ESTIMATE and interval not in FROM_SUMS:
        raise DataError(f"one of {', '.join((*FROM_ESTIMATE, *FROM_SUMS))}", repr(interval), "interval")
    rows: list[pd.DataFrame] = []
    for quantity in quantities:
        found = estimate(table, pillars, periods, estimator=estimator, quantity=quantity, weighting=weighting)
        if interval in FROM_ESTIMATE:
            bounds = FROM_ESTIMATE[interval](found, level)
        else:
            sums = sums_for(table, pillars, periods, estimator=estimator, quantity=quantity, weighting=weighting)
            bounds = FROM_SUMS[interval](sums, level, resamples, seed) if min(found.articles) else _nothing(found)
        bounds = only_with_articles(within_limits(bounds), found.articles)
        behind = _behind(table, pillars, periods, estimator, quantity, weighting)
        rows.append(_rows(found, bounds, behind, pillars, periods, quantity))
    return pd.concat(rows, ignore_index=True)


def _nothing(found: Estimate) -> Intervals:
    unknown = np.full(found.value.shape, np.nan)
    return Intervals(unknown, unknown)


def _behind(
    table: pd.DataFrame,
    pillars: Sequence[str],
    periods: Sequence[str],
    estimator: Estimator,
    quantity: Quantity,
    weighting: Weighting,
) -> list[tuple[int, int]]:
    """Articles and paragraphs behind the earlier share, the later share, and the shift."""
    if estimator in SUMMED:
        sums = sums_for(table, pillars, periods, estimator=estimator, quantity=quantity, weighting=weighting)
        counts = [(len(part), int(part.paragraphs.sum())) for _, part in sums.by_period()]
    else:
        parts = [table[table["period"] == period] for period in periods]
        counts = [(int(part["article_id"].nunique()), len(part)) for part in parts]
    return [*counts, (counts[0][0] + counts[1][0], counts[0][1] + counts[1][1])]


def _rows(
    found: Estimate,
    bounds: Intervals,
    behind: list[tuple[int, int]],
    pillars: Sequence[str],
    periods: Sequence[str],
    quantity: str,
) -> pd.DataFrame:
    n_pillars = len(pillars)
    shift = quantity.replace("share", "shift")
    return pd.DataFrame(
        {
            "pillar": np.repeat(list(pillars), 3),
            "quantity": [quantity, quantity, shift] * n_pillars,
            "period": [periods[0], periods[1], f"{periods[1]}-{periods[0]}"] * n_pillars,
            "value": found.value.T.ravel(),
            "low": bounds.low.T.ravel(),
            "high": bounds.high.T.ravel(),
            "articles": [articles for articles, _ in behind] * n_pillars,
            "paragraphs": [paragraphs for _, paragraphs in behind] * n_pillars,
        },
        columns=COLUMNS,
    )
