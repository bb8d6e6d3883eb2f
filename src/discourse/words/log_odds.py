"""How much likelier is a word in one group?

Incompatible variants go by this name. Two of them are here, and are asked for by name:

- ``short``: the variance Monroe, Colaresi and Quinn print, 1/(y1+a) + 1/(y2+a) (also ConvoKit);
- ``full``: adds the terms of all other words, 1/(n1+a0-y1-a) + 1/(n2+a0-y2-a) (also scattertext).

A third, of each group against the union of all groups (tidylo), gives other numbers.

Source: Monroe, Colaresi & Quinn (2008), Fightin' Words, Political Analysis 16(4), eq. 16 and 22.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from discourse.errors import EstimateError

Variant = Literal["short", "full"]


class LogOdds(NamedTuple):
    """Log-odds ratio ``delta``, its ``variance`` and ``z`` = delta over its standard error; one each a word."""

    delta: NDArray[np.float64]
    variance: NDArray[np.float64]
    z: NDArray[np.float64]


def log_odds_ratio(first: ArrayLike, second: ArrayLike, prior: ArrayLike, variant: Variant = "short") -> LogOdds:
    """Compare word counts of two groups; positive where the first uses the word more.

    Parameters
    ----------
    first, second : array of float, length V
        Counts of each of V words in the two groups.
    prior : float or array of float, length V
        Prior counts of each word, above zero: one number for an uninformative prior, counts in
        proportion to the pooled words for an informative one. Larger shrinks more.
    variant : {"short", "full"}
        Which variance (see the module's docstring).

    Returns
    -------
    LogOdds
        |z| above 1.96 is often called significant; tokens of one article are not independent, so
        read z as a ranking, and the article resamples of :func:`discourse.words.period_keywords` as
        the evidence.

    Raises
    ------
    EstimateError
        If the counts differ in length or are of a single word, or a prior is not above zero.

    Examples
    --------
    >>> log_odds_ratio([1, 5, 1, 9], [100, 510, 100, 199], 0.01, variant="full").z.round(4).tolist()
    [-0.5898, -1.9057, -0.5898, 2.9831]
    """
    y1, y2 = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if y1.shape != y2.shape or y1.ndim != 1 or y1.size < 2:
        raise EstimateError(
            "two lists of counts of one length, two words or more", f"{y1.shape} and {y2.shape}", "log_odds"
        )
    a = np.broadcast_to(np.asarray(prior, dtype=float), y1.shape)
    if not (a > 0).all():
        raise EstimateError("prior counts above zero", str(a.min()), "log_odds", "Use a small number such as 0.01.")
    rest1 = y1.sum() + a.sum() - y1 - a
    rest2 = y2.sum() + a.sum() - y2 - a
    delta = np.log((y1 + a) / rest1) - np.log((y2 + a) / rest2)
    variance = 1 / (y1 + a) + 1 / (y2 + a)
    if variant == "full":
        variance = variance + 1 / rest1 + 1 / rest2
    return LogOdds(delta, variance, delta / np.sqrt(variance))
