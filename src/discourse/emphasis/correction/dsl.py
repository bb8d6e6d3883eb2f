"""What are the shares when paragraphs were drawn for labelling, here more and there less often? DSL.

Design-based supervised learning (Egami, Hinck, Stewart and Wei 2023) turns every paragraph into a
pseudo-outcome that is right on average whatever the classifier does, provided that every paragraph
could be drawn for labelling, with a known probability ``pi``:

    Yt_i = F_i - (R_i / pi_i) (F_i - Y_i),        R_i = 1 if paragraph i was drawn and labelled.

The pseudo-outcomes are then treated as labels are: summed by article, divided, with the variance by
article. Nothing else in this package can make use of articles that are labelled in part.

By default the correction is centred: with ``w = R / pi`` scaled to a mean of 1 and ``d`` the weighted mean of
``Y - F``, the pseudo-outcome is ``F_i + d + w_i (Y_i - F_i - d)``. The same estimate for large samples, and with two
virtues the plain form lacks: a classifier that says the same of everything changes nothing (the
coded share, weighted by 1 / pi, and its interval), and the number of drawn paragraphs may vary.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from discourse.emphasis.correction.predictions import read_predictions
from discourse.emphasis.inputs import Booleans, Floats, Integers, Paragraphs, Weighting
from discourse.emphasis.shares import Estimate, kish_size, ratio_estimate, with_shift_variance
from discourse.emphasis.sums import add_up, sum_by
from discourse.errors import EstimateError


def pseudo_outcomes(
    labels: Floats,
    predictions: Floats,
    drawn: Booleans,
    inclusion: Floats,
    weights: Floats | None = None,
    *,
    centred: bool = True,
) -> Floats:
    """Return the pseudo-outcome of every paragraph and class, shape N x C.

    Parameters
    ----------
    labels, predictions : array, shape N x C
        Rows of ``labels`` are read only where ``drawn``.
    drawn : array of bool, length N
    inclusion : array, length N
        Probability of having been drawn, above 0.
    weights : array, length N, optional
        Weights under which the correction is centred.
    centred : bool
        False gives the published form.

    Examples
    --------
    >>> y, f = np.array([[1.0], [0.0], [0.0]]), np.array([[0.8], [0.4], [0.6]])
    >>> drawn, half = np.array([True, False, False]), np.full(3, 0.5)
    >>> pseudo_outcomes(y, f, drawn, half, centred=False).ravel().round(6).tolist()
    [1.2, 0.4, 0.6]
    """
    factor = drawn / inclusion
    errors = np.where(drawn[:, None], labels - predictions, 0.0)
    if not centred:
        return predictions + factor[:, None] * errors
    weights = np.ones(len(labels)) if weights is None else weights
    factor = factor * weights.sum() / (weights * factor).sum()
    mean_error = (weights * factor) @ errors / weights.sum()
    return predictions + mean_error + factor[:, None] * (errors - mean_error)


def dsl_estimate(paragraphs: Paragraphs, weighting: Weighting = "paragraph") -> Estimate:
    """Estimate shares and shift from pseudo-outcomes, summed by article as labels are.

    Parameters
    ----------
    paragraphs : Paragraphs
        With predictions, and with ``inclusion``, the probability with which a paragraph was drawn for
        labelling; not needed where everything is labelled.
    weighting : str
        See ``sums``.

    Raises
    ------
    EstimateError
        If the probability of any paragraph is unknown or not in (0, 1], or a period has no label.
    """
    paragraphs = paragraphs.in_periods
    predictions = read_predictions(paragraphs)
    inclusion, weights = paragraphs.inclusion, paragraphs.weights(weighting)
    outcomes = np.empty(predictions.probability.shape)
    inflation, articles = [1.0, 1.0], np.zeros(2)
    variances = np.full((2, len(paragraphs.pillars)), np.nan)
    for number, period in enumerate(paragraphs.periods):
        chosen = (paragraphs.period == number)[paragraphs.article]
        if not chosen.any():
            continue
        if not predictions.labelled[chosen].any():
            raise EstimateError(
                "labelled paragraphs in both periods", f"none in {period}", "DSL", "Label some of that period."
            )
        known = (predictions.labelled_as[chosen], predictions.probability[chosen], predictions.labelled[chosen])
        outcomes[chosen] = pseudo_outcomes(*known, inclusion[chosen], weights[chosen])
        inflation[number] = paragraph_inflation(*known)
        variances[number], articles[number] = variance_of_outcomes(
            paragraphs.article[chosen], *known, inclusion[chosen], weights[chosen], len(paragraphs.pillars)
        )
    belongs = outcomes[:, :-1]
    sums = add_up(paragraphs, belongs, weights, belongs.sum(axis=1), weighting=weighting)
    squares = sums.squares * np.where(sums.later, inflation[1], inflation[0])
    found = ratio_estimate(replace(sums, squares=squares))
    return replace(found, variance=with_shift_variance(variances), effective_articles=articles)


def variance_of_outcomes(
    article: Integers,
    labels: Floats,
    predictions: Floats,
    drawn: Booleans,
    inclusion: Floats,
    weights: Floats,
    n_pillars: int,
) -> tuple[Floats, float]:
    """Return the variance of one period's shares, length P, and the effective number of articles.

    Each article is left out in turn, its part of the correction too. Articles count by the weight of what
    is labelled in them: that is what tells how far the predictions err. NaN where one article has all of
    the labels.

    Parameters
    ----------
    article : array of int, length N
    labels, predictions, drawn, inclusion, weights : array
        As for ``pseudo_outcomes``.
    n_pillars : int
        The first so many classes are pillars; what is left belongs to none.
    """
    used, place = np.unique(article, return_inverse=True)
    n_articles, factor = len(used), weights * drawn / inclusion
    errors = np.where(drawn[:, None], labels - predictions, 0.0)
    predicted, wrong, drawn_weight, weight = (
        sum_by(place, values, n_articles)
        for values in (weights[:, None] * predictions, factor[:, None] * errors, factor, weights)
    )
    # Row g has the sums without article g; the last row those of all.
    keep = np.vstack([1.0 - np.eye(n_articles), np.ones(n_articles)])
    scale = (keep @ drawn_weight)[:, None]
    scale = np.divide((keep @ weight)[:, None], scale, out=np.full(scale.shape, np.nan), where=scale > 0)
    totals = (keep @ predicted + scale * (keep @ wrong))[:, :n_pillars]
    shares = totals / totals.sum(axis=1, keepdims=True)
    spread = np.square(shares[:-1] - shares[-1]).sum(axis=0)
    return spread * (n_articles - 1) / n_articles, float(kish_size(drawn_weight, drawn_weight**2))


def paragraph_inflation(labels: Floats, predictions: Floats, labelled: Booleans) -> float:
    """Say how many times fewer paragraphs stand behind the shares than there are.

    A paragraph that is only predicted counts as far as predictions explain labels (R squared): not at
    all with a useless classifier, fully with a perfect one.
    """
    y, errors = labels[labelled], labels[labelled] - predictions[labelled]
    spread = np.square(y - y.mean(axis=0)).sum()
    explained = max(0.0, 1 - float(np.square(errors - errors.mean(axis=0)).sum() / spread)) if spread > 0 else 0.0
    n_labelled = int(labelled.sum())
    return len(labels) / (n_labelled + explained * (len(labels) - n_labelled))
