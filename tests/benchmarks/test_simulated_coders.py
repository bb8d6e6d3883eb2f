"""Do simulated coders err as often as they should, and is their bias the one that the confusions tell?"""

from __future__ import annotations

import numpy as np
import pytest

PILLARS = ("political", "economic", "education")


@pytest.fixture
def world():
    """A small world with a large shift, so that the study need not be fitted."""
    shares = np.array([0.6, 0.3, 0.1]), np.array([0.3, 0.5, 0.2])
    pooled = (shares[0] + shares[1]) / 2
    from simulated_studies import World

    return World(PILLARS, np.array([2, 4, 6]), 1.6, pooled, shares, shares)


def test_half_a_shift_is_half_as_large(world):
    from simulated_coders import halved

    earlier, later = halved(world).shares
    np.testing.assert_allclose(later - earlier, (world.shares[1] - world.shares[0]) / 2)
    assert earlier.sum() == pytest.approx(1)


def test_error_rates_by_hand(world):
    from simulated_coders import error_rates

    np.testing.assert_allclose(error_rates(".8", world.pooled), [[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]])
    np.testing.assert_allclose(error_rates("chance", world.pooled), 1 / 3)
    assert error_rates("always", world.pooled).tolist() == [[1, 0, 0]] * 3


def test_a_coder_neither_adds_nor_loses_paragraphs(world):
    from simulated_coders import coded_counts, error_rates

    counts = np.array([[[3.0, 1, 0], [0, 0, 5]]])
    rng = np.random.default_rng(1)
    assert coded_counts(counts, error_rates("1", world.pooled), rng).tolist() == counts.tolist()
    assert coded_counts(counts, error_rates("always", world.pooled), rng).tolist() == [[[4, 0, 0], [5, 0, 0]]]


def test_the_bias_told_is_the_bias_found(world):
    from simulated_coders import summary

    row = summary(world, ".8", 60, seed=1)
    # Errors in each direction with .1 leave .7 of a shift.
    assert row["pillar"] == "political"
    assert row["bias"] == pytest.approx(0.3 * 0.3, abs=0.02)
    assert row["told"] == pytest.approx(0.3 * 0.3, abs=0.02)
    assert row["coverage"] < 0.5


def test_the_rule_lets_a_good_coder_in_and_no_careless_one(world):
    from simulated_coders import in_words, summary

    rows = {coder: summary(world, coder, 60, seed=1) for coder in ("1", "chance", "always")}
    assert {coder: row["let in"] for coder, row in rows.items()} == {"1": 1, "chance": 0, "always": 0}
    assert rows["1"]["coverage"] > 0.85
    assert "let in 0.0000" in in_words(rows["chance"])
