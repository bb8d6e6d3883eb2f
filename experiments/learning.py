"""How many more labels would it take, and are wrong labels found?

Run alone: ``python experiments/learning.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.classifier import PillarClassifier, labelled_paragraphs
from discourse.evaluation import fit_learning_curve, learning_curve, planted_errors, study_folds
from discourse.evaluation.learning import LEAST_SIZES
from discourse.features import blocks_of
from discourse.figures import draw_learning, mark_extrapolation, message_figure, new_figure
from discourse.pipeline.experiment import Description, Experiment
from discourse.study import Study

PARTS = (0.08, 0.16, 0.32, 0.64)
"""Training articles of the curve, as parts of what a fold has; all of them are added."""
REPEATS = 2
MORE = (50, 100)
RESAMPLES = 500
PLANTED, PLANTINGS = 80, 2
"""Wrong labels planted (of fewer than 800 paragraphs, a tenth), and how often it is done anew."""
TOO_FEW = f"A curve wants scores at {LEAST_SIZES} numbers of articles. Label more articles: discourse relabel."
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
    draws = {"level": settings.level, "resamples": min(RESAMPLES, settings.resamples), "seed": settings.seed}
    parts = {"point": curve}
    if curve["articles"].nunique() >= LEAST_SIZES:
        parts["law"] = fit_learning_curve(curve, MORE, now=labels["article_id"].nunique(), **draws)
    wrong = min(PLANTED, len(labels) // 10)
    found = [
        planted_errors(model, matrix, labels, folds, pillars, errors=wrong, seed=settings.seed + place)
        for place in range(PLANTINGS)
    ]
    parts["planted"] = pd.concat(found)
    columns = ["panel", "score", "pillar", "articles", "paragraphs", "repeat", "value", "low", "high"]
    columns += ["gain", "gain_low", "gain_high", "limit", "loss", "rate"]
    columns += ["planted", "inspected", "found", "by_chance"]
    tables = [part.assign(panel=panel) for panel, part in parts.items()]
    return pd.concat(tables, ignore_index=True).reindex(columns=columns)


def draw(numbers: pd.DataFrame, study: Study):
    """Draw the measured points, the law through them, and what is read from it beyond the last of them."""
    points, law = (numbers[numbers["panel"] == panel] for panel in ("point", "law"))
    if law.empty:
        return message_figure(TOO_FEW)
    figure, (ax,) = new_figure([1], 2.4)
    for score, name in SCORES.items():
        read = law[law["score"] == score].sort_values("articles")
        draw_learning(points[points["score"] == score], read, ax, quantity=name)
    ax.set_xlabel("articles learnt from")
    ax.set_ylabel("macro-F1")
    ax.legend(loc="lower right")
    ax.margins(y=0.15)
    mark_extrapolation(ax, points["articles"].max())
    return figure


def describe(numbers: pd.DataFrame, study: Study) -> Description:
    """Say what more articles would add if the law holds, and how many planted errors are found."""
    law = numbers[numbers["panel"] == "law"].fillna({"pillar": ""})
    points = numbers[numbers["panel"] == "point"]
    sizes = ", ".join(f"{size:.0f}" for size in sorted(points["articles"].unique()))
    if law.empty:
        return Description("There are too few articles for a learning curve", TOO_FEW, _planted(numbers, sizes))
    title = (
        f"If the curve holds, {MORE[-1]} more articles would add "
        f"{_gain(law[law['score'] == 'macro_f1'].iloc[-1])} to the macro-F1"
    )
    caption = (
        f"Filled: measured on the articles held out ({study.settings.folds} folds of whole articles). Lines: limit − "
        "loss × articles^−rate fitted to them, dashed where it extrapolates. Hollow: read from the lines for the "
        f"{law['articles'].min():.0f} articles of now, and {MORE[0]} and {MORE[1]} more. Vertical lines: "
        f"{100 * study.settings.level:.0f}% intervals of the fit alone."
    )
    return Description(title, caption, f"{_read(law, study)} {_planted(numbers, sizes)}")


def _read(law: pd.DataFrame, study: Study) -> str:
    """Say what most articles would add for each pillar, and what the intervals do not say."""
    names = {"": "all pillars", **study.codebook.names}
    last = law[law["articles"] == law["articles"].max()]
    primary = last[last["score"].isin(["macro_f1", "f1"])]
    read = "; ".join(f"{names[row['pillar']]} {_gain(row)}" for row in primary.to_dict("records"))
    return (
        f"What {MORE[-1]} more articles would add to F1 of the primary code: {read}. The intervals resample the points "
        "of each size: they reflect how well the points fix the curve, not whether the curve is right beyond them."
    )


def _planted(numbers: pd.DataFrame, sizes: str) -> str:
    planted = numbers[numbers["panel"] == "planted"]
    first, share = planted.iloc[0], planted["found"].sum() / planted["planted"].sum()
    each = ", ".join(f"{one:.0f}" for one in planted["found"])
    return (
        f"Trained on {sizes} articles, {REPEATS} draws of each number, all of them once. Wrong labels: of "
        f"{first['planted']:.0f} planted at random in {first['articles']:.0f} articles, {100 * share:.0f}% are among "
        f"the {first['inspected']:.0f} labels that the classifier believes least ({len(planted)} plantings: {each} "
        f"found; {first['by_chance']:.0f} by chance)."
    )


def _gain(row) -> str:
    return f"{100 * row['gain']:.1f} points [{100 * row['gain_low']:.1f}, {100 * row['gain_high']:.1f}]"


experiment = Experiment(
    script=__file__,
    title="What more labelled articles would bring, and whether wrong labels are found",
    compute=compute,
    draw=draw,
    describe=describe,
    about="instrument",
    cost=6,
    tolerances={
        **dict.fromkeys(("value", "low", "high", "gain", "gain_low", "gain_high"), 0.02),
        **dict.fromkeys(("limit", "loss", "rate"), 0.1),
        **dict.fromkeys(("found",), 2),
    },
)

if __name__ == "__main__":
    experiment.main()
