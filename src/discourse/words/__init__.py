"""Which words set groups of articles apart, where do they stand, what is repeated, and who is named?"""

from __future__ import annotations

from discourse.words._keyness import keyness
from discourse.words.actors import Actor, named_actors, propose_names, study_actors
from discourse.words.contexts import kwic
from discourse.words.formulae import find_formulae
from discourse.words.periods import KEYNESS_COLUMNS, study_keyness
from discourse.words.sources import own_words, passages
from discourse.words.windows import collocates

__all__ = [
    "KEYNESS_COLUMNS",
    "Actor",
    "collocates",
    "find_formulae",
    "keyness",
    "kwic",
    "named_actors",
    "own_words",
    "passages",
    "propose_names",
    "study_actors",
    "study_keyness",
]
