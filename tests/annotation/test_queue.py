"""A queue is drawn for one coder, without what that coder has done."""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.annotation.queue import CoderQueue, QueueItem, default_queue, draw_queue, queue_pace, queue_settles
from discourse.errors import LabelError
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding
from discourse.labels.log import read_codings
from discourse.labels.sampling.drawing import analysis_paragraphs


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


MACHINES = ["reader", "blind", "adjudicator"]


def test_the_main_analysis_comes_first_where_machines_alone_have_coded(toy_study) -> None:
    assert default_queue(toy_study) == "uncoded"
    study = toy_study.with_settings(machine_coders=MACHINES)
    assert default_queue(study) == "answer"
    items = draw_queue(study, read_codings(study), None, "ani", "answer", 5)
    assert {item.queue for item in items} == {"answer:kenanga-openings"}
    LabelLog.of(study).append(
        [Coding(f"c{n}", item.name, "ani", "1", "economic", queue=item.queue) for n, item in enumerate(items[1:])]
    )
    assert default_queue(study) == "answer"
    assert draw_queue(study, read_codings(study), None, "ani", "answer", 5) == items[:1]
    LabelLog.of(study).append([Coding("last", items[0].name, "ani", "1", "economic")])
    assert default_queue(study) == "uncoded"
    assert draw_queue(study, read_codings(study), None, "ani", "answer", 5) == []
    empty = study.with_settings(analyses=[{"id": "none", "title": "None", "partner": "Atlantis"}])
    assert default_queue(empty) == "uncoded"
    with pytest.raises(LabelError, match="analysis none: expected paragraphs in the analysis, found none"):
        draw_queue(empty, read_codings(empty), None, "ani", "answer", 5)


def test_a_queue_says_how_long_it_takes_and_the_main_one_what_it_settles(toy_study) -> None:
    codings = read_codings(toy_study)
    said = {}
    for queue, analysis in (("audit", ""), ("answer", ""), ("answer", "all")):
        items = draw_queue(toy_study, codings, None, "ani", queue, 5, analysis=analysis)
        found = CoderQueue(items, pace=queue_pace(toy_study, codings, "ani", items))
        found.mark(items[0].name, True)
        said[queue + analysis] = queue_settles(toy_study, found)
    assert said["audit"].startswith("Paragraphs left: 4, about 1 min at 240 words a minute")
    assert said["answer"].startswith("Paragraphs left: 17, ")
    assert said["answer"].endswith("Then people have coded every paragraph behind the main figure.")
    assert said["answerall"].endswith("Then people have coded every paragraph of the analysis “Everything”.")
    assert queue_settles(toy_study, CoderQueue([QueueItem("a", "audit")])) == ""


def test_a_task_list_settles_nothing_by_itself_and_gold_hides_no_queue(toy_study) -> None:
    main = f"answer:{toy_study.settings.analyses[0].id}"
    pace = queue_pace(toy_study, read_codings(toy_study), "ani", [])
    listed = queue_settles(toy_study, CoderQueue([QueueItem("a", f"{main}-tasks")] * 2, pace=pace))
    assert listed.startswith("Paragraphs left: 2, about ")
    assert "Then people" not in listed
    with_gold = queue_settles(toy_study, CoderQueue([QueueItem("g", "answer-gold"), QueueItem("a", main)], pace=pace))
    assert with_gold.endswith("Then people have coded every paragraph behind the main figure.")


def test_articles_and_analyses_can_be_drawn_and_a_draw_goes_on(toy_study) -> None:
    codings = read_codings(toy_study)
    choices = {"by_article": True, "analysis": "kenanga-openings"}
    items = draw_queue(toy_study, codings, None, "ani", "audit", 2, **choices)
    articles = dict(zip(toy_study.paragraphs["paragraph_id"], toy_study.paragraphs["article_id"], strict=True))
    drawn = {articles[item.name] for item in items}
    assert len(drawn) == 2
    within = set(analysis_paragraphs(toy_study)["paragraph_id"])
    assert {item.name for item in items} == {name for name in within if articles[name] in drawn}
    first = items[0]
    LabelLog.of(toy_study).append([Coding("c1", first.name, "ani", "1", "economic", queue=first.queue, inclusion=0.5)])
    assert draw_queue(toy_study, read_codings(toy_study), None, "ani", "audit", 2, **choices) == items[1:]
    for queue, wrong, said in (
        ("uncoded", {"by_article": True}, "a queue that draws articles: active or audit"),
        ("stale", {"analysis": "all"}, "a queue of one analysis: answer, active or audit"),
    ):
        with pytest.raises(LabelError, match=said):
            draw_queue(toy_study, codings, None, "ani", queue, 5, **wrong)


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
