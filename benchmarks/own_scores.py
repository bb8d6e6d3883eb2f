"""What does the classifier reach on the shipped study, and what would more labels bring?

    python benchmarks/own_scores.py                # scores and calibration, half a minute
    python benchmarks/own_scores.py --all          # also candidates, transfer, learning, planted errors

Nothing is chosen on the rows that are tested. Folds keep stories whole: copies of an article are never on
both sides (unless the line says so). Intervals resample articles.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from discourse.classifier import PillarClassifier, labelled_paragraphs
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
from discourse.features import bigram_counts, blocks_of, position_counts, study_dfm
from discourse.study import Study

SEEDS = 5
SHOWN = ("accuracy", "macro_f1", "macro_f1_strict", "mention_macro_f1")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="also candidates, transfer, learning, planted errors")
    parser.add_argument("--study", type=Path, default=Path(__file__).resolve().parents[1], help="folder of the study")
    asked = parser.parse_args()
    study = Study.find(asked.study)
    table, features = labelled_paragraphs(study)
    model = PillarClassifier(blocks_of(features.features))
    seed = study.settings.seed
    by_seed = {}
    for one in range(SEEDS):
        folds = grouped_folds(list(table["story"]), list(table["primary"]), study.settings.folds, seed + one)
        by_seed[one] = cross_predict(model, features.matrix, table, folds, study.codebook.pillar_ids)
        show(f"folds of whole stories, seed {seed + one}", by_seed[one], study)
    for name, folds in evaluations(table).items():
        show(name, cross_predict(model, features.matrix, table, folds, study.codebook.pillar_ids), study)
    if asked.all:
        more(study, table, features, model, by_seed[0])


def evaluations(table: pd.DataFrame) -> dict[str, list[Fold]]:
    """Folds that test the full articles."""
    story = table["story"].to_numpy(dtype=object)
    full = table["extent"] == "full"
    each = leave_one_article_out(list(table["article_id"]), set(table["article_id"][full]))
    alone = [Fold(one.train[~np.isin(story[one.train], story[one.test])], one.test, one.name) for one in each]
    return {
        "each full article left out": alone,
        "the same, its copies among the openings kept": each,
        "openings to full articles": [one_split(list(story), list(full), "full")],
    }


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
    planted = [planted_errors(model, matrix, table, folds, pillars, seed=one) for one in range(SEEDS)]
    print("\nplanted errors\n", pd.concat(planted).to_string(index=False))


if __name__ == "__main__":
    pd.set_option("display.width", 250)
    main()
