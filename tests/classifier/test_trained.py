from __future__ import annotations

import pytest

from discourse.classifier import check_codebook, train_study
from discourse.classifier import trained as trained_file
from discourse.errors import DataError, ModelError
from discourse.features import dfm_of_texts, paragraph_features


def test_another_codebook_is_refused(toy_model, toy_study, shipped_study, tmp_path):
    check_codebook(toy_model, toy_study.codebook, tmp_path)
    with pytest.raises(ModelError, match="codebook"):
        check_codebook(toy_model, shipped_study.codebook, tmp_path)


def test_too_few_labels_are_refused(toy_study):
    lines = toy_study.labels_path.read_text(encoding="utf-8").splitlines()
    toy_study.labels_path.write_text("\n".join(lines[:4]) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match="at least 10 labelled paragraphs"):
        train_study(toy_study)


def test_the_same_labels_give_the_same_model(toy_study, toy_model):
    again = train_study(toy_study)
    assert again.features == toy_model.features
    assert (again.classifier.coef_ == toy_model.classifier.coef_).all()
    assert again.about == toy_model.about


def test_other_blocks_can_be_asked_for(toy_study):
    model = train_study(toy_study, blocks=("word", "seed"))
    assert model.seeds == toy_study.codebook.seeds
    assert {name.partition(":")[0] for name in model.features} == {"word", "seed"}


def test_what_was_done_is_told(toy_study):
    steps: list[str] = []
    train_study(toy_study, progress=steps.append)
    assert steps[0] == "reading labels"
    assert "paragraphs" in steps[-1]


def test_cached_features_are_those_of_the_words(small_model, texts_of, monkeypatch):
    monkeypatch.setattr(trained_file, "CACHED_TERMS", 15)
    for seed in range(6):
        words = dfm_of_texts(texts_of(3, seed))
        ours = small_model.matrix(words)
        made = paragraph_features(words, small_model.language, small_model.blocks, small_model.seeds)
        expected = made.aligned(small_model.features).matrix
        assert (ours != expected).nnz == 0
        assert ours.indices.tolist() == expected.indices.tolist()
        assert ours.dtype == expected.dtype


def test_texts_without_words_have_no_features(small_model):
    assert small_model.matrix(dfm_of_texts(["", "?"])).shape == (2, len(small_model.features))
    assert small_model.matrix(dfm_of_texts(["", "?"])).nnz == 0
