"""Would another number of topics, or another strength of the seed words, serve better?

Run alone: ``python experiments/stability.py``
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from discourse.errors import EstimateError
from discourse.evaluation import rows_to_learn_from, topic_label_agreement
from discourse.features import DocumentFeatureMatrix, study_dfm
from discourse.labels.table import coded_table
from discourse.pipeline.experiment import Description, Experiment
from discourse.pipeline.refusals import say_refusal
from discourse.study import Study
from discourse.topics import TopicModel, compare_numbers, run_seeds, topic_model_of
from discourse.translations import say

NUMBERS = (5, 8, 10, 15)
RUNS_A_NUMBER = 4
STRENGTHS = (0.1, 1.0, 5.0, 20.0, 100.0)
MOST = 20_000
"""Paragraphs to which models are fitted; of more, whole stories are drawn."""
COLUMNS = [
    "part", "topics", "stability", "error", "alignment", "npmi", "diversity", "runs", "chosen",
    "strength", "nmi", "low", "high", "accuracy", "reason",
]  # fmt: skip


def compute(study: Study) -> pd.DataFrame:
    """Measure each number of topics over several runs, and each strength of the seeds against the labels."""
    counts, table = study_dfm(study), coded_table(study)
    if len(table) > MOST:
        rows = rows_to_learn_from(np.arange(len(table)), table["story"].tolist(), MOST, study.settings.seed)
        table = table.iloc[rows].reset_index(drop=True)
        counts = counts.rows_of(table["paragraph_id"])
    parts = []
    for part, measured in (("number", _numbers), ("strength", _strengths)):
        try:
            parts.append(measured(study, counts, table).assign(part=part))
        except EstimateError as refusal:
            parts.append(pd.DataFrame({"part": [part], "reason": str(refusal)}))
    return pd.concat(parts, ignore_index=True).reindex(columns=COLUMNS)


def _numbers(study: Study, counts: DocumentFeatureMatrix, table: pd.DataFrame) -> pd.DataFrame:
    candidates = [number for number in NUMBERS if number <= len(counts.ids)]
    seeds = run_seeds(study.settings.seed, RUNS_A_NUMBER)
    return compare_numbers(TopicModel(), counts.matrix, table["primary"].tolist(), seeds, candidates)


def _strengths(study: Study, counts: DocumentFeatureMatrix, table: pd.DataFrame) -> pd.DataFrame:
    """Agreement of seeded topics with the labels under each strength of the seeds; labels are not used to fit."""
    settings, pillars = study.settings, study.codebook.pillar_ids
    known = table["primary"].isin(pillars).to_numpy()
    truth, articles = table.loc[known, "primary"], table.loc[known, "article_id"]
    model, rows = topic_model_of(study, "seeded", counts), []
    for strength in STRENGTHS:
        shares = model.set_params(strength=strength, random_state=settings.seed).fit_transform(counts.matrix)
        topic = [pillars[k] for k in shares[known, : len(pillars)].argmax(axis=1)]
        # One permutation: only the agreement itself is used.
        draws = {"level": settings.level, "permutations": 1, "seed": settings.seed}
        nmi = topic_label_agreement(topic, truth, articles, **draws).set_index("measure").loc["nmi"]
        right = float(np.mean(np.array(topic) == truth.to_numpy()))
        rows.append(
            {"strength": strength, "nmi": nmi["value"], "low": nmi["low"], "high": nmi["high"], "accuracy": right}
        )
    return pd.DataFrame(rows)


def describe(numbers: pd.DataFrame, study: Study) -> Description:
    """Say which number of topics the rule takes, and between which values the strengths lie."""
    settings = study.settings
    caption = say(
        "Stability: mean similarity of matched topics in {runs} runs, with its standard error. Alignment: NMI of main "
        "topic and code. Strength: prior count of a seed word, with NMI ({level:g}% intervals by article) and accuracy "
        "against the codes.",
        runs=RUNS_A_NUMBER,
        level=100 * settings.level,
    )
    notes = say(
        "The rule was fixed in advance: stability within one standard error of the best, then alignment, then the "
        "smaller number. The study is set to {topics} topics and a strength of {strength:g}. Coherence (NPMI) and "
        "diversity are weak evidence and not in the rule. No labels are used to fit.",
        topics=settings.topics,
        strength=settings.seed_strength,
    )
    some = [_drawn(len(study.paragraphs))] if len(study.paragraphs) > MOST else []
    refused = map(say_refusal, numbers["reason"].dropna())
    return Description(_title(numbers[numbers["reason"].isna()]), caption, " ".join([notes, *some, *refused]))


def _drawn(paragraphs: int) -> str:
    """Say that models were fitted to a part of the paragraphs."""
    return say(
        "The models are fitted to at most {most} of the {paragraphs} paragraphs, those of whole articles drawn at "
        "random.",
        most=MOST,
        paragraphs=paragraphs,
    )


def _title(measured: pd.DataFrame) -> str:
    """Say which number of topics was chosen, and how the agreement with the codes varies with the strength."""
    chosen, strengths = measured[measured["chosen"].astype(str) == "True"], measured[measured["part"] == "strength"]
    said = [
        say("of {numbers} topics the rule takes {chosen:.0f}", numbers=", ".join(map(str, NUMBERS)), chosen=each)
        for each in chosen["topics"]
    ]
    if len(strengths):
        ends = {"low": strengths["nmi"].min(), "high": strengths["nmi"].max()}
        said.append(say("NMI with the codes {low:.2f} to {high:.2f} by strength of seeds", **ends))
    title = "; ".join(said) or say("no topic model could be fitted")
    return title[:1].upper() + title[1:]


experiment = Experiment(
    script=__file__,
    title="Other numbers of topics and other strengths of the seed words",
    compute=compute,
    draw=None,
    describe=describe,
    about="instrument",
    cost=6,
    tolerances=dict.fromkeys(
        ("stability", "error", "alignment", "npmi", "diversity", "nmi", "low", "high", "accuracy"), 0.02
    ),
)

if __name__ == "__main__":
    experiment.main()
