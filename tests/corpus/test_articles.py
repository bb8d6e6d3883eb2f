"""Article files of every format are read into lines, and what cannot be read is named."""

from __future__ import annotations

import builtins
import importlib.util
import os
from pathlib import Path

import pytest

from discourse.corpus import article_files, read_article
from discourse.errors import ArticleError, MissingExtraError


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


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(ArticleError):
            read_article(path)


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


FIRST = (
    "Jembatan baru di tepi sungai dibuka pada hari Senin oleh gubernur dua provinsi, dan warga merayakannya dengan "
    "tarian serta pasar malam yang berlangsung sampai pagi."
)
SECOND = (
    "Menurut kepala desa, anak-anak kini dapat berjalan ke sekolah dalam sepuluh menit, padahal dahulu mereka harus "
    "menunggu rakit yang kadang tidak datang ketika air tinggi."
)


def needs(library: str) -> None:
    """Skip where an optional library is missing."""
    if importlib.util.find_spec(library) is None:
        pytest.skip(f"{library} is not installed")


def test_a_web_page(tmp_path: Path) -> None:
    needs("trafilatura")
    path = tmp_path / "jembatan.html"
    path.write_text(
        f"""<html><head><title>Jembatan baru</title><meta charset="utf-8"></head>
        <body><nav><a href="/">Beranda</a></nav>
        <article><h1>Jembatan baru</h1><p>{FIRST}</p><h2>Sekolah lebih dekat</h2>
        <figure><img src="a.jpg"><figcaption>Jembatan pada pagi hari. Foto: Ani</figcaption></figure>
        <p>{SECOND}</p></article><footer>Hak cipta</footer></body></html>""",
        encoding="utf-8",
    )
    lines = read_article(path).lines
    texts = [line.text for line in lines]
    assert FIRST in texts
    assert SECOND in texts
    assert {line.hint for line in lines if line.text == "Sekolah lebih dekat"} == {"heading"}
    assert "Beranda" not in texts


def test_a_page_without_text_is_refused(tmp_path: Path) -> None:
    needs("trafilatura")
    path = tmp_path / "kosong.html"
    path.write_text("<html><body></body></html>", encoding="utf-8")
    with pytest.raises(ArticleError, match="no text in the page"):
        read_article(path)


def test_a_word_file(tmp_path: Path) -> None:
    needs("docx")
    import docx

    document = docx.Document()
    document.add_heading("Jembatan baru", level=1)
    document.add_paragraph(FIRST)
    document.add_paragraph("Jembatan pada pagi hari", style="Caption")
    document.add_paragraph("")
    document.add_paragraph(SECOND)
    path = tmp_path / "jembatan.docx"
    document.save(str(path))
    lines = read_article(path).lines
    assert [(line.number, line.hint) for line in lines] == [(1, "heading"), (2, ""), (3, "caption"), (5, "")]
    assert lines[3].text == SECOND


def written_pdf(rows: list[str]) -> bytes:
    """A PDF of one page with these lines, written by hand."""
    shown = " T* ".join(f"({row}) Tj" for row in rows)
    stream = f"BT /F1 12 Tf 14 TL 40 800 Td {shown} ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    start = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(content)}\n%%EOF\n".encode()
    return content + f"xref\n0 {len(objects) + 1}\n".encode() + b"0000000000 65535 f \n" + table + start


def test_a_pdf_file(tmp_path: Path) -> None:
    needs("pypdf")
    import textwrap

    path = tmp_path / "jembatan.pdf"
    path.write_bytes(written_pdf(["Jembatan baru", *textwrap.wrap(FIRST, 60), *textwrap.wrap(SECOND, 60)]))
    assert [line.text for line in read_article(path).lines] == ["Jembatan baru", FIRST, SECOND]


def test_a_pdf_of_pictures_is_refused(tmp_path: Path) -> None:
    needs("pypdf")
    path = tmp_path / "gambar.pdf"
    path.write_bytes(written_pdf([""]))
    with pytest.raises(ArticleError, match="a PDF file without text"):
        read_article(path)


@pytest.mark.parametrize(("name", "library"), [("a.docx", "docx"), ("a.pdf", "pypdf")])
def test_a_damaged_file_is_refused(tmp_path: Path, name: str, library: str) -> None:
    needs(library)
    path = tmp_path / name
    path.write_bytes(b"%PDF-1.4 broken")
    with pytest.raises(ArticleError, match="damaged or foreign"):
        read_article(path)


@pytest.mark.parametrize(
    ("name", "library", "extra"),
    [
        ("a.html", "trafilatura", "html"),
        ("a.docx", "docx", "docs"),
        ("a.pdf", "pypdf", "docs"),
    ],
)
def test_a_missing_library_is_named(tmp_path: Path, monkeypatch, name: str, library: str, extra: str) -> None:
    real = builtins.__import__

    def missing(module: str, *rest, **named):
        if module.partition(".")[0] == library:
            raise ImportError(module)
        return real(module, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", missing)
    path = tmp_path / name
    path.write_bytes(b"isi")
    with pytest.raises(MissingExtraError, match=rf"discourse\[{extra}\]"):
        read_article(path)
