"""The label is the coding that the study's precedence puts first, the latest among equals."""

from __future__ import annotations

import pytest

from discourse.labels.current import current_labels, precedence, study_labels


@pytest.fixture
def settings(shipped_study):
    return shipped_study.settings.model_copy(
        update={
            "label_precedence": ("adjudication", "*", "adjudicator", "reader"),
            "agreement_only": ("blind",),
        }
    )


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ([("reader", "economic", "")], "economic"),
        ([("blind", "economic", "")], None),
        ([("reader", "economic", ""), ("adjudicator", "political", "decision")], "political"),
        ([("adjudicator", "political", "decision"), ("reader", "economic", "")], "political"),
        ([("ani", "education", "coding"), ("adjudicator", "political", "decision")], "education"),
        ([("ani", "education", "coding"), ("budi", "none", "coding")], "none"),
        ([("ani", "education", "adjudication"), ("budi", "none", "coding")], "education"),
        ([("reader", "economic", "adjudication"), ("ani", "none", "coding")], "economic"),
        ([("blind", "economic", "adjudication"), ("ani", "none", "coding")], "none"),
    ],
)
def test_who_counts(codings_of, say, settings, book, said, label) -> None:
    table = codings_of(*(say(coder, "abad:01", code, why=why) for coder, code, why in said))
    labels = current_labels(table, settings, book)
    assert list(labels["primary"]) == ([label] if label else [])


def test_an_undone_coding_gives_way_to_the_one_before(codings_of, say, settings, book) -> None:
    one, two = say("ani", "abad:01", "economic education"), say("ani", "abad:01", "political")
    table = codings_of(one, two, say("ani", "abad:01", "", undoes=two.coding_id, why="undo"))
    labels = current_labels(table, settings, book)
    assert [tuple(row) for row in labels[["primary", "also", "coding_id"]].to_numpy()] == [
        ("economic", ("education",), one.coding_id)
    ]


def test_without_anybody_only_those_named_count(codings_of, say, settings) -> None:
    strict = settings.model_copy(update={"label_precedence": ("reader",)})
    table = codings_of(say("ani", "abad:01", "economic", why="adjudication"), say("reader", "abad:01", "political"))
    assert precedence(table, strict).isna().tolist() == [True, False]


def test_shipped_labels(shipped_study) -> None:
    labels = study_labels(shipped_study)
    assert len(labels) == len(shipped_study.paragraphs)
    assert labels["paragraph_id"].is_monotonic_increasing
    assert set(labels["primary"]) <= set(shipped_study.codebook.codes)
