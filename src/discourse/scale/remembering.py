"""What does a word bring to the features of a paragraph? Worked out once a word, not once a piece.

Every feature is a sum over the words of a paragraph: a word brings its runs of letters, its fields of
meaning, itself. Working that out is most of the work of classifying, and nearly all words of a piece
have been met before. So what each brings is kept, and the features of a piece are one product of whole
numbers: exactly those that the model makes itself.
"""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
from scipy import sparse

from discourse.classifier import TrainedModel
from discourse.counts import Counts

KEPT_TERMS = 100_000
"""So many words are kept, some 50 MB; then all are forgotten, and learnt again as they are met."""


class RememberingModel(TrainedModel):
    """A trained model that says the same, sooner, of text that comes in many pieces.

    Parameters
    ----------
    model : TrainedModel
        The model.
    """

    def __init__(self, model: TrainedModel) -> None:
        super().__init__(**vars(model))
        object.__setattr__(self, "_memory", _Memory(model))

    def matrix(self, words: Counts) -> Any:
        """Features of paragraphs from their word counts, in the model's order; N x F."""
        product = sparse.csr_matrix(words.matrix @ self._memory.rows_of(words.terms))  # type: ignore[attr-defined]
        product.sort_indices()
        return product


class _Memory:
    """What each term brings to the features: a row a term, F columns."""

    def __init__(self, model: TrainedModel) -> None:
        self.model = model
        self.lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self.place: dict[str, int] = {}
        self.rows = sparse.csr_matrix((0, len(self.model.features)), dtype=np.int64)

    def rows_of(self, terms: tuple[str, ...]) -> Any:
        """Rows of terms, V x F."""
        with self.lock:
            new = [term for term in terms if term not in self.place]
            if len(self.place) + len(new) > KEPT_TERMS:
                self.forget()
                new = list(terms)
            if new:
                once = Counts(sparse.identity(len(new), dtype=np.int64, format="csr"), tuple(new), tuple(new))
                self.rows = sparse.vstack([self.rows, self.model.matrix(once)], format="csr")
                self.place |= {term: row for row, term in enumerate(new, start=len(self.place))}
            return self.rows[np.array([self.place[term] for term in terms], dtype=np.int64)]
