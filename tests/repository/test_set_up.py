"""Can anybody set the project up, and always to the same versions? The lock, the Makefile, the version."""

from __future__ import annotations

import re
import subprocess
import tomllib
from importlib.metadata import distributions, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import discourse

TARGETS = ("setup", "figures", "relabel", "check", "test", "mutants", "lint", "types", "imports", "wheel", "lock")
TARGETS += ("docs", "clean")


@pytest.fixture(scope="module")
def lock(root: Path) -> str:
    """Text of the lock."""
    return (root / "requirements.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def project(root: Path) -> dict:
    """The project's own description."""
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


def names_of(requirements: list[str]) -> set[str]:
    """Bare names of requirements, as the lock spells them."""
    return {re.split(r"[^\w.-]", each)[0].lower().replace("_", "-").replace(".", "-") for each in requirements}


def test_every_pin_has_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", lock.strip())
    assert len(entries) > 50
    for entry in entries:
        assert re.match(r"[a-z0-9][a-z0-9.-]*==[\w.+!]+", entry), entry.splitlines()[0]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry.splitlines()[0]


def test_lock_is_complete(lock: str) -> None:
    # It is installed as it stands, without working out what each package needs.
    pinned = {entry.partition("==")[0] for entry in re.split(r"\n(?=\S)", lock.strip())}
    lacking = []
    for package in distributions():
        if canonicalize_name(package.metadata["Name"]) not in pinned:
            continue
        needs = [each for each in map(Requirement, package.requires or []) if not each.marker or each.marker.evaluate()]
        for each in needs:
            if canonicalize_name(each.name) not in pinned or not each.specifier.contains(version(each.name)):
                lacking.append(f"{package.metadata['Name']} needs {each}")
    assert lacking == []


def test_lock_names_no_address_and_no_option(lock: str) -> None:
    assert not re.search(r"[:]//|@ ", lock)
    assert not re.search(r"^\s*--(?!hash=sha256:)", lock, re.M)
    assert not re.search(r"(?:^|[\s'\"])(?:www\.|[\w-]+\.(?:org|com|io|net)\b)", lock)


def test_lock_holds_all_that_is_asked_for(lock: str, project: dict) -> None:
    asked = names_of(project["project"]["dependencies"])
    for extra in project["project"]["optional-dependencies"].values():
        asked |= names_of(extra)
    for group in project["dependency-groups"].values():
        asked |= names_of(group)
    locked = set(re.findall(r"^([a-z0-9.-]+)==", lock, re.M))
    assert asked - locked == set()


def test_no_giant_library_is_dragged_in(lock: str) -> None:
    locked = set(re.findall(r"^([a-z0-9.-]+)==", lock, re.M))
    assert locked & {"torch", "tensorflow", "transformers", "numba", "polars", "spacy", "jax"} == set()


def test_version_is_one(root: Path) -> None:
    version = discourse.__version__
    assert re.search(rf"^version: {re.escape(version)}$", (root / "CITATION.cff").read_text(encoding="utf-8"), re.M)
    assert re.search(rf"^## {re.escape(version)}\b", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)


def test_make_alone_lists_the_targets(root: Path) -> None:
    answer = subprocess.run(["make"], cwd=root, capture_output=True, text=True, check=True).stdout
    for target in TARGETS:
        assert re.search(rf"^make {target} +\S", answer, re.M), target


def test_set_up_refuses_a_python_out_of_range(root: Path, tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        (tmp_path / name).write_bytes((root / name).read_bytes())
    answer = subprocess.run(
        ["make", "setup", "PYTHON=no-such-python"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 2
    assert "no-such-python is not Python 3.11, 3.12 or 3.13" in answer.stderr
    assert "make setup PYTHON=" in answer.stderr
    assert not (tmp_path / ".venv").exists()
