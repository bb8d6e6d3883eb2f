"""Is the wheel the same whoever builds it, does it hold what it must, and does it run where nothing else is?"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

import discourse


def build(root: Path, folder: Path, umask: int, zone: str) -> Path:
    """Build the wheel of the last commit into a folder, as a user with other habits would."""
    places = {name: folder / name for name in ("scratch", "wheel")}
    for place in places.values():
        place.mkdir(parents=True)
    environment = os.environ | {"PYTHON": sys.executable, "TMPDIR": str(places["scratch"]), "TZ": zone}
    subprocess.run([root / ".ci" / "wheel", places["wheel"]], env=environment, umask=umask, check=True, timeout=120)
    assert not list(places["scratch"].iterdir())
    (wheel,) = places["wheel"].iterdir()
    return wheel


@pytest.fixture(scope="module")
def wheels(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two wheels of the last commit, built by two users in two places at two times."""
    if not (root / ".git").exists() or not shutil.which("git"):
        pytest.skip("not a git repository")
    one = build(root, tmp_path_factory.mktemp("one"), 0o022, "UTC")
    time.sleep(2.1)  # a zip archive counts in steps of two seconds
    return one, build(root, tmp_path_factory.mktemp("the other"), 0o077, "Asia/Jakarta")


def test_two_builds_give_the_same_bytes(wheels: tuple[Path, Path]) -> None:
    one, other = wheels
    assert one.name == other.name == f"discourse-{discourse.__version__}-py3-none-any.whl"
    assert one.read_bytes() == other.read_bytes()


def test_wheel_holds_the_package_and_nothing_else(root: Path, wheels: tuple[Path, Path]) -> None:
    answer = subprocess.run(
        ["git", "ls-tree", "-rz", "--name-only", "HEAD:src"], cwd=root, capture_output=True, text=True, check=True
    )
    committed = set(filter(None, answer.stdout.split("\0")))
    assert {
        "discourse/py.typed",
        "discourse/demo/data/study.toml",
        "discourse/report/templates/report.html",
    } <= committed
    with zipfile.ZipFile(wheels[0]) as wheel:
        names = set(wheel.namelist())
    described = {name for name in names if name.startswith(f"discourse-{discourse.__version__}.dist-info/")}
    assert {name.rpartition("/")[2] for name in described} >= {"METADATA", "RECORD", "entry_points.txt", "LICENSE"}
    assert names - described == committed


def test_what_is_installed_runs_outside_of_the_repository(wheels: tuple[Path, Path], tmp_path: Path) -> None:
    with zipfile.ZipFile(wheels[0]) as wheel:
        wheel.extractall(tmp_path / "installed")
    code = (
        "import sys; from importlib.metadata import distribution, entry_points\n"
        "print(distribution('discourse').locate_file(''), file=sys.stderr)\n"
        "sys.argv = ['discourse', '--version']; entry_points(group='console_scripts')['discourse'].load()()"
    )
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "installed"), "PYTHONSAFEPATH": "1"}
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert Path(answer.stderr.strip()) == tmp_path / "installed"
    assert discourse.__version__ in answer.stdout
