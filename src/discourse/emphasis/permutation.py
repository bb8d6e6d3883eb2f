"""Could the shift be chance alone? Deal the periods out over the articles anew and look.

If the periods do not differ, any way of dealing the articles' periods out was as likely as the one
observed. The p-value is the part of all deals whose shift is at least as large, either way, as the
observed one. It needs no variance and no large number of articles, and says by itself what few
articles cannot show: with 3 + 3 articles there are 20 deals, and no shift can be rarer than 2 in 20.

All deals are enumerated when there are at most ``limit`` of them; otherwise a seeded random sample
is drawn and the observed deal counted with it (Phipson and Smyth 2010), so that p is never 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from discourse.emphasis.intervals import Intervals
from discourse.emphasis.sums import ArticleSums, Booleans, Floats
from discourse.errors import EstimateError

DEALS = 100_000
_CHUNK = 20_000
_TIE = 1e-9


@dataclass(frozen=True)
class PermutationTest:
    """Two-sided permutation test of every pillar's shift.

    Attributes
    ----------
    p : array, length P
        The p-values.
    smallest : float
        The smallest p that any data could give with these numbers of articles.
    deals : int
        How many ways of dealing out the periods were compared.
    exact : bool
        Whether those are all there are.
    """

    p: Floats
    smallest: float
    deals: int
    exact: bool


def smallest_p(earlier: int, later: int) -> float:
    """Return the smallest two-sided p that an exact test can give with these numbers of articles.

    With k + k articles it is 2 / C(2k, k), because every deal has a mirror image; with unequal
    numbers 1 / C(n, k), as the mirror image has other numbers.

    Examples
    --------
    >>> [round(smallest_p(k, k), 4) for k in (3, 4, 5, 6)]
    [0.1, 0.0286, 0.0079, 0.0022]
    >>> round(smallest_p(4, 6), 4)
    0.0048
    """
    return min(1.0, (2 if earlier == later else 1) / comb(earlier + later, later))


def deals(later: Booleans, *, limit: int, rng: np.random.Generator) -> tuple[Booleans, bool]:
    """List ways of dealing the periods out, shape D x G, and say whether these are all.

    The observed deal is always among them.
    """
    n_articles, n_later = len(later), int(later.sum())
    if comb(n_articles, n_later) <= limit:
        chosen = np.array(list(combinations(range(n_articles), n_later)), dtype=np.int64)
        every = np.zeros((len(chosen), n_articles), dtype=bool)
        np.put_along_axis(every, chosen, True, axis=1)
        return every, True
    order = rng.random((limit - 1, n_articles)).argsort(axis=1)
    return np.vstack([later, order < n_later]), False


def shifts_of_deals(numerators: Floats, denominators: Floats, dealt: Booleans) -> Floats:
    """Shift of every pillar under every deal, shape D x P; 0 / 0 cannot occur as every article counts."""
    result = np.empty((len(dealt), numerators.shape[1]))
    totals, total = numerators.sum(axis=0), denominators.sum()
    for start in range(0, len(dealt), _CHUNK):
        later = dealt[start : start + _CHUNK].astype(np.float64)
        sums, sizes = later @ numerators, (later @ denominators)[:, None]
        result[start : start + _CHUNK] = sums / sizes - (totals - sums) / (total - sizes)
    return result


def permutation_test(sums: ArticleSums, *, limit: int = DEALS, seed: int = 0) -> PermutationTest:
    """Test every pillar's shift by dealing the periods out over the articles.

    Raises
    ------
    EstimateError
        If a period has no article.

    Examples
    --------
    >>> import pandas as pd
    >>> from discourse.emphasis.sums import article_sums
    >>> table = pd.DataFrame({"article_id": list("aabbccdd"), "period": ["2023"] * 4 + ["2025"] * 4,
    ...                       "primary": ["economic"] * 4 + ["political"] * 4})
    >>> float(permutation_test(article_sums(table, ["political", "economic"], ["2023", "2025"])).p[0].round(4))
    0.3333
    """
    earlier, later = sums.articles_per_period()
    if not earlier or not later:
        raise EstimateError("articles in both periods", f"{earlier} and {later}", "permutation test")
    dealt, exact = deals(sums.later, limit=limit, rng=np.random.default_rng([seed, len(sums)]))
    observed = shifts_of_deals(sums.numerators, sums.denominators, sums.later[None, :])[0]
    shifts = shifts_of_deals(sums.numerators, sums.denominators, dealt)
    p = (np.abs(shifts) >= np.abs(observed) - _TIE).mean(axis=0)
    smallest = smallest_p(earlier, later)
    return PermutationTest(
        p=p, smallest=smallest if exact else max(smallest, 1 / len(dealt)), deals=len(dealt), exact=exact
    )


def permutation_interval(sums: ArticleSums, level: float = 0.95, *, limit: int = DEALS, seed: int = 0) -> Intervals:
    """Invert the permutation test: every shift that it does not reject at 1 - level.

    A shift ``d`` is tested by taking ``d`` off every later article's share and dealing the periods
    out anew. Under a deal the difference is then ``a - d b``, with ``a`` the dealt shift of the pillar
    and ``b`` that of the mark "was later"; it is at least as extreme as the observed one between
    ``(a0 - a) / (1 - b)`` and ``(a0 + a) / (1 + b)``. So each deal votes for one span of shifts, and the
    bounds are order statistics of the spans' ends: exact, without search. The observed deal and its
    mirror image vote for every shift.

    Gives the shift alone; rows of shares are NaN. With fewer articles than the level asks for (3 + 3
    at 95 %) nothing can be rejected, and the interval is everything.
    """
    dealt, _ = deals(sums.later, limit=limit, rng=np.random.default_rng([seed, len(sums)]))
    marks = (sums.denominators * sums.later)[:, None]
    shifts = shifts_of_deals(np.hstack([sums.numerators, marks]), sums.denominators, dealt)
    observed = shifts_of_deals(sums.numerators, sums.denominators, sums.later[None, :])[0]
    a, b = shifts[:, :-1], shifts[:, -1:]
    whole = 1 - np.abs(b) < _TIE
    one = (observed - a) / np.where(whole, 1.0, 1 - b)
    other = (observed + a) / np.where(whole, 1.0, 1 + b)
    starts = np.where(whole, -np.inf, np.minimum(one, other))
    ends = np.where(whole, np.inf, np.maximum(one, other))
    outside = int(np.floor((1 - level) * len(dealt) + _TIE))
    low, high = np.full((3, a.shape[1]), np.nan), np.full((3, a.shape[1]), np.nan)
    low[2] = np.partition(starts, outside, axis=0)[outside]
    high[2] = -np.partition(-ends, outside, axis=0)[outside]
    return Intervals(low, high)
