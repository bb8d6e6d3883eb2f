"""What are the shares when paragraphs were drawn for labelling, here more and there less often? DSL.

Design-based supervised learning (Egami, Hinck, Stewart and Wei 2023) turns every paragraph into a
pseudo-outcome that is right on average whatever the classifier does, provided that every paragraph
could be drawn for labelling, with a known probability ``pi``::

    Yt_i = F_i - (R_i / pi_i) (F_i - Y_i),        R_i = 1 if paragraph i was drawn and labelled.

The pseudo-outcomes are then treated as labels are: summed by article, divided, with the variance by
article. Nothing else in this package can make use of articles that are labelled in part. ``F`` is what a classifier
says, or what a regression makes of all that machines say (``proxies``). Without any ``F`` (0 for every paragraph) it is
the estimator of Hajek (1971): the labels alone, each with the weight 1 / pi.

By default the correction is centred: with ``w = R / pi`` scaled to a mean of 1 and ``d`` the weighted mean of
``Y - F``, the pseudo-outcome is ``F_i + d + w_i (Y_i - F_i - d)``. The same estimate for large samples, and with two
virtues the plain form lacks: a classifier that says the same of everything changes nothing (the
coded share, weighted by 1 / pi, and its interval), and the number of drawn paragraphs may vary.

A pillar that the predictions cannot tell is no surer than the labels make it, however well they tell the others:
each has an effective sample size of its own (``most_paragraphs``).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from discourse.emphasis.correction.proxies import label_outcomes, people_alone, predicted_outcomes
from discourse.emphasis.inputs import Booleans, Floats, Integers, Paragraphs, Quantity, Weighting
from discourse.emphasis.shares import Estimate, kish_size, ratio_estimate, with_shift_variance
from discourse.emphasis.sums import add_up, sum_by
from discourse.errors import EstimateError

_ROUNDING = 1e-12


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


def dsl_estimate(paragraphs: Paragraphs, weighting: Weighting = "paragraph", quantity: Quantity = "share") -> Estimate:
    """Estimate shares and shift from pseudo-outcomes, summed by article as labels are.

    Parameters
    ----------
    paragraphs : Paragraphs
        With what machines say of every paragraph (``read_proxies``), and with ``inclusion``, the probability with which
        a paragraph was drawn for labelling; not needed where everything is labelled. Labels that are not
        ``by_person`` are none here.
    weighting, quantity : str
        See ``sums``. Mention shares need what a machine coder says: a classifier alone predicts primary codes.

    Raises
    ------
    EstimateError
        If the probability of any paragraph is unknown or not in (0, 1], a period has no label, or there are no proxies.
    """
    return drawn_estimate(paragraphs, weighting, quantity, with_proxies=True)


def hajek_estimate(
    paragraphs: Paragraphs, weighting: Weighting = "paragraph", quantity: Quantity = "share"
) -> Estimate:
    """Estimate shares and shift from the labels of drawn paragraphs alone, each weighted by 1 / inclusion.

    Arguments and errors as in :func:`dsl_estimate`; what machines say is not needed.
    """
    return drawn_estimate(paragraphs, weighting, quantity, with_proxies=False)


def drawn_estimate(
    paragraphs: Paragraphs,
    weighting: Weighting,
    quantity: Quantity,
    *,
    with_proxies: bool,
    labels: Floats | None = None,
) -> Estimate:
    """Estimate shares and shift from the labels of drawn paragraphs, with what machines say or without.

    Parameters
    ----------
    paragraphs, weighting, quantity
        As in :func:`dsl_estimate`, which raises the same errors.
    with_proxies : bool
        True gives DSL, False the estimator of Hajek.
    labels : array, shape N x (P + 1), optional
        What the labels of the paragraphs of both periods stand for, where they are corrected; as ``label_outcomes``
        writes them where not given.
    """
    paragraphs = people_alone(paragraphs.in_periods)
    drawn = (paragraphs.primary != "").astype(bool)
    inclusion, weights = paragraphs.inclusion, paragraphs.weights(weighting)
    labels = label_outcomes(paragraphs, quantity) if labels is None else labels
    predicted = np.zeros(labels.shape)
    if with_proxies:
        predicted = predicted_outcomes(paragraphs, labels, weights * drawn / inclusion, quantity)
    outcomes = np.empty(labels.shape)
    variances, sizes = (np.full((2, len(paragraphs.pillars)), np.nan) for _ in range(2))
    articles, informative = np.zeros(2), [0, 0]
    for number, period in enumerate(paragraphs.periods):
        chosen = (paragraphs.period == number)[paragraphs.article]
        if not chosen.any():
            continue
        if not drawn[chosen].any():
            raise EstimateError(
                "labelled paragraphs in both periods", f"none in {period}", "DSL", "Label some of that period."
            )
        design = (drawn[chosen], inclusion[chosen], weights[chosen])
        outcomes[chosen] = pseudo_outcomes(labels[chosen], predicted[chosen], *design)
        known = (paragraphs.article[chosen], labels[chosen], predicted[chosen], *design)
        variances[number], articles[number] = variance_of_outcomes(*known)
        sizes[number] = most_paragraphs(*known)
        informative[number] = len(np.unique(paragraphs.article[chosen & drawn]))
    sums = add_up(paragraphs, outcomes[:, :-1], weights, outcomes[:, -1], quantity=quantity, weighting=weighting)
    found = ratio_estimate(sums)
    return replace(
        found,
        variance=with_shift_variance(variances),
        effective_articles=articles,
        informative=(informative[0], informative[1]),
        max_effective_size=np.fmin(found.max_effective_size[:, None], sizes),
        exchangeable=bool(drawn.all()),
    )


def variance_of_outcomes(
    article: Integers, labels: Floats, predictions: Floats, drawn: Booleans, inclusion: Floats, weights: Floats
) -> tuple[Floats, float]:
    """Return the variance of one period's shares, length P, and the effective number of articles.

    Each article is left out in turn, its part of the correction too. Articles count by the weight of what
    is labelled in them: that is what tells how far the predictions err. NaN where one article has all of
    the labels.

    Parameters
    ----------
    article : array of int, length N
    labels, predictions : array, shape N x (P + 1)
        As ``label_outcomes``: the last column says whether there is a pillar at all.
    drawn, inclusion, weights : array
        As for ``pseudo_outcomes``.
    """
    used, place = np.unique(article, return_inverse=True)
    n_articles, factor = len(used), weights * drawn / inclusion
    errors = np.where(drawn[:, None], labels - predictions, 0.0)
    predicted, wrong, drawn_weight, weight = (
        sum_by(place, values, n_articles)
        for values in (weights[:, None] * predictions, factor[:, None] * errors, factor, weights)
    )
    # Row g has the sums without article g; the last row those of all.
    predicted, wrong, drawn_left, left = (_without_each(each) for each in (predicted, wrong, drawn_weight, weight))
    known = drawn_left > _ROUNDING * drawn_left[-1]
    scale = np.divide(left, drawn_left, out=np.full(left.shape, np.nan), where=known)[:, None]
    totals = predicted + scale * wrong
    shares = totals[:, :-1] / totals[:, -1:]
    spread = np.square(shares[:-1] - shares[-1]).sum(axis=0)
    return spread * (n_articles - 1) / n_articles, float(kish_size(drawn_weight, drawn_weight**2))


def _without_each(sums: Floats) -> Floats:
    """Return the sum over all articles without each in turn, and last that of all; shape (G + 1) x ..."""
    return np.concatenate([sums.sum(axis=0) - sums, sums.sum(axis=0)[None]])


def most_paragraphs(
    article: Integers, labels: Floats, predictions: Floats, drawn: Booleans, inclusion: Floats, weights: Floats
) -> Floats:
    """Say how many independent paragraphs stand behind the share of each pillar at most, length P.

    The labels alone are worth so many (their variance by article, all pillars together; no more than there are). The
    predictions multiply that by 1 / (1 - R squared), where R squared is the part of the pillar's labels that they
    explain, counted as if one more paragraph had been predicted wrongly: so a pillar that was not met with, or that a
    machine does not know, is as unsure as without machines, and a few right guesses are no proof.

    Arguments as in :func:`variance_of_outcomes`.
    """
    factor = (weights * drawn / inclusion)[drawn]
    own, shares = labels[drawn], (factor @ labels[drawn])[:-1] / (factor @ labels[drawn])[-1:]
    nothing = np.zeros(labels.shape)
    variance, articles = variance_of_outcomes(article, labels, nothing, drawn, inclusion, weights)
    spread, total = (shares * (1 - shares)).sum(), variance.sum()
    alone = spread / total if spread > 0 and total > 0 else articles
    alone = min(alone, float(kish_size(factor, factor**2)))
    per_paragraph = factor / factor.mean()

    def scattered(values: Floats) -> Floats:
        centred = values - per_paragraph @ values / per_paragraph.sum()
        return (per_paragraph @ np.square(centred))[:-1] + 1.0

    unexplained = scattered(own - predictions[drawn]) / scattered(own)
    return alone / np.minimum(unexplained, 1.0)
