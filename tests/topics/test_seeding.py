"""Do seed words become the prior of their pillar's topic?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from discourse.errors import EstimateError
from discourse.topics.seeding import choose_terms, seed_columns, seed_prior

TERMS = ("bandara", "jalan_tol", "undang-undang")


def test_spelling_of_the_codebook_is_understood() -> None:
    seeds = {"political": ("Undang-undang",), "infrastructure": ("jalan tol", "bandara", "tiada")}
    assert seed_columns(seeds, TERMS) == {"political": [2], "infrastructure": [0, 1]}


def test_seed_given_twice_counts_once() -> None:
    assert seed_columns({"infrastructure": ("jalan tol", "jalan_tol")}, TERMS) == {"infrastructure": [1]}


def test_prior_adds_strength_to_seeds_only() -> None:
    prior = seed_prior({"a": [0, 2]}, n_topics=2, n_terms=3, eta=0.1, strength=7)
    np.testing.assert_allclose(prior, [[7.1, 0.1, 7.1], [0.1, 0.1, 0.1]])


def test_without_seeds_the_prior_is_flat() -> None:
    assert (seed_prior({}, 2, 3, 0.1, 7) == 0.1).all()


def test_pillar_without_seed_is_named() -> None:
    with pytest.raises(EstimateError, match="a seed word of b that occurs"):
        seed_prior({"a": [0], "b": []}, 2, 3, 0.1, 7)


def test_more_pillars_than_topics() -> None:
    with pytest.raises(EstimateError, match="at least 2 topics"):
        seed_prior({"a": [0], "b": [1]}, 1, 3, 0.1, 7)


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
