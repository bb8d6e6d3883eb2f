"""Are adjusted counts the published ones, and refused where they would divide by nothing?"""

from __future__ import annotations

import numpy as np
import pytest

from discourse.emphasis.adjusted import rogan_gladen, solve_counts
from discourse.errors import EstimateError


def test_rogan_gladen():
    assert rogan_gladen(np.array(0.34), np.array(0.9), np.array(0.2)) == pytest.approx(0.20)
    assert rogan_gladen(np.array(0.05), np.array(0.9), np.array(0.2)) == 0


def test_a_classifier_without_information_is_refused():
    with pytest.raises(EstimateError, match="equal rates of true and false positives"):
        rogan_gladen(np.array([0.3, 0.4]), np.array([0.9, 0.5]), np.array([0.2, 0.5]))


def test_all_classes_at_once():
    rates = np.array([[0.8, 0.1, 0.2], [0.1, 0.7, 0.2], [0.1, 0.2, 0.6]])
    np.testing.assert_allclose(solve_counts(np.array([0.47, 0.30, 0.23]), rates), [0.5, 0.3, 0.2], rtol=1e-12)
    outside = solve_counts(np.array([0.9, 0.05, 0.05]), rates)
    assert outside.sum() == pytest.approx(1)
    assert (outside >= 0).all()


def test_classes_predicted_alike_are_refused():
    rates = np.array([[0.5, 0.5, 0.1], [0.3, 0.3, 0.1], [0.2, 0.2, 0.8]])
    with pytest.raises(EstimateError, match="singular"):
        solve_counts(np.array([0.4, 0.3, 0.3]), rates)
