from __future__ import annotations

import numpy as np
import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from discourse.classifier import compare_candidates, position_counts, transfers
from discourse.classifier import cross_predict as predict
from discourse.classifier.candidates import CHOSEN, FEATURE_SETS, SHIPPED
from discourse.classifier.features import blocks_of, study_features
from discourse.classifier.model import PillarClassifier
from discourse.classifier.peers import STRENGTHS, PeerClassifier
from discourse.counts import study_counts
from discourse.folds import grouped_folds
from discourse.labels import coded_table


@parametrize_with_checks([PeerClassifier("linear SVM")])
def test_scikit_learn_accepts_the_peer(estimator, check):
    check(estimator)


@pytest.mark.parametrize("kind", STRENGTHS)
def test_peers_choose_a_strength_and_give_probabilities(kind, shipped_table):
    features, table, _ = shipped_table
    model = PeerClassifier(kind).fit(features, table["primary"].to_numpy(dtype=str), groups=table["story"])
    assert model.strength_ in STRENGTHS[kind]
    np.testing.assert_allclose(model.predict_proba(features).sum(axis=1), 1)


def test_every_candidate_is_scored_on_the_same_paragraphs(toy_study):
    table, words = coded_table(toy_study), study_counts(toy_study)
    folds = grouped_folds(table["story"], table["primary"], 2, 1)
    found = compare_candidates(
        words,
        table,
        folds,
        toy_study.codebook,
        "id",
        level=0.9,
        resamples=100,
        seed=1,
        extra={"position": position_counts(table["position"], words.ids)},
    ).set_index("candidate")
    assert len(found) == len(FEATURE_SETS) + 2 + 2 + len(STRENGTHS) + 1 + 1
    assert found.loc[f"{SHIPPED}: ridge", ["difference", "difference_low", "difference_high"]].tolist() == [0, 0, 0]
    assert found["folds_chosen"].sum() == 2
    assert found.loc[f"{CHOSEN}: ridge", "articles"] == table["article_id"].nunique()
    assert found["mentions"].isna().sum() == len(STRENGTHS) + 1


def test_transfers_of_a_study_stand_beside_folds_over_everything(toy_study):
    features, table = study_features(toy_study), coded_table(toy_study)
    folds = grouped_folds(table["story"], table["primary"], 2, 1)
    anyhow = predict(
        PillarClassifier(blocks_of(features.terms)), features.matrix, table, folds, toy_study.codebook.pillar_ids
    )
    found = transfers(toy_study, anyhow, level=0.9, resamples=100, seed=1)
    pairs = set(zip(found["train"], found["test"], strict=True))
    assert {("leads", "full articles"), ("2023", "2025"), ("own words", "original words")} <= pairs
    assert found["in_folds"].between(0, 1).all()
