"""Label Studio's tasks carry what it has no place for, and each annotation is read with who changed it and when."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest

from discourse.codebook import Codebook, Pillar
from discourse.errors import LabelError
from discourse.labels.coding import Coding
from discourse.labels.exchange.label_studio import (
    label_studio_config,
    read_label_studio,
    write_label_studio,
    write_label_studio_sheet,
)

CODING = Coding("7f3a", "abad:01", "ani", "2", "economic", ("education",), note="ragu", unsure=True)
THEN, LATER = "2025-12-03T10:00:00.100000Z", "2025-12-03T11:00:00.200000Z"


def result(name: str, *choices: str) -> dict:
    return {"from_name": name, "to_name": "text", "type": "choices", "value": {"choices": list(choices)}}


def task(**annotation) -> list:
    made = {"id": 1, "unique_id": "u-1", "completed_by": 3, "updated_by": 3, "created_at": THEN, "updated_at": THEN}
    data = {"text": "Pasar.", "paragraph_id": "abad:01"}
    return [{"id": 7, "data": data, "annotations": [{**made, "result": [result("pillar", "economic")], **annotation}]}]


def exported(*codings: Coding) -> list:
    """Tasks as Label Studio hands them back when nobody has touched them: uploaded by person 1."""
    tasks = json.loads(write_label_studio(codings, {}))
    uploaded = {"completed_by": 1, "updated_by": None, "created_at": THEN, "updated_at": THEN}
    for number, each in enumerate(tasks, 1):
        each["id"] = number
        for place, annotation in enumerate(each["annotations"], 1):
            annotation.update({**uploaded, "id": place, "unique_id": f"u-{number}-{place}"})
    return tasks


def test_an_annotation_made_there(book) -> None:
    record = read_label_studio(task(lead_time=4.25, updated_at=LATER), book, "x").records[0]
    expected = Coding("", "abad:01", "", "", "economic", when=LATER, seconds=4.25)
    assert (record.now, record.annotator, record.source, record.state) == (expected, "3", "label-studio:u-1", LATER)
    assert record.in_sight == {"3"}


def test_who_changed_it_last_counts_and_whose_it_was_was_in_sight(book) -> None:
    record = read_label_studio(task(updated_by=5, lead_time=4.25), book, "x").records[0]
    assert (record.annotator, record.now.seconds) == ("5", None)
    assert "3" in record.in_sight
    copied = read_label_studio(task(parent_annotation=9, parent_prediction=8), book, "x").records[0]
    assert copied.in_sight == {"3", "parent_annotation", "parent_prediction"}


def test_people_are_numbers_or_come_with_their_addresses(book) -> None:
    sheet = read_label_studio(task(completed_by={"id": 3, "email": "ani@example.org"}), book, "x")
    assert (sheet.records[0].annotator, sheet.addresses) == ("3", {"3": "ani@example.org"})
    old = read_label_studio(task(completed_by={"email": "ani@example.org"}, updated_by=None), book, "x")
    assert old.records[0].annotator == "ani@example.org"


def test_what_is_no_coding_is_counted_by_reason(book) -> None:
    for annotation, reason in (
        ({"was_cancelled": True}, "skipped"),
        ({"result": []}, "without a primary code"),
        ({"result": [result("also", "economic")]}, "without a primary code"),
    ):
        sheet = read_label_studio(task(**annotation), book, "x")
        assert (sheet.records, dict(+sheet.left_out)) == ([], {reason: 1})
    nothing = [{"id": 1, "data": {}, "annotations": [], "drafts": []}, {"data": {}, "annotations": [], "drafts": [9]}]
    assert dict(+read_label_studio(nothing, book, "x").left_out) == {"not coded": 1, "saved as a draft only": 1}
    tasks = exported(CODING, Coding("b", "abad:01", "budi", "2", "none"))
    del tasks[0]["annotations"][1]
    sheet = read_label_studio(tasks, book, "x")
    assert [record.origin for record in sheet.records] == [CODING]
    assert dict(+sheet.left_out) == {"deleted there (the log keeps them)": 1}


def test_a_coding_that_was_skipped_or_emptied_there_stays_what_it_was(book) -> None:
    for change in ({"was_cancelled": True}, {"result": None}):
        tasks = exported(CODING)
        annotation = tasks[0]["annotations"][0]
        emptied = [{**each, "value": {}} for each in annotation["result"]]
        annotation.update({"result": emptied} if change == {"result": None} else change)
        sheet = read_label_studio(tasks, book, "x")
        assert sheet.records[0].is_as_it_left
        assert sum(sheet.left_out.values()) == 1


@pytest.mark.parametrize(
    ("annotation", "entry"),
    [
        ({"result": None}, "result"),
        ({"result": [None]}, "result 1"),
        ({"result": [{"value": None}]}, "result 1, value"),
        ({"result": [{"value": {"choices": [1.5, None]}}]}, "result 1, value, choices 2"),
        ({"result": [{"meta": {"discourse": {"line": "x"}}}]}, "result 1, meta, discourse, line"),
        ({"result": [{"meta": {"discourse": {"coder": ["a"]}}}]}, "result 1, meta, discourse, coder"),
        ({"lead_time": "long"}, "lead_time"),
        ({"lead_time": float("inf")}, "lead_time"),
        ({"updated_at": []}, "updated_at"),
        ({"updated_by": [5]}, "updated_by"),
    ],
)
def test_an_entry_of_another_kind_is_named_with_its_task_paragraph_and_annotator(book, annotation, entry) -> None:
    place = r"x, task 7, paragraph abad:01, annotation 1 by \S+"
    with pytest.raises(LabelError, match=rf"{place}, {entry}: expected .* Export from Label Studio as JSON") as refusal:
        read_label_studio(task(**annotation), book, "x")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("tasks", "part"),
    [
        ({}, "x: expected a list of tasks"),
        ([{}], "x, task 1: expected an entry 'annotations', found none. Export from Label Studio as JSON"),
        ([None], "x, task 1: expected a task with annotations"),
        ([{"id": 4, "pillar": "economic", "annotator": 2}], "task 4: .*Export from Label Studio as JSON"),
        ([{"id": 4, "annotations": [1]}], "x, task 4: expected an annotation"),
        ([{"id": 4, "data": {"paragraph_id": []}, "annotations": []}], "x, task 4, data, paragraph_id: expected text"),
    ],
)
def test_what_is_no_list_of_tasks_is_refused(book, tasks, part) -> None:
    with pytest.raises(LabelError, match=part):
        read_label_studio(tasks, book, "x")


def test_a_note_is_one_text_or_several(book) -> None:
    for text, note in (("ragu", "ragu"), (["ragu", "sekali"], "ragu sekali")):
        written = [result("pillar", "none"), {"from_name": "note", "value": {"text": text}, "meta": {"text": ["mine"]}}]
        assert read_label_studio(task(result=written), book, "x").records[0].now.note == note


def test_what_left_comes_back_in_the_order_of_the_log(book) -> None:
    undo = Coding("u", "bena:01", "ani", "2", "", undoes="b", note="keliru")
    log = [CODING, Coding("b", "bena:01", "ani", "2", "none"), Coding("c", "abad:01", "budi", "2", "political"), undo]
    tasks = exported(*log)
    assert [len(each["annotations"]) for each in tasks] == [2, 2]
    assert all("completed_by" not in each for each in json.loads(write_label_studio(log, {}))[0]["annotations"])
    sheet = read_label_studio(tasks, book, "x")
    assert [record.origin for record in sheet.records] == log
    assert all(record.is_as_it_left for record in sheet.records)
    assert not +sheet.left_out


@pytest.mark.parametrize("name", ["pillar", "also", "unsure", "note"])
def test_an_edit_is_seen_whichever_control_it_changed(book, name) -> None:
    tasks = exported(CODING)
    annotation = tasks[0]["annotations"][0]
    annotation.update(updated_by=5, updated_at=LATER)
    annotation["result"] = [each for each in annotation["result"] if each["from_name"] != name]
    if name == "pillar":
        annotation["result"].append(result("pillar", "political"))
    record = read_label_studio(tasks, book, "x").records[0]
    assert (record.origin, record.is_as_it_left, record.annotator, record.now.when) == (CODING, False, "5", LATER)


def test_the_interface_has_headings_required_codes_and_names() -> None:
    pillars = (Pillar("trade", 'Trade & "aid"', "goods <sold>"), Pillar("arts", "Arts", "plays"))
    view = ET.fromstring(label_studio_config(Codebook("1", pillars, "nothing of the kind")))
    found = {each.get("name"): each for each in view.iter("Choices")}
    assert [choice.get("alias") for choice in found["pillar"]] == ["trade", "arts", "none"]
    assert [choice.get("value") for choice in found["pillar"]] == ['Trade & "aid"', "Arts", "None"]
    assert [choice.get("hint") for choice in found["pillar"]] == ["goods <sold>", "plays", "nothing of the kind"]
    assert [choice.get("hotkey") for choice in found["pillar"]] == ["1", "2", "0"]
    assert found["pillar"].get("required") == "true"
    assert [choice.get("alias") for choice in found["also"]] == ["trade", "arts"]
    kinds = [each.tag for each in view]
    assert all(kinds[place - 1] == "Header" for place, kind in enumerate(kinds) if kind in ("Choices", "TextArea"))


def test_the_interface_of_a_variable_asks_its_question(towns) -> None:
    tone, speaker = (ET.fromstring(label_studio_config(towns.seen_by(name).codebook)) for name in ("tone", "speaker"))
    assert [each.get("name") for each in tone.iter("Choices")] == ["pillar", "unsure"]
    assert next(tone.iter("Header")).get("value") == "How does it speak of what is done?"
    assert [choice.get("hotkey") for choice in next(tone.iter("Choices"))] == ["1", "2", "0"]
    assert [each.get("name") for each in speaker.iter("Choices")] == ["pillar", "also", "unsure"]
    assert [choice.get("alias") for choice in next(speaker.iter("Choices"))] == ["council", "residents"]


def test_a_sheet_has_tasks_and_no_annotation() -> None:
    data = {"text": "Pasar.", "paragraph_id": "abad:01"}
    assert json.loads(write_label_studio_sheet({"abad:01": "Pasar."})) == [{"data": data}]
