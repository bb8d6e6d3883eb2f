"""Decisions on coders are lines that are only added; the latest counts, and a line that is none is named by its row."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import LabelError
from discourse.labels.consent.decisions import (
    COLUMNS,
    DECISIONS,
    Decision,
    append_decision,
    decisions_in,
    decisions_path,
    decisions_were_read,
    read_decisions,
    standing_decisions,
    with_decisions,
)
from discourse.labels.log import read_codings
from discourse.study import Study

WHEN = "2026-03-01T10:00:00Z"
ANI = Decision("1", "ani", WHEN, "accepted", 0.8123, 34, "2", 'after "practice", and a talk')


def test_what_is_written_is_read_again_and_the_latest_decision_counts(toy_study) -> None:
    assert read_decisions(toy_study) == []
    budi = Decision("2", "budi", WHEN, "refused")
    for each in (ANI, budi):
        append_decision(toy_study, each)
    path = toy_study.data / "coders.csv"
    assert path.read_text(encoding="utf-8").splitlines() == [
        "decision_id,coder,when,decision,alpha,paragraphs,codebook,note",
        f'1,ani,{WHEN},accepted,0.8123,34,2,"after ""practice"", and a talk"',
        f'2,budi,{WHEN},refused,,0,,""',
    ]
    assert read_decisions(toy_study) == [ANI, budi]
    append_decision(toy_study, Decision("3", "ani", WHEN, "withdrawn"))
    assert standing_decisions(read_decisions(toy_study)) == {"budi": "refused"}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(DECISIONS))))
def test_withdrawing_leaves_what_nobody_decided(taken) -> None:
    lines = [Decision(str(place), coder, WHEN, decision) for place, (coder, decision) in enumerate(taken)]
    back = [Decision(f"back-{coder}", coder, WHEN, "withdrawn") for coder in "abc"]
    assert standing_decisions([*lines, *back]) == {}
    last = dict(taken)
    assert standing_decisions(lines) == {coder: each for coder, each in last.items() if each != "withdrawn"}


def test_codings_carry_what_was_decided_on_their_coders(toy_study) -> None:
    assert set(read_codings(toy_study)["decision"]) == {""}
    append_decision(toy_study, Decision("1", "reader", WHEN, "refused"))
    codings = read_codings(Study(toy_study.root))
    assert set(codings.loc[codings["coder"] == "reader", "decision"]) == {"refused"}
    assert decisions_in(codings) == {"reader": "refused"}
    assert decisions_in(codings.iloc[:0]) == decisions_in(codings.drop(columns="decision")) == {}
    assert with_decisions(codings.iloc[:0], {"ani": "accepted"}).empty


def test_each_variable_has_decisions_of_its_own_and_the_file_is_an_input(towns) -> None:
    seen = towns.seen_by("tone")
    assert not decisions_were_read(seen)
    assert decisions_path(seen) == towns.data / "coders.tone.csv"
    assert [each.coder for each in read_decisions(seen)] == ["ines"]
    assert decisions_were_read(seen)
    assert not decisions_were_read(towns)
    assert read_decisions(towns) == []
    assert {"coders.csv", "coders.tone.csv"} <= set(towns.inputs)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1,ani,now,accepted,,0,1,", r"row 3, column when: expected a date and time .*, found 'now'"),
        ("1,ani,,accepted,,0,1,", r"row 3, column when: expected a date and time"),
        (f"1,ani,{WHEN},perhaps,,0,1,", r"row 3, column decision: expected one of accepted, refused, withdrawn"),
        (f"1,ani,{WHEN},accepted,1.5,0,1,", r"row 3, column alpha: expected a number of at most 1, or nothing"),
        (f"1,ani,{WHEN},accepted,-inf,0,1,", r"row 3, column alpha: expected a number of at most 1, or nothing"),
        (f"1,ani,{WHEN},accepted,nan,0,1,", r"row 3, column alpha: expected a number of at most 1, or nothing"),
        (f"1,ani,{WHEN},accepted,,few,1,", r"row 3, column paragraphs: expected a number of paragraphs, found 'few'"),
        (f"1,,{WHEN},accepted,,0,1,", r"row 3, column coder: expected a coder's name"),
        (f",ani,{WHEN},accepted,,0,1,", r"row 3, column decision_id: expected an id"),
        (f"1,ani,{WHEN},accepted,,0,1", r"row 3: expected 8 cells, found 7"),
    ],
)
def test_a_line_that_is_no_decision_is_named(toy_study, line, said) -> None:
    append_decision(toy_study, ANI)
    path = toy_study.data / "coders.csv"
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(LabelError, match=rf"coders\.csv, {said}"):
        read_codings(toy_study)


def test_a_file_of_another_form_and_a_torn_line(toy_study) -> None:
    path = toy_study.data / "coders.csv"
    path.write_text("coder,decision\nani,accepted\n", encoding="utf-8")
    with pytest.raises(LabelError, match=r"coders\.csv, row 1: expected the columns decision_id, coder, .*, found no"):
        read_decisions(toy_study)
    path.unlink()
    append_decision(toy_study, ANI)
    path.write_bytes(path.read_bytes() + b"2,budi,2026-03-01T10:00:00Z,acc")
    assert read_decisions(toy_study) == [ANI]
    append_decision(toy_study, Decision("3", "budi", WHEN, "refused"))
    assert [each.decision_id for each in read_decisions(toy_study)] == ["1", "3"]


def test_what_cannot_be_decided_is_not_written(toy_study) -> None:
    for wrong in (Decision("1", "a,b", WHEN, "accepted"), Decision("1", "ani", WHEN, "maybe")):
        with pytest.raises(LabelError):
            append_decision(toy_study, wrong)
    assert not (toy_study.data / "coders.csv").exists()


def test_a_file_that_cannot_be_written_is_named(toy_study) -> None:
    (toy_study.data / "coders.csv").mkdir()
    with pytest.raises(LabelError, match=r"coders\.csv: expected a log that can be"):
        append_decision(toy_study, ANI)


def test_the_columns_are_those_of_a_decision() -> None:
    assert pd.DataFrame([ANI]).columns.tolist() == list(COLUMNS)


def test_the_later_decision_counts_wherever_its_line_stands() -> None:
    late = Decision("1", "ani", "2026-03-02T10:00:00Z", "refused")
    early = Decision("2", "ani", "2026-03-02T16:00:00+07:00", "accepted")
    assert standing_decisions([late, early]) == standing_decisions([early, late]) == {"ani": "refused"}
    withdrawn = Decision("3", "ani", "2026-03-02T10:00:00Z", "withdrawn")
    assert standing_decisions([late, withdrawn]) == {}
