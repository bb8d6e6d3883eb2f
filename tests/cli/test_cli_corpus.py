"""``discourse attach`` and ``discourse import``: copies matched by digest, and paragraphs from article files."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from discourse.cli import app

PROSE = (
    "Kedua gubernur membuka pasar di tepi sungai pada hari Senin pagi, dan warga datang dengan perahu dari kedua tepi."
)


def run_attach(study, *arguments: object):
    """Call ``discourse attach`` on a study."""
    return CliRunner().invoke(app, ["attach", *(str(argument) for argument in arguments), "--study", str(study.root)])


def run_import(*arguments: object):
    """Call ``discourse import``."""
    return CliRunner().invoke(app, ["import", *(str(argument) for argument in arguments)])


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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "pasar.txt").write_text(f"Pasar dibuka\n{PROSE}\nFoto: Ani\nKomentar (0)\n", encoding="utf-8")
    (folder / "sungai.txt").write_text(f"{PROSE}\n\n{PROSE} Airnya jernih.\n", encoding="utf-8")
    return folder


def test_a_table_of_articles(folder: Path) -> None:
    answer = run_import(folder)
    assert answer.exit_code == 0, answer.output
    rows = [line.split() for line in answer.output.splitlines()]
    assert rows == [
        ["article", "paragraphs", "heading", "caption", "comments"],
        ["pasar", "1", "1", "1", "1"],
        ["sungai", "2", "0", "0", "0"],
    ]


def test_every_line_left_out_is_explained(folder: Path) -> None:
    answer = run_import(folder, "--explain")
    assert "line    1  heading         does not end as a sentence does: Pasar dibuka" in answer.output
    assert "line    3  caption         ends with a photo credit: Foto: Ani" in answer.output
    assert "line    4  comments        'komentar' comes after the end of an article: Komentar (0)" in answer.output
    assert PROSE not in answer.output


def test_paragraphs_that_may_be_malay_are_pointed_out(folder: Path) -> None:
    malay = "Menteri Besar berkata lawatan itu bertujuan mengukuhkan kerjasama kedua-dua pihak dalam mencegah jenayah."
    (folder / "pasar.txt").write_text(f"{PROSE}\n{malay}\n", encoding="utf-8")
    answer = run_import(folder, "--explain")
    assert "1 paragraphs may be in another language; --explain lists them." in answer.output
    assert "perhaps in another language (ms)" in answer.output


def test_paragraphs_are_written(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    answer = run_import(folder, "--out", out)
    assert answer.exit_code == 0, answer.output
    table = pd.read_csv(out)
    assert table["paragraph_id"].tolist() == ["pasar:01", "sungai:01", "sungai:02"]
    assert b"\r" not in out.read_bytes()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["articles", "out.csv"]


def test_a_dry_run_writes_nothing(folder: Path, tmp_path: Path) -> None:
    answer = run_import(folder, "--out", tmp_path / "out.csv", "--dry-run")
    assert "Would write 3 paragraphs" in answer.output
    assert not (tmp_path / "out.csv").exists()


def test_a_file_that_is_there_is_not_overwritten(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("mine", encoding="utf-8")
    answer = run_import(folder, "--out", out)
    assert answer.exit_code == 2
    assert "add --force" in answer.output
    assert out.read_text(encoding="utf-8") == "mine"
    assert run_import(folder, "--out", out, "--force").exit_code == 0
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
def test_a_bad_file_is_named_and_the_rest_goes_on(folder: Path, tmp_path: Path, content: bytes, said: str) -> None:
    (folder / "buruk.txt").write_bytes(content)
    out = tmp_path / "out.csv"
    answer = run_import(folder, "--out", out)
    assert answer.exit_code == 2
    first, last = answer.stderr.strip().splitlines()
    assert said in first
    assert "found 1 of 3 that cannot, named above" in last
    assert pd.read_csv(out)["paragraph_id"].tolist() == ["pasar:01", "sungai:01", "sungai:02"]


def test_where_no_file_can_be_read_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "buruk.txt").write_bytes(b"kaf\xe9")
    answer = run_import(tmp_path / "buruk.txt", "--out", tmp_path / "out.csv")
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert not (tmp_path / "out.csv").exists()


def test_a_place_that_cannot_be_written_is_one_line(folder: Path, tmp_path: Path) -> None:
    for out in (tmp_path / "none" / "out.csv", tmp_path / f"{'a' * 300}.csv"):
        answer = run_import(folder, "--out", out)
        assert answer.exit_code == 2
        assert "expected a place to write to" in answer.output


def test_without_a_study_the_language_must_be_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    answer = run_import(folder)
    assert answer.exit_code == 2
    assert "expected a language, found neither --language nor a study. Add --language CODE" in answer.output
    assert run_import(folder, "--language", "id").exit_code == 0
