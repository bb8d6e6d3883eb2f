"""One writer at a time, also when the file is replaced in between; what it wrote is on the disk, or not in the file."""

from __future__ import annotations

import errno
import os
import threading

import pytest

from discourse.errors import LabelError
from discourse.io import locked_files
from discourse.io.locked_files import append_durably, file_state, locked_for_append, read_all, read_locked


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
    monkeypatch.setattr(locked_files, "fcntl", None)
    with pytest.raises(LabelError, match="POSIX file locks"), locked_for_append(tmp_path / "log"):
        pass
    (tmp_path / "log").write_bytes(b"a")
    assert read_locked(tmp_path / "log") == b"a"


def full(descriptor: int, *_: object) -> int:
    raise OSError(errno.EIO, "Input/output error")


def test_a_file_system_without_locks_is_refused(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(locked_files.fcntl, "flock", full)
    refused = pytest.raises(LabelError, match="a log that can be written, found Input/output error")
    with refused, locked_for_append(tmp_path / "log"):
        pass


def test_what_cannot_be_made_durable_is_not_kept(tmp_path, monkeypatch) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(b"id\n")
    monkeypatch.setattr(os, "fsync", full)
    with locked_for_append(path) as descriptor, pytest.raises(LabelError, match="Input/output error"):
        append_durably(descriptor, b"a\n", path)
    assert path.read_bytes() == b"id\n"


def test_half_a_write_is_cut_off_where_it_can_be(tmp_path, monkeypatch) -> None:
    path, write = tmp_path / "log.csv", os.write
    path.write_bytes(b"id\n")

    def half(descriptor: int, data: bytes) -> int:
        write(descriptor, bytes(data)[:1])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", half)
    for cut, left in ((os.ftruncate, b"id\n"), (full, b"id\na")):
        monkeypatch.setattr(os, "ftruncate", cut)
        with locked_for_append(path) as descriptor, pytest.raises(LabelError, match="room on the disk"):
            append_durably(descriptor, b"a\n", path)
        assert path.read_bytes() == left


def test_a_file_is_read_from_its_beginning_in_parts(tmp_path, monkeypatch) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(b"0123456789")
    monkeypatch.setattr(locked_files, "_PART", 3)
    with locked_for_append(path) as descriptor:
        assert read_all(descriptor, path) == read_all(descriptor, path) == b"0123456789"
        monkeypatch.setattr(os, "pread", full)
        with pytest.raises(LabelError, match="a log that can be read, found Input/output error"):
            read_all(descriptor, path)


def test_a_state_changes_with_every_write_also_in_place(tmp_path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(b"one")
    with locked_for_append(path) as descriptor:
        before = file_state(descriptor)
        assert file_state(descriptor) == before
        os.utime(path, ns=(0, 0))
        assert file_state(descriptor) != before


def test_reading_writes_nothing(tmp_path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(b"id,code\na,tr")
    path.chmod(0o444)
    assert read_locked(path) == b"id,code\na,tr"
    with pytest.raises(LabelError, match="a log that can be read"):
        read_locked(tmp_path / "none.csv")
