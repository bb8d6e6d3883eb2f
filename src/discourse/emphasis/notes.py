"""What is missing from a table of emphasis, and what can it not show? In sentences, for under a figure."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from discourse.emphasis.checks import NO_PILLAR
from discourse.emphasis.estimators import Estimator
from discourse.emphasis.intervals import FEWEST_ARTICLES
from discourse.emphasis.permutation import smallest_p


def notes(
    table: pd.DataFrame,
    pillars: Sequence[str],
    periods: Sequence[str],
    *,
    estimator: Estimator = "coded",
    level: float = 0.95,
) -> tuple[str, ...]:
    """Say in sentences what a table of emphasis leaves out, and what it cannot show.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("abc"), "period": ["2023", "2025", "2025"],
    ...                       "primary": ["political", "political", "none"]})
    >>> for note in notes(table, ["political", "economic"], ["2023", "2025"]):
    ...     print(note)
    1 paragraph is coded 'none' and left out of every denominator.
    Only 1 article in 2023: no interval for that period and for the shift (5 are needed).
    Only 1 article in 2025: no interval for that period and for the shift (5 are needed).
    With 1 + 1 articles no exact test can give a p below 1: it cannot reject at 0.05, whatever the shift.
    No paragraph is about economic in either period: its shares are 0 as far as these articles show.
    """
    kept = table[table["period"].isin(list(periods))]
    used = kept[~kept["primary"].isin(["", NO_PILLAR])] if estimator == "coded" else kept
    return (*_left_out(kept, estimator), *_few_articles(used, periods, level), *_absent(used, pillars, estimator))


def _left_out(kept: pd.DataFrame, estimator: str) -> list[str]:
    unlabelled, without = int((kept["primary"] == "").sum()), int((kept["primary"] == NO_PILLAR).sum())
    said = [f"{_count(without)} coded 'none' and left out of every denominator."] if without else []
    if unlabelled and estimator == "coded":
        said.append(f"{_count(unlabelled)} not labelled and left out.")
    return said


def _few_articles(used: pd.DataFrame, periods: Sequence[str], level: float) -> list[str]:
    said, counts = [], [used.loc[used["period"] == period, "article_id"].nunique() for period in periods]
    for period, articles in zip(periods, counts, strict=True):
        if articles < FEWEST_ARTICLES:
            number = f"Only {articles} article{'s' if articles > 1 else ''}" if articles else "No article"
            said.append(
                f"{number} in {period}: no interval for that period and for the shift ({FEWEST_ARTICLES} are needed)."
            )
    best = smallest_p(*counts) if min(counts) else 0.0
    if best > 1 - level:
        said.append(
            f"With {counts[0]} + {counts[1]} articles no exact test can give a p below {best:.2g}: "
            f"it cannot reject at {1 - level:.2g}, whatever the shift."
        )
    return said


def _absent(used: pd.DataFrame, pillars: Sequence[str], estimator: str) -> list[str]:
    absent = [pillar for pillar in pillars if not (used["primary"] == pillar).any()]
    if not absent or estimator != "coded":
        return []
    whose = "its" if len(absent) == 1 else "their"
    return [
        f"No paragraph is about {' or '.join(absent)} in either period: "
        f"{whose} shares are 0 as far as these articles show."
    ]


def _count(number: int) -> str:
    return f"{number} paragraph{'s are' if number > 1 else ' is'}"
