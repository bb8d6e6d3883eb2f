"""How much does each count weigh?

Counts of words and character n-grams are damped, ``log(1 + count)``, multiplied by the inverse document frequency
``ln((1 + N) / (1 + df)) + 1`` (the smoothed form of scikit-learn), and brought to unit length block by
block, so that twenty thousand character n-grams do not drown five thousand words. Columns found in fewer
than ``min_df`` training rows weigh nothing. Blocks of few, always present columns (fields, seed words)
become shares instead: count over the sum of the block in the row. The numbers of a sentence embedding stay as they
are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy import sparse

from discourse.features.embeddings import EMBEDDING

BLOCK_WEIGHTS = {"thesaurus": 0.5}
"""Blocks that count less than the others' 1 when a model is fitted. The thesaurus has few hundred columns, many of
them in every paragraph: at full length it makes all paragraphs alike. One half was chosen by cross-validation."""


_LOOKED_UP = 1_000
"""Counts below this are damped by looking them up."""


@dataclass(frozen=True, eq=False)
class TfidfBlocks:
    """Column weights and how each block is scaled.

    Attributes
    ----------
    idf : array of float
        Weight of each of F columns; 0 for a column that training did not know.
    blocks : tuple of (str, array of int, bool)
        Name, columns, and whether the block holds shares.
    """

    idf: Any
    blocks: tuple[tuple[str, Any, bool], ...]

    @classmethod
    def fit(cls, counts: Any, names: Sequence[str] | None, min_df: int, shares: Sequence[str]) -> TfidfBlocks:
        """Learn the weights of columns from training rows.

        Parameters
        ----------
        counts : sparse matrix
            N x F.
        names : sequence of str or None
            Block of each column; None puts all in one.
        min_df : int
            Rows in which a column must occur.
        shares : sequence of str
            Blocks that become shares.
        """
        counts = sparse.csr_matrix(counts)
        found = np.bincount(counts.indices[counts.data > 0], minlength=counts.shape[1])
        idf = np.log((1 + counts.shape[0]) / (1 + found)) + 1
        idf[found < min_df] = 0.0
        labels = names if names is not None else ["all"] * counts.shape[1]
        place = {name: number for number, name in enumerate(sorted(set(labels)))}
        numbers = np.array([place[name] for name in labels], dtype=int)
        blocks = tuple((name, np.flatnonzero(numbers == number), name in shares) for name, number in place.items())
        for name, columns, share in blocks:
            if share or name == EMBEDDING:
                idf[columns] = 1.0
        return cls(idf, blocks)

    @property
    def proportions(self) -> Any:
        """Which columns are shares; length F, bool."""
        marked = np.zeros(len(self.idf), dtype=bool)
        for _, columns, share in self.blocks:
            marked[columns] = share
        return marked

    @property
    def embedded(self) -> Any:
        """Which columns are those of an embedding; length F, bool."""
        marked = np.zeros(len(self.idf), dtype=bool)
        for name, columns, _ in self.blocks:
            marked[columns] = name == EMBEDDING
        return marked

    @property
    def block_weights(self) -> Any:
        """How much each column counts beside the others when a model is fitted; length F."""
        weights = np.ones(len(self.idf))
        for name, columns, _ in self.blocks:
            weights[columns] = BLOCK_WEIGHTS.get(name, 1.0)
        return weights

    @cached_property
    def _places(self) -> tuple[Any, Any, Any]:
        """Number of the block of each column, and the columns that are shares and embeddings; length F each."""
        block = np.zeros(len(self.idf), dtype=int)
        for number, (_, members, _) in enumerate(self.blocks):
            block[members] = number
        return block, self.proportions, self.embedded

    def transform(self, counts: Any) -> Any:
        """Weigh counts; N x F in, N x F out (CSR, float64), columns in the same places."""
        counts = sparse.csr_matrix(counts, dtype=float)
        columns, number = counts.indices, len(self.blocks)
        block, shares, embedded = self._places
        share = shares[columns]
        part = np.where(share, counts.data, _damped(counts.data)) * self.idf[columns]
        cell = np.repeat(np.arange(counts.shape[0]) * number, np.diff(counts.indptr)) + block[columns]
        # A block of a row is either shares, over their sum, or a vector, over its length.
        size = np.bincount(cell, np.where(share, part, part**2), counts.shape[0] * number).reshape(-1, number)
        vectors = [not share for _, _, share in self.blocks]
        size[:, vectors] = np.sqrt(size[:, vectors])
        weighed = part / np.where(size > 0, size, 1.0).ravel()[cell]
        if embedded.any():
            weighed = np.where(embedded[columns], counts.data, weighed)
        total = sparse.csr_matrix((weighed, columns.copy(), counts.indptr.copy()), shape=counts.shape)
        total.eliminate_zeros()
        total.sort_indices()
        return total


def _damped(counts: Any) -> Any:
    """Take ``log(1 + count)``, of a negative number that of its size; looked up where all are small whole numbers."""
    if len(counts) and counts.min() >= 0 and counts.max() < _LOOKED_UP:
        whole = counts.astype(np.int64)
        if (whole == counts).all():
            return np.log1p(np.arange(_LOOKED_UP, dtype=float))[whole]
    return np.sign(counts) * np.log1p(np.abs(counts))


PROPORTION_BLOCKS = ("dictionary", "seed", "length", "position")
