"""Where does the classifier fail? Its surest errors, and its scores by pillar, outlet, period, extent."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from discourse.classifier.scores import scores
from discourse.codebook import Codebook

_KEPT = ("accuracy", "macro_f1", "mention_macro_f1")
OTHERS = "others"


def surest_errors(predictions: pd.DataFrame, codebook: Codebook, top: int = 20) -> pd.DataFrame:
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
        ``paragraph_id``, ``label``, ``also``, ``predicted``, ``probability``, ``of_label`` (probability
        of the label), ``mentioned_by_coder`` (whether the prediction is among ``also``), ``rules``
        (numbers and titles); surest first.
    """
    wrong = predictions[predictions["predicted"] != predictions["label"]].reset_index(drop=True)
    table = wrong[["paragraph_id", "label", "predicted"]].assign(
        also=[" ".join(also) for also in wrong["also"]],
        probability=probability_of(wrong, "predicted"),
        of_label=probability_of(wrong, "label"),
        mentioned_by_coder=[said in also for said, also in zip(wrong["predicted"], wrong["also"], strict=True)],
        rules=[rules_on(codebook, pair) for pair in zip(wrong["label"], wrong["predicted"], strict=True)],
    )
    ordered = table.sort_values(["probability", "paragraph_id"], ascending=[False, True]).head(top)
    columns = ["paragraph_id", "label", "also", "predicted", "probability", "of_label", "mentioned_by_coder", "rules"]
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


def probability_of(predictions: pd.DataFrame, column: str) -> list[float]:
    """Probability that each row gave to the code in a column; length N."""
    rows = predictions[[name for name in map(str, predictions.columns) if name.startswith("p_")]].to_dict("records")
    return [float(row[f"p_{code}"]) for row, code in zip(rows, predictions[column], strict=True)]


def scores_by(
    predictions: pd.DataFrame,
    table: pd.DataFrame,
    columns: Sequence[str],
    codes: Sequence[str],
    *,
    periods: Sequence[str],
    level: float,
    resamples: int,
    seed: int,
    least_articles: int = 5,
) -> pd.DataFrame:
    """Score the rows of each value of each column (outlet, period, extent ...).

    Parameters
    ----------
    predictions : DataFrame
        As :func:`cross_predict` returns it.
    table : DataFrame
        As :func:`discourse.labels.coded_table` returns it; holds the columns.
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
