"""Are terms chosen by the paragraphs they occur in?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from discourse.errors import EstimateError
from discourse.topics.vocabulary import choose_terms

COUNTS = sparse.csr_matrix([[9, 1, 0, 0, 1], [1, 0, 0, 3, 1], [0, 1, 0, 0, 1], [0, 1, 0, 0, 1]])


def test_bounds_are_inclusive_and_count_paragraphs_not_words() -> None:
    assert choose_terms(COUNTS, min_documents=2, max_share=0.75).tolist() == [0, 1]


def test_term_that_never_occurs_is_never_chosen() -> None:
    assert choose_terms(COUNTS, min_documents=0, max_share=1.0, always=[2]).tolist() == [0, 1, 3, 4]


def test_too_narrow_a_choice_is_refused() -> None:
    with pytest.raises(EstimateError, match="found 1 of 5"):
        choose_terms(COUNTS, min_documents=3, max_share=0.9)


@given(st.integers(1, 4), st.floats(0.3, 1.0))
def test_rows_may_come_in_any_order(min_documents: int, max_share: float) -> None:
    try:
        chosen = choose_terms(COUNTS, min_documents, max_share)
    except EstimateError:
        return
    np.testing.assert_array_equal(chosen, choose_terms(COUNTS[[3, 1, 0, 2]], min_documents, max_share))
