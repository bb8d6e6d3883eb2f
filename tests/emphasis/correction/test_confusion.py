"""Rates of errors are drawn towards one rate as far as errors look random, and are as unsure as articles make them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from discourse.emphasis.correction.confusion import STRENGTHS, drawn_rates, one_rate, rates_of

ONE_BY_ONE = [str(number) for number in range(60)]


def pairs_of(counts: np.ndarray) -> np.ndarray:
    """Write counts as one paragraph a row."""
    size = len(counts)
    cells = np.repeat(np.arange(size**2), counts.ravel().astype(int))
    return np.eye(size**2)[cells].reshape(-1, size, size)


def test_one_rate_by_hand() -> None:
    np.testing.assert_allclose(one_rate(np.array([0.0, 0.3]), 4)[1][0], [0.7, 0.1, 0.1, 0.1])
    assert one_rate(np.array([0.0, 0.3]), 4)[0].tolist() == np.eye(4).tolist()


def test_a_code_that_nobody_met_has_the_one_rate() -> None:
    # 2 of 20 are wrong; no paragraph of the third code is known, so its row is the prior alone.
    counts = np.array([[9.0, 1, 0], [1, 9, 0], [0, 0, 0]])
    np.testing.assert_allclose(rates_of(counts)[2], [0.05, 0.05, 0.9])


def test_random_errors_become_one_rate_and_one_sided_ones_do_not() -> None:
    random = np.full((4, 4), 2.0) + 30 * np.eye(4)
    rates = rates_of(random)
    np.testing.assert_allclose(rates, one_rate(np.array(6 / 38), 4), atol=1e-3)
    sided = np.diag([60.0, 20, 20, 20])
    sided[1] = [10, 10, 0, 0]
    rates = rates_of(sided)
    assert rates[1, 0] == pytest.approx(0.5, abs=0.1)
    assert rates[0, 0] > 0.97


@given(arrays(float, (3, 3), elements=st.integers(0, 9)).filter(lambda counts: counts.sum() > 0))
def test_rows_are_probabilities_between_what_was_seen_and_one_rate(counts) -> None:
    rates = rates_of(counts)
    np.testing.assert_allclose(rates.sum(axis=1), 1)
    assert (rates >= 0).all()
    simplest = one_rate(np.array(1 - np.trace(counts) / counts.sum()), 3)
    for row in np.flatnonzero(counts.sum(axis=1)):
        seen = counts[row] / counts[row].sum()
        low, high = np.minimum(seen, simplest[row]), np.maximum(seen, simplest[row])
        assert ((low - 1e-9 <= rates[row]) & (rates[row] <= high + 1e-9)).all()


def test_draws_of_a_faultless_coder_are_not_faultless() -> None:
    rng = np.random.default_rng(1)
    drawn = drawn_rates(pairs_of(np.diag([20.0, 10])), ONE_BY_ONE[:30], 2_000, rng)
    wrong = 1 - drawn[:, 0, 0]
    # With the rate Beta(1/2, 30 + 1/2) alone the mean is .5 / 31; what the row itself says makes it smaller.
    assert 0 < wrong.mean() < 0.5 / 31
    assert np.quantile(wrong, 0.95) > 0.005


def test_draws_scatter_around_the_rates_and_more_where_errors_go_together() -> None:
    counts = np.full((3, 3), 1.0) + 18 * np.eye(3)
    pairs = pairs_of(counts)
    articles = [str(number) for number in range(len(pairs))]
    drawn = drawn_rates(pairs, articles, 2_000, np.random.default_rng(1))
    np.testing.assert_allclose(drawn.mean(axis=0), rates_of(counts), atol=0.02)
    rate = 1 - np.trace(drawn, axis1=1, axis2=2) / 3
    # Beta(6 + 1/2, 57 + 1/2), and a little more for rows of their own.
    expected = np.sqrt(6.5 * 57.5 / 64**2 / 65)
    assert expected < rate.std() < 1.5 * expected
    wrong = pairs.argmax(axis=2).max(axis=1) != pairs.argmax(axis=1).max(axis=1)
    together = ["of errors" if each else name for each, name in zip(wrong, articles, strict=True)]
    clustered = drawn_rates(pairs, together, 2_000, np.random.default_rng(1))
    assert (1 - np.trace(clustered, axis1=1, axis2=2) / 3).std() > 1.5 * rate.std()


def test_the_same_seed_draws_the_same() -> None:
    pairs = pairs_of(np.array([[10.0, 2], [1, 8]]))
    one, two = (drawn_rates(pairs, ONE_BY_ONE[:21], 5, np.random.default_rng(3)) for _ in range(2))
    assert one.tolist() == two.tolist()
    assert len(STRENGTHS) == 7
