"""Which words spoke for and against each pillar? A decision taken apart into its words.

A score is a sum over features, and every feature (a word, a run of letters inside words, a field of
meaning) comes from the words of the paragraph. So each feature's part of the score is handed to the
words it was counted in, by their counts, and the words' contributions and the intercept add up to
the score exactly.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from discourse.classifier.features import paragraph_features
from discourse.classifier.model import PillarClassifier
from discourse.classifier.trained import TrainedModel
from discourse.codebook import NONE
from discourse.counts import Counts, count_texts
from discourse.errors import DataError


def explain_text(model: TrainedModel, text: str) -> tuple[dict[str, Any], pd.DataFrame]:
    """Take the decision on one paragraph apart.

    Parameters
    ----------
    model : TrainedModel
        The classifier.
    text : str
        A paragraph.

    Returns
    -------
    decision : dict
        ``predicted``, ``also`` (tuple of other pillars mentioned), ``probabilities`` (code to number).
    contributions : DataFrame
        ``code``, ``term``, ``contribution``: what a word adds to the log odds of the code against the
        mean of all codes; positive speaks for it. Codes by falling probability, terms in the order of
        the vocabulary.

    Raises
    ------
    DataError
        If the text has no word that counts.
    """
    words = count_texts([text], language=model.language)
    if not words.terms:
        raise DataError("a paragraph with words", repr(text[:40]), "explain", "Give a sentence or more, in quotes.")
    said = model.predict_counts(words).iloc[0]
    codes = [*model.pillars, NONE]
    probabilities = {code: float(said[f"p_{code}"]) for code in codes}
    decision = {
        "predicted": said["predicted"],
        "also": tuple(pillar for pillar in said["mentioned"] if pillar != said["predicted"]),
        "probabilities": probabilities,
    }
    parts = word_contributions(model, words)
    rows = [
        {"code": code, "term": term, "contribution": float(parts[row, column])}
        for code in sorted(probabilities, key=lambda one: -probabilities[one])
        for column in [_column(model, code)]
        if column is not None
        for row, term in enumerate(words.terms)
    ]
    return decision, pd.DataFrame(rows, columns=["code", "term", "contribution"])


def word_contributions(model: TrainedModel, words: Counts) -> Any:
    """Hand what a paragraph's features add to each code to its words.

    Parameters
    ----------
    model : TrainedModel
        The classifier.
    words : Counts
        Word counts of one paragraph; 1 x V.

    Returns
    -------
    array of float
        V x C: contributions to the log odds of the codes in the order of ``classes_``, against the
        mean of all codes. With the intercepts they add up to ``decision_function`` (but for its mean).
    """
    classifier = model.classifier
    slopes = feature_slopes(classifier)
    weighed = classifier.weighting_.apply(model.matrix(words)).toarray().ravel()
    single = sparse.diags_array(words.matrix.toarray().ravel(), format="csr", dtype=np.int64)
    alone = Counts(single, words.terms, words.terms)
    each = paragraph_features(alone, model.language, model.blocks, model.seeds).aligned(model.features).matrix
    total = np.asarray(each.sum(axis=0)).ravel()
    per_count = np.divide(weighed, total, out=np.zeros(len(total)), where=total > 0)
    share = each @ sparse.diags_array(per_count, format="csr")
    return np.asarray(share @ slopes)


def feature_slopes(classifier: PillarClassifier) -> Any:
    """Return what a unit of each feature adds to the log odds of each code against the mean of all codes; F x C."""
    slopes = classifier.temperature_ * classifier.coef_[:, : len(classifier.classes_)]
    return slopes - slopes.mean(axis=1, keepdims=True)


def strongest_features(
    model: TrainedModel, top: int = 12, blocks: tuple[str, ...] = ("word", "field"), against: bool = False
) -> pd.DataFrame:
    """Features that speak most strongly for each pillar, or against it.

    Parameters
    ----------
    model : TrainedModel
        The classifier.
    top : int
        How many a pillar and block.
    blocks : tuple of str
        Which blocks; runs of letters say little to a reader.
    against : bool
        Those that speak most strongly against each pillar instead; their weights are negative.

    Returns
    -------
    DataFrame
        ``pillar``, ``block``, ``feature``, ``weight``: slope of the log odds against the mean of all
        codes, per unit of the weighed feature; compare within a block only.
    """
    slopes = feature_slopes(model.classifier)
    names = pd.Series(model.features).str.split(":", n=1, expand=True)
    rows = []
    for pillar in model.pillars:
        column = _column(model, pillar)
        if column is None:
            continue
        table = pd.DataFrame({"pillar": pillar, "block": names[0], "feature": names[1], "weight": slopes[:, column]})
        for block in blocks:
            chosen = table[(table["block"] == block) & ((table["weight"] < 0) if against else (table["weight"] > 0))]
            rows.append(chosen.sort_values(["weight", "feature"], ascending=[against, True]).head(top))
    return pd.concat(rows, ignore_index=True)


def _column(model: TrainedModel, code: str) -> int | None:
    found = np.flatnonzero(model.classifier.classes_ == code)
    return int(found[0]) if len(found) else None
