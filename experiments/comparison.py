"""Which model classifies the pillars best on identical folds, and do topics add anything to the classifier?

Run alone: ``python experiments/comparison.py``
"""

from __future__ import annotations

from collections.abc import Mapping

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
    training_notes,
)
from discourse.evaluation.paired_comparison import DIFFERENCE_FIELDS, difference_sentences
from discourse.features import blocks_of
from discourse.figures import FAINT, INK, draw_intervals, new_figure
from discourse.pipeline.experiment import Description, Experiment
from discourse.pipeline.refusals import say_refusal
from discourse.study import Study
from discourse.translations import say, say_again

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
JUDGEMENTS = ("better than", "better", "worse", "as good", "too few", "")
"""Beginnings of verdicts that a title tells apart; with the first three it gives the difference."""
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
    scored = models.rename(columns={"score": "value"}).assign(name=models["model"].map(_names()))
    draw_intervals(scored, left, rows="name", colours=colours, written=False)
    left.set_xlim(0, 1.05)
    left.set_xlabel(say("macro-F1"))
    paired = models[["model", "paired_difference", "paired_low", "paired_high"]]
    paired = paired.set_axis(["model", "value", "low", "high"], axis=1)
    paired.loc[paired["model"] == AGAINST, ["value", "low", "high"]] = float("nan")
    draw_intervals(paired, right, rows="model", colours=colours)
    right.set_yticklabels([])
    right.axvline(0, color=INK, linewidth=0.8)
    right.set_xlabel(say("difference to {model}", model=_names()[AGAINST]))
    return figure


def _names() -> dict[str, str]:
    """Name of each model, in the language spoken at the moment."""
    return {
        "majority": say("majority"),
        "seed words": say("seed words"),
        "topics": say("topics"),
        "seeded topics": say("seeded topics"),
        "topic shares": say("topic shares"),
        AGAINST: say("tf-idf"),
        WITH_TOPICS: say("tf-idf + topic shares"),
        SHIPPED: say("tf-idf + dictionaries"),
        WITH_ARTICLE: say("dictionaries + article"),
    }


def describe(numbers: pd.DataFrame, study: Study) -> Description:
    """Say whether topics or dictionaries help the classifier, and how all models compare with tf-idf."""
    models = numbers[numbers["part"] == "model"].set_index("model")
    row = models.iloc[0]
    caption = say(
        "{paragraphs:.0f} paragraphs of {articles:.0f} articles in {folds} folds of whole articles, the same for all "
        "models; {level:g}% confidence intervals, clustered by article; differences are paired within each resample. "
        "Grey: models without tf-idf. The last alone goes by the rest of an article, too.",
        paragraphs=row["paragraphs"],
        articles=row["articles"],
        folds=study.settings.folds,
        level=100 * study.settings.level,
    )
    notes = [
        say(
            "Topics ({topics}) are found without labels, and the training labels name each topic's pillar; seeded "
            "topics start from the seed words; topic shares are a linear model on a paragraph's shares. Vocabulary, "
            "weights, topics and the map from topics to pillars are learnt on the training articles of a fold.",
            topics=study.settings.topics,
        ),
        *(say_again(verdict, _verdicts, DIFFERENCE_FIELDS) for verdict in models["verdict"].dropna()),
        _agreement(numbers[numbers["measure"] == "nmi"]),
        *map(say_refusal, numbers["reason"].dropna()),
    ]
    return Description(_title(models), caption, " ".join([*notes, *training_notes(study)]))


def _title(models: pd.DataFrame) -> str:
    """Say whether topics, and whether dictionaries, help tf-idf."""
    said: dict[tuple[str, str], list[str]] = {}
    for model, name in ((WITH_TOPICS, say("topics")), (SHIPPED, say("dictionaries"))):
        if model in models.index:
            said.setdefault(_judged(models.loc[model]), []).append(name)
    helped = [
        _help(say("{first} and {second}", first=names[0], second=names[1]) if names[1:] else names[0], *judged)
        for judged, names in said.items()
    ]
    return say("Beside {model}, {judgements}", model=_names()[AGAINST], judgements=", ".join(helped))


def _judged(row: pd.Series) -> tuple[str, str]:
    """With what the verdict on a model beside tf-idf begins, and the difference where a title gives it."""
    said = row["verdict"].partition(": ")[2]
    judgement = next(start for start in JUDGEMENTS if said.startswith(start))
    return judgement, f"{row['paired_difference']:+.2f}" if judgement in JUDGEMENTS[:3] else ""


def _help(names: str, judgement: str, difference: str) -> str:
    """Say in a title how models with something beside tf-idf compare with tf-idf alone."""
    return {
        "better than": say("{names} help ({difference})", names=names, difference=difference),
        "better": say("{names} hardly help ({difference})", names=names, difference=difference),
        "worse": say("{names} harm ({difference})", names=names, difference=difference),
        "as good": say("{names} neither help nor harm", names=names),
        "too few": say("{names} cannot be judged to help", names=names),
        "": say("{names} do not detectably help", names=names),
    }[judgement]


def _verdicts(fields: Mapping[str, str]) -> list[str]:
    """All that is said of a difference, with the names of score and models in the language spoken at the moment."""
    names = {**_names(), "macro-F1": say("macro-F1")}
    known = {field: names.get(fields[field], fields[field]) for field in ("model", "against", "score")}
    return list(difference_sentences({**fields, **known}).values())


def _agreement(nmi: pd.DataFrame) -> str:
    """Say how far the topics agree with the labels of the test folds."""
    said = [
        say(
            "{model} {value:.2f} [{low:.2f}, {high:.2f}], by chance {chance:.2f}",
            model=_names()[one.model],
            value=one.value,
            low=one.low,
            high=one.high,
            chance=one.permuted,
        )
        for one in nmi.itertuples()
    ]
    return say("Agreement with the labels of the test folds (NMI): {agreement}.", agreement="; ".join(said))


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
