"""Two people of one name are told by what one person cannot do, and by nothing else."""

from __future__ import annotations

import pytest

from discourse.errors import LabelError
from discourse.labels.coding import Coding
from discourse.labels.team.namesakes import find_namesakes


def coded(number: str, paragraph: str, primary: str, when: str, **fields: object) -> Coding:
    return Coding(number, paragraph, "ani", "1", primary, when=f"2026-03-02T{when}:00Z" if when else "", **fields)


def found(own: list[Coding], other: list[Coding], one_person: tuple[str, ...] = ()) -> list[str]:
    return find_namesakes(own, [(f"other.csv, row {row}", coding) for row, coding in enumerate(other, 2)], one_person)


def test_the_same_codes_or_other_paragraphs_tell_nothing() -> None:
    own = [coded("h1", "a:01", "trade", "10:00"), coded("h2", "a:02", "arts", "10:01")]
    other = [coded("t1", "a:01", "trade", "10:00"), coded("t2", "a:03", "arts", "10:01")]
    assert found(own, other) == []


@pytest.mark.parametrize(("when", "apart"), [("10:20", False), ("11:31", True), ("09:00", True)])
def test_spells_of_work_that_overlap_are_two_people(when: str, apart: bool) -> None:
    # Here from 10:00 to 10:55 without a pause of more than half an hour.
    own = [coded(f"h{place}", f"a:0{place}", "trade", time) for place, time in enumerate(["10:00", "10:30", "10:55"])]
    other = [coded("t1", "a:01", "arts", when)]
    if apart:
        assert found(own, other) == ["ani coded 1 paragraph on both machines; the later coding stands"]
    else:
        with pytest.raises(LabelError, match="one person by the name of ani") as caught:
            found(own, other)
        assert caught.value.where == "other.csv, row 2, column coder"
    assert found(own, other, ("ani",)) == ["ani coded 1 paragraph on both machines; the later coding stands"]


def test_a_coding_without_time_may_be_anybodys() -> None:
    with pytest.raises(LabelError, match="without a time"):
        found([coded("h1", "a:01", "trade", "")], [coded("t1", "a:01", "arts", "10:00")])


def test_what_was_taken_back_contradicts_nothing() -> None:
    other = [coded("t1", "a:01", "arts", "10:00"), coded("t2", "a:01", "", "10:01", undoes="t1")]
    assert found([coded("h1", "a:01", "trade", "10:00")], other) == []
