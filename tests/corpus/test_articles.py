"""Article files of every format are read into lines, and what cannot be read is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from discourse.corpus import article_files, articles, read_article
from discourse.errors import ArticleError


def test_a_text_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "desa-2025.txt"
    path.write_bytes("\ufeffJudul\n\nIsi berita.\n".encode())
    article = read_article(path)
    assert article.article_id == "desa-2025"
    assert [(line.number, line.text) for line in article.lines] == [(1, "Judul"), (3, "Isi berita.")]


def test_a_name_that_no_table_can_hold_is_refused(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"b\xe9la.txt")).write_text("Isi berita.", encoding="utf-8")
    with pytest.raises(ArticleError, match=r"expected a name in UTF-8, found 'b\\udce9la.txt'"):
        article_files([tmp_path])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", "found an empty file"),
        ("a.txt", b" \n\t\n", "found an empty file"),
        ("a.txt", "\u00a0\n".encode(), "found a file without any text"),
        ("a.txt", b"PK\x03\x04\x00", "found a binary file"),
        ("a.txt", b"kaf\xe9", "byte 3: expected text in UTF-8"),
        ("a.odt", b"isi", "found '.odt'"),
        ("a", b"isi", "found no ending"),
    ],
)
def test_what_is_no_article_is_refused(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ArticleError) as raised:
        read_article(path)
    assert said in str(raised.value)
    assert str(path) in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("suffix", [".txt", ".html", ".pdf"])
def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path, monkeypatch, suffix: str) -> None:
    monkeypatch.setitem(articles._MOST_MEGABYTES, suffix, 1)
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"a " * 500_001)
    with pytest.raises(ArticleError, match="expected an article of at most 1 MB, found a larger file"):
        read_article(path)


def test_a_file_that_cannot_be_opened_is_one_line(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("isi", encoding="utf-8")

    def refuse(*unused, **named):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ArticleError, match="Permission denied"):
        read_article(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path, tmp_path / f"{'a' * 300}.txt", tmp_path / "a\0.txt"):
        with pytest.raises(ArticleError):
            read_article(path)
    with pytest.raises(ArticleError):
        read_article(article_files([tmp_path / f"{'a' * 300}.txt"])[0])


def test_folders_are_searched_and_sorted(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    for name in ("b.txt", "inner/a.txt", "c.csv"):
        (tmp_path / name).write_text("isi", encoding="utf-8")
    found = article_files([tmp_path / "inner" / "a.txt", tmp_path])
    assert [file.name for file in found] == ["a.txt", "b.txt"]


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    for name in ("a.txt", "a.html"):
        (tmp_path / name).write_text("isi", encoding="utf-8")
    with pytest.raises(ArticleError, match="each article once"):
        article_files([tmp_path])


def test_a_folder_without_articles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="article files"):
        article_files([tmp_path])


def test_what_a_browser_saves_beside_a_page_is_no_article(tmp_path: Path) -> None:
    for name in ("jembatan.html", "jembatan_files/iframe.html", "jembatan_files/in/b.htm", "notes_files/c.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("isi", encoding="utf-8")
    assert [file.name for file in article_files([tmp_path])] == ["jembatan.html", "c.txt"]


def test_what_is_wrong_with_a_file_is_handed_over_and_the_rest_listed(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "again/a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("isi", encoding="utf-8")
    (tmp_path / "again" / os.fsdecode(b"b\xe9la.txt")).write_text("isi", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    failed: list[ArticleError] = []
    files = article_files([tmp_path / "empty", tmp_path], failed.append)
    assert [file.relative_to(tmp_path).as_posix() for file in files] == ["a.txt", "b.txt"]
    assert [error.expected.split(" (")[0] for error in failed] == [
        "article files",
        "each article once",
        "a name in UTF-8",
    ]
