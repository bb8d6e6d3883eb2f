"""Which words set two periods apart, and does it hang on one article?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from discourse.errors import EstimateError
from discourse.words.log_odds import log_odds_ratio


def period_keywords(
    matrix: sparse.csr_matrix,
    terms: Sequence[str],
    articles: Sequence[str],
    period: Sequence[str],
    periods: Sequence[str],
    *,
    prior_total: float = 500.0,
    min_articles: int = 2,
    resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Rank words by the log-odds between the later and the earlier period, with article resampling.

    Parameters
    ----------
    matrix : CSR matrix, shape N x V
        Word counts of N paragraphs.
    terms : sequence of str, length V
        The words.
    articles, period : sequence of str, length N
        Article and period of each paragraph; paragraphs of other periods are left out.
    periods : sequence of str
        Ids of the two periods, earlier first.
    prior_total : float
        Size of the informative prior: so many words in the proportions of both periods pooled.
    min_articles : int
        Words in fewer articles are left out: they say more of an article than of a period.
    resamples : int
        Resamples of whole articles within each period.
    seed : int
        Seed of the resampling.

    Returns
    -------
    DataFrame
        One row a word, largest z first: ``term``, ``z`` (positive: later period), ``delta``,
        ``earlier_count``, ``later_count``, ``earlier_articles``, ``later_articles``, and ``stable``:
        the part of the resamples in which the sign of delta is the same. A period of one article is
        the same in every resample, so that ``stable`` knows only the other period's doubt.

    Raises
    ------
    EstimateError
        If a period has no paragraph.

    Notes
    -----
    Variant ``short`` of :mod:`discourse.words.log_odds`, prior in proportion to pooled counts.
    """
    spans = np.asarray(period, dtype=object)
    for one in periods:
        if one not in spans:
            raise EstimateError(f"paragraphs of period {one}", "none", "keywords", "Choose an analysis that has both.")
    used = np.flatnonzero(np.isin(spans, list(periods)))
    names, rows = np.unique(np.asarray(articles)[used], return_inverse=True)
    lump = sparse.csr_matrix((np.ones(len(used)), (rows, used)), shape=(len(names), len(spans)))
    per_article = np.asarray((lump @ matrix).todense(), dtype=float)
    later = np.zeros(len(names), dtype=bool)
    later[rows] = spans[used] == periods[1]
    kept = (per_article > 0).sum(axis=0) >= min_articles
    pooled = per_article[:, kept].sum(axis=0)
    per_article = per_article[:, kept]
    prior = prior_total * pooled / pooled.sum()
    result = log_odds_ratio(per_article[later].sum(axis=0), per_article[~later].sum(axis=0), prior)
    table = pd.DataFrame(
        {
            "term": np.asarray(terms)[kept],
            "z": result.z,
            "delta": result.delta,
            "earlier_count": per_article[~later].sum(axis=0).astype(int),
            "later_count": per_article[later].sum(axis=0).astype(int),
            "earlier_articles": (per_article[~later] > 0).sum(axis=0),
            "later_articles": (per_article[later] > 0).sum(axis=0),
            "stable": _stability(per_article, later, prior, np.sign(result.delta), resamples, seed),
        }
    )
    return table.sort_values(["z", "term"], ascending=[False, True], ignore_index=True)


def _stability(
    per_article: np.ndarray, later: np.ndarray, prior: np.ndarray, signs: np.ndarray, resamples: int, seed: int
) -> np.ndarray:
    """Part of the article resamples in which each word's delta keeps its sign."""
    rng = np.random.default_rng([seed, 10])
    kept = np.zeros(len(signs))
    groups = [np.flatnonzero(later), np.flatnonzero(~later)]
    for _ in range(resamples):
        sums = [per_article[rng.choice(group, len(group))].sum(axis=0) for group in groups]
        kept += np.sign(log_odds_ratio(sums[0], sums[1], prior).delta) == signs
    return kept / resamples
