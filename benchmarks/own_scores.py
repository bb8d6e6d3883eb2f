"""What does the classifier reach on the shipped study, and what would more labels bring?

    python benchmarks/own_scores.py                # scores and calibration, with and without the article; a minute
    python benchmarks/own_scores.py --study DIR    # the same of another study
    python benchmarks/own_scores.py --embeddings   # by counts and sentence embeddings together
    python benchmarks/own_scores.py --all          # also candidates, transfer, learning, planted errors

Nothing is chosen on the rows that are tested. Folds keep stories whole: copies of an article are never on
both sides (unless the line says so). Intervals resample articles. Each evaluation is shown twice: paragraphs judged
by their own words, and with the other paragraphs of their article; the models are the same.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from discourse.classifier import PillarClassifier, labelled_paragraphs
from discourse.codebook import NONE
from discourse.evaluation import (
    BOTH,
    Fold,
    calibration_table,
    compare_features_and_models,
    cross_predict,
    fit_learning_curve,
    grouped_folds,
    learning_curve,
    one_split,
    planted_errors,
    scores,
    topic_comparison_models,
    transfers,
)
from discourse.evaluation.folds import leave_one_article_out
from discourse.evaluation.held_out import probability_of
from discourse.features import bigram_counts, blocks_of, position_counts, study_blocks, study_dfm
from discourse.study import Study

SEEDS = (2025, 1, 2)
"""Of the folds."""
PLANTED = 5
"""Draws of wrong labels."""
SHOWN = ("accuracy", "macro_f1", "macro_f1_strict", "mention_macro_f1")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="also candidates, transfer, learning, planted errors")
    parser.add_argument("--study", type=Path, default=Path(__file__).resolve().parents[1], help="folder of the study")
    parser.add_argument("--embeddings", action="store_true", help="read sentence embeddings beside the words")
    asked = parser.parse_args()
    study = Study.find(asked.study)
    table, features = labelled_paragraphs(study, study_blocks(study, asked.embeddings))
    model = PillarClassifier(blocks_of(features.features))
    first = pd.DataFrame()
    found = []
    for one in SEEDS:
        folds = grouped_folds(list(table["story"]), list(table["primary"]), study.settings.folds, one)
        for alone in (True, False):
            said = cross_predict(model, features.matrix, table, folds, study.codebook.pillar_ids, alone=alone)
            found.append({"seed": one, **summary(said, table, study), "article": "left out" if alone else "heard"})
            show(f"folds of whole stories, seed {one}, article {found[-1]['article']}", said, study)
            first = said if first.empty and not alone else first
    by_seed = pd.DataFrame(found)
    print("\nmean of the seeds\n", by_seed.groupby("article").mean().drop(columns="seed").round(3).T.to_string())
    for name, folds in evaluations(table).items():
        for alone in (True, False):
            said = cross_predict(model, features.matrix, table, folds, study.codebook.pillar_ids, alone=alone)
            show(f"{name}, article {'left out' if alone else 'heard'}", said, study)
    if asked.all:
        more(study, table, features, model, first)


def evaluations(table: pd.DataFrame) -> dict[str, list[Fold]]:
    """Folds that test the full articles."""
    story = table["story"].to_numpy(dtype=object)
    full = table["extent"] == "full"
    if full.all() or not full.any():
        return {}
    each = leave_one_article_out(list(table["article_id"]), set(table["article_id"][full]))
    alone = [Fold(one.train[~np.isin(story[one.train], story[one.test])], one.test, one.name) for one in each]
    return {
        "each full article left out": alone,
        "the same, its copies among the openings kept": each,
        "openings to full articles": [one_split(list(story), list(full), "full")],
    }


def summary(predictions: pd.DataFrame, table: pd.DataFrame, study: Study) -> dict[str, float]:
    """Scores of one run: of all, macro-F1 of each way of sampling, log loss of the code, calibration errors."""
    codes, settings = study.codebook.codes, study.settings
    values = scores(predictions, codes, settings.level, 1, settings.seed)
    found = {row.score: row.value for row in values[values["score"].isin(SHOWN)].itertuples()}
    sampling = predictions["paragraph_id"].map(table.set_index("paragraph_id")["sampling"])
    for way, part in predictions.groupby(sampling):
        part_scores = scores(part, codes, settings.level, 1, settings.seed)
        found[f"macro_f1, {way}"] = part_scores.loc[part_scores["score"] == "macro_f1", "value"].iloc[0]
    none = predictions[predictions["label"] == NONE]
    found["none found"] = float((none["predicted"] == NONE).mean())
    found["log loss"] = -float(np.log(probability_of(predictions, "label")).mean())
    errors = calibration_table(predictions, level=settings.level, resamples=20, seed=settings.seed)
    return found | {f"error of {kind}": part["error"].iloc[0] for kind, part in errors.groupby("quantity")}


def show(name: str, predictions: pd.DataFrame, study: Study) -> None:
    """Print scores and calibration of one evaluation."""
    settings = study.settings
    found = scores(predictions, study.codebook.codes, settings.level, settings.resamples, settings.seed)
    print(f"\n{name}: {found['articles'].iloc[0]} articles, {found['paragraphs'].iloc[0]} paragraphs")
    for row in found[found["score"].isin(SHOWN)].itertuples():
        print(f"  {row.score:18} {row.value:.3f}  [{row.low:.3f}, {row.high:.3f}]")
    calibration = calibration_table(predictions, level=settings.level, resamples=1000, seed=settings.seed).groupby(
        "quantity"
    )
    for quantity, row in calibration[["error", "error_low", "error_high"]].first().iterrows():
        print(f"  error of {quantity:9} {row['error']:.3f}  [{row['error_low']:.3f}, {row['error_high']:.3f}]")


def more(
    study: Study, table: pd.DataFrame, features: object, model: PillarClassifier, predictions: pd.DataFrame
) -> None:
    """Print the tables that take longer."""
    settings, pillars = study.settings, study.codebook.pillar_ids
    words = study_dfm(study).rows_of(table["paragraph_id"])
    folds = grouped_folds(list(table["story"]), list(table["primary"]), settings.folds, settings.seed)
    options = {"level": settings.level, "resamples": 2000, "seed": settings.seed}
    topics = (settings.topics, settings.seed_strength, settings.seed, settings.residual_topics)
    texts = study.paragraphs.set_index("paragraph_id")["text"].loc[list(words.ids)].tolist()
    found = compare_features_and_models(
        words,
        table,
        folds,
        study.codebook,
        study.language,
        extra={
            "position": position_counts(list(table["position"]), words.ids),
            "bigrams": bigram_counts(texts, study.language, words.ids),
        },
        models={"topic shares beside": lambda terms: topic_comparison_models(study.codebook, terms, *topics)[BOTH]},
        **options,
    )
    print("\ncandidates\n", found.drop(columns=["features", "model"]).round(3).to_string(index=False))
    print("\ntransfer\n", transfers(study, predictions, **options).round(3).to_string(index=False))
    matrix = features.matrix
    curve = learning_curve(model, matrix, table, folds, pillars, (10, 20, 40, 80), repeats=3, seed=settings.seed)
    now = table["article_id"].nunique()
    fitted = fit_learning_curve(curve, (50, 100), now=now, level=settings.level, resamples=500, seed=settings.seed)
    print("\nlearning\n", fitted.round(3).to_string(index=False))
    planted = [planted_errors(model, matrix, table, folds, pillars, seed=one) for one in range(PLANTED)]
    print("\nplanted errors\n", pd.concat(planted).to_string(index=False))


if __name__ == "__main__":
    pd.set_option("display.width", 250)
    main()
