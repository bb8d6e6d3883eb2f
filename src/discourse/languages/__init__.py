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
from functools import lru_cache
from importlib.resources import files

__all__ = ["LANGUAGES", "word_list"]

LANGUAGES = ("en", "id", "vi")
"""Codes of the languages that have a folder here."""


@lru_cache(maxsize=64)
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
    path = files("discourse.languages").joinpath(language, f"{name}.txt")
    if language not in LANGUAGES or not path.is_file():
        return ()
    lines = (line.partition("#")[0].split() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(unicodedata.normalize("NFC", " ".join(words)).casefold() for words in lines if words)
