"""``discourse import`` fills the study, shows what it would do, and says what is wrong with each file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from discourse.cli import app
from discourse.io.files import checksum
from discourse.study import Study

PROSE = (
    "Kedua gubernur membuka pasar di tepi sungai pada hari Senin pagi, dan warga datang dengan perahu dari kedua tepi."
)
OTHER = "Kepala desa berkata bahwa anak-anak kini dapat berjalan ke sekolah dalam sepuluh menit saja setiap pagi hari."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "pasar.txt").write_text(
        f"Pasar dibuka\nSenin, 6 Mei 2024\n{PROSE}\nFoto: Ani\nKomentar (0)\n", encoding="utf-8"
    )
    (folder / "sungai-2024-05-07.txt").write_text(f"{OTHER}\n\n{PROSE} Airnya jernih.\n", encoding="utf-8")
    return folder


@pytest.fixture
def run_import(toy_study):
    """Call ``discourse import`` on a study."""

    def call(*arguments: object):
        return CliRunner().invoke(app, ["import", *map(str, arguments), "--study", str(toy_study.root)])

    return call


def rows(output: str) -> list[list[str]]:
    """Rows of the table of articles."""
    lines = output.splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("article "))
    return [line.split() for line in lines[start : start + 3]]


def test_a_study_is_filled(toy_study, run_import, folder: Path) -> None:
    number = len(toy_study.articles), len(toy_study.paragraphs)
    answer = run_import(folder, "--outlet", "Warta")
    assert answer.exit_code == 0, answer.output
    assert rows(answer.output) == [
        ["article", "outlet", "date", "from", "paragraphs", "heading", "caption", "byline", "comments"],
        ["pasar", "Warta", "2024-05-06", "text", "1", "1", "1", "1", "1"],
        ["sungai-2024-05-07", "Warta", "2024-05-07", "file", "2", "0", "0", "0", "0"],
    ]
    assert answer.stdout.endswith(
        "Added to data/articles.csv and data/paragraphs.csv: articles: 2, paragraphs: 3.\n"
        f"Next: discourse relabel --coder YOURNAME --study {toy_study.root}\n"
    )
    study = Study(toy_study.root)
    assert (len(study.articles), len(study.paragraphs)) == (number[0] + 2, number[1] + 3)
    (row,) = study.articles[study.articles["article_id"] == "pasar"].to_dict("records")
    assert (row["outlet"], row["published"], row["date_basis"], row["title"]) == (
        "Warta",
        "2024-05-06",
        "text",
        "Pasar dibuka",
    )
    again = run_import(folder)
    assert again.exit_code == 0
    assert "Left out, there already: pasar, sungai-2024-05-07." in again.stdout
    assert again.stdout.endswith("Nothing new.\n")


def test_a_dry_run_writes_nothing(toy_study, run_import, folder: Path) -> None:
    before = checksum(toy_study.data)
    answer = run_import(folder, "--dry-run")
    assert answer.exit_code == 0
    assert rows(answer.output)[1][0] == "pasar"
    assert "No outlet: 2 articles (pasar, sungai-2024-05-07). Name it with --outlet NAME" in answer.stdout
    assert answer.stdout.endswith("articles: 2, paragraphs: 3.\nNext: the same without --dry-run\n")
    assert checksum(toy_study.data) == before


def test_a_table_is_imported_with_its_columns_named(toy_study, run_import, tmp_path: Path) -> None:
    path = tmp_path / "berita.csv"
    path.write_text(f"nomor;tajuk;kapan;isi\nx;Pasar;6/5/2024;{PROSE}\n", encoding="utf-8")
    wrong = run_import(path, "--map", "text")
    assert "expected pairs such as text=body,date=day, found 'text'" in wrong.stderr
    answer = run_import(path, "--map", "id=nomor, title=tajuk,date=kapan,text=isi", "--date-order", "mdy")
    assert answer.exit_code == 0, answer.output
    (row,) = Study(toy_study.root).articles.query("article_id == 'x'").to_dict("records")
    assert (row["published"], row["title"]) == ("2024-06-05", "Pasar")


def test_a_table_that_cannot_be_read_is_named_and_the_rest_goes_on(toy_study, run_import, folder: Path) -> None:
    path = folder / "rusak.csv"
    path.write_text("id;text\n1;a;b\n", encoding="utf-8")
    answer = run_import(path, folder)
    assert answer.exit_code == 2
    first, last = answer.stderr.strip().splitlines()
    assert "rusak.csv, row 2: expected 2 cells, found 3" in first
    assert "found 1 of 3 that cannot, named above" in last
    assert "articles: 2, paragraphs: 3." in answer.stdout


def test_an_id_that_is_taken_is_named_and_the_rest_goes_on(toy_study, run_import, folder: Path) -> None:
    taken = toy_study.articles["article_id"][0]
    (folder / f"{taken}.txt").write_text(f"{OTHER} {PROSE}\n", encoding="utf-8")
    answer = run_import(folder)
    assert answer.exit_code == 2
    first, last = answer.stderr.strip().splitlines()
    assert f"{taken}.txt: expected the id of a new article, found '{taken}', which has another text" in first
    assert "found 1 of 3 that cannot" in last
    assert "articles: 2, paragraphs: 3." in answer.stdout


def test_of_many_articles_the_first_are_shown(run_import, tmp_path: Path) -> None:
    path = tmp_path / "berita.csv"
    lines = [f'a{number},1,"{number} {PROSE}"' for number in range(50)]
    path.write_text("\n".join(["article,position,text", *lines]) + "\n", encoding="utf-8")
    everything = run_import(path, "--dry-run")
    assert everything.stdout.count("\na") >= 50
    answer = run_import(path)
    assert "and 10 more; --dry-run lists all." in answer.stdout


def test_every_line_left_out_is_explained(run_import, folder: Path) -> None:
    answer = run_import(folder, "--explain", "--dry-run")
    assert "line    1  heading         does not end as a sentence does: Pasar dibuka" in answer.output
    assert "line    4  caption         ends with a photo credit: Foto: Ani" in answer.output
    assert "line    5  comments        'komentar' comes after the end of an article: Komentar (0)" in answer.output
    assert PROSE not in answer.output


def test_a_file_without_a_paragraph_is_explained_too(run_import, tmp_path: Path) -> None:
    path = tmp_path / "asing.txt"
    english = "The two governors opened the market by the river on Monday, and people came by boat from both sides."
    path.write_text(f"{english}\n{english} It rained.\n", encoding="utf-8")
    answer = run_import(path, "--explain")
    assert answer.exit_code == 2
    assert "line    1  other-language  seems to be in another language (en): The two governors" in answer.stdout
    (line,) = answer.stderr.strip().splitlines()
    assert "expected an article in the language 'id', found only 2 lines in 'en'." in line
    assert line.endswith("import it with --language en, into a study of its own.")
    assert "--explain says why" in run_import(_only_a_caption(tmp_path)).stderr


def _only_a_caption(folder: Path) -> Path:
    path = folder / "foto.txt"
    path.write_text("Foto: Ani\n", encoding="utf-8")
    return path


def test_paragraphs_that_may_be_malay_are_pointed_out(run_import, folder: Path) -> None:
    malay = "Menteri Besar berkata lawatan itu bertujuan mengukuhkan kerjasama kedua-dua pihak dalam mencegah jenayah."
    (folder / "pasar.txt").write_text(f"{PROSE}\n{malay}\n", encoding="utf-8")
    answer = run_import(folder, "--explain", "--dry-run")
    assert "1 paragraph may be in another language; --explain lists them." in answer.output
    assert "perhaps in another language (ms)" in answer.output


def test_paragraphs_are_written_to_a_file(toy_study, run_import, folder: Path, tmp_path: Path) -> None:
    out, before = tmp_path / "out.csv", checksum(toy_study.data)
    dry = run_import(folder, "--out", out, "--dry-run")
    assert "Would write 3 paragraphs" in dry.output
    assert not out.exists()
    answer = run_import(folder, "--out", out)
    assert answer.exit_code == 0, answer.output
    table = pd.read_csv(out)
    assert table["paragraph_id"].tolist() == ["pasar:01", "sungai-2024-05-07:01", "sungai-2024-05-07:02"]
    assert b"\r" not in out.read_bytes()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["articles", "out.csv", "study"]
    assert checksum(toy_study.data) == before


def test_a_file_that_is_there_is_not_overwritten(run_import, folder: Path, tmp_path: Path) -> None:
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
def test_a_bad_file_is_named_and_the_rest_goes_on(
    run_import, folder: Path, tmp_path: Path, content: bytes, said: str
) -> None:
    (folder / "buruk.txt").write_bytes(content)
    out = tmp_path / "out.csv"
    answer = run_import(folder, "--out", out)
    assert answer.exit_code == 2
    first, last = answer.stderr.strip().splitlines()
    assert said in first
    assert "found 1 of 3 that cannot, named above" in last
    assert len(pd.read_csv(out)) == 3


def test_two_files_of_one_name_and_an_empty_folder_are_named_and_the_rest_goes_on(
    run_import, folder: Path, tmp_path: Path
) -> None:
    (folder / "lama").mkdir()
    (folder / "lama" / "pasar.txt").write_text(OTHER, encoding="utf-8")
    (tmp_path / "kosong").mkdir()
    answer = run_import(tmp_path / "kosong", folder)
    assert answer.exit_code == 2
    assert "expected article files (.txt, .html, .htm, .mhtml, .mht, .docx, .pdf), found none" in answer.stderr
    assert "expected each article once" in answer.stderr
    assert "articles: 2, paragraphs: " in answer.stdout


def test_where_no_file_can_be_read_nothing_is_written(run_import, tmp_path: Path) -> None:
    (tmp_path / "buruk.txt").write_bytes(b"kaf\xe9")
    answer = run_import(tmp_path / "buruk.txt", "--out", tmp_path / "out.csv")
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert not (tmp_path / "out.csv").exists()


def test_a_place_that_cannot_be_written_is_one_line(run_import, folder: Path, tmp_path: Path) -> None:
    for out in (tmp_path / "none" / "out.csv", tmp_path / f"{'a' * 300}.csv"):
        answer = run_import(folder, "--out", out)
        assert answer.exit_code == 2
        assert "expected a place to write to" in answer.output


def test_without_a_study_there_is_something_to_see_and_nothing_to_fill(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)

    def run(*arguments: str):
        return CliRunner().invoke(app, ["import", ".", *arguments])

    assert "expected a study to fill, found none here or above" in run("--language", "id").stderr
    assert "expected a language, found neither --language nor a study. Add --language" in run("--dry-run").stderr
    answer = run("--dry-run", "--language", "id")
    assert answer.exit_code == 0, answer.output
    assert "articles: 2, paragraphs: 3." in answer.stdout
    assert sorted(path.name for path in folder.iterdir()) == ["pasar.txt", "sungai-2024-05-07.txt"]
