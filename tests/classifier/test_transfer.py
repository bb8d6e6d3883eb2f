from __future__ import annotations

from discourse.classifier import cross_predict as predict
from discourse.classifier import transfers
from discourse.classifier.features import blocks_of, study_features
from discourse.classifier.model import PillarClassifier
from discourse.folds import grouped_folds
from discourse.labels import coded_table


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
