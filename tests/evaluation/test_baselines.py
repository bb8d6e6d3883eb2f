"""Do the baselines run on the same folds, as scikit-learn's estimators?"""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from discourse.codebook import Codebook, Pillar
from discourse.evaluation import Fold, cross_predict
from discourse.evaluation.baselines import REGULARISATION, BaselineClassifier, DictionaryClassifier, baseline_models

BOOK = Codebook("1", (Pillar("trade", "Trade", "x", ("beras",)), Pillar("school", "School", "y", ("guru",))), "none")


def test_the_dictionary_counts_seed_words_and_falls_back_on_the_commonest():
    X = np.array([[0, 3, 1], [0, 0, 2], [5, 0, 0]])
    model = DictionaryClassifier(("word:hari", "word:guru", "word:beras"), BOOK.seeds).fit(
        X, ["school", "trade", "trade"]
    )
    assert model.predict(X).tolist() == ["school", "trade", "trade"]
    np.testing.assert_allclose(model.predict_proba(X).sum(axis=1), 1)


def test_all_baselines_go_through_the_same_folds(toy_labels):
    X = np.ones((len(toy_labels), 2))
    folds = [Fold(np.arange(2), np.arange(2, 4), "1")]
    for model in baseline_models(BOOK, ("word:beras", "word:guru"), 1).values():
        said = cross_predict(model, X, toy_labels, folds, BOOK.pillar_ids)
        np.testing.assert_allclose(said[["p_trade", "p_school", "p_none"]].sum(axis=1), 1)
        assert "mentioned" not in said


@parametrize_with_checks([BaselineClassifier("linear SVM")])
def test_scikit_learn_accepts_the_baseline(estimator, check):
    check(estimator)


@pytest.mark.parametrize("kind", REGULARISATION)
def test_baselines_choose_a_penalty_and_give_probabilities(kind, shipped_table):
    features, table, _ = shipped_table
    model = BaselineClassifier(kind).fit(features, table["primary"].to_numpy(dtype=str), groups=table["story"])
    assert model.strength_ in REGULARISATION[kind]
    np.testing.assert_allclose(model.predict_proba(features).sum(axis=1), 1)
