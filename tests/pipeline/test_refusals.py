"""Is every refusal that a figure may have to give said in another language, with its own numbers and names?"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from discourse.emphasis.correction.adjusted import solve_counts
from discourse.emphasis.correction.ppi import shares_of_period
from discourse.emphasis.estimators import estimate
from discourse.emphasis.inputs import read_paragraphs
from discourse.errors import EstimateError
from discourse.evaluation import topic_label_agreement
from discourse.pipeline.refusals import say_refusal
from discourse.topics import TopicModel
from discourse.topics.seeding import choose_terms, seed_prior
from discourse.translations import Translation, read_translation, speaking

TABLE = pd.DataFrame(
    {
        "article_id": ["a", "a", "b", "b", "c", "c", "d", "d"],
        "period": ["2001"] * 4 + ["2002"] * 4,
        "primary": ["trade", "school"] * 4,
        "predicted": ["trade", "school"] * 4,
        "p_trade": [0.75, 0.25] * 4,
        "p_school": [0.25, 0.75] * 4,
    }
)
PART = TABLE.assign(primary=["trade", "", *TABLE["primary"][2:]])


def estimated(table: pd.DataFrame, estimator: str) -> None:
    estimate(read_paragraphs(table, ["trade", "school"], ["2001", "2002"]), estimator=estimator)


REFUSALS: dict[str, tuple[Callable[[], object], list[str]]] = {
    "topics": (lambda: TopicModel(n_topics=5).fit(sparse.csr_matrix(np.eye(3))), ["sedikitnya 5 paragraf", "3"]),
    "pillars": (lambda: seed_prior({"trade": [0], "school": [1]}, 1, 3, 0.5, 4), ["sedikitnya 2 topik", "1"]),
    "seeds": (lambda: seed_prior({"trade": []}, 1, 3, 0.5, 4), ["kata benih trade"]),
    "terms": (lambda: choose_terms(sparse.csr_matrix(np.eye(4)), 3, 0.4), ["3 paragraf", "40%", "0 dari 4"]),
    "article": (lambda: topic_label_agreement([0, 1], ["trade", "school"], ["a", "a"]), ["dua artikel", "1"]),
    "labels": (lambda: estimated(TABLE.assign(primary=""), "coded"), ["tidak ditemukan"]),
    "picked": (lambda: estimated(PART.assign(targeted=[True] + [False] * 7), "coded"), ["model: 1", "label: 1"]),
    "inclusion": (lambda: estimated(PART, "dsl"), ["kolom inclusion"]),
    "no_probability": (lambda: estimated(PART.assign(inclusion=2.0), "dsl"), ["di atas 0 dan paling tinggi 1", "2.0"]),
    "alike": (lambda: solve_counts(np.array([0.5, 0.5]), np.full((2, 2), 0.5)), ["singular"]),
    "unseen": (lambda: estimated(TABLE.assign(primary="trade"), "adjusted"), ["untuk school"]),
    "period": (
        lambda: estimated(TABLE.assign(primary=[*TABLE["primary"][:4], *[""] * 4], inclusion=0.5), "dsl"),
        ["dalam 2002"],
    ),
    "in_part": (lambda: estimated(PART, "ppi"), ["artikel a yang"]),
    "few": (
        lambda: shares_of_period(np.ones((3, 2)), np.ones((3, 2)), np.array([True, False, False]), "2001"),
        ["sedikitnya 3 artikel", "1 dalam 2001"],
    ),
}


@pytest.mark.parametrize(("refused", "said"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_is_said_in_the_language_spoken(refused: Callable[[], object], said: list[str]) -> None:
    with pytest.raises(EstimateError) as refusal:
        refused()
    reason = str(refusal.value)
    assert say_refusal(reason) == reason
    with speaking(read_translation("id")):
        again = say_refusal(reason)
    assert "expected" in reason
    assert "expected" not in again
    assert [part for part in said if part not in again] == []


def test_another_text_is_looked_up_as_it_stands() -> None:
    with speaking(Translation("xx", {"Nothing.": "Nihil."})):
        assert (say_refusal("Nothing."), say_refusal("Something.")) == ("Nihil.", "Something.")
