"""How are the terms of many texts counted at once, as one text after the other would be?

``discourse.features.tokens`` says what the terms of a text are. None of its rules looks across white space, but for
the one that joins terms of several words. So a text is parted at white space, and what a part yields is worked out
once, however often it occurs. The texts become arrays of numbers in which terms of several words are found and joined.
Where pyarrow is installed (extra ``scale``), it parts the texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import Any

import numpy as np
from scipy import sparse

from discourse.features.tokens import SEPARATOR, lexicon_of, words_of
from discourse.languages import kept_until_recorded

KEPT_PARTS = 200_000
"""So many parts of texts are kept with their words, some 50 MB; then all are dropped, and made again when met."""
LONGEST_KEPT = 100
"""Letters of a part that is kept; longer ones hardly come back."""
_TEXTS = 5_000
"""Texts of which the parts are held at once."""
_MANY = 500
"""Texts from which on pyarrow is asked, where it is installed."""
_END = "\n"
"""Stands behind each text, so that no term is joined across two; white space is in no part."""
_MARKS_BEHIND = frozenset(".,;:!?)\"'")


class _Numbers(dict[str, int]):
    """Gives each new key the next number."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


def count_terms(texts: Iterable[str], language: str) -> tuple[Any, tuple[str, ...]]:
    """Count the terms of texts, those that :func:`discourse.features.tokenize` yields.

    Parameters
    ----------
    texts : iterable of str
        N texts.
    language : str
        Language of the tokeniser (code, or folder of its lists).

    Returns
    -------
    matrix : scipy.sparse.csr_matrix
        N x V, whole numbers, column indices sorted.
    terms : tuple of str
        The V terms that occur, sorted by code point.

    Raises
    ------
    DataError
        If the language is written without spaces between its words.

    Examples
    --------
    >>> matrix, terms = count_terms(["Jalan tol baru, jalan lama.", "Kerja, sama", "kerjasama"], "id")
    >>> terms
    ('baru', 'jalan', 'jalan_tol', 'kerja', 'kerja_sama', 'lama', 'sama')
    >>> matrix.toarray().tolist()
    [[1, 1, 1, 0, 0, 1, 0], [0, 0, 0, 1, 0, 0, 1], [0, 0, 0, 0, 1, 0, 0]]
    """
    lexicon, numbers = lexicon_of(language), _Numbers()
    parts, lengths = _numbered(texts, numbers)
    known = _kept_words(language)
    words = _Lists.of(_words_of_part(part, language, known) for part in numbers)
    found, text = words.in_place_of(parts, np.arange(len(lengths), dtype=np.int32).repeat(lengths))
    names = [*words.numbers]
    if lexicon.joined:
        found, text = _joined(found, text, names, lexicon.joined)
    terms = _Lists.of(lexicon.terms_of(name) for name in names)
    found, text = terms.in_place_of(found, text)
    return _matrix(found, text, [*terms.numbers], len(lengths))


def _numbered(texts: Iterable[str], numbers: _Numbers) -> tuple[Any, Any]:
    """Give the parts of texts numbers, an end behind each text, and say how many parts each text has."""
    found, lengths, waiting = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.int64)], iter(texts)
    while some := list(islice(waiting, _TEXTS)):
        parts, sizes = _by_arrow(some, numbers) or _by_python(some, numbers)
        found.append(parts)
        lengths.append(sizes)
    return np.concatenate(found), np.concatenate(lengths)


def _by_python(texts: Sequence[str], numbers: _Numbers) -> tuple[Any, Any]:
    parted = [text.split() for text in texts]
    for parts in parted:
        parts.append(_END)
    sizes = np.array([len(parts) for parts in parted], dtype=np.int64)
    return np.fromiter(map(numbers.__getitem__, chain.from_iterable(parted)), np.int32, sizes.sum()), sizes


def _by_arrow(texts: Sequence[str], numbers: _Numbers) -> tuple[Any, Any] | None:
    """Part and number many texts in pyarrow, which takes a third of the time; nothing where that cannot be."""
    arrow = _arrow() if len(texts) >= _MANY else None
    if arrow is None:
        return None
    # No white space but a space is printable.
    spaced = [text if text.isprintable() else " ".join(text.split()) for text in texts]
    try:
        column = arrow.array([f"{text} {_END}" for text in spaced])
    except UnicodeEncodeError:
        return None  # half of a surrogate pair, which UTF-8 cannot hold
    parted = arrow.compute.split_pattern(column, " ")
    coded = parted.flatten().dictionary_encode()
    place = np.fromiter(map(numbers.__getitem__, coded.dictionary.to_pylist()), np.int32, len(coded.dictionary))
    return place[coded.indices.to_numpy()], parted.value_lengths().to_numpy()


