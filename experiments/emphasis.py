"""How does the emphasis on the pillars differ between the two periods? The main figure.

Run alone: ``python experiments/emphasis.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.emphasis.estimators import estimate
from discourse.emphasis.inputs import QUANTITIES, WEIGHTINGS, read_paragraphs
from discourse.emphasis.shares import Estimate
from discourse.emphasis.shifts import shift_test_rows, width_by_articles
from discourse.emphasis.specifications import compare_weightings
from discourse.emphasis.table import study_notes
from discourse.figures import add_caption, draw_shares, draw_shifts, new_figure, pillar_colours
from discourse.labels.table import coded_table, select
from discourse.pipeline.experiment import Experiment
from discourse.study import Study

COLUMNS = ["analysis", "pillar", "quantity", "period", "value", "low", "high", "articles", "paragraphs"]
TESTS = {"p": "shift_p", "p_holm": "shift_p_holm", "smallest_p": "smallest_p", "detectable": "detectable_shift"}
"""Columns of the tests, and the quantity under which each stands in the figure's table."""
MORE_ARTICLES = (50, 100, 200)
"""Articles a period for which the width of the interval is projected."""


def compute(study: Study) -> pd.DataFrame:
    """Estimate shares, mention shares and shifts of every analysis, under every weighting, and test the shifts."""
    coded, settings = coded_table(study), study.settings
    parts = []
    for analysis in settings.analyses:
        rows = select(coded, analysis, settings.period_ids)
        paragraphs = read_paragraphs(rows, study.codebook.pillar_ids, settings.period_ids)
        estimates = [
            estimate(paragraphs, quantity=quantity, weighting=weighting)
            for weighting in WEIGHTINGS
            for quantity in QUANTITIES
        ]
        main = estimates[0]
        found = [_shares(estimates, study), _tests(main, study), _projections(main, study)]
        parts.append(pd.concat(found, ignore_index=True).assign(analysis=analysis.id))
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def _shares(estimates: list[Estimate], study: Study) -> pd.DataFrame:
    """Return shares and shifts; weighted by article or word their quantity says so ("share by article")."""
    found = compare_weightings(estimates, level=study.settings.level)
    other = found["weighting"] != found["weighting"].iloc[0]
    found.loc[other, "quantity"] += " by " + found.loc[other, "weighting"]
    return found


def _tests(main: Estimate, study: Study) -> pd.DataFrame:
    settings = study.settings
    tests = shift_test_rows(main, level=settings.level, seed=settings.seed, permutations=settings.permutations)
    shared = tests[["pillar", "period", "articles", "paragraphs"]]
    parts = [shared.assign(quantity=quantity, value=tests[column]) for column, quantity in TESTS.items()]
    return pd.concat(parts, ignore_index=True)


def _projections(main: Estimate, study: Study) -> pd.DataFrame:
    """Return half the width that the shift's interval would have with more articles a period."""
    found = width_by_articles(main, articles=MORE_ARTICLES, level=study.settings.level)
    later = "-".join(reversed(study.settings.period_ids))
    return found.assign(quantity="half_width", value=found["half_width"], period=later, articles=2 * found["articles"])


def draw(numbers: pd.DataFrame, study: Study):
    """Draw the shares of the main analysis on the left and the shifts of all on the right."""
    pillars, names = study.codebook.pillar_ids, study.codebook.names
    colours = pillar_colours(pillars)
    main = study.settings.analyses[0]
    figure, (left, right) = new_figure([1, 1.15], 3.7, sharey=True)
    shares = numbers[(numbers["analysis"] == main.id) & (numbers["quantity"] == "share")]
    periods = study.settings.period_ids
    draw_shares(shares, left, pillars=pillars, periods=periods, names=names, colours=colours)
    left.set_title(f"Share: {main.title}")
    titles = {one.id: f"{one.title}: {_articles(numbers, one.id, periods)}" for one in study.settings.analyses}
    shifts = numbers[numbers["quantity"] == "shift"]
    draw_shifts(shifts, right, pillars=pillars, names=names, colours=colours, titles=titles)
    right.set_title(f"Shift from {periods[0]} to {periods[1]}")
    add_caption(figure, caption(numbers, study))
    return figure


def _articles(numbers: pd.DataFrame, analysis: str, periods: tuple[str, ...]) -> str:
    """Write the articles behind each period: "17 + 29 articles"."""
    shares = numbers[(numbers["analysis"] == analysis) & (numbers["quantity"] == "share")]
    counts = shares.drop_duplicates("period").set_index("period")["articles"]
    return " + ".join(f"{counts[period]:.0f}" for period in periods) + " articles"


def caption(numbers: pd.DataFrame, study: Study) -> str:
    """Say what is shown, the tests, and what the articles at hand can show; all from the table."""
    main, names = study.settings.analyses[0], study.codebook.names
    rows = numbers[numbers["analysis"] == main.id]
    by = rows[~rows["quantity"].isin(["half_width"])].set_index(["quantity", "pillar"])["value"]
    tests = "; ".join(
        f"{names[p]} {by['shift_p', p]:.3f} ({by['shift_p_holm', p]:.3f})" for p in study.codebook.pillar_ids
    )
    reach = "; ".join(f"{names[p]} {100 * by['detectable_shift', p]:.0f}" for p in study.codebook.pillar_ids)
    widths = rows[rows["quantity"] == "half_width"]
    more = "; ".join(
        f"{names[pillar]} " + ", ".join(f"{100 * value:.0f}" for value in part.sort_values("articles")["value"])
        for pillar, part in widths.groupby("pillar", sort=False)
    )
    counts = ", ".join(f"{count // 2:.0f}" for count in sorted(widths["articles"].unique()))
    return (
        f"Share of the paragraphs that have a pillar (code none left out), {100 * study.settings.level:.0f} % "
        f"intervals over articles. Permutation of the periods over articles, p (after Holm): {tests}; the smallest p "
        f"that these articles can give is {by['smallest_p'].min():.1g}. Shift that they would show with 80 % power, "
        f"in points: {reach}. With {counts} articles a period the interval of the shift would be ± {more} points. "
        f"{_weightings(rows, names)} A cross is a number to which so few articles give no interval. "
        f"{' '.join([*study_notes(study), study.settings.sample_note, study.settings.coding_note])}"
    )


def _weightings(rows: pd.DataFrame, names: dict[str, str]) -> str:
    """Say whether weighting by article or word gives shares beyond the intervals."""
    keys = ["pillar", "quantity", "period"]
    base = rows[rows["quantity"] == "share"].set_index(keys)
    apart = []
    for weighting in ("article", "word"):
        other = rows[rows["quantity"] == f"share by {weighting}"].assign(quantity="share").set_index(keys)
        outside = _outside(other["value"], base) & _outside(base["value"], other)
        apart += [f"{names[pillar]} {period} by {weighting}" for pillar, _, period in base.index[outside.to_numpy()]]
    if not apart:
        return "By article or by word no share lies beyond these intervals."
    return f"Weighting matters beyond the intervals: {', '.join(apart)}."


def _outside(value: pd.Series, bounds: pd.DataFrame) -> pd.Series:
    return (value < bounds["low"]) | (value > bounds["high"])


experiment = Experiment(
    script=__file__,
    title="The shift in emphasis between the two periods",
    compute=compute,
    draw=draw,
    tolerances={"value": 1e-6, "low": 1e-6, "high": 1e-6},
)

if __name__ == "__main__":
    experiment.main()
