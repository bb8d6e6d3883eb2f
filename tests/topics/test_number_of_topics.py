"""Is the number of topics chosen by the rule and by nothing else, and are published coherences found again?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from gensim.corpora import Dictionary
from gensim.models import CoherenceModel
from gensim.test.utils import common_texts
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from discourse.errors import EstimateError
from discourse.topics import TopicModel, compare_numbers
from discourse.topics.number_of_topics import choose_number, co_occurrences, diversity, npmi


def table(**columns: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"topics": [5, 10, 20], "error": [0.02] * 3, **columns})


def test_unstable_numbers_are_out_however_aligned() -> None:
    assert choose_number(table(stability=[0.8, 0.6, 0.5], alignment=[0.1, 0.2, 0.9])) == 5


def test_among_stable_ones_alignment_decides() -> None:
    assert choose_number(table(stability=[0.8, 0.79, 0.5], alignment=[0.1, 0.2, 0.9])) == 10


def test_of_equals_the_smallest() -> None:
    assert choose_number(table(stability=[0.8, 0.79, 0.79], alignment=[0.10, 0.2, 0.205])) == 10


def test_nothing_to_choose_from() -> None:
    with pytest.raises(EstimateError, match="at least one number of topics"):
        choose_number(table(stability=[1.0] * 3, alignment=[1.0] * 3).iloc[:0])


def test_table_of_numbers() -> None:
    rng = np.random.default_rng(0)
    X = np.vstack([rng.poisson([3, 3, 3, 0, 0, 0], size=(10, 6)), rng.poisson([0, 0, 0, 3, 3, 3], size=(10, 6))])
    labels = ["economic"] * 10 + ["education"] * 9 + [""]
    seen: list[tuple[int, int]] = []
    found = compare_numbers(
        TopicModel(passes=5, max_share=1.0),
        X,
        labels,
        seeds=[1, 2, 3],
        candidates=(4, 2),
        progress=lambda done, of: seen.append((done, of)),
    )
    assert found["topics"].tolist() == [2, 4]
    assert found["alignment"].iloc[0] == pytest.approx(1)
    assert found["stability"].iloc[0] == pytest.approx(1, abs=0.01)
    assert found["chosen"].tolist() == [True, False]
    assert found["runs"].tolist() == [3, 3]
    assert seen == [(done, 6) for done in range(1, 7)]


TERMS = sorted({word for text in common_texts for word in text})
TOPICS = (
    ("human", "interface", "computer"),
    ("user", "system", "response"),
    ("graph", "minors", "trees"),
)
TOP = np.array([[TERMS.index(word) for word in topic] for topic in TOPICS])

# Five documents; word A is in the second, third and fourth, word B in the third and fifth: the fixture of
# gensim's test_direct_confirmation.py.
FIVE = sparse.csr_matrix([[0, 0], [1, 0], [1, 1], [1, 0], [0, 1]])


def windows_of(texts: list[list[str]], size: int = 10) -> sparse.csr_matrix:
    """Mark which terms occur in every run of so many words."""
    runs = [set(text[start : start + size]) for text in texts for start in range(max(len(text) - size + 1, 1))]
    return sparse.csr_matrix([[int(term in run) for term in TERMS] for run in runs])


def test_published_npmi_of_two_words() -> None:
    assert npmi(FIVE, np.array([[0, 1]]))[0] == pytest.approx(-0.113282753, abs=1e-9)


def test_nine_texts_npmi() -> None:
    np.testing.assert_allclose(npmi(windows_of(common_texts), TOP), [0.369070, 0.458601, 0.458601], atol=5e-7)


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
    np.testing.assert_allclose(npmi(windows_of(texts, size), TOP), theirs, atol=1e-9)


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


def test_diversity_counts_different_words() -> None:
    assert diversity(np.array([[0, 1], [2, 3]])) == 1
    assert diversity(np.array([[0, 1], [0, 1]])) == 0.5
