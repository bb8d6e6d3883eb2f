"""doccano's records are read in each of their shapes, and refused where labels do not say what is primary."""

from __future__ import annotations

import json

import pytest

from discourse.errors import LabelError
from discourse.labels.coding import COLUMNS, Coding
from discourse.labels.exchange.doccano import doccano_labels, read_doccano, write_doccano, write_doccano_sheet

CODING = Coding("7f3a", "abad:01", "ani", "2", "economic", ("education",), note="ragu")


def one(record: dict, book, where: str = "ani.jsonl", coder: str = "ani"):
    return read_doccano(json.dumps(record), book, where, coder).records[0]


def returned(*codings: Coding, **changes) -> str:
    """Lines as doccano hands them back: labels sorted, comments beside them."""
    records = [json.loads(line) for line in write_doccano(codings, {}).splitlines()]
    return "".join(
        json.dumps({**each, "label": sorted(each["label"]), "Comments": [], **changes}) + "\n" for each in records
    )


@pytest.mark.parametrize(
    "record",
    [
        {"text": "Pasar.", "label": ["also:education", "primary:economic"], "Comments": []},
        {"text": "Pasar.", "label": ["education", "primary:economic"]},
        {"text": "Pasar.", "labels": ["also:education", "economic"]},
        {"text": "Pasar.", "cats": ["also:education", "economic"], "entities": []},
        {"data": "Pasar.", "label": ["economic", "also:education"]},
        {"data": ["economic", "also:education"], "text": "Pasar."},
        {"text": "Pasar.", "annotations": [{"label": "economic"}, {"label": "also:education"}]},
        {"text": "Pasar.", "label": ["also:education", "economic"], "metadata": {"paragraph_id": "abad:01"}},
    ],
)
def test_every_shape_of_a_record(record, book) -> None:
    found = one(record, book)
    assert (found.now.primary, found.now.also, found.text) == ("economic", ("education",), "Pasar.")
    assert found.now.paragraph_id == ("abad:01" if "metadata" in record else "")


def test_json_and_csv_say_the_same_as_jsonl(book) -> None:
    lines = '{"id": 1, "text": "Pasar.", "label": ["primary:none", "unsure"], "Comments": ["ragu"]}\n'
    table = "id,text,label,Comments\n1,Pasar.,primary:none#unsure,ragu\n"
    for text in (lines, f"[{lines.strip()}]", table):
        record = read_doccano(text, book, "ani.x", "ani").records[0]
        assert record.now == Coding("", "", "", "", "none", unsure=True, note="ragu")


@pytest.mark.parametrize("labels", [["economic", "political"], ["primary:economic", "primary:political"]])
def test_two_codes_without_an_order_are_refused_by_paragraph_and_coder(labels, book) -> None:
    place = (
        "ani.jsonl, line 1, paragraph abad:01, labels of ani: expected one primary code, found economic and political"
    )
    with pytest.raises(LabelError, match=place):
        one({"paragraph_id": "abad:01", "label": labels}, book)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('{"primary": "none", "text": "x"}', "line 1: expected a record with labels, found only primary, text"),
        ("{}", "found only nothing"),
        ('{"label": [[0, 4, "economic"]]}', "line 1, labels 1: expected text"),
        ('{"label": ["none"], "coder": ["ani"]}', "line 1, fields, coder: expected text"),
        ("[1]", "record 1: expected one JSON object"),
        ("text\nx\n", "row 2: expected a record with labels"),
    ],
)
def test_what_is_no_export_is_refused_in_one_line(text, part, book) -> None:
    with pytest.raises(LabelError) as refusal:
        read_doccano(text, book, "f")
    assert part in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_the_labels_of_a_variable_are_its_codes(towns) -> None:
    tone, speaker = (json.loads(doccano_labels(towns.seen_by(name).codebook)) for name in ("tone", "speaker"))
    names = [label["text"] for label in tone]
    assert names == ["primary:hopeful", "primary:critical", "primary:none", "unsure"]
    assert [label["suffixKey"] for label in tone] == ["1", "2", "0", None]
    assert "also:residents" in [label["text"] for label in speaker]
    assert [label["suffixKey"] for label in speaker] == ["1", "2", None, None, None]


def test_a_coding_comes_back_as_it_left(book) -> None:
    undo = Coding("u", "abad:01", "ani", "2", "", undoes="7f3a", note="keliru")
    sheet = read_doccano(returned(CODING, undo), book, "all.jsonl")
    assert [record.origin for record in sheet.records] == [CODING, undo]
    assert all(record.is_as_it_left for record in sheet.records)


def test_every_record_has_every_key() -> None:
    keys = [
        list(json.loads(line)) for line in write_doccano([CODING, Coding("b", "x", "y", "1", "none")], {}).splitlines()
    ]
    assert keys == [["id", "text", "label", "codings", *COLUMNS]] * 2
    assert [json.loads(line)["codings"] for line in write_doccano_sheet({"a": "x", "b": "y"}, 7).splitlines()] == [7, 7]


def test_other_labels_or_a_comment_are_another_state_of_the_same_record(book) -> None:
    before = read_doccano(returned(CODING), book, "ani.jsonl", "ani").records[0]
    for changes in ({"label": ["primary:education"]}, {"Comments": ["yakin", "sekali"]}):
        after = read_doccano(returned(CODING, **changes), book, "ani.jsonl", "ani").records[0]
        assert (after.source, after.origin, after.is_as_it_left) == (before.source, CODING, False)
    assert (after.now.primary, after.now.note) == ("economic", "yakin sekali")


def test_annotators_have_records_of_their_own_unless_they_share_them(book) -> None:
    def source(where: str, coder: str, codings: int = 1) -> str:
        return read_doccano(returned(CODING, codings=codings), book, where, coder).records[0].source

    assert source("ani.jsonl", "ani") != source("budi.jsonl", "budi")
    assert source("folder/all.jsonl", "ani") == source("all.csv", "budi")
    assert source("ani.jsonl", "ani") != source("ani.jsonl", "ani", codings=2)
    shared = read_doccano(returned(CODING), book, "all.jsonl", "ani").records[0]
    assert shared.in_sight > read_doccano(returned(CODING), book, "ani.jsonl", "ani").records[0].in_sight == {"ani"}


def test_what_is_no_coding_is_counted_by_reason(book) -> None:
    for record, where, reason in (
        ({"text": "x", "label": []}, "f", "not coded"),
        ({"text": "x", "label": ["also:economic"]}, "f", "without a primary code"),
        (json.loads(returned(CODING, label=[])), "ani.jsonl", "not coded"),
        (json.loads(returned(CODING, label=[])), "all.jsonl", "deleted there (the log keeps them)"),
    ):
        sheet = read_doccano(json.dumps(record), book, where)
        assert dict(sheet.left_out) == {reason: 1}
        assert all(each.is_as_it_left for each in sheet.records)


def test_unknown_labels_are_kept_for_the_check(book) -> None:
    assert one({"label": ["also:sports", "primary:economic"]}, book).now.also == ("sports",)
    assert one({"label": ["weather"]}, book).now.primary == "weather"


def test_a_project_is_told_every_label_once_with_keys_of_their_own(book) -> None:
    labels = json.loads(doccano_labels(book))
    names = [label["text"] for label in labels]
    primary = [f"primary:{code}" for code in book.codes]
    assert names == [*primary, *(f"also:{pillar}" for pillar in book.pillar_ids), "unsure"]
    keys = [label["suffixKey"] for label in labels if label["suffixKey"]]
    assert keys == ["1", "2", "3", "0"]
