"""Which features and which model do best?

The strengths of each model are chosen inside its training rows, so a score here is that of the whole
procedure. The last row, ``chosen inside``, goes one step further: in each fold it takes that set of
features whose held-out log loss inside the training rows is least, so it is the honest score of having
looked at the table and picked the best.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from discourse.classifier import PillarClassifier
from discourse.codebook import NONE, Codebook
from discourse.evaluation.baselines import REGULARISATION, BaselineClassifier
from discourse.evaluation.calibration_tables import expected_calibration_error
from discourse.evaluation.folds import Fold
from discourse.evaluation.held_out import cross_predict
from discourse.evaluation.scoring import article_macro_f1, scores
from discourse.features import (
    BLOCKS,
    DocumentFeatureMatrix,
    bind_blocks,
    block_of,
    blocks_of,
    length_counts,
    paragraph_features,
)

SHIPPED = "words, n-grams, dictionary, thesaurus"
CHOSEN = "chosen inside"
FEATURE_SETS: dict[str, tuple[str, ...]] = {
    "words": ("word",),
    "character n-grams": ("chars",),
    "lemmas": ("lemma",),
    "words, n-grams": ("word", "chars"),
    "words, dictionary": ("word", "dictionary"),
    "words, n-grams, dictionary": ("word", "chars", "dictionary"),
    "words, n-grams, thesaurus": ("word", "chars", "thesaurus"),
    SHIPPED: BLOCKS,
    "lemmas, n-grams, dictionary, thesaurus": ("lemma", "chars", "dictionary", "thesaurus"),
    f"{SHIPPED}, seeds": (*BLOCKS, "seed"),
}


def compare_features_and_models(
    words: DocumentFeatureMatrix,
    labels: pd.DataFrame,
    folds: Sequence[Fold],
    codebook: Codebook,
    language: str,
    *,
    level: float,
    resamples: int,
    seed: int,
    extra: Mapping[str, DocumentFeatureMatrix] | None = None,
    models: Mapping[str, Callable[[Sequence[str]], Any]] | None = None,
    progress: Callable[[str], None] | None = None,
) -> pd.DataFrame:
    """Score every candidate on the same folds.

    Parameters
    ----------
    words : Counts
        Word counts of the labelled paragraphs, N x V.
    labels : DataFrame
        Their labels, as :func:`cross_predict` takes them; N rows in the same order.
    folds : sequence of Fold
        Folds of whole articles; each row tested once.
    codebook : Codebook
        Pillars and seed words.
    language : str
        Language code.
    level, resamples, seed
        Of the intervals, by article.
    extra : mapping of str to Counts, optional
        More blocks to try beside the shipped ones, one at a time, like the length of the paragraph:
        pairs of words, position.
    models : mapping of str to callable, optional
        More models to try on the shipped features; each is called with the names of the features.
    progress : callable, optional
        Called with the name of each candidate.

    Returns
    -------
    DataFrame
        A row a candidate: ``candidate``, ``features``, ``model``; ``value``, ``low``, ``high`` of the
        macro-F1 of the primary; ``accuracy``; ``mentions`` (macro-F1, not a number for a model
        without them); ``calibration`` (expected error); ``difference`` to the shipped classifier with
        ``difference_low``, ``difference_high``, on the same articles; ``folds_chosen``; ``articles``.
    """
    tell, pillars = progress or (lambda _: None), codebook.pillar_ids
    predictions: dict[tuple[str, str], pd.DataFrame] = {}
    losses: dict[str, list[float]] = {}
    sets = _feature_sets(words, language, codebook, extra or {})
    for name, made in sets.items():
        tell(name)
        model = PillarClassifier(blocks_of(made.features))
        predictions[name, "ridge"], losses[name] = _predicted(model, made.matrix, labels, folds, pillars)
    shipped = sets[SHIPPED]
    for name, other in _other_models(shipped.features, models or {}, seed).items():
        tell(name)
        predictions[SHIPPED, name] = cross_predict(other, shipped.matrix, labels, folds, pillars)
    predictions[SHIPPED, "ensemble of these four"] = _averaged(
        [predictions[SHIPPED, name] for name in ("ridge", *REGULARISATION)], codebook
    )
    picks = [min(losses, key=lambda name: losses[name][place]) for place in range(len(folds))]
    predictions[CHOSEN, "ridge"] = _picked(predictions, picks, folds)
    rows = [
        _row(name, model, table, predictions[SHIPPED, "ridge"], codebook, level, resamples, seed)
        for (name, model), table in predictions.items()
    ]
    chosen = [picks.count(name) if model == "ridge" else 0 for name, model in predictions]
    return pd.DataFrame(rows).assign(folds_chosen=chosen)


def _feature_sets(
    words: DocumentFeatureMatrix, language: str, codebook: Codebook, extra: Mapping[str, DocumentFeatureMatrix]
) -> dict[str, DocumentFeatureMatrix]:
    """Features of every set by its name: those of ``FEATURE_SETS``, then the shipped ones with one more block each."""
    used = dict.fromkeys(block for blocks in FEATURE_SETS.values() for block in blocks)
    every = paragraph_features(words, language, tuple(used), codebook.seeds)
    single = {block: block_of(every, block) for block in used}
    sets = {name: bind_blocks({block: single[block] for block in blocks}) for name, blocks in FEATURE_SETS.items()}
    base = {block: single[block] for block in BLOCKS}
    for name, part in {"length": length_counts(words), **extra}.items():
        sets[f"{SHIPPED}, {name}"] = bind_blocks({**base, name: part})
    return sets


def _other_models(
    terms: Sequence[str], models: Mapping[str, Callable[[Sequence[str]], Any]], seed: int
) -> dict[str, Any]:
    """Models that are tried on the shipped features beside the shipped one."""
    blocks = blocks_of(terms)
    return {
        "ridge, rows count alike": PillarClassifier(blocks, balance=0.0),
        "ridge, codes count alike": PillarClassifier(blocks, balance=1.0),
        **{name: make(terms) for name, make in models.items()},
        **{kind: BaselineClassifier(kind, blocks, seed) for kind in REGULARISATION},
    }


def _picked(
    predictions: Mapping[tuple[str, str], pd.DataFrame], picks: Sequence[str], folds: Sequence[Fold]
) -> pd.DataFrame:
    """Predictions of each fold by the set of features that was picked in it."""
    tables = [(predictions[pick, "ridge"], fold.name) for pick, fold in zip(picks, folds, strict=True)]
    return pd.concat([table[table["fold"] == name] for table, name in tables], ignore_index=True)


def _predicted(
    model: PillarClassifier, X: Any, labels: pd.DataFrame, folds: Sequence[Fold], pillars: Sequence[str]
) -> tuple[pd.DataFrame, list[float]]:
    """Predictions of all folds, and the held-out log loss inside each fold's training rows."""
    parts, losses = [], []
    for fold in folds:
        kept: list[PillarClassifier] = []
        parts.append(cross_predict(model, X, labels, [fold], pillars, fitted=kept.append))
        losses.append(kept[0].held_out_loss_)
    return pd.concat(parts, ignore_index=True), losses


