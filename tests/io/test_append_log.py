"""One writer at a time, also when the file is replaced in between; what it says is saved is on the disk, once."""

from __future__ import annotations

import errno
import os
import threading

import pytest

from discourse.errors import LabelError
from discourse.io import append_log
from discourse.io.append_log import AppendLog, append_durably, locked_for_append, read_locked
from discourse.io.log_lines import LogFormat


def test_a_second_writer_waits(tmp_path) -> None:
    path = tmp_path / "log"
    order: list[str] = []

    def second() -> None:
        with locked_for_append(path) as descriptor:
            order.append("second")
            os.write(descriptor, b"b")

    with locked_for_append(path) as descriptor:
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.2)
        order.append("first")
        os.write(descriptor, b"a")
    thread.join(5)
    assert order == ["first", "second"]
    assert read_locked(path) == b"ab"


def test_a_file_put_in_its_place_is_the_one_written(tmp_path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"old")
    with locked_for_append(path):
        thread = threading.Thread(target=lambda: _write(path))
        thread.start()
        thread.join(0.1)
        new = tmp_path / "new"
        new.write_bytes(b"new")
        new.replace(path)
    thread.join(5)
    assert path.read_bytes() == b"new+"


def _write(path) -> None:
    with locked_for_append(path) as descriptor:
        os.write(descriptor, b"+")


def test_a_folder_in_the_way_is_said(tmp_path) -> None:
    with pytest.raises(LabelError, match="a log that can be written"), locked_for_append(tmp_path):
        pass


def test_a_system_without_locks_is_refused(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(append_log, "fcntl", None)
    with pytest.raises(LabelError, match="POSIX file locks"), locked_for_append(tmp_path / "log"):
        pass
    (tmp_path / "log").write_bytes(b"a")
    assert read_locked(tmp_path / "log") == b"a"


FORMAT = LogFormat(("id", "code"), lambda line: line.endswith(b";"))
HEADER = "id,code\n"


def log_at(path) -> AppendLog[tuple[str, ...]]:
    return AppendLog(path, FORMAT, lambda cells, where: tuple(cells))


def test_each_sees_what_the_others_wrote_once(tmp_path) -> None:
    one, two = log_at(tmp_path / "log.csv"), log_at(tmp_path / "log.csv")
    with one.held() as held:
        assert (held.records, held.anew) == ([], True)
        held.append("a,trade\n")
    with two.held() as held:
        assert (held.records, held.anew) == ([("a", "trade")], True)
        held.append("b,arts\n")
    with one.held() as held:
        assert (held.records, held.anew) == ([("b", "arts")], False)
    assert (tmp_path / "log.csv").read_text(encoding="utf-8") == HEADER + "a,trade\nb,arts\n"


def test_another_file_in_its_place_is_read_from_the_beginning(tmp_path) -> None:
    log = log_at(tmp_path / "log.csv")
    with log.held() as held:
        held.append("a,trade\n")
    for text in (HEADER, HEADER + "c,arts\n"):
        new = tmp_path / "new.csv"
        new.write_text(text, encoding="utf-8")
        new.replace(tmp_path / "log.csv")
        with log.held() as held:
            assert held.anew
            assert held.records == [tuple(line.split(",")) for line in text.splitlines()[1:]]


def test_a_wrong_line_that_another_wrote_is_named_and_read_again(tmp_path) -> None:
    log = log_at(tmp_path / "log.csv")
    with log.held() as held:
        held.append("a,trade\n")
    path = tmp_path / "log.csv"
    path.write_bytes(path.read_bytes() + b"b\n")
    for _ in range(2):
        with (
            pytest.raises(LabelError, match=r"row 3: expected 2 cells, found 1 in the line that begins at byte 17"),
            log.held(),
        ):
            pass
    path.write_bytes(path.read_bytes()[:-1] + b",arts\n")
    with log.held() as held:
        assert held.records == [("b", "arts")]


def test_a_failed_write_is_cut_back_to_the_old_end(tmp_path, monkeypatch) -> None:
    log, write = log_at(tmp_path / "log.csv"), os.write
    with log.held() as held:
        held.append("a,trade\n")
    before = (tmp_path / "log.csv").read_bytes()

    def half(descriptor: int, data: bytes) -> int:
        write(descriptor, bytes(data)[:3])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", half)
        with pytest.raises(LabelError, match="room on the disk"), log.held() as held:
            held.append("b,arts\n")
    assert (tmp_path / "log.csv").read_bytes() == before
    with log.held() as held:
        held.append("b,arts\n")
    assert (tmp_path / "log.csv").read_bytes() == before + b"b,arts\n"


def test_what_cannot_be_made_durable_is_not_kept(tmp_path, monkeypatch) -> None:
    def fails(descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    path = tmp_path / "log.csv"
    path.write_text(HEADER, encoding="utf-8")
    monkeypatch.setattr(os, "fsync", fails)
    with locked_for_append(path) as descriptor, pytest.raises(LabelError, match="Input/output error"):
        append_durably(descriptor, b"a,trade\n", path)
    assert path.read_text(encoding="utf-8") == HEADER


def test_reading_writes_nothing(tmp_path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(b"id,code\na,tr")
    path.chmod(0o444)
    assert read_locked(path) == b"id,code\na,tr"
    with pytest.raises(LabelError, match="a log that can be read"):
        read_locked(tmp_path / "none.csv")
