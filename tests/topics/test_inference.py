"""Is the batched E-step gensim's, and does it treat every paragraph alone?"""

from __future__ import annotations

import numpy as np
from gensim.models import LdaModel
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from discourse.topics.inference import batches, content_order, e_step

TIGHT = {"iterations": 1000, "tolerance": 1e-10}


def some_counts(n_paragraphs: int, n_terms: int, seed: int) -> sparse.csr_matrix:
    """Counts of paragraphs of very different length, some of them empty."""
    rng = np.random.default_rng(seed)
    dense = rng.poisson(rng.choice([0.0, 0.2, 2.0], size=(n_paragraphs, 1)), size=(n_paragraphs, n_terms))
    return sparse.csr_matrix(dense)


def some_weights(n_topics: int, n_terms: int) -> np.ndarray:
    return np.random.default_rng(5).dirichlet(np.full(n_terms, 0.3), size=n_topics)


def test_same_as_gensim() -> None:
    matrix, weights = some_counts(30, 12, seed=1), some_weights(3, 12)
    alpha = np.array([0.3, 0.5, 0.9])
    lda = LdaModel(
        num_topics=3,
        id2word=dict(enumerate("abcdefghijkl")),
        alpha=alpha,
        iterations=1000,
        gamma_threshold=1e-10,
        random_state=0,
        dtype=np.float64,
    )
    lda.expElogbeta = weights
    rows = [list(zip(row.indices.tolist(), row.data.tolist(), strict=True)) for row in matrix]
    theirs_gamma, theirs_counts = lda.inference(rows, collect_sstats=True)
    gamma, expected = e_step(batches(matrix, 3), matrix.shape, weights, alpha, **TIGHT)
    np.testing.assert_allclose(gamma, theirs_gamma, atol=1e-6)
    np.testing.assert_allclose(expected, theirs_counts, atol=1e-6)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), n_topics=st.integers(1, 5))
def test_expected_counts_add_up_to_the_counts(seed: int, n_topics: int) -> None:
    matrix, weights = some_counts(20, 9, seed), some_weights(n_topics, 9)
    gamma, expected = e_step(batches(matrix, n_topics), matrix.shape, weights, np.full(n_topics, 0.4), 50, 1e-3)
    np.testing.assert_allclose(expected.sum(axis=0), np.asarray(matrix.sum(axis=0)).ravel(), atol=1e-8)
    np.testing.assert_allclose((gamma - 0.4).sum(axis=1), np.asarray(matrix.sum(axis=1)).ravel(), atol=1e-8)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), n_topics=st.integers(1, 5))
def test_a_start_near_the_end_leads_to_the_same_end(seed: int, n_topics: int) -> None:
    matrix, weights, alpha = some_counts(20, 9, seed), some_weights(n_topics, 9), np.full(n_topics, 0.5)
    parts = batches(matrix, n_topics)
    moved = np.random.default_rng(seed).dirichlet(np.full(9, 30.0), size=n_topics) * 0.05 + weights * 0.95
    gamma, expected = e_step(parts, matrix.shape, weights, alpha, **TIGHT)
    near, _ = e_step(parts, matrix.shape, moved, alpha, **TIGHT)
    again, counted = e_step(parts, matrix.shape, weights, alpha, **TIGHT, start=near)
    np.testing.assert_allclose(again, gamma, atol=1e-6)
    np.testing.assert_allclose(counted, expected, atol=1e-6)


def test_a_good_start_saves_rounds() -> None:
    matrix, weights, alpha = some_counts(30, 12, seed=1), some_weights(3, 12), np.full(3, 0.5)
    parts = batches(matrix, 3)
    end, _ = e_step(parts, matrix.shape, weights, alpha, **TIGHT)
    one_round, _ = e_step(parts, matrix.shape, weights, alpha, 1, 1e-10, start=end)
    np.testing.assert_allclose(one_round, end, atol=1e-8)
    cold, _ = e_step(parts, matrix.shape, weights, alpha, 1, 1e-10)
    assert np.abs(cold - end).max() > 0.1


def test_company_in_a_batch_changes_nothing() -> None:
    matrix, weights = some_counts(40, 12, seed=2), some_weights(3, 12)
    together, _ = e_step(batches(matrix, 3), matrix.shape, weights, np.full(3, 0.5), 30, 1e-3)
    for row in range(40):
        alone, _ = e_step(batches(matrix[[row]], 3), (1, 12), weights, np.full(3, 0.5), 30, 1e-3)
        np.testing.assert_allclose(alone[0], together[row], rtol=1e-9)


def test_every_row_with_terms_is_in_one_batch() -> None:
    matrix = some_counts(60, 12, seed=4)
    rows = np.concatenate([batch.rows for batch in batches(matrix, 3)])
    assert sorted(rows) == np.flatnonzero(np.diff(matrix.indptr)).tolist()


def test_huge_batches_are_cut() -> None:
    matrix = sparse.csr_matrix(np.ones((200, 50)))
    sizes = [len(batch.rows) for batch in batches(matrix, 100)]
    assert max(sizes) * 50 * 100 <= 400_000
    assert sum(sizes) == 200


def test_content_order_is_that_of_the_content() -> None:
    matrix = sparse.csr_matrix(np.array([[0, 2, 1], [0, 0, 0], [0, 3, 0], [0, 1, 0]]))
    ordered = matrix[content_order(matrix)].toarray().tolist()
    assert ordered == matrix[[3, 1, 0, 2]][content_order(matrix[[3, 1, 0, 2]])].toarray().tolist()
    assert ordered[0] == [0, 0, 0]
    assert ordered[-1] == [0, 2, 1]
