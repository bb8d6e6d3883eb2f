"""Do the predictions make a share surer than the labels alone would?

Predictions help where they follow the labels from article to article. With few labelled articles the weight
they are given is itself a matter of chance, and costs more than it brings: tuned on n of them, PPI++ is
surer than the labels alone only where label and prediction correlate by more than about 1 / sqrt(n - 2)
(Mani, Xu, Lipton and Oberst 2025, arXiv 2505.20178; for normal values).
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from discourse.emphasis.correction.predictions import read_predictions
from discourse.emphasis.inputs import Floats, Paragraphs
from discourse.emphasis.sums import sum_by

_ROUNDING = 1e-12


def useful_correlation(articles: int) -> float:
    """Return the correlation that predictions must exceed to help, with so many labelled articles.

    Examples
    --------
    >>> [round(useful_correlation(articles), 3) for articles in (5, 10, 20, 40)]
    [0.577, 0.354, 0.236, 0.162]
    """
    return 1 / math.sqrt(articles - 2) if articles > 2 else math.inf


def article_correlations(paragraphs: Paragraphs) -> pd.DataFrame:
    """Correlate what labels and predictions say of the articles of each period.

    An article's mean of a pillar is the part of its labelled paragraphs that belong to it, or their mean
    probability. Covariances and variances over articles are added over the pillars, so that one number
    speaks for all shares of a period, as one weight of the predictions does in PPI++.

    Parameters
    ----------
    paragraphs : Paragraphs
        With predictions; those of labelled paragraphs must be out of fold.

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
    kept = paragraphs.in_periods
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
