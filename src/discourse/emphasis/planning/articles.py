"""How many articles must people code for an interval of the shift that reaches so far to each side?

What the labels at hand say of the variance between articles is projected to other numbers of articles, as
:mod:`discourse.emphasis.power` does. Where predictions are known of all articles, what people code in n of N articles
corrects them, and the variance of a share shrinks by ::

    (1 - r^2) (n - 1) / (n - 2) + r^2 n / N

with r the correlation of labels and predictions over articles (the difference estimator; PPI++ with the best weight,
which is tuned on the n articles and costs a degree of freedom).
Predictions with a correlation below 1 / sqrt(n - 2) are left out of account, as they would cost more than they bring.
Articles of both periods are coded in the proportion in which the analysis has them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from discourse.emphasis.correction.usefulness import useful_correlation
from discourse.emphasis.inputs import Floats, Paragraphs
from discourse.emphasis.intervals import MIN_ARTICLES, wilson_t, within_limits
from discourse.emphasis.power import with_articles
from discourse.emphasis.shares import Estimate, with_shift_variance
from discourse.emphasis.sums import sum_by
from discourse.errors import EstimateError

_MOST = 1_000_000
"""More articles than anybody codes."""


@dataclass(frozen=True)
class ArticlesNeeded:
    """What an interval of one width takes.

    Attributes
    ----------
    half_width : float
        How far the interval may reach to each side.
    alone : tuple of int
        Articles of the earlier and of the later period that people must code, from their labels alone. They may be
        more than the study has.
    corrected : tuple of int or None
        With predictions of the other articles; None where there are none, or the study has too few articles.
    """

    half_width: float
    alone: tuple[int, int]
    corrected: tuple[int, int] | None


def projected_half_widths(
    found: Estimate, articles: tuple[int, int], correlations: Floats | None = None, level: float = 0.95
) -> Floats:
    """Say how far the interval of every pillar's shift would reach to each side, length P.

    Half the distance between its bounds, as they need not lie evenly around the shift.

    Parameters
    ----------
    found : Estimate
        From the labels at hand; its ``articles`` are those of the analysis, N.
    articles : tuple of int
        How many people code of the earlier and of the later period.
    correlations : array, shape 2 x P, optional
        How predictions follow the labels from article to article; see :func:`proxy_correlations`.
    level : float
        Of the interval.
    """
    imagined = with_articles(found, articles)
    if correlations is not None:
        coded, every = np.array(articles, dtype=np.float64), np.array(found.articles, dtype=np.float64)
        least = np.array([useful_correlation(number) for number in articles])
        explained = np.where(correlations > least[:, None], correlations, 0.0) ** 2
        part, tuned = np.minimum(coded / every, 1.0), ((coded - 1) / (coded - 2))[:, None]
        shrunk = np.minimum((1 - explained) * tuned + explained * part[:, None], 1.0)
        variance = imagined.variance[:2] * shrunk
        sizes = imagined.max_effective_size * (1 + explained.mean(axis=1) * (1 / part - 1))
        imagined = replace(imagined, variance=with_shift_variance(variance), max_effective_size=sizes)
    bounds = within_limits(wilson_t(imagined, level))
    half: Floats = (bounds.high[2] - bounds.low[2]) / 2
    return half


def articles_needed(
    found: Estimate,
    half_width: float,
    pillars: Sequence[int],
    correlations: Floats | None = None,
    level: float = 0.95,
) -> ArticlesNeeded:
    """Find the fewest articles with which the intervals of the shifts are narrow enough.

    Parameters
    ----------
    found, correlations, level
        As for :func:`projected_half_widths`.
    half_width : float
        How far each interval may reach to each side, above 0 and below 1.
    pillars : sequence of int
        Places of the pillars that count; all of their intervals must be narrow enough.

    Raises
    ------
    EstimateError
        If the width cannot be, or a period has fewer than five labelled articles, from which nothing can be projected.
    """
    if not 0 < half_width < 1:
        hint = "Half the interval's width: .05 asks for a shift known to 5 percentage points up or down."
        raise EstimateError("a half-width above 0 and below 1", f"{half_width:g}", "--width", hint)
    if min(found.informative) < MIN_ARTICLES:
        labelled = " + ".join(map(str, found.informative))
        hint = "Code some more first: discourse relabel --queue audit --by-article"
        raise EstimateError(f"at least {MIN_ARTICLES} labelled articles a period", labelled, "plan", hint)

    def enough(total: int, proxies: Floats | None) -> bool:
        widths = projected_half_widths(found, shared_out(total, found.articles), proxies, level)
        return bool((widths[list(pillars)] <= half_width).all())

    corrected = None
    if correlations is not None and enough(sum(found.articles), correlations):
        corrected = shared_out(_fewest(lambda total: enough(total, correlations), sum(found.articles)), found.articles)
    alone = shared_out(_fewest(lambda total: enough(total, None), _MOST), found.articles)
    return ArticlesNeeded(half_width, alone, corrected)


def shared_out(total: int, every: tuple[int, int]) -> tuple[int, int]:
    """Share articles out between the periods as the analysis has them, at least five to each.

    Examples
    --------
    >>> shared_out(23, (17, 29)), shared_out(8, (100, 10))
    ((8, 15), (7, 5))
    """
    earlier = round(total * every[0] / sum(every))
    return max(earlier, MIN_ARTICLES), max(total - earlier, MIN_ARTICLES)


def _fewest(enough: Callable[[int], bool], most: int) -> int:
    """Find the smallest number that is enough by halving; ``most`` where none below it is."""
    small, large = 2 * MIN_ARTICLES - 1, most
    while large - small > 1:
        middle = (small + large) // 2
        small, large = (small, middle) if enough(middle) else (middle, large)
    return large


def proxy_correlations(paragraphs: Paragraphs, proxies: Sequence[Floats]) -> Floats:
    """Correlate labels and predictions of the articles, for every pillar's share; shape 2 x P.

    What counts is how far an article moves a share: the sum over its labelled paragraphs of belonging to the pillar,
    less the share of those that belong to any. With several predictions it is the multiple correlation, corrected for
    their number; 0 where articles are too few.

    Parameters
    ----------
    paragraphs : Paragraphs
        With labels.
    proxies : sequence of array, each of shape N x P
        What each prediction says of the pillars: 1 for a code, or probabilities, out of fold where there is a label.

    Examples
    --------
    >>> import pandas as pd
    >>> from discourse.emphasis.inputs import read_paragraphs
    >>> table = pd.DataFrame({"article_id": list("aabbccddeeff"), "period": ["2023"] * 12,
    ...                       "primary": ["trade", "arts", "trade", "trade"] * 3})
    >>> read = read_paragraphs(pd.concat([table, table.assign(article_id=table["article_id"] + "2", period="2025")]),
    ...                        ["trade", "arts"], ["2023", "2025"])
    >>> proxy_correlations(read, [read.belongs("share")]).round(6).tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """
    kept = paragraphs.coded
    number, belongs = len(paragraphs.articles), paragraphs.belongs("share")
    found = np.zeros((2, len(paragraphs.pillars)))
    for period in (0, 1):
        chosen = kept & (paragraphs.period == period)[paragraphs.article]
        used = np.unique(paragraphs.article[chosen])
        shares = belongs[chosen].mean(axis=0) if chosen.any() else np.zeros(len(paragraphs.pillars))

        def moved(values: Floats, chosen: Floats = chosen, used: Floats = used, shares: Floats = shares) -> Floats:
            sums = sum_by(paragraphs.article, np.where(chosen[:, None], values, 0.0), number)[used]
            return sums - sums.sum(axis=1, keepdims=True) * shares

        labels, said = moved(belongs), [moved(values) for values in proxies]
        for pillar in range(found.shape[1]):
            found[period, pillar] = _multiple_correlation(
                labels[:, pillar], np.stack([values[:, pillar] for values in said], axis=1)
            )
    return found


def _multiple_correlation(values: Floats, proxies: Floats) -> float:
    """Return the correlation of values with the best weighted sum of proxies, corrected for their number."""
    n, number = proxies.shape
    values, proxies = values - values.mean() if n else values, proxies - proxies.mean(axis=0) if n else proxies
    spread = float(np.square(values).sum())
    if n <= number + 1 or not spread > 0:
        return 0.0
    weights = np.linalg.lstsq(proxies, values, rcond=None)[0]
    unexplained = float(np.square(values - proxies @ weights).sum()) / spread
    return float(np.sqrt(max(0.0, 1 - unexplained * (n - 1) / (n - number - 1))))
