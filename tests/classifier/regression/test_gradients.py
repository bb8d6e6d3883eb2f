"""Do conjugate gradients find what the equations of a ridge regression have as their solution?"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import Ridge

from discourse.classifier.regression import gradients
from discourse.classifier.regression.gradients import solve_by_gradients


def test_the_worked_example():
    """Means 1 and .5; of the centred rows the sums of squares and products are 2 and 1: the slope is 1 / (2 + 2)."""
    rows = sparse.csr_matrix([[0.0], [2.0]])
    coefficients, intercepts = solve_by_gradients(rows, np.array([[0.0], [1.0]]), np.ones(2), 2.0)
    assert coefficients[0, 0] == pytest.approx(0.25)
    assert intercepts[0] == pytest.approx(0.25)


@pytest.mark.parametrize("penalty", [0.1, 2.0, 50.0])
def test_the_solution_is_that_of_the_equations(penalty, monkeypatch):
    """Common and rare columns, rows of other weights, a column that is never there, and targets of all sizes."""
    rng = np.random.default_rng(3)
    features = sparse.random_array((80, 30), density=0.3, rng=rng).tocsr() * np.r_[100.0, np.ones(28), 0.0]
    features = sparse.csr_matrix(features)
    targets = rng.normal(size=(80, 4)) * [1, 100, 0.01, 0]
    weights = rng.uniform(0.5, 4, 80)
    reference = Ridge(alpha=penalty, solver="cholesky").fit(features.toarray(), targets, sample_weight=weights)
    monkeypatch.setattr(gradients, "TOLERANCE", 1e-10)
    coefficients, intercepts = solve_by_gradients(features, targets, weights, penalty)
    np.testing.assert_allclose(coefficients, reference.coef_.T, rtol=1e-6, atol=1e-10)
    np.testing.assert_allclose(intercepts, reference.intercept_, rtol=1e-6, atol=1e-10)
    assert not coefficients[:, 3].any()
    assert not coefficients[29].any()


def test_a_target_is_solved_as_well_alone_as_beside_harder_ones():
    rng = np.random.default_rng(4)
    features = sparse.csr_matrix(rng.poisson(0.4, (60, 20)).astype(float))
    hard, easy = rng.normal(size=(60, 1)), features.toarray()[:, :1]
    together, _ = solve_by_gradients(features, np.hstack([hard, easy]), np.ones(60), 0.01)
    alone, _ = solve_by_gradients(features, easy, np.ones(60), 0.01)
    np.testing.assert_allclose(together[:, 1:], alone, atol=1e-12)
