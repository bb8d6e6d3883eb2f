"""How do article files become articles, and articles paragraphs?"""

from __future__ import annotations

from discourse.corpus.articles import SUFFIXES, article_files, read_article
from discourse.corpus.importing import Imported, article_paragraphs, import_articles, paragraph_table
from discourse.corpus.originals import Attached, attach, original_texts
from discourse.corpus.segmentation import BODY, KINDS

__all__ = [
    "BODY",
    "KINDS",
    "SUFFIXES",
    "Attached",
    "Imported",
    "article_files",
    "article_paragraphs",
    "attach",
    "import_articles",
    "original_texts",
    "paragraph_table",
    "read_article",
]
