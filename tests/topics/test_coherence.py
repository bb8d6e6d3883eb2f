"""Are the published coherences found again, to the digits?"""

from __future__ import annotations

import math

import numpy as np
import pytest
from gensim.corpora import Dictionary
from gensim.models import CoherenceModel
from gensim.test.utils import common_texts
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from discourse.topics.coherence import co_occurrences, diversity, npmi, sliding_windows, u_mass

TERMS = sorted({word for text in common_texts for word in text})
TOPICS = (
    ("human", "interface", "computer"),
    ("user", "system", "response"),
    ("graph", "minors", "trees"),
)
TOP = np.array([[TERMS.index(word) for word in topic] for topic in TOPICS])
WINDOWS = sliding_windows(common_texts, TERMS)

# Five documents; word A is in the second, third and fourth, word B in the third and fifth: the fixture of
# gensim's test_direct_confirmation.py.
FIVE = sparse.csr_matrix([[0, 0], [1, 0], [1, 1], [1, 0], [0, 1]])


def test_published_npmi_of_two_words() -> None:
    assert npmi(FIVE, np.array([[0, 1]]))[0] == pytest.approx(-0.113282753, abs=1e-9)


def test_published_log_conditional_probability_of_two_words() -> None:
    assert u_mass(FIVE, np.array([[0, 1]]), smoothing=5e-12)[0] == pytest.approx(math.log(1 / 3), abs=1e-9)
    assert u_mass(FIVE, np.array([[1, 0]]), smoothing=5e-12)[0] == pytest.approx(-0.693147181, abs=1e-9)


def test_nine_texts_u_mass_of_gensim() -> None:
    found = u_mass(WINDOWS, TOP, smoothing=1e-12 * WINDOWS.shape[0])
    np.testing.assert_allclose(found, [-0.693147, -0.636514, -0.501359], atol=5e-7)
    assert found.mean() == pytest.approx(-0.610340, abs=5e-7)


def test_nine_texts_npmi() -> None:
    np.testing.assert_allclose(npmi(WINDOWS, TOP), [0.369070, 0.458601, 0.458601], atol=5e-7)


@pytest.mark.parametrize("size", [2, 3, 4, 10])
def test_same_as_gensim_where_no_word_comes_twice(size: int) -> None:
    texts = [list(dict.fromkeys(text)) for text in common_texts]
    theirs = CoherenceModel(
        topics=[list(topic) for topic in TOPICS],
        texts=texts,
        dictionary=Dictionary(texts),
        coherence="c_npmi",
        window_size=size,
        processes=1,
    ).get_coherence_per_topic()
    np.testing.assert_allclose(npmi(sliding_windows(texts, TERMS, size), TOP), theirs, atol=1e-9)


def test_word_that_comes_twice_stays_until_both_have_left() -> None:
    windows = sliding_windows([["a", "b", "a", "c", "d"]], ["a"], size=3)
    assert windows.toarray().ravel().tolist() == [1, 1, 1]


def test_mimno_smoothing_by_hand() -> None:
    windows = sparse.csr_matrix([[3, 0], [1, 2], [0, 1]])
    assert u_mass(windows, np.array([[0, 1]]))[0] == pytest.approx(math.log((1 + 1) / 2))


def test_npmi_at_its_ends() -> None:
    together = sparse.csr_matrix([[1, 1], [1, 1], [0, 0]])
    apart = sparse.csr_matrix([[1, 0], [0, 1], [0, 0]])
    everywhere = sparse.csr_matrix([[1, 1], [1, 1]])
    pair = np.array([[0, 1]])
    assert npmi(together, pair)[0] == pytest.approx(1)
    assert npmi(apart, pair)[0] == pytest.approx(-1, abs=0.1)
    assert npmi(everywhere, pair)[0] == 0


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_npmi_is_bounded_and_blind_to_order(seed: int) -> None:
    rng = np.random.default_rng(seed)
    windows = sparse.csr_matrix(np.vstack([rng.integers(0, 2, size=(12, 6)), np.eye(6, dtype=int)]))
    found = npmi(windows, np.array([[0, 1, 2, 3]]))[0]
    assert -1.1 <= found <= 1
    assert npmi(windows[rng.permutation(18)], np.array([[2, 0, 3, 1]]))[0] == pytest.approx(found)


def test_co_occurrences_count_windows_not_words() -> None:
    assert co_occurrences(sparse.csr_matrix([[5, 1], [2, 0]]), np.array([0, 1])).tolist() == [[2, 1], [1, 1]]


def test_windows_slide_and_leave_room_for_unknown_words() -> None:
    windows = sliding_windows([["a", "?", "?", "b"]], ["a", "b"], size=3)
    assert windows.toarray().tolist() == [[1, 0], [0, 1]]


def test_diversity_counts_different_words() -> None:
    assert diversity(np.array([[0, 1], [2, 3]])) == 1
    assert diversity(np.array([[0, 1], [0, 1]])) == 0.5
