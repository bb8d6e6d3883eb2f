"""Is every answer that was acknowledged in a file of answers, once, and is a torn line known?"""

from __future__ import annotations

import multiprocessing
import os
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discourse.annotation.answers.intrusion import COLUMNS, Answer, intrusion_log, read_answers
from discourse.annotation.answers.log import without_undone
from discourse.errors import LabelError
from discourse.io.append_log import Conflict

ONE = Answer(
    "a1", "ani", "plain", "topics", "topic-01", 'pasar, "ikan", bea_masuk', "2025-12-03T10:00:00Z", "", "0" * 16
)


def back(answer: Answer, answer_id: str) -> Answer:
    return replace(answer, answer_id=answer_id, answer="", undoes=answer.answer_id)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "intrusion.csv"


def test_what_is_written_is_read(path) -> None:
    assert read_answers(path) == []
    assert intrusion_log(path).append(ONE)
    assert read_answers(path) == [ONE]
    assert path.read_text(encoding="utf-8").startswith(",".join(COLUMNS) + "\n")


def test_saying_it_twice_leaves_one_line(path) -> None:
    intrusion_log(path).append(ONE)
    assert not intrusion_log(path).append(replace(ONE, when="2025-12-03T10:00:09Z"))
    with pytest.raises(Conflict, match="an id that no other answer has"):
        intrusion_log(path).append(replace(ONE, answer="guru"))
    assert read_answers(path) == [ONE]


def test_an_undo_is_a_line(path) -> None:
    intrusion_log(path).append(ONE)
    intrusion_log(path).append(replace(ONE, answer_id="a2"))
    intrusion_log(path).append(back(ONE, "u1"))
    lines = read_answers(path)
    assert [line.answer_id for line in lines] == ["a1", "a2", "u1"]
    assert [line.answer_id for line in without_undone(lines)] == ["a2"]


@pytest.mark.parametrize(
    "wrong",
    [
        back(ONE, "u2"),
        replace(back(ONE, "u2"), coder="budi"),
        replace(ONE, answer_id="a b"),
        replace(ONE, answer_id="x" * 81),
        replace(ONE, coder="a,b"),
        replace(ONE, digest="0"),
        replace(ONE, answer=""),
        replace(ONE, undoes="a1"),
    ],
)
def test_answers_that_cannot_be(path, wrong) -> None:
    intrusion_log(path).append(replace(ONE, answer_id="a0"))
    before = path.read_bytes()
    with pytest.raises(LabelError):
        intrusion_log(path).append(wrong)
    assert path.read_bytes() == before


@settings(max_examples=40)
@given(cut=st.integers(min_value=1, max_value=120))
def test_a_file_torn_anywhere_loses_nothing_that_was_acknowledged(tmp_path_factory, cut) -> None:
    path = tmp_path_factory.mktemp("torn") / "intrusion.csv"
    intrusion_log(path).append(ONE)
    kept = path.stat().st_size
    intrusion_log(path).append(replace(ONE, answer_id="a2", undoes="", coder="budi"))
    whole = path.read_bytes()
    torn = whole[: max(kept, len(whole) - cut)]
    path.write_bytes(torn)
    found = read_answers(path)
    assert found[0] == ONE
    intrusion_log(path).append(replace(ONE, answer_id="a3"))
    assert [line.answer_id for line in read_answers(path)] == [*(line.answer_id for line in found), "a3"]


def test_a_torn_header_is_written_again(path) -> None:
    path.write_text("answer_id,co", encoding="utf-8")
    intrusion_log(path).append(ONE)
    assert read_answers(path) == [ONE]


def test_a_line_torn_inside_a_character_blocks_nobody(path) -> None:
    intrusion_log(path).append(ONE)
    path.write_bytes(path.read_bytes() + b"a2,ani,plain,\xc3")
    assert read_answers(path) == [ONE]
    intrusion_log(path).append(replace(ONE, answer_id="a3"))
    assert [line.answer_id for line in read_answers(path)] == ["a1", "a3"]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("item,answer\n", "row 1: expected the columns"),
        ("something else", "row 1: expected the columns"),
        (",".join(COLUMNS) + "\na,b\n", "row 2: expected 9 cells"),
    ],
)
def test_other_files_are_refused(path, text, part) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LabelError, match=part):
        read_answers(path)
    with pytest.raises(LabelError, match=part):
        intrusion_log(path).append(ONE)
    assert path.read_text(encoding="utf-8") == text


def test_a_full_disk_is_said_and_the_answer_can_come_again(path, monkeypatch) -> None:
    intrusion_log(path).append(ONE)
    write = os.write

    def half(descriptor, data):
        write(descriptor, bytes(data)[:9])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", half)
    before = path.read_bytes()
    with pytest.raises(LabelError, match="Make room"):
        intrusion_log(path).append(replace(ONE, answer_id="a2"))
    assert path.read_bytes() == before
    monkeypatch.setattr(os, "write", write)
    assert intrusion_log(path).append(replace(ONE, answer_id="a2"))
    assert [line.answer_id for line in read_answers(path)] == ["a1", "a2"]


def test_a_carriage_return_in_a_line_without_end_is_said(path) -> None:
    intrusion_log(path).append(ONE)
    path.write_bytes(path.read_bytes() + b"a2,ani\rx")
    with pytest.raises(LabelError, match="row 3: expected line feeds, found carriage returns alone"):
        read_answers(path)


def test_answers_that_are_gone_are_kept_beside_the_file(path) -> None:
    log = intrusion_log(path)
    log.refresh()
    assert not path.exists()
    log.append(ONE)
    path.unlink()
    with pytest.raises(LabelError, match="found no file"):
        log.refresh()
    (kept,) = path.parent.glob("intrusion-missing-*.csv")
    assert read_answers(kept) == [ONE]


def several(path, name: str) -> None:
    for number in range(25):
        intrusion_log(path).append(replace(ONE, answer_id=f"{name}{number}", coder=name))


def test_two_processes_at_once(path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=several, args=(path, name), daemon=True) for name in ("ani", "budi")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert [worker.exitcode for worker in workers] == [0, 0]
    lines = read_answers(path)
    assert len({line.answer_id for line in lines}) == len(lines) == 50
