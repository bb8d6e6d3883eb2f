"""Does every command explain itself? Help with an example, a line for each argument, at once."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
import typer
from typer.testing import CliRunner

from discourse.cli import app

HEAVY = ("sklearn", "gensim", "nltk", "matplotlib", "pandas", "numpy", "scipy", "dask", "duckdb", "starlette")
ROOT_COMMAND = typer.main.get_command(app)


def commands(command: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Every command and group below a command, with the words that call it."""
    yield path, command
    for name, child in getattr(command, "commands", {}).items():
        yield from commands(child, (*path, name))


COMMANDS = [pytest.param(path, command, id=" ".join(path) or "discourse") for path, command in commands(ROOT_COMMAND)]


@pytest.mark.parametrize(("path", "command"), COMMANDS)
def test_help_shows_an_example(path: tuple[str, ...], command: object) -> None:
    answer = CliRunner().invoke(app, [*path, "--help"])
    assert answer.exit_code == 0, answer.output
    assert re.search(rf"Examples?:\s+discourse {' '.join(path)}", answer.output), answer.output
    assert command.help.strip().split("\n\n")[-1].startswith("Example: discourse "), command.help


@pytest.mark.parametrize(("path", "command"), COMMANDS)
def test_every_option_is_explained(path: tuple[str, ...], command: object) -> None:
    bare = [option.name for option in command.params if not getattr(option, "help", None)]
    assert bare == []


def test_help_loads_nothing_heavy() -> None:
    code = f"import sys, discourse.cli; print([name for name in {HEAVY!r} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_a_mistake_gives_one_line_and_code_two(tmp_path) -> None:
    script = "import sys; from discourse.cli import app; sys.argv = ['discourse', 'figures']; app()"
    answer = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert answer.returncode == 2
    assert "expected a study" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1
