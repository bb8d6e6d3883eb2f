"""How is a ridge regression of very many rows solved, for all targets at once?

By conjugate gradients (Hestenes and Stiefel 1952), each target by steps of its own, whose products with the features
are computed together: one pass over the features a step, however many targets there are. The features are centred on
the way and stay sparse. Columns are scaled by the diagonal of the equations (Jacobi's preconditioner), since common
features have squares a thousand times as large as rare ones have.
"""

from __future__ import annotations

from typing import Any

import numpy as np

TOLERANCE = 1e-6
"""A target is solved when what is left of its equations is so small a part of them."""
_MOST_STEPS = 1_000


def solve_by_gradients(features: Any, targets: Any, weights: Any, penalty: float) -> tuple[Any, Any]:
    """Minimise ``sum_i w_i |y_i - b - x_i C|^2 + penalty |C|^2``.

    Parameters
    ----------
    features : sparse matrix
        N x F.
    targets : array of float
        N x T.
    weights : array of float
        Length N, positive.
    penalty : float
        Above 0.

    Returns
    -------
    coefficients : array of float
        F x T.
    intercepts : array of float
        Length T.

    Examples
    --------
    >>> from scipy import sparse
    >>> rows = sparse.csr_matrix([[0.0], [2.0]])
    >>> coefficients, intercepts = solve_by_gradients(rows, np.array([[0.0], [1.0]]), np.ones(2), 2.0)
    >>> coefficients.round(3).tolist(), intercepts.round(3).tolist()
    ([[0.25]], [0.25])
    """
    total, heavy = weights.sum(), weights[:, None]
    centre, means = (weights @ features) / total, (weights @ targets) / total
    diagonal = weights @ features.multiply(features).tocsr() - total * centre**2 + penalty
    columns = features.T.tocsr()  # a product of rows with a dense matrix takes half the time of one of columns

    def equations(coefficients: Any) -> Any:
        scores = features @ coefficients - centre @ coefficients
        return columns @ (heavy * scores) + penalty * coefficients

    left = columns @ (heavy * (targets - means))
    coefficients = _gradients(equations, left, diagonal[:, None])
    return coefficients, means - centre @ coefficients


def _gradients(equations: Any, left: Any, diagonal: Any) -> Any:
    """Solve ``equations(C) = left`` for each column of C."""
    found, enough = np.zeros_like(left), TOLERANCE * np.linalg.norm(left, axis=0)
    scaled = left / diagonal
    step, size = scaled.copy(), (left * scaled).sum(axis=0)
    for _ in range(_MOST_STEPS):
        open_targets = np.linalg.norm(left, axis=0) > enough
        if not open_targets.any():
            break
        moved = equations(step)
        # A target that is solved stays as it is while others go on.
        curve = (step * moved).sum(axis=0)
        length = np.divide(size, curve, out=np.zeros_like(size), where=open_targets & (curve > 0))
        found += length * step
        left = left - length * moved
        scaled = left / diagonal
        before, size = size, (left * scaled).sum(axis=0)
        step = scaled + np.divide(size, before, out=np.zeros_like(size), where=before > 0) * step
    return found
