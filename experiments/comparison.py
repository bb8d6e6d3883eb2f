"""Which model classifies the pillars best on identical folds, and do topics add anything to the classifier?

Run alone: ``python experiments/comparison.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.classifier import PillarClassifier, labelled_paragraphs
from discourse.errors import EstimateError
from discourse.evaluation import (
    cross_predict_models,
    describe_differences,
    paired_differences,
    score_models,
    study_folds,
    topic_comparison_models,
    topic_label_agreement,
)
from discourse.features import blocks_of
from discourse.figures import FAINT, INK, draw_intervals, new_figure
from discourse.pipeline.experiment import Description, Experiment
from discourse.study import Study

AGAINST = "tf-idf"
TERMS = ("word", "chars")
"""Blocks of features that are compared: those of a paragraph's own words."""
SHIPPED = "tf-idf + dictionaries"
"""The shipped classifier on a paragraph's own words, which also uses dictionaries: what lists of words add."""
WITH_ARTICLE = "shipped + article"
"""The same as it is used, with the other paragraphs of the article; all other models judge each paragraph alone."""
WITH_TOPICS = "tf-idf + topic shares"
TOPICS = ("topics", "seeded topics")
"""Models whose agreement with the labels of test folds is measured, too: mapped in training, and by their pillar."""
COLUMNS = [
    "part", "model", "score", "low", "high", "articles", "paragraphs", "accuracy",
    "paired_difference", "paired_low", "paired_high", "verdict",
    "measure", "value", "permuted", "permuted_high", "p_value", "reason",
]  # fmt: skip


def compute(study: Study) -> pd.DataFrame:
    """Run every model on the same folds; one row a model, then the agreement of topics with the labels."""
    settings, pillars = study.settings, study.codebook.pillar_ids
    labels, shipped = labelled_paragraphs(study)
    folds, blocks = study_folds(study, labels), blocks_of(shipped.features)
    terms = [place for place, block in enumerate(blocks) if block in TERMS]
    numbers = (settings.topics, settings.seed_strength, settings.seed, settings.residual_topics)
    models = topic_comparison_models(study.codebook, [shipped.features[place] for place in terms], *numbers)
    matrices = dict.fromkeys(models, shipped.matrix[:, terms]) | dict.fromkeys((SHIPPED, WITH_ARTICLE), shipped.matrix)
    predicted, refused = {}, []
    for name, model in (models | dict.fromkeys((SHIPPED, WITH_ARTICLE), PillarClassifier(blocks))).items():
        alone = name != WITH_ARTICLE
        try:
            predicted |= cross_predict_models({name: model}, matrices[name], labels, folds, pillars, alone=alone)
        except EstimateError as refusal:
            refused.append({"part": "left out", "model": name, "reason": str(refusal)})
    draws = {"level": settings.level, "seed": settings.seed}
    agreement = [
        topic_label_agreement(one["predicted"], one["label"], one["article_id"], **draws).assign(model=name)
        for name, one in predicted.items()
        if name in TOPICS
    ]
    parts = [_scored(predicted, study).assign(part="model"), *[one.assign(part="agreement") for one in agreement]]
    return pd.concat([*parts, pd.DataFrame(refused)], ignore_index=True).reindex(columns=COLUMNS)


def _scored(predicted: dict[str, pd.DataFrame], study: Study) -> pd.DataFrame:
    """Macro-F1, accuracy and paired difference to tf-idf of every model."""
    draws = (study.settings.level, study.settings.resamples, study.settings.seed)
    found = score_models(predicted, study.codebook.codes, *draws)
    macro = found[found["score"] == "macro_f1"].drop(columns="score").rename(columns={"value": "score"})
    accuracy = found[found["score"] == "accuracy"].set_index("model")["value"].rename("accuracy")
    paired = paired_differences(predicted, AGAINST, study.codebook.codes, *draws)
    sentences = {sentence.partition(":")[0]: sentence for sentence in describe_differences(paired)}
    paired = paired[paired["score"] == "macro_f1"].set_index("model")[["difference", "low", "high"]]
    joined = macro.join(accuracy, on="model").join(paired.add_prefix("paired_"), on="model")
    return joined.assign(verdict=joined["model"].map(sentences))


