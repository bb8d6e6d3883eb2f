"""Where does the classifier fail: in which pillar, outlet, period, kind of article, and in which paragraphs?

Run alone: ``python experiments/error_analysis.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.evaluation import held_out_predictions, most_confident_errors, scores, scores_by_group, transfers
from discourse.labels.table import coded_table
from discourse.pipeline.experiment import Description, Experiment
from discourse.study import Study

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
    wrong = round(row["paragraphs"] * (1 - row["value"]))
    errors = numbers[numbers["panel"] == "error"]
    confident = errors[errors["probability"] >= CONFIDENT]
    least = "at least " if len(confident) == len(errors) == ERRORS else ""
    title = (
        f"Classifier and label differ in {wrong} of {row['paragraphs']:.0f} held-out paragraphs, {least}"
        f"{len(confident)} of them with a probability of {CONFIDENT:.1f} or more"
    )
    caption = (
        f"Predictions in folds of whole articles ({row['articles']:.0f} articles): scores of all, of each pillar, of "
        f"parts of the coverage; transfer from part to part; the {len(errors)} most confident errors with the rules "
        f"that bear on either code. {100 * study.settings.level:.0f}% confidence intervals, clustered by article."
    )
    moved = numbers[(numbers["panel"] == "transfer") & (numbers["score"] == "macro_f1")]
    costs = "; ".join(f"{one.train} to {one.test} {one.value - one.in_folds:+.2f}" for one in moved.itertuples())
    notes = (
        "Of the confident errors, the coder mentions the predicted pillar beside the primary in "
        f"{(confident['mentioned_by_coder'] == 'yes').sum()}, and {(confident['label'] == 'none').sum()} are coded "
        "none. Outlets with fewer than five articles are others. Macro-F1 is over the pillars that occur in a subset, "
        "so subsets with a different mix of pillars are not strictly comparable, and where a pillar is rare one "
        "paragraph changes it a lot. Transfer: the tested paragraphs when trained on the other part alone; in_folds: "
        "the same paragraphs in folds over everything. What the change costs in macro-F1: "
        f"{costs or 'there is none to test'}."
    )
    return Description(title, caption, notes)


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
