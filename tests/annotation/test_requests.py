"""Is a request read as it was sent, and what it cannot be refused in one line?"""

from __future__ import annotations

import json

import pytest

from discourse.annotation.coders import MODES
from discourse.annotation.requests import IntrusionRequest, LabellingRequest, read_request, whole_number
from discourse.errors import LabelError


@pytest.mark.parametrize("value", [None, True, "x", "-1", "1.5", "9" * 10, 1.0, [1]])
def test_what_is_no_place(value) -> None:
    assert whole_number(value) is None


def test_a_coding_is_read_from_json_and_a_place_from_an_address() -> None:
    sent = {"coder": "ani", "coding_id": "c1", "also": ["economic"], "unsure": True, "next": 4, "from a later page": 1}
    asked = read_request(LabellingRequest, json.dumps(sent).encode())
    assert (asked.line_id, asked.also, asked.unsure, asked.next, asked.mode) == ("c1", ("economic",), True, 4, "code")
    assert read_request(IntrusionRequest, {"position": "7", "kind": "words"}).position == 7
    assert read_request(LabellingRequest, {"position": "last"}).position is None


@pytest.mark.parametrize("mode", MODES)
def test_modes(mode) -> None:
    assert read_request(LabellingRequest, {"mode": mode}).mode == mode


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("4.2", 4.2), ("0", 0.0), ("1e9", 86_400.0), ("-1", None), ("NaN", None), ("null", None), ('"4"', None)],
)
def test_no_coding_is_lost_for_its_duration(sent, kept) -> None:
    assert read_request(LabellingRequest, f'{{"seconds": {sent}}}'.encode()).seconds == kept


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
