"""Are the probabilities calibrated, and how accurate is the rest if uncertain paragraphs are left uncoded?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from discourse.evaluation.held_out import probability_of
from discourse.evaluation.scoring import scores
from discourse.labels.table import mention_matrix
from discourse.resampling import resampled_articles

THRESHOLDS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


def calibration_table(
    predictions: pd.DataFrame, *, level: float, resamples: int, seed: int, bins: int = 10
) -> pd.DataFrame:
    """Reliability and expected calibration error of primary and mentions, the error with its interval by article.

    Returns
    -------
    DataFrame
        ``quantity`` (primary, mentions); ``low``, ``high``, ``mean_predicted``, ``observed``,
        ``predictions`` of each bin, with ``observed_low``, ``observed_high`` and the ``articles`` behind
        them; ``error``, ``error_low``, ``error_high`` of the quantity, the same in each of its rows.
        Resampling adds noise to noise: the interval of an error near 0 lies above it. ``chance`` and
        ``chance_high``: mean and the upper end of the errors that perfectly
        calibrated probabilities would show with this number of predictions.
    """
    tails = [(1 - level) / 2, (1 + level) / 2]
    results = []
    for quantity, rows in _probabilities_and_outcomes(predictions).items():
        table = reliability_diagram(rows["probability"], rows["outcome"], bins)
        sums = _article_sums(rows, bins)
        articles = (sums[..., 2] > 0).sum(axis=0)
        drawn = np.tensordot(resampled_articles(len(sums), resamples, seed), sums, axes=1)[:, articles > 0]
        gaps, observed, size = np.moveaxis(drawn, -1, 0)
        shares = np.divide(observed, size, out=np.full(size.shape, np.nan), where=size > 0)
        table["observed_low"], table["observed_high"] = np.nanquantile(shares, tails, axis=0)
        table["articles"] = articles[articles > 0]
        low, high = np.quantile(np.abs(gaps).sum(axis=1) / size.sum(axis=1), tails)
        error = expected_calibration_error(rows["probability"], rows["outcome"], bins)
        chance = consistency_resamples(rows["probability"], resamples, seed, bins)
        ends = {"error_low": low, "error_high": high}
        ends |= {"chance": chance.mean(), "chance_high": np.quantile(chance, level)}
        results.append(table.assign(error=error, **ends, quantity=quantity))
    return pd.concat(results, ignore_index=True)


def _probabilities_and_outcomes(predictions: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Probabilities and what was the case: of the predicted primary, and of all mentions."""
    right = predictions["predicted"] == predictions["label"]
    pairs = {
        "primary": pd.DataFrame(
            {
                "article_id": predictions["article_id"],
                "probability": probability_of(predictions, "predicted"),
                "outcome": right.astype(float),
            }
        )
    }
    mentions = [name for name in map(str, predictions.columns) if name.startswith("m_")]
    if mentions:
        pairs["mentions"] = pd.concat([_mentions(predictions, name) for name in mentions], ignore_index=True)
    return pairs


def _mentions(predictions: pd.DataFrame, column: str) -> pd.DataFrame:
    """Probability of one pillar as mentioned, and whether it was."""
    outcome = mention_matrix(predictions["label"], predictions["also"], [column.removeprefix("m_")])[:, 0]
    probability = predictions[column]
    return pd.DataFrame(
        {"article_id": predictions["article_id"], "probability": probability, "outcome": outcome.astype(float)}
    )


def _article_sums(rows: pd.DataFrame, bins: int) -> np.ndarray:
    """Sum of probability minus outcome, of outcomes, and the number of predictions; A x B x 3, A articles, B bins."""
    articles, place = np.unique(rows["article_id"].to_numpy(dtype=str), return_inverse=True)
    column = bin_index(rows["probability"], bins)
    sums = np.zeros((len(articles), bins, 3))
    np.add.at(
        sums,
        (place, column),
        np.column_stack([rows["probability"] - rows["outcome"], rows["outcome"], np.ones(len(rows))]),
    )
    return sums


