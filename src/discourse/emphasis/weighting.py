"""Does it matter whether paragraphs, articles or words are counted?

The three weightings answer three questions, and agree where the length of an article has nothing to
do with its pillars. Where one weighting's value lies outside the other's interval, and the other way
round, they do not, and a report has to say which question it answers.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from discourse.emphasis.checks import Quantity, Weighting
from discourse.emphasis.table import emphasis


def compare_weightings(
    table: pd.DataFrame,
    pillars: Sequence[str],
    periods: Sequence[str],
    *,
    quantities: Sequence[Quantity] = ("share", "mention_share"),
    weightings: Sequence[Weighting] = ("paragraph", "article", "word"),
    level: float = 0.95,
) -> pd.DataFrame:
    """Compute the same emphasis under several weightings, and mark where they disagree.

    Returns
    -------
    DataFrame
        The columns of ``emphasis`` preceded by ``weighting``, and ``disagrees``: whether this value and that
        of the first weighting lie outside each other's intervals.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("aaab"), "period": ["2023"] * 3 + ["2025"],
    ...                       "primary": ["political"] * 4, "words": [20] * 4})
    >>> found = compare_weightings(table, ["political"], ["2023", "2025"], quantities=["share"])
    >>> int(found["disagrees"].sum()), len(found)
    (0, 9)
    """
    first: pd.DataFrame | None = None
    parts = []
    for weighting in weightings:
        found = emphasis(table, pillars, periods, quantities=quantities, weighting=weighting, level=level)
        first = found if first is None else first
        apart = _outside(found["value"], first) & _outside(first["value"], found)
        parts.append(found.assign(weighting=weighting, disagrees=apart))
    united = pd.concat(parts, ignore_index=True)
    return united[["weighting", *[column for column in united.columns if column != "weighting"]]]


def weighting_warnings(compared: pd.DataFrame) -> tuple[str, ...]:
    """Say in sentences where weightings disagree beyond their intervals; empty where they do not.

    Parameters
    ----------
    compared : DataFrame
        From ``compare_weightings``.
    """
    base = compared["weighting"].iloc[0]
    keys = ["pillar", "quantity", "period"]
    values = compared[compared["weighting"] == base].set_index(keys)["value"]
    return tuple(
        f"{row.pillar}, {row.quantity} {row.period}: {row.value:.3f} by {row.weighting}, "
        f"{values[(row.pillar, row.quantity, row.period)]:.3f} by {base}; they differ beyond their intervals, "
        "so the length of articles goes with the pillar."
        for row in compared[compared["disagrees"]].itertuples()
    )


def _outside(value: pd.Series, bounds: pd.DataFrame) -> pd.Series:
    return (value < bounds["low"]) | (value > bounds["high"])
