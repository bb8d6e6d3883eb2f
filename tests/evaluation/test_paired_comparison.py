"""Are differences paired, by article, and put into the right words?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.dummy import DummyClassifier
from sklearn.naive_bayes import MultinomialNB

from discourse.errors import DataError
from discourse.evaluation import (
    cross_predict_models,
    describe_differences,
    grouped_folds,
    paired_differences,
    score_models,
    scores,
)
from discourse.evaluation.paired_comparison import COLUMNS, DIFFERENCE_FIELDS, difference_sentences
from discourse.translations import read_translation, say_again, speaking

CODES = ("economic", "education", "none")


CHOICES = {"level": 0.95, "resamples": 400, "seed": 3}


def predicted(right: float, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(9)
    labels = rng.choice(CODES, size=120, p=[0.6, 0.3, 0.1])
    said = np.where(np.random.default_rng(seed).uniform(size=120) < right, labels, "education")
    return pd.DataFrame(
        {
            "paragraph_id": [f"a{row // 6:02d}:{row % 6}" for row in range(120)],
            "fold": "1",
            "article_id": [f"a{row // 6:02d}" for row in range(120)],
            "label": labels,
            "predicted": said,
        }
    )


def test_model_against_itself_differs_by_nothing() -> None:
    found = paired_differences({"one": predicted(0.8, 1), "two": predicted(0.8, 1)}, "one", CODES, **CHOICES)
    assert found["difference"].tolist() == [0, 0]
    assert found["low"].tolist() == [0, 0]
    assert found["high"].tolist() == [0, 0]


def test_differences_are_those_of_the_scores() -> None:
    tables = {"good": predicted(0.9, 1), "poor": predicted(0.3, 2)}
    found = paired_differences(tables, "good", CODES, **CHOICES).set_index("score")
    one, other = (scores(table, CODES, **CHOICES).set_index(["score", "pillar"]) for table in tables.values())
    for score in ("macro_f1", "accuracy"):
        expected = other.loc[(score, ""), "value"] - one.loc[(score, ""), "value"]
        assert found.loc[score, "difference"] == pytest.approx(expected)
    assert (found["high"] < 0).all()
    assert found["articles"].tolist() == [20, 20]
    assert found["paragraphs"].tolist() == [int((tables["good"]["label"] != "none").sum())] * 2


def test_pairing_narrows_the_interval() -> None:
    good = predicted(0.8, 1)
    nearly = good.assign(predicted=good["predicted"].where(good.index != 7, "none"))
    found = paired_differences({"good": good, "nearly": nearly}, "good", CODES, **CHOICES)
    alone = scores(good, CODES, **CHOICES).iloc[0]
    assert (found["high"] - found["low"]).max() < (alone["high"] - alone["low"]) / 3


def test_order_of_rows_changes_nothing() -> None:
    tables = {"good": predicted(0.9, 1), "poor": predicted(0.3, 2)}
    shuffled = {name: table.sample(frac=1, random_state=4) for name, table in tables.items()}
    plain, again = (paired_differences(each, "good", CODES, **CHOICES) for each in (tables, shuffled))
    pd.testing.assert_frame_equal(plain, again)


def test_few_articles_are_no_ground_for_a_verdict() -> None:
    row = pd.DataFrame([("x", "y", "macro_f1", 0.0, 0.0, 0.0, 0.0, 6, 22)], columns=COLUMNS)
    assert describe_differences(row) == [
        "x: too few articles to judge against y, macro-F1 +0.000 (+0.000 to +0.000), 6 articles."
    ]


def test_resample_without_a_pillar_is_passed_over() -> None:
    table = pd.DataFrame(
        {
            "paragraph_id": ["a:1", "b:1", "c:1"],
            "fold": "1",
            "article_id": ["a", "b", "c"],
            "label": ["economic", "none", "none"],
            "predicted": ["economic", "none", "none"],
        }
    )
    wrong = table.assign(predicted="education")
    found = paired_differences({"good": table, "wrong": wrong}, "good", CODES, **CHOICES).set_index("score")
    assert found.loc["accuracy", ["difference", "low", "high"]].tolist() == [-1, -1, -1]


def test_other_paragraphs_are_refused() -> None:
    good = predicted(0.8, 1)
    with pytest.raises(DataError, match="predictions of fewer"):
        paired_differences({"good": good, "fewer": good.iloc[1:]}, "good", CODES, **CHOICES)


def test_unknown_model_to_compare_with() -> None:
    with pytest.raises(DataError, match="one of good, found 'tf-idf'"):
        paired_differences({"good": predicted(0.8, 1)}, "tf-idf", CODES, **CHOICES)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.05, 0.10, "x: better than y"),
        (0.001, 0.01, "x: better, but not by a margin that matters, than y"),
        (-0.10, -0.05, "x: worse than y"),
        (-0.01, -0.001, "x: worse, but not by a margin that matters, than y"),
        (-0.01, 0.01, "x: as good as y"),
        (-0.10, 0.01, "x: not distinguishable from y"),
    ],
)
def test_words_follow_the_interval(low: float, high: float, words: str) -> None:
    row = pd.DataFrame([("x", "y", "macro_f1", (low + high) / 2, low, high, 0.5, 60, 300)], columns=COLUMNS)
    assert describe_differences(row)[0].startswith(words)


INDONESIAN = {
    (0.03, 0.08): "x: lebih baik daripada y, macro-F1 +0.055 (+0.030 sampai +0.080), 60 artikel.",
    (0.005, 0.015): "x: lebih baik daripada y, tetapi dengan selisih yang tidak berarti, macro-F1 +0.010",
    (-0.08, -0.03): "x: lebih buruk daripada y, macro-F1 -0.055",
    (-0.01, -0.005): "x: lebih buruk daripada y, tetapi dengan selisih yang tidak berarti, macro-F1 -0.0",
    (-0.01, 0.01): "x: sama baiknya dengan y, macro-F1 +0.000",
    (-0.1, 0.1): "x: tidak dapat dibedakan dari y, macro-F1 +0.000",
}


@pytest.mark.parametrize(("ends", "said"), INDONESIAN.items(), ids=str)
def test_a_sentence_of_a_table_is_said_again_in_another_language(ends: tuple[float, float], said: str) -> None:
    row = pd.DataFrame([("x", "y", "macro_f1", sum(ends) / 2, *ends, 0.5, 60, 300)], columns=COLUMNS)
    (stored,) = describe_differences(row)
    with speaking(read_translation("id")):
        again = say_again(stored, lambda fields: list(difference_sentences(fields).values()), DIFFERENCE_FIELDS)
        assert describe_differences(row) == [again]
    assert again.startswith(said)


PILLARS = ("economic", "education")


ALL_CODES = (*PILLARS, "none")


def study() -> tuple[sparse.csr_matrix, pd.DataFrame]:
    rng = np.random.default_rng(0)
    primary = rng.choice(["economic", "economic", "education"], size=48)
    X = rng.poisson(np.where(primary[:, None] == "economic", [3, 1], [1, 3]))
    labels = pd.DataFrame(
        {
            "paragraph_id": [f"a{row // 4:02d}:{row % 4}" for row in range(48)],
            "article_id": [f"a{row // 4:02d}" for row in range(48)],
            "primary": primary,
            "also": [()] * 48,
        }
    )
    return sparse.csr_matrix(X), labels


def test_one_table_for_all_models() -> None:
    X, labels = study()
    folds = grouped_folds(labels["article_id"], labels["primary"], 3, seed=1)
    seen: list[tuple[int, int]] = []
    models = {"majority": DummyClassifier(strategy="most_frequent"), "bayes": MultinomialNB()}
    found = cross_predict_models(models, X, labels, folds, PILLARS, lambda done, of: seen.append((done, of)))
    assert list(found) == ["majority", "bayes"]
    assert seen == [(done, 6) for done in range(1, 7)]
    assert found["majority"][["paragraph_id", "fold"]].equals(found["bayes"][["paragraph_id", "fold"]])
    table = score_models(found, ALL_CODES, level=0.9, resamples=200, seed=1)
    assert table.columns.tolist() == ["model", "score", "value", "low", "high", "articles", "paragraphs"]
    assert table["model"].tolist() == ["majority", "bayes"] * 2
    assert table["score"].tolist() == ["macro_f1"] * 2 + ["accuracy"] * 2
    assert (table["low"] <= table["value"]).all()
    assert (table["value"] <= table["high"]).all()
    assert set(table["articles"]) == {12}
    assert table["value"].iloc[1] > table["value"].iloc[0]
