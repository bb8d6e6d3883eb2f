"""Log-odds against published numbers, and what must hold for any counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from discourse.errors import EstimateError
from discourse.words.log_odds import log_odds_ratio

FIRST, SECOND = [1, 5, 1, 9], [100, 510, 100, 199]
"""Counts of a test of scattertext, whose scores are published there."""


def test_full_variant_gives_the_published_scores():
    result = log_odds_ratio(FIRST, SECOND, 0.01, variant="full")
    published = [0.4447054, 0.9433088, 0.4447054, -0.9971462]
    assert -(2 * norm.cdf(result.z) - 1) == pytest.approx(published, abs=5e-8)
    # z was recovered from the printed scores, hence good to five digits in the tail only
    assert result.z == pytest.approx([-0.589845, -1.905684, -0.589845, 2.983063], abs=2e-6)
    assert result.delta == pytest.approx([-0.609532, -1.034577, -0.609532, 1.520101], abs=5e-7)


def test_short_variant_differs_as_published():
    assert log_odds_ratio(FIRST, SECOND, 0.01).z == pytest.approx([-0.609502, -2.304405, -0.609502, 4.462925], abs=5e-7)


@pytest.mark.parametrize(
    ("prior", "expected"),
    [
        (0.1, [3.068254, -3.850803, 1.157273]),
        (0.01, [3.084813, -3.865844, 1.172031]),
        (10 * np.array([15, 12, 5]) / 32, [2.617791, -3.316164, 0.966193]),
    ],
)
def test_the_prior_shrinks(prior, expected):
    assert log_odds_ratio([12, 2, 4], [3, 10, 1], prior).z == pytest.approx(expected, abs=5e-7)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=2, max_size=8))
def test_swapping_the_groups_swaps_the_sign(pairs):
    first, second = zip(*pairs, strict=True)
    there, back = log_odds_ratio(first, second, 0.5), log_odds_ratio(second, first, 0.5)
    assert there.z == pytest.approx(-back.z)


def test_a_prior_of_zero_is_refused():
    with pytest.raises(EstimateError, match="above zero"):
        log_odds_ratio([1, 2], [0, 2], 0)


def test_counts_of_other_length_are_refused():
    with pytest.raises(EstimateError, match="one length"):
        log_odds_ratio([1, 2], [1, 2, 3], 1)
