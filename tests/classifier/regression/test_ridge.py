"""Does the closed form give what fitting without each group gives?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from discourse.classifier.calibration import inverse_temperature, log_loss
from discourse.classifier.regression import ridge
from discourse.classifier.regression.ridge import GroupedRidge, local_search, select_ridge


def problem(seed: int = 1):
    rng = np.random.default_rng(seed)
    features = sparse.csr_matrix(rng.poisson(0.4, (30, 50)).astype(float))
    return features, rng.normal(size=(30, 3)), rng.uniform(0.5, 2, 30), np.repeat(np.arange(6), 5)


def test_two_points_by_hand():
    # Means 0 and 1; centred x = -1, 1 and y = -1/2, 1/2: slope = 1 / (2 + penalty).
    fit = GroupedRidge(np.array([[0.0], [2.0]]), np.array([[0.0], [1.0]]), np.ones(2), [0, 1]).fit(2.0)
    assert fit.coefficients[0, 0] == pytest.approx(0.25)
    assert fit.intercepts[0] == pytest.approx(0.25)


def test_same_as_scikit_learn():
    from sklearn.linear_model import Ridge

    features, targets, weights, groups = problem()
    fit = GroupedRidge(features, targets, weights, groups).fit(1.5)
    reference = Ridge(alpha=1.5).fit(features.toarray(), targets, sample_weight=weights)
    np.testing.assert_allclose(fit.coefficients, reference.coef_.T, atol=1e-8)
    np.testing.assert_allclose(fit.intercepts, reference.intercept_, atol=1e-8)


def test_held_out_scores_are_those_of_a_model_fitted_without_the_group():
    features, targets, weights, groups = problem(2)
    held_out = GroupedRidge(features, targets, weights, groups).fit(0.7).held_out
    for group in range(6):
        out = groups == group
        without = GroupedRidge(features[~out], targets[~out], weights[~out], groups[~out]).fit(0.7)
        np.testing.assert_allclose(held_out[out], features[out] @ without.coefficients + without.intercepts, atol=1e-8)


def test_conjugate_gradients_agree_with_the_dual_form(monkeypatch):
    features, targets, weights, groups = problem(3)
    dual = GroupedRidge(features, targets, weights, groups).fit(1.0)
    monkeypatch.setattr(ridge, "DUAL_LIMIT", 10)
    primal = GroupedRidge(features, targets, weights, groups).fit(1.0)
    np.testing.assert_allclose(primal.coefficients, dual.coefficients, atol=1e-4)
    assert set(groups[primal.rows]) == {0, 5}
    out = np.isin(groups, [0, 5])
    assert len(primal.held_out) == out.sum()


@pytest.mark.parametrize("number", [7, 45], ids=["few", "more than rows"])
@pytest.mark.parametrize("scale", [0.0, 3.0])
@pytest.mark.parametrize("limit", [10, 1000])
def test_scaling_columns_is_fitting_scaled_columns(monkeypatch, limit, scale, number):
    monkeypatch.setattr(ridge, "DUAL_LIMIT", limit)
    features, targets, weights, groups = problem(5)
    scaled = np.arange(50) < number
    regression = GroupedRidge(features, targets, weights, groups, scaled)
    regression.fit(1.0, 2.0)  # what is kept of one fit must not reach the next
    found = regression.fit(1.0, scale)
    times = np.where(scaled, scale, 1.0)
    reference = GroupedRidge(features @ sparse.diags_array(times), targets, weights, groups).fit(1.0)
    np.testing.assert_allclose(found.coefficients, reference.coefficients * times[:, None], atol=1e-4)
    np.testing.assert_allclose(found.held_out, reference.held_out, atol=1e-4)


def test_one_group_is_held_out_as_the_mean():
    features, targets, weights, _ = problem(4)
    held_out = GroupedRidge(features, targets, weights, np.zeros(30)).fit(1.0).held_out
    assert np.ptp(held_out, axis=0).max() == pytest.approx(0)


PENALTIES = (0.5, 1.0, 2.0, 4.0, 8.0)


@given(st.floats(0, 9))
def test_a_valley_is_walked_to_its_least(least):
    found = local_search(PENALTIES, lambda value: abs(value - least))
    assert abs(found - least) == min(abs(value - least) for value in PENALTIES)


def test_of_equals_the_middling_value_is_kept():
    assert local_search(PENALTIES, lambda value: 1.0) == 2.0
    assert local_search((3.0,), lambda value: 1.0) == 3.0


def test_the_choice_is_the_fit_of_least_held_out_loss():
    rng = np.random.default_rng(7)
    features = sparse.csr_matrix(rng.poisson(0.5, (60, 40)).astype(float))
    codes = rng.integers(0, 3, 60)
    regression = GroupedRidge(features, np.eye(3)[codes], np.ones(60), np.arange(60) // 4)
    choice = select_ridge(regression, codes, PENALTIES, (1.0,))
    losses = {}
    for penalty in PENALTIES:
        scores = regression.fit(penalty).held_out
        losses[penalty] = log_loss(scores, codes, inverse_temperature(scores, codes))
    assert choice.loss == pytest.approx(min(losses.values()))
    assert losses[choice.penalty] == choice.loss
