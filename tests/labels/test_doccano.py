"""doccano's lines are read in each of the shapes that its versions write."""

from __future__ import annotations

import json

import pytest

from discourse.labels.coding import Coding
from discourse.labels.doccano import labels_of, read_doccano, write_doccano


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
def test_every_shape(record, book) -> None:
    cells = read_doccano([record], book)[0]
    assert (cells["primary"], cells["also"], cells["text"]) == ("economic", "education", "Pasar.")
    assert cells.get("paragraph_id", "abad:01") == "abad:01"


def test_a_record_nobody_labelled_is_no_coding(book) -> None:
    assert read_doccano([{"text": "Pasar.", "label": []}, {"text": "Pasar."}], book) == []


def test_a_label_changed_there_is_another_coding(book) -> None:
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
