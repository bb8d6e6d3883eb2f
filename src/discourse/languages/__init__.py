"""Which words does a language treat in a special way? Word lists, one folder a language code.

==========================  =======================================================================
``<code>/stopwords.txt``    function words that are not counted
``<code>/multiword.txt``    terms of several words that are counted as one; ``variant = term`` lines
``<code>/affixes.txt``      prefixes, infixes and suffixes by which reduplications are known
``<code>/boilerplate.txt``  what the page around an article says: captions, comments, related articles
``<code>/neighbours.txt``   languages found on the same pages, and languages easily taken for this one
``<code>/dictionary.txt``   few, broad fields of meaning: ``[name]``, then its words, ``*`` for any characters
``<code>/thesaurus.txt``    many fine ones, written in the same way
``<code>/lemmas.txt``       words that a lemmatiser must not touch: ``word = lemma`` lines
``<code>/gloss.txt``        short English of words as they are counted: ``term = gloss`` lines
==========================  =======================================================================

Every file is UTF-8, one entry a line; what follows ``#`` is a comment. A language without a folder
has empty lists: its texts are still read and counted, nothing is joined and nothing left out;
:func:`what_is_lost` says what that means. A language that is written without spaces between its words
(:data:`UNSPACED`) can be coded, and its words cannot be counted. To add a language, add its folder:
here, or in ``data/languages/`` of a study (:attr:`discourse.study.Study.language`). A list there takes
the place of the package's list of that name; ``gloss.txt`` adds to it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import ParamSpec, TypeVar

from discourse.errors import DataError, shown
from discourse.io.text import read_text

__all__ = [
    "FOLDER",
    "UNSPACED",
    "check_spaced",
    "glosses",
    "kept_until_recorded",
    "known_languages",
    "language_code",
    "list_digest",
    "recorded_lists",
    "what_is_lost",
    "word_list",
]

FOLDER = Path(__file__).resolve().parent
"""Where the folders of the languages stand."""
UNSPACED = ("bo", "dz", "ja", "km", "lo", "my", "th", "yue", "zh")
"""Codes of languages that are written without spaces between their words."""
_LOST = {
    "stopwords": ("stop words", 'words such as "the" are counted like any other, and fill topics'),
    "boilerplate": ("boilerplate", "captions, bylines and links are known by their form alone"),
}
"""What a list is called, and what is lost without it."""
_FORMS = {
    "affixes": (r"(infix|joined|prefix|suffix) \S+", "prefix ber"),
    "gloss": (r"[^= ]+ = [^=]+", "kereta_api = railway"),
    "lemmas": (r"\S.* = .*\S", "perbankan = bank"),
    "boilerplate": (r"(is|begins|ends) \S+ .+|(credit|from|photo|position|sentence|source|zone) .+", "credit foto"),
    "multiword": (r"[^=]*[^= ]( ?= ?[^= ][^=]*)?", "kerjasama = kerja sama"),
    "neighbours": (r"(close|page) \S+", "page en"),
}
"""Form of the entries of a list, where they have one, and an example."""


def known_languages() -> tuple[str, ...]:
    """Codes of the languages that have a folder here, sorted.

    Examples
    --------
    >>> "id" in known_languages()
    True
    """
    return tuple(sorted(folder.name for folder in FOLDER.iterdir() if _is_language(folder)))


def language_code(language: str) -> str:
    """Code of a language that is given by its code or by the folder of its lists.

    Examples
    --------
    >>> language_code("id"), language_code("/study/data/languages/id")
    ('id', 'id')
    """
    return Path(language).name


def check_spaced(language: str) -> None:
    """Refuse to count words of a language that is written without spaces between them; nothing is guessed.

    Parameters
    ----------
    language : str
        As in :func:`word_list`.

    Raises
    ------
    DataError
        If it is one of :data:`UNSPACED`.
    """
    if language_code(language) in UNSPACED:
        hint = 'Codings and shares work. For words, part them with spaces by a segmenter, and set language = "und".'
        found = f"{language_code(language)!r}, which has none"
        raise DataError("a language with spaces between its words", found, "language", hint)


def what_is_lost(language: str, lists: Sequence[str] = ("stopwords", "boilerplate")) -> tuple[str, ...]:
    """Say what a language loses that has no list of its own, or has no spaces between its words.

    Parameters
    ----------
    language : str
        As in :func:`word_list`.
    lists : sequence of str
        Which lists are asked for.

    Returns
    -------
    tuple of str
        Sentences; none where nothing is lost.

    Examples
    --------
    >>> what_is_lost("en")
    ()
    >>> print(*what_is_lost("tlh", ["stopwords"]))
    No list of stop words for the language 'tlh': words such as "the" are counted like any other, and fill topics. \
