"""Label Studio's tasks carry what it has no place for; doccano's lines are read in each of their shapes."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest

from discourse.errors import LabelError
from discourse.labels.coding import Coding
from discourse.labels.formats import (
    label_studio_config,
    labels_of,
    read_doccano,
    read_label_studio,
    write_doccano,
    write_label_studio,
)

CODING = Coding("7f3a", "abad:01", "ani", "2", "economic", ("education",), note="ragu", unsure=True)


def task(**annotation) -> list:
    result = [{"from_name": "pillar", "to_name": "text", "type": "choices", "value": {"choices": ["economic"]}}]
    return [
        {
            "id": 7,
            "data": {"text": "Pasar.", "paragraph_id": "abad:01"},
            "annotations": [{"id": 1, "completed_by": 3, "result": result, **annotation}],
        }
    ]


def test_an_annotation_made_there(book) -> None:
    cells = read_label_studio(task(lead_time=4.25, created_at="2025-12-03T10:00:00.000Z"), book, "x")[0]
    assert (cells["coder"], cells["primary"], cells["seconds"], cells["when"]) == (
        "3",
        "economic",
        "4.25",
        "2025-12-03T10:00:00.000Z",
    )


def test_cancelled_and_empty_annotations_are_no_codings(book) -> None:
    assert read_label_studio(task(was_cancelled=True), book, "x") == []
    assert read_label_studio(task(result=[]), book, "x") == []


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
        ({"created_at": []}, "created_at"),
        ({"completed_by": [1]}, "completed_by"),
    ],
)
def test_an_entry_of_another_kind_is_named(book, annotation, entry) -> None:
    with pytest.raises(LabelError, match=f"x, entry 1, annotations 1, {entry}: expected"):
        read_label_studio(task(**annotation), book, "x")


def test_a_note_is_one_text_or_several(book) -> None:
    results = task()[0]["annotations"][0]["result"]
    for text, note in (("ragu", "ragu"), (["ragu", "sekali"], "ragu sekali")):
        written = [*results, {"from_name": "note", "value": {"text": text}, "meta": {"text": ["mine"]}}]
        assert read_label_studio(task(result=written), book, "x")[0]["note"] == note


def test_what_was_edited_there_is_another_coding(book) -> None:
    tasks = json.loads(write_label_studio([CODING], {"abad:01": "Pasar."}))
    assert read_label_studio(tasks, book, "x")[0]["coding_id"] == "7f3a"
    results = tasks[0]["annotations"][0]["result"]
    next(each for each in results if each["from_name"] == "note")["value"]["text"] = ["yakin"]
    cells = read_label_studio(tasks, book, "x")[0]
    assert "coding_id" not in cells
    assert (cells["note"], cells["coder"], cells["paragraph_id"]) == ("yakin", "ani", "abad:01")
    results[0]["value"]["choices"] = ["none"]
    assert read_label_studio(tasks, book, "x")[0]["primary"] == "none"


def test_one_task_a_paragraph(book) -> None:
    others = [Coding("b", "bena:01", "ani", "2", "none"), Coding("c", "abad:01", "budi", "2", "political")]
    tasks = json.loads(write_label_studio([CODING, *others], {}))
    assert [len(each["annotations"]) for each in tasks] == [2, 1]
    assert [cells["coding_id"] for cells in read_label_studio(tasks, book, "x")] == ["7f3a", "b", "c"]


def test_the_interface_offers_every_code(book) -> None:
    view = ET.fromstring(label_studio_config(book))
    names = {each.get("name"): [choice.get("value") for choice in each] for each in view.iter("Choices")}
    assert names == {"pillar": list(book.codes), "also": list(book.pillar_ids), "unsure": ["unsure"]}


@pytest.mark.parametrize(
    "record",
    [
        {"text": "Pasar.", "label": ["economic", "also:education"]},
        {"text": "Pasar.", "labels": ["economic", "education"]},
        {"data": ["economic", "also:education"], "text": "Pasar."},
        {"text": "Pasar.", "annotations": [{"label": "economic"}, {"label": "also:education"}]},
        {"text": "Pasar.", "label": ["also:education", "economic"], "metadata": {"paragraph_id": "abad:01"}},
    ],
)
def test_every_shape_of_doccano(record, book) -> None:
    cells = read_doccano([record], book)[0]
    assert (cells["primary"], cells["also"], cells["text"]) == ("economic", "education", "Pasar.")
    assert cells.get("paragraph_id", "abad:01") == "abad:01"


def test_a_record_nobody_labelled_is_no_coding(book) -> None:
    assert read_doccano([{"text": "Pasar.", "label": []}, {"text": "Pasar."}], book) == []


def test_a_label_changed_in_doccano_is_another_coding(book) -> None:
    coding = Coding("7f3a", "abad:01", "ani", "2", "economic", ("education",), when="2025-12-03T10:00:00Z")
    record = json.loads(write_doccano([coding], {"abad:01": "Pasar."}))
    assert record["label"] == labels_of(coding) == ["economic", "also:education"]
    record["label"] = ["education"]
    cells = read_doccano([record], book)[0]
    assert "coding_id" not in cells
    assert "when" not in cells
    assert (cells["paragraph_id"], cells["coder"]) == ("abad:01", "ani")
    assert (cells["primary"], cells["also"]) == ("education", "")


def test_an_unknown_label_is_kept_for_the_check(book) -> None:
    assert read_doccano([{"text": "x", "label": ["economic", "also:sports"]}], book)[0]["also"] == "sports"
