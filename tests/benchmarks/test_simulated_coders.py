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


def test_errors_that_are_not_random_by_hand(world):
    from simulated_coders import error_rates

    drawn, confused = (error_rates(coder, world.pooled) for coder in ("drawn", "confused"))
    np.testing.assert_allclose(drawn, [[1, 0, 0], [0.15, 0.85, 0], [0.15, 0, 0.85]])
    np.testing.assert_allclose(confused, [[1, 0, 0], [0.3, 0.7, 0], [0, 0, 1]])


def test_without_a_shift_both_periods_are_alike(world):
    from simulated_coders import without_shift

    earlier, later = without_shift(world).shares
    assert earlier.tolist() == later.tolist() == world.pooled.tolist()


def test_a_shift_made_small_is_corrected(world):
    from simulated_coders import coded_studies, corrected

    from discourse.emphasis.shares import ratio_estimate

    rng = np.random.default_rng(1)
    sums = coded_studies(world, ".8", 20, 200, rng)
    coded, found = ratio_estimate(sums), corrected(world, sums, ".8", 100, rng)
    # Errors in each direction with .1 leave .7 of a shift of -.3.
    assert coded.value[:, 2, 0].mean() == pytest.approx(-0.21, abs=0.02)
    assert found.value[:, 2, 0].mean() == pytest.approx(-0.3, abs=0.03)
    assert (found.variance > coded.variance).all()
    np.testing.assert_allclose(found.value[:, :2].sum(axis=-1), 1)


def test_lines_say_coverage_bias_and_width(world):
    from simulated_coders import KNOWN, compare_corrected

    lines = compare_corrected(world, ".8", 50, 4, seed=1)
    assert [line.split("  ")[2] for line in lines] == ["coded", *(f"corrected, {known} known" for known in KNOWN)]
    assert all("coverage" in line and "bias" in line and "width" in line for line in lines)
