"""Each coding goes to whoever made it, comes in once, and comes in again when a coder returns to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.codebook import Codebook, Pillar
from discourse.errors import LabelError
from discourse.labels.coding import Coding
from discourse.labels.exchange.incoming import People, arriving_codings
from discourse.labels.exchange.records import Record, Sheet, blind_key

BOOK = Codebook("2", tuple(Pillar(name, name.title(), "-") for name in ("political", "economic", "education")), "-")
TEXTS = {"abad:01": "Pasar dibuka.", "abad:02": "Sekolah  baru.", "bena:01": "Wali kota.", "bena:02": "Wali kota."}
BY_READER = Coding("reader:1", "abad:01", "reader", "1", "political", why="first coding")
NOON, ONE, TWO = (f"2025-12-03T{hour}:00:00Z" for hour in (12, 13, 14))


def now(primary: str, *also: str, **fields) -> Coding:
    return Coding(
        **{"coding_id": "", "paragraph_id": "abad:01", "coder": "", "codebook": "", **fields},
        primary=primary,
        also=also,
    )


def record(coding: Coding, person: str = "", when: str = "", **more) -> Record:
    fields = {"place": "f, task 7", "source": "label-studio:u-1", "state": when, "annotator": person, **more}
    return Record(now=replace(coding, when=when), **fields)


def arrive(*records: Record, log: Sequence[Coding] = (), people: People | None = None, **more) -> list[Coding]:
    """Give the new codings of some records, in the order in which they go to the log."""
    sheet = Sheet(list(records), addresses={"3": "ani@example.org"})
    found = arriving_codings(sheet, log, TEXTS, BOOK, people or People("", {"4": "budi", "5": "cici"}), "f", **more)
    arrive.left_out = dict(sheet.left_out)
    return [coding for coding in found if coding.coding_id not in {each.coding_id for each in log}]


def test_an_edit_is_by_whoever_made_it_and_was_made_with_the_old_coding_in_sight() -> None:
    edited = record(now("economic"), "4", NOON, origin=BY_READER, in_sight=frozenset(["reader"]))
    (made,) = arrive(edited, log=[BY_READER])
    assert made == now(
        "economic", coding_id=f"label-studio:u-1@{NOON}", coder="budi", codebook="2", when=NOON, why="review"
    )
    assert arrive(edited, log=[BY_READER, made]) == []


def test_what_nobody_touched_is_the_coding_it_was() -> None:
    untouched = record(BY_READER, "1", NOON, origin=BY_READER)
    assert arrive(untouched, log=[BY_READER]) == []
    assert arrive(untouched) == [BY_READER]


def test_an_edit_that_meets_an_empty_log_brings_the_old_coding_before_it() -> None:
    edited = record(now("economic"), "4", NOON, origin=BY_READER)
    assert [coding.coder for coding in arrive(edited)] == ["reader", "budi"]


@given(st.lists(st.tuples(st.sampled_from(BOOK.codes), st.sampled_from("45")), min_size=1, max_size=8))
def test_each_state_that_differs_from_the_one_before_comes_in_once(states) -> None:
    """A-B-A and A-B-C-B: an edit taken back is a coding again; the same state twice is one."""
    for program in ("label-studio", "table"):
        log, before, expected = [BY_READER], BY_READER.primary, []
        for hour, (code, person) in enumerate(states):
            time = f"2025-12-03T{hour:02}:00:00Z" if program == "label-studio" else ""
            state = record(now(code), person, time, origin=BY_READER)
            log += arrive(state, log=log)
            assert arrive(state, log=log) == []
            expected += [(code, {"4": "budi", "5": "cici"}[person])] if code != before else []
            before = code
        assert [(coding.primary, coding.coder) for coding in log[1:]] == expected
        assert len({coding.coding_id for coding in log}) == len(log)


def test_an_older_file_of_the_same_project_brings_nothing_back() -> None:
    later = arrive(record(now("economic"), "4", TWO, origin=BY_READER), log=[BY_READER])
    assert arrive(record(now("education"), "4", ONE, origin=BY_READER), log=[BY_READER, *later]) == []
    assert arrive.left_out == {"older than what the log holds": 1}
    assert arrive(record(BY_READER, "", NOON, origin=BY_READER), log=[BY_READER, *later]) == []


def test_codings_that_left_come_first_and_new_ones_follow_by_time() -> None:
    old = replace(BY_READER, coding_id="reader:2", paragraph_id="abad:02")
    found = arrive(
        record(now("none"), "4", "2025-12-03T14:00:00.5Z", origin=BY_READER),
        record(now("economic"), "5", "2025-12-03T20:00:00+07:00", source="label-studio:u-2"),
        record(old, origin=old, source="label-studio:u-3"),
    )
    assert [coding.coder for coding in found] == ["reader", "reader", "cici", "budi"]


def test_a_table_keeps_its_order() -> None:
    undo = Coding("u", "abad:01", "ani", "2", "", undoes="a")
    rows = [now("none", coder="ani"), replace(BY_READER, coding_id="a"), now("economic", coder="ani"), undo]
    records = [
        Record("f", each, origin=each if each.coding_id else None, source=f"s{n}") for n, each in enumerate(rows)
    ]
    assert [coding.primary for coding in arrive(*records, in_file_order=True)] == ["none", "political", "economic", ""]


def test_in_sight_is_what_others_coded_and_not_what_the_coder_coded() -> None:
    for seen, why in (
        ({"reader"}, "review"),
        ({"4"}, "import"),
        ({"budi"}, "import"),
        ({"4", "5"}, "review"),
        (set(), "import"),
    ):
        assert arrive(record(now("economic"), "4", NOON, in_sight=frozenset(seen)))[0].why == why
    first = arrive(record(now("economic"), "4", NOON))
    assert arrive(record(now("none"), "5", ONE), log=first)[0].why == "review"
    assert arrive(record(now("none"), "4", ONE), log=first)[0].why == "import"


def test_people_are_called_what_the_user_says_then_by_address() -> None:
    def name(person: str, people: People) -> str:
        return arrive(record(now("none"), person, NOON), people=people)[0].coder

    assert name("4", People("", {"4": "budi"})) == "budi"
    assert name("3", People("", {"3": "ani"})) == name("3", People("", {"ani@example.org": "ani"})) == "ani"
    assert name("3", People()) == "ani@example.org"
    assert name("8", People("cici")) == "cici"
    assert name("", People("cici")) == "cici"
    assert arrive(record(now("none", coder="A. B."), ""), people=People("", {"A. B.": "ani"}))[0].coder == "ani"


@pytest.mark.parametrize(
    ("people", "persons", "message"),
    [
        (People(), "89", "f: expected names of annotators, found the numbers 8, 9 alone. Add --coders 8=NAME,9=NAME."),
        (People("ani"), "89", "f: expected the work of one annotator, found that of 8, 9. Name them with --coders"),
        (People(), [""], "f, task 7: expected the name of a coder, found none. Name the coder with --coder."),
        (People("a,b"), "8", "f, task 7: expected a coder's name of at most 60 letters"),
    ],
)
def test_somebody_without_a_name_is_refused(people, persons, message) -> None:
    with pytest.raises(LabelError) as refusal:
        arrive(*[record(now("none"), person, NOON, source=f"s{person}") for person in persons], people=people)
    assert str(refusal.value).startswith(message)


def test_nobody_needs_a_name_where_nothing_is_new() -> None:
    assert arrive(record(BY_READER, "8", NOON, origin=BY_READER), log=[BY_READER], people=People()) == []


def test_a_paragraph_is_found_by_id_by_key_and_by_text() -> None:
    for paragraph, text, found in (
        ("abad:01", "", "abad:01"),
        (blind_key("bena:02"), "", "bena:02"),
        ("", " Sekolah baru. ", "abad:02"),
    ):
        coding = now("none", paragraph_id=paragraph)
        assert arrive(record(coding, "4", NOON, text=text))[0].paragraph_id == found


def test_the_primary_code_is_taken_out_of_the_others() -> None:
    assert arrive(record(now("economic", "education", "economic", "political"), "4", NOON))[0].also == (
        "political",
        "education",
    )


@pytest.mark.parametrize(
    ("coding", "text", "part"),
    [
        (
            now("econmic"),
            "",
            "codes among political, economic, education, none, found primary 'econmic'. Did you mean economic?",
        ),
        (now("Economic"), "", "Did you mean economic?"),
        (now("weather"), "", "found primary 'weather'. Correct the codes."),
        (now("none", "economic"), "", "found 'economic' in the column also beside none"),
        (now("economic", "sports"), "", "found also 'sports'"),
        (now("none", paragraph_id="x"), "", "expected the id of a paragraph in paragraphs.csv, found 'x'"),
        (
            now("none", paragraph_id=""),
            "",
            "expected a paragraph_id, the text of a paragraph of the study, or its article and position, found none",
        ),
        (
            now("none", paragraph_id=""),
            "Wali kota.",
            "expected a text of one paragraph, found that of bena:01 and bena:02",
        ),
        (now("none", seconds=float("nan")), "", "expected a number of seconds from 0, found nan"),
        (now("none", seconds=-1.0), "", "expected a number of seconds from 0, found -1.0"),
        (now("none", codebook="1\n2"), "", "expected a codebook on one line, found '1\\n2'"),
        (now("none", codebook="\ud800"), "", "expected a codebook on one line, found '\\ud800'"),
        (now("none", inclusion=2.0), "", "expected an inclusion probability"),
    ],
)
def test_what_the_log_could_not_hold_is_refused_by_its_record(coding, text, part) -> None:
    with pytest.raises(LabelError) as refusal:
        arrive(record(coding, "4", NOON, text=text))
    assert str(refusal.value).startswith("f, task 7: expected ")
    assert part in str(refusal.value)


def test_without_a_coder_all_else_that_is_wrong_is_said_in_the_same_round() -> None:
    rows = [now("none"), now("none", paragraph_id="abad:02"), now("none", "economic", paragraph_id="bena:01")]
    records = [Record(f"f, row {place}", row, source=f"s{place}") for place, row in enumerate(rows, 2)]
    with pytest.raises(LabelError, match="found 3 that cannot") as refusal:
        arrive(*records, in_file_order=True)
    notes = refusal.value.__notes__
    assert len(notes) == 2
    assert notes[0].endswith("Name the coder with --coder. (also row 3, row 4)")
    assert "row 4: expected codes among" in notes[1]


def test_a_time_that_is_none_is_refused() -> None:
    with pytest.raises(LabelError, match="f, task 7: expected a date and time such as"):
        arrive(record(now("none"), "4", "yesterday"))
    with pytest.raises(LabelError, match="a date and time"):
        arrive(Record("f", now("none", coder="ani", when="soon")), in_file_order=True)
