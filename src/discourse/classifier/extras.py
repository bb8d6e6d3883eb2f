"""Which features might help beside those of the shipped classifier? Length, position, pairs of words.

They are tried on the same folds as all other candidates (``candidates``); none is shipped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from scipy import sparse

from discourse.counts import Counts, tokenise


def length_counts(words: Counts) -> Counts:
    """Mark how long a paragraph is, in counted words: one column a doubling, N x B, a single 1 in each row.

    Examples
    --------
    >>> from discourse.counts import count_texts
    >>> texts = ["beras", "beras murah dari desa seberang sungai besar itu"]
    >>> lengths = length_counts(count_texts(texts, language="id"))
    >>> lengths.terms, lengths.matrix.toarray().tolist()
    (('1-1', '4-7'), [[1, 0], [0, 1]])
    """
    size = np.asarray(words.matrix.sum(axis=1)).ravel()
    power = np.floor(np.log2(np.maximum(size, 1))).astype(int)
    kept = sorted(set(power.tolist()))
    names = tuple(f"{2**one}-{2 ** (one + 1) - 1}" for one in kept)
    order = np.argsort(names)
    marks = (power[:, None] == np.array(kept)[None, order]).astype(np.int64)
    return Counts(sparse.csr_matrix(marks), tuple(sorted(names)), words.ids)


def position_counts(positions: Sequence[int], ids: Sequence[str]) -> Counts:
    """Mark where in its article a paragraph stands: first, second, third, 4 to 6, later; N x 5.

    Examples
    --------
    >>> position_counts([1, 5, 9], ["a:1", "a:5", "a:9"]).matrix.toarray().tolist()
    [[1, 0, 0, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 1]]
    """
    place = np.digitize(positions, [2, 3, 4, 7])
    marks = (place[:, None] == np.arange(5)).astype(np.int64)
    return Counts(sparse.csr_matrix(marks), ("1", "2", "3", "4-6", "7-"), tuple(ids))


def pair_counts(texts: Sequence[str], language: str, ids: Sequence[str]) -> Counts:
    """Count pairs of neighbouring terms that occur in two texts or more; N x P.

    Examples
    --------
    >>> pairs = pair_counts(["Jembatan baru dibuka", "jembatan baru"], "id", ["a:1", "a:2"])
    >>> pairs.terms, pairs.matrix.toarray().tolist()
    (('jembatan baru',), [[1], [1]])
    """
    pairs = [[" ".join(pair) for pair in pairwise(tokenise(text, language))] for text in texts]
    found = Counter(pair for one in pairs for pair in set(one))
    terms = tuple(sorted(pair for pair, number in found.items() if number > 1))
    place = {pair: column for column, pair in enumerate(terms)}
    cells = [(row, place[pair]) for row, one in enumerate(pairs) for pair in one if pair in place]
    rows, columns = (np.array(side, dtype=int) for side in (zip(*cells, strict=True) if cells else ((), ())))
    matrix = sparse.csr_matrix((np.ones(len(rows), dtype=np.int64), (rows, columns)), (len(texts), len(terms)))
    matrix.sort_indices()
    return Counts(matrix, terms, tuple(ids))
