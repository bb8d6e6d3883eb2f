"""How far do coders agree beyond chance? Four coefficients of agreement, and how sure they are.

All are for values without an order (nominal):

========== =================================================================================================
percent    observed agreement alone; chance is not taken off
alpha      Krippendorff's: ``1 - Do / De``, observed over expected disagreement; any number of coders
           (Krippendorff 2018, Content Analysis, 4th ed., ch. 12)
kappa      Cohen's: expected agreement from what each of two coders says how often
           (Cohen 1960, 10.1177/001316446002000104)
AC1        Gwet's: expected agreement from how evenly the codes are used, so that it stays high where one
           code is frequent and the others fall to 0; any number of coders (Gwet 2008, 10.1348/000711006X126600)
========== =================================================================================================

1 is perfect agreement, 0 what chance would give, below 0 worse than chance. Where only one value
occurs there is nothing to disagree on: alpha and kappa are undefined (NaN), not 1.

The interval resamples whole articles. What it is made by has to be said with it: on the standard
example of 12 units, resampling units gives alpha .42 to 1.00 and Krippendorff's own algorithm, which
resamples pairs of values, .56 to .85.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from discourse.resampling import Floats, resampled_articles

BOOTSTRAP = "percentile bootstrap of articles"
JACKKNIFE = "jackknife over articles"
MIN_ARTICLES_FOR_INTERVAL = 10
"""From fewer articles an interval promises far too much: in simulated studies with an alpha about .95, intervals of
95 % from 5 articles held the true alpha in 27 to 59 studies of 100, from 46 articles in 88."""


TENTATIVE, RELIABLE = 0.667, 0.8
"""Alpha from which on Krippendorff allows tentative conclusions, and from which on he calls data reliable."""


@dataclass(frozen=True)
class Draws:
    """How articles are resampled for an interval; see :func:`krippendorff_interval`."""

    level: float = 0.95
    resamples: int = 10_000
    seed: int = 0
    method: str = BOOTSTRAP


def percent_agreement(counts: np.ndarray) -> float:
    """Share of pairs of coders that agree on a unit, averaged over units; NaN without a shared unit.

    Parameters
    ----------
    counts : ndarray, shape U x C
        How many coders gave each of the C values to each of the U units.

    Examples
    --------
    >>> percent_agreement(np.array([[2, 0], [1, 1]]))
    0.5
    """
    m, agreeing = _pairs(counts)
    shared = m > 1
    if not shared.any():
        return float("nan")
    return float((agreeing[shared] / (m * (m - 1))[shared]).mean())


def krippendorff_alpha(counts: np.ndarray) -> float:
    """Compute Krippendorff's alpha of nominal data from counts of values.

    Parameters
    ----------
    counts : ndarray, shape U x C
        How many coders gave each of the C values to each of the U units.

    Returns
    -------
    float
        ``1 - Do / De`` with ``Do = (1/n) sum_u (m_u^2 - sum_c n_uc^2) / (m_u - 1)`` and
        ``De = (n^2 - sum_c n_c^2) / (n (n - 1))``, m_u the coders of a unit, n all values in units
        with at least two; NaN where one value occurs only.

    Examples
    --------
    >>> round(krippendorff_alpha(np.array([[2, 0], [1, 1], [0, 2]])), 3)
    0.444
    """
    return float(_alphas(_alpha_sums(counts).sum(axis=0)[None, :])[0])


def running_alpha(counts: np.ndarray) -> Floats:
    """Compute Krippendorff's alpha of the first unit, of the first two, and so on; arguments as for all of them.

    Returns
    -------
    array of float
        Length U; the last is :func:`krippendorff_alpha` of all units, and NaN stands where one value has occurred only.

    Examples
    --------
    >>> running_alpha(np.array([[2, 0], [1, 1], [0, 2]])).round(3).tolist()
    [nan, 0.0, 0.444]
    """
    return _alphas(_alpha_sums(counts).cumsum(axis=0))


def cohen_kappa(pairs: np.ndarray) -> float:
    """Compute Cohen's kappa from the codes of two coders.

    Parameters
    ----------
    pairs : ndarray, shape U x C x C
        1 where the first coder gave a unit the code of the row and the second that of the column, else 0.

    Returns
    -------
    float
        ``(po - pe) / (1 - pe)``, po the share of units on the diagonal, ``pe = sum_c p1_c p2_c`` of the
        shares of the codes with each coder; NaN without a unit, or where both give one code only.

    Examples
    --------
    Of 50 units both say yes to 20 and no to 15 (po .7); the first says yes to 25, the second to 30 (pe .5).

    >>> both = np.repeat(np.eye(4).reshape(4, 2, 2), [20, 5, 10, 15], axis=0)
    >>> round(cohen_kappa(both), 3)
    0.4
    """
    return float(_kappas(_kappa_sums(pairs).sum(axis=0)[None, :])[0])


def gwet_ac1(counts: np.ndarray) -> float:
    """Compute Gwet's AC1 from counts of values.

    Parameters
    ----------
    counts : ndarray, shape U x C
        As in :func:`krippendorff_alpha`; a column for each code that might have been given, as the expected
        agreement depends on their number.

    Returns
    -------
    float
        ``(pa - pe) / (1 - pe)``, pa as in :func:`percent_agreement`, ``pe = sum_c pi_c (1 - pi_c) / (C - 1)``
        with pi_c the mean over units of the share of a unit's coders who gave code c, units that one coder
        alone coded among them; NaN where no unit has two coders.

    Examples
    --------
    >>> round(gwet_ac1(np.array([[2, 0], [1, 1], [2, 0]])), 3)
    0.538
    """
    return float(_ac1s(_ac1_sums(counts).sum(axis=0)[None, :])[0])


def krippendorff_interval(
    counts: np.ndarray, articles: Sequence[str], *, level: float, resamples: int, seed: int, method: str = BOOTSTRAP
) -> tuple[float, float]:
    """Compute an interval for nominal alpha by resampling whole articles.

    Parameters
    ----------
    counts : ndarray, shape U x C
        As in :func:`krippendorff_alpha`.
    articles : sequence of str, length U
        The article of each unit.
    level : float
        Level of the interval.
    resamples : int
        Number of resamples (bootstrap).
    seed : int
        Seed of the draws.
    method : str
        ``BOOTSTRAP`` draws as many articles as there are, with replacement, and takes percentiles;
        resamples in which only one value occurs are left out. ``JACKKNIFE`` leaves out one article at
        a time: alpha -/+ t times the jackknife standard error, at most 1; better for few articles.

    Returns
    -------
    tuple of float
        Low and high. NaN where no interval can be given: from fewer than ``MIN_ARTICLES_FOR_INTERVAL``
        articles with a paragraph that two coders coded; where no two coders disagree, because every
        resample then agrees too and an interval from 1 to 1 would claim certainty; where alpha is undefined.
    """
    draws = Draws(level, resamples, seed, method)
    return _interval(_alpha_sums(counts), _alphas, articles, counts.sum(axis=1) > 1, draws)


def kappa_interval(pairs: np.ndarray, articles: Sequence[str], draws: Draws) -> tuple[float, float]:
    """Compute an interval for :func:`cohen_kappa` as :func:`krippendorff_interval` does for alpha."""
    return _interval(_kappa_sums(pairs), _kappas, articles, np.ones(len(pairs), dtype=bool), draws)


def ac1_interval(counts: np.ndarray, articles: Sequence[str], draws: Draws) -> tuple[float, float]:
    """Compute an interval for :func:`gwet_ac1` as :func:`krippendorff_interval` does for alpha."""
    return _interval(_ac1_sums(counts), _ac1s, articles, counts.sum(axis=1) > 1, draws)


def _interval(
    sums: Floats, coefficients: Callable[[Floats], Floats], articles: Sequence[str], shared: np.ndarray, draws: Draws
) -> tuple[float, float]:
    """Resample articles; ``sums`` has a row a unit, and of their totals come the ``coefficients``."""
    names, place = np.unique(np.asarray(articles, dtype=str), return_inverse=True)
    point = coefficients(sums.sum(axis=0)[None, :])[0]
    if len(np.unique(place[shared])) < MIN_ARTICLES_FOR_INTERVAL or np.isnan(point) or point == 1:
        return float("nan"), float("nan")
    by_article = np.zeros((len(names), sums.shape[1]))
    np.add.at(by_article, place, sums)  # so that the draws stay R x G
    if draws.method == JACKKNIFE:
        from scipy import stats

        left_out = coefficients((1 - np.eye(len(names))) @ by_article)
        kept = left_out[~np.isnan(left_out)]
        error = np.sqrt((len(kept) - 1) / len(kept) * ((kept - kept.mean()) ** 2).sum())
        reach = stats.t.ppf((1 + draws.level) / 2, len(kept) - 1) * error
        return float(point - reach), float(min(point + reach, 1.0))
    found = coefficients(resampled_articles(len(names), draws.resamples, draws.seed) @ by_article)
    low, high = np.nanquantile(found, [(1 - draws.level) / 2, (1 + draws.level) / 2])
    return float(low), float(high)


def _alpha_sums(counts: np.ndarray) -> Floats:
    """Observed disagreement of each unit, and its values; zeros for a unit that one coder coded."""
    m, agreeing = _pairs(counts)
    shared = m > 1
    disagreement = np.where(shared, (m * (m - 1) - agreeing) / np.maximum(m - 1, 1), 0.0)
    return np.column_stack([disagreement, np.where(shared[:, None], counts, 0)])


def _alphas(totals: Floats) -> Floats:
    observed, values = totals[:, 0], totals[:, 1:]
    n = values.sum(axis=1)
    return _beyond_chance((n - 1) * observed, n**2 - (values**2).sum(axis=1))


def _kappa_sums(pairs: np.ndarray) -> Floats:
    return np.asarray(pairs, dtype=np.float64).reshape(len(pairs), pairs.shape[1] * pairs.shape[2])


def _kappas(totals: Floats) -> Floats:
    codes = round(totals.shape[1] ** 0.5)
    tables = totals.reshape(len(totals), codes, codes)
    n = tables.sum(axis=(1, 2))
    same = np.trace(tables, axis1=1, axis2=2)
    by_chance = (tables.sum(axis=2) * tables.sum(axis=1)).sum(axis=1)
    return _beyond_chance(n * (n - same), n**2 - by_chance)


def _ac1_sums(counts: np.ndarray) -> Floats:
    """Agreement of each unit, whether two coded it, whether anybody did, and the share of its coders for each code."""
    m, agreeing = _pairs(counts)
    shared = m > 1
    agreement = np.where(shared, agreeing / np.maximum(m * (m - 1), 1), 0.0)
    return np.column_stack([agreement, shared, m > 0, counts / np.maximum(m, 1)[:, None]])


def _ac1s(totals: Floats) -> Floats:
    agreement, shared, coded, codes = totals[:, 0], totals[:, 1], totals[:, 2], totals[:, 3:]
    shares = codes / np.maximum(coded, 1)[:, None]
    by_chance = (shares * (1 - shares)).sum(axis=1) / max(codes.shape[1] - 1, 1)
    return _beyond_chance(shared - agreement, shared * (1 - by_chance))


def _beyond_chance(observed: Floats, expected: Floats) -> Floats:
    """Return 1 - observed / expected disagreement; NaN where chance leaves none."""
    defined = expected > 0
    return np.where(defined, 1 - observed / np.where(defined, expected, 1), np.nan)


def _pairs(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return coders per unit, and ordered pairs of coders that agree on it."""
    m = counts.sum(axis=1)
    return m, (counts * (counts - 1)).sum(axis=1)
