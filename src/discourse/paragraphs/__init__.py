"""Which paragraphs does an article have? Article in, pieces out; each piece with a kind and a reason.

``splitting`` tells body text from the rest, ``importing`` does so for many files at once, and
``attaching`` finds the paragraphs of a study again in a user's own copies of the articles.
"""

from discourse.paragraphs.attaching import Attached, attach, original_texts
from discourse.paragraphs.importing import Imported, article_paragraphs, import_articles, paragraph_table
from discourse.paragraphs.pieces import BODY, KINDS, Piece, digest
from discourse.paragraphs.splitting import split_article

__all__ = [
    "BODY",
    "KINDS",
    "Attached",
    "Imported",
    "Piece",
    "article_paragraphs",
    "attach",
    "digest",
    "import_articles",
    "original_texts",
    "paragraph_table",
    "split_article",
]
