"""How many more labels would it take, and are wrong labels found?

Run alone: ``python experiments/learning.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.classifier import PillarClassifier, labelled_paragraphs
from discourse.evaluation import fit_learning_curve, learning_curve, planted_errors, study_folds, training_notes
from discourse.evaluation.learning import LEAST_SIZES
from discourse.features import blocks_of
from discourse.figures import draw_learning, mark_extrapolation, message_figure, new_figure
from discourse.pipeline.experiment import Description, Experiment
from discourse.study import Study
from discourse.translations import say

PARTS = (0.08, 0.16, 0.32, 0.64)
"""Training articles of the curve, as parts of what a fold has; all of them are added."""
REPEATS = 2
MORE = (50, 100)
RESAMPLES = 500
PLANTED, PLANTINGS = 80, 2
"""Wrong labels planted (of fewer than 800 paragraphs, a tenth), and how often it is done anew."""
SCORES = {"macro_f1": "primary", "mention_macro_f1": "mentions"}
"""Score to the quantity that it is of."""


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
        return message_figure(_too_few())
    figure, (ax,) = new_figure([1], 2.4)
    for score, quantity in SCORES.items():
        read = law[law["score"] == score].sort_values("articles")
        draw_learning(points[points["score"] == score], read, ax, quantity=quantity)
    ax.set_xlabel(say("articles learnt from"))
    ax.set_ylabel(say("macro-F1"))
    ax.legend(loc="lower right")
    ax.margins(y=0.15)
    mark_extrapolation(ax, points["articles"].max())
    return figure


def _too_few() -> str:
    return say(
        "A curve wants scores at {sizes} numbers of articles. Label more articles: discourse relabel.",
        sizes=LEAST_SIZES,
    )


def describe(numbers: pd.DataFrame, study: Study) -> Description:
    """Say what more articles would add if the law holds, and how many planted errors are found."""
    law = numbers[numbers["panel"] == "law"].fillna({"pillar": ""})
    points = numbers[numbers["panel"] == "point"]
    sizes = ", ".join(f"{size:.0f}" for size in sorted(points["articles"].unique()))
    if law.empty:
        title = say("There are too few articles for a learning curve")
        return Description(title, _too_few(), " ".join(_planted(numbers, sizes)))
    title = say(
        "If the curve holds, {more} more articles would add {gain} to the macro-F1",
        more=MORE[-1],
        gain=_gain(law[law["score"] == "macro_f1"].iloc[-1]),
    )
    caption = say(
        "Filled: measured on the articles held out ({folds} folds of whole articles). Lines: limit − loss × "
        "articles^−rate fitted to them, dashed where it extrapolates. Hollow: expected with the {now:.0f} "
        "articles of now, and {some} and {more} more. Vertical lines: {level:.0f}% intervals.",
        folds=study.settings.folds,
        now=law["articles"].min(),
        some=MORE[0],
        more=MORE[1],
        level=100 * study.settings.level,
    )
    return Description(title, caption, " ".join([_read(law, study), *_planted(numbers, sizes), *training_notes(study)]))


def _read(law: pd.DataFrame, study: Study) -> str:
    """Say what most articles would add for each pillar, and what the intervals do not say."""
    names = {"": say("all pillars"), **study.codebook.names}
    last = law[law["articles"] == law["articles"].max()]
    primary = last[last["score"].isin(["macro_f1", "f1"])]
    return say(
        "What {more} more articles would add to F1 of the primary code: {gains}. A gain is the mean of what the curve "
        "and a straight line in the logarithm of the number of articles promise. Its interval reaches from one to the "
        "other, widened by how much the scores of two draws of so many articles differ.",
        more=MORE[-1],
        gains="; ".join(f"{names[row['pillar']]} {_gain(row)}" for row in primary.to_dict("records")),
    )


def _planted(numbers: pd.DataFrame, sizes: str) -> list[str]:
    planted = numbers[numbers["panel"] == "planted"]
    first, share = planted.iloc[0], planted["found"].sum() / planted["planted"].sum()
    return [
        say(
            "Trained on {sizes} articles, {repeats} draws of each number, all of them once.",
            sizes=sizes,
            repeats=REPEATS,
        ),
        say(
            "Wrong labels: of {planted:.0f} planted at random in {articles:.0f} articles, {share:.0f}% are among the "
            "{inspected:.0f} labels that the classifier believes least ({times} plantings: {each} found; "
            "{by_chance:.0f} by chance).",
            planted=first["planted"],
            articles=first["articles"],
            share=100 * share,
            inspected=first["inspected"],
            times=len(planted),
            each=", ".join(f"{one:.0f}" for one in planted["found"]),
            by_chance=first["by_chance"],
        ),
    ]


def _gain(row) -> str:
    gain, low, high = (100 * row[name] for name in ("gain", "gain_low", "gain_high"))
    return say("{gain:.1f} points [{low:.1f}, {high:.1f}]", gain=gain, low=low, high=high)


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
