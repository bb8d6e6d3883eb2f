from __future__ import annotations

from pathlib import Path

import pytest

from discourse.columns import PARAGRAPH_COLUMNS
from discourse.corpus import article_paragraphs, import_articles, paragraph_table
from discourse.corpus.text import digest
from discourse.errors import ArticleError

PROSE = (
    "Kedua gubernur membuka pasar di tepi sungai pada hari Senin pagi, dan warga datang dengan perahu dari kedua tepi."
)


def test_paragraphs_become_rows_of_a_study(tmp_path: Path) -> None:
    path = tmp_path / "pasar.txt"
    late = "Pasar itu ditutup pada malam hari ketika lampu minyak sudah dinyalakan di kedua tepi."
    path.write_text(f"Pasar dibuka\n{PROSE}\n" + "\n" * 1900 + late, encoding="utf-8")
    table = paragraph_table(import_articles([tmp_path], "id"))
    assert tuple(table.columns) == PARAGRAPH_COLUMNS
    assert table["paragraph_id"].tolist() == ["pasar:01", "pasar:02"]
    assert table["opening"].tolist() == ["yes", "no"]
    assert table["words"].tolist() == [19, 14]
    assert table["source_line"].tolist() == [2, 1903]
    assert table["source_sha256"].tolist() == [digest(PROSE), digest(late)]


def test_an_article_without_paragraphs_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kosong.txt"
    path.write_text("Pasar dibuka\nFoto: Ani\nKomentar (0)\n", encoding="utf-8")
    said = "expected at least one paragraph of running text, found only 1 caption, 1 comments, 1 heading"
    with pytest.raises(ArticleError, match=said) as raised:
        article_paragraphs(path, "id")
    assert str(path) in str(raised.value)


def test_the_first_bad_file_stops_all(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PROSE, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"kaf\xe9")
    with pytest.raises(ArticleError, match=r"b\.txt, byte 3"):
        import_articles([tmp_path], "id")


def test_a_bad_file_is_handed_over_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"kaf\xe9")
    (tmp_path / "b.txt").write_text(PROSE, encoding="utf-8")
    failed: list[ArticleError] = []
    assert [one.article.article_id for one in import_articles([tmp_path], "id", failed.append)] == ["b"]
    assert [error.where for error in failed] == [f"{tmp_path / 'a.txt'}, byte 3"]


def test_what_was_left_out_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "pasar.txt"
    path.write_text(f"Pasar dibuka\n{PROSE}\nFoto: Ani\nFoto: Budi\n", encoding="utf-8")
    imported = article_paragraphs(path, "id")
    assert [line.text for line in imported.body] == [PROSE]
    assert imported.left_out == {"heading": 1, "caption": 2}
