"""Probabilities add up to the number drawn, leave nobody without a chance, and are those with which units are drawn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.labels.sampling.probabilities import (
    LEAST_LABELS,
    UNKNOWN_MIX,
    best_mix,
    draw_units,
    mixed_probabilities,
    proportional_probabilities,
    uncertainty,
)


def test_uncertainty_worked_by_hand() -> None:
    found = uncertainty([[0.6, 0.4], [1.0, 0.0], [0.25, 0.75]])
    assert found.tolist() == pytest.approx([0.48**0.5, 0.0, 0.375**0.5])


def test_the_published_sampler() -> None:
    # Active sampler of glide: u = (.1, .4), one drawn.
    assert proportional_probabilities([0.1, 0.4], 1).tolist() == pytest.approx([0.2, 0.8])
    assert mixed_probabilities([0.1, 0.4], 1, 0.25).tolist() == pytest.approx([0.75 * 0.5 + 0.05, 0.75 * 0.5 + 0.2])


def test_what_would_be_above_1_is_sure_and_the_rest_share_what_is_left() -> None:
    # 3 of (6, 1, 1, 2): the first alone would have 1.8, then the last 2 x 2 / 4 = 1.
    assert proportional_probabilities([6, 1, 1, 2], 3).tolist() == pytest.approx([1, 0.5, 0.5, 1])
    assert proportional_probabilities([0, 0, 0, 5], 2).tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3, 1])
    assert proportional_probabilities([0, 0], 1).tolist() == [0.5, 0.5]


@given(st.lists(st.floats(0, 100), min_size=1, max_size=30), st.floats(0, 0.9), st.data())
def test_they_add_up_and_nobody_is_left_out(sizes, mix, data) -> None:
    n = data.draw(st.integers(0, len(sizes)))
    chances = mixed_probabilities(sizes, n, mix)
    assert chances.sum() == pytest.approx(n)
    assert (chances <= 1 + 1e-12).all()
    assert (chances >= 0.1 * n / len(sizes) - 1e-12).all()


def test_the_mix_minimises_the_estimated_variance() -> None:
    rng = np.random.default_rng(1)
    sizes = rng.uniform(0.05, 1, 200)
    squares = sizes**2 * rng.uniform(0, 2, 200) + 0.05
    known = rng.permutation(200)[:80]
    found = best_mix(sizes, 20, known, squares[known])
    spread = {
        mix: (squares[known] / mixed_probabilities(sizes, 20, mix)[known]).sum() for mix in np.linspace(0, 0.9, 91)
    }
    best = min(spread, key=spread.__getitem__)
    assert 0 < best < 0.9
    assert found == pytest.approx(best, abs=0.026)


def test_without_labels_or_errors_the_mix_is_half() -> None:
    sizes = np.linspace(0.1, 1, 50)
    assert best_mix(sizes, 5, range(LEAST_LABELS - 1), np.ones(LEAST_LABELS - 1)) == UNKNOWN_MIX
    assert best_mix(sizes, 5, range(50), np.zeros(50)) == UNKNOWN_MIX


def test_units_are_drawn_as_often_as_they_should_be_and_at_every_stop() -> None:
    chances = mixed_probabilities([0.1, 0.2, 0.3, 0.4, 0.9, 3.0], 3, 0.9)
    times, first = np.zeros(6), np.zeros(6)
    for seed in range(4000):
        drawn = draw_units(chances, np.random.default_rng(seed))
        assert len(set(drawn.tolist())) == 3
        times[drawn] += 1
        first[drawn[:1]] += 1
    np.testing.assert_allclose(times / 4000, chances, atol=0.025)
    np.testing.assert_allclose(first / 4000, chances / 3, atol=0.025)


@pytest.mark.parametrize(("chances", "drawn"), [([], []), ([0.0, 0.0], []), ([1.0, 0.0, 1.0], [0, 2])])
def test_nothing_and_all_that_is_sure(chances, drawn) -> None:
    assert sorted(draw_units(chances, np.random.default_rng(1)).tolist()) == drawn
