"""How strong must seeds be? Seeded topics at a range of prior strengths, tested on unseen articles.

At strength 0 seeds do nothing and topics find the pillars by chance alone; a range of strengths does
about equally well; far above it the seed words push all other words out of their topics, and the
residual topics take the paragraphs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import clone

from discourse.classifier.scores import scores
from discourse.comparison.contenders import SeededTopics
from discourse.comparison.duel import duel_predictions
from discourse.folds import Fold
from discourse.topics import TopicModel, top_columns
from discourse.topics.seeding import seed_columns

STRENGTHS = (0.0, 0.5, 2.0, 5.0, 20.0, 100.0, 500.0)
COLUMNS = ["strength", "score", "value", "low", "high", "articles", "pillar_share", "seed_words"]


def strength_range(
    model: TopicModel,
    X: Any,
    labels: pd.DataFrame,
    folds: Sequence[Fold],
    codes: Sequence[str],
    *,
    strengths: Sequence[float] = STRENGTHS,
    level: float = 0.95,
    resamples: int = 2000,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Test seeded topics at every strength.

    Parameters
    ----------
    model : TopicModel
        With seeds and terms; its own strength is not used.
    X : sparse matrix, shape N x V
        Word counts.
    labels : DataFrame
        N rows: paragraph_id, article_id, primary, also.
    folds : sequence of Fold
        Topics are fitted on the training rows of each.
    codes : sequence of str
        Codes in the codebook's order.
    strengths : sequence of float
        Prior counts of a seed word in its topic.
    level, resamples, seed
        Of the intervals by article.
    progress : callable, optional
        Called after each strength with strengths done and strengths in all.

    Returns
    -------
    DataFrame
        ``COLUMNS``; one row a strength and score (macro_f1, accuracy). pillar_share: mean share of a
        paragraph that the pillars' topics have; seed_words: mean share of seed words among a pillar's
        top ten; both from a fit to all rows.
    """
    pillars = tuple(model.seeds or ())
    parts = []
    for done, strength in enumerate(strengths, start=1):
        one = clone(model).set_params(strength=strength)
        table = duel_predictions({"seeded": SeededTopics(one)}, X, labels, folds, pillars)["seeded"]
        found = scores(table, codes, level, resamples, seed)
        found = found[found["score"].isin(["macro_f1", "accuracy"]) & (found["pillar"] == "")]
        pillar_share, seed_words = _effect(one.fit(X), X)
        parts.append(found.assign(strength=strength, pillar_share=pillar_share, seed_words=seed_words)[COLUMNS])
        if progress:
            progress(done, len(strengths))
    return pd.concat(parts, ignore_index=True)


def _effect(fitted: TopicModel, X: Any) -> tuple[float, float]:
    columns = seed_columns(fitted.seeds or {}, fitted.terms or ())
    tops = top_columns(fitted.topic_word_, 10)
    seed_words = [np.isin(tops[k], found).mean() for k, found in enumerate(columns.values())]
    return float(fitted.transform(X)[:, : len(columns)].sum(axis=1).mean()), float(np.mean(seed_words))
