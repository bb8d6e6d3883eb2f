"""How does an article file, whatever its format, become lines of text?"""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree
from zipfile import BadZipFile

from discourse.corpus.text import Article, Line, collapse, decode, lines_of, parted, rejoined
from discourse.errors import ArticleError, MissingExtraError

ARTICLE_SUFFIXES = (".txt", ".html", ".htm", ".docx", ".pdf")


def read_article(path: Path) -> Article:
    """Read an article file.

    Parameters
    ----------
    path : Path
        A file ending in .txt (UTF-8), .html or .htm, .docx, or .pdf.

    Returns
    -------
    Article

    Raises
    ------
    ArticleError
        If there is no such file, its format is unknown, it is empty, binary, wrongly encoded (the byte
        is named), damaged, or holds no text.
    MissingExtraError
        If the format needs a library that is not installed.
    """
    suffix = path.suffix.lower()
    if path.is_dir():
        raise ArticleError("an article file", "a folder", path, "Name the files in it.")
    if not path.is_file():
        raise ArticleError("an article file", "no file", path, "Check the name.")
    if suffix not in ARTICLE_SUFFIXES:
        found = repr(suffix) if suffix else "no ending"
        raise ArticleError(
            f"a file ending in {', '.join(ARTICLE_SUFFIXES)}", found, path, "Save the article in one of these."
        )
    content = path.read_bytes()
    if not content.strip():
        raise ArticleError("an article", "an empty file", path, "Delete it, or fill it.")
    readers = {".txt": _read_text, ".docx": read_docx, ".pdf": read_pdf}
    lines = readers.get(suffix, read_html)(content, path)
    if not lines:
        raise ArticleError("an article", "a file without any text", path, "Delete it, or save the article as text.")
    return Article(path, lines)


def article_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """List the article files among files and folders; folders are searched to the bottom.

    Returns
    -------
    tuple of Path
        Each file once; named files first to last, those of a folder sorted.

    Raises
    ------
    ArticleError
        If a path does not exist, a folder holds no article file, a name is not in UTF-8, or two files have one
        stem (the stem is the id of the article).
    """
    files: list[Path] = []
    for path in paths:
        found = [path]
        if path.is_dir():
            found = sorted(
                file for file in path.rglob("*") if file.is_file() and file.suffix.lower() in ARTICLE_SUFFIXES
            )
        if path.is_dir() and not found:
            raise ArticleError(f"article files ({', '.join(ARTICLE_SUFFIXES)})", "none", path, "Name another folder.")
        files.extend(file for file in found if file not in files)
    by_stem: dict[str, Path] = {}
    for file in files:
        try:
            str(file).encode()
        except UnicodeEncodeError:
            raise ArticleError("a name in UTF-8", ascii(file.name), "article files", "Rename the file.") from None
        other = by_stem.setdefault(file.stem, file)
        if other != file:
            raise ArticleError("each article once", f"{file.stem} again, as {file}", other, "Rename one of the files.")
    return tuple(files)


def _read_text(content: bytes, path: Path) -> tuple[Line, ...]:
    return lines_of(decode(content, path))


def read_html(content: bytes, path: Path) -> tuple[Line, ...]:
    """Read a saved web page: the title and the blocks that trafilatura takes for the article.

    A caption that the page marks as one is left out by trafilatura; others come as plain lines.
    """
    try:
        import trafilatura
    except ImportError:
        raise MissingExtraError.of("trafilatura", "html", path) from None
    page = trafilatura.extract(content, output_format="xml", include_comments=False, include_tables=False)
    if not page:
        raise ArticleError(
            "an article", "no text in the page", path, "Save the page again, or copy the text to a .txt file."
        )
    document = ElementTree.fromstring(page)
    blocks = [(document.get("title") or "", "heading")]
    for block in document.iterfind("main/*"):
        blocks.extend(_html_blocks(block))
    return _numbered(blocks)


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


def read_docx(content: bytes, path: Path) -> tuple[Line, ...]:
    """Read a Word file: its paragraphs, with headings and captions known by their style."""
    try:
        import docx
        from docx.opc.exceptions import OpcError
    except ImportError:
        raise MissingExtraError.of("python-docx", "docs", path) from None
    try:
        document = docx.Document(io.BytesIO(content))
    except (KeyError, ValueError, OSError, BadZipFile, OpcError):
        raise _damaged("a Word file", path) from None
    return _numbered((paragraph.text, _style_hint(paragraph.style)) for paragraph in document.paragraphs)


def _style_hint(style: object) -> str:
    name = str(getattr(style, "name", "")).lower()
    if name.startswith(("heading", "title", "subtitle")):
        return "heading"
    return "caption" if name == "caption" else ""


def read_pdf(content: bytes, path: Path) -> tuple[Line, ...]:
    """Read a PDF file: its text lines, put together to paragraphs by their length."""
    try:
        import pypdf
    except ImportError:
        raise MissingExtraError.of("pypdf", "docs", path) from None
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        text = "\n".join(page.extract_text() for page in reader.pages)
    except pypdf.errors.PyPdfError:
        raise _damaged("a PDF file", path) from None
    if not text.strip():
        raise ArticleError("an article", "a PDF file without text", path, "Copy the article to a .txt file.")
    return rejoined(parted(text))


def _damaged(kind: str, path: Path) -> ArticleError:
    return ArticleError(kind, "a damaged or foreign file", path, "Save it again, or copy the text to a .txt file.")


def _numbered(blocks: Iterable[tuple[str, str]]) -> tuple[Line, ...]:
    lines: list[Line] = []
    start = 0
    for number, (raw, hint) in enumerate(blocks, start=1):
        text = collapse(raw)
        if text:
            lines.append(Line(number, start, text, hint))
            start += len(text) + 1
    return tuple(lines)
