"""Answers of practice come in once, by name as they are called here; an id that says another thing is refused."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from discourse.annotation.answers.merging import add_answers, arriving_answers
from discourse.annotation.answers.practice import PracticeAnswer, practice_log, practice_path, read_practice
from discourse.errors import LabelError
from discourse.study import Study

ONE = PracticeAnswer("p1", "ani", "", 1, "economic", (), True, 9.0, "2026-03-02T10:00:00Z", "", "0" * 16)
BACK = replace(ONE, answer_id="p2", primary="", undoes="p1")


@pytest.fixture
def there(toy_study, tmp_path) -> Study:
    return Study(shutil.copytree(toy_study.root, tmp_path / "there"))


def test_answers_come_in_once_and_in_order(toy_study, there) -> None:
    for each in (ONE, BACK):
        practice_log(practice_path(there)).append(each)
    found = arriving_answers(toy_study, there, {})
    assert found == [ONE, BACK]
    add_answers(toy_study, found)
    assert practice_path(toy_study).read_bytes() == practice_path(there).read_bytes()
    assert arriving_answers(toy_study, there, {}) == []
    assert arriving_answers(there, toy_study, {}) == []


def test_an_answer_that_says_another_thing_here_is_refused(toy_study, there) -> None:
    practice_log(practice_path(toy_study)).append(ONE)
    practice_log(practice_path(there)).append(replace(ONE, primary="political"))
    with pytest.raises(LabelError, match="found ani: political, here ani: economic"):
        arriving_answers(toy_study, there, {})


def test_what_was_renamed_is_known(toy_study, there) -> None:
    practice_log(practice_path(there)).append(ONE)
    found = arriving_answers(toy_study, there, {"ani": "ani b."})
    assert [each.coder for each in found] == ["ani b."]
    add_answers(toy_study, found)
    assert arriving_answers(toy_study, there, {"ani": "ani b."}) == []


def test_all_or_none_are_written(toy_study) -> None:
    with pytest.raises(LabelError):
        add_answers(toy_study, [ONE, replace(BACK, undoes="p9")])
    assert read_practice(practice_path(toy_study)) == []
