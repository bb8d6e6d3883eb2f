"""Which linear scores fit the targets best? Weighted ridge regression, with held-out scores in closed form.

Minimises ``sum_i w_i |y_i - b - x_i C|^2 + penalty |C|^2`` for all targets at once. With fewer
paragraphs than features it is solved in its dual form, and the score that a training paragraph would
get from the model fitted without its article follows from the same matrix without a second fit (the
block form of the leave-one-out formula: Cawley & Talbot 2004, 10.1016/j.neunet.2004.07.002; Rifkin &
Lippert 2007, MIT-CSAIL-TR-2007-025). These held-out scores choose the penalty and calibrate
probabilities.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import linalg, sparse

DUAL_LIMIT = 2_500
"""Rows up to which the dual form is solved; beyond, conjugate gradients and one held-out fifth."""
_PARTS = 5


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted regression.

    Attributes
    ----------
    coefficients : array of float
        F x T, F features, T targets.
    intercepts : array of float
        Length T.
    held_out : array of float
        M x T, the scores of training rows by models fitted without their group.
    rows : array of int
        Which M training rows have a held-out score (all of them in the dual form).
    """

    coefficients: Any
    intercepts: Any
    held_out: Any
    rows: Any


class Regression:
    """Ridge regression of one set of rows, to be fitted with several penalties.

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
    """

    def __init__(self, features: Any, targets: Any, weights: Any, groups: Any) -> None:
        self.features = sparse.csr_matrix(features)
        self.targets, self.weights = np.asarray(targets, dtype=float), np.asarray(weights, dtype=float)
        self.groups = np.unique(groups, return_inverse=True)[1]
        small = len(self.targets) <= DUAL_LIMIT
        self._gram: Any = (self.features @ self.features.T).toarray() if small else None

    def fit(self, penalty: float) -> Fit:
        """Fit with one penalty (above 0)."""
        return self._dual(penalty) if self._gram is not None else self._primal(penalty)

    def _dual(self, penalty: float) -> Fit:
        """Solve ``[G 1; 1' 0] [a b] = [Y 0]`` with ``G = K + penalty / w``; the inverse also holds rows out."""
        gram = self._gram + np.diag(penalty / self.weights)
        inverse = linalg.cho_solve(linalg.cho_factor(gram, lower=True), np.eye(len(gram)))
        ones = inverse.sum(axis=1)
        projected = inverse - np.outer(ones, ones) / ones.sum()
        dual = projected @ self.targets
        intercepts = (ones @ self.targets) / ones.sum()
        held_out = self.targets.copy()
        if self.groups.max() > 0:
            for rows in self._group_rows():
                held_out[rows] -= linalg.solve(projected[np.ix_(rows, rows)], dual[rows], assume_a="sym")
        else:
            held_out = np.tile(intercepts, (len(gram), 1))
        return Fit(self.features.T @ dual, intercepts, held_out, np.arange(len(gram)))

    def _primal(self, penalty: float) -> Fit:
        """Solve by conjugate gradients; held-out scores are those of every fifth group, fitted without it."""
        out = self.groups % _PARTS == 0
        if out.all() or not out.any():
            out = np.arange(len(out)) % _PARTS == 0
        coefficients, intercepts = self._solve(~out, penalty)
        held_out = self.features[out] @ coefficients + intercepts
        coefficients, intercepts = self._solve(np.ones(len(out), dtype=bool), penalty)
        return Fit(coefficients, intercepts, held_out, np.flatnonzero(out))

    def _solve(self, rows: Any, penalty: float) -> tuple[Any, Any]:
        from sklearn.linear_model import Ridge

        ridge = Ridge(alpha=penalty, solver="sparse_cg", tol=1e-6)
        ridge.fit(self.features[rows], self.targets[rows], sample_weight=self.weights[rows])
        return np.atleast_2d(ridge.coef_).T, np.atleast_1d(ridge.intercept_)

    def _group_rows(self) -> list[Any]:
        """Rows of each group."""
        order = np.argsort(self.groups, kind="stable")
        return np.split(order, np.cumsum(np.bincount(self.groups))[:-1])
