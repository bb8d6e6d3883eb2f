"""Processes that help are never left over. Real ones are started, bounded in time, and ended by their number."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from discourse.io.processes import worker_processes

LONGEST = 60
SCRIPT = """
import multiprocessing, signal, sys, time
from discourse.io.processes import worker_processes

if __name__ == "__main__":
    # A shell has what it starts in the background take no notice of the signal.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with worker_processes(2) as pool:
            waiting = [pool.submit(time.sleep, 300) for _ in range(2)]
            print(*(child.pid for child in multiprocessing.active_children()), flush=True)
            waiting[0].result()
    except KeyboardInterrupt:
        sys.exit(130)
"""


def is_there(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def gone(processes):
    end = time.monotonic() + LONGEST
    while any(map(is_there, processes)) and time.monotonic() < end:
        time.sleep(0.02)
    return not any(map(is_there, processes))


@pytest.fixture
def started(tmp_path):
    """A process with two that help it, which are just starting, and their numbers."""
    (tmp_path / "script.py").write_text(SCRIPT)
    process = subprocess.Popen(
        [sys.executable, "script.py"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with process:
        helping = [int(number) for number in process.stdout.readline().split()]
        yield process, helping
        process.kill()
        for one in filter(is_there, helping):
            os.kill(one, signal.SIGKILL)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_who_kills_one_ends_all(started):
    process, helping = started
    assert len(helping) == 2
    process.kill()
    assert process.wait(LONGEST) == -signal.SIGKILL
    assert gone(helping)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_an_interruption_ends_all_at_once_and_without_a_word(started):
    process, helping = started
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(LONGEST) == 130
    assert gone(helping)
    assert process.stderr.read() == ""


def test_an_error_in_the_block_ends_the_processes():
    began = time.monotonic()

    def fail():
        with worker_processes(1) as pool:
            pool.submit(time.sleep, 2 * LONGEST)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert time.monotonic() - began < LONGEST


def test_the_signal_is_held_back_while_a_process_starts_only():
    before = signal.getsignal(signal.SIGINT)
    with worker_processes(1) as pool:
        assert pool.submit(signal.getsignal, signal.SIGINT).result() == signal.SIG_IGN
    assert signal.getsignal(signal.SIGINT) == before
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
