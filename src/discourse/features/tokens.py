"""Which terms does a text consist of?

In this order:

1. Unicode NFC, case folded; soft hyphens and zero-width marks are taken out; the various
   apostrophes and hyphens become ``'`` and ``-``; web and mail addresses are taken out.
2. A word is a run of letters and their vowel signs, with single apostrophes or hyphens inside (``jum'at``, ``quốc``).
   Digits are no letters: ``48``, ``2.300`` and ``1,5`` yield nothing, ``covid-19`` yields ``covid``
   and ``ke-48`` the preposition ``ke``, which is a stop word. Of a word of more than 100 letters the first
   100 are kept: no language has such words, and what is done with a word may take the square of its length.
3. Hyphenated words are parted unless they are reduplications or prefixed (``discourse.features.tokens``).
4. Terms of several words are joined with an underscore by nltk's ``MWETokenizer``
   (``kerja_sama``), never across punctuation or a number; other spellings are counted as the term.
5. Only then words of a single letter and stop words are dropped, so that ``luar negeri`` or
   ``dalam negeri`` cannot be lost to the stop list.

The word lists of step 3 to 5 belong to the language (``discourse.languages``). Nothing is stemmed:
stemmers merge words that the pillars must keep apart.

Kept whole: reduplications (``kesepakatan-kesepakatan``, ``bersama-sama``, ``tarik-menarik``,
``sayur-mayur``) and prefixed words (``sub-kawasan``). Parted: everything else
(``desa-kota``, ``ekonomi-politik``), since its halves are words of their own.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from discourse.corpus.text import nfc
from discourse.languages import check_spaced, kept_until_recorded, word_list

_SAME = str.maketrans(
    {
        "\u00ad": "",
        "\u200b": "",
        "\u2060": "",
        "\ufeff": "",
        "\u2018": "'",
        "\u2019": "'",
        "\u02bc": "'",
        "\u2010": "-",
        "\u2011": "-",
    }
)
# A mail address is looked for from where something begins up to its first @ only: from everywhere up to any @, the
# time would grow with the cube of the length.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)\S[^\s@]*@\S+\.\S+")
_MARK = re.compile("[\u0300-\u036f]")
# Vowel signs and the like, which Hindi or Thai words have between and behind their letters, are no letters to Python.
_SIGNS = "".join(sign for sign in map(chr, range(0x370, 0x3100)) if unicodedata.category(sign) in ("Mc", "Mn"))
_WORD = rf"[^\W\d_]+(?:[{_SIGNS}]+[^\W\d_]*)*"
_PIECE = re.compile(rf"{_WORD}(?:['-]{_WORD})*|\d+|[^\w\s]")
SEPARATOR = "_"
"""Stands between the words of a joined term."""
_LONGEST = 100

TOKENISER = 3
"""Version of the tokeniser, word lists aside. It is raised whenever a text may yield other terms than before, so
that models made with the old terms are refused."""


def tokenize(text: str, language: str) -> list[str]:
    """Terms of a text, in order; stop words, numbers and single letters left out.

    Parameters
    ----------
    text : str
        Any text.
    language : str
        Language code, or the folder of its lists; a language without word lists has its words parted
        and nothing else done.

    Returns
    -------
    list of str
        Terms; those of several words with an underscore.

    Raises
    ------
    DataError
        If the language is one that is written without spaces between its words.

    Examples
    --------
    >>> tokenize("Kerja sama di luar negeri tidak berhenti pada 48 kesepakatan-kesepakatan itu.", "id")
    ['kerja_sama', 'luar_negeri', 'tidak', 'berhenti', 'kesepakatan-kesepakatan']
    >>> tokenize("Kerjasama desa-kota", "id")
    ['kerja_sama', 'desa', 'kota']
    """
    words = words_of(text, language)
    lexicon = lexicon_of(language)
    if lexicon.joined:
        words = _joiner(language).tokenize(words)
    return [term for word in words for term in lexicon.terms_of(word)]


def words_of(text: str, language: str) -> list[str]:
    """Words of a text in order, with numbers and punctuation between them as pieces of their own.

    Examples
    --------
    >>> words_of("Kerja sama desa-kota: 48.", "id")
    ['kerja', 'sama', 'desa', 'kota', ':', '48', '.']
    """
    text = _ADDRESS.sub(" . ", text.translate(_SAME))
    text = unicodedata.normalize("NFC", nfc(text).casefold())
    words: list[str] = []
    for found in _PIECE.findall(_MARK.sub("", text)):
        piece = found if len(found) <= _LONGEST else found[:_LONGEST].rstrip("'-")
        if piece.isalpha():
            words.append(piece)
        elif "-" in piece and len(piece) > 1:
            words.extend(part_hyphens(_lettered(piece), language))
        else:
            words.append(_lettered(piece) if piece[0].isalpha() else piece)
    return words


def _lettered(piece: str) -> str:
    """Take out signs that are neither letters, nor their vowel signs, nor digits to Python (the square of m²)."""
    return "".join(sign for sign in piece if sign.isalpha() or sign in "'-" or sign in _SIGNS)


@dataclass(frozen=True)
class Lexicon:
    """Word lists of a language, ready for use.

    Attributes
    ----------
    variants : dict of str to tuple of str
        Spellings, joined, and the terms that they are counted as.
    stopwords : frozenset of str
        Words that are not counted.
    joined : frozenset of tuple of str
        The words of each term that is joined: mostly several, one where only the spelling is another.
    """

    variants: dict[str, tuple[str, ...]]
    stopwords: frozenset[str]
    joined: frozenset[tuple[str, ...]]

    def terms_of(self, word: str) -> tuple[str, ...]:
        """Terms that a word or a joined term is counted as; none for a stop word, a letter, a number or a mark."""
        if word in self.variants:
            return self.variants[word]
        counted = len(word) > 1 and word[0].isalpha() and word not in self.stopwords
        return (word,) if counted else ()


@kept_until_recorded(maxsize=16)
def lexicon_of(language: str) -> Lexicon:
    """Read the word lists of a language that the tokeniser uses.

    Raises
    ------
    DataError
        If the language is one that is written without spaces between its words.
    """
    check_spaced(language)
    joined, variants = [], {}
    for entry in word_list(language, "multiword"):
        written, _, meant = entry.partition("=")
        joined.append(tuple(written.split()))
        if meant:
            variants[_joined(written)] = tuple(_joined(term) for term in meant.split(","))
    return Lexicon(variants, frozenset(word_list(language, "stopwords")), frozenset(joined))


@kept_until_recorded(maxsize=16)
def _joiner(language: str) -> Any:
    # nltk takes half a second to import; only text that is read by itself needs it.
    from nltk.tokenize.mwe import MWETokenizer

    return MWETokenizer(sorted(lexicon_of(language).joined), separator=SEPARATOR)


def _joined(words: str) -> str:
    return SEPARATOR.join(words.split())


_SHORTEST_ROOT = 3


@kept_until_recorded(maxsize=100_000)
def part_hyphens(word: str, language: str) -> tuple[str, ...]:
    """Part a hyphenated word where its halves are words of their own.

    Parameters
    ----------
    word : str
        Case-folded word with at least one hyphen.
    language : str
        Language (code, or folder of its lists); its ``affixes.txt`` is used.

    Returns
    -------
    tuple of str
        The words, hyphens kept inside those that are whole.

    Examples
    --------
    >>> part_hyphens("bersama-sama", "id"), part_hyphens("sub-kawasan", "id"), part_hyphens("desa-kota", "id")
    (('bersama-sama',), ('sub-kawasan',), ('desa', 'kota'))
    """
    parts = word.split("-")
    words = [parts[0]]
    for before, part in pairwise(parts):
        if before in _affixes(language, "joined") or _is_reduplication(before, part, language):
            words[-1] += f"-{part}"
        else:
            words.append(part)
    return tuple(words)


def _is_reduplication(first: str, second: str, language: str) -> bool:
    """Say whether both halves repeat one root: whole, with affixes, or with a changed sound."""
    if first == second:
        return True
    roots = _roots(first, language) & _roots(second, language)
    return bool(roots) or _is_nasal(first, second, language) or _is_rhyme(first, second)


def _roots(part: str, language: str) -> set[str]:
    """Return what may be left of a half when a prefix, a suffix or both are taken off."""
    stems = {part} | {part.removeprefix(prefix) for prefix in _affixes(language, "prefix")}
    stems |= {stem.removesuffix(suffix) for stem in stems for suffix in _affixes(language, "suffix")}
    return {stem for stem in stems if len(stem) >= _SHORTEST_ROOT}


def _is_nasal(first: str, second: str, language: str) -> bool:
    """Know ``tarik-menarik`` and ``gilang-gemilang``: the prefix or infix swallows the first letter."""
    rest = first[1:]
    fronts = [*_affixes(language, "prefix"), *(first[:1] + infix for infix in _affixes(language, "infix"))]
    return len(rest) >= _SHORTEST_ROOT and any(second == front + rest for front in fronts)


def _is_rhyme(first: str, second: str) -> bool:
    """Know ``sayur-mayur`` (another first letter) and ``bolak-balik`` (other vowels)."""
    if len(first) != len(second) or len(first) <= _SHORTEST_ROOT:
        return False
    return first[1:] == second[1:] or _consonants(first) == _consonants(second)


def _consonants(part: str) -> str:
    return "".join("." if letter in "aeiou" else letter for letter in part)


@kept_until_recorded(maxsize=64)
def _affixes(language: str, kind: str) -> tuple[str, ...]:
    entries = (entry.split() for entry in word_list(language, "affixes"))
    return tuple(affix for entry_kind, affix in entries if entry_kind == kind)
