"""``discourse new``, ``demo``, ``status``: what they say, what comes next, and what a slip gets."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from discourse.cli import app
from discourse.study import Study

NEW = ("--language", "en", "--periods", "2019,2024", "--codes", "climate,migration,trade")
SCRIPT = '''"""Is not made here."""

from discourse.pipeline import Experiment

experiment = Experiment(__file__, "rows", lambda study: None, None, lambda numbers, study: None)
'''


def run(*arguments: object):
    return CliRunner().invoke(app, [str(each) for each in arguments])


def one_line(*arguments: object) -> str:
    """Run what cannot be: exit code 2, and one line."""
    done = run(*arguments)
    assert done.exit_code == 2, done.output
    assert isinstance(done.exception, SystemExit), done.exception
    (line,) = done.output.strip().splitlines()
    return line


def test_a_new_study_is_made_and_says_what_next(tmp_path: Path) -> None:
    folder = tmp_path / "my study"
    done = run("new", folder, *NEW)
    assert done.exit_code == 0, done.output
    assert done.output.splitlines() == [
        f"Made a study in {folder}: 2019, 2024; climate, migration, trade",
        f"Say in {folder / 'data' / 'codebook.toml'} what each pillar means.",
        f"Next: discourse import PATH --study {shlex.quote(str(folder))}",
    ]
    assert Study(folder).settings.title == "my study"
    assert "expected an empty folder, found 'README.md' in it" in one_line("new", folder, *NEW)


def test_what_is_out_of_the_ordinary_is_said(tmp_path: Path) -> None:
    said = run("new", tmp_path / "s", "--language", "xx", "--periods", "2019,2021,2024", "--codes", "a,b").output
    assert "Compared are 2019 and 2024; compare in data/study.toml says so." in said
    assert "No list of stop words for the language 'xx'" in said


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--language", "english", "a language code such as id or en, found 'english'"),
        ("--periods", "2019", "two periods or more"),
        ("--periods", "lately,now", "found 'lately'"),
        ("--codes", "climate", "two codes or more"),
    ],
)
def test_a_slip_is_one_line_and_nothing_is_made(tmp_path: Path, option: str, value: str, said: str) -> None:
    given = [value if NEW[place - 1] == option else each for place, each in enumerate(NEW)]
    assert said in one_line("new", tmp_path / "s", *given)
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize("command", [("new", *NEW), ("demo",)], ids=["new", "demo"])
def test_no_study_is_made_inside_another_or_where_none_can_be(towns: Study, tmp_path: Path, command: tuple) -> None:
    for place in (towns.data / "new", towns.data / "languages" / "en", towns.data / "labels.csv"):
        assert "outside of a study's data and experiments" in one_line(*command, place)
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    assert "found something other than a folder" in one_line(*command, tmp_path / "file")
    assert "expected" in one_line(*command, tmp_path / "file" / "study")
    assert "expected" in one_line(*command, tmp_path / ("a" * 300))
    assert "expected a name in UTF-8" in one_line(*command, tmp_path / os.fsdecode(b"b\xe9la"))


def test_the_demonstration_is_copied_drawn_and_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn, opened = [], []
    monkeypatch.setattr("discourse.cli.pipeline.make_all", drawn.append)
    monkeypatch.setattr("typer.launch", opened.append)
    folder = tmp_path / "look"
    done = run("demo", folder, "--open")
    assert done.exit_code == 0, done.output
    report = folder / "figures" / "report.html"
    assert done.output.splitlines() == [f"The report: {report}", f"Next: discourse status --study {folder}"]
    assert drawn == [Study(folder)]
    assert opened == [str(report)]
    assert len(Study(folder).paragraphs) > 100
    assert "expected an empty folder" in one_line("demo", folder)


def test_the_status_of_a_study_fits_a_screen_and_ends_with_what_next(
    towns: Study, own_figures_only: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    towns.experiments.mkdir()
    (towns.experiments / "rows.py").write_text(SCRIPT, encoding="utf-8")
    monkeypatch.chdir(towns.data)
    done = run("status")
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert len(lines) < 24
    assert "Articles    6 of 3 outlets" in lines
    assert "Paragraphs  28" in lines
    assert "Figures     1 of 1 out of date" in lines
    assert "  rows: not made yet" in lines
    assert lines[-1] == "Next: discourse figures"


def test_the_status_of_three_periods_names_the_two_compared_and_what_parts_shares(
    toy_three: Study, own_figures_only: None
) -> None:
    said = run("status", "--study", toy_three.root).output
    assert f"compared are {' and '.join(toy_three.settings.compared)}" in said
    assert "Shares by   month, outlet, genre and others: discourse emphasis --by month,outlet" in said


def test_every_command_of_an_empty_study_names_the_one_that_fills_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("new", tmp_path / "s", *NEW)
    monkeypatch.chdir(tmp_path / "s")
    said = run("status")
    assert said.exit_code == 0
    assert said.output.splitlines()[-1] == "Next: discourse import PATH"
    for command in ("figures", "figures --dry-run", "figures --draft", "relabel", "agreement", "emphasis", "attach"):
        assert "expected articles, found none yet. Bring some in: discourse import PATH" in one_line(*command.split())
    for command in ("words keyness", "words kwic word", "export x.csv --for survey", "labels diff 0 now", "intrusion"):
        assert "expected articles, found none yet. Bring some in: discourse import PATH" in one_line(*command.split())
    for command in ("train", "retrain"):
        assert run(*command.split()).output.splitlines()[-1].endswith("Bring some in: discourse import PATH")
    assert one_line("check").endswith("expected figures, found none yet. Make them: discourse figures")
    assert one_line("table", "emphasis").endswith("Run: discourse figures emphasis")


def test_a_study_without_codings_is_not_drawn(towns: Study) -> None:
    header = towns.labels_path.read_text(encoding="utf-8").splitlines(keepends=True)[0]
    towns.labels_path.write_text(header, encoding="utf-8")
    for command in ("figures", "figures --dry-run"):
        said = one_line(*command.split(), "--study", towns.root)
        assert "expected codings, found none yet. Code some (discourse relabel --coder YOURNAME)" in said
