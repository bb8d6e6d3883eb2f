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
from discourse.pipeline.refusals import say_refusal
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
from discourse.translations import say, spoken_language, translated

WORDS, DRAWN_WORDS = 8, 6
TYPICAL = 3
"""Paragraphs listed a topic: those with the largest share of it. Read them before naming the topic."""
COLUMNS = [
    "model", "part", "topic", "rank", "term", "probability", "lift", "paragraph_id", "share",
    "similarity", "overlap", "recurrence", "runs", "shift", "least", "middle", "greatest", "same_sign",
    "period", "measure", "value", "low", "high", "permuted", "permuted_high", "p_value",
    "label", "count", "articles", "paragraphs", "reason",
]  # fmt: skip
KINDS = ("plain", "seeded")
"""Topic models without and with seed words."""
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
    # A reader of the language of the coverage needs no gloss.
    gloss = {} if spoken_language() == study.language else glosses(study.language)
    colours, headings = pillar_colours(study.codebook.pillar_ids), _headings()
    blocks = {}
    for kind in KINDS:
        own = numbers[numbers["model"] == kind]
        agreement = own[own["measure"] == "nmi"]
        if agreement.empty:
            continue
        (row,) = agreement.to_dict("records")
        said = say(
            "NMI {value:.2f} [{low:.2f}, {high:.2f}], by chance {chance:.2f}",
            value=row["value"],
            low=row["low"],
            high=row["high"],
            chance=row["permuted"],
        )
        blocks[f"{headings[kind]}\n{said}"] = _rows(own, kind, study, gloss, colours)
    if not blocks:
        reason = say_refusal(numbers["reason"].iloc[0])
        return message_figure(say("No topic model could be fitted: {reason}", reason=reason))
    figure, (left, right) = new_figure([1.85, 1], 3)
    draw_topic_table(blocks, left, right, periods=study.settings.compared)
    return figure


def _headings() -> dict[str, str]:
    """Name of each kind of topic model, in the language spoken at the moment."""
    return {"plain": say("Topics without seed words"), "seeded": say("Topics with seed words")}


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
        name = study.codebook.names.get(topic) or _topic_name(topic, number, kind, study)
        row = {"name": name, "colour": colours.get(topic, INK), "words": ", ".join(said)}
        row |= {
            "recurs": round(runs.loc[topic, "recurrence"] * runs.loc[topic, "runs"]),
            "runs": runs.loc[topic, "runs"],
        }
        for side, period in (("earlier", earlier), ("later", later)):
            cell = shares.loc[(topic, period)]
            row |= {f"{side}_{name}": cell[name] for name in ("value", "low", "high", "count", "paragraphs")}
        rows.append(row)
    return pd.DataFrame(rows)


def _topic_name(topic: str, number: int, kind: str, study: Study) -> str:
    """Name that the study gives a topic, or its number among those without a name."""
    if topic in study.topic_names.values():
        return translated(topic)
    if kind == "seeded":
        return say("Residual {number}", number=number - len(study.codebook.pillar_ids))
    return say("Topic {number}", number=number)


def describe(numbers: pd.DataFrame, study: Study) -> Description:
    """Say how far topics follow the pillars, and what else is in the table."""
    nmi = numbers[numbers["measure"] == "nmi"].set_index("model")
    refused = [say_refusal(reason) for reason in numbers.loc[numbers["part"] == "left out", "reason"]]
    if nmi.empty:
        return Description(say("No topic model could be fitted"), "", " ".join(refused))
    counted = numbers[numbers["part"] == "shift"].iloc[0]
    caption = say(
        "The most probable words of each topic, and the share of paragraphs whose main topic it is ({analysis}), "
        "{level:g}% confidence intervals clustered by article ({articles:.0f} articles; a cross: too few for one). "
        "Recurs: found again in so many other runs.",
        analysis=translated(study.settings.analyses[0].title),
        level=100 * study.settings.level,
        articles=counted["articles"],
    )
    return Description(_title(nmi), caption, " ".join([_notes(numbers, study), *refused]))


def _title(nmi: pd.DataFrame) -> str:
    """Say how far the topics of both models follow the pillars, or those of the one that could be fitted."""
    fields = {kind: row["value"] for kind, row in nmi.iterrows()} | {"chance": nmi["permuted"].max()}
    if "seeded" not in fields:
        return say("Topics without seed words follow the pillars with NMI {plain:.2f} (chance {chance:.2f})", **fields)
    if "plain" not in fields:
        return say("Topics with seed words follow the pillars with NMI {seeded:.2f} (chance {chance:.2f})", **fields)
    if nmi.loc["seeded", "low"] > nmi.loc["plain", "high"]:
        return say(
            "Topics follow the pillars more with seed words (NMI {seeded:.2f}) than without ({plain:.2f}; chance "
            "{chance:.2f})",
            **fields,
        )
    return say(
        "Topics follow the pillars with NMI {seeded:.2f} with seed words, {plain:.2f} without (chance {chance:.2f})",
        **fields,
    )


def _notes(numbers: pd.DataFrame, study: Study) -> str:
    """Say how topics recur in other runs, how both models were fitted, and what the table has beside them."""
    return say(
        "Of {runs} runs with other seeds the one most like the others is shown: {again}. Seed words add a prior count "
        "of {strength:g} and name pillars, so seeded topics had help; no labels were used to fit either. NMI "
        "(normalised mutual information) is {least} if topic and code are independent and {most} if each tells the "
        "other; its interval comes from leaving out articles in turn, chance from permuting the label sequences of "
        "whole articles. Other measures, the labels of each topic's paragraphs, its shift in every run and typical "
        "paragraphs are in the table. Paragraphs whose originals were not counted enter as paraphrases.",
        runs=RUNS,
        again="; ".join(_recurring(numbers[numbers["part"] == "runs"])),
        strength=study.settings.seed_strength,
        least=0,
        most=1,
    )


def _recurring(runs: pd.DataFrame) -> list[str]:
    """Say of each model how many topics other runs find again, and how many shifts keep their sign there."""
    kinds = {"plain": say("without seed words"), "seeded": say("with seed words")}
    return [
        say(
            "{kind}, {recurring} of {topics} topics recur in at least {runs:.0%} of the runs and the shift of {stable} "
            "keeps its sign in at least {stable_runs:.0%}",
            kind=kinds[kind],
            recurring=(part["recurrence"] >= RECURRING).sum(),
            topics=len(part),
            runs=RECURRING,
            stable=(part["same_sign"] >= STABLE_SIGN).sum(),
            stable_runs=STABLE_SIGN,
        )
        for kind, part in runs.groupby("model", sort=False)
    ]


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
