"""A mistake is one line, no command writes over what it must not, a bar counts on a terminal alone."""

from __future__ import annotations

import errno
import inspect
import os
import sys
import typing
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from discourse.cli import app
from discourse.cli.common import OneLineErrors, ProgressBar, check_output
from discourse.errors import DataError

FOLDERS = {
    ("demo", "folder"),
    ("new", "folder"),
    ("figures", "out"),
    ("report", "out"),
    ("labels", "tasks", "out"),
    ("emphasis", "temp"),
}
"""Parameters that name a folder to be made; tests/cli/test_cli_studies.py says which it may be."""

MODELS = {("train",)}
"""Commands that write over nothing, not with --force either."""

READ = {"study", "source", "paths", "model", "before", "other", "tasks"}
"""Parameters of commands that name what is read. Any other path is one that is written to."""

TEXTS = {("intrusion", "model"), ("labels", "diff", "before")}
"""Parameters that may name a file, or something else."""


def commands(command: object = None, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Every command, with its words."""
    command = command or typer.main.get_command(app)
    yield words, command
    for name, child in getattr(command, "commands", {}).items():
        yield from commands(child, (*words, name))


def options(command: object) -> set[str]:
    """Names of a command's options."""
    return {name for parameter in command.params for name in parameter.opts}


def paths(read: bool) -> Iterator[tuple[tuple[str, ...], object, object]]:
    """Every parameter that names a file to read, or one to write, with its command and the words that call it."""
    for words, command in commands():
        hints = typing.get_type_hints(inspect.unwrap(command.callback)) if command.params else {}
        for parameter in command.params:
            is_path = "Path" in str(hints.get(parameter.name)) or (*words, parameter.name) in TEXTS
            if is_path and (*words, parameter.name) not in FOLDERS and (parameter.name in READ) == read:
                yield words, command, parameter


OUTPUTS, INPUTS = (
    [pytest.param(*found, id=" ".join((*found[0], found[2].name))) for found in paths(read)] for read in (False, True)
)


def call(words, command, parameter, name, *more):
    """Have a command use a name; whatever else it must be told is the name of no file."""
    given = [each for each in command.params if each.required or each is parameter]
    hints = typing.get_type_hints(inspect.unwrap(command.callback))
    any_choice = {each.name: next(iter(_choices(hints[each.name])), "nothing.csv") for each in given}
    said = {each.name: str(name) if each is parameter else any_choice[each.name] for each in given}
    named = [word for each in given if each.opts[0].startswith("-") for word in (each.opts[0], said[each.name])]
    return CliRunner().invoke(
        app, [*words, *named, *more, *(said[each.name] for each in given if not each.opts[0].startswith("-"))]
    )


def _choices(hint: object) -> list[str]:
    return [one.value for one in hint] if isinstance(hint, type) and issubclass(hint, StrEnum) else []


def tree(folder: Path) -> dict[str, bytes | str]:
    """All that lies in a folder."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    return {name: path.read_bytes() if path.is_file() else os.path.islink(path) for name, path in found.items()}


def refuse(study, case, out, said, force=True):
    """Have a command refuse a place: one line, exit code 2, and all as it was."""
    before = tree(study.root.parent)
    more = ["--force"] if force and "--force" in options(case[1]) else []
    answer = call(*case, out, "--study", str(study.root), *more)
    assert answer.exit_code == 2, answer.output
    assert isinstance(answer.exception, SystemExit), answer.exception
    (line,) = answer.stderr.strip().splitlines()
    assert said in line
    assert answer.stdout == ""
    assert tree(study.root.parent) == before


def test_the_commands_that_write_are_found() -> None:
    found = {" ".join((*words, parameter.name)) for words, _, parameter in paths(read=False)}
    assert {"train out", "classify out", "import out", "agreement out"} <= found
    assert {"labels diff out", "labels export out", "labels export config"} <= found
    shown = {words for words, command, _ in paths(read=False)} | {tuple(words) for *words, _ in FOLDERS}
    assert [words for words, command in commands() if "--out" in options(command) and words not in shown] == []


@pytest.mark.parametrize(("words", "command", "parameter"), OUTPUTS)
def test_no_command_writes_over_a_study(toy_study, words, command, parameter) -> None:
    case, folder = (words, command, parameter), toy_study.root.parent
    toy_study.experiments.mkdir()
    (folder / "soft.csv").symlink_to(toy_study.data / "labels.csv")
    os.link(toy_study.data / "labels.csv", folder / "hard.csv")
    there = [toy_study.data / name for name in ("labels.csv", "study.toml", "originals/melati-2023-02.txt")]
    for out in (*there, folder / "soft.csv", folder / "hard.csv"):
        refuse(toy_study, case, out, "expected a new file" if words in MODELS else "outside of a study's data")
    for name in ("topics.toml", "LABELS.CSV", "languages/id/x.txt", "../experiments/emphasis.py"):
        refuse(toy_study, case, toy_study.data / name, "outside of a study's data and experiments")


@pytest.mark.parametrize(("words", "command", "parameter"), OUTPUTS)
def test_every_command_refuses_a_place_that_cannot_be_written(toy_study, words, command, parameter) -> None:
    case, folder = (words, command, parameter), toy_study.root.parent
    (folder / "folder").mkdir()
    os.mkfifo(folder / "pipe")
    (folder / "file").write_text("", encoding="utf-8")
    model = words in MODELS
    for out, said in (
        (folder / "none" / "x.csv", "found no such folder"),
        (folder / "folder", "expected a new file" if model else "found a folder"),
        (folder / "pipe", "expected a new file" if model else "found something other than a file"),
        ("/dev/full", "expected a new file" if model else "found something other than a file"),
        (folder / f"{'a' * 300}.csv", f"found {os.strerror(errno.ENAMETOOLONG)}"),
        (folder / "file" / "x.csv", f"found {os.strerror(errno.ENOTDIR)}"),
        (folder / os.fsdecode(b"b\xe9la.csv"), "expected a name in UTF-8"),
        (".", "expected a new file" if model else "found a folder"),
    ):
        refuse(toy_study, case, out, said)


@pytest.mark.parametrize(("words", "command", "parameter"), OUTPUTS)
def test_every_command_keeps_a_file_unless_it_is_forced(toy_study, words, command, parameter) -> None:
    out = toy_study.root.parent / "mine.csv"
    out.write_text("mine", encoding="utf-8")
    case = (words, command, parameter)
    refuse(toy_study, case, out, "expected a new file, found one that is there", force=False)
    link = toy_study.root.parent / "dangling.csv"
    link.symlink_to("nowhere.csv")
    refuse(toy_study, case, link, "expected a new file, found one that is there", force=False)


@pytest.mark.parametrize(("words", "command", "parameter"), INPUTS)
def test_a_name_that_no_file_can_have_is_one_line(toy_study, monkeypatch, words, command, parameter) -> None:
    monkeypatch.chdir(toy_study.root)
    answer = call(words, command, parameter, "a" * 300)
    assert answer.exit_code == 2, answer.output
    assert isinstance(answer.exception, SystemExit), answer.exception
    assert len(answer.output.strip().splitlines()) == 1


def test_a_command_may_make_what_a_study_has_not_got(toy_study) -> None:
    models = toy_study.data / "models"
    models.mkdir()
    check_output(models / "a.npz", False, toy_study, makes="data/models")
    (models / "a.npz").write_bytes(b"")
    with pytest.raises(DataError, match=r"models/a\.npz, part of a study"):
        check_output(models / "a.npz", True, toy_study, makes="data/models")
    path = toy_study.data / "paragraphs.csv"
    with pytest.raises(DataError, match=r"data/paragraphs\.csv, part of a study"):
        check_output(path, True, toy_study, makes="data/paragraphs.csv")
    path.unlink()
    check_output(path, False, toy_study, makes="data/paragraphs.csv")


def test_another_study_than_the_open_one_is_kept_too(toy_study, tmp_path, monkeypatch) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    for name in (toy_study.data / "labels.csv", Path("..") / "study" / "data" / "labels.csv"):
        with pytest.raises(DataError, match=r"data/labels\.csv, part of a study"):
            check_output(name, True, None)
    (elsewhere / "way").symlink_to(toy_study.data)
    with pytest.raises(DataError, match=r"data/new\.csv, part of a study"):
        check_output(Path("way") / "new.csv", True, None)


def test_data_that_lie_elsewhere_are_kept_too(toy_study, tmp_path) -> None:
    tables = tmp_path / "tables"
    toy_study.data.rename(tables)
    toy_study.data.symlink_to(tables)
    for study, out in ((None, toy_study.data / "labels.csv"), (toy_study, tables / "labels.csv")):
        with pytest.raises(DataError, match=r"data/labels\.csv, part of a study"):
            check_output(out, True, study)


def test_a_link_among_the_data_is_kept_wherever_it_leads(toy_study, tmp_path) -> None:
    (toy_study.data / "notes.csv").symlink_to(tmp_path / "notes.csv")
    with pytest.raises(DataError, match=r"data/notes\.csv, part of a study"):
        check_output(toy_study.data / "notes.csv", True, None)


def test_a_file_that_may_not_be_written_to_is_kept(tmp_path, monkeypatch) -> None:
    out = tmp_path / "out.csv"
    check_output(out, False, None)
    out.write_text("mine", encoding="utf-8")
    check_output(out, True, None)
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != out)
    with pytest.raises(DataError, match="found no right to write"):
        check_output(out, True, None)


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
        (["words", "kwic", "jalan", "--lines", "-3"], "Invalid value for '--lines': "),
        (["words", "kwic"], "Missing argument 'WORD'. See: "),
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


def test_on_a_terminal_the_bar_counts_the_figure_at_work(monkeypatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with ProgressBar("figures", 15) as bar:
        for stem in ("emphasis", "topics"):
            bar.figure(stem, "start", 0.0)
            bar.figure(stem, "made", 1.0)
        bar.figure("stability", "start", 0.0)
        assert bar.bar.desc == "3 of 15: stability: "


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
