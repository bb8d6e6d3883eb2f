"""How does the emphasis on the pillars differ between the two periods? The main figure.

Run alone: ``python experiments/emphasis.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.emphasis.estimators import estimate
from discourse.emphasis.inputs import QUANTITIES, WEIGHTINGS, Paragraphs, read_paragraphs
from discourse.emphasis.left_out import deciding_shifts
from discourse.emphasis.measures.agenda import AGENDA, agenda_sentence, agenda_test
from discourse.emphasis.power import width_by_articles
from discourse.emphasis.shares import Estimate
from discourse.emphasis.shifts import MAX_LENGTH_RATIO, shift_test_rows
from discourse.emphasis.specifications import compare_weightings
from discourse.emphasis.table import study_notes
from discourse.emphasis.verdict import NOT_DETECTED, p_text, verdict_text, verdicts
from discourse.figures import add_caption, draw_shares, draw_shifts, new_figure, pillar_colours
from discourse.labels.table import coded_table, select
from discourse.pipeline.experiment import Experiment
from discourse.study import Study

COLUMNS = [
    "analysis", "pillar", "quantity", "period", "value", "low", "high",
    "count", "articles", "paragraphs", "verdict", "reason",
]  # fmt: skip
TESTS = {
    "p": "shift_p",
    "monte_carlo_error": "shift_p_error",
    "p_holm": "shift_p_holm",
    "smallest_p": "smallest_p",
    "lengths_differ": "lengths_differ",
    "detectable": "detectable_shift",
    "exaggeration": "exaggeration",
}
"""Columns of the tests, and the quantity under which each stands in the figure's table."""
MORE_ARTICLES = (50, 100, 200)
"""Articles a period for which the width of the interval is projected."""


def compute(study: Study) -> pd.DataFrame:
    """Estimate shares, mention shares and shifts of every analysis, under every weighting, and test the shifts."""
    coded, settings = coded_table(study), study.settings
    parts = []
    for analysis in settings.analyses:
        rows = select(coded, analysis, settings.compared)
        paragraphs = read_paragraphs(rows, study.codebook.pillar_ids, settings.compared)
        estimates = [
            estimate(paragraphs, quantity=quantity, weighting=weighting)
            for weighting in WEIGHTINGS
            for quantity in QUANTITIES
        ]
        main = estimates[0]
        agenda = [_agenda(main, study)] if min(main.articles) else []
        tests = _tests(main, paragraphs, study)
        found = [_shares(estimates, study), *agenda, tests, _projections(main, study)]
        parts.append(pd.concat(found, ignore_index=True).assign(analysis=analysis.id))
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def _shares(estimates: list[Estimate], study: Study) -> pd.DataFrame:
    """Return shares, with the pillar's paragraphs, and shifts; weighted otherwise their quantity says so.

    By article it is "share by article"; such shares have no count.
    """
    found = compare_weightings(estimates, level=study.settings.level)
    other = found["weighting"] != found["weighting"].iloc[0]
    found.loc[other, "quantity"] += " by " + found.loc[other, "weighting"]
    counted = found["quantity"].isin(QUANTITIES)
    return found.assign(count=(found["value"] * found["paragraphs"]).round().where(counted))


def _agenda(main: Estimate, study: Study) -> pd.DataFrame:
    """Test all shares together."""
    settings = study.settings
    choices = {"permutations": settings.permutations, "resamples": settings.resamples}
    return agenda_test(main, level=settings.level, seed=settings.seed, **choices)


def _tests(main: Estimate, paragraphs: Paragraphs, study: Study) -> pd.DataFrame:
    """Return the tests of the shifts, a row each, and the verdict on each pillar (as text, without a value)."""
    settings = study.settings
    tests = shift_test_rows(main, level=settings.level, seed=settings.seed, permutations=settings.permutations)
    shared = tests[["pillar", "period", "articles", "paragraphs"]]
    parts = [shared.assign(quantity=quantity, value=tests[column].astype(float)) for column, quantity in TESTS.items()]
    said = verdicts(tests, deciding_shifts(paragraphs, settings.level, main.sums), settings.level)
    parts.append(shared.merge(said, on="pillar").assign(quantity="verdict"))
    joint = {"value": tests["shift"], "low": tests["low_joint"], "high": tests["high_joint"]}
    lengths = pd.DataFrame(
        {
            "pillar": AGENDA,
            "quantity": "median_length",
            "period": main.periods,
            "value": tests.loc[0, ["median_earlier", "median_later"]].to_numpy(dtype=float),
            "articles": main.articles,
            "paragraphs": main.paragraphs,
        }
    )
    return pd.concat([*parts, shared.assign(quantity="shift_joint", **joint), lengths], ignore_index=True)


def _projections(main: Estimate, study: Study) -> pd.DataFrame:
    """Return half the width that the shift's interval would have with more articles a period."""
    found = width_by_articles(main, articles=MORE_ARTICLES, level=study.settings.level)
    later = "-".join(reversed(study.settings.compared))
    return found.assign(quantity="half_width", value=found["half_width"], period=later, articles=2 * found["articles"])


