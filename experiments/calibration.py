"""Are the classifier's probabilities calibrated, and how accurate is the rest if uncertain paragraphs are left uncoded?

Run alone: ``python experiments/calibration.py``
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from discourse.evaluation import abstention_table, calibration_table, held_out_predictions, scores
from discourse.figures import add_caption, draw_abstention, draw_reliability, new_figure
from discourse.pipeline.experiment import Experiment
from discourse.study import Study

RESAMPLES = 2000
LEFT_OUT = " of full articles left out"
THRESHOLDS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


def compute(study: Study) -> pd.DataFrame:
    """Set predicted probability against observed share, and accuracy against the share that is coded."""
    settings = study.settings
    predictions = held_out_predictions(study)
    draws = {"level": settings.level, "resamples": min(RESAMPLES, settings.resamples), "seed": settings.seed}
    bins = calibration_table(predictions, **draws)
    originals = held_out_predictions(study, full_articles=True)
    if not originals.empty:
        few = calibration_table(originals, **draws)
        bins = pd.concat([bins, few.assign(quantity=few["quantity"] + LEFT_OUT)], ignore_index=True)
    answered = abstention_table(predictions, THRESHOLDS)
    most = predictions[[f"p_{code}" for code in study.codebook.codes]].max(axis=1)
    spread = [_interval(predictions[most >= below], study, draws) for below in answered["below"]]
    answered["low"], answered["high"] = zip(*spread, strict=True)
    bins = bins.rename(columns={"low": "bin_low", "high": "bin_high"})
    parts = [bins.assign(panel="reliability"), answered.assign(panel="abstention")]
    columns = ["panel", "quantity", "bin_low", "bin_high", "mean_predicted", "observed"]
    columns += [
        "observed_low",
        "observed_high",
        "predictions",
        "error",
        "error_low",
        "error_high",
        "chance",
        "chance_high",
    ]
    columns += ["below", "answered", "accuracy", "low", "high"]
    return pd.concat(parts, ignore_index=True)[[*columns, "paragraphs", "articles"]]


def _interval(predictions: pd.DataFrame, study: Study, draws: dict) -> tuple[float, float]:
    """Interval of the accuracy over all codes; not a number where nothing is coded."""
    if predictions.empty:
        return np.nan, np.nan
    row = scores(predictions, study.codebook.codes, **draws).set_index("score").loc["accuracy_all"]
    return float(row["low"]), float(row["high"])


def draw(numbers: pd.DataFrame, study: Study):
    """Draw reliability on the left, accuracy when uncertain paragraphs are left uncoded on the right."""
    figure, (left, right) = new_figure([1, 1], 3.1)
    bins = numbers[numbers["panel"] == "reliability"]
    draw_reliability(bins[~bins["quantity"].str.endswith(LEFT_OUT)], left)
    left.set_title("Calibration")
    draw_abstention(numbers[numbers["panel"] == "abstention"], right)
    right.set_title("Accuracy if uncertain\nparagraphs are left uncoded")
    add_caption(figure, _caption(numbers, study))
    return figure


def _caption(numbers: pd.DataFrame, study: Study) -> str:
    bins = numbers[numbers["panel"] == "reliability"].groupby("quantity", sort=False).first()
    errors = ", ".join(
        f"{quantity} {row['error']:.3f} [{row['error_low']:.3f}, {row['error_high']:.3f}] "
        f"(by chance {row['chance']:.3f}, up to {row['chance_high']:.3f})"
        for quantity, row in bins.iterrows()
    )
    answered = numbers[numbers["panel"] == "abstention"].set_index("below")
    listed = "; ".join(
        f"from {below:.1f} on, {100 * row['answered']:.0f}% are coded and {100 * row['accuracy']:.0f}% of these "
        f"are right [{100 * row['low']:.0f}, {100 * row['high']:.0f}]"
        for below, row in answered.loc[[0.5, 0.8, 0.9]].iterrows()
        if row["paragraphs"] > 0
    )
    everything = answered.iloc[0]
    return (
        f"Probabilities out of fold, by whole articles: {everything['paragraphs']:.0f} paragraphs, "
        f"{everything['articles']:.0f} articles. Left: tenths of the probability of the predicted primary, and of "
        "each pillar "
        "as mentioned; points on the dashed line are perfectly calibrated; hollow: fewer than 20 predictions. Expected "
        f"calibration error: {errors}; by chance: what perfectly calibrated probabilities would show with as many "
        f"predictions, on average and at the upper end of {100 * study.settings.level:.0f}% of draws. Right: "
        "accuracy, none counting as a code, of paragraphs whose most probable code has at least the probability "
        f"written beside the point: of all, {100 * everything['accuracy']:.0f}% are right "
        f"[{100 * everything['low']:.0f}, {100 * everything['high']:.0f}]; {listed}. "
        f"{100 * study.settings.level:.0f}% confidence intervals, clustered by article."
    )


experiment = Experiment(
    script=__file__,
    title="Calibration of the classifier, and its accuracy if uncertain paragraphs are left uncoded",
    compute=compute,
    draw=draw,
    cost=3,
    tolerances={
        **dict.fromkeys(
            (
                "mean_predicted",
                "observed",
                "error",
                "error_low",
                "error_high",
                "chance",
                "chance_high",
                "answered",
                "accuracy",
            ),
            0.01,
        ),
        **dict.fromkeys(("observed_low", "observed_high", "low", "high"), 0.02),
        **dict.fromkeys(("predictions", "paragraphs", "articles"), 3),
    },
)

if __name__ == "__main__":
    experiment.main()
