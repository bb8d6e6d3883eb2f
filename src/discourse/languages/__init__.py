"""Which words does a language treat in a special way? Word lists, one folder a language code.

========================  ========================================================================
``<code>/stopwords.txt``  function words that are not counted
``<code>/multiword.txt``  terms of several words that are counted as one; ``variant = term`` lines
``<code>/affixes.txt``    prefixes and suffixes by which reduplications are known
``<code>/furniture.txt``  what the page around an article says: captions, comments, related articles
``<code>/fields.txt``     few, broad fields of meaning: ``[name]``, then its words, ``*`` for any letters
``<code>/thesaurus.txt``  many fine ones, written in the same way
``<code>/lemmas.txt``     words that a lemmatiser must not touch: ``word = lemma`` lines
========================  ========================================================================

Every file is UTF-8, one entry a line; what follows ``#`` is a comment. A language without a folder
has empty lists: its texts are still read and counted, nothing is joined and nothing left out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import ParamSpec, TypeVar

__all__ = ["FOLDER", "LANGUAGES", "kept_until_recorded", "recorded_lists", "word_list"]

FOLDER = Path(__file__).resolve().parent
"""Where the folders of the languages stand."""

LANGUAGES = ("en", "id", "vi")
"""Codes of the languages that have a folder here."""


Arguments = ParamSpec("Arguments")
Made = TypeVar("Made")

_opened: set[Path] = set()
_forget: list[Callable[[], None]] = []


def kept_until_recorded(maxsize: int) -> Callable[[Callable[Arguments, Made]], Callable[Arguments, Made]]:
    """Keep what a function makes of word lists, as ``functools.lru_cache`` does, until lists are next recorded.

    Parameters
    ----------
    maxsize : int
        Results kept.
    """

    def decorate(make: Callable[Arguments, Made]) -> Callable[Arguments, Made]:
        kept = lru_cache(maxsize)(make)
        _forget.append(kept.cache_clear)
        return kept  # type: ignore[return-value]  # lru_cache forgets the types of the arguments

    return decorate


@contextmanager
def recorded_lists() -> Iterator[set[Path]]:
    """Record the word lists that are used in a block of code.

    What was made of lists before is forgotten, so that a list is opened again when it is used.

    Yields
    ------
    set of Path
        The files, also those that are not there.

    Examples
    --------
    >>> with recorded_lists() as lists:
    ...     first = word_list("en", "stopwords")
    >>> [path.relative_to(FOLDER).as_posix() for path in lists]
    ['en/stopwords.txt']
    """
    for forget in _forget:
        forget()
    _opened.clear()
    yield _opened


@kept_until_recorded(maxsize=64)
def word_list(language: str, name: str) -> tuple[str, ...]:
    """Entries of one list of a language, NFC and case folded, in the order of the file.

    Parameters
    ----------
    language : str
        Language code, such as ``id``.
    name : str
        File name without ``.txt``.

    Returns
    -------
    tuple of str
        Empty if the language has no such list.

    Examples
    --------
    >>> "kerja sama" in word_list("id", "multiword"), word_list("tlh", "stopwords")
    (True, ())
    """
    path = FOLDER / language / f"{name}.txt"
    _opened.add(path)
    if language not in LANGUAGES or not path.is_file():
        return ()
    lines = (line.partition("#")[0].split() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(unicodedata.normalize("NFC", " ".join(words)).casefold() for words in lines if words)
