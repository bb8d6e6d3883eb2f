"""Could the shift be chance alone? Permute the periods over the articles and look.

If the periods do not differ, any permutation of the articles' periods was as likely as the one
observed. The p-value is the part of all permutations whose shift is at least as large, either way, as
the observed one. It needs no variance and no large number of articles, and says by itself what few
articles cannot show: with 3 + 3 articles there are 20 permutations, and no shift can be rarer than 2 in 20.

Three ways to the p-value, the first that can be gone:

- All permutations are enumerated where there are at most ``limit`` of them.
- Where weights are whole numbers, as those of paragraphs are, the permutations need not be listed: it is
  enough to count in how many ways so many articles give a numerator and a denominator. The counts of all
  permutations follow article by article (dynamic programming; Pagano and Tritchler 1983), and p is exact.
- Otherwise a seeded random sample is drawn and the observed permutation counted with it (Phipson and
  Smyth 2010), so that p is never 0; how far it may lie from the exact one is given beside it. How it is
  drawn, also of many thousand articles, is said in :mod:`discourse.emphasis.permuted_periods`.

"Exact" is said of exchangeable articles alone. Where the articles of one period are much longer or more
alike than those of the other, permuting them compares lengths and likeness too, not only shares.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from math import comb

import numpy as np

from discourse.emphasis.inputs import Booleans, Floats, Integers
from discourse.emphasis.permuted_periods import permutations_in_parts, rows_in_parts
from discourse.emphasis.sums import ArticleSums
from discourse.errors import EstimateError

MAX_PERMUTATIONS = 100_000
_MAX_CELLS = 20_000_000
_MAX_STEPS = 2_000_000_000
_TIE = 1e-9


@dataclass(frozen=True)
class PermutationTest:
    """Two-sided permutation test of every pillar's shift.

    Attributes
    ----------
    p : array, length P
        The p-values.
    monte_carlo_error : array, length P
        Standard error of p from the drawing of permutations; 0 where all were compared.
    smallest : array, length P
        The smallest p that any data could give with these numbers of articles.
    permutations : array, length P
        How many permutations of the periods were compared.
    exact : array of bool, length P
        Whether those are all there are. The p-value is then exact for exchangeable articles.
    """

    p: Floats
    monte_carlo_error: Floats
    smallest: Floats
    permutations: Floats
    exact: Booleans


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


def permuted_shares(numerators: Floats, denominators: Floats, permutations: Booleans) -> Floats:
    """Shares of both periods under every permutation, shape D x 2 x P; 0 / 0 cannot occur as every article counts."""
    result = np.empty((len(permutations), 2, numerators.shape[1]))
    totals, total = numerators.sum(axis=0), denominators.sum()
    for rows in rows_in_parts(len(permutations), len(denominators)):
        later = permutations[rows].astype(np.float64)
        sums, sizes = later @ numerators, (later @ denominators)[:, None]
        result[rows, 0] = (totals - sums) / (total - sizes)
        result[rows, 1] = sums / sizes
    return result


def permuted_shifts(numerators: Floats, denominators: Floats, permutations: Booleans) -> Floats:
    """Shift of every pillar under every permutation, shape D x P."""
    shares = permuted_shares(numerators, denominators, permutations)
    return shares[:, 1] - shares[:, 0]


def compared_shares(
    numerators: Floats, denominators: Floats, later: Booleans, *, limit: int, seed: int
) -> tuple[Floats, bool]:
    """Compute the shares of both periods under all permutations, or under a sample of them.

    Parameters
    ----------
    numerators, denominators : array, shapes G x P and G
        Sums of each article.
    later : array of bool, length G
        Whether it belongs to the later period.
    limit, seed : int
        As for :func:`permutation_test`.

    Returns
    -------
    shares : array, shape D x 2 x P
        Those of the D permutations, earlier period first.
    exact : bool
        Whether these are all permutations.

    Examples
    --------
    >>> ones, later = np.ones(3), np.array([False, False, True])
    >>> shares, exact = compared_shares(np.array([[0.0], [1.0], [1.0]]), ones, later, limit=10, seed=0)
    >>> shares[:, :, 0].tolist(), exact
    ([[1.0, 0.0], [0.5, 1.0], [0.5, 1.0]], True)
    """
    rng = np.random.default_rng([seed, len(later)])
    parts, number, exact = permutations_in_parts(later, limit=limit, rng=rng)
    shares, done = np.empty((number, 2, numerators.shape[1])), 0
    for part in parts:
        shares[done : done + len(part)] = permuted_shares(numerators, denominators, part)
        done += len(part)
    return shares, exact


def counted_ways(numerators: Integers, denominators: Integers, chosen: int) -> Floats:
    """Count the ways to choose articles, by the sums that they have.

    Parameters
    ----------
    numerators, denominators : array of int, length G
        Whole numbers, none below 0.
    chosen : int
        How many articles are chosen.

    Returns
    -------
    array, shape (M + 1) x (N + 1)
        Entry *m, n*: in how many ways so many articles have the numerators' sum *m* and the denominators'
        sum *n*. M and N are the sums over all articles. Counts are whole up to 2**53 and rounded beyond.

    Examples
    --------
    Two of three articles: the first two have 1 of 3 paragraphs, the other pairs 0 + 1 of 3 and 1 + 1 of 4.

    >>> ways = counted_ways(np.array([1, 0, 1]), np.array([2, 1, 2]), 2)
    >>> [(int(m), int(n), int(ways[m, n])) for m, n in zip(*np.nonzero(ways))]
    [(1, 3, 2), (2, 4, 1)]
    """
    n_articles = len(numerators)
    ways = np.zeros((chosen + 1, int(numerators.sum()) + 1, int(denominators.sum()) + 1))
    ways[0, 0, 0] = 1
    most, size = 0, 0
    for seen, article in enumerate(np.argsort(denominators, kind="stable"), start=1):
        m, n = int(numerators[article]), int(denominators[article])
        # Downwards, so that an article is chosen once; fewer than the rest can fill up lead nowhere.
        for number in range(min(seen, chosen), max(chosen - (n_articles - seen), 1) - 1, -1):
            ways[number, m : m + most + 1, n : n + size + 1] += ways[number - 1, : most + 1, : size + 1]
        most, size = most + m, size + n
    found: Floats = ways[chosen]
    return found


def exact_p(numerators: Floats, denominators: Floats, later: Booleans) -> float | None:
    """Return one pillar's two-sided p over all permutations of the periods; None where it is not to be had.

    It is not where a weight is no whole number, and where the table of sums would be too large: more than
    20 million cells, or 2,000 million additions (some seconds).

    Parameters
    ----------
    numerators, denominators : array, length G
        No numerator larger than its denominator.
    later : array of bool, length G

    Examples
    --------
    >>> exact_p(np.array([2.0, 2.0, 0.0, 0.0]), np.full(4, 2.0), np.array([False, False, True, True]))
    0.3333333333333333
    """
    both = np.column_stack([numerators, denominators])
    if (both != np.rint(both)).any() or (both < 0).any() or (numerators > denominators).any():
        return None
    # A share and what is left of it shift alike; the smaller of the two needs the smaller table.
    few = np.minimum(numerators.sum(), (denominators - numerators).sum())
    part = numerators if few == numerators.sum() else denominators - numerators
    total, number = denominators.sum(), min(int(later.sum()), int((~later).sum()))
    cells = (number + 1) * (few + 1) * (total + 1)
    if cells > _MAX_CELLS or cells * len(later) > _MAX_STEPS:
        return None
    ways = counted_ways(part.astype(np.int64), denominators.astype(np.int64), number)
    m, n = np.nonzero(ways)
    shifts = np.abs(m / n - (few - m) / (total - n))
    sums, size = part[later].sum(), denominators[later].sum()
    observed = abs(sums / size - (few - sums) / (total - size))
    counts = ways[m, n]
    return float(counts[shifts >= observed - _TIE].sum() / counts.sum())


def permutation_test(sums: ArticleSums, *, limit: int = MAX_PERMUTATIONS, seed: int = 0) -> PermutationTest:
    """Test every pillar's shift by permuting the periods over the articles.

    Parameters
    ----------
    sums : ArticleSums
    limit : int
        Up to so many permutations are enumerated; so many are drawn where no other way can be gone.
    seed : int
        Of the drawing.

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
    every = comb(len(sums), later)
    smallest = smallest_p(earlier, later)
    listed = [None] * len(sums.pillars) if every <= limit else _exact_ps(sums)
    p, exact = np.array(listed, dtype=np.float64), np.array([value is not None for value in listed])
    # Of more than a thousand articles there are more permutations than a float can say.
    possible = float(every) if every.bit_length() < sys.float_info.max_exp else math.inf
    compared = np.full(p.shape, possible)
    if not exact.all():
        p[~exact], drawn = _compared(sums, ~exact, limit, seed)
        compared[~exact] = drawn
    sampled = compared < possible
    return PermutationTest(
        p=p,
        monte_carlo_error=np.where(sampled, np.sqrt(p * (1 - p) / compared), 0.0),
        smallest=np.where(sampled, np.maximum(smallest, 1 / compared), smallest),
        permutations=compared,
        exact=~sampled,
    )


def _exact_ps(sums: ArticleSums) -> list[float | None]:
    return [exact_p(numerators, sums.denominators, sums.later) for numerators in sums.numerators.T]


def _compared(sums: ArticleSums, pillars: Booleans, limit: int, seed: int) -> tuple[Floats, int]:
    """Compare listed or drawn permutations with the observed one; p-values of the pillars, and how many were."""
    numerators = sums.numerators[:, pillars]
    observed = permuted_shifts(numerators, sums.denominators, sums.later[None, :])[0]
    shares, _ = compared_shares(numerators, sums.denominators, sums.later, limit=limit, seed=seed)
    shifts = shares[:, 1] - shares[:, 0]
    return (np.abs(shifts) >= np.abs(observed) - _TIE).mean(axis=0), len(shifts)
