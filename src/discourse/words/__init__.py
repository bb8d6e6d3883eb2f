"""Which words set groups of articles apart, where do they stand, and who is named?"""

from __future__ import annotations

from discourse.words._keyness import keyness
from discourse.words.actors import Actor, named_actors, propose_names, study_actors
from discourse.words.contexts import kwic
from discourse.words.periods import period_keywords

__all__ = [
    "Actor",
    "keyness",
    "kwic",
    "named_actors",
    "period_keywords",
    "propose_names",
    "study_actors",
]
