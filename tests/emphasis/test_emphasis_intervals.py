"""Do the intervals from an estimate have the form they claim, and their limits?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats

from discourse.emphasis.inputs import read_paragraphs
from discourse.emphasis.intervals import (
    Intervals,
    effective_sample_size,
    joint_level,
    only_with_articles,
    share_freedom,
    shift_freedom,
    wilson,
    wilson_t,
    within_limits,
)
from discourse.emphasis.shares import ratio_estimate
from discourse.emphasis.sums import article_sums


def test_wilson_agrees_with_scipy():
    expected = stats.binomtest(3, 20).proportion_ci(0.95, method="wilson")
    low, high = wilson(np.array(0.15), np.array(20.0), np.array(stats.norm.ppf(0.975)))
    np.testing.assert_allclose([low, high], [expected.low, expected.high])


def test_independent_paragraphs_are_worth_themselves(as_sums):
    marks = np.repeat([[1.0, 0.0], [0.0, 1.0]], 50, axis=0)
    part = (marks, np.ones(100), np.ones(100))
    found = ratio_estimate(as_sums(part, part))
    np.testing.assert_allclose(effective_sample_size(found, 0), 99.0)


def test_articles_of_one_mind_are_worth_one_paragraph_each(as_sums):
    marks = 5 * np.repeat([[1.0, 0.0], [0.0, 1.0]], 20, axis=0)
    part = (marks, np.full(40, 5.0), np.full(40, 5.0))
    np.testing.assert_allclose(effective_sample_size(ratio_estimate(as_sums(part, part)), 1), 39.0)


def test_where_nothing_varies_the_articles_are_counted(as_sums):
    part = (np.repeat([[4.0, 0.0]], 6, axis=0), np.full(6, 4.0), np.full(6, 4.0))
    found = ratio_estimate(as_sums(part, part))
    assert effective_sample_size(found, 0).tolist() == [6.0, 6.0]
    bounds = wilson_t(found)
    assert bounds.low[0, 0] < 0.6
    assert bounds.high[0, 1] > 0.4
    assert (bounds.low[2] < 0).all()
    assert (bounds.high[2] > 0).all()


@pytest.mark.parametrize(
    ("value", "variance", "expected"),
    [
        # Spreads .16 and .16: .32 / .05 together, .16 / .01 and .16 / .04 alone, and no more than 6 paragraphs.
        ([0.2, 0.8], [0.01, 0.04], [6.0, 4.0]),
        # A share above 1 counts as 1, which has no spread: .21 / .05 together, .21 / .03 the second alone.
        ([1.2, 0.3], [0.02, 0.03], [4.2, 4.2]),
        # Without any spread, or without any variance, the five articles count.
        ([1.0, 0.0], [0.01, 0.01], [5.0, 5.0]),
        ([0.5, 0.5], [0.0, 0.0], [5.0, 5.0]),
    ],
)
def test_effective_sizes_by_hand(as_estimate, value, variance, expected):
    other = np.array([0.4, 0.6])
    found = as_estimate(np.array([value, other, other]), np.array([variance, other, other]), np.array([6, 90]), (5, 8))
    np.testing.assert_allclose(effective_sample_size(found, 0), expected)


def test_many_studies_have_the_intervals_of_each_alone(as_estimate):
    rng = np.random.default_rng(2)
    value, variance = rng.random((4, 3, 5)), rng.random((4, 3, 5)) / 50
    sizes, weights = rng.integers(30, 60, (4, 2)).astype(float), rng.uniform(2, 9, (4, 2))
    many = replace(as_estimate(value, variance, sizes, (9, 9)), effective_articles=weights)
    bounds = wilson_t(many)
    for study in range(4):
        one = replace(
            as_estimate(value[study], variance[study], sizes[study], (9, 9)), effective_articles=weights[study]
        )
        alone = wilson_t(one)
        np.testing.assert_allclose(bounds.low[study], alone.low)
        np.testing.assert_allclose(bounds.high[study], alone.high)


def test_a_share_of_nought_or_one_ends_there_exactly():
    numbers = np.linspace(0.5, 300, 2000)
    assert (wilson(np.zeros(2000), numbers, np.array(2.1))[0] == 0).all()
    assert (wilson(np.ones(2000), numbers, np.array(2.1))[1] == 1).all()


def test_degrees_of_freedom_by_hand(as_estimate):
    found = as_estimate(np.zeros((3, 1)), np.zeros((3, 1)), np.array([30.0, 30.0]), (1, 6))
    assert shift_freedom(found).tolist() == pytest.approx([(7 / 6) ** 2 / (1 + 1 / 36 / 5)])
    none = as_estimate(np.zeros((3, 1)), np.zeros((3, 1)), np.array([30.0, 30.0]), (0, 6))
    assert np.isnan(shift_freedom(none)).all()


def test_degrees_of_freedom_follow_the_smaller_period(as_estimate):
    equal = as_estimate(np.zeros((3, 1)), np.zeros((3, 1)), np.array([30.0, 30.0]), (6, 6))
    unequal = as_estimate(np.zeros((3, 1)), np.zeros((3, 1)), np.array([30.0, 3000.0]), (6, 600))
    assert shift_freedom(equal).item() == pytest.approx(10)
    assert shift_freedom(unequal).item() == pytest.approx(5, rel=0.05)


def test_a_common_error_narrows_the_interval_of_the_shift(as_estimate):
    value, variance = np.array([[0.4], [0.5], [0.1]]), np.array([[0.01], [0.01], [0.02]])
    apart = wilson_t(as_estimate(value, variance, np.array([90.0, 90.0]), (9, 9)))
    shared = wilson_t(as_estimate(value, variance * [[1], [1], [0.5]], np.array([90.0, 90.0]), (9, 9)))
    assert shared.high[2, 0] - shared.low[2, 0] < 0.8 * (apart.high[2, 0] - apart.low[2, 0])
    # Correlated by half: .24 / .01 and .25 / .01 paragraphs, t with 16 degrees of freedom.
    low, high = wilson(np.array([0.4, 0.5]), np.array([24.0, 25.0]), stats.t.ppf(0.975, 16))
    down, up = 0.5 - low[1], high[0] - 0.4
    assert shared.low[2, 0] == pytest.approx(0.1 - np.sqrt(down**2 + up**2 - down * up))
    assert apart.low[2, 0] == pytest.approx(0.1 - np.sqrt(down**2 + up**2))


@pytest.mark.parametrize("articles", [(9, 9), (1, 9), (9, 1)])
def test_a_share_beyond_the_possible_has_the_interval_of_the_possible(as_estimate, articles):
    value, variance = np.array([[1.2], [1.4], [0.2]]), np.array([[0.01], [0.01], [0.02]])
    found = wilson_t(as_estimate(value, variance, np.array([90.0, 90.0]), articles))
    expected = wilson_t(as_estimate(np.clip(value, 0, 1), variance, np.array([90.0, 90.0]), articles))
    np.testing.assert_array_equal(found.low, expected.low)
    np.testing.assert_array_equal(found.high, expected.high)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), earlier=st.integers(2, 9), later=st.integers(2, 9))
def test_bounds_hold_the_value_and_stay_possible(as_sums, seed, earlier, later):
    rng = np.random.default_rng(seed)

    def part(articles):
        sizes = rng.integers(1, 7, articles)
        counts = rng.multinomial(sizes, rng.dirichlet([1.5, 0.3, 0.1], articles)).astype(float)
        return counts, sizes.astype(float), sizes.astype(float)

    found = ratio_estimate(as_sums(part(earlier), part(later)))
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
    found = wilson_t(ratio_estimate(article_sums(read_paragraphs(draw_table(), pillars, periods))))
    turned = wilson_t(ratio_estimate(article_sums(read_paragraphs(draw_table(), pillars, periods[::-1]))))
    np.testing.assert_allclose(found.low[2], -turned.high[2])
    np.testing.assert_allclose(found.low[0], turned.low[1])


@pytest.mark.parametrize("kept", [0, 1])
@pytest.mark.parametrize("articles", [(7, 7), (2, 2)])
def test_one_article_leaves_the_other_period_its_interval(draw_table, read, articles, kept):
    table = draw_table(articles)
    whole = wilson_t(ratio_estimate(article_sums(read(table))))
    several = table["period"] == ("2023", "2025")[kept]
    one = table["article_id"] == ("2025-00", "2023-00")[kept]
    found = wilson_t(ratio_estimate(article_sums(read(table[several | one]))))
    assert np.isnan(found.low[[1 - kept, 2]]).all()
    assert np.isnan(found.high[[1 - kept, 2]]).all()
    np.testing.assert_allclose(found.low[kept], whole.low[kept])
    np.testing.assert_allclose(found.high[kept], whole.high[kept])


def test_bounds_are_cut_to_what_is_possible():
    low, high = np.array([[-0.1, 1.5], [-0.2, 0.3], [-1.5, -0.2]]), np.array([[1.1, 1.6], [1.2, 0.4], [1.3, -1.2]])
    found = within_limits(Intervals(low, high))
    assert found.low.tolist() == [[0, 1], [0, 0.3], [-1, -0.2]]
    assert found.high.tolist() == [[1, 1], [1, 0.4], [1, -1]]
    assert only_with_articles(found, (5, 5)).low.tolist() == found.low.tolist()
    assert np.isnan(only_with_articles(found, (5, 4)).high[:, 0]).tolist() == [False, True, True]


def test_bounds_are_taken_out_where_articles_are_too_few(draw_table, read):
    found = wilson_t(ratio_estimate(article_sums(read(draw_table((4, 7))))))
    kept = only_with_articles(within_limits(found), (4, 7))
    assert np.isnan(kept.low[[0, 2]]).all()
    assert not np.isnan(kept.low[1]).any()
    assert (kept.low[1] >= 0).all()


def test_one_long_article_leaves_fewer_degrees_of_freedom(as_sums):
    def part(sizes):
        sizes = np.array(sizes, dtype=float)
        return np.column_stack([sizes / 2, sizes / 2]), sizes, sizes

    even = ratio_estimate(as_sums(part([4] * 10), part([4] * 10)))
    uneven = ratio_estimate(as_sums(part([36] + [4] * 9), part([4] * 10)))
    np.testing.assert_allclose(share_freedom(even), [9, 9])
    np.testing.assert_allclose(share_freedom(uneven), [72**2 / (36**2 + 9 * 16) - 1, 9])
    assert shift_freedom(uneven) < shift_freedom(even)
    alone = ratio_estimate(as_sums(part([10_000, 1, 1, 1, 1]), part([4] * 10)))
    assert share_freedom(alone)[0] == 1


def test_joint_intervals_share_the_error_between_them():
    assert joint_level(0.95, 1) == pytest.approx(0.95)
    assert joint_level(0.95, 5) == pytest.approx(0.99)
