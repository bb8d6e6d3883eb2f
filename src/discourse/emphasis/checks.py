"""Can shares be computed from this table, under these choices? The checks that come before every number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from discourse.errors import DataError

Weighting = Literal["paragraph", "article", "word"]
Quantity = Literal["share", "mention_share"]

WEIGHTINGS: tuple[Weighting, ...] = ("paragraph", "article", "word")
QUANTITIES: tuple[Quantity, ...] = ("share", "mention_share")
NO_PILLAR = "none"
"""The code of a paragraph that no pillar fits; it is left out of every denominator."""


def check_table(
    table: pd.DataFrame,
    pillars: Sequence[str],
    periods: Sequence[str],
    *,
    quantity: str = "share",
    weighting: str = "paragraph",
) -> None:
    """Refuse a table or a choice from which no share can be computed.

    Raises
    ------
    DataError
        With the column, the row or the argument at fault.
    """
    if len(periods) != 2 or periods[0] == periods[1]:
        raise DataError("two different periods, earlier first", repr(tuple(periods)), "periods")
    if not pillars:
        raise DataError("at least one pillar", "none", "pillars")
    _one_of(quantity, QUANTITIES, "quantity")
    _one_of(weighting, WEIGHTINGS, "weighting")
    needed = ["article_id", "period", "primary"]
    needed += ["also"] if quantity == "mention_share" else []
    needed += ["words"] if weighting == "word" else []
    for column in needed:
        if column not in table.columns:
            raise DataError(
                f"a column {column}", f"the columns {', '.join(map(str, table.columns))}", "table of paragraphs"
            )
    for column in ("article_id", "period", "primary"):
        if table[column].isna().any():
            raise DataError(
                "a text",
                "a missing value",
                f"row {_first(table[column].isna())}, column {column}",
                "Use '' for unknown.",
            )
    unknown = ~table["primary"].isin([*pillars, "", NO_PILLAR])
    if unknown.any():
        found = table["primary"].iloc[_first(unknown)]
        raise DataError(
            f"one of {', '.join(pillars)}, none or ''", repr(found), f"row {_first(unknown)}, column primary"
        )
    if table.groupby("article_id")["period"].nunique().gt(1).any():
        article = table.groupby("article_id")["period"].nunique().idxmax()
        raise DataError(
            "one period an article", "several", f"article {article}", "Correct its date, or split the article."
        )
    if weighting == "word":
        words = pd.to_numeric(table["words"], errors="coerce")
        wrong = ~((words > 0) & (words < np.inf))
        if wrong.any():
            raise DataError(
                "a positive number of words",
                repr(table["words"].iloc[_first(wrong)]),
                f"row {_first(wrong)}, column words",
            )


def _one_of(found: str, known: Sequence[str], where: str) -> None:
    if found not in known:
        raise DataError(f"one of {', '.join(known)}", repr(found), where)


def _first(marked: pd.Series) -> int:
    return int(np.flatnonzero(marked.to_numpy())[0])
