from __future__ import annotations

import pytest

from discourse.classifier import scores_by, surest_errors
from discourse.classifier.failures import probability_of
from discourse.codebook import Codebook, Pillar, Rule

BOOK = Codebook(
    "1",
    (Pillar("trade", "Trade", "x"), Pillar("school", "School", "y")),
    "none",
    (Rule(1, "Fees", "", ("trade", "school")), Rule(2, "Roads", "", ())),
)


def test_surest_errors_come_first_with_their_rules(said):
    table = surest_errors(said, BOOK, top=2)
    assert table["paragraph_id"].tolist() == ["a:2", "b:2"]
    assert table["probability"].tolist() == [0.8, 0.6]
    assert table["mentioned_by_coder"].tolist() == [True, False]
    assert table["rules"].tolist() == ["1 Fees", "1 Fees"]


def test_scores_by_puts_small_parts_together(said):
    table = said[["paragraph_id"]].assign(outlet=["x", "x", "x", "x", "", "y"], period="2023")
    found = scores_by(
        said,
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


def test_scores_by_keeps_the_order_of_the_periods(said):
    table = said[["paragraph_id"]].assign(period=["before"] * 2 + ["after"] * 2 + [""] * 2, outlet=list("bbaacc"))
    codes, periods = ("trade", "school", "none"), ("before", "after")
    draws = {"level": 0.9, "resamples": 10, "seed": 1, "least_articles": 1}
    found = scores_by(said, table, ["period", "outlet"], codes, periods=periods, **draws)
    assert found["part"].unique().tolist() == ["before", "after", "unknown", "a", "b", "c"]


def test_probability_of_a_column(said):
    assert probability_of(said, "label") == [0.9, 0.2, 0.9, 0.4, 0.3, 0.8]
