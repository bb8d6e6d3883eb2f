"""What is said to be saved is in the log, once; what others did to it is seen, and what is gone is kept."""

from __future__ import annotations

import errno
import logging
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from discourse.errors import LabelError
from discourse.io.append_log import AppendLog, RecordForm
from discourse.io.log_lines import LogFormat

FORM = RecordForm(
    LogFormat(("id", "code"), lambda line: line.endswith(b";")),
    lambda cells, where: tuple(cells),
    lambda record: ",".join(record) + "\n",
    lambda record: record[0],
)
HEADER = "id,code\n"
A, B, C = ("a", "trade"), ("b", "arts"), ("c", "arts")


class Told:
    """A log, and what was told of it."""

    def __init__(self, path: Path) -> None:
        self.told: list[tuple[list[tuple[str, ...]], bool]] = []
        self.log = AppendLog(path, FORM, lambda records, anew: self.told.append((records, anew)))

    def add(self, *records: tuple[str, ...]) -> None:
        with self.log.held():
            self.log.append(records)

    def seen(self) -> list[tuple[str, ...]]:
        with self.log.held():
            return list(self.log.records.values())


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "log.csv"


@pytest.fixture
def opened(path) -> Callable[[], Told]:
    return lambda: Told(path)


def fails(*_: object) -> int:
    raise OSError(errno.EIO, "Input/output error")


def test_each_sees_what_the_others_wrote_once(path, opened) -> None:
    one, two = opened(), opened()
    one.add(A)
    two.add(B)
    assert one.seen() == one.seen() == two.seen() == [A, B]
    assert one.told == [([], True), ([A], False), ([B], False)]
    assert two.told == [([A], True), ([B], False)]
    assert path.read_text(encoding="utf-8") == HEADER + "a,trade\nb,arts\n"


def test_what_is_appended_together_goes_to_the_disk_in_one_write(path, opened, monkeypatch) -> None:
    one, synced, sync = opened(), [], os.fsync
    one.seen()
    monkeypatch.setattr(os, "fsync", lambda descriptor: (synced.append(path.read_bytes()), sync(descriptor)))
    with one.log.held():
        one.add(A)
        one.add(B)
        assert one.seen() == [A, B]
        assert path.read_bytes() == HEADER.encode()
    assert synced == [HEADER.encode() + b"a,trade\nb,arts\n"]


def test_what_was_appended_before_an_error_is_not_written(path, opened) -> None:
    one = opened()

    def stopped() -> None:
        with one.log.held():
            one.add(A)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert one.seen() == []
    assert path.read_text(encoding="utf-8") == HEADER


def test_a_repeat_goes_to_the_disk_too(opened, monkeypatch) -> None:
    # Another process may have been stopped between its write and the disk.
    one = opened()
    one.add(A)
    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(LabelError, match="Input/output error"):
        one.add()
    assert one.seen() == [A]


