"""How large is a share, and how much does each article move it?

The share is a ratio of sums over articles. Its variance comes from linearisation (Taylor; Cochran
1977, section 6.3; Woodruff 1971): with ``m_g`` and ``n_g`` the numerator and denominator of article
*g*, the article's pull on the share *s* is

    r_g = (m_g - n_g s) / mean(n),        var(s) = sum r_g^2 / (G (G - 1)).

Paragraphs of one article resemble each other; as whole articles enter, the formula has that
resemblance in it without a model of it. One article alone carries no information on how articles
differ: its variance is NaN, never 0.

All functions take leading axes: ``numerators`` of shape (..., G, P), ``denominators`` (..., G).
"""

from __future__ import annotations

import numpy as np

from discourse.emphasis.sums import Floats


def ratio(numerators: Floats, denominators: Floats) -> Floats:
    """Return the share of every pillar, shape (..., P); NaN where nothing counts.

    Examples
    --------
    >>> ratio(np.array([[1.0, 1.0], [1.0, 0.0]]), np.array([2.0, 1.0])).round(3).tolist()
    [0.667, 0.333]
    """
    total = denominators.sum(axis=-1)[..., None]
    return np.divide(numerators.sum(axis=-2), total, out=np.full(numerators.sum(axis=-2).shape, np.nan), where=total > 0)


def pulls(numerators: Floats, denominators: Floats) -> Floats:
    """Return every article's pull ``r_g`` on every share, shape (..., G, P); they add up to 0."""
    share = ratio(numerators, denominators)[..., None, :]
    return (numerators - denominators[..., None] * share) / denominators.mean(axis=-1)[..., None, None]


def variance(pull: Floats) -> Floats:
    """Return the linearised variance of every share from the articles' pulls, shape (..., P).

    NaN with fewer than two articles.
    """
    n_articles = pull.shape[-2]
    if n_articles < 2:
        return np.full(pull.shape[:-2] + pull.shape[-1:], np.nan)
    return np.square(pull).sum(axis=-2) / (n_articles * (n_articles - 1))
