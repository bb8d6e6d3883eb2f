"""Is a word over-used in one group?

Both take the 2 x 2 table of a word and all other words in a target and a reference group; they are
signed by direction: positive where the target uses the word more than expected. Tokens are taken as
independent, which tokens of one article are not, so these are rankings and no tests.

The corrections follow what quanteda.textstats does: Yates subtracts half a count only where
|ad - bc| >= N/2 and an expected count is below 5; Williams' divisor is 1 where a cell is empty.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import xlogy

Floats = NDArray[np.float64]


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


def _cells(target: ArrayLike, reference: ArrayLike, target_total: float, reference_total: float) -> tuple[Floats, ...]:
    """Return a (word, target), b (word, reference), c (others, target), d (others, reference)."""
    a, b = np.asarray(target, dtype=float), np.asarray(reference, dtype=float)
    return a, b, target_total - a, reference_total - b


def _expected(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[Floats, ...]:
    total = a + b + c + d
    word, others, first, second = a + b, c + d, a + c, b + d
    return word * first / total, word * second / total, others * first / total, others * second / total
