"""``discourse relabel`` opens a page for the coder named, and says what it cannot open."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request

import pytest
from typer.testing import CliRunner

from discourse.cli import app
from discourse.annotation import Server


@pytest.fixture
def served(monkeypatch):
    """Servers that end at once; addresses that a browser would have opened."""
    opened: list[str] = []
    run = Server.run
    monkeypatch.setattr(Server, "run", lambda self, lifetime=None: run(self, 0.05))
    monkeypatch.setattr("typer.launch", opened.append)
    return opened


def test_the_page_is_opened_with_its_token(toy_study, served) -> None:
    answer = CliRunner().invoke(app, ["relabel", "--coder", "ani", "--study", str(toy_study.root)])
    assert answer.exit_code == 0, answer.output
    assert len(served) == 1
    assert "token=" in served[0]
    assert served[0] in answer.output
    assert "discourse retrain" in answer.output


def test_another_address_comes_with_a_warning(toy_study, served) -> None:
    answer = CliRunner().invoke(app, ["relabel", "--host", "0.0.0.0", "--no-browser", "--study", str(toy_study.root)])
    assert "not encrypted" in answer.output
    assert served == []


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["--coder", "reader"], "Choose another name"),
        (["--queue", "doubtful"], "discourse retrain"),
        (["--queue", "all"], "Invalid value"),
    ],
)
def test_mistakes(toy_study, served, arguments, part) -> None:
    answer = CliRunner().invoke(app, ["relabel", *arguments, "--study", str(toy_study.root)])
    assert answer.exit_code == 2
    assert part in answer.output


def test_it_runs_until_interrupted(toy_study) -> None:
    code = "import sys; from discourse.cli import app; sys.argv[0] = 'discourse'; app()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "relabel", "--no-browser", "--coder", "ani", "--study", str(toy_study.root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        address = process.stdout.readline().rsplit(" ", 1)[1].strip()
        with urllib.request.urlopen(address, timeout=10) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=15)
    finally:
        process.kill()
        process.wait()
    assert "Ended" in out
    assert "Traceback" not in errors
