"""What are the topics about, do they return in other runs, and do they match the pillars?

Run alone: ``python experiments/topics.py``
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from discourse.emphasis.table import emphasis_table
from discourse.errors import EstimateError
from discourse.evaluation import topic_label_agreement, topics_by_label
from discourse.features import DocumentFeatureMatrix, study_dfm
from discourse.figures import INK, draw_topic_table, message_figure, new_figure, pillar_colours
from discourse.labels.table import coded_table, select
from discourse.languages import glosses
from discourse.pipeline.experiment import Description, Experiment
from discourse.study import Study
from discourse.topics import (
    RUNS,
    compare_runs,
    fit_runs,
    name_topics,
    run_seeds,
    shifts_over_runs,
    summarise_shifts,
    top_words,
    topic_model_of,
    typical_paragraphs,
)

WORDS, DRAWN_WORDS = 8, 6
TYPICAL = 3
"""Paragraphs listed a topic: those with the largest share of it. Read them before naming the topic."""
COLUMNS = [
    "model", "part", "topic", "rank", "term", "probability", "lift", "paragraph_id", "share",
    "similarity", "overlap", "recurrence", "runs", "shift", "least", "middle", "greatest", "same_sign",
    "period", "measure", "value", "low", "high", "permuted", "permuted_high", "p_value",
    "label", "count", "articles", "paragraphs", "reason",
]  # fmt: skip
KINDS = {"plain": "without seed words", "seeded": "with seed words"}
RECURRING, STABLE_SIGN = 0.8, 0.95
"""Parts of the runs from which on a topic, and the sign of its shift, count as found again."""


def compute(study: Study) -> pd.DataFrame:
    """Fit both models on all paragraphs, many runs each, and describe the topics of the prototype run."""
    counts, table = study_dfm(study), coded_table(study)
    parts = []
    for kind in KINDS:
        try:
            parts += [part.assign(model=kind) for part in _topics(study, counts, table, kind)]
        except EstimateError as refusal:
            parts.append(pd.DataFrame({"model": [kind], "part": "left out", "reason": str(refusal)}))
    return pd.concat(parts, ignore_index=True).reindex(columns=COLUMNS)


def _topics(study: Study, counts: DocumentFeatureMatrix, table: pd.DataFrame, kind: str) -> list[pd.DataFrame]:
    """Words, paragraphs and shares of each topic; its recurrence and shift in other runs; agreement with the codes."""
    settings, pillars = study.settings, study.codebook.pillar_ids
    runs = fit_runs(topic_model_of(study, kind, counts), counts.matrix, run_seeds(settings.seed, RUNS))
    stable = compare_runs([run.topic_word_ for run in runs])
    words = runs[stable.prototype].topic_word_
    names = name_topics(words, counts.features, study.topic_names if kind == "plain" else None)
    if kind == "seeded":
        names[: len(pillars)] = pillars
    shares = [run.transform(counts.matrix) for run in runs]
    own, total = shares[stable.prototype], np.asarray(counts.matrix.sum(axis=0), dtype=float).ravel()
    main, coded = own.argmax(axis=1), (table["primary"] != "").to_numpy()
    analysed = select(table, settings.analyses[0], settings.compared)
    rows = table["paragraph_id"].isin(set(analysed["paragraph_id"])).to_numpy()
    moved = shifts_over_runs([one[rows] for one in shares], stable, analysed["period"].tolist(), settings.compared)
    moved = summarise_shifts(moved, stable.prototype).rename(columns={"low": "least", "high": "greatest"})
    again = stable.topics.merge(moved.drop(columns="runs"), on="topic").assign(topic=names)
    by_topic = analysed.assign(primary=[names[k] for k in main[rows]], also=[()] * len(analysed))
    found = emphasis_table(by_topic, names, settings.compared, quantities=["share"], level=settings.level)
    found = found.rename(columns={"pillar": "topic", "quantity": "part"})
    counted = (found["value"] * found["paragraphs"]).round().where(found["part"] == "share")
    labels, articles = table.loc[coded, "primary"], table.loc[coded, "article_id"]
    agreement = topic_label_agreement(main[coded], labels, articles, level=settings.level, seed=settings.seed)
    cells = topics_by_label(main[coded], labels, names, study.codebook.codes)
    return [
        top_words(words, counts.features, total / total.sum(), WORDS, names).assign(part="word"),
        typical_paragraphs(own, counts.ids, TYPICAL, names).assign(part="paragraph"),
        again.assign(part="runs"),
        found.assign(count=counted),
        agreement.assign(part="agreement"),
        cells.drop(columns="share").rename(columns={"paragraphs": "count"}).assign(part="label"),
    ]


def draw(numbers: pd.DataFrame, study: Study):
    """Draw the words of each topic at the left, its share in both periods at the right."""
    gloss, colours = glosses(study.language), pillar_colours(study.codebook.pillar_ids)
    blocks = {}
    for kind, heading in KINDS.items():
        own = numbers[numbers["model"] == kind]
        agreement = own[own["measure"] == "nmi"]
        if agreement.empty:
            continue
        (row,) = agreement.to_dict("records")
        said = f"NMI {row['value']:.2f} [{row['low']:.2f}, {row['high']:.2f}], by chance {row['permuted']:.2f}"
        blocks[f"Topics {heading}\n{said}"] = _rows(own, kind, study, gloss, colours)
    if not blocks:
        return message_figure("No topic model could be fitted: " + numbers["reason"].iloc[0])
    figure, (left, right) = new_figure([1.85, 1], 3)
    draw_topic_table(blocks, left, right, periods=study.settings.compared)
    return figure


def _rows(own: pd.DataFrame, kind: str, study: Study, gloss: dict[str, str], colours: dict[str, str]) -> pd.DataFrame:
    """One row a topic of a model: its name, colour, words and runs, and its share in both periods."""
    rows, (earlier, later) = [], study.settings.compared
    shares = own[own["part"] == "share"].set_index(["topic", "period"])
    runs = own[own["part"] == "runs"].set_index("topic")
    for number, (topic, words) in enumerate(own[own["part"] == "word"].groupby("topic", sort=False), start=1):
        said = [
            term.replace("_", " ") + (f" ({gloss[term]})" if term in gloss else "")
            for term in words["term"].head(DRAWN_WORDS)
        ]
        numbered = f"Residual {number - len(study.codebook.pillar_ids)}" if kind == "seeded" else f"Topic {number}"
        named = study.codebook.names.get(topic, topic if topic in study.topic_names.values() else numbered)
        row = {"name": named, "colour": colours.get(topic, INK), "words": ", ".join(said)}
        row |= {
            "recurs": round(runs.loc[topic, "recurrence"] * runs.loc[topic, "runs"]),
            "runs": runs.loc[topic, "runs"],
        }
        for side, period in (("earlier", earlier), ("later", later)):
            cell = shares.loc[(topic, period)]
            row |= {f"{side}_{name}": cell[name] for name in ("value", "low", "high", "count", "paragraphs")}
        rows.append(row)
    return pd.DataFrame(rows)


def describe(numbers: pd.DataFrame, study: Study) -> Description:
    """Say how far topics follow the pillars, and what else is in the table."""
    nmi = numbers[numbers["measure"] == "nmi"].set_index("model")
    level, refused = f"{100 * study.settings.level:g}%", numbers.loc[numbers["part"] == "left out", "reason"]
    if nmi.empty:
        return Description("No topic model could be fitted", "", " ".join(refused))
    plain, seeded = (nmi.loc[kind] if kind in nmi.index else None for kind in KINDS)
    chance = f"chance {nmi['permuted'].max():.2f}"
    if plain is None or seeded is None:
        title = f"Topics {KINDS[nmi.index[0]]} follow the pillars with NMI {nmi['value'].iloc[0]:.2f} ({chance})"
    elif seeded["low"] > plain["high"]:
        title = f"Topics follow the pillars more with seed words (NMI {seeded['value']:.2f}) than without"
        title += f" ({plain['value']:.2f}; {chance})"
    else:
        title = f"Topics follow the pillars with NMI {seeded['value']:.2f} with seed words, "
        title += f"{plain['value']:.2f} without ({chance})"
    counted = numbers[numbers["part"] == "shift"].iloc[0]
    caption = (
        f"The most probable words of each topic, and the share of paragraphs whose main topic it is "
        f"({study.settings.analyses[0].title}), {level} confidence intervals clustered by article "
        f"({counted['articles']:.0f} articles; a cross: too few for one). Recurs: found again in so many other runs."
    )
    return Description(title, caption, " ".join([_notes(numbers, study), *refused]))


def _notes(numbers: pd.DataFrame, study: Study) -> str:
    runs = numbers[numbers["part"] == "runs"]
    again = "; ".join(
        f"{KINDS[kind]}, {(part['recurrence'] >= RECURRING).sum()} of {len(part)} topics recur in at least "
        f"{RECURRING:.0%} of the runs and the shift of {(part['same_sign'] >= STABLE_SIGN).sum()} keeps its sign in at "
        f"least {STABLE_SIGN:.0%}"
        for kind, part in runs.groupby("model", sort=False)
    )
    return (
        f"Of {RUNS} runs with other seeds the one most like the others is shown: {again}. Seed words add a prior count "
        f"of {study.settings.seed_strength:g} and name pillars, so seeded topics had help; no labels were used to fit "
        "either. NMI (normalised mutual information) is 0 if topic and code are independent and 1 if each tells the "
        "other; its interval comes from leaving out articles in turn, chance from permuting the label "
        "sequences of whole articles. Other measures, the labels of each topic's paragraphs, its shift in every run "
        "and typical paragraphs are in the table. Paragraphs whose originals were not counted enter as paraphrases."
    )


experiment = Experiment(
    script=__file__,
    title="The words of the plain and of the seeded topics, and how far they follow the pillars",
    compute=compute,
    draw=draw,
    describe=describe,
    about="instrument",
    cost=9,
    tolerances={"probability": 1e-4, "lift": 1e-2, "share": 1e-3, "count": 3}
    | dict.fromkeys(("permuted", "permuted_high", "p_value"), 0.01)
    | dict.fromkeys(("value", "low", "high", "similarity", "overlap", "recurrence"), 0.02)
    | dict.fromkeys(("shift", "least", "middle", "greatest", "same_sign"), 0.02),
)

if __name__ == "__main__":
    experiment.main()
