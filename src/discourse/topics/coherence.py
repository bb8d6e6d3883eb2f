"""Do the top words of a topic occur together? Coherence u_mass and NPMI, and topic diversity.

Weak evidence. Coherence has declared winners that human readers did not see (Hoyle et al. 2021,
Is automated topic model evaluation broken?), and on a handful of short texts it can be near its
maximum for any topic. Use it to notice a broken topic; choose models by stability and by agreement
with human labels.

All measures here count in how many windows terms occur: paragraphs, or runs of a few words where the
order of words is known (``sliding_windows``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from discourse.topics.inference import Floats

_EPSILON = 1e-12


def u_mass(windows: Any, top: NDArray[np.int64], smoothing: float = 1.0) -> Floats:
    """Coherence of Mimno et al. (2011), averaged over pairs of top words.

    ``ln((D(v_i, v_j) + smoothing) / D(v_j))`` for every word v_i and every more probable word v_j,
    where D counts windows. At most about 0; nearer 0 is more coherent. Values of corpora of different
    size cannot be compared.

    Parameters
    ----------
    windows : sparse matrix, shape W x V
        Counts of terms in windows; only whether a term occurs is used.
    top : array of int, shape K x n
        Columns of the top words, most probable first. Every one must occur.
    smoothing : float, default 1
        1 as published; ``1e-12 * W`` gives the u_mass of gensim's ``CoherenceModel``.

    Returns
    -------
    array, length K

    References
    ----------
    Mimno, D. et al. (2011). Optimizing semantic coherence in topic models. EMNLP.

    Examples
    --------
    >>> windows = sparse.csr_matrix([[1, 1, 0], [1, 1, 1], [1, 0, 0]])
    >>> u_mass(windows, np.array([[0, 1, 2]])).round(4).tolist()  # ln(3/3), ln(2/3), ln(2/2)
    [-0.1352]
    """
    found = []
    for columns in top:
        together = co_occurrences(windows, columns)
        later, earlier = np.tril_indices(len(columns), -1)
        alone = np.diag(together)[earlier]
        found.append(float(np.mean(np.log((together[later, earlier] + smoothing) / alone))))
    return np.array(found)


def npmi(windows: Any, top: NDArray[np.int64]) -> Floats:
    """Normalised pointwise mutual information (Bouma 2009), averaged over pairs of top words.

    ``ln(p_ij / (p_i p_j)) / -ln(p_ij)`` with p the share of windows: 1 for words that only occur
    together, 0 for independent ones, -1 for words that never meet. Two words that are in every window
    tell nothing apart and count as 0.

    Parameters
    ----------
    windows, top
        As for :func:`u_mass`.

    Returns
    -------
    array, length K

    References
    ----------
    Röder, M., Both, A. & Hinneburg, A. (2015). Exploring the space of topic coherence measures. WSDM.

    Examples
    --------
    >>> windows = sparse.csr_matrix([[0, 0], [1, 0], [1, 1], [1, 0], [0, 1]])
    >>> npmi(windows, np.array([[0, 1]])).round(9).tolist()
    [-0.113282753]
    """
    n_windows = windows.shape[0]
    found = []
    for columns in top:
        share = co_occurrences(windows, columns) / n_windows
        one, other = np.triu_indices(len(columns), 1)
        alone = np.diag(share)
        joint = share[one, other] + _EPSILON
        mutual = np.log(joint / (alone[one] * alone[other]))
        found.append(float(np.mean(np.where(joint < 1, mutual / -np.log(np.minimum(joint, 1 - _EPSILON)), 0.0))))
    return np.array(found)


def diversity(top: NDArray[np.int64]) -> float:
    """Share of different words among the top words of all topics (Dieng, Ruiz & Blei 2020); 1 if none is shared.

    Examples
    --------
    >>> diversity(np.array([[0, 1], [1, 2]]))
    0.75
    """
    return len(np.unique(top)) / top.size


def co_occurrences(windows: Any, columns: NDArray[np.int64]) -> Floats:
    """Count the windows in which every two of n terms occur, shape n x n; on the diagonal, those of each term."""
    occurs = (sparse.csc_matrix(windows)[:, columns] > 0).astype(np.float64)
    together: Floats = (occurs.T @ occurs).toarray()
    return together


def sliding_windows(texts: Sequence[Sequence[str]], terms: Sequence[str], size: int = 10) -> sparse.csr_matrix:
    """Mark which terms occur in every run of ``size`` words, shape W x V.

    A text shorter than that is one window. With 10 words these are the windows of the coherence
    "c_npmi" of gensim and of OCTIS, with one difference: gensim (4.4.0) forgets a word as soon as it
    leaves the window at one end, although the same word may still be inside. So numbers published
    with gensim can be had from gensim alone.

    Parameters
    ----------
    texts : sequence of sequences of str
        The words of each text, in order.
    terms : sequence of str
        Name of each column; other words take up room in a window and are not counted.

    Examples
    --------
    >>> sliding_windows([["a", "x", "b", "a"], ["b"]], ["a", "b"], size=3).toarray().tolist()
    [[1, 1], [1, 1], [0, 1]]
    """
    position = {term: column for column, term in enumerate(terms)}
    rows: list[int] = []
    columns: list[int] = []
    first = 0
    for text in texts:
        n_windows = max(len(text) - size + 1, 1)
        for place, word in enumerate(text):
            if word in position:
                windows = range(max(place - size + 1, 0), min(place, n_windows - 1) + 1)
                rows.extend(first + window for window in windows)
                columns.extend([position[word]] * len(windows))
        first += n_windows
    marks = sparse.csr_matrix((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=(first, len(terms)))
    marks.data[:] = 1
    return marks
