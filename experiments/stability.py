"""How far may topics be trusted? Other runs, other numbers of topics, other strengths of the seeds.

Run alone: ``python experiments/stability.py``
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from discourse.emphasis.table import emphasis_table
from discourse.evaluation import topic_label_agreement
from discourse.features import study_dfm
from discourse.figures import (
    INK,
    add_caption,
    draw_number_of_topics,
    draw_recurrence,
    draw_seed_strength,
    new_grid,
    pillar_colours,
)
from discourse.labels.table import coded_table, select
from discourse.pipeline.experiment import Experiment
from discourse.study import Study
from discourse.topics import (
    RUNS,
    TopicModel,
    compare_numbers,
    compare_runs,
    fit_runs,
    name_topics,
    run_seeds,
    shifts_over_runs,
    summarise_shifts,
    topic_model_of,
)

NUMBERS = (5, 8, 10, 15)
RUNS_A_NUMBER = 4
STRENGTHS = (0.1, 1.0, 5.0, 20.0, 100.0)


def compute(study: Study) -> pd.DataFrame:
    """Measure the numbers of topics, the recurrence of each topic and of its shift, and the strength of seeds."""
    counts, labels = study_dfm(study), coded_table(study)["primary"].tolist()
    seed = study.settings.seed
    candidates = [number for number in NUMBERS if number <= len(counts.ids)]
    numbers = compare_numbers(TopicModel(), counts.matrix, labels, run_seeds(seed, RUNS_A_NUMBER), candidates)
    parts = [numbers.assign(panel="number"), _runs(study, counts), _strengths(study, counts, labels)]
    return pd.concat(parts, ignore_index=True)


def _runs(study: Study, counts) -> pd.DataFrame:
    """Fit many runs of both models; for each topic of a prototype its recurrence and its shift in every run."""
    return pd.concat([_recurrence(study, counts, kind) for kind in ("plain", "seeded")])


def _recurrence(study: Study, counts, kind: str) -> pd.DataFrame:
    settings = study.settings
    runs = fit_runs(topic_model_of(study, kind, counts), counts.matrix, run_seeds(settings.seed, RUNS))
    stable = compare_runs([run.topic_word_ for run in runs])
    prototype = runs[stable.prototype]
    shares = [run.transform(counts.matrix) for run in runs]
    table = coded_table(study)
    main = select(table, settings.analyses[0], settings.compared)
    rows = table["paragraph_id"].isin(set(main["paragraph_id"])).to_numpy()
    moved = summarise_shifts(
        shifts_over_runs([one[rows] for one in shares], stable, main["period"].tolist(), settings.compared),
        stable.prototype,
    )
    names = name_topics(prototype.topic_word_, counts.features)
    if kind == "seeded":
        names[: len(study.codebook.pillar_ids)] = study.codebook.pillar_ids
    found = stable.topics.merge(moved.drop(columns="runs"), on="topic")
    found = found.join(_intervals(main, shares[stable.prototype][rows], names, study), on="topic")
    return found.assign(topic=[names[k] for k in found["topic"]], panel="topic", model=kind)


def _intervals(main: pd.DataFrame, shares: np.ndarray, names: list[str], study: Study) -> pd.DataFrame:
    """Shift of the paragraphs whose main topic it is, with the interval by article, by the code of all shares."""
    by_topic = main.assign(primary=[names[k] for k in shares.argmax(axis=1)], also=[()] * len(main))
    settings = study.settings
    found = emphasis_table(by_topic, names, settings.compared, quantities=["share"], level=settings.level)
    shifts = found[found["quantity"] == "shift"].reset_index(drop=True)
    return shifts[["value", "low", "high"]].add_prefix("main_").assign(articles=shifts["articles"])


def _strengths(study: Study, counts, labels: list[str]) -> pd.DataFrame:
    """Agreement of seeded topics with the labels under each strength of the seeds; labels are not used to fit."""
    settings, pillars = study.settings, study.codebook.pillar_ids
    table = coded_table(study)
    known = np.array([label in pillars for label in labels])
    topics = len(pillars) + settings.residual_topics
    parts = []
    for strength in STRENGTHS:
        model = TopicModel(
            topics, seeds=study.codebook.seeds, terms=counts.features, strength=strength, random_state=settings.seed
        )
        shares = model.fit_transform(counts.matrix)[known, : len(pillars)]
        topic = [pillars[k] for k in shares.argmax(axis=1)]
        truth = table.loc[known, "primary"]
        nmi = (
            topic_label_agreement(
                topic,
                truth,
                table.loc[known, "article_id"],
                level=settings.level,
                permutations=1,  # only the agreement itself is used
                seed=settings.seed,
            )
            .set_index("measure")
            .loc["nmi"]
        )
        parts.append(
            {
                "panel": "strength",
                "strength": strength,
                "nmi": nmi["value"],
                "low": nmi["low"],
                "high": nmi["high"],
                "accuracy": float(np.mean(np.array(topic) == truth.to_numpy())),
            }
        )
    return pd.DataFrame(parts)


def draw(numbers: pd.DataFrame, study: Study):
    """Draw the choice of the number and the strength of seeds above, recurrence and shift of each topic below."""
    figure, (top, bottom) = new_grid([1, 1.6], [1, 1], 5.8)
    draw_number_of_topics(numbers[numbers["panel"] == "number"], top[0])
    top[0].set_title("Number of topics")
    draw_seed_strength(numbers[numbers["panel"] == "strength"], top[1])
    top[1].set_title("Strength of the seeds")
    topics = numbers[numbers["panel"] == "topic"]
    colours = [pillar_colours(study.codebook.pillar_ids).get(topic, INK) for topic in topics["topic"]]
    named = topics.assign(topic=[study.codebook.names.get(topic, topic) for topic in topics["topic"]])
    draw_recurrence(named, bottom[0], bottom[1], colours)
    bottom[0].set_title("Recurrence in other runs")
    bottom[1].set_title("Is the shift stable across runs?")
    add_caption(figure, _caption(numbers, study))
    return figure


def _caption(numbers: pd.DataFrame, study: Study) -> str:
    topics = numbers[numbers["panel"] == "topic"]
    chosen = numbers[(numbers["panel"] == "number") & numbers["chosen"].astype(str).eq("True")].iloc[0]
    recurring = "; ".join(
        f"{kind}: {(part['recurrence'] >= 0.8).sum()} of {len(part)} topics recur in at least 80% of the runs, the "
        f"shift of {(part['same_sign'] >= 0.95).sum()} keeps its sign in at least 95%, and of "
        f"{(part['main_low'] > 0).sum() + (part['main_high'] < 0).sum()} the article interval excludes zero"
        for kind, part in topics.groupby("model", sort=False)
    )
    return (
        "The rule, fixed in advance (stability within one standard error of the best, then alignment, then the "
        f"smaller), takes {chosen['topics']:.0f} topics; the study's setting is {study.settings.topics}. {RUNS} runs "
        f"with other seeds: {recurring}. Coloured: seeded topics. Thin, with a dot: main-topic share of the "
        f"prototype run, confidence interval clustered by article ({topics['articles'].iloc[0]:.0f} articles); thick: "
        "mean topic share in all runs. Coherence (NPMI) is weak evidence and in the table only. Agreement of the "
        "seeded topics is with labels that were not used to fit them."
    )


experiment = Experiment(
    script=__file__,
    title="How far topics may be trusted: other runs, numbers and seeds",
    compute=compute,
    draw=draw,
    cost=19,
    tolerances=dict.fromkeys(
        (
            "stability",
            "error",
            "alignment",
            "npmi",
            "diversity",
            "similarity",
            "overlap",
            "recurrence",
            "shift",
            "low",
            "middle",
            "high",
            "same_sign",
            "main_value",
            "main_low",
            "main_high",
            "nmi",
            "accuracy",
        ),
        0.02,
    ),
)

if __name__ == "__main__":
    experiment.main()