def _averaged(tables: Sequence[pd.DataFrame], codebook: Codebook) -> pd.DataFrame:
    """Predictions by the mean of the probabilities of several models."""
    columns = [f"p_{code}" for code in (*codebook.pillar_ids, NONE)]
    mean = np.mean([table[columns].to_numpy() for table in tables], axis=0)
    predicted = np.array([*codebook.pillar_ids, NONE], dtype=object)[mean.argmax(axis=1)]
    plain = tables[0][["paragraph_id", "article_id", "fold", "label", "also"]]
    return pd.concat([plain.assign(predicted=predicted), pd.DataFrame(mean, columns=columns)], axis=1)


def _row(
    features: str,
    model: str,
    predictions: pd.DataFrame,
    shipped: pd.DataFrame,
    codebook: Codebook,
    level: float,
    resamples: int,
    seed: int,
) -> dict[str, Any]:
    found = {
        row["score"]: row
        for row in scores(predictions, codebook.codes, level, resamples, seed).to_dict("records")
        if row["pillar"] == ""
    }
    against = {row["score"]: row for row in scores(shipped, codebook.codes, level, 1, seed).to_dict("records")}
    first = found["macro_f1"]
    mine, theirs = (article_macro_f1(table, codebook.codes, resamples, seed) for table in (predictions, shipped))
    low, high = np.quantile(mine - theirs, [(1 - level) / 2, (1 + level) / 2])
    mentions = found["mention_macro_f1"]["value"] if "mention_macro_f1" in found else np.nan
    highest = predictions[[f"p_{code}" for code in (*codebook.pillar_ids, NONE)]].max(axis=1)
    return {
        "candidate": f"{features}: {model}",
        "features": features,
        "model": model,
        "value": first["value"],
        "low": first["low"],
        "high": first["high"],
        "accuracy": found["accuracy"]["value"],
        "mentions": mentions,
        "calibration": expected_calibration_error(highest, predictions["predicted"] == predictions["label"]),
        "difference": first["value"] - against["macro_f1"]["value"],
        "difference_low": low,
        "difference_high": high,
        "articles": int(first["articles"]),
    }
