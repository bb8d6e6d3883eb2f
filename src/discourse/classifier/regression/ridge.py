"""Which linear scores fit best, under which penalty?

Minimises ``sum_i w_i |y_i - b - x_i C|^2 + penalty |C|^2`` for all targets at once. With fewer
paragraphs than features it is solved in its dual form, and the score that a training paragraph would
get from the model fitted without its article follows from the same matrix without a second fit (the
block form of the leave-one-out formula: Cawley & Talbot 2004, 10.1016/j.neunet.2004.07.002; Rifkin &
Lippert 2007, MIT-CSAIL-TR-2007-025). These held-out scores choose the penalty and calibrate
probabilities.

The weight of the shares is chosen first, at a middling penalty, then the penalty, each by the least log
loss of the primary at its best inverse temperature. The losses met here fall to one side and rise to the other,
so a local search from the middle finds the minimum without trying all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy import linalg, sparse

from discourse.classifier.calibration import inverse_temperature, log_loss
from discourse.classifier.regression.gradients import solve_by_gradients

DUAL_LIMIT = 4_000
"""Rows up to which the dual form is solved (0.6 GB); beyond, conjugate gradients and one held-out fifth."""

_PARTS = 5

_OFTEN = 0.1
"""Part of the rows in which a column must occur for a dense product to be faster than a sparse one."""


@dataclass(frozen=True, eq=False)
class RidgeFit:
    """A fitted regression.

    Attributes
    ----------
    held_out : array of float
        M x T, the scores of training rows by models fitted without their group.
    rows : array of int
        Which M training rows have a held-out score (all of them in the dual form).
    solved : callable
        Returns coefficients and intercepts. The search for a penalty looks at held-out scores alone and needs neither.
    """

    held_out: Any
    rows: Any
    solved: Callable[[], tuple[Any, Any]]

    @property
    def coefficients(self) -> Any:
        """F x T, F features, T targets."""
        return self._solution[0]

    @property
    def intercepts(self) -> Any:
        """Length T."""
        return self._solution[1]

    @cached_property
    def _solution(self) -> tuple[Any, Any]:
        return self.solved()


class GroupedRidge:
    """Ridge regression of one set of rows, to be fitted with several penalties and scales.

    Parameters
    ----------
    features : sparse matrix
        N x F.
    targets : array of float
        N x T.
    weights : array of float
        Length N, positive.
    groups : array
        Length N; rows of a group are held out together.
    scaled : array of bool, optional
        Length F: columns that ``fit`` may scale; default none.
    """

    def __init__(self, features: Any, targets: Any, weights: Any, groups: Any, scaled: Any = None) -> None:
        self.features = sparse.csr_matrix(features)
        self.targets, self.weights = np.asarray(targets, dtype=float), np.asarray(weights, dtype=float)
        self.groups = np.unique(groups, return_inverse=True)[1]
        self.scaled = np.zeros(self.features.shape[1], dtype=bool) if scaled is None else np.asarray(scaled)
        self._gram: Any = None
        self._factors: tuple[float, Any, Any] = (0.0, None, None)
        if len(self.targets) <= DUAL_LIMIT:
            self._gram = _gram(self.features[:, ~self.scaled])
            self._shares = _narrow(self.features[:, self.scaled])

    def fit(self, penalty: float, scale: float = 1.0) -> RidgeFit:
        """Fit with one penalty (above 0), and the columns that may be scaled multiplied by ``scale``.

        The coefficients returned are those of the columns as they were given.
        """
        return self._dual(penalty, scale) if self._gram is not None else self._primal(penalty, scale)

    def _dual(self, penalty: float, scale: float) -> RidgeFit:
        """Solve ``[G 1; 1' 0] [a b] = [Y 0]`` with ``G = K + s^2 S S' + penalty / w``; its inverse also holds rows out.

        ``K`` is the product of the columns that are not scaled, ``S`` the few that are, ``s`` their scale. Of the
        inverse, the sums of rows and the blocks of the groups are all that is needed. Both are found in ``R`` with
        ``R' R = (K + penalty / w)^-1``, corrected for ``S`` by the formula of Woodbury, without multiplying it out.
        """
        root, spread = self._solved(penalty)
        within = scale**2 * np.linalg.inv(np.eye(spread.shape[1]) + scale**2 * self._shares.T @ spread)

        def solve(values: Any) -> Any:
            return root.T @ (root @ values) - spread @ (within @ (spread.T @ values))

        ones = solve(np.ones(len(root)))
        intercepts = (ones @ self.targets) / ones.sum()
        dual = solve(self.targets) - np.outer(ones, intercepts)
        held_out = self.targets.copy()
        if self.groups.max() > 0:
            for rows in self._groups_of_a_size():
                half, wide, sums = root.T[rows], spread[rows], ones[rows][..., None]
                blocks = half @ half.mT - wide @ within @ wide.mT - sums @ sums.mT / ones.sum()
                held_out[rows] -= np.linalg.solve(blocks, dual[rows])
        else:
            held_out = np.tile(intercepts, (len(held_out), 1))
        squares = self._scales(scale)[:, None] ** 2
        rows = np.arange(len(held_out))
        return RidgeFit(held_out, rows, lambda: (squares * (self.features.T @ dual), intercepts))

    def _solved(self, penalty: float) -> tuple[Any, Any]:
        """``R`` with ``R' R = (K + penalty / w)^-1``, and ``R' R S``; those of the last penalty are kept."""
        if self._factors[0] != penalty:
            matrix = self._gram.copy()
            np.einsum("ii->i", matrix)[:] += penalty / self.weights
            root = _inverse_root(matrix)
            self._factors = (penalty, root, root.T @ (root @ self._shares))
        return self._factors[1:]

    def _primal(self, penalty: float, scale: float) -> RidgeFit:
        """Solve by conjugate gradients; held-out scores are those of every fifth group, fitted without it."""
        out = self.groups % _PARTS == 0
        if out.all() or not out.any():
            out = np.arange(len(out)) % _PARTS == 0
        coefficients, intercepts = self._solve(~out, penalty, scale)
        held_out = self.features[out] @ coefficients + intercepts
        every = np.ones(len(out), dtype=bool)
        return RidgeFit(held_out, np.flatnonzero(out), lambda: self._solve(every, penalty, scale))

    def _solve(self, rows: Any, penalty: float, scale: float) -> tuple[Any, Any]:
        scales = self._scales(scale)
        features = self.features[rows] @ sparse.diags_array(scales, format="csr")
        found, intercepts = solve_by_gradients(features, self.targets[rows], self.weights[rows], penalty)
        return scales[:, None] * found, intercepts

    def _scales(self, scale: float) -> Any:
        return np.where(self.scaled, scale, 1.0)

    def _groups_of_a_size(self) -> list[Any]:
        """Rows of the groups of each size, one group a row: whatever is done with them is done at once."""
        sizes = np.bincount(self.groups)[self.groups]
        order = np.lexsort((self.groups, sizes))
        return [order[sizes[order] == size].reshape(-1, size) for size in np.unique(sizes)]


def _gram(rows: Any) -> Any:
    """Product of each row with each, N x N; columns that many rows have are multiplied as dense ones."""
    often = np.bincount(rows.indices, minlength=rows.shape[1]) > _OFTEN * rows.shape[0]
    dense, rest = rows[:, often].toarray(), rows[:, ~often]
    return dense @ dense.T + (rest @ rest.T).toarray()


def _narrow(columns: Any) -> Any:
    """Give the columns, or where they are more than rows as many others, with the same product; N x S, dense."""
    if columns.shape[1] <= columns.shape[0]:
        return columns.toarray()
    values, vectors = linalg.eigh(_gram(columns))
    return vectors * np.sqrt(np.maximum(values, 0.0))


def _inverse_root(matrix: Any) -> Any:
    """Inverse of Cholesky's lower factor of a symmetric positive definite matrix, which is overwritten."""
    factor, _ = linalg.lapack.dpotrf(matrix.T, lower=1, clean=1, overwrite_a=1)
    root, _ = linalg.lapack.dtrtri(factor, lower=1, overwrite_c=1)
    return root


MIDDLE = 2.0
"""Where the walk begins, for penalties and weights alike."""


@dataclass(frozen=True, eq=False)
class RidgeChoice:
    """A fit, what it was fitted with, its held-out log loss, and the inverse temperature at which it has that loss."""

    fit: RidgeFit
    penalty: float
    weight: float
    loss: float
    inverse_temperature: float


def select_ridge(
    regression: GroupedRidge, codes: Any, penalties: Sequence[float], weights: Sequence[float]
) -> RidgeChoice:
    """Fit with the penalty and the weight of shares that have the least held-out log loss.

    Parameters
    ----------
    regression : Regression
        Its first targets are the codes, one column each.
    codes : array of int
        Column of each row's code; length N.
    penalties, weights : sequence of float
        From small to large; of one alone nothing is chosen.

    Returns
    -------
    Choice
    """
    tried: dict[tuple[float, float], RidgeChoice] = {}

    def attempt(penalty: float, weight: float) -> float:
        if (penalty, weight) not in tried:
            fit = regression.fit(penalty, weight)
            scores, labels = fit.held_out[:, : codes.max() + 1], codes[fit.rows]
            factor = inverse_temperature(scores, labels)
            tried[penalty, weight] = RidgeChoice(fit, penalty, weight, log_loss(scores, labels, factor), factor)
        return tried[penalty, weight].loss

    middling = MIDDLE if MIDDLE in penalties else penalties[0]
    weight = local_search(weights, lambda one: attempt(middling, one))
    return tried[local_search(penalties, lambda one: attempt(one, weight)), weight]


def local_search(values: Sequence[float], loss: Callable[[float], float]) -> float:
    """Walk from the middling value, or the first, to the neighbour of less loss until there is none.

    Examples
    --------
    >>> local_search((0.5, 1.0, 2.0, 4.0, 8.0), lambda value: abs(value - 5))
    4.0
    """
    place = values.index(MIDDLE) if MIDDLE in values else 0
    while True:
        near = [one for one in (place, place - 1, place + 1) if 0 <= one < len(values)]
        best = min(near, key=lambda one: loss(values[one]))
        if best == place:
            return values[place]
        place = best
