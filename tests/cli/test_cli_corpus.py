"""``discourse attach``: copies are matched by digest."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from discourse.cli import app


def run_attach(study, *arguments: object):
    """Call ``discourse attach`` on a study."""
    return CliRunner().invoke(app, ["attach", *(str(argument) for argument in arguments), "--study", str(study.root)])


@pytest.fixture
def copies(toy_study, tmp_path: Path) -> Path:
    """The originals of the toy study, moved to a user's own folder."""
    return Path(shutil.move(toy_study.originals, tmp_path / "mine"))


def test_files_are_matched_and_copied(toy_study, copies: Path) -> None:
    answer = run_attach(toy_study, copies)
    assert answer.exit_code == 0, answer.output
    assert sorted(file.name for file in toy_study.originals.iterdir()) == sorted(file.name for file in copies.iterdir())
    again = run_attach(toy_study, copies)
    assert again.exit_code == 0
    assert "Copied" not in again.output
    assert "Copied" not in run_attach(toy_study).output


def test_a_dry_run_copies_nothing(toy_study, copies: Path) -> None:
    answer = run_attach(toy_study, copies, "--dry-run")
    assert "Would copy 2 files" in answer.output
    assert not toy_study.originals.exists()


def test_what_is_missing_is_said(toy_study, copies: Path) -> None:
    first, second = sorted(copies.iterdir())
    answer = run_attach(toy_study, first)
    assert answer.exit_code == 0
    assert f"{second.stem}: " in answer.output
    assert "in none of the files" in answer.output


def test_a_file_of_another_text_is_not_overwritten(toy_study, copies: Path) -> None:
    toy_study.originals.mkdir()
    name = sorted(copies.iterdir())[1].name
    (toy_study.originals / name).write_text("mine", encoding="utf-8")
    answer = run_attach(toy_study, copies)
    assert answer.exit_code == 2
    assert "another file of that name" in answer.output
    assert [file.name for file in toy_study.originals.iterdir()] == [name]


def test_digests_that_do_not_match_are_refused(toy_study, copies: Path) -> None:
    path = sorted(copies.iterdir())[0]
    path.write_text(path.read_text(encoding="utf-8").replace(".", ";"), encoding="utf-8")
    answer = run_attach(toy_study, copies)
    assert answer.exit_code == 2
    assert "no line with such a digest" in answer.output
    assert not toy_study.originals.exists()


def test_files_of_nothing_are_refused(toy_study, tmp_path: Path) -> None:
    path = tmp_path / "lain.txt"
    path.write_text("Cerita lain sama sekali.", encoding="utf-8")
    assert run_attach(toy_study, path).exit_code == 2


def test_terms_are_written_from_what_is_attached(toy_study) -> None:
    path = toy_study.data / "terms.csv.gz"
    before = path.read_bytes()
    path.write_bytes(gzip.compress(b"paragraph_id,term,count\n"))
    answer = run_attach(toy_study, "--write-terms")
    assert answer.exit_code == 0, answer.output
    assert gzip.decompress(path.read_bytes()) == gzip.decompress(before)


def test_terms_of_articles_that_are_not_attached_are_not_lost(toy_study) -> None:
    path = toy_study.data / "terms.csv.gz"
    before = path.read_bytes()
    sorted(toy_study.originals.iterdir())[0].unlink()
    answer = run_attach(toy_study, "--write-terms")
    assert answer.exit_code == 2
    assert "expected every counted paragraph attached" in answer.output
    assert path.read_bytes() == before
