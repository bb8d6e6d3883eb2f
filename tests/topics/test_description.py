"""Are top words the most probable, and lift the ratio to the corpus?"""

from __future__ import annotations

import numpy as np
import pytest

from discourse.errors import DataError
from discourse.topics import name_topics, top_words, typical_paragraphs
from discourse.topics.description import top_columns

TOPIC_WORD = np.array([[0.5, 0.3, 0.2, 0.0], [0.25, 0.25, 0.25, 0.25]])


def test_equal_words_keep_the_order_of_the_columns() -> None:
    assert top_columns(TOPIC_WORD, 3).tolist() == [[0, 1, 2], [0, 1, 2]]


def test_lift_by_hand() -> None:
    table = top_words(TOPIC_WORD, ("a", "b", "c", "d"), np.array([0.25, 0.5, 0.25, 0.0]), n=2)
    assert table["topic"].tolist() == ["topic 1", "topic 1", "topic 2", "topic 2"]
    assert table["term"].tolist() == ["a", "b", "a", "b"]
    assert table["rank"].tolist() == [1, 2, 1, 2]
    assert table["lift"].tolist() == pytest.approx([2.0, 0.6, 1.0, 0.5])


def test_word_of_another_corpus_has_no_lift() -> None:
    assert np.isnan(top_words(TOPIC_WORD[1:], ("a", "b", "c", "d"), np.zeros(4), n=1)["lift"].iloc[0])


def test_words_are_listed_without_a_corpus_too() -> None:
    table = top_words(TOPIC_WORD, ("a", "b", "c", "d"), n=2)
    assert table["term"].tolist() == ["a", "b", "a", "b"]
    assert table["lift"].isna().all()


WORDS = np.array([[0.6, 0.3, 0.1], [0.1, 0.3, 0.6]])


TERMS = ("dagang", "pasar", "guru")


def test_ranks_and_shares() -> None:
    table = typical_paragraphs(np.array([[0.3, 0.7], [0.6, 0.4], [0.5, 0.5]]), ["a:01", "a:02", "b:01"], n=2)
    assert table["paragraph_id"].tolist() == ["a:02", "b:01", "a:01", "b:01"]
    assert table["share"].tolist() == [0.6, 0.5, 0.7, 0.5]
    assert table["topic"].tolist() == ["topic 1"] * 2 + ["topic 2"] * 2


def test_order_of_rows_changes_nothing() -> None:
    shares, ids = np.full((6, 2), 0.5), [f"a:{row}" for row in range(6)]
    shuffled = [ids[row] for row in (3, 1, 5, 0, 2, 4)]
    assert typical_paragraphs(shares, shuffled).equals(typical_paragraphs(shares, ids))


def test_names_given_by_a_person() -> None:
    names = name_topics(WORDS, TERMS, {"guru, pasar": "Sekolah"}, n=2)
    assert names == ["dagang, pasar", "Sekolah"]


def test_names_that_would_clash_get_more_words() -> None:
    words = np.array([[0.6, 0.3, 0.1, 0.0], [0.6, 0.3, 0.0, 0.1]])
    assert name_topics(words, ("a", "b", "c", "d"), n=2) == ["a, b, c", "a, b, d"]


def test_name_of_a_topic_that_is_gone() -> None:
    with pytest.raises(DataError, match="one of the topics dagang, pasar; guru, pasar, found 'kapal, laut'"):
        name_topics(WORDS, TERMS, {"kapal, laut": "Laut"}, n=2)
