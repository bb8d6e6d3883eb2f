"""Do the corrections for classifier error give the published numbers, and refuse instead of dividing?"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from discourse.emphasis.adjusted import rogan_gladen, solve_counts
from discourse.emphasis.dsl import pseudo_outcomes
from discourse.emphasis.emq import expectation_maximisation
from discourse.emphasis.ppi import ppi_mean, tuned_lambda
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


Y = np.array([1, 0, 1, 1, 0, 0, 1, 0, 1, 0.0])
F = np.array([1, 0, 1, 0, 0, 0, 1, 1, 1, 0.0])
REST = np.repeat([1.0, 0.0], [30, 70])


@pytest.mark.parametrize(
    ("lam", "mean", "low", "high"),
    [(0.0, 0.500, 0.1901, 0.8099), (1.0, 0.300, 0.00863, 0.59137), (None, 0.37543, 0.12118, 0.62968)],
)
def test_ppi_agrees_with_ppi_python(lam, mean, low, high):
    found, variance = ppi_mean(Y, F, REST, lam, ddof=0)
    half = stats.norm.ppf(0.975) * np.sqrt(variance[0])
    assert found[0] == pytest.approx(mean, abs=5e-6)
    assert found[0] - half == pytest.approx(low, abs=5e-5)
    assert found[0] + half == pytest.approx(high, abs=5e-5)


def test_clustered_ppi_agrees_with_glide():
    mean, variance = ppi_mean(np.array([4.0, 6.0]), np.array([2.0, 6.0]), np.array([4.0, 6.0]))
    assert mean[0] == pytest.approx(61 / 11, rel=1e-12)
    assert np.sqrt(variance[0]) == pytest.approx(np.sqrt(37) / 11, rel=1e-12)
    for level, low, high in ((0.90, 4.636, 6.455), (0.95, 4.462, 6.629)):
        half = stats.norm.ppf(0.5 + level / 2) * np.sqrt(variance[0])
        assert round(mean[0] - half, 3) == low
        assert round(mean[0] + half, 3) == high


@pytest.mark.parametrize(
    ("lam", "mean", "error"), [(0.0, 0.50833, 0.175), (1.0, 0.35139, 0.12830), (None, 0.37228, 0.10848)]
)
def test_clustered_ppi_on_means_of_articles(lam, mean, error):
    labels = np.array([[int(mark) for mark in text].count(1) / len(text) for text in ("1100", "001", "10000", "11")])
    predictions = np.array([text.count("1") / len(text) for text in ("1110", "001", "00000", "11")])
    others = np.array([text.count("1") / len(text) for text in ("0011", "100", "0000", "11100", "01", "0001")])
    found, variance = ppi_mean(labels, predictions, others, lam)
    assert found[0] == pytest.approx(mean, abs=5e-6)
    assert np.sqrt(variance[0]) == pytest.approx(error, abs=5e-6)
    lam = tuned_lambda(labels[:, None], predictions[:, None], others[:, None])
    assert lam == pytest.approx(0.86690, abs=5e-6)


def test_predictions_that_do_not_vary_get_no_weight():
    mean, variance = ppi_mean(Y, np.full(10, 0.3), np.full(100, 0.3))
    assert mean[0] == Y.mean()
    assert variance[0] == pytest.approx(Y.var(ddof=1) / 10)


def test_pseudo_outcomes_worked_by_hand():
    labels, predictions = np.array([[1.0], [0.0], [0.0], [1.0]]), np.array([[0.8], [0.4], [0.6], [0.5]])
    drawn, inclusion = np.array([True, True, False, False]), np.array([0.5, 0.25, 0.5, 0.25])
    plain = pseudo_outcomes(labels, predictions, drawn, inclusion, centred=False)
    np.testing.assert_allclose(plain.ravel(), [0.8 + 2 * 0.2, 0.4 - 4 * 0.4, 0.6, 0.5])
    centred = pseudo_outcomes(labels, predictions, drawn, inclusion)
    mean_error = (2 * 0.2 - 4 * 0.4) / 6
    assert centred.mean() == pytest.approx(predictions.mean() + mean_error)


def test_pseudo_outcomes_are_right_on_average_over_draws():
    rng = np.random.default_rng(2)
    labels = (rng.random((40, 1)) < 0.3).astype(float)
    predictions = np.full((40, 1), 0.9)
    inclusion = rng.uniform(0.2, 0.9, 40)
    means = [
        pseudo_outcomes(labels, predictions, rng.random(40) < inclusion, inclusion, centred=False).mean()
        for _ in range(4000)
    ]
    assert np.mean(means) == pytest.approx(labels.mean(), abs=0.01)


def test_a_constant_prediction_leaves_the_weighted_mean_of_the_labels():
    labels, drawn = np.eye(2)[[0, 1, 1, 0]], np.array([True, True, True, False])
    outcomes = pseudo_outcomes(labels, np.tile([1.0, 0.0], (4, 1)), drawn, np.full(4, 0.75))
    np.testing.assert_allclose(outcomes.mean(axis=0), labels[drawn].mean(axis=0))
