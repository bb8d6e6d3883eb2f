"""How does an article file, whatever its format, become lines of text?"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from discourse.corpus.bounded import DOCUMENTS
from discourse.corpus.documents import DOCUMENT_SUFFIXES
from discourse.corpus.text import Article, decode, lines_of
from discourse.errors import ArticleError

ARTICLE_SUFFIXES = (".txt", *DOCUMENT_SUFFIXES)
_MOST_MEGABYTES = {".txt": 20, ".html": 20, ".htm": 20, ".mhtml": 100, ".mht": 100, ".docx": 100, ".pdf": 100}


def read_article(path: Path) -> Article:
    """Read an article file.

    Parameters
    ----------
    path : Path
        A file ending in .txt (UTF-8), .html or .htm, .mhtml or .mht, .docx, or .pdf.

    Returns
    -------
    Article

    Raises
    ------
    ArticleError
        If there is no such file or it cannot be opened, its format is unknown, it is empty, binary, wrongly
        encoded (the byte is named), damaged, or holds no text; if it is larger, or takes more time or memory
        to read, than any article does.
    MissingExtraError
        If the format needs a library that is not installed.
    """
    suffix = path.suffix.lower()
    if os.path.isdir(path):
        raise ArticleError("an article file", "a folder", path, "Name the files in it.")
    if not os.path.isfile(path):  # says no, rather than raise, to a name that no file can have
        raise ArticleError("an article file", "no file", path, "Check the name.")
    if suffix not in ARTICLE_SUFFIXES:
        found = repr(suffix) if suffix else "no ending"
        raise ArticleError(
            f"a file ending in {', '.join(ARTICLE_SUFFIXES)}",
            found,
            path,
            "Save the article in one of these, a table as .csv or .xlsx.",
        )
    content = _content(path, _MOST_MEGABYTES[suffix])
    article = Article(path, lines_of(decode(content, path))) if suffix == ".txt" else DOCUMENTS.read(path)
    if not article.lines:
        raise ArticleError("an article", "a file without any text", path, "Delete it, or save the article as text.")
    return article


def article_files(paths: Iterable[Path], failed: Callable[[ArticleError], object] | None = None) -> tuple[Path, ...]:
    """List the article files among files and folders; folders are searched to the bottom.

    The folder that a browser saves beside a page (``bridge_files`` beside ``bridge.html``) holds no articles.

    Parameters
    ----------
    paths : iterable of Path
        Files and folders.
    failed : callable, optional
        Takes what is wrong with a file or folder; the others are listed all the same.

    Returns
    -------
    tuple of Path
        Each file once; named files first to last, those of a folder sorted.

    Raises
    ------
    ArticleError
        Without ``failed``: if a folder holds no article file, a name is not in UTF-8, or two files have one stem
        (the stem is the id of the article).
    """
    files: dict[Path, None] = {}
    by_stem: dict[str, Path] = {}
    for path in paths:
        try:
            found = _files_in(path) if os.path.isdir(path) else [path]
        except ArticleError as error:
            _hand_over(error, failed)
            continue
        for file in found:
            try:
                _check_name(file, by_stem)
            except ArticleError as error:
                _hand_over(error, failed)
            else:
                files[file] = None
    return tuple(files)


def _hand_over(error: ArticleError, failed: Callable[[ArticleError], object] | None) -> None:
    if failed is None:
        raise error from None
    failed(error)


def _files_in(folder: Path) -> list[Path]:
    files = (file for file in folder.rglob("*") if file.is_file() and file.suffix.lower() in ARTICLE_SUFFIXES)
    # By the name before its ending, so that "bridge" comes before "bridge (1)", which is saved later.
    found = sorted(files, key=lambda file: (file.with_suffix(""), file.suffix))
    pages = {str(file.with_suffix("")) for file in found if file.suffix.lower() in (".html", ".htm")}
    kept = [file for file in found if not any(_goes_with_a_page(above, pages) for above in file.parents)]
    if not kept:
        hint = "Name another folder; a table of articles is named itself."
        raise ArticleError(f"article files ({', '.join(ARTICLE_SUFFIXES)})", "none", folder, hint)
    return kept


def _goes_with_a_page(folder: Path, pages: set[str]) -> bool:
    return folder.name.endswith("_files") and str(folder).removesuffix("_files") in pages


def _check_name(file: Path, by_stem: dict[str, Path]) -> None:
    try:
        str(file).encode()
    except UnicodeEncodeError:
        raise ArticleError("a name in UTF-8", ascii(file.name), "article files", "Rename the file.") from None
    other = by_stem.setdefault(file.stem, file)
    if other != file:
        raise ArticleError("each article once", f"{file.stem} again, as {file}", other, "Rename one of the files.")


def _content(path: Path, most: int) -> bytes:
    """Bytes of a file that is neither empty nor larger than so many megabytes."""
    try:
        with path.open("rb") as stream:
            content = stream.read(most * 1_000_000 + 1)
    except OSError as error:
        raise ArticleError("a file that can be read", str(error.strerror), path, "Look at its rights.") from None
    if len(content) > most * 1_000_000:
        raise ArticleError(f"an article of at most {most} MB", "a larger file", path, "Copy the text to a .txt file.")
    if not content.strip():
        raise ArticleError("an article", "an empty file", path, "Delete it, or fill it.")
    return content