def abstention_table(
    predictions: pd.DataFrame,
    thresholds: Sequence[float] = THRESHOLDS,
    *,
    level: float = 0.95,
    resamples: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Answered share and accuracy of those answered, for each probability below which the model abstains.

    Returns
    -------
    DataFrame
        ``below``, ``answered`` (share of the paragraphs), ``accuracy`` (of the primary among them, ``none``
        counting as a code), ``paragraphs``, ``articles``, and ``low`` and ``high`` of the accuracy, by article;
        accuracy, low and high are not a number where nothing is answered.
    """
    probability = np.array(probability_of(predictions, "predicted"))
    codes = [name.removeprefix("p_") for name in map(str, predictions.columns) if name.startswith("p_")]
    rows = []
    for below in thresholds:
        answered = predictions[probability >= below]
        found = scores(answered, codes, level, resamples, seed) if len(answered) else None
        accuracy, low, high = _overall_accuracy(found)
        rows.append(
            {
                "below": float(below),
                "answered": len(answered) / len(predictions),
                "accuracy": accuracy,
                "paragraphs": len(answered),
                "articles": int(answered["article_id"].nunique()),
                "low": low,
                "high": high,
            }
        )
    return pd.DataFrame(rows)


def _overall_accuracy(found: pd.DataFrame | None) -> list[float]:
    """Accuracy over all codes and its interval, of what :func:`scores` found."""
    if found is None:
        return [np.nan] * 3
    return [float(end) for end in found.loc[found["score"] == "accuracy_all", ["value", "low", "high"]].iloc[0]]


def expected_calibration_error(probabilities: Any, right: Any, bins: int = 10) -> float:
    """Return the expected calibration error: mean distance of predicted probability from share observed.

    Predictions are put into bins of equal width by the probability they were made with; the distance
    between mean probability and observed share is averaged over the bins, weighted by their size
    (Naeini et al. 2015). 0 is perfect. With few predictions it is never 0: chance alone gives several
    points with a hundred.

    Examples
    --------
    >>> float(round(expected_calibration_error(np.array([0.9, 0.9, 0.9, 0.9]), np.array([1, 1, 1, 0])), 3))
    0.15
    """
    table = reliability_diagram(probabilities, right, bins)
    return float(
        ((table["mean_predicted"] - table["observed"]).abs() * table["predictions"]).sum() / table["predictions"].sum()
    )


def bin_index(probabilities: Any, bins: int) -> Any:
    """Bin of each probability, of so many of equal width; 1 is in the last.

    Examples
    --------
    >>> bin_index(np.array([0.0, 0.19, 1.0]), 10).tolist()
    [0, 1, 9]
    """
    return np.minimum((np.asarray(probabilities) * bins).astype(int), bins - 1)


def consistency_resamples(probabilities: Any, draws: int, seed: int, bins: int = 10) -> Any:
    """Calibration errors that these predictions would show if their probabilities were perfectly calibrated.

    Each prediction comes true with its own probability. An error no larger than most of these is no
    sign of miscalibration; a target below their mean cannot be met but by luck.

    Returns
    -------
    array of float
        Length ``draws``.

    Examples
    --------
    >>> bool(consistency_resamples(np.full(90, 0.9), 200, 1).mean() > 0.01)
    True
    """
    probabilities = np.asarray(probabilities, dtype=float)
    rng = np.random.default_rng([seed, len(probabilities)])
    member = (bin_index(probabilities, bins)[:, None] == np.arange(bins)).astype(float)
    right = rng.random((draws, len(probabilities))) < probabilities
    return np.abs((right - probabilities) @ member).sum(axis=1) / len(probabilities)


def reliability_diagram(probabilities: Any, right: Any, bins: int = 10) -> pd.DataFrame:
    """Set the predicted probability against the share observed, bin by bin.

    ``mean_predicted`` and ``observed`` are those of scikit-learn's ``calibration_curve``, which does not say how many
    predictions are in a bin. (One on the border of two bins is here in the upper, there in the lower.)

    Returns
    -------
    DataFrame
        A row a bin that is not empty: ``low``, ``high``, ``mean_predicted`` (mean probability),
        ``observed`` (share right), ``predictions``.
    """
    probabilities, right = np.asarray(probabilities, dtype=float), np.asarray(right, dtype=float)
    table = pd.DataFrame({"bin": bin_index(probabilities, bins), "probability": probabilities, "right": right})
    means = table.groupby("bin").agg(
        mean_predicted=("probability", "mean"), observed=("right", "mean"), predictions=("right", "size")
    )
    means.insert(0, "low", means.index / bins)
    means.insert(1, "high", (means.index + 1) / bins)
    return means.reset_index(drop=True)
