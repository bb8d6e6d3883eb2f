"""Are the intervals that lost what they claim to be?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from discourse.emphasis.intervals import wilson_t
from discourse.emphasis.permutation import permutation_test
from discourse.emphasis.shares import ratio_estimate


def test_linear_t_worked_by_hand(sums):
    from interval_methods import linear_t

    value, variance = np.array([[0.2], [0.5], [0.3]]), np.array([[0.01], [0.01], [0.02]])
    found = replace(ratio_estimate(sums), value=value, variance=variance, informative=(5, 5))
    plain = linear_t(found)
    np.testing.assert_allclose(plain.high[:2, 0] - value[:2, 0], 0.1 * stats.t.ppf(0.975, 4))
    np.testing.assert_allclose(plain.high[2, 0] - 0.3, np.sqrt(0.02) * stats.t.ppf(0.975, 8))
    np.testing.assert_allclose(linear_t(found, satterthwaite=True).high, plain.high)


def test_with_articles_of_one_length_the_default_is_what_it_was(sums):
    from interval_methods import linearised, wilson_linear

    found = ratio_estimate(sums)
    np.testing.assert_allclose(linearised(found).variance, found.variance)
    np.testing.assert_allclose(wilson_linear(found).low, wilson_t(found).low)
    uneven = sums.numerators.copy()
    uneven[0] *= 9
    found = ratio_estimate(replace(sums, numerators=uneven, denominators=uneven.sum(axis=1)))
    assert (linearised(found).variance[0, :3] < found.variance[0, :3]).all()
    assert found.effective_articles[0] < 10
    np.testing.assert_allclose(wilson_linear(found).low[1], wilson_t(found).low[1])


def test_resamples_are_estimates_from_the_articles_drawn(sums):
    from interval_methods import draws, linearised, resampled_shares

    values, errors = resampled_shares(sums, resamples=3, seed=np.random.default_rng(8))
    rng = np.random.default_rng(8)
    drawn = np.hstack([draws(10, 3, rng), draws(10, 3, rng)]).astype(int)
    for resample, counts in enumerate(drawn):
        rows = np.repeat(np.arange(20), counts)
        names = ("later", "numerators", "denominators", "squares", "paragraphs")
        again = replace(sums, articles=tuple(map(str, rows)), **{name: getattr(sums, name)[rows] for name in names})
        expected = linearised(ratio_estimate(again))
        np.testing.assert_allclose(values[resample], expected.value)
        np.testing.assert_allclose(errors[resample] ** 2, expected.variance, atol=1e-15)


def test_the_permutation_interval_is_where_the_test_does_not_reject(sums):
    from interval_methods import permutation_interval

    few = sums.keep(np.arange(20) % 2 == 0)
    found = permutation_interval(few, 0.9)
    for pillar in range(3):
        for bound, inwards in ((found.low[2, pillar], 1e-6), (found.high[2, pillar], -1e-6)):
            for step, kept in ((inwards, True), (-inwards, False)):
                moved = few.numerators - (bound + step) * (few.denominators * few.later)[:, None]
                assert (permutation_test(replace(few, numerators=moved)).p[pillar] > 0.1) == kept


def test_the_wild_bootstrap_has_six_points_and_inverts_its_test(sums):
    from interval_methods import WEBB, webb_weights, wild_bootstrap, wild_p

    assert WEBB.mean() == pytest.approx(0)
    assert (WEBB**2).mean() == pytest.approx(1)
    found, weights = wild_bootstrap(sums, resamples=199, seed=3), webb_weights(20, 199, seed=3)
    for bound, inwards in ((found.low[2], 0.002), (found.high[2], -0.002)):
        assert (wild_p(sums, bound + inwards, weights)[:3] > 0.05).all()
        assert (wild_p(sums, bound - inwards, weights)[:3] <= 0.05).all()
    assert np.isnan(found.low[2, 3])


def test_a_pillar_that_no_article_has_gets_no_width(sums):
    from interval_methods import linear_t, percentile, studentised

    for found in (linear_t(ratio_estimate(sums)), percentile(sums, resamples=200), studentised(sums, resamples=200)):
        assert found.low[:, 3].tolist() == found.high[:, 3].tolist() == [0, 0, 0]
