from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from discourse.classifier.extras import length_counts, pair_counts, position_counts
from discourse.counts import count_texts


def test_pairs_by_hand_are_those_of_two_texts_or_more():
    texts = ["kapal baru tiba, kapal baru", "kapal baru", "kapal lama tiba"]
    pairs = pair_counts(texts, "id", ["a", "b", "c"])
    assert pairs.terms == ("kapal baru",)
    assert pairs.matrix.toarray().ravel().tolist() == [2, 1, 0]


def test_texts_without_a_common_pair_have_no_pairs():
    pairs = pair_counts(["satu", "kapal lama"], "id", ["a", "b"])
    assert pairs.terms == ()
    assert pairs.matrix.shape == (2, 0)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=12))
def test_every_paragraph_has_one_position_and_one_length(positions):
    ids = [str(place) for place in range(len(positions))]
    assert (position_counts(positions, ids).matrix.sum(axis=1) == 1).all()
    lengths = length_counts(count_texts([" ".join(["kapal"] * size) for size in positions], language="id"))
    assert (lengths.matrix.sum(axis=1) == 1).all()
    column = np.asarray(lengths.matrix.argmax(axis=1)).ravel()
    for size, place in zip(positions, column, strict=True):
        low, high = (int(end) for end in lengths.terms[place].split("-"))
        assert low <= size <= high
