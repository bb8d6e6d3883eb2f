"""Do all models meet on the same folds, and are they scored alike?"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.dummy import DummyClassifier
from sklearn.naive_bayes import MultinomialNB

from discourse.comparison.duel import duel_predictions, duel_scores
from discourse.folds import grouped_folds

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
    found = duel_predictions(models, X, labels, folds, PILLARS, lambda done, of: seen.append((done, of)))
    assert list(found) == ["majority", "bayes"]
    assert seen == [(done, 6) for done in range(1, 7)]
    assert found["majority"][["paragraph_id", "fold"]].equals(found["bayes"][["paragraph_id", "fold"]])
    table = duel_scores(found, ALL_CODES, level=0.9, resamples=200, seed=1)
    assert table.columns.tolist() == ["model", "score", "value", "low", "high", "articles", "paragraphs"]
    assert table["model"].tolist() == ["majority", "bayes"] * 2
    assert table["score"].tolist() == ["macro_f1"] * 2 + ["accuracy"] * 2
    assert (table["low"] <= table["value"]).all()
    assert (table["value"] <= table["high"]).all()
    assert set(table["articles"]) == {12}
    assert table["value"].iloc[1] > table["value"].iloc[0]
