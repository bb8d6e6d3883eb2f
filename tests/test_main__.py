"""Is the page of help that is kept the one that would be written, and is it written without reading a library?"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from discourse import __main__ as start

RUN = "import sys; from discourse.__main__ import main; sys.argv = {arguments}; main(); print(*sorted(sys.modules))"
WRITE = "import sys; from discourse.cli import app; sys.argv = ['discourse', '--help']; app()"


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process of its own, whose output is no terminal."""
    known = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    return subprocess.run(
        [sys.executable, "-c", code], env=known | environment, capture_output=True, text=True, check=False
    )


def test_the_page_is_the_one_that_would_be_written() -> None:
    """Where this fails, write what is found between the quotation marks of PAGE."""
    for columns in ("80", "200"):
        assert run(WRITE, COLUMNS=columns).stdout == start.PAGE


def test_the_page_is_written_without_the_library_of_commands() -> None:
    done = run(RUN.format(arguments=["bin/discourse", "--help"]))
    assert done.returncode == 0
    page, _, modules = done.stdout.removesuffix("\n").rpartition("\n")
    assert page + "\n" == start.PAGE
    assert not {"typer", "click", "inspect", "discourse.cli"} & set(modules.split())


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (["discourse", "--help"], {"COLUMNS": "60"}, "Usage: discourse"),
        (["discourse", "--version"], {}, "discourse "),
        (["discourse", "status", "--help"], {}, "Usage: discourse status"),
        (["other", "--help"], {}, "Usage: other"),
        (["discourse", "--help"], {"COLUMNS": "many"}, "Usage: discourse"),
    ],
)
def test_all_else_is_answered_by_the_commands(arguments: list[str], environment: dict[str, str], said: str) -> None:
    done = run(RUN.format(arguments=arguments), **environment)
    assert done.returncode == 0
    assert done.stdout.startswith(said)
    assert environment.get("COLUMNS") != "60" or max(map(len, done.stdout.splitlines())) <= 60


def test_a_narrow_terminal_gets_a_narrow_page(monkeypatch: pytest.MonkeyPatch) -> None:
    for said, expected in (("", 50), ("0", 50), ("120", 120), ("wide", 50)):
        monkeypatch.setenv("COLUMNS", said)
        monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((50, 20)))
        assert start._columns() == expected
    monkeypatch.setattr(sys, "__stdout__", None)
    assert start._columns() == start.COLUMNS
