from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from discourse.cli.common import OneLineErrors
from discourse.cli.corpus import import_

PROSE = (
    "Kedua gubernur membuka pasar di tepi sungai pada hari Senin pagi, dan warga datang dengan perahu dari kedua tepi."
)
app = typer.Typer(cls=OneLineErrors)
app.command("import")(import_)


@app.callback()
def root() -> None:
    """Keep the command's name."""


def run(*arguments: object):
    """Call ``discourse import``."""
    return CliRunner().invoke(app, ["import", *(str(argument) for argument in arguments)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "pasar.txt").write_text(f"Pasar dibuka\n{PROSE}\nFoto: Ani\nKomentar (0)\n", encoding="utf-8")
    (folder / "sungai.txt").write_text(f"{PROSE}\n\n{PROSE} Airnya jernih.\n", encoding="utf-8")
    return folder


def test_a_table_of_articles(folder: Path) -> None:
    answer = run(folder)
    assert answer.exit_code == 0, answer.output
    rows = [line.split() for line in answer.output.splitlines()]
    assert rows == [
        ["article", "paragraphs", "heading", "caption", "comments"],
        ["pasar", "1", "1", "1", "1"],
        ["sungai", "2", "0", "0", "0"],
    ]


def test_every_line_left_out_is_explained(folder: Path) -> None:
    answer = run(folder, "--explain")
    assert "line    1  heading         does not end as a sentence does: Pasar dibuka" in answer.output
    assert "line    3  caption         ends with a photo credit: Foto: Ani" in answer.output
    assert "line    4  comments        'komentar' comes after the end of an article: Komentar (0)" in answer.output
    assert PROSE not in answer.output


def test_paragraphs_that_may_be_malay_are_pointed_out(folder: Path) -> None:
    malay = "Menteri Besar berkata lawatan itu bertujuan mengukuhkan kerjasama kedua-dua pihak dalam mencegah jenayah."
    (folder / "pasar.txt").write_text(f"{PROSE}\n{malay}\n", encoding="utf-8")
    answer = run(folder, "--explain")
    assert "1 paragraphs may be in another language; --explain lists them." in answer.output
    assert "perhaps in another language (ms)" in answer.output


def test_paragraphs_are_written(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    answer = run(folder, "--out", out)
    assert answer.exit_code == 0, answer.output
    table = pd.read_csv(out)
    assert table["paragraph_id"].tolist() == ["pasar:01", "sungai:01", "sungai:02"]
    assert b"\r" not in out.read_bytes()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["articles", "out.csv"]


def test_a_dry_run_writes_nothing(folder: Path, tmp_path: Path) -> None:
    answer = run(folder, "--out", tmp_path / "out.csv", "--dry-run")
    assert "Would write 3 paragraphs" in answer.output
    assert not (tmp_path / "out.csv").exists()


def test_a_file_that_is_there_is_not_overwritten(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("mine", encoding="utf-8")
    answer = run(folder, "--out", out)
    assert answer.exit_code == 2
    assert "add --force" in answer.output
    assert out.read_text(encoding="utf-8") == "mine"
    assert run(folder, "--out", out, "--force").exit_code == 0
    assert out.read_text(encoding="utf-8") != "mine"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "found an empty file"),
        (b"PK\x03\x04\x00", "found a binary file"),
        (b"kaf\xe9", "buruk.txt, byte 3: expected text in UTF-8"),
        (b"Foto: Ani\n", "at least one paragraph of running text"),
    ],
)
def test_one_bad_file_and_nothing_is_written(folder: Path, tmp_path: Path, content: bytes, said: str) -> None:
    (folder / "buruk.txt").write_bytes(content)
    answer = run(folder, "--out", tmp_path / "out.csv")
    assert answer.exit_code == 2
    assert said in answer.output
    assert len(answer.output.strip().splitlines()) == 1
    assert not (tmp_path / "out.csv").exists()


def test_a_place_that_cannot_be_written_is_one_line(folder: Path, tmp_path: Path) -> None:
    answer = run(folder, "--out", tmp_path / "none" / "out.csv")
    assert answer.exit_code == 2
    assert "expected a place to write to" in answer.output


def test_without_a_study_the_language_must_be_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    answer = run(folder)
    assert answer.exit_code == 2
    assert "expected a language, found neither --language nor a study. Add --language CODE" in answer.output
    assert run(folder, "--language", "id").exit_code == 0
