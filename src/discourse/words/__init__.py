"""Which words set groups of articles apart, which stand together, and where do they stand?"""

from __future__ import annotations

from discourse.words._keyness import keyness
from discourse.words.contexts import kwic
from discourse.words.periods import period_keywords

__all__ = [
    "keyness",
    "kwic",
    "period_keywords",
]
