"""Short runs of what the benchmark does for long: kills, full disks, many coders. They mount nothing."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest


def run(root, *arguments: str) -> list[str]:
    """Run the benchmark in a process of its own, for it forks; return the cells of its row."""
    done = subprocess.run(
        [sys.executable, str(root / "benchmarks" / "stress.py"), *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return [cell.strip() for cell in done.stdout.splitlines()[-1].strip("|").split("|")]


@pytest.mark.parametrize(
    ("arguments", "events", "least"),
    [(("kills", "6"), "6 kills of 4 writers", 20), (("coders", "0.03", "4"), "4 coders, 0.03 minutes", 20)],
)
def test_nothing_is_lost_or_doubled_and_the_log_can_be_read(root, arguments, events, least) -> None:
    cells = run(root, *arguments)
    assert cells[0] == events
    assert int(cells[1]) >= least
    assert cells[2:5] == ["0", "0", "yes"]


def test_what_is_lost_doubled_or_late_is_counted() -> None:
    from stress import Outcome

    found = Outcome("1 event", {"a": 1.0, "b": 3.0, "c": 2.0}, Counter({"a": 2, "b": 1}), readable=False)
    assert (found.lost, found.twice) == (1, 1)
    assert str(found) == "| 1 event | 3 | 1 | 1 | NO | 2.0 | 3.0 | 3.0 |"


def test_a_full_disk_without_one_of_its_own_is_a_limit_on_the_file(root, tmp_path) -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import contextlib, stress, pathlib\n"
        "stress.small_disk = lambda folder: contextlib.nullcontext(False)\n"
        "print(stress.disks(pathlib.Path(sys.argv[2]), 6))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(root / "benchmarks"), str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    cells = [cell.strip() for cell in done.stdout.splitlines()[-1].strip("|").split("|")]
    assert cells[0] == "6 full disks (limit of the file's size)"
    assert int(cells[1]) >= 12
    assert cells[2:5] == ["0", "0", "yes"]
