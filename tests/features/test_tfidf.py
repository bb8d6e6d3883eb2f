from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from discourse.features import TfidfBlocks


def test_by_hand():
    counts = sparse.csr_matrix(np.array([[1, 2, 0], [3, 0, 0]]))
    learnt = TfidfBlocks.fit(counts, None, 1, ())
    np.testing.assert_allclose(learnt.idf[:2], [1.0, np.log(3 / 2) + 1])
    row = np.array([np.log(2), np.log(3) * (np.log(1.5) + 1), 0])
    np.testing.assert_allclose(learnt.transform(counts).toarray()[0], row / np.linalg.norm(row))


def test_a_column_unseen_in_training_carries_nothing():
    learnt = TfidfBlocks.fit(np.array([[1, 0], [2, 0]]), None, 1, ())
    assert learnt.transform(np.array([[0, 5]])).nnz == 0


def test_rare_columns_are_left_out_and_shares_are_not():
    counts = np.array([[1, 1, 1], [1, 0, 0]])
    learnt = TfidfBlocks.fit(counts, ["word", "word", "dictionary"], 2, ("dictionary",))
    np.testing.assert_allclose(learnt.transform(counts).toarray(), [[1, 0, 1], [1, 0, 0]])
    assert learnt.proportions.tolist() == [False, False, True]


def test_each_block_has_its_own_length():
    counts = np.array([[1, 4, 2, 2], [1, 1, 1, 1]])
    weighed = TfidfBlocks.fit(counts, ["a", "a", "b", "b"], 1, ()).transform(counts).toarray()
    assert np.linalg.norm(weighed[0, :2]) == pytest.approx(1)
    assert np.linalg.norm(weighed[0, 2:]) == pytest.approx(1)


def test_the_thesaurus_counts_half_and_shares_what_the_model_chooses():
    learnt = TfidfBlocks.fit(np.ones((2, 3)), ["word", "thesaurus", "dictionary"], 1, ("dictionary",))
    assert learnt.block_weights.tolist() == [1.0, 0.5, 1.0]


def test_an_embedding_stays_as_it_is():
    rows = np.array([[2, -0.5, 0.25], [1, 0.5, -3.0]])
    learnt = TfidfBlocks.fit(rows, ["word", "embedding", "embedding"], 2, ())
    assert learnt.embedded.tolist() == [False, True, True]
    assert learnt.transform(rows).toarray()[:, 1:].tolist() == rows[:, 1:].tolist()


@pytest.mark.parametrize("top", [3, 998, 999, 1000, 10**7])
def test_counts_are_damped_alike_whether_looked_up_or_not(top):
    counts = np.array([[top, 1, 0], [1, 2, 3]])
    learnt = TfidfBlocks.fit(counts, ["a", "a", "b"], 1, ())
    part = np.log1p(counts[:, :2]) * learnt.idf[:2]
    expected = part / np.linalg.norm(part, axis=1)[:, None]
    np.testing.assert_allclose(learnt.transform(counts).toarray()[:, :2], expected, rtol=1e-15)
    halves = learnt.transform(-(counts + 0.5)).toarray()
    part = -np.log1p(counts[:, :2] + 0.5) * learnt.idf[:2]
    np.testing.assert_allclose(halves[:, :2], part / np.linalg.norm(part, axis=1)[:, None], rtol=1e-15)
