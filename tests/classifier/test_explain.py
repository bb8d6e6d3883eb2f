from __future__ import annotations

import numpy as np
import pytest

from discourse.classifier import explain_text, feature_slopes, strongest_features, word_contributions
from discourse.counts import count_texts
from discourse.errors import DataError

TEXT = "Wali kota membuka jembatan baru dan jalan ke pasar beras."


def test_contributions_and_intercepts_add_up_to_the_decision(toy_model):
    words = count_texts([TEXT])
    classifier = toy_model.classifier
    logits = classifier.decision_function(toy_model.matrix(words))[0]
    intercepts = classifier.temperature_ * classifier.intercept_[: len(logits)]
    parts = word_contributions(toy_model, words).sum(axis=0)
    np.testing.assert_allclose(parts + intercepts - intercepts.mean(), logits - logits.mean(), atol=1e-9)


def test_codes_stand_by_falling_probability(toy_model):
    decision, table = explain_text(toy_model, TEXT)
    order = list(dict.fromkeys(table["code"]))
    assert order[0] == decision["predicted"]
    assert sum(decision["probabilities"].values()) == pytest.approx(1)
    assert set(table["term"]) == set(count_texts([TEXT]).terms)


def test_a_text_without_words_is_refused(toy_model):
    with pytest.raises(DataError, match="a paragraph with words"):
        explain_text(toy_model, "12 345")


def test_strongest_features_are_sorted_and_speak_for(toy_model):
    table = strongest_features(toy_model, top=3)
    assert (table["weight"] > 0).all()
    for _, group in table.groupby(["pillar", "block"]):
        assert len(group) <= 3
        assert group["weight"].is_monotonic_decreasing


def test_features_against_a_pillar_are_sorted_too(toy_model):
    table = strongest_features(toy_model, top=3, against=True)
    assert (table["weight"] < 0).all()
    for _, group in table.groupby(["pillar", "block"]):
        assert group["weight"].is_monotonic_increasing


def test_slopes_of_a_feature_sum_to_zero(toy_model):
    slopes = feature_slopes(toy_model.classifier)
    assert slopes.shape == (len(toy_model.features), len(toy_model.classifier.classes_))
    np.testing.assert_allclose(slopes.sum(axis=1), 0, atol=1e-12)
