"""Which unit should be drawn with which probability, so that few codings say most? Robust active sampling.

A share is corrected where people code, and the correction is surest if units are drawn in proportion to the error
that a model makes in them (active statistical inference, Zrnic and Candes 2024, arXiv 2403.03208):
``n u_i / sum u``, with u_i the model's uncertainty, and never more than 1. How uncertain a model is says only roughly
how wrong it is, and a unit that it is sure and wrong of would count for very much. So these probabilities are mixed
with equal ones (robust sampling, arXiv 2511.08991)::

    pi_i = (1 - rho) n / N + rho min(1, c u_i),    sum pi_i = n,

with the rho that makes ``sum e_i^2 / pi_i`` smallest where labels tell the error e_i. The mix is at most .9: every
unit has at least a tenth of an equal chance.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

MOST_ACTIVE = 0.9
"""The largest weight of unequal probabilities: what is left gives every unit a tenth of an equal chance."""
UNKNOWN_MIX = 0.5
"""The weight where too few labels tell how wrong the model is."""
LEAST_LABELS = 30
"""Units with a label that finding the mix takes."""
_GRID = np.linspace(0, MOST_ACTIVE, 19)


def uncertainty(probabilities: ArrayLike) -> Floats:
    """Say how far off a model expects to be: ``sqrt(1 - sum p^2)``, the standard deviation of what it predicts.

    Parameters
    ----------
    probabilities : array, shape N x C
        One row a paragraph; rows add up to 1.

    Returns
    -------
    array, length N
        0 where the model is sure.

    Examples
    --------
    >>> uncertainty([[1.0, 0.0], [0.5, 0.5], [0.8, 0.2]]).round(3).tolist()
    [0.0, 0.707, 0.566]
    """
    known = np.asarray(probabilities, dtype=np.float64)
    return np.asarray(np.sqrt(np.clip(1 - np.square(known).sum(axis=1), 0, None)))


def proportional_probabilities(sizes: ArrayLike, n: int) -> Floats:
    """Return probabilities in proportion to sizes, none above 1, that add up to n.

    Parameters
    ----------
    sizes : array, length N
        Not negative. Where those above 0 are fewer than n, the others share what is left equally.
    n : int
        How many units are drawn, 0 to N.

    Examples
    --------
    >>> proportional_probabilities([0.1, 0.4], 1).round(6).tolist()
    [0.2, 0.8]
    >>> proportional_probabilities([1, 1, 8], 2).round(6).tolist()
    [0.5, 0.5, 1.0]
    """
    sizes = np.asarray(sizes, dtype=np.float64)
    chances, certain = np.zeros(len(sizes)), np.zeros(len(sizes), dtype=bool)
    while not certain.all():
        left, rest = n - certain.sum(), np.where(certain, 0.0, sizes)
        shared = rest if rest.sum() > 0 else (~certain).astype(float)
        chances = np.where(certain, 1.0, left * shared / shared.sum())
        above = (chances >= 1) & ~certain
        if not above.any():
            break
        certain |= above
        chances = np.where(certain, 1.0, 0.0)
    return chances


def mixed_probabilities(sizes: ArrayLike, n: int, mix: float) -> Floats:
    """Return probabilities between equal (mix 0) and proportional ones (mix 1), that add up to n; length N.

    Examples
    --------
    >>> mixed_probabilities([0.1, 0.4], 1, 0.5).round(6).tolist()
    [0.35, 0.65]
    """
    sizes = np.asarray(sizes, dtype=np.float64)
    return (1 - mix) * n / max(len(sizes), 1) + mix * proportional_probabilities(sizes, n)


def best_mix(sizes: ArrayLike, n: int, known: Sequence[int], errors: ArrayLike) -> float:
    """Find the weight of unequal probabilities with which the correction varies least.

    Parameters
    ----------
    sizes : array, length N
        Uncertainties.
    n : int
        How many units are drawn.
    known : sequence of int, length L
        Places of the units of which labels tell the error.
    errors : array, length L
        Their squared errors.

    Returns
    -------
    float
        Between 0 and ``MOST_ACTIVE``; ``UNKNOWN_MIX`` with fewer than ``LEAST_LABELS`` units, or without errors.

    Examples
    --------
    Errors of the size that the model expects favour unequal probabilities; errors that have nothing to do with it
    equal ones.

    >>> sizes = np.tile([0.1, 0.9], 50)
    >>> best_mix(sizes, 10, range(100), sizes**2), best_mix(sizes, 10, range(100), np.ones(100))
    (0.9, 0.0)
    """
    squares = np.asarray(errors, dtype=np.float64)
    if len(squares) < LEAST_LABELS or not squares.sum() > 0 or n < 1:
        return UNKNOWN_MIX
    places = np.asarray(known, dtype=np.int64)
    spread = [float((squares / mixed_probabilities(sizes, n, mix)[places]).sum()) for mix in _GRID]
    return float(round(_GRID[int(np.argmin(spread))], 2))


def draw_units(chances: ArrayLike, rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw a fixed number of units with just these probabilities, in random order: systematic, from a shuffled list.

    Units are laid end to end in random order, each as long as its probability, and every point at a whole number
    from a random start takes the unit that it falls into.

    Parameters
    ----------
    chances : array, length N
        Between 0 and 1; they add up to the whole number n.
    rng : Generator

    Returns
    -------
    array of int, length n
        Places of the units drawn, in random order, so that the first m are a random m of them.

    Examples
    --------
    >>> sorted(draw_units([1.0, 0.0, 0.5, 0.5], np.random.default_rng(1)).tolist())[0]
    0
    """
    chances = np.asarray(chances, dtype=np.float64)
    order = rng.permutation(len(chances))
    ends = np.cumsum(chances[order])
    n = round(float(ends[-1])) if len(ends) else 0
    points = rng.random() + np.arange(n)
    places = np.searchsorted(ends * (n / ends[-1]) if n else ends, points, side="right")
    return np.asarray(rng.permutation(order[np.minimum(places, len(order) - 1)]), dtype=np.int64)
