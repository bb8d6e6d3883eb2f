"""Which words set groups of articles apart, which stand together, and where do they stand?"""

from __future__ import annotations

from discourse.words.periods import keywords

__all__ = [
    "keywords",
]
