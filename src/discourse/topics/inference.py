"""Which topics is a paragraph made of, when the words of the topics are known?

Variational inference for LDA (Blei, Ng & Jordan 2003; in the form of Hoffman, Blei & Bach 2010, which
gensim uses): with a paragraph's word counts n_w, a prior alpha, and topic weights
b_kw = exp(E[ln beta_kw]), repeat ::

    phi_w   = sum_k t_k b_kw                            t_k = exp(E[ln theta_k | gamma])
    gamma_k = alpha_k + t_k sum_w n_w b_kw / phi_w

until gamma moves less than the tolerance on average. gensim does this one paragraph at a time in Python;
here paragraphs of like length are taken together, padded with words that occur zero times. On short
paragraphs that is several times faster and gives the same numbers (benchmarks/topics_public.py).

Two differences from gensim make results independent of the order of rows: gamma starts at 1 for every
topic instead of at a random value, and paragraphs are put into an order of their own before they are
taken together. A third saves more than half of the time of a fit: from its second pass on gamma starts
where the pass before left it, and takes long steps (``_LONG_STEP``) to the same end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse, special

from discourse.resampling import Floats

Integers = NDArray[np.int64]
_TINY = np.finfo(np.float64).eps
_CELLS = 400_000
_LONG_STEP = 3.0
"""Where gamma starts near its end, every second round goes so many times as far as it would. Of an error that a round
shortens by a factor x (0 <= x < 1), two such rounds leave x * (3 x - 2): never more than a third the wrong way, and at
x = .95 it is .81 where two plain rounds leave .90. Far from the end a long step could lead to another one."""
_WORTH_COPYING = 0.7
"""Paragraphs that have settled are taken out of their batch when no more than this part of it still moves."""


@dataclass(frozen=True)
class Batch:
    """Paragraphs of like length, B of them, padded to L different terms each.

    Attributes
    ----------
    rows : array of int, length B
        Which rows of the count matrix they are.
    columns : array of int, shape B x L
        Their terms; padding repeats the first term of the vocabulary.
    counts : array, shape B x L
        How often each occurs; 0 for padding.
    """

    rows: Integers
    columns: Integers
    counts: Floats


def batches(matrix: Any, n_topics: int) -> list[Batch]:
    """Sort the rows of a count matrix by length and content, and take them together.

    Parameters
    ----------
    matrix : scipy.sparse.csr_matrix
        Counts, shape N x V, column indices sorted, no stored zeros.
    n_topics : int
        Number of topics; the more there are, the fewer paragraphs fit into one batch.

    Returns
    -------
    list of Batch
        Every row that has a term, once. Rows without terms are in no batch: nothing can be inferred.
    """
    lengths = np.diff(matrix.indptr)
    order = [row for row in content_order(matrix) if lengths[row]]
    return [_batch(matrix, rows) for rows in _groups(order, lengths, n_topics)]


def content_order(matrix: Any) -> list[int]:
    """Return row numbers sorted by number of terms, then terms, then counts: the same for shuffled rows."""
    starts, columns, counts = matrix.indptr, matrix.indices.astype(np.int64), matrix.data.astype(np.float64)

    def content(row: int) -> tuple[int, bytes, bytes]:
        part = slice(starts[row], starts[row + 1])
        return int(starts[row + 1] - starts[row]), columns[part].tobytes(), counts[part].tobytes()

    return sorted(range(matrix.shape[0]), key=content)


def _groups(order: Sequence[int], lengths: Integers, n_topics: int) -> Iterator[Integers]:
    """Cut ordered rows where they get much longer than the first of the group, or too many to hold."""
    start = 0
    while start < len(order):
        longest = max(lengths[order[start]] * 1.5, lengths[order[start]] + 8)
        stop = start
        while stop < len(order) and lengths[order[stop]] <= longest:
            if stop > start and (stop + 1 - start) * lengths[order[stop]] * n_topics > _CELLS:
                break
            stop += 1
        yield np.array(order[start:stop], dtype=np.int64)
        start = stop


def _batch(matrix: Any, rows: Integers) -> Batch:
    lengths = np.diff(matrix.indptr)[rows]
    columns = np.zeros((len(rows), int(lengths.max())), dtype=np.int64)
    counts = np.zeros(columns.shape)
    filled = np.arange(columns.shape[1]) < lengths[:, None]
    source = matrix[rows]
    columns[filled] = source.indices
    counts[filled] = source.data
    return Batch(rows, columns, counts)


def e_step(
    parts: Sequence[Batch],
    shape: tuple[int, int],
    weights: Floats,
    alpha: Floats,
    iterations: int,
    tolerance: float,
    start: Floats | None = None,
) -> tuple[Floats, Floats]:
    """Infer the topics of all paragraphs, and count how often each topic is expected to have given each term.

    Parameters
    ----------
    parts : sequence of Batch
        As :func:`batches` makes them.
    shape : (int, int)
        N and V of the count matrix.
    weights : array, shape K x V
        exp(E[ln beta]), the topics' weight for each term.
    alpha : array, length K
        Prior of the topics in a paragraph.
    iterations, tolerance : int, float
        Stop after so many rounds, or when a round changes gamma by less on average over the topics.
    start : array, shape N x K, optional
        Where gamma starts, none below alpha: what the last pass of a fit found. Default: 1 for every topic.

    Returns
    -------
    gamma : array, shape N x K
        Parameters of each paragraph's Dirichlet distribution over topics; alpha for one without terms.
    expected : array, shape K x V
        Expected counts, which add up to the counts of the matrix: what the M-step needs.
    """
    by_term = np.ascontiguousarray(weights.T)
    gamma = np.tile(alpha, (shape[0], 1))
    expected = np.zeros((shape[1], len(alpha)))
    for part in parts:
        local = np.ascontiguousarray(by_term[part.columns].transpose(0, 2, 1))
        begun = np.ones((len(part.rows), len(alpha))) if start is None else start[part.rows]
        gamma[part.rows] = _settle(begun, local, part.counts, alpha, iterations, tolerance, start is not None)
        mixture = _mixture(gamma[part.rows])
        shares = part.counts / _terms(mixture, local)
        starts = np.arange(0, part.columns.size + 1, part.columns.shape[1])
        per_term = sparse.csr_matrix(
            (shares.ravel(), part.columns.ravel(), starts),
            shape=(len(part.rows), shape[1]),
        )
        expected += per_term.T @ mixture
    return gamma, (expected * by_term).T


def _settle(
    gamma: Floats, local: Floats, counts: Floats, alpha: Floats, iterations: int, tolerance: float, near: bool
) -> Floats:
    """Iterate one batch; each paragraph keeps the value at which it settled, whatever the others do.

    ``local`` is B x K x L; ``near`` says that gamma starts near its end, so that long steps are safe.
    """
    settled = np.empty_like(gamma)
    rows, waiting = np.arange(len(counts)), np.ones(len(counts), dtype=bool)
    for iteration in range(1, iterations + 1):
        update = _round(gamma, local, counts, alpha)
        last = iteration == iterations
        if near and iteration % 2 == 0 and not last:
            gamma = np.maximum(gamma + _LONG_STEP * (update - gamma), alpha)
            continue
        done = waiting & (last | (np.abs(update - gamma).sum(axis=1) < tolerance * len(alpha)))
        gamma = update
        settled[rows[done]] = gamma[done]
        waiting &= ~done
        if not waiting.any():
            break
        if waiting.mean() < _WORTH_COPYING:
            local, counts, gamma = (each[waiting] for each in (local, counts, gamma))
            rows, waiting = rows[waiting], waiting[waiting]
    return settled


def _round(gamma: Floats, local: Floats, counts: Floats, alpha: Floats) -> Floats:
    """One round for every paragraph of a batch: gamma, shape B x K, from gamma."""
    mixture = _mixture(gamma)
    shares = counts / _terms(mixture, local)
    result: Floats = alpha + mixture * np.matmul(local, shares[:, :, None])[:, :, 0]
    return result


def _terms(mixture: Floats, local: Floats) -> Floats:
    """Weight of each term in each paragraph, all topics together: phi, shape B x L."""
    result: Floats = np.matmul(mixture[:, None, :], local)[:, 0, :] + _TINY
    return result


def _mixture(gamma: Floats) -> Floats:
    """exp(E[ln theta]) of Dirichlet(gamma), row by row."""
    result: Floats = np.exp(special.psi(gamma) - special.psi(gamma.sum(axis=1, keepdims=True)))
    return result
