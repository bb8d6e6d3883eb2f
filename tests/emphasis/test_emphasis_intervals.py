"""Do the intervals from an estimate have the form they claim, and their limits?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from discourse.emphasis import article_sums
from discourse.emphasis.intervals import (
    effective_number,
    linear_t,
    only_with_articles,
    shift_freedom,
    wilson,
    wilson_t,
    within_limits,
)
from discourse.emphasis.shares import Estimate, coded_estimate, ratio_estimate


def test_wilson_agrees_with_scipy():
    expected = stats.binomtest(3, 20).proportion_ci(0.95, method="wilson")
    low, high = wilson(np.array(0.15), np.array(20.0), np.array(stats.norm.ppf(0.975)))
    np.testing.assert_allclose([low, high], [expected.low, expected.high])


def test_independent_paragraphs_are_worth_themselves():
    marks = np.repeat([[1.0, 0.0], [0.0, 1.0]], 50, axis=0)
    part = (marks, np.ones(100), np.ones(100))
    found = ratio_estimate(part, part)
    np.testing.assert_allclose(effective_number(found, 0), 99.0)


def test_articles_of_one_mind_are_worth_one_paragraph_each():
    marks = 5 * np.repeat([[1.0, 0.0], [0.0, 1.0]], 20, axis=0)
    part = (marks, np.full(40, 5.0), np.full(40, 5.0))
    np.testing.assert_allclose(effective_number(ratio_estimate(part, part), 1), 39.0)


def test_where_nothing_varies_the_articles_are_counted():
    part = (np.repeat([[4.0, 0.0]], 6, axis=0), np.full(6, 4.0), np.full(6, 4.0))
    found = ratio_estimate(part, part)
    assert effective_number(found, 0).tolist() == [6.0, 6.0]
    bounds = wilson_t(found)
    assert bounds.low[0, 0] < 0.6
    assert bounds.high[0, 1] > 0.4
    assert (bounds.low[2] < 0).all()
    assert (bounds.high[2] > 0).all()


def test_degrees_of_freedom_follow_the_smaller_period():
    equal = Estimate(np.zeros((3, 1)), np.zeros((3, 1)), np.array([30.0, 30.0]), (6, 6))
    unequal = Estimate(np.zeros((3, 1)), np.zeros((3, 1)), np.array([30.0, 3000.0]), (6, 600))
    assert shift_freedom(equal).item() == pytest.approx(10)
    assert shift_freedom(unequal).item() == pytest.approx(5, rel=0.05)


def test_linear_t_worked_by_hand():
    value, variance = np.array([[0.2], [0.5], [0.3]]), np.array([[0.01], [0.01], [0.02]])
    found = linear_t(Estimate(value, variance, np.array([20.0, 20.0]), (5, 5)))
    np.testing.assert_allclose(found.high[:2, 0] - value[:2, 0], 0.1 * stats.t.ppf(0.975, 4))
    np.testing.assert_allclose(found.high[2, 0] - 0.3, np.sqrt(0.02) * stats.t.ppf(0.975, 8))
    careful = linear_t(Estimate(value, variance, np.array([20.0, 20.0]), (5, 5)), satterthwaite=True)
    np.testing.assert_allclose(careful.high, found.high)


def test_a_common_error_narrows_the_interval_of_the_shift():
    value, variance = np.array([[0.4], [0.5], [0.1]]), np.array([[0.01], [0.01], [0.02]])
    apart = wilson_t(Estimate(value, variance, np.array([90.0, 90.0]), (9, 9)))
    shared = wilson_t(Estimate(value, variance * [[1], [1], [0.5]], np.array([90.0, 90.0]), (9, 9)))
    assert shared.high[2, 0] - shared.low[2, 0] < 0.8 * (apart.high[2, 0] - apart.low[2, 0])


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), earlier=st.integers(2, 9), later=st.integers(2, 9))
def test_bounds_hold_the_value_and_stay_possible(seed, earlier, later):
    rng = np.random.default_rng(seed)

    def part(articles):
        sizes = rng.integers(1, 7, articles)
        counts = rng.multinomial(sizes, rng.dirichlet([1.5, 0.3, 0.1], articles)).astype(float)
        return counts, sizes.astype(float), sizes.astype(float)

    found = ratio_estimate(part(earlier), part(later))
    bounds = wilson_t(found)
    assert (bounds.low <= found.value + 1e-9).all()
    assert (found.value <= bounds.high + 1e-9).all()
    assert (bounds.low[:2] >= 0).all()
    assert (bounds.high[:2] <= 1).all()
    assert (bounds.low[2] >= -1 - 1e-9).all()
    assert (bounds.high[2] <= 1 + 1e-9).all()
    wider = wilson_t(found, 0.99)
    assert (wider.low <= bounds.low + 1e-12).all()
    assert (wider.high >= bounds.high - 1e-12).all()


def test_swapping_the_periods_turns_the_shift_round(draw_table, pillars, periods):
    found = wilson_t(coded_estimate(article_sums(draw_table(), pillars, periods)))
    turned = wilson_t(coded_estimate(article_sums(draw_table(), pillars, periods[::-1])))
    np.testing.assert_allclose(found.low[2], -turned.high[2])
    np.testing.assert_allclose(found.low[0], turned.low[1])


def test_one_article_leaves_the_other_period_its_interval(draw_table, pillars, periods):
    found = wilson_t(coded_estimate(article_sums(draw_table((1, 7)), pillars, periods)))
    assert np.isnan(found.low[[0, 2]]).all()
    assert (found.low[1] < found.high[1]).all()


def test_bounds_are_taken_out_where_articles_are_too_few(draw_table, pillars, periods):
    found = linear_t(coded_estimate(article_sums(draw_table((4, 7)), pillars, periods)))
    kept = only_with_articles(within_limits(found), (4, 7))
    assert np.isnan(kept.low[[0, 2]]).all()
    assert not np.isnan(kept.low[1]).any()
    assert (kept.low[1] >= 0).all()
