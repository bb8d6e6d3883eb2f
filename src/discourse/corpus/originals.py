"""Which paragraphs of the study are in a user's own copies?

The study's repository holds no sentence of an article. Whoever has copies of the articles attaches
them: each line whose digest is that of a paragraph is its original text, and no other line is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from discourse.corpus.articles import ARTICLE_SUFFIXES, read_article
from discourse.corpus.text import Article, digest

if TYPE_CHECKING:
    import pandas as pd

    from discourse.study import Study


@dataclass(frozen=True)
class MatchedOriginals:
    """What was found in a set of articles.

    Attributes
    ----------
    texts : dict of str to str
        Paragraph id to its original text; sorted by id.
    files : dict of Path to int
        Each file to the number of paragraphs found in it, in the order of the files.
    missing : dict of str to int
        Article id to the number of its paragraphs with a digest that no file has.
    """

    texts: dict[str, str]
    files: dict[Path, int]
    missing: dict[str, int]


def match_originals(articles: Iterable[Article], paragraphs: pd.DataFrame) -> MatchedOriginals:
    """Find the paragraphs of a study in articles.

    All lines are looked at, not only those taken for body text, so that the rules of the importer
    cannot hide a paragraph that the study has.

    Parameters
    ----------
    articles : iterable of Article
        Read files, in any order.
    paragraphs : DataFrame
        The study's paragraphs: paragraph_id, article_id, source_sha256 (empty where there is none).

    Returns
    -------
    Attached
    """
    known = paragraphs[paragraphs["source_sha256"] != ""]
    by_digest: dict[str, list[str]] = {}
    for paragraph_id, value in zip(known["paragraph_id"], known["source_sha256"], strict=True):
        by_digest.setdefault(value, []).append(paragraph_id)
    texts: dict[str, str] = {}
    files: dict[Path, int] = {}
    for article in articles:
        found = {
            paragraph_id: line.text for line in article.lines for paragraph_id in by_digest.get(digest(line.text), ())
        }
        files[article.path] = len(found)
        texts.update(found)
    missing = known[~known["paragraph_id"].isin(list(texts))].groupby("article_id").size()
    return MatchedOriginals(
        dict(sorted(texts.items())), files, {str(key): int(value) for key, value in missing.items()}
    )


def original_texts(study: Study) -> dict[str, str]:
    """Original texts of the paragraphs whose articles are attached (lie in ``study.originals``).

    Returns
    -------
    dict of str to str
        Paragraph id to text; empty if nothing is attached. Each text has the digest that the study
        gives for the paragraph.

    Raises
    ------
    ArticleError
        If an attached file cannot be read.
    """
    folder = study.originals
    if not folder.is_dir():
        return {}
    files = sorted(file for file in folder.iterdir() if file.is_file() and file.suffix.lower() in ARTICLE_SUFFIXES)
    return match_originals((read_article(file) for file in files), study.paragraphs).texts
