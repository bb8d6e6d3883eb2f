"""A user's mistake is one line; a bar counts on a terminal, elsewhere only figures leave a line."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from discourse.cli import app
from discourse.cli.common import OneLineErrors, ProgressBar


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["labels", "diff", "9" * 5000], "expected at most 2666 codings"),
        (["labels", "diff", "x" * 5000], "expected a file that can be used, found File name too long"),
        (["agreement", "--study", "x" * 5000], "expected a file that can be used, found File name too long"),
        (["classify", "x" * 5000, "--out", "y.csv"], "found File name too long"),
        (["classify", "x.csv", "--out", "y.csv", "--workers", "0"], "Invalid value for '--workers': "),
        (["classify", "x.csv", "--out", "y.csv", "--workers", "9" * 5000], "Invalid value for '--workers': "),
        (["classify", "x.csv", "--out", "y.csv", "--abstain-below", "nan"], "Invalid value for '--abstain-below': "),
        (["concordance", "jalan", "--lines", "-3"], "Invalid value for '--lines': "),
        (["concordance"], "Missing argument 'WORD'. See: "),
    ],
)
def test_an_argument_that_cannot_be_is_one_line(root: Path, monkeypatch, arguments: list[str], said: str) -> None:
    monkeypatch.chdir(root)
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("discourse: ")
    assert said in result.stderr
    assert result.stderr.rstrip("\n").isprintable()


def test_a_file_that_cannot_be_used_is_one_line_and_a_closed_pipe_is_passed_on() -> None:
    failing = typer.Typer(cls=OneLineErrors)

    @failing.callback()
    def group() -> None:
        pass

    @failing.command()
    def read(name: str) -> None:
        raise OSError(errno.EIO, "Input/output error", *([name] if name else []))

    result = CliRunner().invoke(failing, ["read", "a.csv"])
    assert (result.exit_code, result.stderr) == (
        2,
        "discourse: a.csv: expected a file that can be used, found Input/output error. "
        "Check its name, and the rights of file and folder.\n",
    )
    assert isinstance(CliRunner().invoke(failing, ["read", ""]).exception, OSError)


def test_nothing_is_shown_where_there_is_no_terminal(capsys) -> None:
    with ProgressBar("runs", 2) as bar:
        bar(1)
        bar.reach(2, 2)
        bar.figure("emphasis", "start", 0.0)
        bar.figure("emphasis", "made", 1.25)
        bar.figure("topics", "current", 0.0)
    shown = capsys.readouterr()
    assert shown.err == ""
    assert shown.out == "1 of 2: emphasis: made in 1.2 s\n2 of 2: topics: up to date\n"


def test_a_terminal_shows_how_far_the_work_is(capsys, monkeypatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with ProgressBar("runs", description="fitting topics") as bar:
        bar.reach(3, 20)
        assert (bar.bar.n, bar.bar.total) == (3, 20)
        bar(4)
        assert bar.bar.n == 7
        bar.figure("emphasis", "made", 1.0)
        assert bar.bar.n == 8
    shown = capsys.readouterr()
    assert "fitting topics" in shown.err
    assert shown.out == ""
