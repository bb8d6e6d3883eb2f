"""Do the topics match the pillars? Topics against labels, beside the level of chance.

Run alone: ``python experiments/alignment.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.classifier import labelled_paragraphs
from discourse.evaluation import (
    cross_predict_models,
    study_folds,
    topic_comparison_models,
    topic_label_agreement,
    topics_by_label,
)
from discourse.features import DocumentFeatureMatrix, study_dfm
from discourse.figures import FAINT, PALETTE, add_caption, draw_alignment, draw_intervals, new_figure
from discourse.pipeline.experiment import Experiment
from discourse.study import Study
from discourse.topics import fit_study_topics, name_topics

MEASURES = {"nmi": "NMI", "ari": "adjusted Rand", "purity": "purity", "inverse_purity": "inverse purity"}
MAPPED = {"topics": "mapped on training folds", "seeded topics": "seeded, by their pillar"}


def compute(study: Study) -> pd.DataFrame:
    """Measure agreement of topics with labels, of maps learnt in training with test labels, and cross both."""
    settings, (labels, features) = study.settings, labelled_paragraphs(study, ("word",))
    counts = study_dfm(study).rows_of(labels["paragraph_id"])
    topics = fit_study_topics(study, "plain", counts)
    main = topics.transform(counts.matrix).argmax(axis=1)
    names = name_topics(topics.topic_word_, counts.features, study.topic_names)
    draws = {"level": settings.level, "seed": settings.seed}
    found = [topic_label_agreement(main, labels["primary"], labels["article_id"], **draws).assign(topics="topics")]
    for model, predictions in _out_of_fold(study, labels, features).items():
        one = topic_label_agreement(predictions["predicted"], predictions["label"], predictions["article_id"], **draws)
        found.append(one.assign(topics=MAPPED[model]))
    cells = topics_by_label(main, labels["primary"], names, study.codebook.codes)
    cells = cells.rename(columns={"paragraphs": "count", "topic": "topics"}).drop(columns="share")
    return pd.concat([*found, cells.assign(measure="count")], ignore_index=True)


def _out_of_fold(study: Study, labels: pd.DataFrame, features: DocumentFeatureMatrix) -> dict[str, pd.DataFrame]:
    """Predict each paragraph by the topics and the map of the folds in which its article did not train."""
    settings, folds = study.settings, study_folds(study, labels)
    models = topic_comparison_models(
        study.codebook,
        features.features,
        settings.topics,
        settings.seed_strength,
        settings.seed,
        settings.residual_topics,
    )
    mapped = {name: models[name] for name in MAPPED}
    return cross_predict_models(mapped, features.matrix, labels, folds, study.codebook.pillar_ids)


def draw(numbers: pd.DataFrame, study: Study):
    """Draw where each topic's paragraphs stand on the left, how far topics and labels agree on the right."""
    codes, names = study.codebook.codes, study.codebook.names
    cells = numbers[numbers["measure"] == "count"].rename(columns={"topics": "topic"})
    figure, (left, right, margin) = new_figure([1.15, 1, 0.32], 4.2)
    margin.set_axis_off()
    titles = {topic: topic.replace("_", " ") for topic in dict.fromkeys(cells["topic"])}
    draw_alignment(cells, left, pillars=codes, names=names, topics=titles)
    left.set_title("% of a topic's paragraphs", loc="right")
    rows = numbers[numbers["measure"] != "count"].reset_index(drop=True)
    rows["name"] = rows["measure"].map(MEASURES)
    kinds = list(dict.fromkeys(rows["topics"]))
    colours = [PALETTE[kinds.index(kind)] for kind in rows["topics"]]
    draw_intervals(rows, right, rows="name", colours=colours)
    right.plot(rows["permuted"], range(len(rows))[::-1], "|", color=FAINT, markersize=9, label="labels permuted")
    for kind in kinds:
        right.plot([], [], "o", color=PALETTE[kinds.index(kind)], markersize=4, label=kind)
    right.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), fontsize=7, handletextpad=0.1)
    right.set_xlim(0, 1)
    right.set_title("Agreement with the labels")
    add_caption(figure, _caption(rows, study))
    return figure


def _caption(rows: pd.DataFrame, study: Study) -> str:
    row = rows.iloc[0]
    return (
        f"{study.settings.topics} plain topics of the prototype run, named by their words; a paragraph belongs to "
        f"its main topic. {row['articles']:.0f} articles, {row['paragraphs']:.0f} paragraphs; intervals by leaving "
        "out articles in turn. The grey stroke is the mean agreement after the label sequences of whole articles "
        "were permuted: values on it are chance. Topics mapped on training folds and seeded topics are scored on "
        "test folds only. Seed words name pillars, so seeded topics had help."
    )


experiment = Experiment(
    script=__file__,
    title="Topics against pillars",
    compute=compute,
    draw=draw,
    cost=9,
    tolerances=dict.fromkeys(("value", "low", "high", "permuted", "permuted_high", "p_value"), 0.01) | {"count": 3},
)

if __name__ == "__main__":
    experiment.main()
