"""Which ways from paragraphs to shares are there? All of them, behind one call and on the same paragraphs.

=================== ================================ ============================================
estimator           uses                             right when
=================== ================================ ============================================
coded               labels                           the labelled paragraphs are a fair sample
adjusted            predictions, error rates         error rates alike in both periods
ppi                 labels, predictions              labelled articles are a random sample
dsl                 labels, predictions, inclusion   inclusion probabilities are known
hajek               labels, inclusion                inclusion probabilities are known
=================== ================================ ============================================

``coded`` is the default wherever everything is labelled; with labels for a part drawn at random,
``ppi``, ``dsl`` and ``hajek`` are safe whatever the machines say. ``adjusted`` rests on what it assumes. Predictions
are those of the classifier and, for ``ppi`` and ``dsl``, the codes of a machine coder (``correction.proxies``).
``correction.choice`` says which of them speaks for a study.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from discourse.emphasis.correction.adjusted import adjusted_count
from discourse.emphasis.correction.dsl import dsl_estimate, hajek_estimate
from discourse.emphasis.correction.ppi import ppi_estimate
from discourse.emphasis.inputs import Paragraphs, Quantity, Weighting, one_of
from discourse.emphasis.shares import Estimate, ratio_estimate
from discourse.emphasis.sums import article_sums
from discourse.errors import EstimateError

Estimator = Literal["coded", "adjusted", "ppi", "dsl", "hajek"]

CORRECTIONS: dict[Estimator, Callable[[Paragraphs, Weighting], Estimate]] = {
    "adjusted": adjusted_count,
    "ppi": ppi_estimate,
}
"""Estimators of shares alone: their predictions are of primary codes."""

DRAWN: dict[Estimator, Callable[[Paragraphs, Weighting, Quantity], Estimate]] = {
    "dsl": dsl_estimate,
    "hajek": hajek_estimate,
}
"""Estimators from drawn paragraphs."""

ESTIMATORS: tuple[Estimator, ...] = ("coded", *CORRECTIONS, *DRAWN)


def estimate(
    paragraphs: Paragraphs,
    *,
    estimator: Estimator = "coded",
    quantity: Quantity = "share",
    weighting: Weighting = "paragraph",
) -> Estimate:
    """Estimate the shares of both periods and their shift, with variances by article.

    Parameters
    ----------
    paragraphs : Paragraphs
        From ``read_paragraphs``. Labelled paragraphs of neither period count in no share and help to
        know the error rates of ``adjusted``.
    estimator : str
        See the table at the top of this file; ``adjusted`` and ``ppi`` give shares only.
    quantity : str
        ``share`` (primary pillar) or ``mention_share`` (primary or also).
    weighting : str
        ``paragraph``, ``article`` or ``word``; see ``sums``.

    Raises
    ------
    DataError
        If a choice is not known or a column that it needs is missing or wrong.
    EstimateError
        If the data cannot carry the estimator asked for; the message says why.

    Examples
    --------
    >>> import pandas as pd
    >>> from discourse.emphasis.inputs import read_paragraphs
    >>> table = pd.DataFrame({"article_id": list("aabbccdd"), "period": ["2023"] * 4 + ["2025"] * 4,
    ...                       "primary": ["economic", "political"] + ["economic"] * 2 + ["political"] * 4})
    >>> estimate(read_paragraphs(table, ["political", "economic"], ["2023", "2025"])).value[2].tolist()
    [0.75, -0.75]
    """
    one_of(estimator, ESTIMATORS, "estimator")
    if estimator == "coded":
        return _coded_estimate(paragraphs, quantity, weighting)
    if estimator in DRAWN:
        return DRAWN[estimator](paragraphs, weighting, quantity)
    if quantity != "share":
        raise EstimateError(
            "the quantity 'share'",
            repr(quantity),
            f"estimator {estimator}",
            "Mentions are coded, not predicted; use the estimator 'coded'.",
        )
    return CORRECTIONS[estimator](paragraphs, weighting)


def _coded_estimate(paragraphs: Paragraphs, quantity: Quantity, weighting: Weighting) -> Estimate:
    if not len(paragraphs.in_periods) and len(paragraphs):
        found, hint = ", ".join(map(repr, paragraphs.table["period"].unique()[:5])), "Name them as the table does."
        raise EstimateError(f"paragraphs of {' or '.join(map(repr, paragraphs.periods))}", found, "periods", hint)
    if not paragraphs.coded.any():
        hint = "Label some, or use an estimator with a classifier."
        raise EstimateError("labelled paragraphs in a period", "none", "emphasis", hint)
    paragraphs.check_fair_labels()
    sums = article_sums(paragraphs, quantity=quantity, weighting=weighting)
    return ratio_estimate(sums)
