from __future__ import annotations

import pandas as pd
import pytest

from discourse.classifier import check_codebook
from discourse.classifier import trained as trained_file
from discourse.errors import DataError, ModelError
from discourse.features import dfm_of_texts, paragraph_features


def test_another_codebook_is_refused(toy_model, toy_study, shipped_study, tmp_path):
    check_codebook(toy_model, toy_study.codebook, tmp_path)
    with pytest.raises(ModelError, match="codebook"):
        check_codebook(toy_model, shipped_study.codebook, tmp_path)


def test_cached_features_are_those_of_the_words(small_model, texts_of, monkeypatch):
    monkeypatch.setattr(trained_file, "CACHED_TERMS", 15)
    for seed in range(6):
        words = dfm_of_texts(texts_of(3, seed), language="id")
        ours = small_model.matrix(words)
        made = paragraph_features(words, small_model.language, small_model.blocks, small_model.seeds)
        expected = made.aligned(small_model.features).matrix
        assert (ours != expected).nnz == 0
        assert ours.indices.tolist() == expected.indices.tolist()
        assert ours.dtype == expected.dtype


def test_texts_without_words_have_no_features(small_model):
    assert small_model.matrix(dfm_of_texts(["", "?"], language="id")).shape == (2, len(small_model.features))
    assert small_model.matrix(dfm_of_texts(["", "?"], language="id")).nnz == 0


def test_a_blank_text_is_no_neighbour(small_model, texts_of):
    first, second = texts_of(2, seed=8)
    with_blank = small_model.predict_texts([first, " ", second], ["a", "a", "a"])
    without = small_model.predict_texts([first, second], ["a", "a"])
    pd.testing.assert_frame_equal(with_blank.iloc[[0, 2]].reset_index(drop=True), without)
    alone = small_model.predict_texts([first, " "], ["a", "a"])
    pd.testing.assert_frame_equal(alone, small_model.predict_texts([first, " "]))


def test_articles_are_heard_where_they_are_given(small_model, texts_of):
    texts = texts_of(3, seed=8)
    assert small_model.reads_articles
    heard, alone = small_model.predict_texts(texts, [1, 1, 2]), small_model.predict_texts(texts)
    columns = [f"p_{code}" for code in small_model.classifier.classes_]
    assert (heard[columns] != alone[columns]).any(axis=1).tolist() == [True, True, False]
    for pillar in small_model.pillars:
        assert (heard[f"m_{pillar}"] >= heard[f"p_{pillar}"]).all()


def test_predictions_without_a_table_are_those_of_the_table(small_model, texts_of):
    texts, articles = [*texts_of(4, seed=8), " "], [1, 1, 2, 2, 2]
    for heard in (None, articles):
        table, chances = small_model.predict_texts(texts, heard), small_model.predict_proba(texts, heard)
        assert small_model.predict(texts, heard).tolist() == table["predicted"].tolist()
        assert chances.shape == (5, len(small_model.classes_))
        assert chances[:, 0].tolist() == table[f"p_{small_model.classes_[0]}"].tolist()


@pytest.mark.parametrize(
    ("texts", "articles", "said"),
    [
        ("one text", None, "a list, Series or array of texts, found one text"),
        (["a", 3], None, "texts, row 1: expected a text, found 3"),
        (["a", "b"], ["x"], "argument articles: expected 2 articles, one for each text, found 1"),
    ],
)
def test_what_is_no_list_of_texts_is_refused(small_model, texts, articles, said):
    with pytest.raises(DataError, match=said):
        small_model.predict(texts, articles)
