"""Which shares make the classifier's probabilities most likely? Expectation-maximisation (EMQ).

Saerens, Latinne and Decaestecker (2002), also called SLD: a classifier's probabilities carry the
shares it was trained with. Starting from those, the paragraphs' probabilities are re-weighted by
(share now / share in training) and averaged to the next share, until nothing changes.

It stands on calibrated probabilities and moves far on few paragraphs (five paragraphs with a mean
probability of .64 end at .953). Never report it alone; it stands here to be compared.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from discourse.emphasis.checks import Weighting
from discourse.emphasis.jackknife import jackknife_variance
from discourse.emphasis.predictions import read_predictions
from discourse.emphasis.shares import Estimate, equal_paragraphs
from discourse.emphasis.sums import Floats, groups, paragraph_weights, period_numbers
from discourse.errors import EstimateError

_FLOOR = 1e-300
_LEAST_STEPS = 10


def expectation_maximisation(
    probability: Floats,
    trained_with: Floats,
    weights: Floats | None = None,
    *,
    tolerance: float = 1e-10,
    most_steps: int = 20_000,
) -> tuple[Floats, int]:
    """Find the shares of the classes, and say after how many steps they stood still.

    Parameters
    ----------
    probability : array, shape N x C
        The classifier's probabilities; rows add up to 1.
    trained_with : array, length C
        The shares it was trained with, all positive.
    weights : array, shape R x N, optional
        Weights of the paragraphs in R settings at once; one setting of equal weights where not given.
    tolerance : float
        Stops when the mean change of the shares is below it and more than ten steps were taken.

    Returns
    -------
    shares : array, shape R x C (length C without weights)
    steps : int
        Not counting the last, which changed nothing any more.

    Examples
    --------
    >>> p = np.array([0.9, 0.8, 0.7, 0.6, 0.2])
    >>> shares, steps = expectation_maximisation(np.column_stack([p, 1 - p]), np.array([0.5, 0.5]), tolerance=1e-12)
    >>> round(float(shares[0]), 5)
    0.95318
    """
    rows = np.ones((1, len(probability))) if weights is None else weights
    rows = rows / rows.sum(axis=1, keepdims=True)
    likelihood = probability / trained_with
    shares = np.repeat(trained_with[None, :], len(rows), axis=0)
    step = 0
    for step in range(most_steps):
        total = np.maximum(shares @ likelihood.T, _FLOOR)
        updated = shares * ((rows / total) @ likelihood)
        change = np.abs(updated - shares).mean(axis=1).max()
        shares = updated
        if change < tolerance and step > _LEAST_STEPS:
            break
    return (shares[0] if weights is None else shares), step


def emq(
    table: pd.DataFrame, pillars: Sequence[str], periods: Sequence[str], *, weighting: Weighting = "paragraph"
) -> Estimate:
    """Estimate shares and shift by expectation-maximisation over each period's paragraphs.

    The shares in training are those of all labels in the table. The variance comes from leaving out
    every article in turn; it does not hold the error of the probabilities themselves.

    Raises
    ------
    EstimateError
        If a pillar was never labelled (its share in training is unknown).
    """
    predictions = read_predictions(table, pillars)
    labelled = predictions.labelled_as.sum(axis=0)
    used = np.ones(len(labelled), dtype=bool)
    used[-1] = bool(labelled[-1] > 0 or predictions.probability[:, -1].any())
    if not (labelled[used] > 0).all():
        missing = ", ".join(
            name for name, count, kept in zip(predictions.classes, labelled, used, strict=True) if kept and not count
        )
        raise EstimateError(
            "labelled paragraphs of every class", f"none of {missing}", "EMQ", "Label some, or use 'coded'."
        )
    trained_with = labelled[used] / labelled.sum()
    probability = np.maximum(predictions.probability[:, used], 1e-12)
    compared = table["period"].isin(list(periods)).to_numpy()
    table, probability = table[compared], probability[compared]
    articles, index, first = groups(table["article_id"])
    strata = period_numbers(table, first, periods)
    weights = paragraph_weights(table, index, weighting)
    values = np.full((len(articles) + 1, 3, len(pillars)), np.nan)
    ceiling = np.zeros(2)
    for period in (0, 1):
        chosen = strata[index] == period
        if not chosen.any():
            continue
        kept = (index[chosen][None, :] != np.arange(-1, len(articles))[:, None]).astype(np.float64)
        known = kept.any(axis=1)
        reached, _ = expectation_maximisation(probability[chosen], trained_with, kept[known] * weights[chosen])
        values[known, period] = reached[:, : len(pillars)] / reached[:, : len(pillars)].sum(axis=1, keepdims=True)
        ceiling[period] = equal_paragraphs(weights[chosen], weights[chosen] ** 2)
    values[:, 2] = values[:, 1] - values[:, 0]
    return Estimate(
        value=values[0],
        variance=jackknife_variance(values[1:], strata),
        ceiling=ceiling,
        articles=(int((strata == 0).sum()), int((strata == 1).sum())),
    )
