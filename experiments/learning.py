"""How many more labels would it take, and are wrong labels found?

Run alone: ``python experiments/learning.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.classifier import PillarClassifier, labelled_paragraphs
from discourse.evaluation import fit_learning_curve, learning_curve, planted_errors, study_folds
from discourse.features import blocks_of
from discourse.figures import INK, PALETTE, add_caption, draw_gains, draw_learning, new_figure, pillar_colours
from discourse.pipeline.experiment import Experiment
from discourse.study import Study

PARTS = (0.08, 0.16, 0.32, 0.64)
"""Training articles of the curve, as parts of what a fold has; all of them are added."""
REPEATS = 2
MORE = (50, 100)
RESAMPLES = 500
PLANTED, PLANTINGS = 80, 2
"""Wrong labels planted (of fewer than 800 paragraphs, a tenth), and how often it is done anew."""
ALL = "all pillars"
SCORES = {"macro_f1": "primary", "mention_macro_f1": "mentions"}


def compute(study: Study) -> pd.DataFrame:
    """Measure the curve, fit its law, read what more articles would bring, and plant wrong labels."""
    settings, pillars = study.settings, study.codebook.pillar_ids
    labels, features = labelled_paragraphs(study)
    model, matrix = PillarClassifier(blocks_of(features.features)), features.matrix
    folds = study_folds(study, labels)
    most = min(labels["article_id"].iloc[fold.train].nunique() for fold in folds)
    sizes = [max(2, round(part * most)) for part in PARTS]
    curve = learning_curve(model, matrix, labels, folds, pillars, sizes, repeats=REPEATS, seed=settings.seed)
    fitted = fit_learning_curve(
        curve,
        MORE,
        now=labels["article_id"].nunique(),
        level=settings.level,
        resamples=min(RESAMPLES, settings.resamples),
        seed=settings.seed,
    )
    wrong = min(PLANTED, len(labels) // 10)
    found = [
        planted_errors(model, matrix, labels, folds, pillars, errors=wrong, seed=settings.seed + place)
        for place in range(PLANTINGS)
    ]
    parts = [curve.assign(panel="point"), fitted.assign(panel="law"), pd.concat(found).assign(panel="planted")]
    columns = ["panel", "score", "pillar", "articles", "paragraphs", "repeat", "value", "low", "high"]
    columns += ["gain", "gain_low", "gain_high", "limit", "loss", "rate"]
    return pd.concat(parts, ignore_index=True)[[*columns, "planted", "inspected", "found", "by_chance"]]


def draw(numbers: pd.DataFrame, study: Study):
    """Draw the curve on the left, gains of each pillar as primary and as mentioned beside it."""
    figure, (left, middle, gap, right, margin) = new_figure([1.5, 1, 0.1, 1, 0.1], 3.3)
    gap.set_axis_off()
    margin.set_axis_off()
    for (score, name), colour, marker in zip(SCORES.items(), PALETTE, "os", strict=False):
        rows = numbers[numbers["score"] == score]
        law = rows[rows["panel"] == "law"].sort_values("articles")
        draw_learning(rows[rows["panel"] == "point"], law, left, colour=colour, marker=marker, label=name)
    left.set_xlabel("articles learnt from")
    left.set_ylabel("macro-F1")
    left.set_title("Learning")
    left.legend(fontsize=7, loc="lower right")
    pillars = study.codebook.pillar_ids
    colours = {ALL: INK, **pillar_colours(pillars)}
    law = numbers[numbers["panel"] == "law"].fillna({"pillar": ALL})
    law = law.assign(more=law["articles"] - law["articles"].min())
    for ax, scores, title in (
        (middle, ("macro_f1", "f1"), "Primary"),
        (right, ("mention_macro_f1", "mention_f1"), "Mentions"),
    ):
        gains = law[law["score"].isin(scores) & (law["more"] > 0)]
        draw_gains(gains, ax, rows=[ALL, *pillars], names={ALL: ALL, **study.codebook.names}, colours=colours)
        ax.set_xlabel(f"points of F1 more\n● +{MORE[0]}, ■ +{MORE[1]} articles")
        ax.set_title(title)
    right.set_yticklabels([])
    add_caption(figure, _caption(numbers, study))
    return figure


def _caption(numbers: pd.DataFrame, study: Study) -> str:
    law = numbers[(numbers["panel"] == "law") & numbers["score"].isin(list(SCORES))]
    read = "; ".join(
        f"{SCORES[score]} {part['value'].iloc[0]:.3f} with the current {part['articles'].iloc[0]:.0f} articles, "
        + ", ".join(
            f"{row.value:.3f} [{row.low:.3f}, {row.high:.3f}] with {row.articles:.0f}" for row in part[1:].itertuples()
        )
        for score, part in law.groupby("score", sort=False)
    )
    points = numbers[numbers["panel"] == "point"]
    sizes = ", ".join(f"{size:.0f}" for size in sorted(points["articles"].unique()))
    planted = numbers[numbers["panel"] == "planted"]
    total, found = planted["planted"].sum(), planted["found"].sum()
    return (
        f"Trained on {sizes} articles of each of {study.settings.folds} folds, {REPEATS} draws of each size (all of "
        "them once), scored on the articles held out. Line: limit − loss × articles^-rate, dashed where it "
        f"extrapolates; hollow: read from it. Macro-F1: {read}. Beside: gains in points by {MORE[0]} and {MORE[1]} "
        f"more articles. {100 * study.settings.level:.0f}% intervals resample the points of each size: they reflect "
        "uncertainty in fitting the curve, not whether the curve is right or how the articles would differ. "
        "Wrong labels: of "
        f"{planted['planted'].iloc[0]:.0f} planted at random in {planted['articles'].iloc[0]:.0f} articles, "
        f"{100 * found / total:.0f}% are among the {planted['inspected'].iloc[0]:.0f} labels that the classifier "
        f"believes least (10%; {len(planted)} plantings: {', '.join(f'{one:.0f}' for one in planted['found'])} found; "
        f"{planted['by_chance'].iloc[0]:.0f} by chance)."
    )


experiment = Experiment(
    script=__file__,
    title="What more labelled articles would bring, and whether wrong labels are found",
    compute=compute,
    draw=draw,
    cost=8,
    tolerances={
        **dict.fromkeys(("value", "low", "high", "gain", "gain_low", "gain_high"), 0.02),
        **dict.fromkeys(("limit", "loss", "rate"), 0.1),
        **dict.fromkeys(("found",), 2),
    },
)

if __name__ == "__main__":
    experiment.main()
