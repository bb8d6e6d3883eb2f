"""Which terms may a topic model use? Those in enough paragraphs and in not too many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from discourse.errors import EstimateError


def choose_terms(
    matrix: Any, min_documents: int = 3, max_share: float = 0.4, always: Sequence[int] = ()
) -> NDArray[np.int64]:
    """Choose the columns of a count matrix that a topic model is fitted on.

    A term of one or two paragraphs says nothing of what words occur together; one that is in nearly
    every paragraph says nothing of what sets topics apart.

    Parameters
    ----------
    matrix : scipy.sparse.csr_matrix
        Counts, shape N x V, no stored zeros.
    min_documents : int
        Keep terms that occur in at least so many paragraphs.
    max_share : float
        Keep terms that occur in at most this share of the paragraphs.
    always : sequence of int
        Columns to keep whenever they occur at all (seed words).

    Returns
    -------
    array of int
        Columns kept, sorted.

    Raises
    ------
    EstimateError
        If fewer than two are left: with one word there are no two topics to tell apart.

    Examples
    --------
    >>> from scipy.sparse import csr_matrix
    >>> counts = csr_matrix([[1, 1, 0, 0], [1, 1, 2, 0], [1, 0, 1, 0], [1, 0, 0, 1]])
    >>> choose_terms(counts, min_documents=2, max_share=0.5).tolist()
    [1, 2]
    >>> choose_terms(counts, min_documents=2, max_share=0.5, always=[3]).tolist()
    [1, 2, 3]
    """
    paragraphs = np.bincount(matrix.indices, minlength=matrix.shape[1])
    keep = (paragraphs >= max(min_documents, 1)) & (paragraphs <= max_share * matrix.shape[0])
    keep[list(always)] = paragraphs[list(always)] > 0
    if keep.sum() < 2:
        raise EstimateError(
            f"at least two terms in {min_documents} or more and at most {max_share:.0%} of the paragraphs",
            f"{int(keep.sum())} of {matrix.shape[1]}",
            "vocabulary of the topic model",
            "Lower min_documents, raise max_share, or add paragraphs.",
        )
    return np.flatnonzero(keep).astype(np.int64)
