"""Which ways from paragraphs to shares are there? All of them, behind one call and on one table.

=================== ================================ ============================================
estimator           uses                             right when
=================== ================================ ============================================
coded               labels                           the labelled paragraphs are a fair sample
classify_and_count  predictions                      false positives equal false negatives
adjusted_binary     predictions, error rates         error rates alike in both periods
adjusted            the same, all classes at once    error rates alike in both periods
emq                 probabilities                    probabilities calibrated
ppi                 labels, predictions              labelled articles are a random sample
dsl                 labels, predictions, inclusion   inclusion probabilities are known
=================== ================================ ============================================

``coded`` is the default wherever everything is labelled; with labels for a part drawn at random,
``ppi`` and ``dsl`` are safe whatever the classifier does. The others rest on what they assume.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from discourse.emphasis.adjusted import adjusted_count
from discourse.emphasis.checks import NO_PILLAR, Quantity, Weighting, check_table
from discourse.emphasis.dsl import dsl_sums
from discourse.emphasis.emq import emq
from discourse.emphasis.ppi import ppi
from discourse.emphasis.predictions import read_predictions
from discourse.emphasis.shares import Estimate, coded_estimate
from discourse.emphasis.sums import ArticleSums, add_up, article_sums
from discourse.errors import DataError, EstimateError

Estimator = Literal["coded", "classify_and_count", "adjusted_binary", "adjusted", "emq", "ppi", "dsl"]

ESTIMATORS: tuple[Estimator, ...] = ("coded", "classify_and_count", "adjusted_binary", "adjusted", "emq", "ppi", "dsl")
SUMMED: tuple[Estimator, ...] = ("coded", "classify_and_count", "dsl")
"""Estimators that are ratios of sums over articles; resampling and permutation work on these."""


def sums_for(
    table: pd.DataFrame,
    pillars: Sequence[str],
    periods: Sequence[str],
    *,
    estimator: Estimator = "coded",
    quantity: Quantity = "share",
    weighting: Weighting = "paragraph",
) -> ArticleSums:
    """Return the sums over articles that an estimator divides.

    Raises
    ------
    EstimateError
        If the estimator is no ratio of sums, or cannot give mention shares.
    """
    _check(table, pillars, periods, estimator, quantity, weighting)
    if estimator == "coded":
        return article_sums(table, pillars, periods, quantity=quantity, weighting=weighting)
    if estimator == "classify_and_count":
        kept = table[table["period"].isin(list(periods))]
        predicted = read_predictions(kept, pillars).predicted
        counted = predicted[:, -1] == 0
        return add_up(kept[counted], predicted[counted, : len(pillars)], pillars, periods, weighting)
    if estimator == "dsl":
        return dsl_sums(table, pillars, periods, weighting=weighting)
    raise EstimateError(
        f"one of {', '.join(SUMMED)}",
        repr(estimator),
        "estimator",
        "Resampling and permutation need sums over articles; use wilson_t.",
    )


def estimate(
    table: pd.DataFrame,
    pillars: Sequence[str],
    periods: Sequence[str],
    *,
    estimator: Estimator = "coded",
    quantity: Quantity = "share",
    weighting: Weighting = "paragraph",
) -> Estimate:
    """Estimate the shares of both periods and their shift, with variances by article.

    Parameters
    ----------
    table : DataFrame
        One row a paragraph: ``article_id``, ``period``, ``primary`` ("" if not labelled); ``also`` for
        mention shares; ``words`` for that weighting; ``p_<pillar>`` (and ``p_none``, ``predicted``) for the
        estimators with a classifier; ``inclusion`` for ``dsl``. Labelled paragraphs of no period ("")
        count in no share and help to know the error rates of ``adjusted`` and ``emq``.

    Raises
    ------
    EstimateError
        If the data cannot carry the estimator asked for; the message says why.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("aabbccdd"), "period": ["2023"] * 4 + ["2025"] * 4,
    ...                       "primary": ["economic", "political"] + ["economic"] * 2 + ["political"] * 4})
    >>> estimate(table, ["political", "economic"], ["2023", "2025"]).value[2].tolist()
    [0.75, -0.75]
    """
    _check(table, pillars, periods, estimator, quantity, weighting)
    if estimator in SUMMED:
        sums = sums_for(table, pillars, periods, estimator=estimator, quantity=quantity, weighting=weighting)
        found = coded_estimate(sums)
        shares = np.clip(found.value[:2], 0, 1)
        return Estimate(np.stack([*shares, shares[1] - shares[0]]), found.variance, found.ceiling, found.articles)
    if estimator == "emq":
        return emq(table, pillars, periods, weighting=weighting)
    if estimator == "ppi":
        return ppi(table, pillars, periods, weighting=weighting)
    return adjusted_count(table, pillars, periods, weighting=weighting, binary=estimator == "adjusted_binary")


def _check(
    table: pd.DataFrame, pillars: Sequence[str], periods: Sequence[str], estimator: str, quantity: str, weighting: str
) -> None:
    check_table(table, pillars, periods, quantity=quantity, weighting=weighting)
    if estimator not in ESTIMATORS:
        raise DataError(f"one of {', '.join(ESTIMATORS)}", repr(estimator), "estimator")
    if estimator != "coded" and quantity != "share":
        raise EstimateError(
            "the quantity 'share'",
            repr(quantity),
            f"estimator {estimator}",
            "Mentions are coded, not predicted; use the estimator 'coded'.",
        )
    if (
        estimator == "coded"
        and not (table["period"].isin(list(periods)) & ~table["primary"].isin(["", NO_PILLAR])).any()
    ):
        raise EstimateError(
            "labelled paragraphs in a period", "none", "emphasis", "Label some, or use an estimator with a classifier."
        )
