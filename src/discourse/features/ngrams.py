"""Which character n-grams and which bigrams of words occur?

Counted from the word counts: N x V times the V x C matrix of how often each run occurs in each
term. So they can be had for paragraphs whose text is not there, and tell no more than the words do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from scipy import sparse

from discourse.features.dfm import DocumentFeatureMatrix, from_bags, tidy
from discourse.features.tokens import tokenize


def character_ngrams(counts: DocumentFeatureMatrix, low: int = 2, high: int = 5) -> DocumentFeatureMatrix:
    """Count runs of ``low`` to ``high`` characters inside words.

    A word is padded with a space on each side, as scikit-learn's ``analyzer="char_wb"`` does, and the
    numbers are the same. The words of a joined term are padded one by one (``kerja_sama`` counts as
    ``kerja`` and ``sama``).

    Parameters
    ----------
    counts : Counts
        Word counts; N paragraphs, V terms.
    low, high : int
        Shortest and longest run, spaces included; 1 <= low <= high.

    Returns
    -------
    Counts
        Shape N x C, C different runs.

    Raises
    ------
    ValueError
        If ``low`` is below 1 or above ``high``.

    Examples
    --------
    >>> from discourse.features import dfm_of_texts
    >>> character_ngrams(dfm_of_texts(["tol tol"], language="id"), 2, 3).features
    (' t', ' to', 'l ', 'ol', 'ol ', 'to', 'tol')
    """
    if not 1 <= low <= high:
        raise ValueError(f"runs of {low} to {high} characters: need 1 <= low <= high")
    within = from_bags([_runs(term, low, high) for term in counts.features], counts.features)
    used = tidy(counts.matrix @ within.matrix)
    # A term that occurs in none of these rows must not bring its runs into the vocabulary.
    seen = np.flatnonzero(np.diff(used.tocsc().indptr))
    return DocumentFeatureMatrix(tidy(used[:, seen]), tuple(within.features[column] for column in seen), counts.ids)


def _runs(term: str, low: int, high: int) -> Counter[str]:
    """Count the runs in one term, each of its words padded; a word shorter than a run counts once whole."""
    runs: list[str] = []
    for word in term.split("_"):
        padded = f" {word} "
        size = len(padded)
        for length in range(low, min(high + 1, size)):
            runs += [padded[start : start + length] for start in range(size - length + 1)]
        if high >= size:
            runs.append(padded)
    return Counter(runs)


def bigram_counts(texts: Sequence[str], language: str, ids: Sequence[str]) -> DocumentFeatureMatrix:
    """Count pairs of neighbouring terms that occur in two texts or more; N x P.

    Examples
    --------
    >>> pairs = bigram_counts(["Jembatan baru dibuka", "jembatan baru"], "id", ["a:1", "a:2"])
    >>> pairs.features, pairs.matrix.toarray().tolist()
    (('jembatan baru',), [[1], [1]])
    """
    pairs = [[" ".join(pair) for pair in pairwise(tokenize(text, language))] for text in texts]
    found = Counter(pair for one in pairs for pair in set(one))
    terms = tuple(sorted(pair for pair, number in found.items() if number > 1))
    place = {pair: column for column, pair in enumerate(terms)}
    cells = [(row, place[pair]) for row, one in enumerate(pairs) for pair in one if pair in place]
    rows, columns = (np.array(side, dtype=int) for side in (zip(*cells, strict=True) if cells else ((), ())))
    matrix = sparse.csr_matrix((np.ones(len(rows), dtype=np.int64), (rows, columns)), (len(texts), len(terms)))
    matrix.sort_indices()
    return DocumentFeatureMatrix(matrix, terms, tuple(ids))
