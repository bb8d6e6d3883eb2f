"""Which words set groups of articles apart, which stand together, and where do they stand?"""

from __future__ import annotations

from discourse.words.periods import period_keywords

__all__ = [
    "period_keywords",
]
