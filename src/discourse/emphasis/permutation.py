"""Could the shift be chance alone? Permute the periods over the articles and look.

If the periods do not differ, any permutation of the articles' periods was as likely as the one
observed. The p-value is the part of all permutations whose shift is at least as large, either way, as
the observed one. It needs no variance and no large number of articles, and says by itself what few
articles cannot show: with 3 + 3 articles there are 20 permutations, and no shift can be rarer than 2 in 20.

All permutations are enumerated when there are at most ``limit`` of them; otherwise a seeded random
sample is drawn and the observed one counted with it (Phipson and Smyth 2010), so that p is never 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from discourse.emphasis.inputs import Booleans, Floats
from discourse.emphasis.sums import ArticleSums
from discourse.errors import EstimateError

MAX_PERMUTATIONS = 100_000
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
    permutations : int
        How many permutations of the periods were compared.
    exact : bool
        Whether those are all there are.
    """

    p: Floats
    smallest: float
    permutations: int
    exact: bool


def smallest_p(earlier: int, later: int) -> float:
    """Return the smallest two-sided p that an exact test can give with these numbers of articles.

    With k + k articles it is 2 / C(2k, k), because every permutation has a mirror image; with unequal
    numbers 1 / C(n, k), as the mirror image has other numbers.

    Examples
    --------
    >>> [round(smallest_p(k, k), 4) for k in (3, 4, 5, 6)]
    [0.1, 0.0286, 0.0079, 0.0022]
    >>> round(smallest_p(4, 6), 4)
    0.0048
    """
    return min(1.0, (2 if earlier == later else 1) / comb(earlier + later, later))


def period_permutations(later: Booleans, *, limit: int, rng: np.random.Generator) -> tuple[Booleans, bool]:
    """List permutations of the periods, shape D x G, and say whether these are all.

    A row marks the articles that are in the later period; the observed one is always among the rows.

    Examples
    --------
    >>> found, exact = period_permutations(np.array([False, False, True]), limit=10, rng=np.random.default_rng(0))
    >>> found.astype(int).tolist(), exact
    ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], True)
    """
    n_articles, n_later = len(later), int(later.sum())
    if comb(n_articles, n_later) <= limit:
        chosen = np.array(list(combinations(range(n_articles), n_later)), dtype=np.int64)
        every = np.zeros((len(chosen), n_articles), dtype=bool)
        np.put_along_axis(every, chosen, True, axis=1)
        return every, True
    order = rng.random((limit - 1, n_articles)).argsort(axis=1)
    return np.vstack([later, order < n_later]), False


def permuted_shifts(numerators: Floats, denominators: Floats, permutations: Booleans) -> Floats:
    """Shift of every pillar under every permutation, shape D x P; 0 / 0 cannot occur as every article counts."""
    result = np.empty((len(permutations), numerators.shape[1]))
    totals, total = numerators.sum(axis=0), denominators.sum()
    for start in range(0, len(permutations), _CHUNK):
        later = permutations[start : start + _CHUNK].astype(np.float64)
        sums, sizes = later @ numerators, (later @ denominators)[:, None]
        result[start : start + _CHUNK] = sums / sizes - (totals - sums) / (total - sizes)
    return result


def permutation_test(sums: ArticleSums, *, limit: int = MAX_PERMUTATIONS, seed: int = 0) -> PermutationTest:
    """Test every pillar's shift by permuting the periods over the articles.

    Raises
    ------
    EstimateError
        If a period has no article.

    Examples
    --------
    >>> import pandas as pd
    >>> from discourse.emphasis.inputs import read_paragraphs
    >>> from discourse.emphasis.sums import article_sums
    >>> table = pd.DataFrame({"article_id": list("aabbccdd"), "period": ["2023"] * 4 + ["2025"] * 4,
    ...                       "primary": ["economic"] * 4 + ["political"] * 4})
    >>> sums = article_sums(read_paragraphs(table, ["political", "economic"], ["2023", "2025"]))
    >>> float(permutation_test(sums).p[0].round(4))
    0.3333
    """
    earlier, later = sums.articles_per_period()
    if not earlier or not later:
        raise EstimateError("articles in both periods", f"{earlier} and {later}", "permutation test")
    rng = np.random.default_rng([seed, len(sums)])
    permutations, exact = period_permutations(sums.later, limit=limit, rng=rng)
    observed = permuted_shifts(sums.numerators, sums.denominators, sums.later[None, :])[0]
    shifts = permuted_shifts(sums.numerators, sums.denominators, permutations)
    smallest = smallest_p(earlier, later)
    return PermutationTest(
        p=(np.abs(shifts) >= np.abs(observed) - _TIE).mean(axis=0),
        smallest=smallest if exact else max(smallest, 1 / len(permutations)),
        permutations=len(permutations),
        exact=exact,
    )
