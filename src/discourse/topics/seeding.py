"""Which terms may a topic model use, and how do seed words lead it?

The prior of topic *k* says that it has seen each of its pillar's seed words ``strength`` times before
the first paragraph is read, and every other term ``eta`` times. The prior stays in force while the
model learns, so seeds do more than choose a starting point; the more paragraphs there are, the less
they weigh. Too strong a prior works backwards: a topic that has seen thirty seed words a hundred times
each gives every other word next to nothing; ``experiments/stability.py`` shows it.

The first topics are those of the pillars, in codebook order; the others are residual: they have no
seeds and take up what belongs to no pillar.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from discourse.errors import EstimateError
from discourse.resampling import Floats

WHERE = "seed words of the topic model"


def seed_columns(seeds: Mapping[str, Sequence[str]], terms: Sequence[str]) -> dict[str, list[int]]:
    """Find the columns of each pillar's seed words.

    Parameters
    ----------
    seeds : mapping of str to sequence of str
        Pillar to seed words; multiword terms may be written with spaces or underscores.
    terms : sequence of str
        Name of each column.

    Returns
    -------
    dict of str to list of int
        Pillars in the order given; seed words without a column are left out.

    Examples
    --------
    >>> seed_columns({"infrastructure": ["jalan tol", "bandara"]}, ["baru", "jalan_tol"])
    {'infrastructure': [1]}
    """
    position = {term: column for column, term in enumerate(terms)}
    spelled = {pillar: sorted({word.replace(" ", "_").casefold() for word in words}) for pillar, words in seeds.items()}
    return {pillar: [position[word] for word in words if word in position] for pillar, words in spelled.items()}


def seed_prior(
    columns: Mapping[str, Sequence[int]], n_topics: int, n_terms: int, eta: float, strength: float
) -> Floats:
    """Make the prior counts of the topics, shape K x V.

    Parameters
    ----------
    columns : mapping of str to sequence of int
        Pillar to the columns of its seed words.
    n_topics, n_terms : int
        K and V.
    eta : float
        Prior count of every term in every topic.
    strength : float
        What a seed word gets in its own topic on top of that.

    Raises
    ------
    EstimateError
        If there are fewer topics than pillars, or a pillar's seed words never occur: its topic would
        be like any other and its name would be a lie.

    Examples
    --------
    >>> seed_prior({"political": [0], "economic": [2]}, n_topics=3, n_terms=3, eta=0.5, strength=4)
    array([[4.5, 0.5, 0.5],
           [0.5, 0.5, 4.5],
           [0.5, 0.5, 0.5]])
    """
    if n_topics < len(columns):
        raise EstimateError(f"at least {len(columns)} topics, one a pillar", str(n_topics), WHERE, "Raise n_topics.")
    prior = np.full((n_topics, n_terms), float(eta))
    for topic, (pillar, found) in enumerate(columns.items()):
        if not found:
            raise EstimateError(
                f"a seed word of {pillar} that occurs in the paragraphs",
                "none",
                WHERE,
                "Add seed words that occur to codebook.toml, or leave the pillar out.",
            )
        prior[topic, list(found)] += strength
    return prior


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
