"""Does expectation-maximisation reach the published shares in the published steps?"""

from __future__ import annotations

import numpy as np
import pytest
from discourse.emphasis.emq import expectation_maximisation


def test_expectation_maximisation_reproduces_the_worked_example():
    p = np.array([0.9, 0.8, 0.7, 0.6, 0.2])
    both, equal = np.column_stack([p, 1 - p]), np.array([0.5, 0.5])
    assert p.mean() == pytest.approx(0.64)
    shares, steps = expectation_maximisation(both, equal, tolerance=1e-12)
    assert round(shares[0], 5) == 0.95318
    assert steps == 270
    early, steps = expectation_maximisation(both, equal, tolerance=1e-4)
    assert round(early[0], 5) == 0.95207
    assert steps == 46


def test_expectation_maximisation_in_many_settings_at_once():
    rng = np.random.default_rng(0)
    probability = rng.dirichlet([1, 1, 1], 30)
    weights = rng.integers(0, 2, (4, 30)).astype(float)
    together, _ = expectation_maximisation(probability, np.full(3, 1 / 3), weights, tolerance=1e-10)
    for setting in range(4):
        alone, _ = expectation_maximisation(probability[weights[setting] > 0], np.full(3, 1 / 3), tolerance=1e-10)
        np.testing.assert_allclose(together[setting], alone, atol=1e-6)
