"""What does each article contribute to a share? The sums over its paragraphs, made once.

Every share of this package is a ratio of two sums over articles: for pillar *k*,

    share_k = sum over articles of numerator_gk / sum over articles of denominator_g.

So the paragraphs are added up to one row an article, once, in time linear in the paragraphs;
estimates, bootstraps, permutations and jackknives then work on articles alone, which is also what
keeps the paragraphs of one article together in all of them.

What a paragraph adds is its weight:

========== =========================================== ============================================
weighting  a paragraph's weight                        the share answers
========== =========================================== ============================================
paragraph  1                                           which part of the paragraphs?
article    1 / paragraphs counted in its article       which part of the average article?
word       its number of words                         which part of the words?
========== =========================================== ============================================
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.emphasis.checks import NO_PILLAR, Quantity, Weighting, check_table

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True)
class ArticleSums:
    """Sums over the paragraphs of each article; G articles sorted by id, P pillars.

    Attributes
    ----------
    pillars, periods : tuple of str
        Names of the P columns; the two periods, earlier first.
    articles : tuple of str
        Ids of the G articles that have a paragraph which counts.
    later : array of bool, length G
        Whether the article belongs to the later period.
    numerators : array, shape G x P
        Weight of the article's paragraphs that belong to the pillar.
    denominators : array, length G
        Weight of all its paragraphs that count.
    squares : array, length G
        Sum of the squared weights of those paragraphs; with it the paragraphs of a weighted share can
        be expressed as a number of equally weighted ones (Kish 1965).
    paragraphs : array of int, length G
        How many paragraphs that is.
    """

    pillars: tuple[str, ...]
    periods: tuple[str, str]
    articles: tuple[str, ...]
    later: Booleans
    numerators: Floats
    denominators: Floats
    squares: Floats
    paragraphs: Integers

    def __len__(self) -> int:
        return len(self.articles)

    def keep(self, chosen: Booleans) -> ArticleSums:
        """Return the articles marked True."""
        return replace(
            self,
            articles=tuple(article for article, kept in zip(self.articles, chosen, strict=True) if kept),
            later=self.later[chosen],
            numerators=self.numerators[chosen],
            denominators=self.denominators[chosen],
            squares=self.squares[chosen],
            paragraphs=self.paragraphs[chosen],
        )

    def by_period(self) -> Iterator[tuple[str, ArticleSums]]:
        """Yield each period's id with the sums of its articles, earlier period first."""
        yield self.periods[0], self.keep(~self.later)
        yield self.periods[1], self.keep(self.later)

    def articles_per_period(self) -> tuple[int, int]:
        """Count the articles of the earlier and of the later period."""
        return int((~self.later).sum()), int(self.later.sum())


def article_sums(
    table: pd.DataFrame,
    pillars: Sequence[str],
    periods: Sequence[str],
    *,
    quantity: Quantity = "share",
    weighting: Weighting = "paragraph",
) -> ArticleSums:
    """Add the coded paragraphs of a table up to one row an article.

    A paragraph counts when it has a label, that label is not ``none``, and it lies in one of the two
    periods. For the ``share`` it belongs to its primary pillar; for the ``mention_share`` to its
    primary pillar and to every pillar in ``also``, so mention shares add up to more than one.

    Parameters
    ----------
    table : DataFrame
        One row a paragraph: ``article_id``, ``period``, ``primary`` ("" if not labelled), and
        ``also`` (tuple of pillars) for mention shares, ``words`` for the weighting by words.
    pillars, periods : sequence of str
        Pillars in codebook order; exactly two periods, earlier first.
    quantity, weighting : str
        See above and the table at the top of this file.

    Returns
    -------
    ArticleSums
        Articles without a paragraph that counts are not in it.

    Raises
    ------
    DataError
        If a column is missing, a code is no pillar, an article lies in both periods, words are not
        positive numbers, or there are not two periods.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": ["a", "a", "b"], "period": ["2023", "2023", "2025"],
    ...                       "primary": ["political", "economic", "political"]})
    >>> sums = article_sums(table, ["political", "economic"], ["2023", "2025"])
    >>> sums.numerators.tolist(), sums.denominators.tolist()
    ([[1.0, 1.0], [1.0, 0.0]], [2.0, 1.0])
    """
    check_table(table, pillars, periods, quantity=quantity, weighting=weighting)
    kept = table[table["period"].isin(list(periods)) & ~table["primary"].isin(["", NO_PILLAR])]
    return add_up(kept, membership(kept, pillars, quantity), pillars, periods, weighting)