def test_several_threads_share_a_log(opened) -> None:
    one = opened()
    threads = [threading.Thread(target=one.add, args=((str(number), "arts"),)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(one.seen()) == sorted(opened().seen()) == [(str(number), "arts") for number in range(8)]


def test_who_reads_does_not_wait_for_a_thread_that_waits_for_the_disk(opened) -> None:
    one, seen = opened(), []
    one.add(A)
    with one.log.held():
        one.log.append([B])
        reader = threading.Thread(target=lambda: (one.log.refresh(), seen.extend(one.log.records.values())))
        reader.start()
        reader.join(20)
        assert seen == [A, B]
    one.log.refresh()
    assert opened().seen() == [A, B]


def test_a_failed_write_leaves_the_log_as_it_was_and_can_come_again(path, opened, monkeypatch) -> None:
    one, write = opened(), os.write
    one.add(A)
    before = path.read_bytes()

    def half(descriptor: int, data: bytes) -> int:
        write(descriptor, bytes(data)[:3])
        raise OSError(errno.ENOSPC, "No space left on device")

    for cut in (os.ftruncate, fails):
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", half)
            patch.setattr(os, "ftruncate", cut)
            with pytest.raises(LabelError, match="room on the disk"):
                one.add(B)
        assert one.seen() == [A]
    assert path.read_bytes() == before + b"b,a#torn\n"
    one.add(B)
    assert one.seen() == opened().seen() == [A, B]


def test_a_line_that_could_not_be_made_durable_nor_cut_off_is_acknowledged_by_its_repeat(opened, monkeypatch) -> None:
    one = opened()
    one.add(A)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fails)
        patch.setattr(os, "ftruncate", fails)
        with pytest.raises(LabelError, match="Input/output error"):
            one.add(B)
    assert one.seen() == [A, B]


def test_a_torn_line_that_cannot_be_closed_yet_costs_nobody_what_stands_before_it(path, opened, monkeypatch) -> None:
    one, two = opened(), opened()
    one.add(A)
    two.add(B)
    with path.open("ab") as file:
        file.write(b"c,ar")
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", fails)
        with pytest.raises(LabelError, match="room on the disk"):
            one.seen()
    assert one.seen() == [A, B]


def replaced(path: Path, text: str) -> None:
    new = path.with_name("new.csv")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


def written_over(path: Path, text: str) -> None:
    time.sleep(0.02)  # within one tick of the file system's clock nobody could tell
    with path.open("r+", encoding="utf-8") as file:
        file.write(text)
        file.truncate()


@pytest.mark.parametrize("rewrite", [replaced, written_over])
@pytest.mark.parametrize("rest", ["", "c,arts\n"])
def test_a_log_that_was_rewritten_is_read_again(path, opened, rewrite, rest, caplog) -> None:
    one = opened()
    one.add(A, B)
    rewrite(path, HEADER + "a,trade\n" + "b,news\n" + rest)
    with caplog.at_level(logging.WARNING):
        assert one.seen() == [A, ("b", "news"), *([C] if rest else [])]
    assert one.told[-1] == (one.seen(), True)
    assert caplog.messages == [f"{path} was rewritten by another program; it is read again from the beginning."]


def test_a_log_that_was_only_replaced_by_its_like_is_read_on(path, opened, caplog) -> None:
    one = opened()
    one.add(A)
    replaced(path, HEADER + "a,trade\nb,arts\n")
    assert one.seen() == [A, B]
    assert one.told[-1] == ([B], False)
    assert not caplog.messages


@pytest.mark.parametrize("rewrite", [replaced, written_over])
def test_lines_that_are_gone_are_noticed_and_kept(path, opened, rewrite) -> None:
    one = opened()
    one.add(A, B)
    rewrite(path, HEADER + "c,arts\n")
    for _ in range(2):
        with pytest.raises(
            LabelError, match="expected the 2 lines that were in the log, found a log without 2"
        ) as raised:
            one.add(C)
        assert "\n" not in str(raised.value)
    assert path.read_text(encoding="utf-8") == HEADER + "c,arts\n"
    (kept,) = path.parent.glob("log-missing-*.csv")
    assert kept.name in str(raised.value)
    with path.open("ab") as file:
        file.write(kept.read_bytes())
    assert one.seen() == opened().seen() == [C, A, B]


def test_a_log_that_was_deleted_is_not_made_anew(path, opened) -> None:
    one = opened()
    one.add(A, B)
    path.unlink()
    with pytest.raises(LabelError, match="found no file"):
        one.add(C)
    assert not path.exists()
    (kept,) = path.parent.glob("log-missing-*.csv")
    kept.rename(path)
    one.add(C)
    assert opened().seen() == [A, B, C]


def test_where_nothing_can_be_kept_the_message_does_not_say_so(path, opened, monkeypatch) -> None:
    one = opened()
    one.add(A)
    path.unlink()
    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(LabelError, match=r"found no file\. Put the log back\.$"):
        one.seen()


def test_a_wrong_line_that_another_wrote_is_named_and_read_again(path, opened) -> None:
    one = opened()
    one.add(A)
    path.write_bytes(path.read_bytes() + b"b\n")
    for _ in range(2):
        with pytest.raises(LabelError, match=r"row 3: expected 2 cells, found 1 in the line that begins at byte 17"):
            one.seen()
    path.write_bytes(path.read_bytes()[:-1] + b",arts\n")
    assert one.seen() == [A, B]
