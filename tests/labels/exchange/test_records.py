"""Records are named for good, found by their place, and read from JSON lines and CSV or refused in one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import LabelError
from discourse.labels.coding import Coding
from discourse.labels.exchange.records import (
    Record,
    blind_key,
    csv_rows,
    digest_of,
    in_order,
    json_lines,
    json_object,
    read_json,
    same,
)

CODING = Coding("7f3a", "abad:01", "ani", "2", "economic", ("political", "education"), note="ragu")


def test_the_same_is_said_whatever_the_order_and_by_whomever() -> None:
    assert same(CODING, Coding("x", "y", "budi", "1", "economic", ("education", "political"), note=" ragu\n"))
    assert same(CODING, Coding("", "", "", "", "economic", ("economic", "education", "political"), note="ragu"))
    for other in ({"primary": "none"}, {"also": ()}, {"unsure": True}, {"note": ""}):
        assert not same(CODING, Coding(**{**CODING.__dict__, **other}))


def test_a_record_is_as_it_left_until_it_says_something_else() -> None:
    assert Record("x", CODING, origin=CODING).is_as_it_left
    assert not Record("x", Coding("", "", "", "", "none"), origin=CODING).is_as_it_left
    assert not Record("x", CODING).is_as_it_left


@given(st.lists(st.text(), max_size=3), st.lists(st.text(), max_size=3))
def test_other_parts_have_another_digest(one, other) -> None:
    assert (digest_of(*one) == digest_of(*other)) == (one == other)


def test_a_blind_key_shows_nothing_and_is_no_number() -> None:
    key = blind_key("abad-2023-02:01")
    assert key == blind_key("abad-2023-02:01") != blind_key("abad-2023-02:02")
    assert "abad" not in key
    with pytest.raises(ValueError, match="could not convert"):
        float(key)


def test_pillars_are_in_codebook_order_each_once(book) -> None:
    assert in_order(["sports", "education", "political", "education"], book) == ("political", "education", "sports")


def test_lines_and_rows_have_the_number_that_an_editor_shows() -> None:
    assert json_lines('\ufeff{"a": 1}\n\n{"a": 2}\n', "f") == [("f, line 1", {"a": 1}), ("f, line 3", {"a": 2})]
    columns, rows = csv_rows('\ufeffa,b\n1,"x\ny"\n2,z\n', "f")
    assert columns == ("a", "b")
    assert rows == [("f, row 3", {"a": "1", "b": "x\ny"}), ("f, row 4", {"a": "2", "b": "z"})]


@pytest.mark.parametrize(
    ("read", "text", "part"),
    [
        (read_json, "{", "f: expected JSON"),
        (read_json, "[" * 100_000, "f: expected JSON"),
        (read_json, "9" * 5_000, "f: expected JSON"),
        (json_lines, '{"a": 1}\n[1]\n', "f, line 2: expected one JSON object a line, found a list"),
        (json_object, "text", "found a str"),
        (csv_rows, 'a,b\n"1,2\n', "a CSV table"),
        (csv_rows, "a\n1,2\n", "f, row 2: expected a field for each column, found 1 more"),
    ],
)
def test_what_cannot_be_read_is_one_line(read, text, part) -> None:
    with pytest.raises(LabelError) as refusal:
        read(text, "f")
    assert part in str(refusal.value)
    assert "\n" not in str(refusal.value)
