"""Where does it fail, and which labels are worth a second look?

The classifier that judges a label must not have learnt from it, nor from its article: probabilities
are out of fold, by whole articles. Low self-confidence (:func:`discourse.labels.queues.self_confidence`) is no
proof of an error; it says where a second look is best spent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from discourse.codebook import NONE, Codebook
from discourse.evaluation.folds import Fold
from discourse.evaluation.held_out import cross_predict, probability_of
from discourse.evaluation.scoring import scores
from discourse.labels.queues import self_confidence

_KEPT = ("accuracy", "macro_f1", "mention_macro_f1")
OTHERS = "others"
LEAST_ARTICLES = 5
"""Articles that a value must have to be scored by itself."""


def most_confident_errors(predictions: pd.DataFrame, codebook: Codebook, top: int = 20) -> pd.DataFrame:
    """Errors made with the highest probability, with the rules of the codebook that bear on them.

    Parameters
    ----------
    predictions : DataFrame
        As :func:`cross_predict` returns it.
    codebook : Codebook
        Its rules are listed beside each error: those that bear on the label and on the prediction.
    top : int
        How many.

    Returns
    -------
    DataFrame
        ``paragraph_id``, ``label``, ``also``, ``predicted``, ``probability``, ``probability_of_label`` (probability
        of the label), ``mentioned_by_coder`` (whether the prediction is among ``also``), ``rules``
        (numbers and titles); most confident first.
    """
    wrong = predictions[predictions["predicted"] != predictions["label"]].reset_index(drop=True)
    table = wrong[["paragraph_id", "label", "predicted"]].assign(
        also=[" ".join(also) for also in wrong["also"]],
        probability=probability_of(wrong, "predicted"),
        probability_of_label=probability_of(wrong, "label"),
        mentioned_by_coder=[
            predicted in also for predicted, also in zip(wrong["predicted"], wrong["also"], strict=True)
        ],
        rules=[rules_on(codebook, pair) for pair in zip(wrong["label"], wrong["predicted"], strict=True)],
    )
    ordered = table.sort_values(["probability", "paragraph_id"], ascending=[False, True]).head(top)
    columns = [
        "paragraph_id",
        "label",
        "also",
        "predicted",
        "probability",
        "probability_of_label",
        "mentioned_by_coder",
        "rules",
    ]
    return ordered[columns].reset_index(drop=True)


def rules_on(codebook: Codebook, codes: Sequence[str]) -> str:
    """Numbers and titles of the rules that bear on any of the codes, those on most of them first.

    Examples
    --------
    >>> from discourse.codebook import Codebook, Pillar, Rule
    >>> pillars = (Pillar("trade", "Trade", "x"), Pillar("school", "School", "y"))
    >>> book = Codebook("1", pillars, "", (Rule(1, "Shops", "", ("trade",)), Rule(2, "Fees", "", ("trade", "school"))))
    >>> rules_on(book, ("trade", "school"))
    '2 Fees; 1 Shops'
    """
    ranked = sorted((-len(set(codes) & set(rule.pillars)), rule.number, rule.title) for rule in codebook.rules)
    return "; ".join(f"{number} {title}" for shared, number, title in ranked if shared)


def scores_by_group(
    predictions: pd.DataFrame,
    table: pd.DataFrame,
    columns: Sequence[str],
    codes: Sequence[str],
    *,
    periods: Sequence[str],
    level: float,
    resamples: int,
    seed: int,
    least_articles: int = LEAST_ARTICLES,
) -> pd.DataFrame:
    """Score the rows of each value of each column (outlet, period, extent ...).

    Parameters
    ----------
    predictions : DataFrame
        As :func:`cross_predict` returns it.
    table : DataFrame
        As :func:`discourse.labels.table.coded_table` returns it; holds the columns.
    columns : sequence of str
        By what to part the rows.
    codes : sequence of str
        Codes in the codebook's order.
    periods : sequence of str
        Ids of the periods, earlier first. Other parts stand in the order of the alphabet.
    level, resamples, seed
        Of the intervals, by article.
    least_articles : int
        Values with fewer articles are put together as ``others``.

    Returns
    -------
    DataFrame
        ``by``, ``part``, then the columns of :func:`scores` for accuracy and macro-F1 of primary and
        mentions. Macro-F1 is over the pillars that occur there, so parts of different mixes are
        not strictly comparable.
    """
    results = []
    for column in columns:
        values = table.set_index("paragraph_id")[column].astype(str).replace("", "unknown")
        parts = predictions["paragraph_id"].map(values)
        articles = predictions.assign(part=parts).groupby("part")["article_id"].nunique()
        parts = parts.where(parts.map(articles) >= least_articles, OTHERS)
        rank = {period: place for place, period in enumerate(periods)} if column == "period" else {}
        for part in sorted(parts.unique(), key=lambda name: (name == OTHERS, rank.get(name, len(rank)), name)):
            found = scores(predictions[parts == part], codes, level, resamples, seed)
            found = found[found["score"].isin(_KEPT)].drop(columns="pillar")
            found.insert(0, "by", column)
            found.insert(1, "part", part)
            results.append(found)
    return pd.concat(results, ignore_index=True)


def ranked_label_errors(predictions: pd.DataFrame) -> pd.DataFrame:
    """Rank labelled paragraphs by how little the classifier believes their label.

    Parameters
    ----------
    predictions : DataFrame
        Out of fold, as :func:`cross_predict` returns it.

    Returns
    -------
    DataFrame
        Least believed label first: ``paragraph_id``, ``label``, ``self_confidence``
        (:func:`discourse.labels.queues.self_confidence`), ``predicted`` (most probable code), ``probability``
        (of that code), ``rank``.
    """
    table = pd.DataFrame(
        {
            "paragraph_id": predictions["paragraph_id"],
            "label": predictions["label"],
            "self_confidence": self_confidence(predictions["label"], predictions),
            "predicted": predictions["predicted"],
            "probability": probability_of(predictions, "predicted"),
        }
    )
    ordered = table.sort_values(["self_confidence", "paragraph_id"], ignore_index=True)
    return ordered.assign(rank=np.arange(1, len(ordered) + 1))


def planted_errors(
    estimator: Any,
    X: Any,
    labels: pd.DataFrame,
    folds: Sequence[Fold],
    pillars: Sequence[str],
    *,
    errors: int = 80,
    first: float = 0.1,
    seed: int,
) -> pd.DataFrame:
    """Plant wrong labels, rank all, and count how many of the planted ones come first.

    The check of :func:`ranked_label_errors`: a wrong pillar, drawn at random, replaces the label of some
    paragraphs, in training too.

    Parameters
    ----------
    estimator, X, labels, folds, pillars
        As for :func:`cross_predict`.
    errors : int
        How many labels are made wrong.
    first : float
        Part of the ranking that is inspected.
    seed : int
        Of the draws.

    Returns
    -------
    DataFrame
        One row: ``planted``, ``inspected``, ``found`` (planted ones among those inspected),
        ``by_chance`` (expected of a random ranking), ``articles``.
    """
    spoilt, wrong = with_label_noise(labels, pillars, errors, seed)
    ranked = ranked_label_errors(cross_predict(estimator, X, spoilt, folds, pillars))
    inspected = ranked.head(round(first * len(ranked)))["paragraph_id"]
    found = int(inspected.isin(set(labels["paragraph_id"].iloc[wrong])).sum())
    return pd.DataFrame(
        [
            {
                "planted": errors,
                "inspected": len(inspected),
                "found": found,
                "by_chance": errors * len(inspected) / len(ranked),
                "articles": labels["article_id"].nunique(),
            }
        ]
    )


def with_label_noise(labels: pd.DataFrame, pillars: Sequence[str], errors: int, seed: int) -> tuple[pd.DataFrame, Any]:
    """Replace the primary pillar of some paragraphs by another, drawn at random.

    Returns
    -------
    spoilt : DataFrame
        The labels, some of them wrong; a pillar that became primary is no longer among ``also``.
    wrong : array of int
        Rows whose label is wrong now; never one coded ``none``.
    """
    rng = np.random.default_rng([seed, errors])
    order = np.argsort(labels["paragraph_id"].to_numpy(dtype=str), kind="stable")
    able = order[(labels["primary"] != NONE).to_numpy()[order]]
    wrong = np.sort(rng.choice(able, errors, replace=False))
    primary = labels["primary"].to_numpy(dtype=object).copy()
    for row in wrong:
        primary[row] = rng.choice([pillar for pillar in pillars if pillar != primary[row]])
    also = [tuple(one for one in held if one != code) for held, code in zip(labels["also"], primary, strict=True)]
    spoilt = labels.assign(primary=primary, also=pd.Series(also, index=labels.index, dtype=object))
    return spoilt, wrong
