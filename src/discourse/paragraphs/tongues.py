"""Which language is a line in? Asked of py3langid, restricted to the languages of these pages.

Indonesian is easily taken for Malay, so a line that seems Malay is kept and marked for a person
to look at. A line is dropped for its language only when that is all but sure.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

_CANDIDATES = ("id", "ms", "vi", "en")
_NEIGHBOURS = {"id": "ms", "ms": "id"}
_SURE = 0.9
_MARKED = 0.8
_FEWEST_WORDS = 4


def language_of(text: str, expected: str) -> str:
    """Language a line is in: the expected one, unless another is likely enough.

    Parameters
    ----------
    text : str
        The line; below four words nothing can be told and the expected language is returned.
    expected : str
        Language code of the article.

    Returns
    -------
    str
        Language code. Another than expected needs a probability of .9; the neighbour (Malay for
        Indonesian), which only marks the line, one of .8.

    Examples
    --------
    >>> language_of("The two sides agreed to widen their trade in the coming years.", "id")
    'en'
    >>> language_of("Kedua pihak sepakat memperluas perdagangan pada tahun depan.", "id")
    'id'
    """
    identifier = _identifier(expected)
    if len(text.split()) < _FEWEST_WORDS or expected not in identifier.labels:
        return expected
    found, probability = identifier.classify(text)
    return str(found) if probability >= (_MARKED if are_neighbours(found, expected) else _SURE) else expected


def are_neighbours(found: str, expected: str) -> bool:
    """Say whether one language is easily taken for the other."""
    return _NEIGHBOURS.get(expected) == found


@lru_cache(maxsize=8)
def _identifier(expected: str) -> Any:
    # Its model takes a second to load; only reading articles needs it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(identifier.labels)
    identifier.set_languages([code for code in {*_CANDIDATES, expected} if code in known])
    return identifier
