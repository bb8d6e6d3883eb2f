"""Are pseudo-outcomes right on average, whatever the classifier says?"""

from __future__ import annotations

import numpy as np
import pytest

from discourse.emphasis.correction.dsl import paragraph_inflation, pseudo_outcomes


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


def test_predicted_paragraphs_count_as_far_as_predictions_explain_labels():
    labels = np.eye(2)[[0, 1, 0, 1, 0, 1]]
    labelled = np.array([True, True, True, True, False, False])
    assert paragraph_inflation(labels, labels, labelled) == 1
    assert paragraph_inflation(labels, np.full((6, 2), 0.5), labelled) == pytest.approx(6 / 4)
    assert paragraph_inflation(labels, 1 - labels, labelled) == pytest.approx(6 / 4)
