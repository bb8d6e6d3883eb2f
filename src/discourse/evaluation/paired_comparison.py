"""Is one model better than another on the same paragraphs?

Two models are right and wrong on the same paragraphs, so their scores rise and fall together: two
overlapping intervals say little. The difference is computed in each resample of whole articles, the
same resample for both models.

Run the models once (:func:`cross_predict_models`), then score them (:func:`score_models`) and compare each
with tf-idf (``paired``). Everything that learns does so on the training articles of a fold: topics,
the map from topics to pillars, vocabulary, idf, penalty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from discourse.codebook import NONE
from discourse.errors import DataError
from discourse.evaluation.folds import Fold
from discourse.evaluation.held_out import cross_predict
from discourse.evaluation.scoring import accuracy, article_confusion, macro_f1, scores
from discourse.resampling import resampled_articles
from discourse.translations import say

MIN_ARTICLES_TO_JUDGE = 10
"""With fewer articles the intervals are too narrow to judge by."""

COLUMNS = ["model", "against", "score", "difference", "low", "high", "better", "articles", "paragraphs"]


def paired_differences(
    predictions: Mapping[str, pd.DataFrame], against: str, codes: Sequence[str], level: float, resamples: int, seed: int
) -> pd.DataFrame:
    """Compare every model with one of them.

    Parameters
    ----------
    predictions : mapping of str to DataFrame
        Per model one row a tested paragraph: paragraph_id, fold, article_id, label, predicted; the
        same paragraphs in the same folds for all.
    against : str
        Name of the model that the others are compared with.
    codes : sequence of str
        Codes in the codebook's order; paragraphs labelled ``none`` are not scored.
    level : float
        Level of the intervals.
    resamples, seed : int
        Article resamples (the same as in ``classifier.scores`` for the same seed), and their seed.

    Returns
    -------
    DataFrame
        One row a score and model: ``COLUMNS``; difference is the model's score minus that of
        ``against``; better is the share of resamples in which it is positive.

    Raises
    ------
    DataError
        If the models were not tested on the same paragraphs, or a code is unknown.
    """
    ordered = _same_rows(predictions, against)
    tables = {name: article_confusion(table, codes) for name, table in ordered.items()}
    n_articles, n_paragraphs = len(tables[against]), int((ordered[against]["label"] != NONE).sum())
    drawn = resampled_articles(n_articles, resamples, seed)
    rows = []
    for score, function in (("macro_f1", macro_f1), ("accuracy", accuracy)):
        values = {name: float(function(table.sum(axis=0), codes)) for name, table in tables.items()}
        spread = {name: function(np.tensordot(drawn, table, axes=1), codes) for name, table in tables.items()}
        for name in tables:
            if name == against:
                continue
            differences = spread[name] - spread[against]
            low, high = np.nanquantile(differences, [0.5 - level / 2, 0.5 + level / 2])
            rows.append(
                (
                    name,
                    against,
                    score,
                    values[name] - values[against],
                    float(low),
                    float(high),
                    float((differences > 0).mean()),
                    n_articles,
                    n_paragraphs,
                )
            )
    return pd.DataFrame(rows, columns=COLUMNS)


def describe_differences(differences: pd.DataFrame, score: str = "macro_f1", margin: float = 0.02) -> list[str]:
    """Say in words what the differences show, one sentence a model.

    Parameters
    ----------
    differences : DataFrame
        As :func:`paired_differences` returns it.
    score : str
        Which score to speak of.
    margin : float
        Differences below this do not matter to a user; fixed in advance.

    Examples
    --------
    >>> row = pd.DataFrame([("topics", "tf-idf", "macro_f1", -0.5, -0.6, -0.4, 0.0, 60, 300)], columns=COLUMNS)
    >>> describe_differences(row)
    ['topics: worse than tf-idf, macro-F1 -0.500 (-0.600 to -0.400), 60 articles.']
    """
    sentences = []
    columns = ["model", "against", "difference", "low", "high", "articles"]
    chosen = differences.loc[differences["score"] == score, columns].to_numpy(dtype=object).tolist()
    for model, against, difference, low, high, articles in chosen:
        fields = {"model": model, "against": against, "score": score.replace("_f1", "-F1"), "articles": articles}
        fields |= {"difference": f"{difference:+.3f}", "low": f"{low:+.3f}", "high": f"{high:+.3f}"}
        sentences.append(difference_sentences(fields)[_judgement(low, high, margin, articles)])
    return sentences


DIFFERENCE_FIELDS = ("model", "against", "score", "difference", "low", "high", "articles")
"""Fields of what is said of a difference."""


def difference_sentences(fields: Mapping[str, Any]) -> dict[str, str]:
    """Say of a difference all that can be said, by judgement; in the language spoken at the moment.

    Parameters
    ----------
    fields : mapping
        ``DIFFERENCE_FIELDS`` to what stands in the sentence.

    Examples
    --------
    >>> fields = dict(zip(DIFFERENCE_FIELDS, ("topics", "tf-idf", "macro-F1", "-0.5", "-0.6", "-0.4", 60)))
    >>> difference_sentences(fields)["worse"]
    'topics: worse than tf-idf, macro-F1 -0.5 (-0.6 to -0.4), 60 articles.'
    """
    numbers = say("{score} {difference} ({low} to {high}), {articles} articles", **fields)
    return {
        "too few": say("{model}: too few articles to judge against {against}, {numbers}.", numbers=numbers, **fields),
        "better": say("{model}: better than {against}, {numbers}.", numbers=numbers, **fields),
        "hardly better": say(
            "{model}: better, but not by a margin that matters, than {against}, {numbers}.", numbers=numbers, **fields
        ),
        "worse": say("{model}: worse than {against}, {numbers}.", numbers=numbers, **fields),
        "hardly worse": say(
            "{model}: worse, but not by a margin that matters, than {against}, {numbers}.", numbers=numbers, **fields
        ),
        "equal": say("{model}: as good as {against}, {numbers}.", numbers=numbers, **fields),
        "open": say("{model}: not distinguishable from {against}, {numbers}.", numbers=numbers, **fields),
    }


def _judgement(low: float, high: float, margin: float, articles: int) -> str:
    if articles < MIN_ARTICLES_TO_JUDGE:
        return "too few"
    if low > 0:
        return "better" if high > margin else "hardly better"
    if high < 0:
        return "worse" if low < -margin else "hardly worse"
    return "equal" if -margin < low and high < margin else "open"


def _same_rows(predictions: Mapping[str, pd.DataFrame], against: str) -> dict[str, pd.DataFrame]:
    if against not in predictions:
        raise DataError(f"one of {', '.join(predictions)}", repr(against), "model to compare with")
    keys = ["paragraph_id", "fold"]
    ordered = {name: table.sort_values(keys, ignore_index=True) for name, table in predictions.items()}
    for name, table in ordered.items():
        if not table[[*keys, "label"]].equals(ordered[against][[*keys, "label"]]):
            raise DataError(
                f"the paragraphs and folds of {against}",
                "others",
                f"predictions of {name}",
                "Test all models on the same folds.",
            )
    return ordered


SCORES = ("macro_f1", "accuracy")
SCORE_COLUMNS = ["model", "score", "value", "low", "high", "articles", "paragraphs"]


def cross_predict_models(
    models: Mapping[str, Any],
    X: Any,
    labels: pd.DataFrame,
    folds: Sequence[Fold],
    pillars: Sequence[str],
    progress: Callable[[int, int], None] | None = None,
    *,
    alone: bool = False,
) -> dict[str, pd.DataFrame]:
    """Predict every test paragraph with every model.

    Parameters
    ----------
    models : mapping of str to estimator
        See :func:`discourse.evaluation.topic_comparison_models`.
    X : sparse matrix, shape N x F
        Features.
    labels : DataFrame
        N rows: paragraph_id, article_id, primary, also.
    folds : sequence of Fold
        The same for all models; no article on both sides of one.
    pillars : sequence of str
        Pillars in the codebook's order.
    progress : callable, optional
        Called after each fold of each model with fits done and fits in all.
    alone : bool
        Have every model judge each paragraph by its own words; default: one that hears articles is given them.

    Returns
    -------
    dict of str to DataFrame
        Per model what ``classifier.cross_predict`` returns.
    """
    done, total = 0, len(models) * len(folds)

    def step(_: str) -> None:
        nonlocal done
        done += 1
        if progress:
            progress(done, total)

    return {name: cross_predict(model, X, labels, folds, pillars, step, alone=alone) for name, model in models.items()}


def score_models(
    predictions: Mapping[str, pd.DataFrame], codes: Sequence[str], level: float, resamples: int, seed: int
) -> pd.DataFrame:
    """Score every model, with intervals by article.

    Parameters
    ----------
    predictions : mapping of str to DataFrame
        As :func:`cross_predict_models` returns them.
    codes : sequence of str
        Codes in the codebook's order.
    level, resamples, seed
        As for ``classifier.scores``.

    Returns
    -------
    DataFrame
        ``SCORE_COLUMNS``; the rows of ``macro_f1`` first, then those of ``accuracy``, both over the
        paragraphs whose label is a pillar.
    """
    tables = [scores(table, codes, level, resamples, seed).assign(model=name) for name, table in predictions.items()]
    joined = pd.concat(tables, ignore_index=True)
    parts = [joined[(joined["score"] == score) & (joined["pillar"] == "")] for score in SCORES]
    return pd.concat(parts, ignore_index=True)[SCORE_COLUMNS]
