"""Which dictionary entries, seed words and lemmas occur?

A few hundred labelled paragraphs hold few of the words that will ever be met. A field gathers the
words that speak of one thing (``road-rail``: bridge, rail, toll ...), so that a word never seen in
training still tells something. Two lists of a language hold fields, few and broad ones
(``languages/<code>/dictionary.txt``) and many fine ones (``thesaurus.txt``); they belong to the language,
not to a codebook, and what a field says about a pillar is learnt. All are computed from word counts
by one sparse product.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import sparse

from discourse.features.dfm import DocumentFeatureMatrix
from discourse.languages import kept_until_recorded, language_code, word_list


def dictionary_counts(words: DocumentFeatureMatrix, language: str, source: str = "dictionary") -> DocumentFeatureMatrix:
    """Count the words of each field of meaning.

    Parameters
    ----------
    words : Counts
        Word counts, N x V.
    language : str
        Language code; one without the list has no fields.
    source : str
        ``fields`` (some forty broad fields) or ``thesaurus`` (some two hundred fine ones).

    Returns
    -------
    Counts
        N x P, P fields in the order of their names. A word of two fields counts in both.

    Examples
    --------
    >>> from discourse.features import dfm_of_texts
    >>> counts = dictionary_counts(dfm_of_texts(["Jembatan dan rel kereta api dibangun bersama."], language="id"), "id")
    >>> dict(zip(counts.features, counts.matrix.toarray()[0].tolist()))["road-rail"]
    3
    """
    lexicon = _lexicon(language, source)
    return _grouped(words, lexicon.names, lexicon.fields_of)


def seed_word_counts(words: DocumentFeatureMatrix, seeds: Mapping[str, Sequence[str]]) -> DocumentFeatureMatrix:
    """Count each pillar's seed words; N x K, pillars in the order of their ids."""
    sets = {pillar: {word.replace(" ", "_") for word in words_} for pillar, words_ in sorted(seeds.items())}
    return _grouped(words, tuple(sets), lambda term: [pillar for pillar, words_ in sets.items() if term in words_])


def lemma_counts(words: DocumentFeatureMatrix, language: str) -> DocumentFeatureMatrix:
    """Count lemmas instead of word forms (simplemma), but for the words of ``languages/<code>/lemmas.txt``.

    Returns
    -------
    Counts
        N x S, S different lemmas, sorted. A language that simplemma does not know keeps its words.
    """
    lemma = _lemmatiser(language)
    lemmas = {term: [lemma(term)] for term in words.features}
    return _grouped(words, tuple(sorted({one for [one] in lemmas.values()})), lemmas.get)


def _grouped(
    words: DocumentFeatureMatrix, names: tuple[str, ...], of: Callable[[str], Iterable[str] | None]
) -> DocumentFeatureMatrix:
    """Sum the columns of the words that belong to each name."""
    position = {name: column for column, name in enumerate(names)}
    pairs = [(row, position[name]) for row, term in enumerate(words.features) for name in of(term) or ()]
    rows, columns = (np.array(side, dtype=int) for side in (zip(*pairs, strict=True) if pairs else ((), ())))
    belongs = sparse.csr_matrix(
        (np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=(len(words.features), len(names)), dtype=np.int64
    )
    matrix = sparse.csr_matrix(words.matrix @ belongs)
    matrix.sort_indices()
    return DocumentFeatureMatrix(matrix, names, words.ids)


@dataclass(frozen=True, eq=False)
class _Lexicon:
    """Fields by the words, the beginnings of words (``dagang*``) and the patterns that belong to them."""

    names: tuple[str, ...]
    words: Mapping[str, list[str]]
    beginnings: Mapping[str, list[str]]
    patterns: Sequence[tuple[re.Pattern[str], str]]
    longest: int

    def fields_of(self, term: str) -> list[str]:
        """Fields of a term, or of a word of a joined term; sorted."""
        return sorted({field for word in {term, *term.split("_")} for field in self._fields_of_word(word)})

    def _fields_of_word(self, word: str) -> list[str]:
        found = list(self.words.get(word, ()))
        for length in range(1, min(len(word), self.longest) + 1):
            found += self.beginnings.get(word[:length], ())
        return found + [field for pattern, field in self.patterns if pattern.match(word)]


@kept_until_recorded(maxsize=8)
def _lexicon(language: str, source: str) -> _Lexicon:
    """Read a list: ``[name]`` begins a field, its words follow on any number of lines."""
    words: dict[str, list[str]] = {}
    beginnings: dict[str, list[str]] = {}
    patterns, names, name = [], set(), ""
    for line in word_list(language, source):
        if line.startswith("["):
            name = line.strip("[]")
            names.add(name)
            continue
        for word in line.split():
            if "*" not in word:
                words.setdefault(word, []).append(name)
            elif word.index("*") == len(word) - 1:
                beginnings.setdefault(word[:-1], []).append(name)
            else:
                patterns.append((re.compile(fnmatch.translate(word)), name))
    longest = max(map(len, beginnings), default=0)
    return _Lexicon(tuple(sorted(names)), words, beginnings, tuple(patterns), longest)


@kept_until_recorded(maxsize=8)
def _lemmatiser(language: str) -> Callable[[str], str]:
    """Lemmatiser of a language: its exceptions first, then simplemma word by word of a joined term."""
    import simplemma

    code = language_code(language)
    exceptions = dict(line.split(" = ", 1) for line in word_list(language, "lemmas"))

    @lru_cache(maxsize=200_000)
    def lemma(term: str) -> str:
        if term in exceptions:
            return exceptions[term]
        try:
            return "_".join(str(simplemma.lemmatize(word, lang=code)) for word in term.split("_"))
        except ValueError:
            return term

    return lemma
