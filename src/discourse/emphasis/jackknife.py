"""How far does a number move when one article is left out? A variance for any estimator.

Where an estimator is no plain ratio (adjusted counts, EMQ), its variance is that of the values with
each article left out in turn, period by period (Rust 1985; Shao and Tu 1995, section 6.2):

    var = sum over periods h of (G_h - 1) / G_h * sum over articles of h of (value_(g) - mean)^2.

An article brings its paragraphs and its part in the error rates along, so both kinds of error are
in the variance.
"""

from __future__ import annotations

import numpy as np

from discourse.emphasis.sums import Floats, Integers


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
        n_articles = len(values)
        spread = np.square(values - values.mean(axis=0)).sum(axis=0)
        total += spread * (n_articles - 1) / n_articles
    return total
