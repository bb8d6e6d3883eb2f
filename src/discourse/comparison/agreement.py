"""How much do two groupings of the same paragraphs agree? From their contingency table alone.

All functions take tables of counts, rows one grouping (topics), columns the other (labels), with any
leading axes, so that one call serves a thousand resamples.

============== ===================================================== ==================
measure        question                                              chance gives
============== ===================================================== ==================
nmi            how much of one grouping does the other tell?         above 0
ari            of pairs of paragraphs, how many are treated alike?   0 on average
purity         which part of the paragraphs has its topic's          the share of the
               commonest label?                                      commonest label
inverse_purity which part of the paragraphs is in its label's        1 / topics or more
               commonest topic?
============== ===================================================== ==================

Purity rises with the number of topics, inverse purity falls: read both. And read every value beside
the level of permuted labels (``alignment``).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def nmi(table: Floats) -> Floats:
    """Normalised mutual information: mutual information over the mean of both entropies; 0 where both are 0.

    Examples
    --------
    >>> nmi(np.array([[4, 0], [0, 4]])).item(), nmi(np.array([[2, 2], [2, 2]])).item()
    (1.0, 0.0)
    """
    share = table / table.sum(axis=(-2, -1), keepdims=True)
    rows, columns = share.sum(axis=-1), share.sum(axis=-2)
    mutual = _entropy(rows) + _entropy(columns) - _entropy(share.reshape(*share.shape[:-2], -1))
    mean = (_entropy(rows) + _entropy(columns)) / 2
    return _divide(np.maximum(mutual, 0.0), mean)


def ari(table: Floats) -> Floats:
    """Compute the adjusted Rand index (Hubert & Arabie 1985); 1 where both groupings are one group, or all single.

    Examples
    --------
    >>> ari(np.array([[3, 0], [0, 3]])).item()
    1.0
    """
    both = _pairs(table).sum(axis=(-2, -1))
    rows, columns = _pairs(table.sum(axis=-1)).sum(axis=-1), _pairs(table.sum(axis=-2)).sum(axis=-1)
    chance = _divide(rows * columns, _pairs(table.sum(axis=(-2, -1))))
    most = (rows + columns) / 2
    trivial = np.isclose(most, chance)
    return np.where(trivial, 1.0, _divide(both - chance, np.where(trivial, 1.0, most - chance)))


def purity(table: Floats) -> Floats:
    """Share of the paragraphs that have the commonest label of their topic.

    Examples
    --------
    >>> purity(np.array([[3, 1], [0, 4]])).item(), inverse_purity(np.array([[3, 1], [0, 4]])).item()
    (0.875, 0.875)
    """
    return _divide(table.max(axis=-1).sum(axis=-1), table.sum(axis=(-2, -1)))


def inverse_purity(table: Floats) -> Floats:
    """Share of the paragraphs that are in the commonest topic of their label."""
    return _divide(table.max(axis=-2).sum(axis=-1), table.sum(axis=(-2, -1)))


MEASURES: dict[str, Callable[[Floats], Floats]] = {
    "nmi": nmi,
    "ari": ari,
    "purity": purity,
    "inverse_purity": inverse_purity,
}


def _entropy(share: Floats) -> Floats:
    """Entropy along the last axis, in nats."""
    logs = np.log(share, out=np.zeros(share.shape), where=share > 0)
    result: Floats = -(share * logs).sum(axis=-1)
    return result


def _pairs(counts: Floats) -> Floats:
    result: Floats = counts * (counts - 1) / 2
    return result


def _divide(part: Floats, whole: Floats) -> Floats:
    part, whole = np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    return np.divide(part, whole, out=np.zeros(np.broadcast_shapes(part.shape, whole.shape)), where=whole > 0)
