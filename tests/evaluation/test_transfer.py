from __future__ import annotations

import pandas as pd

from discourse.classifier import PillarClassifier
from discourse.evaluation import cross_predict as predict
from discourse.evaluation import grouped_folds, transfers
from discourse.evaluation.transfer import _splits, side_name
from discourse.features import blocks_of, study_features
from discourse.labels.table import coded_table
from discourse.study import Study
from discourse.translations import Translation, speaking


def test_transfers_of_a_study_stand_beside_folds_over_everything(toy_study):
    features, table = study_features(toy_study), coded_table(toy_study)
    folds = grouped_folds(table["story"], table["primary"], 2, 1)
    anyhow = predict(
        PillarClassifier(blocks_of(features.features)), features.matrix, table, folds, toy_study.codebook.pillar_ids
    )
    found = transfers(toy_study, anyhow, level=0.9, resamples=100, seed=1)
    pairs = set(zip(found["train"], found["test"], strict=True))
    assert {("openings", "full articles"), ("2023", "2025"), ("paraphrases", "original words")} <= pairs
    assert found["in_folds"].between(0, 1).all()


def test_ways_of_sampling_come_from_the_table(toy_study):
    path = toy_study.data / "articles.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table.loc[table.index % 2 == 0, "sampling"] = "by hand"
    table.to_csv(path, index=False)
    study = Study(toy_study.root)
    labels = coded_table(study)
    sides = [(train, test, fold) for train, test, fold in _splits(labels, study, 1) if "by hand" in (train, test)]
    assert [(train, test) for train, test, _ in sides] == [("by hand", "general"), ("general", "by hand")]
    assert set(labels["sampling"].iloc[sides[0][2].train]) == {"by hand"}
    assert set(labels["sampling"].iloc[sides[0][2].test]) == {"general"}


def test_labels_of_one_kind_of_coverage_have_nothing_to_transfer_to(toy_study):
    articles, codings = toy_study.data / "articles.csv", toy_study.data / "labels.csv"
    table = pd.read_csv(articles, dtype=str, keep_default_na=False).assign(extent="opening", outlet="harian-melati")
    table.to_csv(articles, index=False)
    log = pd.read_csv(codings, dtype=str, keep_default_na=False)
    log[log["paragraph_id"].str.contains("-2023-")].to_csv(codings, index=False)
    found = transfers(Study(toy_study.root), pd.DataFrame(), level=0.9, resamples=100, seed=1)
    assert found.empty
    assert {"train", "test", "score", "value", "in_folds"} <= set(found.columns)


def test_sides_are_named_in_the_language_spoken_and_outlets_as_they_are():
    strings = {"other outlets": "media lain", "openings": "bagian awal", "by hand": "dengan tangan"}
    with speaking(Translation("xx", strings)):
        said = [side_name(side) for side in ("openings", "other outlets", "by hand", "gazette.example", "2023")]
    assert said == ["bagian awal", "media lain", "dengan tangan", "gazette.example", "2023"]
