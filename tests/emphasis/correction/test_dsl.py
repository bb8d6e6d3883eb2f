"""Are pseudo-outcomes right on average, whatever the classifier says?"""

from __future__ import annotations

import numpy as np
import pytest

from discourse.emphasis.correction.dsl import paragraph_inflation, pseudo_outcomes, variance_of_outcomes


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


def test_the_variance_is_that_of_estimates_without_each_article():
    rng = np.random.default_rng(4)
    article = np.repeat(np.arange(6), [3, 5, 2, 4, 6, 3])
    labels = np.eye(3)[rng.integers(0, 3, len(article))]
    predictions = rng.dirichlet(np.ones(3), len(article))
    drawn, inclusion = rng.random(len(article)) < 0.6, rng.uniform(0.3, 1, len(article))
    weights = rng.uniform(20, 90, len(article))
    drawn[np.unique(article, return_index=True)[1]] = True

    def shares(kept):
        outcomes = pseudo_outcomes(labels[kept], predictions[kept], drawn[kept], inclusion[kept], weights[kept])
        sums = weights[kept] @ outcomes[:, :2]
        return sums / sums.sum()

    everything = shares(np.ones(len(article), dtype=bool))
    expected = 5 / 6 * sum(np.square(shares(article != one) - everything) for one in range(6))
    found, articles = variance_of_outcomes(article, labels, predictions, drawn, inclusion, weights, 2)
    np.testing.assert_allclose(found, expected)
    by_article = np.bincount(article, weights * drawn / inclusion)
    assert articles == pytest.approx(by_article.sum() ** 2 / np.square(by_article).sum())


def test_without_the_one_article_that_is_labelled_there_is_no_variance():
    article, drawn = np.array([0, 0, 1, 2]), np.array([True, True, False, False])
    labels, predictions = np.eye(2)[[0, 1, 0, 0]], np.full((4, 2), 0.5)
    found, articles = variance_of_outcomes(article, labels, predictions, drawn, np.ones(4), np.ones(4), 2)
    assert np.isnan(found).all()
    assert articles == 1
