"""How large is each pillar's share in each group of articles, each outlet say?

The groups are the values of a column that describes articles. Small groups can be taken together as
"other"; the tables say which they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.emphasis.inputs import Integers, Paragraphs, Quantity, need_column, read_paragraphs
from discourse.emphasis.shares import ratio_estimate
from discourse.emphasis.sums import ArticleSums, article_sums
from discourse.emphasis.table import emphasis_rows
from discourse.errors import DataError, EstimateError
from discourse.printing.frames import readable

OTHER = "other"
"""Name of the small groups taken together."""
UNKNOWN = "unknown"
"""Name of the group of articles for which the column is empty."""
COLUMNS = ("pillar", "group", "quantity", "period", "value", "low", "high", "articles", "paragraphs")


@dataclass(frozen=True)
class Groups:
    """K groups of G articles, most articles first; ``lumped`` are the table's groups in ``OTHER``, which is last.

    ``cell``, length G, is each article's group and period: twice the place of its group, plus one if later.
    """

    names: tuple[str, ...]
    cell: Integers
    lumped: tuple[str, ...]

    @property
    def articles(self) -> Integers:
        """Count the articles of each group in each period, shape K x 2."""
        counts = np.bincount(self.cell, minlength=2 * len(self.names)).astype(np.int64)
        return counts.reshape(-1, 2)


def group_shares(
    table: pd.DataFrame,
    pillars: Sequence[str],
    periods: Sequence[str],
    *,
    column: str = "outlet",
    fewest: int = 0,
    quantity: Quantity = "share",
    level: float = 0.95,
) -> pd.DataFrame:
    """Count the articles and paragraphs of every group and period, and the paragraphs of each pillar among them.

    Parameters
    ----------
    table, pillars, periods, column, fewest, quantity, level
        As ``decompose_shift``.

    Returns
    -------
    DataFrame
        A row per pillar, group and period: ``pillar, group, quantity, period, value, low, high, articles,
        paragraphs, numerator, note``. ``value`` is ``numerator`` of ``paragraphs``, NaN where the group has
        none; bounds as in ``emphasis_rows``. The ``note`` of "other" names the groups in it.

    Raises
    ------
    DataError, EstimateError
        As ``decompose_shift``.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("aab"), "period": ["2023", "2023", "2025"], "outlet": ["x"] * 3,
    ...                       "primary": ["economic", "political", "political"]})
    >>> found = group_shares(table, ["economic", "political"], ["2023", "2025"])
    >>> found.loc[:1, ["group", "period", "numerator", "paragraphs", "value"]].values.tolist()
    [['x', '2023', 1, 2, 0.5], ['x', '2025', 0, 1, 0.0]]
    """
    paragraphs = read_paragraphs(table, pillars, periods)
    sums = article_sums(paragraphs, quantity=quantity)
    groups = article_groups(paragraphs, sums, column, fewest)
    few = f"fewer than {fewest} article{'' if fewest == 1 else 's'}"
    parts = []
    for place, name in enumerate(groups.names):
        part = sums.keep(groups.cell // 2 == place)
        rows = emphasis_rows([ratio_estimate(part)], level).query("quantity == @quantity")
        counts = np.stack([one.numerators.sum(axis=0) for _, one in part.by_period()], axis=1)
        note = f"{few} in a period: {', '.join(groups.lumped)}" if name == OTHER else ""
        parts.append(rows.assign(group=name, numerator=counts.ravel().astype(int), note=note))
    return readable(in_order(pd.concat(parts)[[*COLUMNS, "numerator", "note"]], pillars))


def article_groups(paragraphs: Paragraphs, sums: ArticleSums, column: str, fewest: int) -> Groups:
    """Find the group of each article that counts, and take the small groups together.

    Parameters
    ----------
    sums : ArticleSums
        Of these paragraphs; its articles are the ones that count.
    column : str
        Column of the table of paragraphs.
    fewest : int
        Groups with fewer articles than this in either period become ``OTHER``; 0 for none.

    Raises
    ------
    DataError
        If the column is missing, or an article has two values in it.
    EstimateError
        If no paragraph is labelled.
    """
    if not len(sums):
        raise EstimateError("labelled paragraphs in a period", "none", "groups of articles", "Label some first.")
    need_column(paragraphs.table, column)
    values = paragraphs.table[column].fillna("").astype(str).replace("", UNKNOWN)
    of_article = one_each(paragraphs, values, column)
    named = pd.Series(of_article, index=paragraphs.articles)[list(sums.articles)]
    counts = pd.crosstab(named.to_numpy(), sums.later).reindex(columns=[False, True], fill_value=0)
    small = counts.index[(counts < fewest).any(axis=1)]
    named = named.where(~named.isin(small), OTHER)
    totals = named.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    names = sorted(totals.index, key=OTHER.__eq__)
    cell = 2 * named.map(names.index).to_numpy(dtype=np.int64) + sums.later
    return Groups(tuple(names), cell, tuple(small))


def one_each(paragraphs: Paragraphs, values: pd.Series, column: str) -> NDArray[np.object_]:
    """Return the one value that each of the G articles has in a column, from those of its paragraphs.

    Raises
    ------
    DataError
        If an article has two.
    """
    found = values.to_numpy(dtype=object)
    of_article = found[np.unique(paragraphs.article, return_index=True)[1]]
    several = (found != of_article[paragraphs.article]).astype(bool)
    if several.any():
        where = f"article {paragraphs.articles[paragraphs.article[several][0]]}"
        raise DataError(f"one {column} an article", "several", where, "Choose a column that describes articles.")
    return of_article


def in_order(rows: pd.DataFrame, pillars: Sequence[str]) -> pd.DataFrame:
    """Sort rows by pillar, in codebook order, and leave each pillar's rows as they are."""
    order = {pillar: place for place, pillar in enumerate(pillars)}
    return rows.sort_values("pillar", key=lambda names: names.map(order), kind="stable", ignore_index=True)
