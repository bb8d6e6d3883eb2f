"""Would the shift be another, had we chosen otherwise? One row for each choice that a reader may question.

Run alone: ``python experiments/robustness.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.emphasis.correction.choice import is_drawn_sample
from discourse.emphasis.findings.choices import choice_text, kind_text, named_choices
from discourse.emphasis.table import main_paragraphs
from discourse.evaluation.held_out import proxy_predictions
from discourse.figures import (
    TYPE,
    choices_height,
    draw_choice_strips,
    draw_named_choices,
    message_figure,
    new_grid,
    pillar_colours,
    strips_height,
)
from discourse.pipeline.dependencies import note_study
from discourse.pipeline.experiment import Description, Experiment
from discourse.report.choices import describe_choices, most_said, sign_kept
from discourse.study import Study
from discourse.translations import say


def compute(study: Study) -> pd.DataFrame:
    """Estimate every pillar's shift under each choice; the first rows decide the verdict."""
    predictions = proxy_predictions(study) if is_drawn_sample(main_paragraphs(study)) else None
    if not study.settings.replication:
        return named_choices(study, predictions=predictions)
    other = Study(study.root / study.settings.replication)
    found = named_choices(study, other, predictions)
    note_study(study, other)
    return found


def draw(numbers: pd.DataFrame, study: Study):
    """Draw the pillar of which most can be said with its counts, and a row for each other below it."""
    numbers = filled(numbers)
    if numbers["value"].isna().all():
        return message_figure(say("One of the two periods has no coded paragraph. Code some: discourse relabel"))
    names, colours = study.codebook.names, pillar_colours(study.codebook.pillar_ids)
    large = most_said(numbers)
    others = [pillar for pillar in study.codebook.pillar_ids if pillar != large]
    rows = {pillar: numbers[numbers["pillar"] == pillar] for pillar in study.codebook.pillar_ids}
    shown = in_words(rows[large])
    heights = [choices_height(shown), strips_height(names[pillar] for pillar in others)]
    figure, ((top,), (bottom,)) = new_grid(heights, [1], sum(heights) + 1.0, sharex="col")
    draw_named_choices(shown, top, colour=colours[large])
    counts = {pillar: sign_kept(rows[pillar]) for pillar in others}
    heading = say("same sign")
    draw_choice_strips(numbers, bottom, order=others, names=names, colours=colours, counts=counts, heading=heading)
    bottom.set_xlabel(say("shift, percentage points"), fontsize=TYPE)
    return figure


def in_words(rows: pd.DataFrame) -> pd.DataFrame:
    """Say choices and their kinds in the language spoken at the moment."""
    choices = [choice_text(kind, choice) for kind, choice in zip(rows["kind"], rows["choice"], strict=True)]
    return rows.assign(choice=choices, kind=rows["kind"].map(kind_text))


def describe(numbers: pd.DataFrame, study: Study) -> Description:
    """Say in how many choices the sign holds."""
    return describe_choices(filled(numbers), study)


def filled(numbers: pd.DataFrame) -> pd.DataFrame:
    """Read an empty cell of a text as an empty text."""
    return numbers.fillna({"kind": "", "verdict": "", "reason": ""})


experiment = Experiment(
    script=__file__,
    title="The shift under every choice that a reader may question",
    compute=compute,
    draw=draw,
    describe=describe,
    cost=3,
    tolerances=dict.fromkeys(("value", "low", "high", "earlier_share", "later_share"), 1e-6),
)

if __name__ == "__main__":
    experiment.main()