Write one: data/languages/tlh/stopwords.txt
    """
    code = language_code(language)
    if code in UNSPACED:
        return (f"'{code}' is written without spaces between words: it can be coded, and its words cannot be counted.",)
    return tuple(
        f"No list of {_LOST[name][0]} for the language '{code}': {_LOST[name][1]}. Write one: "
        f"data/languages/{code}/{name}.txt"
        for name in lists
        if not word_list(language, name)
    )


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
        Language code, such as ``id``; or the absolute path of a folder named by the code, whose lists
        come before those of the package.
    name : str
        File name without ``.txt``.

    Returns
    -------
    tuple of str
        Empty if the language has no such list.

    Raises
    ------
    DataError
        If a list is no text in UTF-8, or an entry is not of the form of its list.

    Examples
    --------
    >>> "kerja sama" in word_list("id", "multiword"), word_list("tlh", "stopwords")
    (True, ())
    """
    path = next(filter(_is_there, _places(language, name)), None)
    return tuple(entry for _, entry in _entries(path)) if path else ()


def glosses(language: str) -> dict[str, str]:
    """Short English of words, for readers of figures who do not read the language.

    Parameters
    ----------
    language : str
        As in :func:`word_list`. What a folder of its own glosses is added to what the package glosses; where
        both gloss a word, that folder is followed.

    Returns
    -------
    dict of str to str
        A term as it is counted, with ``_`` between the words of a joined one, to its gloss; empty for a
        language without glosses.

    Raises
    ------
    DataError
        If a list is no text in UTF-8, a line is not of the form ``term = gloss``, or a file has a term twice.

    Examples
    --------
    >>> glosses("id")["kerja_sama"], glosses("en")
    ('cooperation', {})
    """
    found: dict[str, str] = {}
    for path in filter(_is_there, reversed(_places(language, "gloss"))):
        lines: dict[str, int] = {}
        for number, entry in _entries(path, folded=False):
            term, _, gloss = entry.partition(" = ")
            term = term.casefold()
            if term in lines:
                twice, where = f"{shown(term)} in line {lines[term]}, too", f"{path}, line {number}"
                raise DataError("one gloss for each term", twice, where, "Take one of the lines out.")
            lines[term], found[term] = number, gloss
    return found


def list_digest(language: str, name: str) -> str:
    """SHA-256 of the entries of a list, whatever its comments and blank lines."""
    return hashlib.sha256("\n".join(word_list(language, name)).encode()).hexdigest()


def _places(language: str, name: str) -> list[Path]:
    """Where a list may stand: in the folder that a language is given by, then in the package's for its code."""
    folder = Path(language)
    own = [folder] if folder.is_absolute() else []
    code = folder.name if own else language
    ours = [FOLDER / code] if code == Path(code).name else []
    return [place / f"{name}.txt" for place in own + ours]


def _is_there(path: Path) -> bool:
    """Say whether a list is there, and note that it was looked for."""
    _opened.add(path)
    return path.exists()


def _entries(path: Path, folded: bool = True) -> Iterator[tuple[int, str]]:
    """Give the entries of a list with the numbers of their lines."""
    form, example = _FORMS.get(path.stem, (".+", ""))
    for number, line in enumerate(read_text(path, "a word list", "a word list").splitlines(), 1):
        entry = unicodedata.normalize("NFC", " ".join(line.partition("#")[0].split()))
        entry = entry.casefold() if folded else entry
        if not entry:
            continue
        if not re.fullmatch(form, entry):
            raise DataError(f"a line such as '{example}'", shown(entry), f"{path}, line {number}", "Correct the line.")
        yield number, entry


def _is_language(folder: Path) -> bool:
    return any(folder.glob("*.txt"))
