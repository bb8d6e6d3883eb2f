"""How large is a share, and how far may it be off, given the articles it rests on?

The share is a ratio of sums over articles. Its variance comes from linearisation (Cochran 1977,
section 6.3; Woodruff 1971): with ``m_g`` and ``n_g`` the numerator and denominator of article *g*,
the article's pull on the share *s* is

    r_g = (m_g - n_g s) / mean(n),        var(s) = sum r_g^2 / (G (G - 1)).

Paragraphs of one article resemble each other; as whole articles enter, the formula has that
resemblance in it without a model of it. One article alone says nothing of how articles differ: its
variance is NaN, never 0.

All functions on arrays take leading axes, so that one call serves a thousand simulated studies:
``numerators`` of shape (..., G, P), ``denominators`` and ``squares`` of shape (..., G).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from discourse.emphasis.sums import ArticleSums, Floats


@dataclass(frozen=True)
class Estimate:
    """Shares of both periods and their shift, with variances; what every estimator gives.

    Attributes
    ----------
    value, variance : array, shape (..., 3, P)
        Rows: the earlier share, the later share, the shift (later minus earlier).
    ceiling : array, shape (..., 2)
        Paragraphs behind each period's shares, as a number of equally weighted ones.
    articles : tuple of int
        Articles of each period that carry information on how articles differ.
    """

    value: Floats
    variance: Floats
    ceiling: Floats
    articles: tuple[int, int]


def ratio(numerators: Floats, denominators: Floats) -> Floats:
    """Return the share of every pillar, shape (..., P); NaN where nothing counts.

    Examples
    --------
    >>> ratio(np.array([[1.0, 1.0], [1.0, 0.0]]), np.array([2.0, 1.0])).round(3).tolist()
    [0.667, 0.333]
    """
    sums = numerators.sum(axis=-2)
    total = denominators.sum(axis=-1)[..., None]
    return np.divide(sums, total, out=np.full(sums.shape, np.nan), where=total > 0)


def pulls(numerators: Floats, denominators: Floats) -> Floats:
    """Return every article's pull ``r_g`` on every share, shape (..., G, P); they add up to 0."""
    share = ratio(numerators, denominators)[..., None, :]
    return (numerators - denominators[..., None] * share) / denominators.mean(axis=-1)[..., None, None]


def variance_of_mean(pull: Floats) -> Floats:
    """Return the variance of every share from the articles' pulls, shape (..., P); NaN below two articles."""
    n_articles = pull.shape[-2]
    if n_articles < 2:
        return np.full(pull.shape[:-2] + pull.shape[-1:], np.nan)
    return np.square(pull).sum(axis=-2) / (n_articles * (n_articles - 1))


def equal_paragraphs(denominators: Floats, squares: Floats) -> Floats:
    """Return how many equally weighted paragraphs weigh as much, shape (...): (sum w)^2 / sum w^2 (Kish 1965)."""
    total = squares.sum(axis=-1)
    return np.divide(denominators.sum(axis=-1) ** 2, total, out=np.zeros(total.shape), where=total > 0)


def ratio_estimate(earlier: tuple[Floats, Floats, Floats], later: tuple[Floats, Floats, Floats]) -> Estimate:
    """Estimate shares and shift from the (numerators, denominators, squares) of each period's articles."""
    parts = (earlier, later)
    shares = [ratio(numerators, denominators) for numerators, denominators, _ in parts]
    variances = [
        variance_of_mean(pulls(numerators, denominators))
        if denominators.shape[-1] > 1
        else np.full(share.shape, np.nan)
        for (numerators, denominators, _), share in zip(parts, shares, strict=True)
    ]
    return Estimate(
        value=np.stack([*shares, shares[1] - shares[0]], axis=-2),
        variance=np.stack([*variances, variances[0] + variances[1]], axis=-2),
        ceiling=np.stack([equal_paragraphs(denominators, squares) for _, denominators, squares in parts], axis=-1),
        articles=(earlier[1].shape[-1], later[1].shape[-1]),
    )


def coded_estimate(sums: ArticleSums) -> Estimate:
    """Estimate shares and shift from sums over articles.

    Examples
    --------
    >>> import pandas as pd
    >>> from discourse.emphasis.sums import article_sums
    >>> table = pd.DataFrame({"article_id": list("aabbccdd"), "period": ["2023"] * 4 + ["2025"] * 4,
    ...                       "primary": ["economic", "political"] + ["economic"] * 2 + ["political"] * 4})
    >>> found = coded_estimate(article_sums(table, ["political", "economic"], ["2023", "2025"]))
    >>> found.value[:, 0].tolist(), found.variance[:, 0].tolist()
    ([0.25, 1.0, 0.75], [0.0625, 0.0, 0.0625])
    """
    earlier, later = ((part.numerators, part.denominators, part.squares) for _, part in sums.by_period())
    return ratio_estimate(earlier, later)
