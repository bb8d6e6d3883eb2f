"""How large is a share, and what is its variance by article?

The share is a ratio of sums over articles. Its variance comes from leaving each article out in turn
(the delete-one-article jackknife; Rust 1985; Shao and Tu 1995, section 6.2): with ``s`` the share of
all *G* articles of a period and ``s_(g)`` the share without article *g*, ::

    var(s) = (G - 1) / G * sum over articles of (s_(g) - s)^2.

Paragraphs of one article resemble each other; as whole articles are left out, the formula has that
resemblance in it without a model of it. Where all articles weigh alike it is the linearised variance
(Cochran 1977, section 6.3); where a few long articles carry much of the weight it is larger, and the
linearised one too small. One article alone says nothing of how articles differ: its variance is NaN,
never 0.

An estimator that is no plain ratio (adjusted counts) has the variance of its values without each
article, period by period and around their mean; ``jackknife_variance`` gives it.

All functions on arrays take leading axes, so that one call serves a thousand simulated studies.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from discourse.emphasis.inputs import Floats, Integers, Quantity, Weighting
from discourse.emphasis.sums import ArticleSums


@dataclass(frozen=True)
class Estimate:
    """Shares of both periods and their shift, with variances; what every estimator gives.

    Attributes
    ----------
    pillars, periods : tuple of str
        The P pillars; the two periods, earlier first.
    quantity, weighting : str
        What was counted, and with which weights.
    articles, paragraphs : tuple of int, array of int with shape (..., 2)
        Articles and paragraphs behind each period's shares.
    informative : tuple of int
        Articles of each period that say how articles differ: all of them, or the labelled ones where
        the others are only predicted.
    effective_articles : array, shape (..., 2)
        Those articles as a number of equally weighted ones (Kish 1965): ten articles of which one has
        half of the paragraphs say less about how articles differ than ten of one length.
    value, variance : array, shape (..., 3, P)
        Rows: the earlier share, the later share, the shift (later minus earlier).
    max_effective_size : array, shape (..., 2), or (..., 2, P) where the pillars differ
        Paragraphs behind each period's shares, as a number of equally weighted ones: the most that
        the effective sample size can be.
    sums : ArticleSums or None
        The sums whose ratio the shares are, an article a row; None where the estimator is no ratio.
    exchangeable : bool
        Whether the articles could be of either period if there were no shift, as the permutation test asks. Corrected
        sums are not: each period is corrected by its own labels, and only some of its articles have any.
    """

    pillars: tuple[str, ...]
    periods: tuple[str, str]
    quantity: Quantity
    weighting: Weighting
    articles: tuple[int, int]
    paragraphs: Integers
    informative: tuple[int, int]
    effective_articles: Floats
    value: Floats
    variance: Floats
    max_effective_size: Floats
    sums: ArticleSums | None = field(default=None, repr=False)
    exchangeable: bool = True


def ratio(numerators: Floats, denominators: Floats) -> Floats:
    """Return the share of every pillar, shape (..., P); NaN where nothing counts.

    Parameters
    ----------
    numerators, denominators : array, shapes (..., G, P) and (..., G)

    Examples
    --------
    >>> ratio(np.array([[1.0, 1.0], [1.0, 0.0]]), np.array([2.0, 1.0])).round(3).tolist()
    [0.667, 0.333]
    """
    sums = numerators.sum(axis=-2)
    total = denominators.sum(axis=-1)[..., None]
    return np.divide(sums, total, out=np.full(sums.shape, np.nan), where=total > 0)


def variance_by_article(numerators: Floats, denominators: Floats) -> Floats:
    """Return the variance of every share from the shares without each article, shape (..., P).

    Without article *g* the share is ``s - (m_g - n_g s) / (N - n_g)``, with ``m_g`` and ``n_g`` its numerator and
    denominator and ``N`` the sum of all denominators. NaN where an article alone makes up the sum.

    Parameters
    ----------
    numerators, denominators : array, shapes (..., G, P) and (..., G)

    Examples
    --------
    Articles of 2, 4 and 6 paragraphs, of which 1, 3 and 2 have the pillar; the share is one half, and
    without each article 5/10, 3/8 and 4/6.

    >>> found = variance_by_article(np.array([[1.0], [3.0], [2.0]]), np.array([2.0, 4.0, 6.0]))
    >>> round(float(found[0]), 6), round(2 / 3 * ((3 / 8 - 1 / 2) ** 2 + (4 / 6 - 1 / 2) ** 2), 6)
    (0.028935, 0.028935)
    """
    n_articles = denominators.shape[-1]
    share, total = ratio(numerators, denominators)[..., None, :], denominators.sum(axis=-1, keepdims=True)
    moved = moved_without(numerators, denominators, share, total)
    return np.square(moved).sum(axis=-2) * (n_articles - 1) / n_articles


def moved_without(numerators: Floats, denominators: Floats, share: Floats, total: Floats) -> Floats:
    """Return how far the shares without each article lie from those with it, shape (..., G, P), up to the sign.

    Parameters
    ----------
    numerators, denominators : array, shapes (..., G, P) and (..., G)
    share, total : array, which broadcast to these shapes
        Shares and sum of denominators of the articles among which each article stands.
    """
    residuals = numerators - denominators[..., None] * share
    rest = np.broadcast_to((total - denominators)[..., None], residuals.shape)
    return np.divide(residuals, rest, out=np.full(residuals.shape, np.nan), where=rest > 0)


def jackknife_variance(left_out: Floats, strata: Integers) -> Floats:
    """Return the variance from the values without each article.

    Parameters
    ----------
    left_out : array, shape G x ...
        Row *g* is the estimate without article *g*.
    strata : array of int, length G
        The period of each article; articles of no period (they serve the error rates) are a stratum too.

    Returns
    -------
    array, shape ...
        NaN where an estimate is NaN without some article, as it is for a period of one article.

    Examples
    --------
    >>> values = np.array([1.0, 2.0, 4.0])
    >>> mean_without = (values.sum() - values) / 2
    >>> round(float(jackknife_variance(mean_without, np.zeros(3, dtype=int))), 4), round(values.var(ddof=1) / 3, 4)
    (0.7778, np.float64(0.7778))
    """
    total = np.zeros(left_out.shape[1:])
    for stratum in np.unique(strata):
        values = left_out[strata == stratum]
        spread = np.square(values - values.mean(axis=0)).sum(axis=0)
        total += spread * (len(values) - 1) / len(values)
    return total


def kish_size(denominators: Floats, squares: Floats) -> Floats:
    """Return how many equally weighted units weigh as much, shape (...): (sum w)^2 / sum w^2 (Kish 1965).

    The units are paragraphs where ``squares`` are sums of their squared weights, and articles where they are
    the squares of the articles' own weights.

    Examples
    --------
    >>> float(kish_size(np.array([3.0, 1.0]), np.array([9.0, 1.0])))
    1.6
    """
    total = squares.sum(axis=-1)
    return np.divide(denominators.sum(axis=-1) ** 2, total, out=np.zeros(total.shape), where=total > 0)


def with_shift(shares: Floats) -> Floats:
    """Add the shift, later minus earlier, to the shares of both periods: shape (..., 2, P) to (..., 3, P)."""
    return np.concatenate([shares, shares[..., 1:, :] - shares[..., :1, :]], axis=-2)


def with_shift_variance(variances: Floats) -> Floats:
    """Add the shift's variance, the sum of those of independent periods: shape (..., 2, P) to (..., 3, P)."""
    return np.concatenate([variances, variances.sum(axis=-2, keepdims=True)], axis=-2)


