from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.classifier import (
    contributions_to,
    explain,
    explain_text,
    mean_contributions,
    reasons_to_doubt,
    single_word_features,
    train_study,
)
from discourse.classifier.explain import log_odds_weights, word_contributions
from discourse.errors import DataError
from discourse.features import EMBEDDING, dfm_of_texts, study_dfm, study_features

TEXT = "Wali kota membuka jembatan baru dan jalan ke pasar beras."


def test_contributions_and_intercepts_add_up_to_the_decision(toy_model):
    words = dfm_of_texts([TEXT], language="id")
    classifier = toy_model.classifier
    logits = classifier.decision_function(toy_model.matrix(words))[0]
    intercepts = classifier.inverse_temperature_ * classifier.intercept_[: len(logits)]
    parts = word_contributions(toy_model, words).sum(axis=0)
    np.testing.assert_allclose(parts + intercepts - intercepts.mean(), logits - logits.mean(), atol=1e-9)


def test_words_embedding_and_intercepts_add_up_to_the_decision(toy_study, stub_embeddings):
    model = train_study(toy_study, blocks=("word", EMBEDDING))
    words, classifier = dfm_of_texts([TEXT], language="id"), model.classifier
    logits = classifier.decision_function(model.matrix(words, [TEXT]))[0]
    decision, table = explain_text(model, TEXT)
    embedded = np.array([decision["embedding"][code] for code in classifier.classes_])
    parts = table.groupby("code")["contribution"].sum()[classifier.classes_].to_numpy() + embedded
    fixed = np.array([decision["constant"][code] for code in classifier.classes_])
    np.testing.assert_allclose(parts + fixed, logits - logits.mean(), atol=1e-9)
    assert np.abs(embedded).max() > 0
    assert set(table["term"]) == set(words.features)


def test_without_embeddings_nothing_is_said_of_them(toy_model):
    assert explain_text(toy_model, TEXT)[0]["embedding"] == {}


def test_words_and_neighbours_add_up_to_the_decision(small_model, texts_of):
    text, *neighbours = texts_of(4, seed=7)
    decision, table = explain_text(small_model, text, neighbours)
    codes = list(small_model.classes_)
    constants = np.array([decision["constant"][code] for code in codes])
    words = table.groupby("code")["contribution"].sum().loc[codes].to_numpy()
    added = np.array([decision["from_neighbours"][code] for code in codes])
    logs = np.log([decision["probabilities"][code] for code in codes])
    np.testing.assert_allclose(words + constants + added, logs - logs.mean(), atol=1e-9)
    assert np.abs(added).max() > 0.01
    expected = small_model.predict_texts([text, *neighbours], [1] * 4).iloc[0]
    assert decision["predicted"] == expected["predicted"]


def test_the_constant_is_the_log_odds_of_a_text_that_the_model_knows_nothing_of(small_model):
    decision, table = explain_text(small_model, "Zzzz")
    chances = small_model.predict_proba([""])[0]
    logs = np.log(chances)
    assert decision["constant"] == pytest.approx(dict(zip(small_model.classes_, logs - logs.mean(), strict=True)))
    assert (table["contribution"] == 0).all()
    assert reasons_to_doubt(small_model, "Zzzz") == [
        "The model knows none of its words (1), and goes by the constant of each code alone."
    ]


def test_without_neighbours_nothing_comes_from_them(small_model, texts_of):
    decision, _ = explain_text(small_model, texts_of(1, seed=7)[0])
    assert set(decision["from_neighbours"].values()) == {0.0}


def test_codes_stand_by_falling_probability(toy_model):
    decision, table = explain_text(toy_model, TEXT)
    order = list(dict.fromkeys(table["code"]))
    assert order[0] == decision["predicted"]
    assert sum(decision["probabilities"].values()) == pytest.approx(1)
    assert set(table["term"]) == set(dfm_of_texts([TEXT], language="id").features)


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        (TEXT, []),
        (
            "Xyzzy plugh.",
            ["The model knows none of its words (2), and goes by parts or meanings of them."],
        ),
        (
            "The mayor has opened another bridge, and the road to the market.",
            ["The text seems to be in another language (en) than the model was trained on (id).", "knows none"],
        ),
    ],
)
def test_a_text_that_is_not_of_the_model_is_warned_of(toy_model, text, reasons):
    found = reasons_to_doubt(toy_model, text)
    assert len(found) == len(reasons)
    assert all(reason in each for reason, each in zip(reasons, found, strict=True))
    known = next(name for name in toy_model.features if name.startswith("word:")).removeprefix("word:")
    assert reasons_to_doubt(toy_model, f"Xyzzy plugh {known}.") == []


@pytest.mark.parametrize("text", ["12 345", "?", "dan yang di"])
def test_a_text_without_words_is_refused(toy_model, text):
    with pytest.raises(DataError, match="a paragraph with words"):
        explain_text(toy_model, text)


def test_average_contribution_is_the_mean_over_the_paragraphs_of_a_word(toy_study, toy_model):
    words = study_dfm(toy_study)
    features = study_features(toy_study).aligned(toy_model.features)
    each = single_word_features(words, features, "id")
    found = mean_contributions(toy_model.classifier, words, features, each)
    term = "guru"
    column = words.features.index(term)
    rows = np.flatnonzero(words.matrix[:, [column]].toarray())
    assert len(rows) > 1
    by_hand = np.mean([word_contributions(toy_model, words.rows([row]))[column] for row in rows], axis=0)
    np.testing.assert_allclose(found.loc[f"word:{term}"], by_hand, atol=1e-9)


def test_average_contributions_are_the_same_however_many_paragraphs_are_handled_at_once(
    toy_study, toy_model, monkeypatch
):
    words = study_dfm(toy_study)
    features = study_features(toy_study).aligned(toy_model.features)
    each = single_word_features(words, features, "id")
    at_once = mean_contributions(toy_model.classifier, words, features, each)
    monkeypatch.setattr(explain, "_ROWS", 3)
    pd.testing.assert_frame_equal(mean_contributions(toy_model.classifier, words, features, each), at_once)


def test_average_contributions_say_nothing_between_codes_on_the_whole(toy_study, toy_model):
    words = study_dfm(toy_study)
    features = study_features(toy_study).aligned(toy_model.features)
    found = mean_contributions(toy_model.classifier, words, features, single_word_features(words, features, "id"))
    np.testing.assert_allclose(found.sum(axis=1), 0, atol=1e-9)
    assert any(name.startswith("dictionary:") for name in found.index)


def test_contributions_to_a_code_are_those_of_the_paragraph_alone(toy_study, toy_model):
    words = study_dfm(toy_study)
    features = study_features(toy_study).aligned(toy_model.features)
    each, classes = single_word_features(words, features, "id"), toy_model.classifier.classes_
    codes = [classes[row % len(classes)] for row in range(len(words.ids))]
    found = contributions_to(toy_model.classifier, words, features, each, codes).toarray()
    assert (found[words.matrix.toarray() == 0] == 0).all()
    for row, code in enumerate(codes):
        alone = word_contributions(toy_model, words.rows([row]))[:, classes.tolist().index(code)]
        np.testing.assert_allclose(found[row], alone, atol=1e-9)
    assert words.matrix.dtype.kind in "iu"  # the counts that were given are as they were


def test_slopes_of_a_feature_sum_to_zero(toy_model):
    slopes = log_odds_weights(toy_model.classifier)
    assert slopes.shape == (len(toy_model.features), len(toy_model.classifier.classes_))
    np.testing.assert_allclose(slopes.sum(axis=1), 0, atol=1e-12)
