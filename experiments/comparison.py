"""Which model classifies the pillars best on identical folds, and do topics add anything to the classifier?

Run alone: ``python experiments/comparison.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.classifier import PillarClassifier, labelled_paragraphs
from discourse.evaluation import (
    cross_predict_models,
    describe_differences,
    paired_differences,
    score_models,
    study_folds,
    topic_comparison_models,
)
from discourse.features import blocks_of
from discourse.figures import FAINT, INK, PALETTE, add_caption, draw_intervals, new_figure
from discourse.pipeline.experiment import Experiment
from discourse.study import Study

AGAINST = "tf-idf"
TERMS = ("word", "chars")
"""Blocks of features that are compared: those of a paragraph's own words."""
SHIPPED = "tf-idf + dictionaries"
"""The classifier as it is shipped, which also uses dictionaries; it shows what lists of words add."""


def compute(study: Study) -> pd.DataFrame:
    """Run every model on the same folds; one row a model: macro-F1, accuracy, difference to tf-idf."""
    settings = study.settings
    labels, counts = labelled_paragraphs(study, TERMS)
    folds = study_folds(study, labels)
    pillars = study.codebook.pillar_ids
    models = topic_comparison_models(
        study.codebook,
        counts.features,
        settings.topics,
        settings.seed_strength,
        settings.seed,
        settings.residual_topics,
    )
    predicted = cross_predict_models(models, counts.matrix, labels, folds, pillars)
    _, shipped = labelled_paragraphs(study)
    model = {SHIPPED: PillarClassifier(blocks_of(shipped.features))}
    predicted |= cross_predict_models(model, shipped.matrix, labels, folds, pillars)
    draws = (settings.level, settings.resamples, settings.seed)
    found = score_models(predicted, study.codebook.codes, *draws)
    macro = found[found["score"] == "macro_f1"].drop(columns="score").rename(columns={"value": "score"})
    accuracy = found[found["score"] == "accuracy"].set_index("model")["value"].rename("accuracy")
    paired = paired_differences(predicted, AGAINST, study.codebook.codes, *draws)
    sentences = {sentence.partition(":")[0]: sentence for sentence in describe_differences(paired)}
    paired = paired[paired["score"] == "macro_f1"].set_index("model")[["difference", "low", "high"]]
    joined = macro.join(accuracy, on="model").join(paired.add_prefix("paired_"), on="model")
    joined["verdict"] = joined["model"].map(sentences)
    return joined[
        [
            "model",
            "score",
            "low",
            "high",
            "articles",
            "paragraphs",
            "accuracy",
            "paired_difference",
            "paired_low",
            "paired_high",
            "verdict",
        ]
    ]


def draw(numbers: pd.DataFrame, study: Study):
    """Draw macro-F1 of every model on the left, its paired difference to tf-idf on the right."""
    figure, (left, gap, right, margin) = new_figure([1, 0.28, 1, 0.3], 3.1)
    gap.set_axis_off()
    margin.set_axis_off()
    colours = [PALETTE[0] if "tf-idf" in model else INK if "topic" in model else FAINT for model in numbers["model"]]
    draw_intervals(numbers.rename(columns={"score": "value"}), left, rows="model", colours=colours)
    left.set_xlim(0, 1)
    left.set_xlabel("macro-F1 over the pillars")
    left.set_title("On the same folds")
    paired = numbers[["model", "paired_difference", "paired_low", "paired_high"]]
    paired = paired.set_axis(["model", "value", "low", "high"], axis=1).fillna({"value": 0.0})
    draw_intervals(paired, right, rows="model", colours=colours)
    right.set_yticklabels([])
    right.axvline(0, color=INK, linewidth=0.8)
    right.set_xlabel("difference to tf-idf, paired")
    right.set_title("Better or worse")
    add_caption(figure, _caption(numbers, study))
    return figure


def _caption(numbers: pd.DataFrame, study: Study) -> str:
    row = numbers.iloc[0]
    return (
        f"{study.settings.folds} folds of whole articles, the same for all; {row['articles']:.0f} articles, "
        f"{row['paragraphs']:.0f} paragraphs, {study.settings.topics} topics. Vocabulary, weights, topics and the "
        f"map from topics to pillars are learnt on the training articles of a fold. {100 * study.settings.level:.0f}% "
        "confidence intervals, clustered by article; differences are paired within each resample. "
        + " ".join(numbers["verdict"].dropna())
    )


experiment = Experiment(
    script=__file__,
    title="Classifier and topics on equal folds",
    compute=compute,
    draw=draw,
    cost=12,
    tolerances=dict.fromkeys(
        ("score", "low", "high", "accuracy", "paired_difference", "paired_low", "paired_high"), 0.01
    ),
)

if __name__ == "__main__":
    experiment.main()
