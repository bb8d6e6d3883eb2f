"""How often does each term occur in each paragraph?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from discourse.display import ShownInShort
from discourse.errors import DataError
from discourse.features.counting import count_terms


@dataclass(frozen=True, eq=False, repr=False)
class DocumentFeatureMatrix(ShownInShort):
    """Counts of terms in paragraphs.

    Parameters
    ----------
    matrix : scipy.sparse.csr_matrix
        Shape N x V (N paragraphs, V terms), whole numbers (int64), column indices sorted.
    features : tuple of str
        The vocabulary, sorted by code point; length V.
    ids : tuple of str
        Ids of the paragraphs; length N.
    docvars : DataFrame, optional
        What is known of each paragraph (its article, period, label), N rows; quanteda calls it so, too.

    Examples
    --------
    >>> counts = dfm_of_texts(["jalan tol baru", "jalan lama"], ids=["a:01", "a:02"], language="id")
    >>> counts.features
    ('baru', 'jalan', 'jalan_tol', 'lama')
    >>> counts.matrix.toarray().tolist()
    [[1, 0, 1, 0], [0, 1, 0, 1]]
    >>> counts.aligned(["lama", "baru", "tua"]).matrix.toarray().tolist()
    [[0, 1, 0], [1, 0, 0]]
    """

    matrix: Any
    features: tuple[str, ...]
    ids: tuple[str, ...]
    docvars: pd.DataFrame | None = None

    def __post_init__(self) -> None:
        expected = (len(self.ids), len(self.features))
        if self.matrix.shape != expected:
            raise ValueError(f"matrix has shape {self.matrix.shape}, ids and terms make {expected}")
        if self.docvars is not None and len(self.docvars) != len(self.ids):
            raise ValueError(f"docvars has {len(self.docvars)} rows, there are {len(self.ids)} paragraphs")

    def _summary(self) -> dict[str, object]:
        return {"paragraphs": len(self.ids), "features": len(self.features), "counted": int(self.matrix.sum())}

    def rows(self, indices: Any) -> DocumentFeatureMatrix:
        """Return the counts of some paragraphs, with the whole vocabulary kept.

        Parameters
        ----------
        indices : array of int or of bool
            Positions of the rows, in the order wanted, or a mask of length N.
        """
        indices = np.asarray(indices)
        if indices.dtype == bool:
            indices = np.flatnonzero(indices)
        indices = indices.astype(int)
        docvars = None if self.docvars is None else self.docvars.iloc[indices].reset_index(drop=True)
        ids = tuple(self.ids[index] for index in indices)
        return DocumentFeatureMatrix(self.matrix[indices], self.features, ids, docvars)

    def rows_of(self, ids: Iterable[str]) -> DocumentFeatureMatrix:
        """Return the counts of the paragraphs with these ids, in that order, with the whole vocabulary kept."""
        place = {paragraph: row for row, paragraph in enumerate(self.ids)}
        return self.rows([place[paragraph] for paragraph in ids])

    def aligned(self, terms: Sequence[str]) -> DocumentFeatureMatrix:
        """Return the counts of the terms asked for, in that order.

        A term that never occurs here gets a column of zeros; terms not asked for are dropped. So a
        model sees the columns that it was fitted on.
        """
        position = {term: column for column, term in enumerate(self.features)}
        wanted = [(position[term], new) for new, term in enumerate(terms) if term in position]
        old, new = (np.array(side, dtype=int) for side in (zip(*wanted, strict=True) if wanted else ((), ())))
        move = sparse.csr_matrix(
            (np.ones(len(old), dtype=np.int64), (old, new)),
            shape=(len(self.features), len(terms)),
            dtype=np.int64,
        )
        return DocumentFeatureMatrix(tidy(self.matrix @ move), tuple(terms), self.ids, self.docvars)


def dfm_of_texts(texts: Iterable[str], ids: Sequence[str] | None = None, *, language: str) -> DocumentFeatureMatrix:
    """Count the terms of texts.

    Parameters
    ----------
    texts : iterable of str
        One text a paragraph.
    ids : sequence of str, optional
        Their ids; default "0", "1", ...
    language : str
        Language of the tokeniser (code, or folder of its lists).

    Returns
    -------
    Counts
        Rows in the order of the texts; terms as :func:`discourse.features.tokenize` has them.
    """
    matrix, terms = count_terms(texts, language)
    rows = map(str, range(matrix.shape[0])) if ids is None else ids
    return DocumentFeatureMatrix(matrix, terms, tuple(rows))


def dfm_of_counts(table: pd.DataFrame, ids: Sequence[str]) -> DocumentFeatureMatrix:
    """Make a count matrix from a table of counts.

    Parameters
    ----------
    table : DataFrame
        Columns paragraph_id, term, count. Rows of paragraphs not asked for, and counts of zero, are
        left out.
    ids : sequence of str
        Ids of the paragraphs, in the order wanted; one without a row in the table has no terms.

    Returns
    -------
    Counts
        The matrix that ``dfm_of_texts`` makes from the texts the table was counted in.

    Raises
    ------
    DataError
        If the same term is counted twice for one paragraph.
    """
    table = table[table["paragraph_id"].isin(set(ids)) & (table["count"] > 0)]
    twice = table[table.duplicated(["paragraph_id", "term"])]
    if len(twice):
        found = f"{twice.iloc[0]['term']!r} again for {twice.iloc[0]['paragraph_id']}"
        raise DataError("each term once a paragraph", found, "table of term counts", "Add them up, or delete one.")
    bags: dict[str, Counter[str]] = {paragraph_id: Counter() for paragraph_id in ids}
    for paragraph_id, term, count in zip(table["paragraph_id"], table["term"], table["count"], strict=True):
        bags[paragraph_id][term] = int(count)
    return from_bags([bags[paragraph_id] for paragraph_id in ids], ids)


def from_bags(bags: Sequence[Counter[str]], ids: Sequence[str]) -> DocumentFeatureMatrix:
    """Make the count matrix of bags of terms, one bag a row."""
    terms = sorted(set(chain.from_iterable(bags)))
    position = {term: column for column, term in enumerate(terms)}
    starts = np.cumsum([0, *(len(bag) for bag in bags)])
    columns = np.fromiter((position[term] for bag in bags for term in bag), dtype=np.int64, count=starts[-1])
    values = np.fromiter(chain.from_iterable(bag.values() for bag in bags), dtype=np.int64, count=starts[-1])
    matrix = sparse.csr_matrix((values, columns, starts), shape=(len(bags), len(terms)), dtype=np.int64)
    return DocumentFeatureMatrix(tidy(matrix), tuple(terms), tuple(ids))


def tidy(matrix: Any) -> Any:
    """Bring a sparse matrix into the one form of this room: CSR, no stored zeros, sorted column indices."""
    matrix = sparse.csr_matrix(matrix)
    matrix.eliminate_zeros()
    matrix.sort_indices()
    return matrix
