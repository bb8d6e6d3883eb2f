"""How much does the coverage stress each pillar, and how did that shift? One table, one row a number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from discourse.emphasis.intervals import FEWEST_ARTICLES, Intervals, linear_t
from discourse.emphasis.sums import ArticleSums, Quantity, Weighting, article_sums

COLUMNS = ["pillar", "quantity", "period", "value", "low", "high", "articles", "paragraphs"]


def emphasis(
    table: pd.DataFrame,
    pillars: Sequence[str],
    periods: Sequence[str],
    *,
    quantities: Sequence[Quantity] = ("share", "mention_share"),
    weighting: Weighting = "paragraph",
    interval: str = "linear_t",
    level: float = 0.95,
    seed: int = 0,
    resamples: int = 10_000,
) -> pd.DataFrame:
    """Compute every pillar's share in both periods and its shift, each with an interval by article."""
    rows: list[dict[str, object]] = []
    for quantity in quantities:
        sums = article_sums(table, pillars, periods, quantity=quantity, weighting=weighting)
        rows += _rows(sums, _bounded(sums, linear_t(sums, level)), quantity)
    return pd.DataFrame(rows, columns=COLUMNS)


def _bounded(sums: ArticleSums, found: Intervals) -> Intervals:
    earlier, later = sums.articles_per_period()
    known = np.array([[earlier], [later], [min(earlier, later)]]) >= FEWEST_ARTICLES
    floor = np.array([[0.0], [0.0], [-1.0]])
    return Intervals(
        found.value,
        np.where(known, np.clip(found.low, floor, 1), np.nan),
        np.where(known, np.clip(found.high, floor, 1), np.nan),
    )


def _rows(sums: ArticleSums, found: Intervals, quantity: str) -> list[dict[str, object]]:
    earlier, later = sums.periods
    parts = [part for _, part in sums.by_period()]
    shift = quantity.replace("share", "shift")
    labels = [(quantity, earlier, parts[0]), (quantity, later, parts[1]), (shift, f"{later}-{earlier}", sums)]
    return [
        dict(
            zip(
                COLUMNS,
                (pillar, name, period, found.value[i, k], found.low[i, k], found.high[i, k], len(part), int(part.paragraphs.sum())),
                strict=True,
            )
        )
        for k, pillar in enumerate(sums.pillars)
        for i, (name, period, part) in enumerate(labels)
    ]
