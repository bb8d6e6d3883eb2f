"""Web pages, Word files and PDFs become lines, and whatever their libraries raise becomes one line."""

from __future__ import annotations

import builtins
import importlib.util
import io
import textwrap
import zipfile
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from discourse.corpus import documents
from discourse.corpus.details import Details
from discourse.corpus.documents import read_document
from discourse.errors import ArticleError, MissingExtraError

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
    lines = read_document(path).lines
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
        read_document(path)


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
    lines = read_document(path).lines
    assert [(line.number, line.hint) for line in lines] == [(1, "heading"), (2, ""), (3, "caption"), (5, "")]
    assert lines[3].text == SECOND


def test_a_pdf_file(tmp_path: Path, written_pdf) -> None:
    needs("pypdf")
    path = tmp_path / "jembatan.pdf"
    path.write_bytes(written_pdf(["Jembatan baru", *textwrap.wrap(FIRST, 60), *textwrap.wrap(SECOND, 60)]))
    assert [line.text for line in read_document(path).lines] == ["Jembatan baru", FIRST, SECOND]


def test_space_between_lines_parts_paragraphs_though_the_last_line_is_full(tmp_path: Path, written_pdf) -> None:
    needs("pypdf")
    rows = textwrap.wrap(FIRST, 60)
    # The first paragraph ends with a full line, so its length tells nothing.
    above, below = [*rows[:-1], rows[0][:59] + "."], textwrap.wrap(SECOND, 60)
    path = tmp_path / "a.pdf"
    path.write_bytes(written_pdf([*above, *below]))
    assert len(read_document(path).lines) == 1
    path.write_bytes(written_pdf([*above, "", *below]))
    assert [line.text for line in read_document(path).lines] == [" ".join(above), SECOND]


def test_a_pdf_of_pictures_is_refused(tmp_path: Path, written_pdf) -> None:
    needs("pypdf")
    path = tmp_path / "gambar.pdf"
    path.write_bytes(written_pdf([""]))
    with pytest.raises(ArticleError, match="a PDF file without text"):
        read_document(path)


@pytest.mark.parametrize(("name", "library"), [("a.docx", "docx"), ("a.pdf", "pypdf")])
def test_a_damaged_file_is_refused(tmp_path: Path, name: str, library: str) -> None:
    needs(library)
    path = tmp_path / name
    path.write_bytes(b"%PDF-1.4 broken")
    with pytest.raises(ArticleError, match="damaged or foreign"):
        read_document(path)


