"""Would the shift be another, had we chosen otherwise? The specification curve.

Run alone: ``python experiments/robustness.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.classifier import PillarClassifier, labelled_paragraphs
from discourse.emphasis.estimators import ESTIMATORS
from discourse.emphasis.specifications import (
    labels_of_coder,
    specification_curve,
    summarise_specifications,
    tables_by_outlet,
)
from discourse.evaluation import cross_predict, study_folds
from discourse.features import BLOCKS, blocks_of
from discourse.figures import (
    add_caption,
    choice_rows,
    draw_specification_choices,
    draw_specification_curve,
    new_grid,
    pillar_colours,
)
from discourse.labels.agreement import latest_codings
from discourse.labels.log import read_codings
from discourse.labels.table import coded_table, select
from discourse.pipeline.experiment import Experiment
from discourse.study import Study

FEWEST_CODED = 0.5
"""A coder's codings are a variant when they cover at least this part of the main analysis's paragraphs."""
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
    """Compute every pillar's shift under every combination of choices."""
    pillars, periods, level = study.codebook.pillar_ids, study.settings.period_ids, study.settings.level
    coded = specification_curve(variants(study), pillars, periods, estimators=ESTIMATORS, level=level)
    stemmed = {"classifier on stems": with_predictions(study, main_rows(study), LEMMATISED)}
    others = specification_curve(stemmed, pillars, periods, estimators=ESTIMATORS[1:], leave_one_out=False, level=level)
    others["specification"] += coded["specification"].max() + 1
    return pd.concat([coded, others], ignore_index=True)


def main_rows(study: Study) -> pd.DataFrame:
    """Return the paragraphs of the main analysis."""
    return select(coded_table(study), study.settings.analyses[0], study.settings.period_ids)


def with_predictions(study: Study, rows: pd.DataFrame, blocks: tuple[str, ...]) -> pd.DataFrame:
    """Add what a classifier says of each paragraph when its story is held out.

    All paragraphs were chosen for labelling, so their inclusion probability is 1.
    """
    labels, counts = labelled_paragraphs(study, blocks)
    model = PillarClassifier(blocks_of(counts.features))
    said = cross_predict(model, counts.matrix, labels, study_folds(study, labels), study.codebook.pillar_ids)
    columns = ["paragraph_id", "predicted", *(f"p_{code}" for code in study.codebook.codes)]
    return rows.merge(said[columns], on="paragraph_id", how="left").assign(inclusion=1.0)


def variants(study: Study) -> dict[str, pd.DataFrame]:
    """Return the tables to compare: the analyses, the main one without copies, by outlet, by coder."""
    coded, periods = coded_table(study), study.settings.period_ids
    found = {analysis.title: select(coded, analysis, periods) for analysis in study.settings.analyses}
    main = next(iter(found.values()))
    found[study.settings.analyses[0].title] = with_predictions(study, main, BLOCKS)
    copies = (main["story"] != main["article_id"]).to_numpy()
    if copies.any():
        found["copies counted once"] = main[~copies]
    found |= {f"{outlet} alone": rows for outlet, rows in tables_by_outlet(main, periods).items()}
    codings = latest_codings(read_codings(study))
    for coder in sorted(codings["coder"].unique()):
        rows = labels_of_coder(main, codings, coder)
        if (rows["primary"] != "").mean() >= FEWEST_CODED:
            found[f"codings of {coder}"] = rows
    return found


def draw(numbers: pd.DataFrame, study: Study):
    """Draw the curve of each pillar above what each choice does to it."""
    numbers = numbers.fillna({"left_out": "", "note": ""})
    curve = numbers[numbers["left_out"] == ""]
    pillars, names = study.codebook.pillar_ids, study.codebook.names
    colours = pillar_colours(pillars)
    rows = choice_rows(curve)
    figure, (top, bottom) = new_grid([1, 0.12 * len(rows)], [1] * len(pillars), 2.4 + 0.17 * len(rows))
    for place, pillar in enumerate(pillars):
        part = curve[curve["pillar"] == pillar]
        draw_specification_curve(part, top[place], colour=colours[pillar])
        draw_specification_choices(part, bottom[place], rows=rows, names=NAMES, colour=colours[pillar])
        top[place].set_title(names[pillar].replace(" and ", "\nand "), fontsize=7, loc="center")
        if place:
            bottom[place].set_yticklabels([])
    top[0].set_ylabel("shift, points")
    bottom[len(pillars) // 2].set_xlabel("shift in percentage points: median and range over all that make the choice")
    add_caption(figure, _caption(numbers, study))
    return figure


def _caption(numbers: pd.DataFrame, study: Study) -> str:
    said = [
        f"{study.codebook.names[row.pillar]}: {row.same_sign} of {row.specifications} have the sign of the main one, "
        f"{row.exclude_zero} of them exclude zero; {row.article} moves it most, by {100 * row.moved:+.1f}"
        for row in summarise_specifications(numbers).itertuples()
    ]
    return (
        "Above: the shift under every combination of choices, smallest first; the diamond is the main analysis, "
        "colour an interval that excludes zero. Where all is labelled, PPI++ and DSL are the coded shares. "
        "Specifications share their data: how many exclude zero describes, it tests nothing. "
        + "; ".join(said)
        + " points when left out."
    )


experiment = Experiment(
    script=__file__,
    title="The shift under every reasonable choice",
    compute=compute,
    draw=draw,
    cost=5,
    tolerances={"shift": 1e-6, "low": 1e-6, "high": 1e-6},
)

if __name__ == "__main__":
    experiment.main()
