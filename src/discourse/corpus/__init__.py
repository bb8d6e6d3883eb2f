"""How do article files become articles, and articles paragraphs?"""

from __future__ import annotations

from discourse.corpus.articles import ARTICLE_SUFFIXES, article_files, read_article
from discourse.corpus.importing import (
    ImportedArticle,
    NoParagraph,
    article_paragraphs,
    import_articles,
    paragraph_table,
)
from discourse.corpus.originals import MatchedOriginals, match_originals, original_texts
from discourse.corpus.segmentation import BODY, LINE_KINDS

__all__ = [
    "ARTICLE_SUFFIXES",
    "BODY",
    "LINE_KINDS",
    "ImportedArticle",
    "MatchedOriginals",
    "NoParagraph",
    "article_files",
    "article_paragraphs",
    "import_articles",
    "match_originals",
    "original_texts",
    "paragraph_table",
    "read_article",
]
