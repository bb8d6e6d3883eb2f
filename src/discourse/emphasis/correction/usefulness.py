"""Do the predictions make a share surer than the labels alone would?

Predictions help where they follow the labels from article to article. With few labelled articles the weight
they are given is itself a matter of chance, and costs more than it brings: tuned on n of them, PPI++ is
surer than the labels alone only where label and prediction correlate by more than about 1 / sqrt(n - 2)
(Mani, Xu, Lipton and Oberst 2025, arXiv 2505.20178; for normal values). M sources have M weights, and their multiple
correlation must exceed sqrt(M / (n - 2)): they leave (1 - R squared) (n - 2) / (n - 2 - M) of the variance.

Where a machine has coded, it is the correlation of the labels with what DSL makes of all sources (``proxies``), out of
fold: no story helps to predict itself, so that it is not flattered by the regression.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.emphasis.correction.predictions import read_predictions
from discourse.emphasis.correction.proxies import (
    has_machine_codes,
    label_outcomes,
    people_alone,
    predicted_outcomes,
    read_proxies,
)
from discourse.emphasis.inputs import Booleans, Floats, Paragraphs
from discourse.emphasis.sums import sum_by

_ROUNDING = 1e-12


def useful_correlation(articles: int, sources: int = 1) -> float:
    """Return the correlation that predictions must exceed to help, with so many labelled articles and sources.

    Examples
    --------
    >>> [round(useful_correlation(articles), 3) for articles in (5, 10, 20, 40)]
    [0.577, 0.354, 0.236, 0.162]
    >>> round(useful_correlation(30, sources=2), 3)
    0.267
    """
    return math.sqrt(sources / (articles - 2)) if articles > 2 else math.inf


def article_correlations(paragraphs: Paragraphs) -> pd.DataFrame:
    """Correlate what labels and predictions say of the articles of each period.

    An article's mean of a pillar is the part of its labelled paragraphs that belong to it, or their mean
    probability. Covariances and variances over articles are added over the pillars, so that one number
    speaks for all shares of a period, as one weight of the predictions does in PPI++. Where a machine coder has coded,
    it is the multiple correlation of all sources (the root of the part of the variance between articles that DSL takes
    away; 0 where it adds to it), and the labels are those of people.

    Parameters
    ----------
    paragraphs : Paragraphs
        With predictions; the classifier's of labelled paragraphs must be out of fold.

    Returns
    -------
    DataFrame
        One row a period: ``period``, ``articles`` with a labelled paragraph, ``correlation`` (NaN where
        labels or predictions do not differ between them), ``useful`` (see ``useful_correlation``).

    Raises
    ------
    DataError, EstimateError
        As ``read_predictions``.

    Examples
    --------
    >>> from discourse.emphasis.inputs import read_paragraphs
    >>> table = pd.DataFrame({"article_id": list("abcdef"), "period": ["2023"] * 3 + ["2025"] * 3,
    ...                       "primary": ["trade", "trade", "arts"] * 2, "p_trade": [0.9, 0.6, 0.3] * 2})
    >>> table["p_arts"] = 1 - table["p_trade"]
    >>> article_correlations(read_paragraphs(table, ["trade", "arts"], ["2023", "2025"])).round(3).values.tolist()
    [['2023', 3, 0.866, 1.0], ['2025', 3, 0.866, 1.0]]
    """
    kept = people_alone(paragraphs.in_periods)
    by_people = bool((kept.primary != "").any())
    if by_people and has_machine_codes(kept):
        return _multiple_correlations(kept)
    # While no person has coded, the labels are those of machines.
    kept = kept if by_people else paragraphs.in_periods
    kept = kept.keep((kept.primary != "").astype(bool))
    predictions = read_predictions(kept)
    rows = []
    for number, period in enumerate(kept.periods):
        chosen = kept.period == number
        labels, guesses = (
            _article_means(kept, values)[chosen] for values in (predictions.labelled_as, predictions.probability)
        )
        articles = int(chosen.sum())
        rows.append((period, articles, _correlation(labels, guesses), useful_correlation(articles)))
    return pd.DataFrame(rows, columns=["period", "articles", "correlation", "useful"])


def _multiple_correlations(kept: Paragraphs) -> pd.DataFrame:
    """Correlate the labels of each period with what a regression makes of all sources, by article."""
    drawn = (kept.primary != "").astype(bool)
    factor = np.where(drawn, 1 / _inclusion(kept), 0.0)
    labels, sources = label_outcomes(kept), read_proxies(kept).shape[1]
    predicted = predicted_outcomes(kept, labels, factor)
    rows = []
    for number, period in enumerate(kept.periods):
        chosen = drawn & (kept.period == number)[kept.article]
        articles = np.unique(kept.article[chosen], return_inverse=True)[1]
        known = (labels[chosen], predicted[chosen], factor[chosen], articles)
        n_articles = int(articles.max()) + 1 if len(articles) else 0
        rows.append((period, n_articles, _explained(*known), useful_correlation(n_articles, sources)))
    return pd.DataFrame(rows, columns=["period", "articles", "correlation", "useful"])


def _inclusion(paragraphs: Paragraphs) -> Floats:
    """Return the probabilities of being drawn; all alike where the table does not know them."""
    if "inclusion" not in paragraphs.table.columns:
        return np.ones(len(paragraphs))
    known = pd.to_numeric(paragraphs.table["inclusion"], errors="coerce").to_numpy(dtype=np.float64)
    valid: Booleans = (known > 0) & (known <= 1)
    return known if valid.all() else np.ones(len(known))


def _explained(labels: Floats, predicted: Floats, factor: Floats, article: NDArray[np.int64]) -> float:
    """Return the root of the part of the labels' variance between articles that the predictions take away."""
    if not len(labels) or not (factor @ labels)[-1] > 0:
        return math.nan
    share = (factor @ labels)[:-1] / (factor @ labels)[-1]

    def scattered(values: Floats) -> float:
        centred = values - factor @ values / factor.sum()
        moved = factor[:, None] * (centred[:, :-1] - centred[:, -1:] * share)
        return float(np.square(sum_by(article, moved, int(article.max()) + 1)).sum())

    whole = scattered(labels)
    if not whole > _ROUNDING:
        return math.nan
    return math.sqrt(max(0.0, 1 - scattered(labels - predicted) / whole))


