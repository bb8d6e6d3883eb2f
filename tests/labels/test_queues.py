"""Each queue draws what it says, says why, and with which probability."""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.errors import LabelError
from discourse.labels.queues import (
    answer_queue,
    audit_queue,
    design_queue,
    disagreement_queue,
    label_error_queue,
    self_confidence,
    stale_queue,
    uncoded_queue,
)
from discourse.labels.table import current_labels

NAMES = [f"abad:{number:02d}" for number in range(1, 5)] + [f"bena:{number:02d}" for number in range(1, 5)]


@pytest.fixture
def probabilities() -> pd.DataFrame:
    values = [0.9, 0.2, 0.7, 0.4, 0.6, 0.8, 0.3, 0.95]
    return pd.DataFrame({"paragraph_id": NAMES, "p_economic": values, "p_political": [1 - value for value in values]})


def test_uncoded_is_all_the_rest_in_random_order(codings_of, say) -> None:
    table = codings_of(say("ani", NAMES[0], "economic"), say("budi", NAMES[1], "economic"))
    queue = uncoded_queue(NAMES, table, "ani", seed=3)
    assert set(queue["paragraph_id"]) == set(NAMES[1:])
    assert list(queue["paragraph_id"]) != NAMES[1:]
    assert (queue["inclusion"] == 1).all()
    assert queue.equals(uncoded_queue(NAMES[::-1], table, "ani", seed=3))
    assert not queue.equals(uncoded_queue(NAMES, table, "ani", seed=4))


def test_disagreements_are_for_those_who_have_not_spoken(codings_of, say, book, shipped_study) -> None:
    table = codings_of(say("ani", NAMES[0], "economic"), say("budi", NAMES[0], "political"))
    chosen = table, shipped_study.settings, book
    assert list(disagreement_queue(*chosen, "cici", 1)["paragraph_id"]) == [NAMES[0]]
    assert disagreement_queue(*chosen, "ani", 1).empty


def test_label_errors_lowest_first_with_an_audit(codings_of, say, book, shipped_study, probabilities) -> None:
    table = codings_of(*(say("ani", name, "economic") for name in NAMES))
    labels = current_labels(table, shipped_study.settings, book)
    queue = label_error_queue(labels, probabilities, size=3, seed=1, audit=2)
    picked = queue[queue["queue"] == "doubtful"]
    assert list(picked["paragraph_id"]) == ["abad:02", "bena:03", "abad:04"]
    assert "0.20" in picked["reason"].iloc[0]
    audit = queue[queue["queue"] == "doubtful-audit"]
    assert len(audit) == 2
    assert (audit["inclusion"] == 2 / 5).all()
    assert not set(audit["paragraph_id"]) & set(picked["paragraph_id"])
    assert list(queue["queue"])[1:].count("doubtful-audit") == 2
    assert len(label_error_queue(labels, probabilities, size=99, seed=1)) == 8


def test_confidence_is_the_mean_of_what_is_believed_of_primary_and_mention() -> None:
    said = pd.DataFrame({"p_trade": [0.64, 0.1], "p_none": [0.36, 0.9], "m_trade": [0.25, 0.19], "m_arts": [0.1, 0.05]})
    assert self_confidence(["trade", "none"], said).tolist() == pytest.approx([0.4, (0.9 * 0.81) ** 0.5])
    assert self_confidence(["trade", "none"], said[["p_trade", "p_none"]]).tolist() == [0.64, 0.9]


def test_a_label_that_is_no_mention_either_is_doubted_more(codings_of, say, book, shipped_study, probabilities) -> None:
    labels = current_labels(codings_of(*(say("ani", name, "economic") for name in NAMES)), shipped_study.settings, book)
    mentioned = probabilities.assign(m_economic=1.0, m_political=0.0)
    mentioned.loc[mentioned["paragraph_id"] == NAMES[-1], "m_economic"] = 0.0
    assert label_error_queue(labels, mentioned, size=1, seed=1, audit=0)["paragraph_id"].tolist() == [NAMES[-1]]


def test_the_label_error_queue_needs_the_probability_of_every_label(
    codings_of, say, book, shipped_study, probabilities
) -> None:
    labels = current_labels(codings_of(say("ani", NAMES[0], "education")), shipped_study.settings, book)
    with pytest.raises(LabelError, match="no p_education"):
        label_error_queue(labels, probabilities, 3, 1)


def test_the_queue_of_an_analysis_is_its_paragraphs_not_yet_coded(codings_of, say) -> None:
    table = codings_of(say("ani", NAMES[0], "economic"), say("budi", NAMES[1], "economic"))
    queue = answer_queue(NAMES[:4], table, "ani", "main", seed=3)
    assert set(queue["paragraph_id"]) == set(NAMES[1:4])
    assert set(queue["queue"]) == {"answer:main"}
    assert (queue["inclusion"] == 1).all()


def test_a_draw_comes_up_in_its_order_with_its_probabilities() -> None:
    places, chances = [1.0, float("nan"), 0.0], [0.25, 0.5, 0.75]
    design = pd.DataFrame({"inclusion": chances, "unit": NAMES[:3], "place": places}, index=NAMES[:3])
    queue = design_queue("active:0123abcd", design)
    assert queue["paragraph_id"].tolist() == [NAMES[2], NAMES[0]]
    assert queue["inclusion"].tolist() == [0.75, 0.25]
    assert queue["reason"].tolist() == ["drawn with a probability of 0.75", "drawn with a probability of 0.25"]


def test_an_audit_is_a_sample(probabilities) -> None:
    queue = audit_queue(NAMES, 4, seed=1)
    assert (queue["inclusion"] == 0.5).all()
    assert len(set(queue["paragraph_id"])) == 4
    longer = audit_queue(NAMES, 6, seed=1)
    assert list(longer["paragraph_id"][:4]) == list(queue["paragraph_id"])
    times = pd.Series([name for seed in range(400) for name in audit_queue(NAMES, 2, seed)["paragraph_id"]])
    assert times.value_counts().min() > 60


def test_stale_are_labels_whose_pillar_the_codebook_changed(codings_of, say, book, shipped_study) -> None:
    table = codings_of(
        say("ani", NAMES[0], "education", codebook="1"),
        say("ani", NAMES[1], "economic education", codebook="1"),
        say("ani", NAMES[2], "economic", codebook="1"),
        say("ani", NAMES[3], "education"),
        say("ani", NAMES[4], "education", codebook="1"),
        say("ani", NAMES[4], "education"),
    )
    queue = stale_queue(table, shipped_study.settings, book, seed=1)
    assert set(queue["paragraph_id"]) == {NAMES[0], NAMES[1]}
    assert queue["reason"].str.contains("codebook 1").all()
