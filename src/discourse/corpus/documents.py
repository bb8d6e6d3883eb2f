"""How does a web page, a Word file or a PDF become lines of text, and what does it say of the article?

What their libraries raise at a stranger's bytes has no end; here it becomes one line. How much time and memory
they may take, :mod:`discourse.corpus.bounded` sees to.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from discourse.corpus.details import Details, date_in
from discourse.corpus.text import Article, Line, collapse, parted, rejoined
from discourse.errors import ArticleError, DiscourseError, MissingExtraError

DOCUMENT_SUFFIXES = (".html", ".htm", ".mhtml", ".mht", ".docx", ".pdf")

_AS_TEXT = "Save it again, or copy the text to a .txt file."
_MOST_MEGABYTES_UNPACKED = 200
_WIDE = 1.25
"""Times the usual distance of two lines of a page, from which on it parts paragraphs."""
# What browsers write at the top of a page that they save.
_SAVED_FROM = re.compile(rb"(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url: ?)(https?://[^\s<>\"]+)")
# The date of the template from which python-docx and its users make Word files.
_TEMPLATE_MADE = "2013-12-23"


def read_document(path: Path) -> Article:
    """Read a web page, a Word file or a PDF in this process, however long that takes.

    Parameters
    ----------
    path : Path
        A file ending in one of ``DOCUMENT_SUFFIXES``.

    Returns
    -------
    Article
        Headings and captions known where the file marks them, without lines if it holds no text; with what the
        page or the properties of the document say of outlet, date, title and address.

    Raises
    ------
    ArticleError
        If the file is damaged, encrypted, of another kind, or holds no text.
    MissingExtraError
        If the format needs a library that is not installed.
    MemoryError
        If memory does not suffice.
    """
    kind, reader = _READERS[path.suffix.lower()]
    try:
        lines, details = reader(path.read_bytes(), path)
        return Article(path, lines, details)
    except (DiscourseError, MemoryError):
        raise
    except Exception:
        # A stranger's bytes come up in these libraries as errors of zip, XML, fonts, types, recursion and more.
        raise ArticleError(kind, "a damaged or foreign file", path, _AS_TEXT) from None


def _read_html(content: bytes, path: Path) -> tuple[tuple[Line, ...], Details]:
    """Read a saved web page: the blocks that trafilatura takes for the article, and what the page says of it.

    A caption that the page marks as one is left out by trafilatura; others come as plain lines.
    """
    try:
        import trafilatura
    except ImportError:
        raise MissingExtraError.of("trafilatura", "html", path) from None
    saved_from = _SAVED_FROM.search(content[:5000])
    page = trafilatura.extract(
        content,
        url=saved_from[1].decode("ascii", "replace") if saved_from else None,
        output_format="xml",
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        # The first date that the page declares; any other date in it may be that of another article.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if not page:
        raise ArticleError("an article", "no text in the page", path, _AS_TEXT)
    document = ElementTree.fromstring(page)
    return _numbered(block for part in document.iterfind("main/*") for block in _html_blocks(part)), _said(document)


def _said(document: ElementTree.Element) -> Details:
    """Read what a page says of its article."""
    outlet, title, published, url = (
        collapse(document.get(name) or "") for name in ("sitename", "title", "date", "url")
    )
    basis = ("url" if published and date_in(url, "en") == published else "page") if published else ""
    return Details(outlet or document.get("hostname") or "", published, basis, title, url)


def _read_mhtml(content: bytes, path: Path) -> tuple[tuple[Line, ...], Details]:
    """Read a web page that a browser saved in one file together with its pictures: a message of several parts."""
    message = message_from_bytes(content, policy=default)
    part = message.get_body(("html",))
    if part is None:
        raise ArticleError("a saved web page", "a message without one", path, _AS_TEXT)
    address = str(message.get("Snapshot-Content-Location", ""))
    saved_from = f"<!-- saved from url=(0){address} -->" if address.startswith("http") else ""
    return _read_html(f"{saved_from}{part.get_content()}".encode(errors="replace"), path)


def _html_blocks(block: ElementTree.Element) -> Iterable[tuple[str, str]]:
    """Give the texts of a block: a list item by item, a paragraph parted at its line breaks."""
    if block.tag in {"list", "quote"} and len(block):
        for child in block:
            yield from _html_blocks(child)
        return
    for line_break in block.iter("lb"):
        line_break.tail = f"\n{line_break.tail or ''}"
    for text in "".join(block.itertext()).split("\n"):
        yield text, "heading" if block.tag == "head" else ""


def _read_docx(content: bytes, path: Path) -> tuple[tuple[Line, ...], Details]:
    """Read a Word file: its paragraphs, with headings and captions known by their style."""
    try:
        import docx
    except ImportError:
        raise MissingExtraError.of("python-docx", "docs", path) from None
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        # A member never unpacks to more than it says here.
        unpacked = sum(member.file_size for member in archive.infolist()) / 1_000_000
    if unpacked > _MOST_MEGABYTES_UNPACKED:
        found = f"one of {unpacked:,.0f} MB"
        raise ArticleError(f"a Word file of at most {_MOST_MEGABYTES_UNPACKED} MB unpacked", found, path, _AS_TEXT)
    document = docx.Document(io.BytesIO(content))
    lines = _numbered((paragraph.text, _style_hint(paragraph.style)) for paragraph in document.paragraphs)
    properties = document.core_properties
    return lines, _properties(properties.title, properties.created)


def _properties(title: str | None, made: datetime | None) -> Details:
    """Read what the properties of a document say: its title and when it was made."""
    day = made.date().isoformat() if made else ""
    published = "" if day == _TEMPLATE_MADE else day
    return Details(published=published, date_basis="properties" if published else "", title=collapse(title or ""))


def _style_hint(style: object) -> str:
    name = str(getattr(style, "name", "")).lower()
    if name.startswith(("heading", "title", "subtitle")):
        return "heading"
    return "caption" if name == "caption" else ""


def _read_pdf(content: bytes, path: Path) -> tuple[tuple[Line, ...], Details]:
    """Read a PDF file: its text lines, put together to paragraphs by the space between them and their length."""
    try:
        import pypdf
    except ImportError:
        raise MissingExtraError.of("pypdf", "docs", path) from None
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        text = "\n".join(map(_page_text, reader.pages))
    except (pypdf.errors.FileNotDecryptedError, pypdf.errors.DependencyError):
        raise ArticleError("a PDF file that opens without a password", "an encrypted one", path, _AS_TEXT) from None
    if not text.strip():
        raise ArticleError("an article", "a PDF file without text", path, "Copy the article to a .txt file.")
    details = Details()
    with suppress(ValueError, TypeError, AttributeError, pypdf.errors.PyPdfError):  # of a date that is none
        about = reader.metadata
        details = _properties(about.title, about.creation_date) if about else details
    # Damaged tables of characters give halves of surrogate pairs, which are no text.
    return rejoined(parted(text.encode("utf-8", "replace").decode())), details


def _page_text(page: Any) -> str:
    """Return the text of a page of a PDF, with a blank line where two lines are further apart than most."""
    pieces: list[tuple[str, float]] = []

    def note(text: str, outer: Sequence[float], inner: Sequence[float], *_: object) -> None:
        pieces.append((text, inner[4] * outer[1] + inner[5] * outer[3] + outer[5]))

    text = str(page.extract_text(visitor_text=note))
    if "".join(piece for piece, _ in pieces).strip() != text.strip():
        return text
    lines: list[tuple[str, float | None]] = [("", None)]
    for piece, height in pieces:
        first, *others = piece.split("\n")
        before, known = lines[-1]
        lines[-1] = before + first, height if known is None and first.strip() else known
        lines += [(other, height if other.strip() else None) for other in others]
    return "\n".join(_with_gaps(lines))


def _with_gaps(lines: Sequence[tuple[str, float | None]]) -> Iterator[str]:
    heights = [height for _, height in lines if height is not None]
    gaps = sorted(above - below for above, below in pairwise(heights) if above > below)
    wide = _WIDE * gaps[(len(gaps) - 1) // 2] if gaps else 0.0
    last: float | None = None
    for text, height in lines:
        if height is not None:
            if last is not None and last - height > wide > 0:
                yield ""
            last = height
        yield text


_READERS = {
    ".html": ("a web page", _read_html),
    ".htm": ("a web page", _read_html),
    ".mhtml": ("a web page", _read_mhtml),
    ".mht": ("a web page", _read_mhtml),
    ".docx": ("a Word file", _read_docx),
    ".pdf": ("a PDF file", _read_pdf),
}


def _numbered(blocks: Iterable[tuple[str, str]]) -> tuple[Line, ...]:
    lines: list[Line] = []
    start = 0
    for number, (raw, hint) in enumerate(blocks, start=1):
        text = collapse(raw)
        if text:
            lines.append(Line(number, start, text, hint))
            start += len(text) + 1
    return tuple(lines)
