"""Do the top words of a topic occur together?

Weak evidence. Coherence has declared winners that human readers did not see (Hoyle et al. 2021,
Is automated topic model evaluation broken?), and on a handful of short texts it can be near its
maximum for any topic. Use it to notice a broken topic; choose models by stability and by agreement
with human labels.

Coherence counts in how many windows terms occur: paragraphs, or runs of a few words where the order of
words is known.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from discourse.resampling import Floats

_EPSILON = 1e-12


def npmi(windows: Any, top: NDArray[np.int64]) -> Floats:
    """Normalised pointwise mutual information (Bouma 2009), averaged over pairs of top words.

    ``ln(p_ij / (p_i p_j)) / -ln(p_ij)`` with p the share of windows: 1 for words that only occur
    together, 0 for independent ones, -1 for words that never meet. Two words that are in every window
    tell nothing apart and count as 0.

    Parameters
    ----------
    windows : sparse matrix, shape W x V
        Counts of terms in windows; only whether a term occurs is used.
    top : array of int, shape K x n
        Columns of the top words.

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
