"""Is a request read as it was sent, and what it cannot be refused in one line?"""

from __future__ import annotations

import json

import pytest

from discourse.annotation.coders import MODES
from discourse.annotation.requests import IntrusionRequest, LabellingRequest, place_of, read_request
from discourse.errors import LabelError


@pytest.mark.parametrize("value", ["x", "-1", "1.5", "9" * 10, "²"])
def test_an_address_that_names_no_place_names_none(value) -> None:
    assert place_of(value) is None
    assert read_request(LabellingRequest, {"position": value}).position is None


def test_a_coding_is_read_from_json_and_a_place_from_an_address() -> None:
    sent = {"coder": "ani", "coding_id": "c1", "also": ["economic"], "unsure": True, "next": 4, "from a later page": 1}
    asked = read_request(LabellingRequest, json.dumps(sent).encode())
    assert (asked.line_id, asked.also, asked.unsure, asked.next, asked.mode) == ("c1", ("economic",), True, 4, "code")
    assert read_request(IntrusionRequest, {"position": "7", "kind": "words"}).position == 7
    assert read_request(LabellingRequest, {"position": "last"}).position is None


LABELLING_TEXTS = (
    "coder",
    "queue",
    "mode",
    "coding_id",
    "paragraph",
    "primary",
    "note",
    "rule",
    "undoes",
    "replaces",
)


@pytest.mark.parametrize("mode", MODES)
def test_modes(mode) -> None:
    assert read_request(LabellingRequest, {"mode": mode}).mode == mode


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("4.2", 4.2), ("0", 0.0), ("7", 7.0), ("1e9", 86_400.0), ("null", None)],
)
def test_a_duration_is_cut_at_a_day(sent, kept) -> None:
    assert read_request(LabellingRequest, f'{{"seconds": {sent}}}'.encode()).seconds == kept


HUGE = "1" + "0" * 400
NUMBERS = ("true", "-1", "1e400", "NaN", "-Infinity", HUGE, f"-{HUGE}", "[]", "{}", "[[[1]]]", '{"a": {"b": 1}}')
TEXTS = ("null", "true", "1", HUGE, "NaN", "[]", "{}", '["a"]', '{"a": "b"}', '"\\ud800"', '"a')


@pytest.mark.parametrize(
    ("form", "entry", "sent"),
    [(LabellingRequest, entry, sent) for entry in ("seconds", "position", "next") for sent in (*NUMBERS, '"\\ud800"')]
    + [(LabellingRequest, entry, sent) for entry in LABELLING_TEXTS for sent in TEXTS]
    + [(IntrusionRequest, entry, sent) for entry in ("kind", "answer_id", "item", "answer", "digest") for sent in TEXTS]
    + [(LabellingRequest, "unsure", sent) for sent in ("null", "1", '"yes"', "[]")]
    + [(LabellingRequest, "also", sent) for sent in ("null", "1", '"economic"', "[null]", "[[]]", '["\\ud800"]', "{}")],
)
def test_what_an_entry_cannot_hold_is_refused_in_one_line(form, entry, sent) -> None:
    with pytest.raises(LabelError, match="expected") as raised:
        read_request(form, f'{{"{entry}": {sent}}}'.encode())
    line = str(raised.value)
    assert len(line) < 200
    assert line.isprintable()


@pytest.mark.parametrize(
    ("sent", "line"),
    [
        ("[]", "request: expected a JSON object, found something else. Reload the page."),
        ("{", "request: expected a JSON object, found something else. Reload the page."),
        ('{"note": "' + "x" * 2001 + '"}', "note: expected text with at most 2000 characters, found 2001. Shorten it."),
        ('{"also": [1]}', "also, 0: expected a valid string, found 1. Reload the page."),
        ('{"unsure": "yes"}', "unsure: expected a valid boolean, found 'yes'. Reload the page."),
    ],
)
def test_mistakes_are_one_line(sent, line) -> None:
    with pytest.raises(LabelError) as raised:
        read_request(LabellingRequest, sent.encode())
    assert str(raised.value) == line
