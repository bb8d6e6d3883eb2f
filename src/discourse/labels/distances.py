"""How far apart are two values on an ordered scale? Distances for Krippendorff's alpha.

Pillars have no order and need none of these; they serve scales, such as how warm a paragraph is.
Source: Krippendorff (2018), Content Analysis, 4th ed., ch. 12. nltk brings the interval distance,
``nltk.metrics.distance.interval_distance``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from discourse.labels.alpha import Rating, pairable

Distance = Callable[[float, float], float]


def ratio_distance(one: float, other: float) -> float:
    """Squared difference over the sum: for counts and sizes, where 0 means none.

    Examples
    --------
    >>> ratio_distance(1, 3)
    0.25
    """
    return ((one - other) / (one + other)) ** 2 if one + other else 0.0


def ordinal_distance(ratings: Iterable[Rating]) -> Distance:
    """Make the distance of ranks: how many of the values given lie between two of them.

    Parameters
    ----------
    ratings : iterable of (coder, unit, value)
        Those that alpha is computed for; values are numbers in the order of the scale.

    Returns
    -------
    callable
        ``(sum of n_g for g from one to the other - (n_one + n_other) / 2) ** 2``, n_g the number of
        values g in units that at least two coders coded.

    Examples
    --------
    >>> distance = ordinal_distance([("ani", "1", 1), ("budi", "1", 2), ("ani", "2", 3), ("budi", "2", 3)])
    >>> distance(1, 2), distance(1, 3)
    (1.0, 6.25)
    """
    often = Counter(float(str(value)) for _, _, value in pairable(ratings))

    def distance(one: float, other: float) -> float:
        low, high = sorted((float(one), float(other)))
        between = sum(count for value, count in often.items() if low <= value <= high)
        return float((between - (often[low] + often[high]) / 2) ** 2)

    return distance
