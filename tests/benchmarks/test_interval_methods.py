"""Do the resamples take whole articles of their own period, and nothing else?"""

from __future__ import annotations

import numpy as np
from discourse.emphasis.resampling import draws, percentile, studentised

from discourse.emphasis import article_sums, resampled_shares
from discourse.emphasis.shares import coded_estimate, ratio_estimate


def test_every_resample_has_as_many_articles_as_the_period():
    drawn = draws(7, 500, np.random.default_rng(0))
    assert drawn.shape == (500, 7)
    assert (drawn.sum(axis=1) == 7).all()
    assert abs(drawn.mean() - 1) < 0.02


def test_values_and_errors_are_those_of_the_articles_drawn(draw_table, pillars, periods):
    sums = article_sums(draw_table((4, 5)), pillars, periods)
    values, errors = resampled_shares(sums, resamples=3, seed=np.random.default_rng(8))
    rng = np.random.default_rng(8)
    drawn = [draws(len(part), 3, rng) for _, part in sums.by_period()]
    for resample in range(3):
        parts = []
        for counts, (_, part) in zip(drawn, sums.by_period(), strict=True):
            chosen = np.repeat(np.arange(len(part)), counts[resample].astype(int))
            parts.append((part.numerators[chosen], part.denominators[chosen], part.squares[chosen]))
        expected = ratio_estimate(*parts)
        np.testing.assert_allclose(values[resample], expected.value)
        np.testing.assert_allclose(errors[resample] ** 2, expected.variance, atol=1e-15)


def test_the_seed_decides_and_the_resamples_centre_on_the_estimate(draw_table, pillars, periods):
    sums = article_sums(draw_table((20, 25)), pillars, periods)
    one, _ = resampled_shares(sums, resamples=4000, seed=1)
    again, _ = resampled_shares(sums, resamples=4000, seed=1)
    other, _ = resampled_shares(sums, resamples=4000, seed=2)
    found = coded_estimate(sums)
    assert (one == again).all()
    assert (one != other).any()
    np.testing.assert_allclose(one.mean(axis=0), found.value, atol=0.01)
    np.testing.assert_allclose(one.var(axis=0), found.variance, rtol=0.2)


def test_intervals_come_from_the_resamples(draw_table, pillars, periods):
    sums = article_sums(draw_table((15, 15)), pillars, periods)
    values, _ = resampled_shares(sums, resamples=999, seed=4)
    found = percentile(sums, 0.9, resamples=999, seed=4)
    np.testing.assert_allclose(found.low, np.quantile(values, 0.05, axis=0))
    wide = studentised(sums, 0.95, resamples=999, seed=4)
    estimate = coded_estimate(sums).value
    assert (wide.low < estimate).all()
    assert (estimate < wide.high).all()


def test_a_pillar_without_paragraphs_gets_an_interval_without_width(draw_table, pillars, periods):
    sums = article_sums(draw_table(), (*pillars, "infrastructure"), periods)
    for method in (percentile, studentised):
        found = method(sums, resamples=200)
        assert found.low[:, 3].tolist() == found.high[:, 3].tolist() == [0, 0, 0]
