"""Does leaving articles out in turn give the variance it should?"""

from __future__ import annotations

import numpy as np
from discourse.emphasis.jackknife import jackknife_variance

from discourse.emphasis.shares import pulls, variance_of_mean


def test_the_jackknife_agrees_with_linearisation_where_sizes_are_equal():
    rng = np.random.default_rng(1)
    numerators, denominators = rng.integers(0, 5, (9, 1)).astype(float), np.full(9, 5.0)
    left_out = (numerators.sum(axis=0) - numerators) / (denominators.sum() - denominators)[:, None]
    linear = variance_of_mean(pulls(numerators, denominators))
    np.testing.assert_allclose(jackknife_variance(left_out, np.zeros(9, dtype=np.int64)), linear)


def test_periods_are_strata_whose_variances_add_up():
    rng = np.random.default_rng(0)
    earlier, later = rng.random(5), rng.random(8)
    left_out = np.concatenate([-(earlier.sum() - earlier) / 4, (later.sum() - later) / 7])
    expected = earlier.var(ddof=1) / 5 + later.var(ddof=1) / 8
    strata = np.repeat([0, 1], [5, 8])
    np.testing.assert_allclose(jackknife_variance(left_out, strata), expected)


def test_an_estimate_that_needs_its_only_article_has_no_variance():
    left_out = np.array([[np.nan, 0.5], [0.2, 0.4], [0.2, 0.6]])
    found = jackknife_variance(left_out, np.array([0, 1, 1]))
    assert np.isnan(found[0])
    assert found[1] > 0
