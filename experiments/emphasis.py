"""How does the emphasis on the pillars differ between the two periods? The main figure.

Run alone: ``python experiments/emphasis.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.emphasis.correction.choice import add_predictions, is_drawn_sample
from discourse.emphasis.findings.analysis import COLUMNS, analysis_rows
from discourse.emphasis.inputs import read_paragraphs
from discourse.evaluation.held_out import proxy_predictions
from discourse.figures import TYPE, add_periods, changes_height, draw_changes, new_figure, pillar_colours
from discourse.labels.consent.known_errors import study_errors
from discourse.labels.table import coded_table, select
from discourse.pipeline.experiment import Experiment
from discourse.report.main_figure import describe_emphasis, standing_out
from discourse.study import Study
from discourse.translations import say


def compute(study: Study) -> pd.DataFrame:
    """Estimate shares, mention shares and shifts of every analysis, under every weighting, and test the shifts.

    Where people have coded a drawn sample, the classifier says what it makes of the other paragraphs.
    """
    coded, settings = coded_table(study), study.settings
    read = {
        analysis.id: read_paragraphs(
            select(coded, analysis, settings.compared), study.codebook.pillar_ids, settings.compared
        )
        for analysis in settings.analyses
    }
    predictions = proxy_predictions(study) if any(map(is_drawn_sample, read.values())) else None
    errors = study_errors(study)
    parts = [
        analysis_rows(add_predictions(paragraphs, predictions), settings, errors).assign(analysis=analysis)
        for analysis, paragraphs in read.items()
    ]
    return pd.concat(parts, ignore_index=True)[["analysis", *COLUMNS]]


def draw(numbers: pd.DataFrame, study: Study):
    """Draw the shares of the main analysis in both periods, with counts and shifts beside them."""
    pillars, periods = study.codebook.pillar_ids, study.settings.compared
    rows = numbers[numbers["analysis"] == study.settings.analyses[0].id]
    shown = (
        rows[rows["quantity"].isin(["share", "shift"])]
        .rename(columns={"count": "numerator"})
        .assign(counted=rows["paragraphs"])
    )
    colours = pillar_colours(pillars)
    figure, (ax,) = new_figure([1], changes_height(study.codebook.names[pillar] for pillar in pillars) + 1.15)
    draw_changes(
        shown,
        ax,
        rows="pillar",
        order=pillars,
        periods=periods,
        names=study.codebook.names,
        colours={pillar: colours[pillar] for pillar in standing_out(rows)},
        heading=say("paragraphs\nshift in points [{level:.0f}%]", level=100 * study.settings.level),
    )
    articles = shown.drop_duplicates("period").set_index("period")["articles"]
    labels = [say("{period}, {count:.0f} articles", period=period, count=articles[period]) for period in periods]
    add_periods(ax, labels)
    ax.set_xlabel(say("% of paragraphs"), fontsize=TYPE)
    return figure


experiment = Experiment(
    script=__file__,
    title="The shift in emphasis between the two periods",
    compute=compute,
    draw=draw,
    describe=describe_emphasis,
    tolerances={"value": 1e-6, "low": 1e-6, "high": 1e-6},
)

if __name__ == "__main__":
    experiment.main()
