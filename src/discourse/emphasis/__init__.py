"""How large are the shares of the pillars, how did they shift, and how sure is that?"""

from __future__ import annotations

from discourse.emphasis.shift_tests import holm, shift_tests
from discourse.emphasis.sums import ArticleSums, article_sums
from discourse.emphasis.table import emphasis

__all__ = ["ArticleSums", "article_sums", "emphasis", "holm", "shift_tests"]
