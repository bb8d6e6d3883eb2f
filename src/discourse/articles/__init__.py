"""What is written in an article file? Files in, lines with their places out.

``reading`` chooses the reader and refuses what is no article; ``plain`` reads text files, ``formats``
web pages, Word and PDF files. Which lines are paragraphs is asked in ``discourse.paragraphs``.
"""

from discourse.articles.plain import Article, Line
from discourse.articles.reading import SUFFIXES, article_files, read_article

__all__ = ["SUFFIXES", "Article", "Line", "article_files", "read_article"]
