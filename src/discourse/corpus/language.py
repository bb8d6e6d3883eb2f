"""Which language is a line in?

Which those are, and which languages are easily taken for one another, stands in
``languages/<code>/neighbours.txt``. A line in a close neighbour of the expected language is kept and
marked for a person to check. A line is dropped for its language only when that is all but certain.
"""

from __future__ import annotations

from typing import Any

from discourse.languages import kept_until_recorded, known_languages, language_code, word_list

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


def other_language(text: str, expected: str) -> str:
    """Language of a text, whatever the language, if it is all but certainly another than expected; else "".

    Parameters
    ----------
    text, expected : str
        As of :func:`language_of`, which knows only of languages that are found on the same pages. A language
        easily taken for the expected one is none other.

    Examples
    --------
    >>> other_language("Die beiden Regierungen haben ein neues Abkommen geschlossen.", "id")
    'de'
    >>> other_language("Kedua pihak sepakat memperluas perdagangan pada tahun depan.", "id")
    ''
    """
    identifier, code = _identifier_of_all(), language_code(expected)
    if len(text.split()) < _FEWEST_WORDS or code not in identifier.labels:
        return ""
    found, probability = identifier.classify(text)
    other = found != code and probability >= _SURE and not easily_confused(found, expected)
    return str(found) if other else ""


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
def _identifier_of_all() -> Any:
    # Its model takes a second to load and 70 MB; only reading texts needs it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@kept_until_recorded(maxsize=2)
def _identifier(expected: str) -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    # A language whose neighbours nobody has listed is told from all that have lists.
    others = (*page_languages(expected), *_neighbours(expected, "close")) or known_languages()
    candidates = {language_code(expected), *others} & set(identifier.labels)
    identifier.set_languages(sorted(candidates))
    return identifier
