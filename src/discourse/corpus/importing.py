"""Which paragraphs do these files hold?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from discourse.corpus.articles import article_files, read_article
from discourse.corpus.segmentation import BODY, LabelledLine, segment_article
from discourse.corpus.text import Article, digest
from discourse.errors import ArticleError

if TYPE_CHECKING:
    import pandas as pd

@dataclass(frozen=True)
class ImportedArticle:
    """An article and its lines, each labelled."""

    article: Article
    lines: tuple[LabelledLine, ...]

    @property
    def body(self) -> tuple[LabelledLine, ...]:
        """Return the paragraphs."""
        return tuple(line for line in self.lines if line.kind == BODY)

    @property
    def left_out(self) -> dict[str, int]:
        """Kind to the number of lines that were left out."""
        return dict(Counter(line.kind for line in self.lines if line.kind != BODY))


def article_paragraphs(path: Path, language: str) -> ImportedArticle:
    """Read one article file and find its paragraphs.

    Raises
    ------
    ArticleError
        If the file cannot be read, or no line of it is a paragraph.
    """
    article = read_article(path)
    imported = ImportedArticle(article, segment_article(article, language))
    if not imported.body:
        raise ArticleError(
            "at least one paragraph of running text",
            _what_there_is(imported),
            path,
            "See 'discourse import --explain' on a file that works, or delete this one.",
        )
    return imported


def import_articles(
    paths: Iterable[Path], language: str, failed: Callable[[ArticleError], object] | None = None
) -> list[ImportedArticle]:
    """Read all articles in files and folders.

    Parameters
    ----------
    paths : iterable of Path
        Files and folders.
    language : str
        Language of the articles (code, or folder of its lists).
    failed : callable, optional
        Takes what is wrong with a file; the others are read all the same. Without it the first bad file stops
        everything.

    Raises
    ------
    ArticleError
        If a path does not exist or two files have one stem; without ``failed`` also if a file cannot be read, or
        an article has no paragraph.
    """
    articles: list[ImportedArticle] = []
    for path in article_files(paths):
        try:
            articles.append(article_paragraphs(path, language))
        except ArticleError as error:
            if failed is None:
                raise
            failed(error)
    return articles


def paragraph_table(articles: Sequence[ImportedArticle]) -> pd.DataFrame:
    """Paragraphs of articles as a table in the form of ``paragraphs.csv``.

    Returns
    -------
    DataFrame
        One row a paragraph; ``opening`` is "yes" for those that begin within the first 2,000 characters
        of the file, ``source_line`` and ``source_sha256`` tie the row to the file.
    """
    import pandas as pd

    from discourse.columns import OPENING_CHARACTERS, PARAGRAPH_COLUMNS

    rows = [
        {
            "paragraph_id": f"{imported.article.article_id}:{position:02d}",
            "article_id": imported.article.article_id,
            "position": position,
            "opening": "yes" if line.start < OPENING_CHARACTERS else "no",
            "words": line.words,
            "text": line.text,
            "source_line": line.number,
            "source_sha256": digest(line.text),
        }
        for imported in articles
        for position, line in enumerate(imported.body, start=1)
    ]
    return pd.DataFrame(rows, columns=list(PARAGRAPH_COLUMNS))


def _what_there_is(imported: ImportedArticle) -> str:
    counts = ", ".join(f"{number} {kind}" for kind, number in sorted(imported.left_out.items()))
    return f"only {counts or 'nothing'}"
