"""Do topics found without labels follow the labels?

Intervals come from leaving out one article at a time. Resampling articles would not do: with articles
drawn twice, mutual information is larger in nearly every resample than in the data, and its interval can
lie above the value it belongs to.

The level of chance keeps what makes agreement easy: paragraphs of one article stand together in topics
and in labels alike. So the label sequences of whole articles are kept, the articles change places, and
the sequences are laid over the topics anew.

All functions take tables of counts, rows one grouping (topics), columns the other (labels), with any
leading axes, so that one call serves a thousand resamples.

============== ===================================================== ==================
measure        question                                              chance gives
============== ===================================================== ==================
nmi            how much of one grouping does the other tell?         above 0
ari            of pairs of paragraphs, how many are treated alike?   0 on average
purity         which part of the paragraphs has its topic's          the share of the
               commonest label?                                      commonest label
inverse_purity which part of the paragraphs is in its label's        1 / topics or more
               commonest topic?
============== ===================================================== ==================

Purity rises with the number of topics, inverse purity falls: read both. And read every value beside
the level of permuted labels (``topic_label_agreement``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from discourse.errors import EstimateError
from discourse.resampling import Floats

LEAST = {"ari": -1.0}
"""Least value of a measure, where it is not 0."""


def topic_label_agreement(
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


def nmi(table: Floats) -> Floats:
    """Normalised mutual information: mutual information over the mean of both entropies; 0 where both are 0.

    Examples
    --------
    >>> nmi(np.array([[4, 0], [0, 4]])).item(), nmi(np.array([[2, 2], [2, 2]])).item()
    (1.0, 0.0)
    """
    share = table / table.sum(axis=(-2, -1), keepdims=True)
    rows, columns = share.sum(axis=-1), share.sum(axis=-2)
    mutual = _entropy(rows) + _entropy(columns) - _entropy(share.reshape(*share.shape[:-2], -1))
    mean = (_entropy(rows) + _entropy(columns)) / 2
    return _divide(np.maximum(mutual, 0.0), mean)


def ari(table: Floats) -> Floats:
    """Compute the adjusted Rand index (Hubert & Arabie 1985); 1 where both groupings are one group, or all single.

    Examples
    --------
    >>> ari(np.array([[3, 0], [0, 3]])).item()
    1.0
    """
    both = _pairs(table).sum(axis=(-2, -1))
    rows, columns = _pairs(table.sum(axis=-1)).sum(axis=-1), _pairs(table.sum(axis=-2)).sum(axis=-1)
    chance = _divide(rows * columns, _pairs(table.sum(axis=(-2, -1))))
    most = (rows + columns) / 2
    trivial = np.isclose(most, chance)
    return np.where(trivial, 1.0, _divide(both - chance, np.where(trivial, 1.0, most - chance)))


def purity(table: Floats) -> Floats:
    """Share of the paragraphs that have the commonest label of their topic.

    Examples
    --------
    >>> purity(np.array([[3, 1], [0, 4]])).item(), inverse_purity(np.array([[3, 1], [0, 4]])).item()
    (0.875, 0.875)
    """
    return _divide(table.max(axis=-1).sum(axis=-1), table.sum(axis=(-2, -1)))


def inverse_purity(table: Floats) -> Floats:
    """Share of the paragraphs that are in the commonest topic of their label."""
    return _divide(table.max(axis=-2).sum(axis=-1), table.sum(axis=(-2, -1)))


MEASURES: dict[str, Callable[[Floats], Floats]] = {
    "nmi": nmi,
    "ari": ari,
    "purity": purity,
    "inverse_purity": inverse_purity,
}


def _entropy(share: Floats) -> Floats:
    """Entropy along the last axis, in nats."""
    logs = np.log(share, out=np.zeros(share.shape), where=share > 0)
    result: Floats = -(share * logs).sum(axis=-1)
    return result


def _pairs(counts: Floats) -> Floats:
    result: Floats = counts * (counts - 1) / 2
    return result


def _divide(part: Floats, whole: Floats) -> Floats:
    part, whole = np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    return np.divide(part, whole, out=np.zeros(np.broadcast_shapes(part.shape, whole.shape)), where=whole > 0)
