"""What do the shares of an archive become, corrected for the errors of the classifier?

The adjusted count of :mod:`discourse.emphasis.correction.adjusted`, with error rates that the model brings with it: how
often it took each code for which other, on labelled stories that it had not seen. It is taken for granted that the
rates are the same in the archive, and in each of its cells.

Two things make a corrected share unsure, and both are in its variance: which articles were published (each left out in
turn; what the counts move by is carried through the correction by its derivative), and how well the rates are known
(each labelled story left out in turn).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from discourse.emphasis.correction.adjusted import error_rates, refuse_unseen, turned_back
from discourse.emphasis.inputs import Floats, Integers
from discourse.emphasis.measures.cell_sums import CellSums
from discourse.emphasis.shares import Estimate, kish_size, with_shift, with_shift_variance

Shares = Callable[[Floats], Floats]
"""Gives shares from a table of predictions by labels, shape C x C."""


def corrected_periods(sums: CellSums, moved: Floats, crossed: Integers, periods: Sequence[str]) -> Estimate:
    """Estimate the shares of both periods and their shift.

    Parameters
    ----------
    sums : CellSums
        Sums of C codes in two cells, the periods: P pillars, then ``none``.
    moved : array, shape 2 x C x C
        As ``add_up_groups`` gives it, with all pairs of codes.
    crossed : array of int, shape S x C x C
        Paragraphs of each labelled story by predicted code and label.
    periods : sequence of str
        The two, earlier first.

    Raises
    ------
    EstimateError
        If a pillar is labelled in fewer than two stories, or two are predicted alike.
    """

    def shares(errors: Floats) -> Floats:
        return with_shift(turned_back(sums.numerators, errors))

    value, unsure = _with_rates(shares, crossed, sums.pillars[:-1])
    variance = with_shift_variance(_sampling(sums, moved, crossed)) + unsure
    return _estimate(sums, crossed, value, variance, (periods[0], periods[1]))


def corrected_cells(sums: CellSums, moved: Floats, crossed: Integers) -> Estimate:
    """Estimate the shares of K cells, as ``estimate_cells`` does.

    Parameters
    ----------
    sums, moved, crossed
        As for ``corrected_periods``, of K cells.

    Raises
    ------
    EstimateError
        As ``corrected_periods``.
    """
    value, unsure = _with_rates(lambda errors: turned_back(sums.numerators, errors), crossed, sums.pillars[:-1])
    variance = _sampling(sums, moved, crossed) + unsure
    nothing = np.full((len(value), 2, value.shape[1]), np.nan)
    value, variance = (np.concatenate([each[:, None], nothing], axis=1) for each in (value, variance))
    return _estimate(sums, crossed, value, variance, ("every", ""))


def _with_rates(shares: Shares, crossed: Integers, pillars: Sequence[str]) -> tuple[Floats, Floats]:
    """Return the shares, and their variance from what is not known of the rates (each story left out in turn)."""
    together = crossed.sum(axis=0, dtype=np.float64)
    refuse_unseen(together, pillars)
    value = shares(together)
    mean, spread = np.zeros_like(value), np.zeros_like(value)
    for number, story in enumerate(crossed, start=1):
        refuse_unseen(together - story, pillars)
        without = shares(together - story)
        step = without - mean
        mean = mean + step / number
        spread = spread + step * (without - mean)
    return value, spread * (len(crossed) - 1) / len(crossed)


def _sampling(sums: CellSums, moved: Floats, crossed: Integers) -> Floats:
    """Return the variance of corrected shares from the articles, shape K x P, the rates taken as they are."""
    rates, from_none = error_rates(crossed.sum(axis=0, dtype=np.float64))
    inverse = np.linalg.inv(rates)
    solved = (sums.shares[:, :-1] - from_none) @ inverse.T
    positive = np.maximum(solved, 0.0)
    total = positive.sum(axis=1)
    total = np.where(total > 0, total, np.nan)
    share = positive / total[:, None]
    held = (solved > 0).astype(np.float64)
    scaled = np.einsum("kp,pq->kpq", held, np.eye(held.shape[1])) - share[:, :, None] * held[:, None, :]
    slopes = scaled @ inverse / total[:, None, None]
    articles = np.where(sums.articles > 1, sums.articles, np.nan)
    spread = moved[:, :-1, :-1] * ((articles - 1) / articles)[:, None, None]
    return np.maximum(np.einsum("kpi,kij,kpj->kp", slopes, spread, slopes), 0.0)


def _estimate(sums: CellSums, crossed: Integers, value: Floats, variance: Floats, periods: tuple[str, str]) -> Estimate:
    """Put an estimate together; its degrees of freedom are those of the smaller of archive and labelled stories."""
    labelled = crossed.sum(axis=(1, 2), dtype=np.float64)
    stories = float(kish_size(labelled, labelled**2))
    effective, largest = (
        np.divide(sums.denominators**2, each, out=np.zeros(len(each)), where=each > 0)
        for each in (sums.sizes, sums.squares)
    )
    pairs = [np.minimum(effective, stories), largest, sums.paragraphs, np.minimum(sums.articles, len(crossed))]
    if periods[1]:
        effective, largest, paragraphs, informative = pairs
        articles = (int(sums.articles[0]), int(sums.articles[1]))
    else:
        effective, largest, paragraphs, informative = (np.stack([each, 0 * each], axis=-1) for each in pairs)
        articles, informative = (int(sums.articles.sum()), 0), informative.max(axis=0)
    return Estimate(
        pillars=sums.pillars[:-1],
        periods=periods,
        quantity=sums.quantity,
        weighting=sums.weighting,
        articles=articles,
        paragraphs=paragraphs,
        informative=(int(informative[0]), int(informative[1])),
        effective_articles=effective,
        value=value,
        variance=variance,
        max_effective_size=largest,
    )
