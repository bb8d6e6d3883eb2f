"""What does each article contribute to a share? The sums over its paragraphs, made once.

Every share of this package is a ratio of two sums over articles: for pillar *k*, ::

    share_k = sum over articles of numerator_gk / sum over articles of denominator_g.

So the paragraphs are added up to one row an article, once, in time linear in the paragraphs;
estimates, permutations and resamples then work on articles alone, which is also what keeps the
paragraphs of one article together in all of them.

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

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import compress

import numpy as np

from discourse.emphasis.inputs import Booleans, Floats, Integers, Paragraphs, Quantity, Weighting


@dataclass(frozen=True)
class ArticleSums:
    """Sums over the paragraphs of each article; G articles sorted by id, P pillars.

    The arrays of numbers may have leading axes (...): many simulated studies of one design at once.

    Attributes
    ----------
    pillars, periods : tuple of str
        Names of the P columns; the two periods, earlier first.
    quantity, weighting : str
        What is counted, and with which weights.
    articles : tuple of str
        Ids of the G articles that have a paragraph which counts.
    later : array of bool, length G
        Whether the article belongs to the later period.
    numerators : array, shape (..., G, P)
        Weight of the article's paragraphs that belong to the pillar.
    denominators : array, shape (..., G)
        Weight of all its paragraphs that count.
    squares : array, shape (..., G)
        Sum of the squared weights of those paragraphs; with it the paragraphs of a weighted share can
        be expressed as a number of equally weighted ones (Kish 1965).
    paragraphs : array of int, shape (..., G)
        How many paragraphs that is.
    """

    pillars: tuple[str, ...]
    periods: tuple[str, str]
    quantity: Quantity
    weighting: Weighting
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
            articles=tuple(compress(self.articles, chosen)),
            later=self.later[chosen],
            numerators=self.numerators[..., chosen, :],
            denominators=self.denominators[..., chosen],
            squares=self.squares[..., chosen],
            paragraphs=self.paragraphs[..., chosen],
        )

    def by_period(self) -> Iterator[tuple[str, ArticleSums]]:
        """Yield each period's id with the sums of its articles, earlier period first."""
        yield self.periods[0], self.keep(~self.later)
        yield self.periods[1], self.keep(self.later)

    def articles_per_period(self) -> tuple[int, int]:
        """Count the articles of the earlier and of the later period."""
        return int((~self.later).sum()), int(self.later.sum())


def article_sums(
    paragraphs: Paragraphs, *, quantity: Quantity = "share", weighting: Weighting = "paragraph"
) -> ArticleSums:
    """Add the coded paragraphs up to one row an article.

    A paragraph counts when it has a label, that label is not ``none``, and it lies in one of the two
    periods. For the ``share`` it belongs to its primary pillar; for the ``mention_share`` to its
    primary pillar and to every pillar in ``also``, so mention shares add up to more than one.

    Parameters
    ----------
    paragraphs : Paragraphs
        From ``read_paragraphs``; ``also`` is needed for mention shares, ``words`` for that weighting.
    quantity, weighting : str
        See above and the table at the top of this file.

    Returns
    -------
    ArticleSums
        Articles without a paragraph that counts are not in it.

    Raises
    ------
    DataError
        If a column that the choice needs is missing, or words are not positive numbers.

    Examples
    --------
    >>> import pandas as pd
    >>> from discourse.emphasis.inputs import read_paragraphs
    >>> table = pd.DataFrame({"article_id": ["a", "a", "b"], "period": ["2023", "2023", "2025"],
    ...                       "primary": ["political", "economic", "political"]})
    >>> sums = article_sums(read_paragraphs(table, ["political", "economic"], ["2023", "2025"]))
    >>> sums.numerators.tolist(), sums.denominators.tolist()
    ([[1.0, 1.0], [1.0, 0.0]], [2.0, 1.0])
    """
    belongs = paragraphs.belongs(quantity)
    weights = paragraphs.weights(weighting, paragraphs.coded)
    return add_up(paragraphs, belongs, weights, quantity=quantity, weighting=weighting)


def add_up(
    paragraphs: Paragraphs,
    belongs: Floats,
    weights: Floats,
    counts: Floats | None = None,
    *,
    quantity: Quantity = "share",
    weighting: Weighting = "paragraph",
) -> ArticleSums:
    """Add N paragraphs up by article.

    Parameters
    ----------
    belongs : array, shape N x P
        How much of the paragraph belongs to each pillar (0 or 1 for a label, a corrected value for a
        prediction).
    weights : array, length N
        Weight of each paragraph; 0 where it does not count.
    counts : array, length N, optional
        How much the paragraph counts in the denominator before weighting; 1 where not given.
    quantity, weighting : str
        What is counted, and with which weights.
    """
    n_articles = len(paragraphs.articles)
    sums = ArticleSums(
        pillars=paragraphs.pillars,
        periods=paragraphs.periods,
        quantity=quantity,
        weighting=weighting,
        articles=tuple(paragraphs.articles),
        later=paragraphs.period == 1,
        numerators=sum_by(paragraphs.article, weights[:, None] * belongs, n_articles),
        denominators=sum_by(paragraphs.article, weights if counts is None else weights * counts, n_articles),
        squares=sum_by(paragraphs.article, weights**2, n_articles),
        paragraphs=np.bincount(paragraphs.article, weights > 0, n_articles).astype(np.int64),
    )
    return sums.keep(sums.paragraphs > 0)


def sum_by(group: Integers, values: Floats, n_groups: int) -> Floats:
    """Add rows up by group: values of shape N or N x K give sums of length G or shape G x K.

    Examples
    --------
    >>> sum_by(np.array([0, 1, 0]), np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), 2).tolist()
    [[6.0, 8.0], [3.0, 4.0]]
    """
    if values.ndim == 1:
        return np.bincount(group, values, n_groups).astype(np.float64)
    columns = [np.bincount(group, column, n_groups) for column in values.T]
    return np.column_stack(columns).astype(np.float64)
