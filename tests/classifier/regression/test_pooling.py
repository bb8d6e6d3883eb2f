"""Do pooled scores follow the better part, and are they those of the parts, weighted?"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import approx_fprime, minimize
from scipy.special import expit, softmax

from discourse.classifier.regression import GroupedRidge, fit_scores, pool_embeddings, select_ridge
from discourse.classifier.regression.pooling import code_weights, mention_weights
from discourse.features import TfidfBlocks


def study_of(seed: int, told: float):
    """Counts that tell nothing, vectors that tell so much, codes, one mention, and groups of four rows."""
    rng = np.random.default_rng(seed)
    codes = rng.integers(0, 3, 80)
    counts = rng.poisson(1.0, (80, 12)).astype(float)
    vectors = np.hstack([told * np.eye(3)[codes], np.zeros((80, 4))]) + rng.normal(size=(80, 7)) + 5
    targets = np.hstack([np.eye(3)[codes], (codes == 1)[:, None]]).astype(float)
    return counts, vectors, targets, np.ones(80), np.repeat(np.arange(20), 4), codes


def fitted(counts, vectors, targets, weights, groups, codes):
    counted = select_ridge(GroupedRidge(counts, targets, weights, groups), codes, (1.0, 2.0), (1.0,))
    return counted, pool_embeddings(counted, vectors, targets, weights, groups, codes)


def test_two_equal_witnesses_share_the_weight():
    logs = np.log([[0.9, 0.1], [0.1, 0.9], [0.9, 0.1], [0.1, 0.9]])
    right = np.array([0, 1, 0, 0])  # three of four: odds 3 where each says 9, so a + b = 1/2
    weights = code_weights([logs, logs], right)
    assert weights.sum() == pytest.approx(0.5, abs=1e-4)
    assert weights[0] == pytest.approx(weights[1])
    holds = np.array([[1.0], [1.0], [1.0], [0.0]])
    assert mention_weights([np.full((4, 1), np.log(9))] * 2, holds).sum() == pytest.approx(0.5, abs=1e-4)


def test_a_constant_in_a_row_changes_no_weight():
    rng = np.random.default_rng(1)
    parts, codes = rng.normal(size=(2, 30, 4)), rng.integers(0, 4, 30)
    shifted = parts + rng.normal(size=(2, 30, 1))
    np.testing.assert_allclose(code_weights(list(parts), codes), code_weights(list(shifted), codes), atol=1e-4)


@pytest.mark.parametrize("seed", range(3))
def test_the_weights_have_the_least_loss(seed):
    rng = np.random.default_rng(seed)
    codes = rng.integers(0, 3, 60)
    parts = [np.eye(3)[codes] + rng.normal(size=(60, 3)) for _ in range(2)]

    def loss(weights):
        told = softmax(sum(weight * part for weight, part in zip(weights, parts, strict=True)), axis=1)
        return -np.log(told[np.arange(60), codes]).mean()

    def mention_loss(weights):
        told = expit(sum(weight * part for weight, part in zip(weights, parts, strict=True)))
        return -np.log(np.where(np.eye(3)[codes] == 1, told, 1 - told)).mean()

    for each, found in ((loss, code_weights(parts, codes)), (mention_loss, mention_weights(parts, np.eye(3)[codes]))):
        other = minimize(each, [1.0, 1.0], bounds=[(0, 3)] * 2, method="Nelder-Mead", options={"xatol": 1e-6})
        assert each(found) <= other.fun + 1e-7
        assert np.abs(approx_fprime(found, each)[found > 0]).max() < 1e-3


def test_pooled_scores_are_linear_in_both_and_follow_the_one_that_tells():
    data = study_of(1, told=2.5)
    counted, pooled = fitted(*data)
    assert pooled.inverse_temperature == 1
    assert pooled.loss < counted.loss - 0.2
    assert pooled.fit.coefficients.shape == (12 + 7, 4)
    assert pooled.fit.held_out.shape == (80, 4)
    # Told by vectors alone: they get nearly all of the weight.
    assert np.abs(pooled.fit.coefficients[:12, :3]).max() < np.abs(pooled.fit.coefficients[12:15, :3]).max() / 5
    # A code that a row's vector speaks for is predicted, though vectors were centred when they were fitted.
    scores = np.hstack(data[:2]) @ pooled.fit.coefficients + pooled.fit.intercepts
    assert (scores[:, :3].argmax(axis=1) == data[5]).mean() > 0.85
    assert ((scores[:, 3] > 0) == (data[5] == 1)).mean() > 0.85


def test_vectors_that_tell_nothing_are_passed_over():
    data = study_of(2, told=0.0)
    counted, pooled = fitted(*data)
    assert pooled.loss <= counted.loss + 1e-6


def test_where_vectors_lie_changes_nothing():
    counts, vectors, *rest = study_of(3, told=1.0)
    _, pooled = fitted(counts, vectors, *rest)
    _, moved = fitted(counts, 7 * vectors - 30, *rest)
    np.testing.assert_allclose(moved.fit.held_out, pooled.fit.held_out, atol=1e-4)
    scores = np.hstack([counts, vectors]) @ pooled.fit.coefficients + pooled.fit.intercepts
    again = np.hstack([counts, 7 * vectors - 30]) @ moved.fit.coefficients + moved.fit.intercepts
    np.testing.assert_allclose(again, scores, atol=1e-4)


def test_without_mentions_codes_are_pooled_alone():
    counts, vectors, targets, *rest = study_of(4, told=1.0)
    _, pooled = fitted(counts, vectors, targets[:, :3], *rest)
    assert pooled.fit.coefficients.shape == (19, 3)


def test_the_order_of_the_columns_changes_nothing():
    counts, vectors, *problem = study_of(5, told=1.0)
    found = []
    for order in (np.arange(19), np.random.default_rng(1).permutation(19)):
        X = sparse.csr_matrix(np.hstack([counts, vectors])[:, order])
        weighting = TfidfBlocks.fit(X, np.array(["word"] * 12 + ["embedding"] * 7)[order], 1, ())
        weighed = weighting.transform(X)
        fit = fit_scores(weighed, weighting, *problem, (1.0, 2.0), (1.0,)).fit
        found.append(weighed @ fit.coefficients + fit.intercepts)
    np.testing.assert_allclose(found[0], found[1], atol=1e-6)
