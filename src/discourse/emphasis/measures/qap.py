"""Do the two periods tie the same pillars to each other?

Two networks of pillars are alike if the ties that are strong in one are strong in the other: if the shares of
the ties correlate (Pearson's r, over the P (P - 1) / 2 ties). Ties of one pillar depend on each other, so the
correlation is compared with those that come out when the pillars of one network change their names in every way
(quadratic assignment procedure; Krackhardt 1988). With few pillars there are few ways, and no p can be small: five
pillars have 120.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from math import factorial

import numpy as np
import pandas as pd

from discourse.emphasis.inputs import Floats, Integers

MAX_RELABELLINGS = factorial(8)
"""So many relabellings are gone through, those of eight pillars; of more pillars so many are drawn."""
_TIE = 1e-9


@dataclass(frozen=True)
class Similarity:
    """How alike two networks are.

    Attributes
    ----------
    correlation : float
        Pearson's r of the ties, 1 for networks of the same shape; NaN where all ties of a period are equal.
    p : float
        Part of the relabellings with a correlation at least as high (one-sided).
    smallest_p : float
        The smallest p that so many relabellings can give.
    relabellings : int
        How many were compared, the observed names among them.
    exact : bool
        Whether those are all there are.
    """

    correlation: float
    p: float
    smallest_p: float
    relabellings: int
    exact: bool


def network_similarity(ties: pd.DataFrame, *, limit: int = MAX_RELABELLINGS, seed: int = 0) -> Similarity:
    """Compare the ties of both periods by the quadratic assignment procedure.

    Parameters
    ----------
    ties : DataFrame
        As ``linkage`` returns it; of two pillars, which have one tie, nothing can be said.
    limit, seed : int
        Where there are more relabellings than the limit, so many are drawn by this seed, the observed one
        with them.

    Examples
    --------
    Three pillars, with ties that are known to correlate by .7559 (documentation of scikit-bio's ``mantel``).

    >>> ties = pd.DataFrame({"pillar": list("aab") * 2, "other": list("bcc") * 2, "quantity": "tie",
    ...                      "period": ["2023"] * 3 + ["2025"] * 3, "value": [1, 2, 3, 2, 7, 6]})
    >>> found = network_similarity(ties)
    >>> round(found.correlation, 10), round(found.p, 3), round(found.smallest_p, 3)
    (0.755928946, 0.333, 0.167)
    """
    earlier, later = _matrices(ties[ties["quantity"] == "tie"])
    order, exact = _relabellings(len(earlier), limit, np.random.default_rng(seed))
    one, other = np.triu_indices(len(earlier), 1)
    fixed = _standardised(earlier[one, other][None])
    moved = _standardised(later[order[:, one], order[:, other]])
    correlations = (fixed * moved).sum(axis=1)
    observed = float(correlations[0])
    p = float((correlations >= observed - _TIE).mean()) if np.isfinite(observed) else np.nan
    return Similarity(observed, p, 1 / len(order), len(order), exact)


def _matrices(ties: pd.DataFrame) -> list[Floats]:
    """Lay the ties of each period, earlier first, out as a symmetric matrix, shape P x P."""
    names = pd.unique(ties[["pillar", "other"]].to_numpy().ravel())
    found = []
    for _, part in ties.groupby("period", sort=False):
        one, other = (pd.Index(names).get_indexer(part[column]) for column in ("pillar", "other"))
        matrix = np.zeros((len(names), len(names)))
        matrix[one, other] = matrix[other, one] = part["value"]
        found.append(matrix)
    return found


def _relabellings(pillars: int, limit: int, rng: np.random.Generator) -> tuple[Integers, bool]:
    """List orders of the pillars, shape R x P, as they are first; and say whether these are all."""
    if factorial(pillars) <= limit:
        return np.array(list(permutations(range(pillars))), dtype=np.int64), True
    drawn = rng.random((limit - 1, pillars)).argsort(axis=1)
    return np.vstack([np.arange(pillars), drawn]).astype(np.int64), False


def _standardised(rows: Floats) -> Floats:
    """Centre rows and give them length 1; NaN where all of a row is equal."""
    centred = rows - rows.mean(axis=1, keepdims=True)
    length = np.linalg.norm(centred, axis=1, keepdims=True)
    return np.divide(centred, length, out=np.full(rows.shape, np.nan), where=length > _TIE)
