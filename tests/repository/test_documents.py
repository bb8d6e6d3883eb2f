"""Is what README, CONTRIBUTING, SECURITY and docs/ tell people to type and to open there to be typed and opened?"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from pathlib import Path

import pytest
import typer

from discourse.cli import app

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "SECURITY.md")
PAGES = sorted((Path(__file__).resolve().parents[2] / "docs").rglob("*.md"))
NEEDED_LATER = re.compile(r"^(?:build|\.venv|data/(?:originals|models|languages))\b")
"""Places that come to be when somebody works."""
ROOT_COMMAND = typer.main.get_command(app)


@pytest.fixture(scope="module", params=DOCUMENTS)
def document(request: pytest.FixtureRequest, root: Path) -> str:
    """A document about the repository, whose files and folders must be there."""
    return (root / request.param).read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=[*DOCUMENTS, *PAGES], ids=lambda path: Path(path).stem)
def text(request: pytest.FixtureRequest, root: Path) -> str:
    """Any document; pages of the documentation also name files of their readers."""
    return (root / request.param).read_text(encoding="utf-8")


def shown(text: str) -> list[str]:
    """What a document shows as typed: what stands in backticks, and indented lines without their comment."""
    lines = [line.split("  #")[0].strip() for line in re.findall(r"^ {4}(\S.*)$", text, re.M)]
    return [*lines, *re.findall(r"`([^`\n]+)`", text)]


def lacking_targets(text: str, makefile: str) -> set[str]:
    """Name the targets that a document asks of make and that the Makefile does not have."""
    asked = {match[1] for each in shown(text) if (match := re.fullmatch(r"make ([a-z]+)(?: .*)?", each))}
    return asked - set(re.findall(r"^([a-z]+):", makefile, re.M))


def wrong_commands(text: str) -> list[str]:
    """Say which commands that a document shows do not exist, or lack an option that it shows."""
    return [each for each in shown(text) if each.startswith("discourse ") and not is_command(shlex.split(each)[1:])]


def is_command(words: list[str]) -> bool:
    """Say whether the program knows the command, or the group of commands, and its options."""
    command, known = ROOT_COMMAND, {"--help"}
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words.pop(0)]
    known |= {option for each in command.params for option in each.opts}
    is_group = bool(getattr(command, "commands", {}))
    plain = [word for word in words if not word.startswith("--")]
    return {word for word in words if word.startswith("--")} <= known and not (is_group and plain)


def lacking_files(text: str, root: Path, names: Iterable[str]) -> list[str]:
    """Name the files and folders that a document names and that are neither at the top nor in the package."""
    form = re.compile(r"[\w./-]+(?:/|\.(?:py|md|toml|cff|csv|gz|html|json|lock))")
    places, there = (root, root / "src" / "discourse"), set(names)
    return [
        path
        for path in shown(text)
        if form.fullmatch(path) and not NEEDED_LATER.match(path)
        if not any((place / path).exists() for place in places) and path.rstrip("/") not in there
    ]


def test_make_has_every_target_that_is_named(text: str, root: Path) -> None:
    assert lacking_targets(text, (root / "Makefile").read_text(encoding="utf-8")) == set()


def test_every_command_that_is_shown_exists_with_its_options(text: str) -> None:
    assert wrong_commands(text) == []


def test_every_file_that_is_named_is_there(document: str, root: Path) -> None:
    names = [path.name for folder in ("src", "data", "figures", "tests") for path in (root / folder).rglob("*")]
    assert lacking_files(document, root, names) == []


def test_scripts_that_are_called_are_there(text: str, root: Path) -> None:
    scripts = re.findall(r"\b((?:experiments|benchmarks|tests|src)/[\w/]+\.py)\b", text)
    made = re.findall(r"^cat > (\S+)", text, flags=re.MULTILINE)  # written by the page itself
    assert [script for script in scripts if script not in made and not (root / script).is_file()] == []


def test_what_is_wrong_is_found() -> None:
    wrong = "`make nothing`, `discourse fly`, `discourse labels diff --sideways`, `nowhere/to.py`\n\n    make none\n"
    assert lacking_targets(wrong, "help: ## List\n") == {"nothing", "none"}
    assert wrong_commands(wrong) == ["discourse fly", "discourse labels diff --sideways"]
    assert lacking_files(wrong, Path("nowhere"), []) == ["nowhere/to.py"]
    assert wrong_commands("`discourse figures --draft`, `discourse labels`, `discourse labels diff 5 now`") == []
