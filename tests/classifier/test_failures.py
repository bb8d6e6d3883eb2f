from __future__ import annotations

import pandas as pd
import pytest

from discourse.classifier import abstention_table, calibration_table, doubtful_labels, scores_by, surest_errors
from discourse.classifier.failures import probability_of
from discourse.codebook import Codebook, Pillar, Rule

BOOK = Codebook(
    "1",
    (Pillar("trade", "Trade", "x"), Pillar("school", "School", "y")),
    "none",
    (Rule(1, "Fees", "", ("trade", "school")), Rule(2, "Roads", "", ())),
)


@pytest.fixture
def said() -> pd.DataFrame:
    """Six predictions of three articles, three of them wrong."""
    return pd.DataFrame(
        {
            "paragraph_id": ["a:1", "a:2", "b:1", "b:2", "c:1", "c:2"],
            "article_id": list("aabbcc"),
            "label": ["trade", "trade", "school", "school", "none", "trade"],
            "also": [(), ("school",), (), (), (), ()],
            "predicted": ["trade", "school", "school", "trade", "school", "trade"],
            "p_trade": [0.9, 0.2, 0.1, 0.6, 0.2, 0.8],
            "p_school": [0.1, 0.8, 0.9, 0.4, 0.5, 0.1],
            "p_none": [0.0, 0.0, 0.0, 0.0, 0.3, 0.1],
        }
    )


def test_surest_errors_come_first_with_their_rules(said):
    table = surest_errors(said, BOOK, top=2)
    assert table["paragraph_id"].tolist() == ["a:2", "b:2"]
    assert table["probability"].tolist() == [0.8, 0.6]
    assert table["mentioned_by_coder"].tolist() == [True, False]
    assert table["rules"].tolist() == ["1 Fees", "1 Fees"]


def test_doubtful_labels_are_those_least_believed(said):
    table = doubtful_labels(said)
    assert table["paragraph_id"].tolist()[:3] == ["a:2", "c:1", "b:2"]
    assert table["confidence"].is_monotonic_increasing
    assert table["rank"].tolist() == [1, 2, 3, 4, 5, 6]


def test_scores_by_puts_small_parts_together(said):
    table = said[["paragraph_id"]].assign(outlet=["x", "x", "x", "x", "", "y"], period="2023")
    found = scores_by(
        said,
        table,
        ["outlet", "period"],
        ("trade", "school", "none"),
        level=0.9,
        resamples=100,
        seed=1,
        least_articles=2,
    )
    assert found["part"].unique().tolist() == ["x", "others", "2023"]
    accuracy = found[found["score"] == "accuracy"].set_index("part")
    assert accuracy.loc["x", "value"] == pytest.approx(0.5)
    assert accuracy.loc["2023", "articles"] == 3


def test_abstaining_trades_answers_for_accuracy(said):
    table = abstention_table(said, (0.0, 0.7, 0.85, 0.99))
    assert table["answered"].tolist() == pytest.approx([1, 4 / 6, 2 / 6, 0])
    assert table["accuracy"].tolist()[:3] == pytest.approx([0.5, 0.75, 1])
    assert pd.isna(table["accuracy"].iloc[3])


def test_calibration_by_hand(said):
    table = calibration_table(said, level=0.9, resamples=200, seed=1, bins=2)
    assert table["quantity"].unique().tolist() == ["primary"]
    assert table["predictions"].tolist() == [6]
    mean = (0.9 + 0.8 + 0.9 + 0.6 + 0.5 + 0.8) / 6
    assert table["error"].iloc[0] == pytest.approx(mean - 0.5)
    assert table["error_low"].iloc[0] <= table["error"].iloc[0] <= table["error_high"].iloc[0]


def test_mentions_are_calibrated_too(said):
    said = said.assign(m_trade=said["p_trade"], m_school=0.5)
    table = calibration_table(said, level=0.9, resamples=100, seed=1)
    assert table[table["quantity"] == "mentions"]["predictions"].sum() == 12


def test_probability_of_a_column(said):
    assert probability_of(said, "label") == [0.9, 0.2, 0.9, 0.4, 0.3, 0.8]
