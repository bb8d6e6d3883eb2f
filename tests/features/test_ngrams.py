from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from discourse.features import dfm_of_texts
from discourse.features.ngrams import character_ngrams

WORDS = st.lists(st.sampled_from(["jalan", "desa", "pasar", "quốc", "aku", "om", "itulah"]), min_size=1, max_size=10)


@given(st.lists(WORDS, min_size=1, max_size=5), st.integers(1, 3), st.integers(0, 4))
def test_the_same_as_scikit_learn(rows: list[list[str]], low: int, more: int) -> None:
    texts = [" ".join(row) for row in rows]
    counts = dfm_of_texts(texts, language="tlh")
    ours = character_ngrams(counts, low, low + more)
    theirs = CountVectorizer(analyzer="char_wb", ngram_range=(low, low + more))
    expected = theirs.fit_transform(texts)
    assert list(ours.features) == sorted(theirs.vocabulary_)
    order = [theirs.vocabulary_[run] for run in ours.features]
    assert (ours.matrix != expected[:, order]).nnz == 0


def test_joined_terms_are_padded_word_by_word() -> None:
    joined = character_ngrams(dfm_of_texts(["kerja sama"], language="id"))
    apart = character_ngrams(dfm_of_texts(["kerja sama"], language="tlh"))
    assert joined.features == apart.features
    assert (joined.matrix != apart.matrix).nnz == 0


def test_terms_that_do_not_occur_bring_no_runs() -> None:
    counts = dfm_of_texts(["jalan", "desa"], language="id").rows([1])
    assert character_ngrams(counts, 2, 2).features == (" d", "a ", "de", "es", "sa")


def test_runs_must_have_a_length() -> None:
    with pytest.raises(ValueError, match="1 <= low <= high"):
        character_ngrams(dfm_of_texts(["desa"], language="id"), 3, 2)