@pytest.mark.parametrize(
    ("name", "library", "package"),
    [
        ("a.html", "trafilatura", "trafilatura"),
        ("a.docx", "docx", "python-docx"),
        ("a.pdf", "pypdf", "pypdf"),
    ],
)
def test_a_missing_library_is_named(tmp_path: Path, monkeypatch, name: str, library: str, package: str) -> None:
    real = builtins.__import__

    def missing(module: str, *rest, **named):
        if module.partition(".")[0] == library:
            raise ImportError(module)
        return real(module, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", missing)
    path = tmp_path / name
    path.write_bytes(b"isi")
    with pytest.raises(MissingExtraError, match=rf'pip install .*"{package}'):
        read_document(path)


def word_file() -> bytes:
    """A Word file of one paragraph."""
    needs("docx")
    import docx

    stream = io.BytesIO()
    document = docx.Document()
    document.add_paragraph(FIRST)
    document.save(stream)
    return stream.getvalue()


def changed(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """A Word file one of whose members is another."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old_file, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for member in old_file.namelist():
            text = old_file.read(member)
            assert member != name or old in text
            made.writestr(member, text.replace(old, new) if member == name else text)
    return stream.getvalue()


BODY, TYPES = "word/document.xml", "[Content_Types].xml"
LAUGHS = b"".join(b'<!ENTITY %c "%s">' % (98 + level, b"&%c;" % (97 + level) * 10) for level in range(9))
TEN = b'<!ENTITY a "aaaaaaaaaa">'


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (BODY, b"</w:body>", b""),
        (BODY, b"<w:document ", b"<!DOCTYPE w [" + TEN + LAUGHS + b"]><w:document "),
        (BODY, b"<w:body>", b"<w:body>" + b"<w:p>" * 100_000),
        (BODY, FIRST.encode(), b"a" * 20_000_000),
        (TYPES, b"document.main+xml", b"styles+xml"),
        (TYPES, b"wordprocessingml.document.main", b"spreadsheetml.sheet.main"),
        ("word/styles.xml", b'w:type="paragraph"', b'w:type="banana"'),
    ],
    ids=["broken", "billion laughs", "nested", "one text", "main part", "workbook", "style"],
)
def test_a_word_file_with_another_member_is_refused(tmp_path: Path, name: str, old: bytes, new: bytes) -> None:
    path = tmp_path / "a.docx"
    content = changed(word_file(), name, old, new)
    path.write_bytes(changed(content, BODY, FIRST.encode(), b"&j;") if LAUGHS in new else content)
    with pytest.raises(ArticleError, match="expected a Word file, found a damaged or foreign file") as raised:
        read_document(path)
    assert str(path) in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_word_file_names_no_other_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("kata sandi", encoding="utf-8")
    entity = f'<!DOCTYPE w [<!ENTITY j SYSTEM "{secret.as_uri()}">]><w:document '.encode()
    content = changed(changed(word_file(), BODY, FIRST.encode(), b"Pasar &j;"), BODY, b"<w:document ", entity)
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    assert [line.text for line in read_document(path).lines] == ["Pasar"]


@pytest.mark.parametrize("cut", [10, 200, 5000])
def test_a_torn_word_file_is_refused(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word_file()[:-cut])
    with pytest.raises(ArticleError, match="damaged or foreign"):
        read_document(path)


def test_a_word_file_is_measured_before_it_is_unpacked(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(documents, "_MOST_MEGABYTES_UNPACKED", 1)
    path = tmp_path / "a.docx"
    path.write_bytes(changed(word_file(), "word/styles.xml", b"<w:docDefaults>", b" " * 3_000_000 + b"<w:docDefaults>"))
    assert path.stat().st_size < 100_000
    with pytest.raises(ArticleError, match=r"at most 1 MB unpacked, found one of [34] MB"):
        read_document(path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"<< /Length", b"<< /Filter /FooDecode /Length", "a damaged or foreign file"),
        (b"/Kids [3 0 R]", b"/Kids [2 0 R]", "a damaged or foreign file"),
        (b"trailer << ", b"trailer << /Encrypt 5 0 R ", "a damaged or foreign file"),
    ],
    ids=["filter", "pages of themselves", "encrypted somehow"],
)
def test_a_pdf_with_another_entry_is_refused(tmp_path: Path, old: bytes, new: bytes, said: str, written_pdf) -> None:
    needs("pypdf")
    path = tmp_path / "a.pdf"
    content = written_pdf([FIRST])
    assert old in content
    path.write_bytes(content.replace(old, new))
    with pytest.raises(ArticleError, match=said):
        read_document(path)


def test_an_encrypted_pdf_is_named(tmp_path: Path, written_pdf) -> None:
    needs("pypdf")
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(written_pdf([FIRST])))
    writer.encrypt("rahasia", algorithm="RC4-128")
    path = tmp_path / "a.pdf"
    writer.write(path)
    with pytest.raises(ArticleError, match="opens without a password, found an encrypted one"):
        read_document(path)


def test_halves_of_characters_are_no_text(tmp_path: Path, monkeypatch, written_pdf) -> None:
    needs("pypdf")
    import pypdf

    path = tmp_path / "a.pdf"
    path.write_bytes(written_pdf([FIRST]))
    monkeypatch.setattr(pypdf.PageObject, "extract_text", lambda page, **_: "Pasar \ud83d dibuka")
    assert [line.text for line in read_document(path).lines] == ["Pasar ? dibuka"]


@pytest.mark.parametrize(
    "page", [b"<div>" * 50_000 + b"isi", b"\x00", b"<?xml version='1.0' encoding='foo'?><p>", b"<![CDATA["]
)
def test_a_page_of_nothing_is_one_line(tmp_path: Path, page: bytes) -> None:
    needs("trafilatura")
    path = tmp_path / "a.html"
    path.write_bytes(page)
    with pytest.raises(ArticleError):
        read_document(path)


def test_want_of_memory_is_not_taken_for_damage(tmp_path: Path, monkeypatch) -> None:
    def read(content: bytes, path: Path):
        raise MemoryError

    monkeypatch.setitem(documents._READERS, ".pdf", ("a PDF file", read))
    path = tmp_path / "a.pdf"
    path.write_bytes(b"isi")
    with pytest.raises(MemoryError):
        read_document(path)


@pytest.mark.parametrize(
    ("head", "saved", "known"),
    [
        ("", "", Details(title="Jembatan baru")),
        ('<meta property="og:site_name" content="Warta">', "", Details("Warta", title="Jembatan baru")),
        (
            '<link rel="canonical" href="https://www.warta.example/a"><meta name="date" content="2019-05-06">',
            "",
            Details("warta.example", "2019-05-06", "page", "Jembatan baru", "https://www.warta.example/a"),
        ),
        (
            "",
            "<!-- saved from url=(0041)https://warta.example/2019/05/06/jembatan -->\n",
            Details("warta.example", "2019-05-06", "url", "Jembatan baru", "https://warta.example/2019/05/06/jembatan"),
        ),
        (
            '<link rel="canonical" href="https://warta.example/b">',
            "<!--\n Page saved with SingleFile\n url: https://warta.example/c \n-->",
            Details("warta.example", "", "", "Jembatan baru", "https://warta.example/b"),
        ),
    ],
)
def test_what_a_page_says_of_itself(tmp_path: Path, head: str, saved: str, known: Details) -> None:
    needs("trafilatura")
    path = tmp_path / "jembatan.html"
    path.write_text(
        f"{saved}<html><head><title>Jembatan baru</title>{head}</head><body><article><h1>Jembatan baru</h1>"
        f"<p>{FIRST}</p><p>{SECOND}</p></article></body></html>",
        encoding="utf-8",
    )
    assert read_document(path).details == known


def test_what_the_properties_of_a_word_file_say(tmp_path: Path) -> None:
    needs("docx")
    import docx

    path, document = tmp_path / "a.docx", docx.Document()
    document.add_paragraph(FIRST)
    document.save(str(path))
    # A file from the template of python-docx has the template's date, which says nothing.
    assert read_document(path).details == Details()
    document.core_properties.created, document.core_properties.title = datetime(2019, 5, 6, 7), " Jembatan  baru"
    document.save(str(path))
    assert read_document(path).details == Details("", "2019-05-06", "properties", "Jembatan baru")


@pytest.mark.parametrize(("made", "published"), [("D:20190506120000Z", "2019-05-06"), ("yesterday", "")])
def test_what_the_properties_of_a_pdf_say(tmp_path: Path, written_pdf, made: str, published: str) -> None:
    needs("pypdf")
    import pypdf

    path = tmp_path / "a.pdf"
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(written_pdf([FIRST])))
    writer.add_metadata({"/CreationDate": made})
    writer.write(path)
    article = read_document(path)
    assert article.details.published == published
    assert [line.text for line in article.lines] == [FIRST]


def test_a_page_saved_in_one_file(tmp_path: Path) -> None:
    needs("trafilatura")
    message = EmailMessage()
    message["Snapshot-Content-Location"] = "https://warta.example/2019/05/06/jembatan"
    text = f"<html><body><article><h1>Jembatan</h1><p>{FIRST}</p><p>{SECOND} Kafé.</p></article></body></html>"
    message.set_content(text, subtype="html", cte="quoted-printable")
    message.add_related(b"GIF89a", "image", "gif")
    path = tmp_path / "jembatan.mhtml"
    path.write_bytes(bytes(message))
    article = read_document(path)
    assert [line.text for line in article.lines][-2:] == [FIRST, f"{SECOND} Kafé."]
    assert (article.details.published, article.details.date_basis) == ("2019-05-06", "url")
    path.write_bytes(b"Subject: letter\n\nIsi.\n")
    with pytest.raises(ArticleError, match="a message without one"):
        read_document(path)