def membership(table: pd.DataFrame, pillars: Sequence[str], quantity: Quantity) -> Floats:
    """Mark the pillars of each paragraph, shape N x P: 1 where it belongs to the pillar, else 0."""
    primary = table["primary"].to_numpy(dtype=object)
    belongs = primary[:, None] == np.array(pillars, dtype=object)[None, :]
    if quantity == "mention_share":
        also = table["also"].tolist()
        belongs |= np.array([[pillar in codes for pillar in pillars] for codes in also], dtype=bool).reshape(
            belongs.shape
        )
    return belongs.astype(np.float64)


def add_up(
    table: pd.DataFrame,
    belongs: Floats,
    pillars: Sequence[str],
    periods: Sequence[str],
    weighting: Weighting,
    counts: Floats | None = None,
) -> ArticleSums:
    """Add paragraphs up by article.

    Parameters
    ----------
    table : DataFrame
        One row a paragraph that counts, N rows, with ``article_id``, ``period`` and, where needed, ``words``.
    belongs : array, shape N x P
        How much of the paragraph belongs to each pillar (0 or 1 for a label, a probability or a
        corrected value for a prediction).
    counts : array, length N, optional
        How much the paragraph counts in the denominator before weighting; 1 where not given.
    """
    articles, index, first = groups(table["article_id"])
    n_articles = len(articles)
    weights = paragraph_weights(table, index, weighting)
    counts = np.ones(len(table)) if counts is None else counts
    numerators = np.column_stack([sum_by(index, weights * column, n_articles) for column in belongs.T])
    return ArticleSums(
        pillars=tuple(pillars),
        periods=(periods[0], periods[1]),
        articles=tuple(articles),
        later=table["period"].to_numpy(dtype=object)[first] == periods[1],
        numerators=numerators.reshape(n_articles, len(pillars)),
        denominators=sum_by(index, weights * counts, n_articles),
        squares=sum_by(index, weights**2, n_articles),
        paragraphs=np.bincount(index, minlength=n_articles).astype(np.int64),
    )


def sum_by(index: Integers, values: Floats, n_articles: int) -> Floats:
    """Add values up by article, length G."""
    return np.bincount(index, values, n_articles).astype(np.float64)


def groups(article_ids: pd.Series) -> tuple[NDArray[np.object_], Integers, Integers]:
    """Return the sorted article ids, each paragraph's place among them, and each article's first row."""
    articles, first, index = np.unique(article_ids.to_numpy(dtype=object), return_index=True, return_inverse=True)
    return articles, index.astype(np.int64), first.astype(np.int64)


def period_numbers(table: pd.DataFrame, first: Integers, periods: Sequence[str]) -> Integers:
    """Return each article's period: 0 the earlier, 1 the later, -1 none; ``first`` from ``groups``."""
    period = table["period"].to_numpy(dtype=object)[first]
    return np.where(period == periods[0], 0, np.where(period == periods[1], 1, -1)).astype(np.int64)


def paragraph_weights(table: pd.DataFrame, index: Integers, weighting: Weighting) -> Floats:
    """Return the weight of every paragraph, length N; see the table at the top of this file.

    Parameters
    ----------
    table : DataFrame
        The N paragraphs that count; ``words`` is read for the weighting by words.
    index : array of int, length N
        Each paragraph's article.
    """
    if weighting == "word":
        return table["words"].to_numpy(dtype=np.float64)
    if weighting == "article":
        return 1.0 / np.bincount(index)[index]
    return np.ones(len(table))
