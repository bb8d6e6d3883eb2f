"""Label Studio's tasks carry what it has no place for, and its own annotations are read."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

from discourse.labels.coding import Coding
from discourse.labels.label_studio import label_studio_config, read_label_studio, write_label_studio

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
