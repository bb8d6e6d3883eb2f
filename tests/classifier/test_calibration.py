from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit, softmax
from sklearn import metrics
from sklearn.calibration import calibration_curve

from discourse.classifier.calibration import best_threshold, inverse_temperature, log_loss, platt_scaling
from discourse.classifier.tables.chunks import abstain
from discourse.evaluation.calibration_tables import (
    consistency_resamples,
    expected_calibration_error,
    reliability_diagram,
)


def test_the_inverse_temperature_that_made_the_labels_is_found():
    rng = np.random.default_rng(5)
    scores = rng.normal(size=(6000, 3))
    labels = np.array([rng.choice(3, p=row) for row in softmax(2.5 * scores, axis=1)])
    assert inverse_temperature(scores, labels) == pytest.approx(2.5, rel=0.06)


def test_the_curve_that_made_the_mentions_is_found():
    rng = np.random.default_rng(6)
    scores = rng.normal(size=6000)
    slope, intercept = platt_scaling(scores, rng.random(6000) < expit(1.7 * scores - 0.5))
    assert (slope, intercept) == (pytest.approx(1.7, rel=0.08), pytest.approx(-0.5, abs=0.1))


def test_a_pillar_never_mentioned_gets_a_small_probability():
    slope, intercept = platt_scaling(np.array([0.0, 0.1, 0.2]), np.zeros(3))
    assert expit(slope * 0.1 + intercept) == pytest.approx(0.2, abs=0.01)


def test_threshold_of_best_expected_f1_by_hand():
    # 0.9 alone: 2 x .9 / (1 + 1.5) = .72; with 0.4: 2 x 1.3 / (2 + 1.5) = .743; with all: 2 x 1.5 / (4 + 1.5) = .545.
    probabilities = np.array([0.9, 0.4, 0.1, 0.1])
    assert best_threshold(probabilities, [False] * 4) == 0.4
    # What is a mention anyway need not pass any threshold: without 0.4, 2 x 1.0 / (2 + 1.5) = .571 is less.
    assert best_threshold(probabilities, [False, True, False, False]) == 0.5


def test_threshold_is_half_of_the_best_f1_that_it_brings():
    probabilities = np.random.default_rng(3).beta(0.6, 1.4, 4000)
    threshold = best_threshold(probabilities, np.zeros(4000, dtype=bool))
    chosen = probabilities >= threshold
    f1 = 2 * probabilities[chosen].sum() / (chosen.sum() + probabilities.sum())
    assert threshold == pytest.approx(f1 / 2, abs=0.021)


def test_error_by_chance_shrinks_with_the_number_of_predictions():
    rng = np.random.default_rng(5)
    few, many = (consistency_resamples(rng.uniform(0.5, 1, size), 300, 1).mean() for size in (90, 9000))
    assert few > 0.05
    assert many < 0.01


def test_an_error_by_chance_is_what_certain_predictions_cannot_have():
    assert consistency_resamples(np.ones(40), 10, 1).tolist() == [0.0] * 10


def test_calibration_error_by_hand():
    probabilities = np.array([0.95, 0.95, 0.55, 0.55])
    right = np.array([1, 1, 1, 0])
    table = reliability_diagram(probabilities, right)
    assert table["predictions"].tolist() == [2, 2]
    assert expected_calibration_error(probabilities, right) == pytest.approx((0.05 * 2 + 0.05 * 2) / 4)


def test_a_probability_of_one_has_a_bin():
    assert expected_calibration_error(np.array([1.0]), np.array([1])) == 0


def test_abstaining_from_all_and_from_none():
    probabilities = np.array([[0.7, 0.3], [0.4, 0.6]])
    assert abstain(probabilities, ["a", "b"], 0.0) == ["a", "b"]
    assert abstain(probabilities, ["a", "b"], 0.65) == ["a", ""]


def test_log_loss_and_reliability_are_those_of_scikit_learn():
    rng = np.random.default_rng(4)
    scores, labels = rng.normal(size=(300, 4)), rng.integers(0, 4, 300)
    expected = metrics.log_loss(labels, softmax(1.7 * scores, axis=1), labels=range(4))
    assert log_loss(scores, labels, 1.7) == pytest.approx(expected, abs=1e-12)
    probabilities = rng.random(300)
    right = rng.random(300) < probabilities
    table = reliability_diagram(probabilities, right)
    observed, predicted = calibration_curve(right, probabilities, n_bins=10)
    np.testing.assert_allclose(table["observed"], observed)
    np.testing.assert_allclose(table["mean_predicted"], predicted)
    assert table["predictions"].sum() == 300
