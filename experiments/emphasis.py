"""How does the emphasis on the pillars differ between the two periods? The main figure.

Run alone: ``python experiments/emphasis.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.emphasis import emphasis, shift_tests
from discourse.experiment import Experiment
from discourse.figures import draw_shares, draw_shifts
from discourse.labels import coded_table, select
from discourse.study import Study
from discourse.style import add_caption, new_figure, pillar_colours

COLUMNS = ["analysis", "pillar", "quantity", "period", "value", "low", "high", "articles", "paragraphs"]
TESTS = {"p": "shift_p", "p_holm": "shift_p_holm", "smallest_p": "smallest_p", "detectable": "detectable_shift"}
"""Columns of the tests, and the quantity under which each stands in the figure's table."""


def compute(study: Study) -> pd.DataFrame:
    """Estimate shares, mention shares and shifts of every analysis, and test the shifts."""
    coded, settings = coded_table(study), study.settings
    parts = []
    for analysis in settings.analyses:
        rows = select(coded, analysis, settings.period_ids)
        found = emphasis(
            rows,
            study.codebook.pillar_ids,
            settings.period_ids,
            level=settings.level,
            seed=settings.seed,
            resamples=settings.resamples,
        )
        tests = shift_tests(
            rows, study.codebook.pillar_ids, settings.period_ids, level=settings.level, seed=settings.seed
        )
        for column, quantity in TESTS.items():
            part = tests[["pillar", "period", "articles", "paragraphs"]].assign(quantity=quantity, value=tests[column])
            found = pd.concat([found, part], ignore_index=True)
        parts.append(found.assign(analysis=analysis.id))
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def draw(numbers: pd.DataFrame, study: Study):
    """Draw the shares of the main analysis on the left and the shifts of all on the right."""
    pillars, names = study.codebook.pillar_ids, study.codebook.names
    colours = pillar_colours(pillars)
    main = study.settings.analyses[0]
    figure, (left, right) = new_figure([1, 1.15], 3.7, sharey=True)
    shares = numbers[(numbers["analysis"] == main.id) & (numbers["quantity"] == "share")]
    draw_shares(shares, left, pillars=pillars, names=names, colours=colours)
    left.set_title(f"Share: {main.title}")
    titles = {
        analysis.id: f"{analysis.title}: {_articles(numbers, analysis.id)}" for analysis in study.settings.analyses
    }
    draw_shifts(
        numbers[numbers["quantity"] == "shift"], right, pillars=pillars, names=names, colours=colours, titles=titles
    )
    right.set_title(f"Shift from {study.settings.period_ids[0]} to {study.settings.period_ids[1]}")
    add_caption(figure, _caption(numbers, study))
    return figure


def _articles(numbers: pd.DataFrame, analysis: str) -> str:
    """Write the articles behind each period: "17 + 29 articles"."""
    shares = numbers[(numbers["analysis"] == analysis) & (numbers["quantity"] == "share")]
    counts = shares.drop_duplicates("period").sort_values("period")["articles"]
    return " + ".join(f"{count:.0f}" for count in counts) + " articles"


def _caption(numbers: pd.DataFrame, study: Study) -> str:
    main = study.settings.analyses[0]
    names = study.codebook.names
    rows = numbers[numbers["analysis"] == main.id].set_index(["quantity", "pillar"])["value"]
    smallest = rows["smallest_p"].min()
    reach = "; ".join(f"{names[pillar]} {100 * value:.0f}" for pillar, value in rows["detectable_shift"].items())
    tests = "; ".join(
        f"{names[pillar]} {value:.3f} ({rows['shift_p_holm', pillar]:.3f})" for pillar, value in rows["shift_p"].items()
    )
    return (
        f"Share of the paragraphs that have a pillar (code none left out), {100 * study.settings.level:.0f} % intervals over "
        f"articles. Permutation of the periods over articles, p (after Holm): {tests}. Smallest p these articles can give: "
        f"{smallest:.2g}. Shift they would show with 80 % power, in points: {reach}. "
        "A cross is a number to which so few articles give no interval. Codings are by language-model passes; no person "
        "has coded yet."
    )


experiment = Experiment(
    script=__file__,
    title="The shift in emphasis between the two periods",
    inputs=("articles.csv", "paragraphs.csv", "labels.csv"),
    compute=compute,
    draw=draw,
    tolerances={"value": 1e-6, "low": 1e-6, "high": 1e-6},
)

if __name__ == "__main__":
    experiment.main()
