"""Does training learn by variational EM, with the prior it was given?"""

from __future__ import annotations

import sys

import numpy as np
import pytest
from scipy import sparse, special

from discourse.errors import MissingExtraError
from discourse.topics.inference import batches, e_step
from discourse.topics.lda import fit_lda


def some_counts(seed: int = 0) -> sparse.csr_matrix:
    return sparse.csr_matrix(np.random.default_rng(seed).poisson(0.6, size=(30, 8)))


def fit(matrix: sparse.csr_matrix, eta: np.ndarray, passes: int, tolerance: float = 1e-9, random_state: int = 0):
    return fit_lda(
        matrix,
        alpha=np.full(3, 0.5),
        eta=eta,
        passes=passes,
        iterations=500,
        tolerance=tolerance,
        random_state=random_state,
    )


def test_one_pass_is_one_round_of_em() -> None:
    matrix, eta = some_counts(), np.full((3, 8), 0.05)
    start = np.random.RandomState(0).gamma(100.0, 0.01, (3, 8)) + eta
    weights = np.exp(special.psi(start) - special.psi(start.sum(axis=1, keepdims=True)))
    _, expected = e_step(batches(matrix, 3), matrix.shape, weights, np.full(3, 0.5), 500, 1e-9)
    fitted = fit(matrix, eta, passes=1)
    np.testing.assert_allclose(fitted.expected, expected, atol=1e-7)
    np.testing.assert_array_equal(fitted.eta, eta)


def test_expected_counts_are_those_of_the_corpus() -> None:
    matrix = some_counts()
    fitted = fit(matrix, np.full((3, 8), 0.05), passes=7)
    np.testing.assert_allclose(fitted.expected.sum(axis=0), np.asarray(matrix.sum(axis=0)).ravel(), atol=1e-8)


def test_topics_add_prior_and_counts() -> None:
    fitted = fit(some_counts(), np.full((3, 8), 0.05), passes=3)
    total = fitted.expected + 0.05
    np.testing.assert_allclose(fitted.topic_word, total / total.sum(axis=1, keepdims=True))


def test_training_settles() -> None:
    matrix, eta = some_counts(), np.full((3, 8), 0.05)
    late = [fit(matrix, eta, passes).topic_word for passes in (400, 401)]
    np.testing.assert_allclose(late[0], late[1], atol=1e-3)


def test_another_start_is_another_run() -> None:
    matrix, eta = some_counts(), np.full((3, 8), 0.05)
    assert not np.allclose(fit(matrix, eta, 3).topic_word, fit(matrix, eta, 3, random_state=1).topic_word)


def test_without_gensim_one_line_says_what_brings_it(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "gensim.models", None)
    with pytest.raises(MissingExtraError, match=r'topic models: .*pip install "gensim'):
        fit(some_counts(), np.full((3, 8), 0.05), passes=1)