@lru_cache(maxsize=1)
def _arrow() -> Any:
    """Import pyarrow, if it is installed."""
    try:
        import pyarrow
        import pyarrow.compute
    except ImportError:
        return None
    return pyarrow


def _words_of_part(part: str, language: str, known: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    if part == _END:
        return (_END,)
    words = known.get(part)
    if words is None:
        words = _plain_words(part) or tuple(words_of(part, language))
        if len(part) <= LONGEST_KEPT:
            if len(known) >= KEPT_PARTS:
                known.clear()
            known[part] = words
    return words


def _plain_words(part: str) -> tuple[str, ...]:
    """Words of a part of English letters alone, with one mark behind them or none; nothing for any other part."""
    if not part.isascii() or len(part) > LONGEST_KEPT:
        return ()
    if part.isalpha():
        return (part.lower(),)
    return (part[:-1].lower(), part[-1]) if part[-1:] in _MARKS_BEHIND and part[:-1].isalpha() else ()


@kept_until_recorded(maxsize=4)
def _kept_words(language: str) -> dict[str, tuple[str, ...]]:
    """Words of the parts that were met in texts of a language."""
    return {}


@dataclass(frozen=True, eq=False)
class _Lists:
    """Lists of words, one behind the other, as numbers."""

    numbers: _Numbers
    flat: Any
    sizes: Any

    @classmethod
    def of(cls, lists: Iterable[Sequence[str]]) -> _Lists:
        numbers = _Numbers()
        flat: list[int] = []
        sizes: list[int] = []
        for one in lists:
            flat += map(numbers.__getitem__, one)
            sizes.append(len(one))
        return cls(numbers, np.array(flat, dtype=np.int32), np.array(sizes, dtype=np.int64))

    def in_place_of(self, found: Any, text: Any) -> tuple[Any, Any]:
        """Put its list in the place of each number, and repeat the number of the text for each word of the list."""
        sizes = self.sizes[found]
        begins = np.cumsum(sizes) - sizes
        within = np.arange(sizes.sum()) - np.repeat(begins, sizes)
        return self.flat[np.repeat((np.cumsum(self.sizes) - self.sizes)[found], sizes) + within], text.repeat(sizes)


def _joined(found: Any, text: Any, names: list[str], entries: frozenset[tuple[str, ...]]) -> tuple[Any, Any]:
    """Join terms of several words, the longest from the left, and add their names to ``names``."""
    kept, numbers, end, size = np.ones(len(found), dtype=bool), _Numbers(), 0, len(names)
    longest = max(map(len, entries))
    for start in _beginnings(found, names, entries).tolist():
        words = tuple(names[number] for number in found[start : start + longest]) if start >= end else ()
        length = next((length for length in range(len(words), 0, -1) if words[:length] in entries), 0)
        if length:
            end = start + length
            found[start], kept[start + 1 : end] = size + numbers[SEPARATOR.join(words[:length])], False
    names += numbers
    return found[kept], text[kept]


def _beginnings(found: Any, names: Sequence[str], entries: frozenset[tuple[str, ...]]) -> Any:
    """Find where an entry may begin: at its first word, with its second behind it where it has one."""
    fronts = {entry[0] for entry in entries}, {entry[0] for entry in entries if len(entry) == 1}
    seconds = {entry[1] for entry in entries if len(entry) > 1}
    first, alone, second = (np.array([name in some for name in names], dtype=bool) for some in (*fronts, seconds))
    follows = np.append(second[found[1:]], np.zeros(min(len(found), 1), dtype=bool))
    return np.flatnonzero(first[found] & (alone[found] | follows))


def _matrix(found: Any, text: Any, names: list[str], rows: int) -> tuple[Any, tuple[str, ...]]:
    """Add up what stands in each text; terms that nowhere stand by themselves get no column."""
    occurs = np.flatnonzero(np.bincount(found, minlength=len(names)))
    order = sorted(occurs.tolist(), key=names.__getitem__)
    column = np.zeros(len(names), dtype=np.int32)
    column[order] = np.arange(len(order), dtype=np.int32)
    ones = np.ones(len(found), dtype=np.int64)
    matrix = sparse.coo_matrix((ones, (text, column[found])), shape=(rows, len(order))).tocsr()
    matrix.sort_indices()
    return matrix, tuple(names[number] for number in order)