def ratio_estimate(sums: ArticleSums) -> Estimate:
    """Estimate shares and shift from sums over articles.

    Corrected sums can lie below 0 or above the denominator; such shares are set to 0 or 1.

    Examples
    --------
    >>> import pandas as pd
    >>> from discourse.emphasis.inputs import read_paragraphs
    >>> from discourse.emphasis.sums import article_sums
    >>> table = pd.DataFrame({"article_id": list("aabbccdd"), "period": ["2023"] * 4 + ["2025"] * 4,
    ...                       "primary": ["economic", "political"] + ["economic"] * 2 + ["political"] * 4})
    >>> found = ratio_estimate(article_sums(read_paragraphs(table, ["political", "economic"], ["2023", "2025"])))
    >>> found.value[:, 0].tolist(), found.variance[:, 0].tolist()
    ([0.25, 1.0, 0.75], [0.0625, 0.0, 0.0625])
    """
    parts = [part for _, part in sums.by_period()]
    shares = np.stack([ratio(part.numerators, part.denominators) for part in parts], axis=-2)
    sizes = [kish_size(part.denominators, part.squares) for part in parts]
    articles = [kish_size(part.denominators, part.denominators**2) for part in parts]
    return Estimate(
        pillars=sums.pillars,
        periods=sums.periods,
        quantity=sums.quantity,
        weighting=sums.weighting,
        articles=sums.articles_per_period(),
        paragraphs=np.stack([part.paragraphs.sum(axis=-1) for part in parts], axis=-1),
        informative=sums.articles_per_period(),
        effective_articles=np.stack(articles, axis=-1),
        value=with_shift(np.clip(shares, 0, 1)),
        variance=with_shift_variance(np.stack([_variance(part) for part in parts], axis=-2)),
        max_effective_size=np.stack(sizes, axis=-1),
        sums=sums,
    )


def _variance(part: ArticleSums) -> Floats:
    if len(part) < 2:
        return np.full(part.numerators.shape[:-2] + part.numerators.shape[-1:], np.nan)
    return variance_by_article(part.numerators, part.denominators)
