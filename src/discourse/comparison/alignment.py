"""Do topics found without labels follow the labels? Agreement, with intervals, beside the level of chance.

Intervals come from leaving out one article at a time. Resampling articles would not do: with articles
drawn twice, mutual information is larger in nearly every resample than in the data, and its interval can
lie above the value it belongs to.

The level of chance keeps what makes agreement easy: paragraphs of one article stand together in topics
and in labels alike. So the label sequences of whole articles are kept, the articles change places, and
the sequences are laid over the topics anew.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from discourse.comparison.agreement import MEASURES, Floats
from discourse.errors import EstimateError

LEAST = {"ari": -1.0}
"""Least value of a measure, where it is not 0."""


def alignment(
    topics: Sequence[object],
    labels: Sequence[str],
    articles: Sequence[str],
    *,
    level: float = 0.95,
    permutations: int = 500,
    seed: int = 0,
) -> pd.DataFrame:
    """Measure how far topics and labels agree.

    Parameters
    ----------
    topics : sequence, length N
        Main topic of each paragraph (``doc_topic.argmax(axis=1)``), or the pillar that its topic was
        mapped to in training, which makes it a test on unseen paragraphs.
    labels, articles : sequence of str, length N
        Label and article of each paragraph.
    level : float
        Level of the intervals.
    permutations : int
        Rearrangements of articles behind the level of chance.
    seed : int
        Their seed.

    Returns
    -------
    DataFrame
        One row a measure (nmi, ari, purity, inverse_purity): measure, value, low, high (jackknife over
        articles, with t), permuted (mean over rearranged labels), permuted_high (their upper
        limit at the level), p_value (one-sided, the value itself counted in), articles, paragraphs.

    Raises
    ------
    EstimateError
        If there are no paragraphs, or only one article.
    """
    rows, columns, place = _coded(topics, labels, articles)
    n_articles = int(place.max(initial=-1)) + 1
    if n_articles < 2:
        raise EstimateError("paragraphs of at least two articles", str(n_articles), "alignment of topics and labels")
    per_article = contingency(rows, columns, place)
    permuted = _permuted(rows, columns, place, permutations, seed)
    found = [_measured(measure, per_article, permuted, level) for measure in MEASURES]
    return pd.DataFrame(found).assign(articles=n_articles, paragraphs=len(rows))


def _coded(
    topics: Sequence[object], labels: Sequence[str], articles: Sequence[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Topic, label and article of each paragraph as numbers, sorted by article so that no order of rows matters."""
    place = _codes(np.asarray(articles, dtype=str))
    rows, columns = _codes(np.asarray(topics).astype(str)), _codes(np.asarray(labels, dtype=str))
    order = np.lexsort((columns, rows, place))
    return rows[order], columns[order], place[order]


def _measured(measure: str, per_article: Floats, permuted: Floats, level: float) -> dict[str, object]:
    """One measure of agreement with its interval, beside the level of chance."""
    function = MEASURES[measure]
    whole = per_article.sum(axis=0)
    value, chance = float(function(whole)), function(permuted)
    half = _half_width(function(whole - per_article), level)
    return {
        "measure": measure,
        "value": value,
        "low": max(value - half, LEAST.get(measure, 0.0)),
        "high": min(value + half, 1.0),
        "permuted": chance.mean(),
        "permuted_high": np.quantile(chance, level),
        "p_value": (1 + int((chance >= value - 1e-12).sum())) / (1 + len(permuted)),
    }


def contingency(rows: NDArray[np.int64], columns: NDArray[np.int64], place: NDArray[np.int64]) -> Floats:
    """Count paragraphs by row code and column code in each article, shape A x K x C."""
    table = np.zeros((int(place.max()) + 1, int(rows.max()) + 1, int(columns.max()) + 1))
    np.add.at(table, (place, rows, columns), 1)
    return table


def topics_by_label(
    topics: Sequence[int], labels: Sequence[str], topic_names: Sequence[str], codes: Sequence[str]
) -> pd.DataFrame:
    """Count the paragraphs of each main topic by label: the numbers of a heat map.

    Parameters
    ----------
    topics : sequence of int, length N
        Main topic of each paragraph, from 0.
    labels : sequence of str, length N
        Label of each paragraph.
    topic_names, codes : sequence of str
        Names of the K topics, codes in the codebook's order.

    Returns
    -------
    DataFrame
        Columns topic, label, paragraphs, share (of the topic's paragraphs; NaN for a topic that is
        nobody's main one); one row a topic and code, also where nothing was counted.
    """
    main, given = np.asarray(topics), np.asarray(labels, dtype=object)
    rows = []
    for k, name in enumerate(topic_names):
        counts = [int(((main == k) & (given == code)).sum()) for code in codes]
        total = sum(counts) or float("nan")
        rows += [(name, code, count, count / total) for code, count in zip(codes, counts, strict=True)]
    return pd.DataFrame(rows, columns=["topic", "label", "paragraphs", "share"])


def _half_width(left_out: Floats, level: float) -> float:
    """Half the width of the jackknife interval, from the values with each article left out in turn."""
    n_articles = len(left_out)
    error = np.sqrt((n_articles - 1) / n_articles * np.square(left_out - left_out.mean()).sum())
    return float(stats.t.ppf(0.5 + level / 2, n_articles - 1) * error)


def _permuted(
    rows: NDArray[np.int64], columns: NDArray[np.int64], place: NDArray[np.int64], permutations: int, seed: int
) -> Floats:
    """Contingency tables with the articles' label sequences in another order, shape B x K x C."""
    rng = np.random.default_rng([seed, 1])
    sequences = np.split(columns, np.flatnonzero(np.diff(place)) + 1)
    tables = np.zeros((permutations, int(rows.max()) + 1, int(columns.max()) + 1))
    for table in tables:
        laid = np.concatenate([sequences[article] for article in rng.permutation(len(sequences))])
        np.add.at(table, (rows, laid), 1)
    return tables


def _codes(values: NDArray[np.str_]) -> NDArray[np.int64]:
    return np.unique(values, return_inverse=True)[1].astype(np.int64)
