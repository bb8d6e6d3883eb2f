"""What comes into a study from elsewhere, and how?"""

from __future__ import annotations

from discourse.corpus.filling.additions import Additions, NewArticle, find_additions
from discourse.corpus.filling.remarks import remarks_on
from discourse.corpus.filling.study_tables import read_study_tables
from discourse.corpus.filling.tables import read_article_table

__all__ = [
    "Additions",
    "NewArticle",
    "find_additions",
    "read_article_table",
    "read_study_tables",
    "remarks_on",
]
