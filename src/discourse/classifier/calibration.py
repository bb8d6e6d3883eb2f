"""How do held-out scores become probabilities?

Primary: one inverse temperature, ``P = softmax(b * scores)``, the ``b`` of least log loss (the ``1 / T`` of
Guo et al. 2017, arXiv 1706.04599); the order of the pillars stays as it is. Mentions: a sigmoid a pillar (Platt
1999), and the threshold of best expected F1. Everything is fitted on scores of rows that were held out by
whole articles.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import minimize, minimize_scalar
from scipy.special import expit, log_softmax

_GRID = np.round(np.arange(0.10, 0.91, 0.02), 2)

_WIDEST = 8.0
"""Slopes beyond exp(8) tell nothing any more: every probability is 0 or 1."""


def inverse_temperature(scores: Any, labels: Any) -> float:
    """Factor by which scores are multiplied before the softmax.

    Parameters
    ----------
    scores : array of float
        N x C, held-out scores.
    labels : array of int
        Column of the right code, length N.

    Returns
    -------
    float
        Above 1 where scores are too timid, below 1 where they are too bold.

    Examples
    --------
    >>> scores = np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 0.0], [1.0, 0.0]])
    >>> round(inverse_temperature(scores, np.array([0, 0, 0, 1])), 3)  # three of four right: exp(b) = 3
    1.099
    """

    def loss(log_factor: float) -> float:
        return log_loss(scores, labels, np.exp(log_factor))

    return float(np.exp(minimize_scalar(loss, bounds=(-4, _WIDEST), method="bounded", options={"xatol": 1e-6}).x))


def log_loss(scores: Any, labels: Any, factor: float) -> float:
    """Mean of ``-ln P(right code)``; 0 is perfect, ln(C) is knowing nothing of C codes.

    The number that scikit-learn's ``log_loss`` gives for ``softmax(factor * scores)``, in a tenth of its time: the
    search for the inverse temperature asks for it some thirty times a fit.
    """
    return -float(log_softmax(factor * scores, axis=1)[np.arange(len(labels)), labels].mean())


def platt_scaling(scores: Any, holds: Any) -> tuple[float, float]:
    """Slope and intercept of the probability that a mention holds, given its score.

    Targets are drawn in as Platt (1999) does, ``(n1 + 1) / (n1 + 2)`` and ``1 / (n0 + 2)``, so that a
    pillar with few mentions does not get a step.

    Parameters
    ----------
    scores : array of float
        Length N.
    holds : array of bool
        Length N.
    """
    holds = np.asarray(holds, dtype=bool)
    yes, no = int(holds.sum()), int((~holds).sum())
    target = np.where(holds, (yes + 1) / (yes + 2), 1 / (no + 2))

    def loss(curve: Any) -> float:
        margin = curve[0] * scores + curve[1]
        return float((np.logaddexp(0, margin) - target * margin).sum())

    def slope(curve: Any) -> Any:
        miss = expit(curve[0] * scores + curve[1]) - target
        return np.array([(miss * scores).sum(), miss.sum()])

    bounds = [(0, np.exp(_WIDEST)), (None, None)]
    found = minimize(loss, np.array([1.0, 0.0]), jac=slope, method="L-BFGS-B", bounds=bounds)
    return float(found.x[0]), float(found.x[1])


def best_threshold(probabilities: Any, anyway: Any) -> float:
    """Threshold at which the predicted mentions have the best expected F1; of equals the one nearest to one half.

    Expected under the probabilities themselves (Lipton, Elkan & Naryanaswamy 2014, arXiv 1402.1892), which
    are calibrated on held-out rows: the F1 counted on the labels of a few dozen mentions jumps from
    threshold to threshold, the expected one does not.

    Parameters
    ----------
    probabilities : array of float
        Length N.
    anyway : array of bool
        Length N: the pillar is predicted as primary, so it is mentioned at any threshold.

    Examples
    --------
    >>> best_threshold(np.array([0.9, 0.4, 0.1, 0.1]), np.zeros(4, dtype=bool))  # above half of the best F1, .743
    0.4
    """
    probabilities = np.asarray(probabilities, dtype=float)
    chosen = (probabilities[:, None] >= _GRID) | np.asarray(anyway, dtype=bool)[:, None]
    right = (chosen * probabilities[:, None]).sum(axis=0)
    f1 = 2 * right / np.maximum(chosen.sum(axis=0) + probabilities.sum(), 1e-12)
    best = np.flatnonzero(f1 >= f1.max() - 1e-12)
    return float(_GRID[best[np.abs(_GRID[best] - 0.5).argmin()]])
