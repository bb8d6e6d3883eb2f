from __future__ import annotations

from discourse.classifier import (
    PillarClassifier,
    doubtful_labels,
    planted_errors,
)
from discourse.classifier.doubtful import with_wrong_labels
from discourse.folds import grouped_folds


def test_doubtful_labels_are_those_least_believed(said):
    table = doubtful_labels(said)
    assert table["paragraph_id"].tolist()[:3] == ["a:2", "c:1", "b:2"]
    assert table["confidence"].is_monotonic_increasing
    assert table["rank"].tolist() == [1, 2, 3, 4, 5, 6]


def test_planted_errors_are_found_far_above_chance(shipped_table):
    features, table, pillars = shipped_table
    folds = grouped_folds(table["story"], table["primary"], 3, 1)
    model = PillarClassifier(penalty=2.0, share_weight=2.0)
    row = planted_errors(model, features, table, folds, pillars, errors=20, seed=1).iloc[0]
    assert row["looked_through"] == round(0.1 * len(table))
    assert row["found"] > 3 * row["by_chance"]


def test_wrong_labels_are_as_many_as_asked_and_really_wrong(toy_labels):
    spoilt, wrong = with_wrong_labels(toy_labels, ["trade", "school"], 2, 1)
    changed = (spoilt["primary"] != toy_labels["primary"]).to_numpy().nonzero()[0]
    assert changed.tolist() == wrong.tolist()
    assert len(wrong) == 2
    assert not any(code in also for code, also in zip(spoilt["primary"], spoilt["also"], strict=True))
