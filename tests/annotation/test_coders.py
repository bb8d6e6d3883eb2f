"""May somebody code under this name, does a key give nothing away, and is what was coded found again?"""

from __future__ import annotations

import pytest

from discourse.annotation.coders import CodingHistory, check_person, opaque_key
from discourse.errors import LabelError


def test_latest_last_and_informed(coding) -> None:
    history, when = CodingHistory(), "2025-12-03T10:00:00Z"
    lines = [
        coding("reader", "a:01", "economic"),
        coding("ani", "a:01", "economic", queue="audit", when=when),
        coding("ani", "a:01", "political", queue="doubtful-audit", when=when),
        coding("ani", "a:01", "none", why="adjudication", when=when),
    ]
    for line in lines:
        history.add(line)
    assert [each.coder for each in history.of("a:01")] == ["reader", "ani", "ani", "ani"]
    assert history.of("b:01") == []
    assert history.latest("ani", "a:01") == lines[2]
    assert history.latest("ani", "a:01", queue="audit") == lines[1]
    assert history.latest("ani", "a:01", queue="doubtful") == lines[2]
    assert history.latest("ani", "a:01", queue="stale") is None
    assert history.latest("ani", "a:01", deciding=True) == lines[3]
    assert history.last("ani") == lines[2].coding_id
    assert history.last("ani", deciding=True) == lines[3].coding_id
    assert history.last("reader") == ""
    history.add(coding("ani", "a:01", "", undoes=lines[2].coding_id, why="undo"))
    assert history.last("ani") == lines[1].coding_id
    assert history.is_informed("ani", "a:01")
    assert not history.is_informed("reader", "a:01")
    history.show("reader", "a:01")
    assert history.is_informed("reader", "a:01")


def test_a_history_that_starts_again_forgets_codings_but_not_what_was_shown(coding) -> None:
    history, line = CodingHistory(), coding("ani", "a:01", "economic", when="2025-12-03T10:00:00Z")
    history.add(line)
    history.add(coding("ani", "a:01", "", undoes=line.coding_id))
    history.show("budi", "a:01")
    history.restart()
    assert (history.of("a:01"), history.last("ani"), history.undone) == ([], "", set())
    assert history.is_informed("budi", "a:01")
    history.add(line)
    assert history.last("ani") == line.coding_id


def test_a_name_is_taken_without_its_spare_spaces(toy_study) -> None:
    assert check_person(toy_study.settings, "  ani   b ") == "ani b"


@pytest.mark.parametrize("name", ["", "first", "*", "adjudication", "a,b", "x" * 61])
def test_names_that_nobody_may_have(toy_study, name) -> None:
    with pytest.raises(LabelError, match="Choose another name"):
        check_person(toy_study.settings, name)


def test_people_whom_the_study_names_may_code(toy_study) -> None:
    settings = toy_study.with_settings(label_precedence=["ani", "first"], agreement_only=["budi"]).settings
    assert [check_person(settings, name) for name in ("ani", "budi")] == ["ani", "budi"]


@pytest.mark.parametrize("name", ["gpt 5", " GPT  5", "gpt 5 "])
def test_nobody_may_code_under_the_name_of_a_machine(toy_study, name) -> None:
    settings = toy_study.with_settings(machine_coders=["gpt 5"]).settings
    with pytest.raises(LabelError, match="a machine coder of"):
        check_person(settings, name)
    assert check_person(settings, "gpt") == "gpt"


def test_a_key_holds_nothing_of_the_paragraph() -> None:
    assert opaque_key("vtv-2025:01") == opaque_key("vtv-2025:01") != opaque_key("vtv-2025:02")
    assert "vtv" not in opaque_key("vtv-2025:01")
