"""One run at a time holds the figures; who waits is told for whom, and a killed run holds nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from discourse.errors import DataError
from discourse.pipeline.lock import HOLDER, LOCK, figures_held

LIMIT = 60
HOLD = """
import sys, time
from pathlib import Path
from discourse.pipeline.lock import figures_held
with figures_held(Path(sys.argv[1]), print):
    print("held", flush=True)
    time.sleep(60)
"""


def never(holder: str) -> None:
    raise AssertionError(f"waited for {holder}")


@pytest.fixture
def other(tmp_path: Path):
    """Another process that holds the folder ``figures``, for a minute at most."""
    running = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "figures")], stdout=subprocess.PIPE, text=True
    )
    try:
        assert running.stdout is not None
        assert running.stdout.readline() == "held\n"
        yield running
    finally:
        running.kill()
        running.communicate(timeout=LIMIT)


def test_the_holder_is_named_while_it_holds_and_not_after(tmp_path: Path) -> None:
    folder = tmp_path / "figures"
    with figures_held(folder, never):
        holder = (folder / HOLDER).read_text(encoding="utf-8")
    assert re.fullmatch(rf"process {os.getpid()}, since \d{{4}}-\d\d-\d\d \d\d:\d\d", holder)
    assert not (folder / HOLDER).exists()


def test_a_thread_may_hold_it_twice_and_still_holds_it_after_the_inner_block(tmp_path: Path) -> None:
    asked = threading.Event()

    def wait() -> None:
        with figures_held(tmp_path, lambda holder: asked.set()):
            pass

    with figures_held(tmp_path, never):
        with figures_held(tmp_path, never):
            pass
        assert (tmp_path / HOLDER).exists()
        second = threading.Thread(target=wait, daemon=True)
        second.start()
        assert asked.wait(LIMIT)
    second.join(LIMIT)
    assert not second.is_alive()


def test_who_waits_is_told_for_whom_and_goes_on_when_that_one_is_killed(tmp_path: Path, other) -> None:
    told: list[str] = []

    def waiting(holder: str) -> None:
        told.append(holder)
        other.kill()

    with figures_held(tmp_path / "figures", waiting):
        assert [entry.partition(",")[0] for entry in told] == [f"process {other.pid}"]
        assert (tmp_path / "figures" / HOLDER).read_text(encoding="utf-8").startswith(f"process {os.getpid()},")


def test_what_a_killed_run_leaves_holds_nobody_up(tmp_path: Path, other) -> None:
    other.kill()
    other.wait(LIMIT)
    assert (tmp_path / "figures" / HOLDER).exists()
    with figures_held(tmp_path / "figures", never):
        pass


def test_a_holder_that_left_no_word_is_another_process(tmp_path: Path, other) -> None:
    told: list[str] = []
    (tmp_path / "figures" / HOLDER).write_bytes(b"\xff")
    with figures_held(tmp_path / "figures", lambda holder: (told.append(holder), other.kill())):
        assert told == ["another process"]


def test_a_planted_link_is_not_followed(tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("mine", encoding="utf-8")
    folder = tmp_path / "figures"
    folder.mkdir()
    (folder / HOLDER).symlink_to(mine)
    with figures_held(folder, never):
        pass
    (folder / LOCK).unlink()
    (folder / LOCK).symlink_to(mine)
    with pytest.raises(DataError, match="a folder to write to"), figures_held(folder, never):
        pass
    assert mine.read_text(encoding="utf-8") == "mine"


def test_a_place_that_is_no_folder_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "figures").write_text("", encoding="utf-8")
    with pytest.raises(DataError, match="a folder to write to"), figures_held(tmp_path / "figures", never):
        pass