def draw(numbers: pd.DataFrame, study: Study):
    """Draw macro-F1 of every model on the left, its paired difference to tf-idf on the right."""
    models = numbers[numbers["part"] == "model"].drop(columns="value")
    figure, (left, right) = new_figure([1, 1], 0.55 + 0.21 * len(models))
    colours = [INK if "tf-idf" in model else FAINT for model in models["model"]]
    draw_intervals(models.rename(columns={"score": "value"}), left, rows="model", colours=colours, written=False)
    left.set_xlim(0, 1.05)
    left.set_xlabel("macro-F1")
    paired = models[["model", "paired_difference", "paired_low", "paired_high"]]
    paired = paired.set_axis(["model", "value", "low", "high"], axis=1)
    paired.loc[paired["model"] == AGAINST, ["value", "low", "high"]] = float("nan")
    draw_intervals(paired, right, rows="model", colours=colours)
    right.set_yticklabels([])
    right.axvline(0, color=INK, linewidth=0.8)
    right.set_xlabel(f"difference to {AGAINST}")
    return figure


def describe(numbers: pd.DataFrame, study: Study) -> Description:
    """Say whether topics or dictionaries help the classifier, and how all models compare with tf-idf."""
    models = numbers[numbers["part"] == "model"].set_index("model")
    level, row = f"{100 * study.settings.level:g}%", models.iloc[0]
    said: dict[str, list[str]] = {}
    for name, model in (("topics", WITH_TOPICS), ("dictionaries", SHIPPED)):
        if model in models.index:
            said.setdefault(_help(models.loc[model]), []).append(name)
    title = f"Beside {AGAINST}, " + ", ".join(f"{' and '.join(names)} {verb}" for verb, names in said.items())
    caption = (
        f"{row['paragraphs']:.0f} paragraphs of {row['articles']:.0f} articles in {study.settings.folds} folds of "
        f"whole articles, the same for all models; {level} confidence intervals, clustered by article; differences are "
        "paired within each resample. Grey: models without tf-idf. The last alone hears the rest of an article."
    )
    agreement = numbers[numbers["measure"] == "nmi"]
    nmi = "; ".join(
        f"{one.model} {one.value:.2f} [{one.low:.2f}, {one.high:.2f}], by chance {one.permuted:.2f}"
        for one in agreement.itertuples()
    )
    notes = (
        f"Topics ({study.settings.topics}) are found without labels, and the training labels name each topic's pillar; "
        "seeded topics start from the seed words; topic shares are a linear model on a paragraph's shares. Vocabulary, "
        "weights, topics and the map from topics to pillars are learnt on the training articles of a fold. "
        f"{' '.join(models['verdict'].dropna())} Agreement with the labels of the test folds (NMI): {nmi}."
    )
    return Description(title, caption, " ".join([notes, *numbers["reason"].dropna()]))


def _help(row: pd.Series) -> str:
    """Say in the verb of a title how a model with something beside tf-idf compares with tf-idf alone."""
    said = row["verdict"].partition(": ")[2]
    verbs = {
        "better than": f"help ({row['paired_difference']:+.2f})",
        "better": f"hardly help ({row['paired_difference']:+.2f})",
        "worse": f"harm ({row['paired_difference']:+.2f})",
        "as good": "neither help nor harm",
        "too few": "cannot be judged to help",
    }
    return next((verb for start, verb in verbs.items() if said.startswith(start)), "do not detectably help")


experiment = Experiment(
    script=__file__,
    title="Classifier and topics on equal folds",
    compute=compute,
    draw=draw,
    describe=describe,
    about="instrument",
    cost=12,
    tolerances=dict.fromkeys(
        ("score", "low", "high", "accuracy", "paired_difference", "paired_low", "paired_high", "value", "permuted"),
        0.01,
    )
    | {"permuted_high": 0.01, "p_value": 0.01},
)

if __name__ == "__main__":
    experiment.main()
