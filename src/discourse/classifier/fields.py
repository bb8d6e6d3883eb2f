"""What do a paragraph's words speak of? Counts of fields of meaning, of seed words, and of stems.

A few hundred labelled paragraphs hold few of the words that will ever be met. A field gathers the
everyday words that speak of one thing (``road-rail``: bridge, rail, toll ...), so that a word never
seen in training still tells something. The fields belong to the language (``languages/<code>/fields.txt``),
not to a codebook; what a field says about a pillar is learnt. All are computed from word counts by
one sparse product.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from scipy import sparse

from discourse.counts import Counts
from discourse.languages import word_list


def field_counts(words: Counts, language: str) -> Counts:
    """Count the words of each field of meaning.

    Parameters
    ----------
    words : Counts
        Word counts, N x V.
    language : str
        Language code; one without a list of fields has none.

    Returns
    -------
    Counts
        N x P, P fields in the order of their names. A word of two fields counts in both.

    Examples
    --------
    >>> from discourse.counts import count_texts
    >>> counts = field_counts(count_texts(["Jembatan dan rel kereta api dibangun bersama."]), "id")
    >>> dict(zip(counts.terms, counts.matrix.toarray()[0].tolist()))["road-rail"]
    3
    """
    fields = _fields(language)
    return _grouped(words, tuple(fields), lambda term: [name for name, match in fields.items() if _any(match, term)])


def seed_counts(words: Counts, seeds: Mapping[str, Sequence[str]]) -> Counts:
    """Count each pillar's seed words; N x K, pillars in the order of their ids."""
    sets = {pillar: {word.replace(" ", "_") for word in words_} for pillar, words_ in sorted(seeds.items())}
    return _grouped(words, tuple(sets), lambda term: [pillar for pillar, words_ in sets.items() if term in words_])


def stem_counts(words: Counts, language: str) -> Counts:
    """Count lemmas instead of word forms (simplemma), but for the words of ``languages/<code>/lemmas.txt``.

    Returns
    -------
    Counts
        N x S, S different lemmas, sorted. A language that simplemma does not know keeps its words.
    """
    lemma = _lemmatiser(language)
    lemmas = {term: [lemma(term)] for term in words.terms}
    return _grouped(words, tuple(sorted({one for [one] in lemmas.values()})), lemmas.get)


def _grouped(words: Counts, names: tuple[str, ...], of: Callable[[str], Iterable[str] | None]) -> Counts:
    """Sum the columns of the words that belong to each name."""
    position = {name: column for column, name in enumerate(names)}
    pairs = [(row, position[name]) for row, term in enumerate(words.terms) for name in of(term) or ()]
    rows, columns = (np.array(side, dtype=int) for side in (zip(*pairs, strict=True) if pairs else ((), ())))
    belongs = sparse.csr_matrix(
        (np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=(len(words.terms), len(names)), dtype=np.int64
    )
    matrix = sparse.csr_matrix(words.matrix @ belongs)
    matrix.sort_indices()
    return Counts(matrix, names, words.ids)


@lru_cache(maxsize=8)
def _fields(language: str) -> dict[str, re.Pattern[str]]:
    """Name of each field, sorted, and the pattern of its words."""
    lines = sorted(line.split(" = ", 1) for line in word_list(language, "fields"))
    return {name: re.compile("|".join(fnmatch.translate(word) for word in words.split())) for name, words in lines}


def _any(pattern: re.Pattern[str], term: str) -> bool:
    """Say whether a term, or a word of a joined term, matches."""
    return any(pattern.match(word) for word in (term, *term.split("_")))


@lru_cache(maxsize=8)
def _lemmatiser(language: str) -> Callable[[str], str]:
    """Lemmatiser of a language: its exceptions first, then simplemma word by word of a joined term."""
    import simplemma

    exceptions = dict(line.split(" = ", 1) for line in word_list(language, "lemmas"))

    @lru_cache(maxsize=200_000)
    def lemma(term: str) -> str:
        if term in exceptions:
            return exceptions[term]
        try:
            return "_".join(str(simplemma.lemmatize(word, lang=language)) for word in term.split("_"))
        except ValueError:
            return term

    return lemma
