"""Do blocks stand side by side, and is a change of the word lists noticed?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import ModelError
from discourse.features import (
    bigram_counts,
    block_of,
    blocks_of,
    check_counting,
    counting_record,
    dfm_of_texts,
    length_counts,
    paragraph_features,
    position_counts,
    study_blocks,
    study_features,
)
from discourse.features.ngrams import character_ngrams


def test_words_and_characters_stand_side_by_side():
    words = dfm_of_texts(["jalan tol baru", "jalan lama"], language="id")
    features = paragraph_features(words, "id", ("word", "chars"))
    assert list(features.features) == sorted(features.features)
    for block, part in (("word", words), ("chars", character_ngrams(words))):
        ours = block_of(features, block)
        assert ours.features == part.features
        assert (ours.matrix != part.matrix).nnz == 0


def test_blocks_are_named_and_sorted():
    words = dfm_of_texts(["beras murah"], language="id")
    features = paragraph_features(words, "id", ("word", "seed"), {"trade": ("beras",)})
    assert features.features == ("seed:trade", "word:beras", "word:murah")
    assert blocks_of(features.features) == ("seed", "word", "word")
    assert features.matrix.toarray().tolist() == [[1, 1, 1]]


def test_unknown_blocks_are_refused():
    with pytest.raises(ValueError, match="blocks must be among"):
        paragraph_features(dfm_of_texts(["a"], language="id"), "id", ("bigram",))


def test_features_of_a_study_stand_in_the_order_of_its_paragraphs(toy_study):
    features = study_features(toy_study)
    assert features.ids == tuple(toy_study.paragraphs["paragraph_id"])
    assert np.asarray(features.matrix.sum(axis=1)).all()


def test_a_study_without_lists_counts_seed_words_in_their_place(toy_study, towns):
    assert study_blocks(toy_study) == ("word", "chars", "dictionary", "thesaurus")
    assert study_blocks(towns) == ("word", "chars", "seed")
    counted = study_features(towns)
    assert {f"seed:{pillar}" for pillar in towns.codebook.pillar_ids} <= set(counted.features)


def test_a_study_says_which_blocks_it_wants(toy_study):
    chosen = toy_study.with_settings(blocks=("word", "dictionary"))
    assert study_blocks(chosen) == ("word", "dictionary")
    assert set(blocks_of(study_features(chosen).features)) == {"word", "dictionary"}


def test_pairs_by_hand_are_those_of_two_texts_or_more():
    texts = ["kapal baru tiba, kapal baru", "kapal baru", "kapal lama tiba"]
    pairs = bigram_counts(texts, "id", ["a", "b", "c"])
    assert pairs.features == ("kapal baru",)
    assert pairs.matrix.toarray().ravel().tolist() == [2, 1, 0]


def test_texts_without_a_common_pair_have_no_pairs():
    pairs = bigram_counts(["satu", "kapal lama"], "id", ["a", "b"])
    assert pairs.features == ()
    assert pairs.matrix.shape == (2, 0)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=12))
def test_every_paragraph_has_one_position_and_one_length(positions):
    ids = [str(place) for place in range(len(positions))]
    assert (position_counts(positions, ids).matrix.sum(axis=1) == 1).all()
    lengths = length_counts(dfm_of_texts([" ".join(["kapal"] * size) for size in positions], language="id"))
    assert (lengths.matrix.sum(axis=1) == 1).all()
    column = np.asarray(lengths.matrix.argmax(axis=1)).ravel()
    for size, place in zip(positions, column, strict=True):
        low, high = (int(end) for end in lengths.features[place].split("-"))
        assert low <= size <= high


def test_the_record_names_the_lists_that_the_blocks_use() -> None:
    plain = counting_record("id", ("word", "chars", "seed"))
    assert set(plain) == {"tokeniser", "affixes.txt", "multiword.txt", "stopwords.txt"}
    assert set(counting_record("id", ("lemma", "thesaurus"))) - set(plain) == {
        "lemmas.txt",
        "thesaurus.txt",
        "simplemma",
    }


def test_what_differs_is_named_with_what_to_do() -> None:
    record = counting_record("id", ("dictionary",))
    check_counting(record, "id", ("dictionary",), Path("model.npz"))
    with pytest.raises(ModelError) as caught:
        check_counting({**record, "dictionary.txt": "0"}, "id", ("dictionary",), Path("model.npz"), "0.1.0")
    assert str(caught.value) == (
        "model.npz: expected the tokeniser and word lists of language id that the model was made with, found another "
        "dictionary.txt. Train the model anew (discourse train), or use the lists and the version that made it (0.1.0)."
    )
    with pytest.raises(ModelError, match=r"found another dictionary\.txt"):
        check_counting(record, "id", (), Path("model.npz"))
