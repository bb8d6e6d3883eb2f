from __future__ import annotations

import numpy as np
import pytest

from discourse.classifier import block_counts, blocks_of, paragraph_features, study_features
from discourse.counts import character_ngrams, count_texts


def test_words_and_characters_stand_side_by_side():
    words = count_texts(["jalan tol baru", "jalan lama"], language="id")
    features = paragraph_features(words, "id", ("word", "chars"))
    assert list(features.terms) == sorted(features.terms)
    for block, part in (("word", words), ("chars", character_ngrams(words))):
        ours = block_counts(features, block)
        assert ours.terms == part.terms
        assert (ours.matrix != part.matrix).nnz == 0


def test_blocks_are_named_and_sorted():
    words = count_texts(["beras murah"], language="id")
    features = paragraph_features(words, "id", ("word", "seed"), {"trade": ("beras",)})
    assert features.terms == ("seed:trade", "word:beras", "word:murah")
    assert blocks_of(features.terms) == ("seed", "word", "word")
    assert features.matrix.toarray().tolist() == [[1, 1, 1]]


def test_unknown_blocks_are_refused():
    with pytest.raises(ValueError, match="blocks must be among"):
        paragraph_features(count_texts(["a"], language="id"), "id", ("bigram",))


def test_features_of_a_study_stand_in_the_order_of_its_paragraphs(toy_study):
    features = study_features(toy_study)
    assert features.ids == tuple(toy_study.paragraphs["paragraph_id"])
    assert np.asarray(features.matrix.sum(axis=1)).all()
