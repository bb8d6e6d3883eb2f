"""Do the classifier's probabilities hold what they promise, and what does abstaining buy?

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
    """Set what was said against what came true, and accuracy against the share that is answered."""
    settings = study.settings
    said = held_out_predictions(study)
    draws = {"level": settings.level, "resamples": min(RESAMPLES, settings.resamples), "seed": settings.seed}
    bins = calibration_table(said, **draws)
    originals = held_out_predictions(study, full_articles=True)
    if not originals.empty:
        few = calibration_table(originals, **draws)
        bins = pd.concat([bins, few.assign(quantity=few["quantity"] + LEFT_OUT)], ignore_index=True)
    answered = abstention_table(said, THRESHOLDS)
    most = said[[f"p_{code}" for code in study.codebook.codes]].max(axis=1)
    spread = [_interval(said[most >= below], study, draws) for below in answered["below"]]
    answered["low"], answered["high"] = zip(*spread, strict=True)
    bins = bins.rename(columns={"low": "bin_low", "high": "bin_high"})
    parts = [bins.assign(panel="reliability"), answered.assign(panel="abstention")]
    columns = ["panel", "quantity", "bin_low", "bin_high", "said", "true", "true_low", "true_high", "predictions"]
    columns += ["error", "error_low", "error_high", "chance", "chance_high"]
    columns += ["below", "answered", "accuracy", "low", "high"]
    return pd.concat(parts, ignore_index=True)[[*columns, "paragraphs", "articles"]]


def _interval(said: pd.DataFrame, study: Study, draws: dict) -> tuple[float, float]:
    """Interval of the accuracy over all codes; not a number where nothing is answered."""
    if said.empty:
        return np.nan, np.nan
    row = scores(said, study.codebook.codes, **draws).set_index("score").loc["accuracy_all"]
    return float(row["low"]), float(row["high"])


def draw(numbers: pd.DataFrame, study: Study):
    """Draw reliability on the left, the price of abstaining on the right."""
    figure, (left, right) = new_figure([1, 1], 3.1)
    bins = numbers[numbers["panel"] == "reliability"]
    draw_reliability(bins[~bins["quantity"].str.endswith(LEFT_OUT)], left)
    left.set_title("Does it come true?")
    draw_abstention(numbers[numbers["panel"] == "abstention"], right)
    right.set_title("What does abstaining buy?")
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
    said = "; ".join(
        f"from {below:.1f} on, {100 * row['answered']:.0f} % are answered and {100 * row['accuracy']:.0f} % of the "
        f"answers right [{100 * row['low']:.0f}, {100 * row['high']:.0f}]"
        for below, row in answered.loc[[0.5, 0.8, 0.9]].iterrows()
        if row["paragraphs"] > 0
    )
    everything = answered.iloc[0]
    return (
        f"Probabilities out of fold, by whole articles: {everything['paragraphs']:.0f} paragraphs, "
        f"{everything['articles']:.0f} articles. Left: tenths of the probability of the predicted primary, and of "
        "each pillar "
        "as mentioned; on the dashed line what is said comes true; hollow: fewer than 20 predictions. Expected "
        f"calibration error: {errors}; by chance: what probabilities that hold exactly would show with so few "
        f"predictions, on average and in {100 * study.settings.level:.0f} % of draws. Right: "
        "accuracy, none counting as a code, of paragraphs whose most probable code has at least the probability "
        f"written beside the point: of all, {100 * everything['accuracy']:.0f} % are right "
        f"[{100 * everything['low']:.0f}, {100 * everything['high']:.0f}]; {said}. "
        f"{100 * study.settings.level:.0f} % intervals resample articles."
    )


experiment = Experiment(
    script=__file__,
    title="Whether the classifier's probabilities hold, and what abstaining buys",
    compute=compute,
    draw=draw,
    cost=3,
    tolerances={
        **dict.fromkeys(
            ("said", "true", "error", "error_low", "error_high", "chance", "chance_high", "answered", "accuracy"), 0.01
        ),
        **dict.fromkeys(("true_low", "true_high", "low", "high"), 0.02),
        **dict.fromkeys(("predictions", "paragraphs", "articles"), 3),
    },
)

if __name__ == "__main__":
    experiment.main()
