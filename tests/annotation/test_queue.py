"""A queue is drawn for one coder, without what that coder has done."""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.annotation.queue import CoderQueue, QueueItem, draw_queue
from discourse.errors import LabelError
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding
from discourse.labels.log import read_codings


def test_a_queue_knows_what_is_done() -> None:
    queue = CoderQueue([QueueItem("a", "audit", "drawn", 0.5), QueueItem("b"), QueueItem("c")])
    queue.mark("a", True)
    queue.mark("elsewhere", True)
    assert (queue.first_open(), len(queue.done)) == (1, 1)
    queue.mark("a", False)
    assert queue.first_open() == 0
    assert (queue.item("a").inclusion, queue.item("elsewhere")) == (0.5, QueueItem("elsewhere"))
    for name in "abc":
        queue.mark(name, True)
    assert queue.first_open() == 3


def test_every_queue_can_be_drawn(toy_study) -> None:
    names = list(toy_study.paragraphs["paragraph_id"])
    codes = toy_study.codebook.codes
    table = pd.DataFrame({"paragraph_id": names, **{f"p_{code}": 1 / len(codes) for code in codes}})
    codings = read_codings(toy_study)
    sizes = {
        queue: len(draw_queue(toy_study, codings, table, "ani", queue, 5))
        for queue in ("uncoded", "answer", "disagreements", "doubtful", "active", "audit", "stale")
    }
    assert sizes["uncoded"] == len(names)
    assert (sizes["doubtful"], sizes["active"], sizes["audit"]) == (6, 5, 5)


def test_two_coders_have_two_orders(toy_study) -> None:
    codings = read_codings(toy_study)
    one, other = (draw_queue(toy_study, codings, None, coder, "uncoded", 5) for coder in ("ani", "budi"))
    assert [item.name for item in one] != [item.name for item in other]


def test_what_was_coded_from_an_audit_does_not_come_again(toy_study, coding) -> None:
    first = draw_queue(toy_study, read_codings(toy_study), None, "ani", "audit", 5)
    LabelLog.of(toy_study).append(
        [
            coding("ani", first[0].name, "economic", queue="audit"),
            coding("ani", first[1].name, "economic", queue="uncoded"),
        ]
    )
    again = draw_queue(toy_study, read_codings(toy_study), None, "ani", "audit", 5)
    assert again == first[1:]


def test_a_queue_of_a_model_is_refused_for_a_variable(towns) -> None:
    tone = towns.seen_by("tone")
    with pytest.raises(LabelError, match="Models learn the pillars alone"):
        draw_queue(tone, read_codings(tone), None, "ani", "doubtful", 5)


def test_a_queue_of_a_variable_goes_by_its_own_codings(towns) -> None:
    tone, speaker = towns.seen_by("tone"), towns.seen_by("speaker")
    LabelLog.of(speaker).append([Coding("s1", "ash-1:01", "mara", "2", "council")])
    left = {
        study.variable: {item.name for item in draw_queue(study, read_codings(study), None, "mara", "uncoded", 5)}
        for study in (towns, tone, speaker)
    }
    assert (left[""], left["tone"], len(left["speaker"])) == (set(), {"cedar-1:04"}, 27)
    differing = draw_queue(tone, read_codings(tone), None, "ani", "disagreements", 5)
    assert {item.name for item in differing} == {"ash-2:01", "cedar-1:01"}


@pytest.mark.parametrize(("queue", "hint"), [("doubtful", "discourse retrain"), ("everything", "one of uncoded")])
def test_a_queue_that_cannot_be_drawn(toy_study, queue, hint) -> None:
    with pytest.raises(LabelError, match=hint):
        draw_queue(toy_study, read_codings(toy_study), None, "ani", queue, 5)
