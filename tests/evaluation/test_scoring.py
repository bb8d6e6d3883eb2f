from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import f1_score

from discourse.errors import DataError, EstimateError
from discourse.evaluation import confusion, expected_macro_f1, scores

CODES = ("trade", "school", "none")


def table(rows):
    return pd.DataFrame(rows, columns=["article_id", "label", "predicted"])


def value(result, score, pillar=""):
    return result.set_index(["score", "pillar"])["value"][score, pillar]


def test_by_hand():
    rows = table([("a", "trade", "trade"), ("a", "trade", "school"), ("b", "school", "school"), ("b", "none", "trade")])
    result = scores(rows, CODES, 0.95, 100, 1)
    assert value(result, "accuracy") == pytest.approx(2 / 3)
    assert value(result, "accuracy_all") == pytest.approx(1 / 2)
    # trade: 1 right, 1 predicted, 2 true; school: 1 right, 2 predicted, 1 true: both 2/3.
    # Strictly, trade is predicted twice.
    assert value(result, "macro_f1") == pytest.approx(2 / 3)
    assert value(result, "macro_f1_strict") == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert value(result, "precision", "trade") == 1 / 2
    assert result["articles"].unique().tolist() == [2]
    assert confusion(rows, CODES).loc["none", "trade"] == 1


def test_same_as_scikit_learn():
    rng = np.random.default_rng(2)
    articles, labels, said = rng.choice(list("abcdefgh"), 200), rng.choice(CODES, 200), rng.choice(CODES, 200)
    rows = table(list(zip(articles, labels, said, strict=True)))
    result = scores(rows, CODES, 0.9, 200, 1)
    reference = f1_score(rows["label"], rows["predicted"], labels=CODES[:2], average="macro")
    assert value(result, "macro_f1_strict") == pytest.approx(reference)
    assert ((result["low"] <= result["value"]) & (result["value"] <= result["high"])).all()


def test_mentions_are_scored_where_there_are_any():
    rows = table([("a", "trade", "trade"), ("b", "school", "trade")])
    rows["also"] = [("school",), ()]
    rows["mentioned"] = [("trade",), ("trade", "school")]
    result = scores(rows, CODES, 0.95, 100, 1)
    assert value(result, "mention_f1", "trade") == pytest.approx(2 / 3)
    assert value(result, "mention_f1", "school") == pytest.approx(2 / 3)


def test_articles_alike_leave_no_doubt_and_order_does_not_matter():
    rows = table([(article, label, "trade") for article in "abc" for label in ("trade", "school")])
    result = scores(rows, CODES, 0.95, 100, 1)
    accuracy = result.set_index("score").loc["accuracy"]
    assert (accuracy["low"], accuracy["high"]) == (0.5, 0.5)
    pd.testing.assert_frame_equal(result, scores(rows.iloc[::-1], CODES, 0.95, 100, 1))


def test_a_pillar_in_no_row_is_not_a_number():
    result = scores(table([("a", "trade", "trade")]), CODES, 0.95, 100, 1)
    assert np.isnan(value(result, "f1", "school"))
    assert value(result, "macro_f1") == 1


def test_nothing_to_score_is_refused():
    with pytest.raises(EstimateError):
        scores(table([]), CODES, 0.95, 100, 1)


def test_certain_probabilities_promise_a_perfect_score_and_even_ones_half_of_it():
    rows = pd.DataFrame({"predicted": ["trade"] * 40 + ["school"] * 40, "p_none": 0.0})
    certain = rows.assign(p_trade=(rows["predicted"] == "trade") * 1.0, p_school=(rows["predicted"] == "school") * 1.0)
    assert expected_macro_f1(certain, CODES, 5, 1).tolist() == [1.0] * 5
    even = expected_macro_f1(rows.assign(p_trade=0.5, p_school=0.5), CODES, 400, 1)
    assert even.mean() == pytest.approx(0.5, abs=0.02)


def test_a_code_that_nobody_knows_is_named_with_its_row():
    rows = table([("a", "trade", "trade"), ("b", "sports", "trade")])
    words = "predictions, row 1, column label: expected one of trade, school, none, found 'sports'"
    for ask in (lambda: scores(rows, CODES, 0.95, 100, 1), lambda: confusion(rows, CODES)):
        with pytest.raises(DataError, match=words):
            ask()


def test_codes_are_those_that_the_predictions_know():
    said = pd.DataFrame({"article_id": list("abcd"), "label": ["x", "y"] * 2, "predicted": ["x", "x", "y", "y"]})
    with pytest.raises(DataError, match="argument codes: expected codes, in codebook order, found none"):
        scores(said)
    said.attrs = {"codes": ("x", "y", "none"), "pillars": {"x": "X", "y": "Y"}}
    found = scores(said, resamples=100)
    pd.testing.assert_frame_equal(found, scores(said, ("x", "y", "none"), resamples=100))
    assert found.attrs == {"pillars": {"x": "X", "y": "Y"}}
    assert found["value"].iloc[0] == 0.5


@pytest.mark.parametrize(
    ("given", "codes", "said"),
    [
        (
            pd.DataFrame({"article_id": ["a"], "predicted": ["x"]}),
            ["x"],
            "argument predictions: .* a column label",
        ),
        (pd.DataFrame({"article_id": ["a"]}), "xy", "expected a column label"),
        (pd.DataFrame({"article_id": ["a"], "label": ["x"], "predicted": ["x"]}), "xy", "found one text, 'xy'"),
        (["x"], ["x"], "found list"),
    ],
)
def test_what_are_no_predictions_is_refused(given, codes, said):
    with pytest.raises(DataError, match=said):
        scores(given, codes)