def usefulness_notes(paragraphs: Paragraphs) -> tuple[str, ...]:
    """Say of each period whether its predictions follow the labels closely enough to help."""
    return tuple(
        _sentence(str(row["period"]), int(row["articles"]), float(row["correlation"]), float(row["useful"]))
        for row in article_correlations(paragraphs).to_dict("records")
    )


def _sentence(period: str, articles: int, correlation: float, useful: float) -> str:
    counted = f"{articles} labelled article{'' if articles == 1 else 's'} in {period}"
    if math.isinf(useful) or math.isnan(correlation):
        return f"{counted}: too few, or too much alike, to say whether predictions help; use the labels alone."
    verdict = "predictions help" if correlation > useful else "the labels alone are better"
    return (
        f"{counted}: the article means of labels and predictions correlate by {correlation:.2f}; "
        f"predictions help above {useful:.3f}, so {verdict}."
    )


def _article_means(paragraphs: Paragraphs, values: Floats) -> Floats:
    """Average paragraphs by article, shape G x P; ``none`` is left out."""
    sizes = np.bincount(paragraphs.article, minlength=len(paragraphs.articles))
    return sum_by(paragraphs.article, values[:, :-1], len(paragraphs.articles)) / sizes[:, None]


def _correlation(labels: Floats, guesses: Floats) -> float:
    if len(labels) < 2:
        return math.nan
    labels, guesses = labels - labels.mean(axis=0), guesses - guesses.mean(axis=0)
    spread = math.sqrt(np.square(labels).sum() * np.square(guesses).sum())
    return float((labels * guesses).sum() / spread) if spread > _ROUNDING else math.nan
