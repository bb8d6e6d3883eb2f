"""Where does the classifier fail: in which pillar, outlet, period, kind of article, and in which paragraphs?

Run alone: ``python experiments/error_analysis.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.evaluation import (
    held_out_predictions,
    most_confident_errors,
    scores,
    scores_by_group,
    training_notes,
    transfers,
)
from discourse.evaluation.error_analysis import LEAST_ARTICLES
from discourse.evaluation.transfer import side_name
from discourse.labels.table import coded_table
from discourse.pipeline.experiment import Description, Experiment
from discourse.study import Study
from discourse.translations import number_word, say

RESAMPLES = 2000
PARTS = ("outlet", "period", "extent")
ERRORS = 40
"""Most confident errors in the table."""
CONFIDENT = 0.9
"""Probability from which on an error counts as confident."""
OVERALL = ("accuracy_all", "macro_f1", "mention_macro_f1")
OF_A_PILLAR = ("f1", "mention_f1")


def compute(study: Study) -> pd.DataFrame:
    """Score the parts of the coverage, transfer between them, and list the most confident errors with their rules."""
    settings, codes = study.settings, study.codebook.codes
    draws = {"level": settings.level, "resamples": min(RESAMPLES, settings.resamples), "seed": settings.seed}
    predictions = held_out_predictions(study)
    found = scores(predictions, codes, **draws)
    tables = {
        "all": found[found["score"].isin(OVERALL)],
        "pillar": found[found["score"].isin(OF_A_PILLAR)],
        "part": scores_by_group(predictions, coded_table(study), PARTS, codes, periods=settings.period_ids, **draws),
        "transfer": transfers(study, predictions, **draws),
        "error": most_confident_errors(predictions, study.codebook, ERRORS),
    }
    columns = ["panel", "by", "part", "train", "test", "score", "pillar", "value", "low", "high", "articles"]
    columns += ["paragraphs", "in_folds", *tables["error"].columns]
    tables["error"]["mentioned_by_coder"] = tables["error"]["mentioned_by_coder"].map({True: "yes", False: "no"})
    parts = [table.assign(panel=panel) for panel, table in tables.items()]
    return pd.concat(parts, ignore_index=True).reindex(columns=columns)


def describe(numbers: pd.DataFrame, study: Study) -> Description:
    """Say how many paragraphs are wrong, how many of these with confidence, and what a change of coverage costs."""
    row = numbers[(numbers["panel"] == "all") & (numbers["score"] == "accuracy_all")].iloc[0]
    errors = numbers[numbers["panel"] == "error"]
    confident = errors[errors["probability"] >= CONFIDENT]
    fields = {"paragraphs": row["paragraphs"], "wrong": round(row["paragraphs"] * (1 - row["value"]))}
    fields |= {"confident": len(confident), "probability": CONFIDENT}
    if len(confident) == len(errors) == ERRORS:
        title = say(
            "Classifier and label differ in {wrong} of {paragraphs:.0f} held-out paragraphs, at least {confident} of "
            "them with a probability of {probability:.1f} or more",
            **fields,
        )
    else:
        title = say(
            "Classifier and label differ in {wrong} of {paragraphs:.0f} held-out paragraphs, {confident} of them with "
            "a probability of {probability:.1f} or more",
            **fields,
        )
    caption = say(
        "Predictions in folds of whole articles ({articles:.0f} articles): scores of all, of each pillar, of parts of "
        "the coverage; transfer from part to part; the {errors} most confident errors with the rules that bear on "
        "either code. {level:.0f}% confidence intervals, clustered by article.",
        articles=row["articles"],
        errors=len(errors),
        level=100 * study.settings.level,
    )
    return Description(title, caption, " ".join([_notes(confident), _costs(numbers), *training_notes(study)]))


def _notes(confident: pd.DataFrame) -> str:
    """Say what the confident errors are, and how the scores of parts are to be read."""
    return say(
        "Of the confident errors, the coder mentions the predicted pillar beside the primary in {mentioned}, and "
        "{none} are coded none. Outlets with fewer than {least} articles are others. Macro-F1 is over the pillars that "
        "occur in a subset, so subsets with a different mix of pillars are not strictly comparable, and where a pillar "
        "is rare one paragraph changes it a lot. Transfer: the tested paragraphs when trained on the other part alone; "
        "in_folds: the same paragraphs in folds over everything.",
        mentioned=(confident["mentioned_by_coder"] == "yes").sum(),
        none=(confident["label"] == "none").sum(),
        least=number_word(LEAST_ARTICLES),
    )


def _costs(numbers: pd.DataFrame) -> str:
    """Say how macro-F1 differs where the classifier was trained on another part of the coverage."""
    moved = numbers[(numbers["panel"] == "transfer") & (numbers["score"] == "macro_f1")]
    costs = [
        say(
            "{train} to {test} {difference:+.2f}",
            train=side_name(one.train),
            test=side_name(one.test),
            difference=one.value - one.in_folds,
        )
        for one in moved.itertuples()
    ]
    if not costs:
        return say("What the change costs in macro-F1: there is none to test.")
    return say("What the change costs in macro-F1: {costs}.", costs="; ".join(costs))


experiment = Experiment(
    script=__file__,
    title="Where the classifier fails: subsets, transfer and its most confident errors",
    compute=compute,
    draw=None,
    describe=describe,
    about="instrument",
    cost=7,
    tolerances={
        **dict.fromkeys(("value", "low", "high", "in_folds"), 0.02),
        **dict.fromkeys(("probability", "probability_of_label"), 0.01),
    },
)

if __name__ == "__main__":
    experiment.main()
