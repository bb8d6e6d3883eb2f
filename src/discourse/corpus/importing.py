"""Which paragraphs do these files hold?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from discourse.corpus.articles import article_files, read_article
from discourse.corpus.segmentation import BODY, LabelledLine, segment_article
from discourse.corpus.text import Article, digest
from discourse.display import counted
from discourse.errors import ArticleError
from discourse.languages import language_code

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class ImportedArticle:
    """An article and its lines, each labelled.

    Attributes
    ----------
    article : Article
        The article as it was read.
    lines : tuple of LabelledLine
        Its lines.
    paragraph_ids : tuple of str
        Ids that its paragraphs have where they come from; left out, they are made of their positions.
    positions : tuple of int
        Numbers that they have where they come from; left out, they are counted from 1.
    further : dict of str to str
        Columns of ``articles.csv`` to what a table says of the article in them.
    """

    article: Article
    lines: tuple[LabelledLine, ...]
    paragraph_ids: tuple[str, ...] = ()
    positions: tuple[int, ...] = ()
    further: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> tuple[LabelledLine, ...]:
        """Return the paragraphs."""
        return tuple(line for line in self.lines if line.kind == BODY)

    @property
    def left_out(self) -> dict[str, int]:
        """Kind to the number of lines that were left out."""
        return dict(Counter(line.kind for line in self.lines if line.kind != BODY))

    def named_paragraphs(self) -> Iterator[tuple[str, int, LabelledLine]]:
        """Give each paragraph with its id and its position."""
        positions = self.positions or range(1, len(self.body) + 1)
        made = (f"{self.article.article_id}:{position:02d}" for position in positions)
        return zip(self.paragraph_ids or made, positions, self.body, strict=True)


class NoParagraph(ArticleError):
    """An article in which no line is a paragraph; ``imported`` says what its lines were taken for."""

    imported: ImportedArticle


def article_paragraphs(path: Path, language: str) -> ImportedArticle:
    """Read one article file and find its paragraphs.

    Raises
    ------
    ArticleError
        If the file cannot be read.
    NoParagraph
        If no line of it is a paragraph.
    """
    return with_paragraphs(read_article(path), language, path)


def with_paragraphs(article: Article, language: str, where: str | Path) -> ImportedArticle:
    """Find the paragraphs of an article that was read.

    Parameters
    ----------
    article : Article
        The article.
    language : str
        Its language (code, or folder of its lists).
    where : str or Path
        The place to name in an error.

    Raises
    ------
    NoParagraph
        If no line of it is a paragraph; where most are in another language, that one is named.
    """
    imported = ImportedArticle(article, segment_article(article, language))
    if imported.body:
        return imported
    expected, hint = "at least one paragraph of running text", "--explain says why each line was left out."
    foreign = Counter(line.language for line in imported.lines if line.kind == "other-language")
    if foreign and sum(foreign.values()) * 2 >= len(imported.lines):
        (other, _), *_ = foreign.most_common(1)
        expected = f"an article in the language '{language_code(language)}'"
        hint = f"If it is meant to be in that one, import it with --language {other}, into a study of its own."
    error = NoParagraph(expected, _what_there_is(imported, foreign), where, hint)
    error.imported = imported
    raise error


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
        Without ``failed``: if a file cannot be read, an article has no paragraph, or two files have one stem.
    """
    articles: list[ImportedArticle] = []
    for path in article_files(paths, failed):
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
            "paragraph_id": paragraph_id,
            "article_id": imported.article.article_id,
            "position": position,
            "opening": "yes" if line.start < OPENING_CHARACTERS else "no",
            "words": line.words,
            "text": line.text,
            "source_line": line.number,
            "source_sha256": digest(line.text),
        }
        for imported in articles
        for paragraph_id, position, line in imported.named_paragraphs()
    ]
    return pd.DataFrame(rows, columns=list(PARAGRAPH_COLUMNS))


def _what_there_is(imported: ImportedArticle, foreign: Mapping[str, int]) -> str:
    named = [f"{counted(number, 'line')} in '{code}'" for code, number in sorted(foreign.items())]
    others = [f"{number} {kind}" for kind, number in sorted(imported.left_out.items()) if kind != "other-language"]
    return f"only {', '.join([*others, *named]) or 'nothing'}"
