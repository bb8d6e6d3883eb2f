"""How strongly does a word belong to a group of texts, or to another word, and how evenly is it spread?

The measures of a group take the 2 x 2 table of a word and all other words in a target and a reference; they are
signed by direction: positive where the target uses the word more than expected. Tokens are taken as independent,
which tokens of one article are not, so these are rankings and no tests.

The corrections follow what quanteda.textstats does: Yates subtracts half a count only where ``|ad - bc| >= N/2``
and an expected count is below 5; Williams' divisor is 1 where a cell is empty.

Sources: Dunning (1993), Computational Linguistics 19(1); Hardie (2014) for the log ratio; Rychly (2008) for logDice;
Church & Hanks (1990) for mutual information; Gries (2008) and Lijffijt & Gries (2012) for the deviation of
proportions; Kilgarriff (2001) for the rank-sum test of rates.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.special import xlogy

from discourse.resampling import Floats

MIN_ARTICLES = 5
"""Texts on each side without which rates are not tested."""
_HALF = 0.5
"""What a count of zero is taken for in the log ratio."""
_AT_ONCE = 4_000_000
"""Rates that are held at a time as a full matrix."""


def chi_squared(
    target: ArrayLike, reference: ArrayLike, target_total: float, reference_total: float, *, yates: bool = False
) -> Floats:
    """Signed Pearson chi-squared of each word.

    Parameters
    ----------
    target, reference : array of float, length V
        Counts of each word in the two groups.
    target_total, reference_total : float
        Tokens of the two groups.
    yates : bool
        Correct small tables (see the module's docstring).

    Returns
    -------
    array of float, length V
        Larger than 3.84 in size: unlikely (p < .05) if tokens were independent.

    Examples
    --------
    >>> chi_squared([1048], [779], 43_002, 108_539).round(4).tolist()
    [764.4484]
    """
    a, b, c, d = _cells(target, reference, target_total, reference_total)
    total = a + b + c + d
    gap = np.abs(a * d - b * c)
    small = np.minimum.reduce(_expected(a, b, c, d)) < 5
    cut = np.where(small & (gap >= total / 2), total / 2, 0) if yates else 0
    value = total * (gap - cut) ** 2 / ((a + b) * (c + d) * (a + c) * (b + d))
    return np.asarray(np.sign(a * d - b * c) * value)


def log_likelihood(
    target: ArrayLike, reference: ArrayLike, target_total: float, reference_total: float, *, williams: bool = False
) -> Floats:
    """Signed likelihood ratio G2 of each word (Dunning 1993).

    Parameters
    ----------
    target, reference, target_total, reference_total
        As in :func:`chi_squared`.
    williams : bool
        Divide by Williams' correction.

    Examples
    --------
    >>> log_likelihood([3], [7], 10, 9).round(4).tolist()
    [-4.5349]
    >>> log_likelihood([3], [7], 10, 9, williams=True).round(4).tolist()
    [-4.2008]
    """
    cells = _cells(target, reference, target_total, reference_total)
    a, b, c, d = cells
    total = a + b + c + d
    expected = _expected(a, b, c, d)
    value = 2 * sum(xlogy(seen, seen) - xlogy(seen, due) for seen, due in zip(cells, expected, strict=True))
    if williams:
        rows, columns = total / (a + b) + total / (c + d) - 1, total / (a + c) + total / (b + d) - 1
        value = value / np.where(np.minimum.reduce(cells) > 0, 1 + rows * columns / (6 * total), 1)
    return np.asarray(np.sign(a * d - b * c) * value)


def log_ratio(target: ArrayLike, reference: ArrayLike, target_total: float, reference_total: float) -> Floats:
    """Base-2 logarithm of the ratio of two relative frequencies; 1: twice as frequent in the target.

    Parameters
    ----------
    target, reference, target_total, reference_total
        As in :func:`chi_squared`. A count of zero is taken as half a count.

    Examples
    --------
    >>> log_ratio([8, 0], [2, 4], 100, 100).tolist()
    [2.0, -3.0]
    """
    counts = (np.asarray(side, dtype=float) for side in (target, reference))
    first, second = (np.where(side > 0, side, _HALF) for side in counts)
    return np.asarray(np.log2((first / target_total) / (second / reference_total)))


def mutual_information(together: ArrayLike, first: ArrayLike, second: ArrayLike, total: float) -> Floats:
    """Base-2 logarithm of how much oftener two words stand together than by chance; high for rare words.

    Parameters
    ----------
    together, first, second : array of float
        How often the words stand together, and each of them at all.
    total : float
        Words of the corpus. The width of the window is not corrected for.

    Examples
    --------
    >>> mutual_information([8], [1105], [44], 15_000_000).round(1).tolist()
    [11.3]
    """
    both, one, other = (np.asarray(counts, dtype=float) for counts in (together, first, second))
    return np.asarray(np.log2(both * total / (one * other)))


def log_dice(together: ArrayLike, first: ArrayLike, second: ArrayLike) -> Floats:
    """14 plus the base-2 logarithm of Dice's coefficient; comparable across corpora, one more is twice as strong.

    Parameters
    ----------
    together, first, second : array of float
        As in :func:`mutual_information`.

    Examples
    --------
    >>> log_dice([130], [3121], [143]).round(7).tolist()
    [10.3499425]
    """
    both, one, other = (np.asarray(counts, dtype=float) for counts in (together, first, second))
    return np.asarray(14 + np.log2(2 * both / (one + other)))


def deviation_of_proportions(counts: sparse.csr_matrix, sizes: ArrayLike) -> tuple[Floats, Floats]:
    """How unevenly each word is spread over texts (DP): 0 as even as the texts are long, towards 1 all in one.

    Parameters
    ----------
    counts : CSR matrix, shape T x V
        Counts of V words, each of which occurs, in T texts.
    sizes : array of float, length T
        Words of each text.

    Returns
    -------
    plain, normalised : array of float, length V
        DP, half the sum of the distances between a word's shares over the texts and the texts' shares of all
        words; and DP over its largest possible value, 1 less the share of the smallest text.

    Examples
    --------
    >>> plain, normalised = deviation_of_proportions(sparse.csr_matrix([[1], [2], [3], [4], [5]]), [10] * 5)
    >>> plain.round(3).tolist(), normalised.round(3).tolist()
    ([0.2], [0.25])
    """
    expected = np.asarray(sizes, dtype=float) / np.sum(sizes)
    shares = sparse.csc_matrix(counts.astype(float).multiply(1 / np.asarray(counts.sum(axis=0))))
    due = expected[shares.indices]
    word = np.repeat(np.arange(shares.shape[1]), np.diff(shares.indptr))
    # A text without the word adds its own share, so only texts that have the word are looked at.
    off = np.bincount(word, np.abs(shares.data - due) - due, shares.shape[1]) + 1
    plain = np.asarray(off / 2)
    return plain, np.asarray(plain / max(1 - expected.min(), np.finfo(float).tiny))


def rank_sum(rates: sparse.csr_matrix, in_target: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Wilcoxon's rank-sum test of each word's rates per text: does a text of the target use it more?

    Parameters
    ----------
    rates : CSR matrix, shape T x V
        Relative frequency of V words in T texts.
    in_target : array of bool, length T
        Texts of the target.

    Returns
    -------
    u, p : array of float, length V
        Mann and Whitney's U of the target (over the number of pairs of texts: the part of the pairs in which the
        target's text has the higher rate, ties half), and the two-sided p, by the normal approximation with ties
        and continuity; p is missing where a group has under five texts.

    Examples
    --------
    >>> rates = sparse.csr_matrix(np.array([[12, 15, 18, 24, 88, 3, 3, 13, 27, 33]]).T)
    >>> u, p = rank_sum(rates, np.arange(10) < 5)
    >>> u.tolist(), p.round(3).tolist()
    ([16.0], [0.53])
    """
    from scipy.stats import mannwhitneyu

    step = max(1, _AT_ONCE // max(1, rates.shape[0]))
    columns = sparse.csc_matrix(rates)
    u, p = np.empty(rates.shape[1]), np.empty(rates.shape[1])
    for start in range(0, rates.shape[1], step):
        some = columns[:, start : start + step].toarray()
        found = mannwhitneyu(some[in_target], some[~in_target], method="asymptotic", axis=0)
        u[start : start + step], p[start : start + step] = found.statistic, found.pvalue
    few = min(in_target.sum(), (~in_target).sum()) < MIN_ARTICLES
    return u, np.full_like(p, np.nan) if few else p


def _cells(target: ArrayLike, reference: ArrayLike, target_total: float, reference_total: float) -> tuple[Floats, ...]:
    """Return a (word, target), b (word, reference), c (others, target), d (others, reference)."""
    a, b = np.asarray(target, dtype=float), np.asarray(reference, dtype=float)
    return a, b, target_total - a, reference_total - b


def _expected(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[Floats, ...]:
    total = a + b + c + d
    word, others, first, second = a + b, c + d, a + c, b + d
    return word * first / total, word * second / total, others * first / total, others * second / total
