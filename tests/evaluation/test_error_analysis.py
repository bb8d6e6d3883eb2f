"""Are errors listed, split and ranked so that planted ones are found?"""

from __future__ import annotations

import pytest

from discourse.classifier import PillarClassifier
from discourse.codebook import Codebook, Pillar, Rule
from discourse.evaluation import grouped_folds, most_confident_errors, planted_errors, scores_by_group
from discourse.evaluation.error_analysis import ranked_label_errors, with_label_noise
from discourse.evaluation.held_out import probability_of

BOOK = Codebook(
    "1",
    (Pillar("trade", "Trade", "x"), Pillar("school", "School", "y")),
    "none",
    (Rule(1, "Fees", "", ("trade", "school")), Rule(2, "Roads", "", ())),
)


def test_the_most_confident_errors_come_first_with_their_rules(predictions):
    table = most_confident_errors(predictions, BOOK, top=2)
    assert table["paragraph_id"].tolist() == ["a:2", "b:2"]
    assert table["probability"].tolist() == [0.8, 0.6]
    assert table["mentioned_by_coder"].tolist() == [True, False]
    assert table["rules"].tolist() == ["1 Fees", "1 Fees"]


def test_scores_by_puts_small_parts_together(predictions):
    table = predictions[["paragraph_id"]].assign(outlet=["x", "x", "x", "x", "", "y"], period="2023")
    found = scores_by_group(
        predictions,
        table,
        ["outlet", "period"],
        ("trade", "school", "none"),
        periods=("2023", "2025"),
        level=0.9,
        resamples=100,
        seed=1,
        least_articles=2,
    )
    assert found["part"].unique().tolist() == ["x", "others", "2023"]
    accuracy = found[found["score"] == "accuracy"].set_index("part")
    assert accuracy.loc["x", "value"] == pytest.approx(0.5)
    assert accuracy.loc["2023", "articles"] == 3


def test_scores_by_keeps_the_order_of_the_periods(predictions):
    table = predictions[["paragraph_id"]].assign(
        period=["before"] * 2 + ["after"] * 2 + [""] * 2, outlet=list("bbaacc")
    )
    codes, periods = ("trade", "school", "none"), ("before", "after")
    draws = {"level": 0.9, "resamples": 10, "seed": 1, "least_articles": 1}
    found = scores_by_group(predictions, table, ["period", "outlet"], codes, periods=periods, **draws)
    assert found["part"].unique().tolist() == ["before", "after", "unknown", "a", "b", "c"]


def test_probability_of_a_column(predictions):
    assert probability_of(predictions, "label") == [0.9, 0.2, 0.9, 0.4, 0.3, 0.8]


def test_label_errors_are_ranked_by_self_confidence(predictions):
    table = ranked_label_errors(predictions)
    assert table["paragraph_id"].tolist()[:3] == ["a:2", "c:1", "b:2"]
    assert table["self_confidence"].is_monotonic_increasing
    assert table["rank"].tolist() == [1, 2, 3, 4, 5, 6]


def test_planted_errors_are_found_far_above_chance(shipped_table):
    features, table, pillars = shipped_table
    folds = grouped_folds(table["story"], table["primary"], 3, 1)
    model = PillarClassifier(penalty=2.0, proportion_weight=2.0)
    row = planted_errors(model, features, table, folds, pillars, errors=20, seed=1).iloc[0]
    assert row["inspected"] == round(0.1 * len(table))
    assert row["found"] > 3 * row["by_chance"]


def test_wrong_labels_are_as_many_as_asked_and_really_wrong(toy_labels):
    spoilt, wrong = with_label_noise(toy_labels, ["trade", "school"], 2, 1)
    changed = (spoilt["primary"] != toy_labels["primary"]).to_numpy().nonzero()[0]
    assert changed.tolist() == wrong.tolist()
    assert len(wrong) == 2
    assert not any(code in also for code, also in zip(spoilt["primary"], spoilt["also"], strict=True))