def draw(numbers: pd.DataFrame, study: Study):
    """Draw the shares of the main analysis on the left and the shifts of all on the right."""
    pillars, names = study.codebook.pillar_ids, study.codebook.names
    colours = pillar_colours(pillars)
    main = study.settings.analyses[0]
    figure, (left, right) = new_figure([1, 1.15], 3.7, sharey=True)
    shares = numbers[(numbers["analysis"] == main.id) & (numbers["quantity"] == "share")]
    periods = study.settings.compared
    draw_shares(shares, left, pillars=pillars, periods=periods, names=names, colours=colours)
    left.set_title(f"Share:\n{main.title}")
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
    """Say what is shown, the tests, and which shifts are detectable; all from the table."""
    main, names = study.settings.analyses[0], study.codebook.names
    rows = numbers[numbers["analysis"] == main.id]
    by = rows[~rows["quantity"].isin(["half_width"]) & (rows["pillar"] != AGENDA)].set_index(["quantity", "pillar"])[
        "value"
    ]
    tests = "; ".join(
        f"{names[p]} {p_text(by['shift_p', p])} ({p_text(by['shift_p_holm', p])})" for p in study.codebook.pillar_ids
    )
    reach = " to ".join(f"{100 * end:.0f}" for end in by["detectable_shift"].agg(["min", "max"]))
    widths = rows[rows["quantity"] == "half_width"]
    more = "; ".join(
        f"{names[pillar]} " + ", ".join(f"{100 * value:.0f}" for value in part.sort_values("articles")["value"])
        for pillar, part in widths.groupby("pillar", sort=False)
    )
    counts = ", ".join(f"{count // 2:.0f}" for count in sorted(widths["articles"].unique()))
    return (
        f"{_verdicts(rows, names)} Share of the paragraphs that have a pillar (code none left out), "
        f"{100 * study.settings.level:.0f}% confidence intervals, clustered by article, with the outlets as given. "
        f"{agenda_sentence(rows, study.settings.compared)} Permutation test by article, p (Holm-adjusted p): "
        f"{tests}{_exactness(by, rows)} The smallest p attainable is {by['smallest_p'].min():.1g}. Smallest shift "
        f"detectable with 80% power: {reach} points.{_exaggerated(rows, names)} With {counts} articles a period the "
        f"interval of the shift would be ± {more} points. {_weightings(rows, names)} Crosses: too few articles for an "
        f"interval. {' '.join([*study_notes(study), study.settings.sample_note, study.settings.coding_note])}"
    )


def _exactness(by: pd.Series, rows: pd.DataFrame) -> str:
    """Say how exact the p-values are, and whether lengths forbid the test."""
    error = by["shift_p_error"].max()
    said = "" if error > 0 else ", exact for exchangeable articles"
    said += f", Monte-Carlo error at most {error:.4f}." if error > 0 else "."
    lengths = " and ".join(f"{length:g}" for length in rows[rows["quantity"] == "median_length"]["value"])
    said += f" The median articles have {lengths} paragraphs"
    if by["lengths_differ"].max() > 0:
        return f"{said}: they differ by more than {MAX_LENGTH_RATIO:g} times, so the interval decides alone."
    return f"{said}."


def _exaggerated(rows: pd.DataFrame, names: dict[str, str]) -> str:
    """Say how far a shift is exaggerated that was found though it is smaller than the detectable one."""
    shifts = rows[rows["quantity"] == "shift"].set_index("pillar")
    ratio = rows[rows["quantity"] == "exaggeration"].set_index("pillar")["value"]
    found = shifts.index[(shifts["low"] > 0) | (shifts["high"] < 0)]
    said = ", ".join(f"{names[pillar]} {ratio[pillar]:.1f} times" for pillar in found if ratio[pillar] > 1)
    if not said:
        return ""
    return f" A shift found below that is too large on average, were the true one as large as the observed: {said}."


def _verdicts(rows: pd.DataFrame, names: dict[str, str]) -> str:
    """Say the verdict on every pillar of which more can be said than that no shift was detected."""
    said = rows[rows["quantity"] == "verdict"].fillna({"reason": ""})
    told = said[said["verdict"] != NOT_DETECTED]
    each = [f"{names[row.pillar]}: {verdict_text(row.verdict, row.reason)}." for row in told.itertuples()]
    others = "no pillar" if len(said) == len(told) else "all pillars" if told.empty else "the other pillars"
    return " ".join([*each, f"No detectable shift: {others}."])


def _weightings(rows: pd.DataFrame, names: dict[str, str]) -> str:
    """Say whether weighting by article or word moves a share outside its interval."""
    keys = ["pillar", "quantity", "period"]
    base = rows[rows["quantity"] == "share"].set_index(keys)
    apart = []
    for weighting in ("article", "word"):
        other = rows[rows["quantity"] == f"share by {weighting}"].assign(quantity="share").set_index(keys)
        outside = _outside(other["value"], base) & _outside(base["value"], other)
        apart += [f"{names[pillar]} {period} by {weighting}" for pillar, _, period in base.index[outside.to_numpy()]]
    if not apart:
        return "Weighting by article or by word leaves every share inside its interval."
    return f"Weighting moves shares outside their intervals: {', '.join(apart)}."


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
