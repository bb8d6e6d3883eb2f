"""How are the scores of counted features and those of sentence embeddings brought together?

Each kind gets a ridge regression of its own, with a penalty of its own: side by side in one regression, a few hundred
dense columns would drown the counts or be drowned by them. What both say is pooled log-linearly (Genest & Zidek
1986, 10.1214/ss/1177013825)::

    P(c)  proportional to  P_counts(c)^a * P_embedding(c)^b

and likewise for the odds of each mention. The weights have the least log loss on the held-out scores that both
regressions have, so that an embedding that tells nothing gets the weight 0. A log-linear pool of linear scores is a
linear score again: the pooled regression has the columns of both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_softmax

from discourse.classifier.calibration import log_loss, platt_scaling
from discourse.classifier.regression.ridge import GroupedRidge, RidgeChoice, RidgeFit, select_ridge
from discourse.features import TfidfBlocks

PENALTIES = (0.125, 0.25, 0.5, 1.0, 2.0, 4.0)
"""Tried for embeddings that are centred and of mean square length 1."""
_MOST = 3.0
"""Weights are looked for between 0 and this."""


def fit_scores(
    features: Any,
    weighting: TfidfBlocks,
    targets: Any,
    weights: Any,
    groups: Any,
    codes: Any,
    penalties: Sequence[float],
    share_weights: Sequence[float],
) -> RidgeChoice:
    """Fit scores to weighed features; columns of an embedding, where there are any, are fitted apart and pooled.

    Parameters
    ----------
    features : sparse matrix
        N x F, as ``weighting`` made them.
    weighting : TfidfBlocks
        Which columns are shares, and which an embedding.
    targets, weights, groups, codes
        As for :func:`pool_embeddings`.
    penalties, share_weights : sequence of float
        What is tried for the counted features; see :func:`select_ridge`.

    Returns
    -------
    RidgeChoice
        Its fit has F coefficients, in the order of the columns.
    """
    embedded, shares = weighting.embedded, weighting.proportions
    counted = features[:, ~embedded] if embedded.any() else features
    regression = GroupedRidge(counted, targets, weights, groups, shares[~embedded])
    choice = select_ridge(regression, codes, penalties, share_weights if shares.any() else (1.0,))
    if not embedded.any():
        return choice
    pooled = pool_embeddings(choice, features[:, embedded].toarray(), targets, weights, groups, codes)
    place = np.argsort(np.argsort(embedded, kind="stable"), kind="stable")
    fit = pooled.fit
    return replace(pooled, fit=replace(fit, solved=lambda: (fit.coefficients[place], fit.intercepts)))


def pool_embeddings(
    counted: RidgeChoice, vectors: Any, targets: Any, weights: Any, groups: Any, codes: Any
) -> RidgeChoice:
    """Fit the embeddings, and pool them with what was fitted to counts.

    Parameters
    ----------
    counted : RidgeChoice
        Regression on F counted features.
    vectors : array of float
        N x D, the embeddings of the same rows.
    targets : array of float
        N x T: a column for each of the C codes, then one for each mention.
    weights : array of float
        Weight of each row in the regression; length N.
    groups : array
        Group of each row, held out together; length N.
    codes : array of int
        Column of each row's code; length N.

    Returns
    -------
    RidgeChoice
        Its fit has F + D coefficients, those of the embeddings last; its inverse temperature is 1, since the
        scores of the codes are log probabilities already, up to a constant.
    """
    number, rows = int(codes.max()) + 1, counted.fit.rows
    embedded = _fit_vectors(vectors, targets, weights, groups, codes)
    fits = [_log_odds(choice, targets, number) for choice in (counted, embedded)]
    primary = code_weights([fit.held_out[:, :number] for fit in fits], codes[rows])
    mentions = mention_weights([fit.held_out[:, number:] for fit in fits], targets[rows, number:])
    pooled = _pooled(
        fits, np.repeat(np.stack([primary, mentions], axis=1), [number, targets.shape[1] - number], axis=1)
    )
    loss = log_loss(pooled.held_out[:, :number], codes[rows], 1.0)
    return RidgeChoice(pooled, counted.penalty, counted.weight, loss, 1.0)


def code_weights(parts: Sequence[Any], codes: Any) -> Any:
    """Weights of several log-probabilities that together have the least log loss; each from 0 to 3.

    Parameters
    ----------
    parts : sequence of array
        M x C each, up to a constant in each row.
    codes : array of int
        Column of the right code; length M.

    Examples
    --------
    >>> told, noise = np.log([[0.8, 0.2], [0.2, 0.8]] * 5), np.log([[0.6, 0.4], [0.6, 0.4]] * 5)
    >>> code_weights([told, noise], np.array([0, 1] * 4 + [1, 0])).round(2).tolist()
    [1.0, 0.0]
    """
    rows, told = np.arange(len(codes)), np.array([log_softmax(part, axis=1) for part in parts])

    def loss(weights: Any) -> tuple[float, Any]:
        logs = log_softmax(np.tensordot(weights, told, axes=1), axis=1)
        slope = (np.exp(logs) * told).sum(axis=(1, 2)) - told[:, rows, codes].sum(axis=1)
        return -float(logs[rows, codes].mean()), slope / len(rows)

    return _least(loss, len(told))


def mention_weights(parts: Sequence[Any], holds: Any) -> Any:
    """Weights of several log odds that together have the least log loss, over all mentions; each from 0 to 3.

    Parameters
    ----------
    parts : sequence of array
        M x K each.
    holds : array of float
        M x K, 1 where the pillar is mentioned, else 0.

    Examples
    --------
    >>> told, noise = np.full((4, 1), np.log(3)), np.zeros((4, 1))
    >>> mention_weights([told, noise], np.array([[1.0], [1.0], [1.0], [0.0]])).round(2).tolist()
    [1.0, 0.5]
    """
    told = np.array(parts)

    def loss(weights: Any) -> tuple[float, Any]:
        margins = np.tensordot(weights, told, axes=1)
        miss = np.exp(-np.logaddexp(0, -margins)) - holds
        return float((np.logaddexp(0, margins) - holds * margins).mean()), (miss * told).mean(axis=(1, 2))

    return _least(loss, len(told)) if told.size else np.full(len(told), 1 / len(told))


def _fit_vectors(vectors: Any, targets: Any, weights: Any, groups: Any, codes: Any) -> RidgeChoice:
    """Fit a regression to embeddings brought to mean 0 and mean square length 1, and give it in their own units."""
    mean = vectors.mean(axis=0)
    length = np.sqrt(((vectors - mean) ** 2).sum(axis=1).mean()) or 1.0
    choice = select_ridge(GroupedRidge((vectors - mean) / length, targets, weights, groups), codes, PENALTIES, (1.0,))
    slopes = choice.fit.coefficients / length
    intercepts = choice.fit.intercepts - mean @ slopes
    return replace(choice, fit=replace(choice.fit, solved=lambda: (slopes, intercepts)))


def _log_odds(choice: RidgeChoice, targets: Any, number: int) -> RidgeFit:
    """Calibrate on the held-out scores: the codes by their inverse temperature, the mentions by sigmoids."""
    fit, mentions = choice.fit, range(number, targets.shape[1])
    curves = [platt_scaling(fit.held_out[:, column], targets[fit.rows, column]) for column in mentions]
    factors, offsets = np.array([(choice.inverse_temperature, 0.0)] * number + curves, dtype=float).T
    return RidgeFit(
        factors * fit.held_out + offsets,
        fit.rows,
        lambda: (factors * fit.coefficients, factors * fit.intercepts + offsets),
    )


def _pooled(fits: Sequence[RidgeFit], weights: Any) -> RidgeFit:
    """Add up weighted scores; weights are P x T for P fits with T targets each."""
    pairs = list(zip(weights, fits, strict=True))
    return RidgeFit(
        sum(weight * fit.held_out for weight, fit in pairs),
        fits[0].rows,
        lambda: (
            np.vstack([weight * fit.coefficients for weight, fit in pairs]),
            sum(weight * fit.intercepts for weight, fit in pairs),
        ),
    )


def _least(loss: Callable[[Any], tuple[float, Any]], number: int) -> Any:
    """Weights of the least loss, from equal ones on."""
    start = np.full(number, 1 / number)
    return minimize(loss, start, jac=True, bounds=[(0, _MOST)] * number, method="L-BFGS-B").x
