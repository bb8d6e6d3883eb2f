"""Practice is kept apart from the codings, and the first answer to an item is the one that counts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.annotation.answers.practice import (
    COLUMNS,
    PracticeAnswer,
    first_answers,
    practice_log,
    practice_path,
    read_practice,
)
from discourse.errors import LabelError

ONE = PracticeAnswer("p1", "ani", "", 1, "trade", ("health",), False, 7.25, "2025-12-03T10:00:00Z", "", "a" * 16)
LINE = "p1,ani,,1,trade,health,no,7.25,2025-12-03T10:00:00Z,,aaaaaaaaaaaaaaaa"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "practice.csv"


def test_what_is_written_is_read(path, toy_study) -> None:
    assert practice_path(toy_study) == toy_study.data / "practice.csv"
    assert practice_log(path).append(ONE)
    assert path.read_text(encoding="utf-8").splitlines() == [",".join(COLUMNS), LINE]
    back = replace(ONE, answer_id="u1", primary="", also=(), seconds=None, undoes="p1")
    practice_log(path).append(back)
    assert read_practice(path) == [ONE, back]


def test_an_answer_of_another_turn_is_not_the_one_to_take_back(path) -> None:
    practice_log(path).append(ONE)
    with pytest.raises(LabelError, match="to take back"):
        practice_log(path).append(replace(ONE, answer_id="u1", turn=2, primary="", also=(), undoes="p1"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",1,", ",0,", "row 2, column turn: expected a whole number from 1, found '0'"),
        (",1,", ",one,", "row 2, column turn"),
        (",no,", ",maybe,", "row 2, column right: expected yes or no, found 'maybe'"),
        ("7.25", "long", "row 2, column seconds: expected a number, or nothing, found 'long'"),
    ],
)
def test_a_line_that_cannot_be_is_named(path, old, new, said) -> None:
    path.write_text(f"{','.join(COLUMNS)}\n{LINE.replace(old, new, 1)}\n", encoding="utf-8")
    with pytest.raises(LabelError, match=said):
        read_practice(path)


def test_the_first_answer_to_an_item_counts_also_when_it_was_taken_back() -> None:
    back = replace(ONE, answer_id="u1", primary="", also=(), undoes="p1")
    better = replace(ONE, answer_id="p2", right=True)
    later = replace(ONE, answer_id="p3", turn=2, right=True)
    of_tone = replace(ONE, answer_id="p4", variable="tone")
    found = first_answers([ONE, back, better, later, of_tone])
    assert found == {("ani", 1): [ONE], ("ani", 2): [later]}
    assert first_answers([ONE, of_tone], "tone") == {("ani", 1): [of_tone]}


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 2), st.sampled_from("12345")), max_size=20))
def test_there_is_one_first_answer_for_each_item_that_was_answered(given_answers) -> None:
    answers = [
        replace(ONE, answer_id=f"p{place}", coder=coder, turn=turn, digest=digest * 16)
        for place, (coder, turn, digest) in enumerate(given_answers)
    ]
    found = first_answers(answers)
    kept = [(coder, turn, one.digest[0]) for (coder, turn), ones in found.items() for one in ones]
    assert sorted(kept) == sorted(set(given_answers))
