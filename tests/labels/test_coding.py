"""A coding is checked before it is written, and its line can be read back."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import LabelError
from discourse.labels.coding import (
    COLUMNS,
    INFORMED,
    Coding,
    as_cells,
    as_line,
    check_coder,
    check_coding,
    code_problem,
    coding_of,
    new_id,
    now,
    one_line,
)

CODING = Coding("7f3a", "abad:01", "ani", "2", "economic", ("education", "political"))


def test_also_comes_in_codebook_order(book) -> None:
    assert check_coding(CODING, book, {"abad:01"}).also == ("political", "education")


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"paragraph_id": "zeta:01"}, "'zeta:01'"),
        ({"primary": "sports"}, "primary 'sports'"),
        ({"primary": ""}, "primary ''"),
        ({"also": ("sports",)}, "also 'sports'"),
        ({"also": ("economic",)}, "the primary 'economic' among also"),
        ({"also": ("education", "education")}, "a code twice among also"),
        ({"primary": "none"}, "beside none"),
        ({"coding_id": "two words"}, "'two words'"),
        ({"coding_id": "7f3a#torn"}, "'7f3a#torn'"),
        ({"undoes": 'a"b'}, "an id without"),
        ({"coder": "a,b\nc"}, "a coder's name"),
        ({"coder": ""}, "a coder's name"),
        ({"note": "x" * 20_001}, "20,001"),
        ({"inclusion": 1.5}, "1.5"),
        ({"inclusion": 0.0}, "0.0"),
        ({"seconds": float("nan")}, "nan"),
        ({"seconds": -1.0}, "-1.0"),
        ({"seconds": 10**400}, "at most 1,000,000,000 seconds, found 1000"),
        ({"codebook": " "}, "a version of the codebook"),
        ({"when": "kemarin"}, "'kemarin'"),
        ({"coding_id": "a\x00b"}, "an id without"),
        ({"coding_id": "\ud800"}, "an id without"),
        ({"coding_id": "x" * 201}, "at most 200 signs"),
        ({"coding_id": ""}, "an id without"),
    ],
)
def test_a_coding_that_cannot_be_is_refused(book, change, part) -> None:
    with pytest.raises(LabelError, match="expected") as refusal:
        check_coding(replace(CODING, **change), book, {"abad:01"})
    assert part in str(refusal.value)


@pytest.mark.parametrize("name", ["ani", "Ani B.", "ani@kampus.id", "O'Brien", "Nguyễn Văn An", "c-2"])
def test_names_of_people(name) -> None:
    assert check_coder(name) == name


@given(st.text(st.characters(codec="utf-8")))
def test_a_note_is_one_line_that_reads_back(text: str) -> None:
    coding = replace(CODING, note=one_line(text), inclusion=0.25, seconds=4.5, unsure=True)
    line = as_line(coding)
    assert line.count("\n") == 1
    assert line.endswith('"\n')
    cells = next(csv.reader([line], strict=True))
    assert coding_of(dict(zip(COLUMNS, cells, strict=True))) == coding
    assert cells == list(as_cells(coding).values())


def test_half_a_character_is_no_part_of_a_note() -> None:
    assert one_line("trade \ud800and\x1b aid") == "trade and aid"


def test_a_line_worked_by_hand() -> None:
    coding = replace(CODING, unsure=True, when="2024-05-01T10:00:00Z", why="coding", rule="3", queue="audit")
    coding = replace(coding, inclusion=1 / 3, seconds=12.3456789, note='said "so", twice')
    assert as_line(coding) == (
        "7f3a,abad:01,ani,2,economic,education political,yes,2024-05-01T10:00:00Z,coding,3,audit,0.333333,12.3457,,"
        '"said ""so"", twice"\n'
    )
    assert as_line(Coding("7f3b", "abad:01", "ani", "2", "", undoes="7f3a")) == (
        '7f3b,abad:01,ani,2,,,no,,,,,,,7f3a,""\n'
    )


def test_cells_that_are_not_there_are_empty() -> None:
    assert coding_of({}) == Coding("", "", "", "", "")


def test_every_cell_is_read_into_its_field() -> None:
    line = "7f3a,abad:01,ani,2,economic,education,yes,2024-05-01T10:00:00Z,review,3,audit,0.25,4.5,6e2b,a note"
    found = coding_of(dict(zip(COLUMNS, line.split(","), strict=True)))
    assert found == Coding(
        "7f3a",
        "abad:01",
        "ani",
        "2",
        "economic",
        ("education",),
        True,
        "2024-05-01T10:00:00Z",
        "review",
        "3",
        "audit",
        0.25,
        4.5,
        "6e2b",
        "a note",
    )
    assert INFORMED == ("adjudication", "decision", "review")


@pytest.mark.parametrize("column", ["inclusion", "seconds"])
def test_a_number_that_is_none_is_refused_by_its_place(column) -> None:
    with pytest.raises(LabelError) as refusal:
        coding_of({column: "often"}, "labels.csv, row 3")
    assert str(refusal.value).startswith(f"labels.csv, row 3, column {column}: expected a number, or nothing")
    with pytest.raises(LabelError, match=f"^coding, column {column}: "):
        coding_of({column: "often"})


def test_the_largest_and_the_longest_that_can_be(book) -> None:
    full = replace(CODING, note="x" * 20_000, inclusion=1.0, coder="x" * 60)
    assert check_coding(full, book, {"abad:01"}).note == full.note
    with pytest.raises(LabelError, match=r"^coder: expected a coder's name of at most 60"):
        check_coder("x" * 61)


def test_every_text_of_a_coding_is_brought_to_one_line(book) -> None:
    torn = replace(CODING, why="a\nb", rule="3\n", queue=" x\ty", note="one\r\ntwo")
    found = check_coding(torn, book, {"abad:01"})
    assert (found.why, found.rule, found.queue, found.note) == ("a b", "3", "x y", "one two")


def test_taking_back_needs_no_code(book) -> None:
    coding = Coding("7f3b", "abad:01", "ani", "2", "", undoes="7f3a")
    assert check_coding(coding, book, {"abad:01"}) == coding


def test_a_refusal_names_the_place_and_the_coding(book) -> None:
    with pytest.raises(LabelError, match=r"^coding 7f3a: expected codes of the codebook"):
        check_coding(replace(CODING, primary="sports"), book, {"abad:01"})
    with pytest.raises(LabelError, match=r"^row 4 7f3a: expected an inclusion probability"):
        check_coding(replace(CODING, inclusion=2.0), book, {"abad:01"}, "row 4")


@pytest.mark.parametrize(("primary", "also"), [("economic", ()), ("economic", ("political",)), ("none", ())])
def test_codes_that_can_be(book, primary, also) -> None:
    assert code_problem(primary, also, book) == ""


def test_ids_are_new_and_times_are_of_today() -> None:
    ids = {new_id() for _ in range(50)}
    assert len(ids) == 50
    assert all(each.isalnum() for each in ids)
    before = datetime.now(UTC).replace(microsecond=0)
    stated = datetime.strptime(now(), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert before <= stated <= datetime.now(UTC)
