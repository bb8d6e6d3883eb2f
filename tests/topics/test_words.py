"""Are top words the most probable, and lift the ratio to the corpus?"""

from __future__ import annotations

import numpy as np
import pytest

from discourse.topics.words import top_columns, top_words

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
