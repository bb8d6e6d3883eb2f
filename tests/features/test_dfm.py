from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import DataError
from discourse.features import DocumentFeatureMatrix, dfm_of_texts, term_table
from discourse.features.dfm import dfm_of_counts

TEXTS = ["Jalan tol baru, jalan lama", "", "Kerja sama baru"]
WORDS = st.lists(
    st.sampled_from(["jalan", "tol", "kerja", "sama", "baru", "lama", "desa", "pasar", "dan"]), max_size=12
).map(" ".join)


def same(first: DocumentFeatureMatrix, second: DocumentFeatureMatrix) -> bool:
    """Whether two counts are equal in every part."""
    parts = (first.features == second.features, first.ids == second.ids, first.matrix.shape == second.matrix.shape)
    return all(parts) and (first.matrix != second.matrix).nnz == 0


def test_a_small_matrix_by_hand() -> None:
    counts = dfm_of_texts(TEXTS, ["a", "b", "c"], language="id")
    assert counts.features == ("baru", "jalan", "jalan_tol", "kerja_sama", "lama")
    assert counts.ids == ("a", "b", "c")
    assert counts.matrix.toarray().tolist() == [[1, 1, 1, 0, 1], [0, 0, 0, 0, 0], [1, 0, 0, 1, 0]]
    assert counts.matrix.format == "csr"
    assert counts.matrix.dtype == np.int64
    assert counts.matrix.has_sorted_indices


@given(st.lists(WORDS, max_size=6), st.randoms(use_true_random=False))
def test_text_and_table_give_the_same_matrix(texts: list[str], random) -> None:
    ids = [f"p{number}" for number in range(len(texts))]
    table = term_table(dict(zip(ids, texts, strict=True)), "id")
    order = list(range(len(table)))
    random.shuffle(order)
    assert same(dfm_of_texts(texts, ids, language="id"), dfm_of_counts(table.iloc[order], ids))


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_order_of_texts_is_the_order_of_rows(texts: list[str]) -> None:
    ids = [str(number) for number in range(len(texts))]
    forward, backward = dfm_of_texts(texts, ids, language="id"), dfm_of_texts(texts[::-1], ids[::-1], language="id")
    assert same(forward, backward.rows(range(len(texts))[::-1]))


def test_rows_takes_places_and_masks() -> None:
    counts = dfm_of_texts(TEXTS, language="id")
    assert counts.rows([2, 0]).ids == ("2", "0")
    assert counts.rows(np.array([True, False, True])).ids == ("0", "2")
    assert counts.rows(np.array([True, False, True])).matrix.sum() == counts.matrix.sum()
    assert counts.rows([]).matrix.shape == (0, 5)


def test_aligned_follows_the_terms_asked_for() -> None:
    counts = dfm_of_texts(TEXTS, language="id").aligned(["lama", "pasar", "jalan"])
    assert counts.features == ("lama", "pasar", "jalan")
    assert counts.matrix.toarray().tolist() == [[1, 0, 1], [0, 0, 0], [0, 0, 0]]
    assert counts.aligned([]).matrix.shape == (3, 0)
    plain = dfm_of_texts(TEXTS, language="id")
    assert same(plain.aligned(plain.features), plain)


def test_no_text_and_no_term() -> None:
    assert dfm_of_texts([], language="id").matrix.shape == (0, 0)
    assert dfm_of_texts(["48", "dan"], language="id").matrix.shape == (2, 0)


def test_a_term_counted_twice_is_refused() -> None:
    table = pd.DataFrame({"paragraph_id": ["a", "a"], "term": ["desa", "desa"], "count": [1, 2]})
    with pytest.raises(DataError, match="each term once a paragraph, found 'desa' again for a"):
        dfm_of_counts(table, ["a"])


def test_rows_of_others_and_zeros_are_left_out() -> None:
    table = pd.DataFrame({"paragraph_id": ["a", "b", "a"], "term": ["desa", "laut", "pasar"], "count": [2, 1, 0]})
    counts = dfm_of_counts(table, ["c", "a"])
    assert counts.features == ("desa",)
    assert counts.matrix.toarray().tolist() == [[0], [2]]


def test_parts_must_fit() -> None:
    counts = dfm_of_texts(TEXTS, language="id")
    with pytest.raises(ValueError, match="shape"):
        DocumentFeatureMatrix(counts.matrix, counts.features[1:], counts.ids)
