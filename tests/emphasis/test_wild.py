"""Does the wild cluster bootstrap impose its null, with weights of mean 0 and variance 1?"""

from __future__ import annotations

import numpy as np
import pytest
from discourse.emphasis.wild import WEBB, webb_weights, wild_bootstrap, wild_p

from discourse.emphasis import article_sums
from discourse.emphasis.shares import coded_estimate


def test_webb_weights_have_six_points_mean_zero_and_variance_one():
    assert len(set(WEBB)) == 6
    assert WEBB.mean() == pytest.approx(0)
    assert (WEBB**2).mean() == pytest.approx(1)
    assert np.isin(webb_weights(5, 200, seed=1), WEBB).all()


def test_five_articles_give_many_more_values_of_t_than_signs_would(draw_table, pillars, periods):
    sums = article_sums(draw_table((2, 3)), pillars, periods)
    fine = wild_p(sums, np.zeros(3), webb_weights(5, 4000, seed=0))
    signs = np.sign(webb_weights(5, 4000, seed=0))
    coarse = wild_p(sums, np.zeros(3), signs)
    assert ((fine >= 0) & (fine <= 1)).all()
    assert ((coarse >= 0) & (coarse <= 1)).all()


def test_the_interval_is_where_the_test_does_not_reject(draw_table, pillars, periods):
    sums = article_sums(draw_table((10, 12)), pillars, periods)
    found = wild_bootstrap(sums, resamples=199, seed=3)
    weights = webb_weights(22, 199, seed=3)
    value = coded_estimate(sums).value[2]
    assert (found.low[2] < value).all()
    assert (value < found.high[2]).all()
    for bound, inwards in ((found.low[2], 0.002), (found.high[2], -0.002)):
        assert (wild_p(sums, bound + inwards, weights) > 0.05).all()
        assert (wild_p(sums, bound - inwards, weights) <= 0.05).all()
    assert np.isnan(found.low[:2]).all()


def test_a_pillar_without_paragraphs_has_no_test_and_no_interval(draw_table, pillars, periods):
    sums = article_sums(draw_table(), (*pillars, "infrastructure"), periods)
    assert np.isnan(wild_p(sums, np.zeros(4), webb_weights(len(sums), 99, seed=0))[3])
    assert np.isnan(wild_bootstrap(sums, resamples=99).low[2, 3])
