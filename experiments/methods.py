"""Does the way of estimating change the shift? The specification curve of quantities, weights and estimators.

Run alone: ``python experiments/methods.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.emphasis.estimators import ESTIMATORS
from discourse.emphasis.specifications import specification_curve, summarise_specifications
from discourse.evaluation.held_out import predict_every_paragraph
from discourse.features.blocks import BLOCKS
from discourse.figures import (
    add_caption,
    choice_rows,
    draw_specification_choices,
    draw_specification_curve,
    new_grid,
    pillar_colours,
)
from discourse.labels.table import analysed_rows
from discourse.pipeline.experiment import Experiment
from discourse.study import Study

LEMMATISED = tuple("lemma" if block == "word" else block for block in BLOCKS)
NAMES = {
    "share": "primary",
    "mention_share": "mention",
    "paragraph": "by paragraph",
    "article": "by article",
    "word": "by word",
    "ppi": "PPI++",
    "dsl": "DSL",
}


def compute(study: Study) -> pd.DataFrame:
    """Compute every pillar's shift with every quantity, weighting and estimator, the classifier on words and stems."""
    pillars, periods, level = study.codebook.pillar_ids, study.settings.compared, study.settings.level
    rows = analysed_rows(study)
    main = {study.settings.analyses[0].title: with_predictions(study, rows, BLOCKS)}
    coded = specification_curve(main, pillars, periods, estimators=ESTIMATORS, level=level)
    stemmed = {"classifier on lemmas": with_predictions(study, rows, LEMMATISED)}
    others = specification_curve(stemmed, pillars, periods, estimators=ESTIMATORS[1:], leave_one_out=False, level=level)
    others["specification"] += coded["specification"].max() + 1
    return pd.concat([coded, others], ignore_index=True)


def with_predictions(study: Study, rows: pd.DataFrame, blocks: tuple[str, ...]) -> pd.DataFrame:
    """Add what a classifier says of each paragraph when its story is held out."""
    said = predict_every_paragraph(study, blocks=blocks)
    columns = ["paragraph_id", "predicted", *(f"p_{code}" for code in study.codebook.codes)]
    return rows.merge(said[columns], on="paragraph_id", how="left")


def draw(numbers: pd.DataFrame, study: Study):
    """Draw the curve of each pillar above what each choice does to it."""
    numbers = numbers.fillna({"left_out": "", "note": ""})
    curve = numbers[numbers["left_out"] == ""]
    pillars, names = study.codebook.pillar_ids, study.codebook.names
    colours = pillar_colours(pillars)
    rows = choice_rows(curve)
    height = 2.4 + 0.17 * len(rows)
    figure, (top, bottom) = new_grid([1, 0.12 * len(rows)], [1] * len(pillars), height, sharex="row", sharey="row")
    for place, pillar in enumerate(pillars):
        part = curve[curve["pillar"] == pillar]
        draw_specification_curve(part, top[place], colour=colours[pillar])
        draw_specification_choices(part, bottom[place], rows=rows, names=NAMES, colour=colours[pillar])
        top[place].set_title(names[pillar].replace(" and ", "\nand "), fontsize=7, loc="center")
    top[0].set_ylabel("shift, points")
    bottom[len(pillars) // 2].set_xlabel("shift in points: median and range across specifications with this choice")
    add_caption(figure, _caption(numbers, study))
    return figure


def _caption(numbers: pd.DataFrame, study: Study) -> str:
    said = [
        f"{study.codebook.names[row.pillar]}: {row.same_sign} of {row.specifications} have the sign of the main one, "
        f"{row.exclude_zero} of them exclude zero; leaving out {row.article} changes it most, by "
        f"{100 * row.moved:+.1f} points"
        for row in summarise_specifications(numbers).itertuples()
    ]
    return (
        "Above: the shift under every combination of choices, smallest first. Diamond: main analysis; colour: the "
        "interval excludes zero. Where all paragraphs are labelled, PPI++ and DSL give the coded shares. "
        "Specifications share their data: the number excluding zero is descriptive, not a test. "
        + "; ".join(said)
        + "."
    )


experiment = Experiment(
    script=__file__,
    title="The shift by quantity, weighting and estimator",
    compute=compute,
    draw=draw,
    cost=5,
    tolerances={"shift": 1e-6, "low": 1e-6, "high": 1e-6},
)

if __name__ == "__main__":
    experiment.main()
