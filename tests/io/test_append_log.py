"""One writer at a time, also when the file is replaced in between."""

from __future__ import annotations

import os
import threading

import pytest

from discourse.errors import LabelError
from discourse.io import append_log
from discourse.io.append_log import locked_for_append, read_locked


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
