"""Which language is a line in?

Which those are, and which languages are easily taken for one another, stands in
``languages/<code>/neighbours.txt``. A line in a close neighbour of the expected language is kept and
marked for a person to check. A line is dropped for its language only when that is all but certain.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from discourse.languages import kept_until_recorded, known_languages, language_code, word_list

_SURE = 0.9
_MARKED = 0.8
_FEWEST_WORDS = 4
_FEWEST_WORDS_OF_AN_ARTICLE = 20


def language_of(text: str, expected: str) -> str:
    """Language a line is in: the expected one, unless another is likely enough.

    Parameters
    ----------
    text : str
        The line; below four words nothing can be told and the expected language is returned.
    expected : str
        Language of the article (code, or folder of its lists).

    Returns
    -------
    str
        Language code. Another than expected needs a probability of .9; a close neighbour, which only
        marks the line, one of .8.

    Examples
    --------
    >>> language_of("The two sides agreed to widen their trade in the coming years.", "id")
    'en'
    >>> language_of("Kedua pihak sepakat memperluas perdagangan pada tahun depan.", "id")
    'id'
    """
    identifier, code = _identifier(expected), language_code(expected)
    if len(text.split()) < _FEWEST_WORDS or code not in identifier.labels:
        return code
    found, probability = identifier.classify(text)
    return str(found) if probability >= (_MARKED if easily_confused(found, expected) else _SURE) else code


def language_of_article(text: str, expected: str, fewest: int = _FEWEST_WORDS_OF_AN_ARTICLE) -> str:
    """Language that a whole article is in, whichever that is: the expected one, unless another is all but certain.

    Parameters
    ----------
    text : str
        Its paragraphs, or one of them.
    expected : str
        Language that it should be in (code, or folder of its lists).
    fewest : int
        Below so many words nothing can be told, and the expected language is returned.

    Returns
    -------
    str
        Language code; a close neighbour of the expected language counts as that.

    Examples
    --------
    >>> language_of_article("Les deux gouverneurs ont ouvert le pont lundi matin, et les habitants des deux villages "
    ...                     "sont venus le voir avec leurs familles et leurs amis.", "en")
    'fr'
    """
    identifier, code = _any_language(), language_code(expected)
    if len(text.split()) < fewest or code not in identifier.labels:
        return code
    found, probability = identifier.classify(text)
    return str(found) if probability >= _SURE and not easily_confused(found, expected) else code


def easily_confused(found: str, expected: str) -> bool:
    """Say whether one language is easily taken for the other."""
    return found in _neighbours(expected, "close")


def page_languages(language: str) -> tuple[str, ...]:
    """Codes of the other languages that are found on pages in this one.

    Examples
    --------
    >>> page_languages("id"), page_languages("tlh")
    (('en', 'vi'), ())
    """
    return _neighbours(language, "page")


def _neighbours(language: str, how: str) -> tuple[str, ...]:
    entries = (entry.split() for entry in word_list(language, "neighbours"))
    return tuple(code for entry_how, code in entries if entry_how == how)


@kept_until_recorded(maxsize=1)
def _any_language() -> Any:
    # Its model takes a second to load and 70 MB; only reading articles needs it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@kept_until_recorded(maxsize=2)
def _identifier(expected: str) -> Any:
    identifier = deepcopy(_any_language())
    # A language whose neighbours nobody has listed is told from all that have lists.
    others = (*page_languages(expected), *_neighbours(expected, "close")) or known_languages()
    candidates = {language_code(expected), *others} & set(identifier.labels)
    identifier.set_languages(sorted(candidates))
    return identifier
