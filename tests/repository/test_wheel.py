"""Is the wheel the same whoever builds it, does it hold what it must, and does it run where nothing else is?"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import discourse

NEW = ("--language", "en", "--periods", "2019,2024", "--codes", "climate,migration,trade")


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


def committed_files(root: Path, folder: str) -> set[str]:
    """Files of a folder in the last commit."""
    answer = subprocess.run(
        ["git", "ls-tree", "-rz", "--name-only", f"HEAD:{folder}"], cwd=root, capture_output=True, text=True, check=True
    )
    return set(filter(None, answer.stdout.split("\0")))


def test_wheel_holds_the_package_with_the_figures_and_nothing_else(root: Path, wheels: tuple[Path, Path]) -> None:
    committed = committed_files(root, "src") | {
        f"discourse/experiments/{each}" for each in committed_files(root, "experiments")
    }
    assert {
        "discourse/py.typed",
        "discourse/demo/data/study.toml",
        "discourse/experiments/emphasis.py",
        "discourse/report/templates/report.html",
        "discourse/studies/templates/study.toml",
    } <= committed
    with zipfile.ZipFile(wheels[0]) as wheel:
        names = set(wheel.namelist())
    described = {name for name in names if name.startswith(f"discourse-{discourse.__version__}.dist-info/")}
    assert {name.rpartition("/")[2] for name in described} >= {"METADATA", "RECORD", "entry_points.txt", "LICENSE"}
    assert names - described == committed


@pytest.fixture(scope="module")
def installed(wheels: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Run the command of an installed wheel in a folder where nothing else is."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheels[0]) as wheel:
        wheel.extractall(folder)
    code = (
        "import sys; from importlib.metadata import distribution, entry_points\n"
        "if __name__ == '__main__':\n"
        f"    assert str(distribution('discourse').locate_file('')) == {str(folder)!r}\n"
        "    sys.argv[0] = 'discourse'; entry_points(group='console_scripts')['discourse'].load()()"
    )
    environment = os.environ | {"PYTHONPATH": str(folder), "PYTHONSAFEPATH": "1"}

    def run(place: Path, *arguments: str) -> str:
        command = [sys.executable, "-c", code, *arguments]
        done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
        return done.stdout

    return run


def test_what_is_installed_runs_outside_of_the_repository(installed: Callable[..., str], tmp_path: Path) -> None:
    assert discourse.__version__ in installed(tmp_path, "--version")


def test_what_is_installed_begins_a_study_and_draws_one(
    installed: Callable[..., str], tmp_path: Path, root: Path
) -> None:
    assert "Next: discourse import PATH --study new" in installed(tmp_path, "new", "new", *NEW)
    assert installed(tmp_path / "new", "status").endswith("Next: discourse import PATH\n")
    study = tmp_path / "towns"
    shutil.copytree(root / "tests" / "toy_english" / "data", study / "data")
    made = installed(study, "figures", "emphasis")
    assert "1 figure made in " in made
    assert {path.name for path in study.iterdir()} == {".cache", "data", "figures"}
    manifest = json.loads((study / "figures" / "manifest.json").read_text(encoding="utf-8"))
    assert list(manifest["figures"]["emphasis"]["script"]) == ["emphasis.py"]
    assert str(tmp_path) not in json.dumps(manifest)
    assert "emphasis" not in installed(study, "figures", "--dry-run")
    assert "\n1 figure, " in installed(study, "check", "emphasis")
