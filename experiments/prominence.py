"""Which pillar opens an article, how far does each reach, and is that the same as attention?

Run alone: ``python experiments/prominence.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.emphasis import opening_tests, p_text, prominence, verdict_text
from discourse.emphasis.verdict import NOT_DETECTED
from discourse.figures import TYPE, draw_pairs, draw_period_key, fitting_title, new_grid, pillar_colours, row_label
from discourse.labels.table import coded_table, select
from discourse.pipeline.experiment import Description, Experiment
from discourse.study import Study

PANELS = {
    "attention": "Attention: share of paragraphs",
    "rank_weighted": "By rank: weights 1, 1/2, 1/3 …",
    "opening": "Opening: articles it comes first in",
    "reach": "Reach: articles that name it",
}
"""Measures that are drawn, and the heading of their panels; the table holds one more."""


def compute(study: Study) -> pd.DataFrame:
    """Compute attention and prominence in every analysis, and test the openings."""
    coded, parts = coded_table(study), []
    for analysis in study.settings.analyses:
        rows = select(coded, analysis, study.settings.compared)
        parts.append(_measured(rows, study).assign(analysis=analysis.id))
    found = pd.concat(parts, ignore_index=True)
    return found[["analysis", *found.columns.drop("analysis")]]


def _measured(rows: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Put shares, tests, and the shifts of openings without each group of one analysis below each other."""
    settings, pillars = study.settings, study.codebook.pillar_ids
    shares = prominence(rows, pillars, settings.compared, level=settings.level)
    tests, without = opening_tests(rows, pillars, settings.compared, level=settings.level, seed=settings.seed)
    tests = tests.assign(measure="opening", quantity="shift")
    keys = ["measure", "quantity", "pillar"]
    shares = shares.merge(tests[[*keys, "p", "p_holm", "verdict", "reason"]], on=keys, how="left")
    first, both = tests.iloc[0], "-".join(reversed(settings.compared))
    whole = pd.DataFrame(
        {
            "quantity": ["all_pillars", "all_pillars_error", "copies", "after_unlabelled"],
            "value": first[["p_all", "monte_carlo_error", "copies", "after_unlabelled"]].astype(float).to_numpy(),
        }
    )
    left = without.assign(quantity="shift_without", articles=without["earlier_articles"] + without["later_articles"])
    left = left[["quantity", "pillar", "left_out", "value", "low", "high", "articles", "p"]]
    further = [part.assign(measure="opening", period=both) for part in (whole, left) if len(part)]
    return pd.concat([shares, *further], ignore_index=True)


def draw(numbers: pd.DataFrame, study: Study):
    """Draw a panel a measure, all on one scale."""
    pillars = study.codebook.pillar_ids
    labels = {pillar: row_label(name) for pillar, name in study.codebook.names.items()}
    look = {"names": labels, "colours": pillar_colours(pillars)}
    shares = numbers[(numbers["analysis"] == study.settings.analyses[0].id) & (numbers["quantity"] == "share")]
    lines = max(1 + label.count("\n") for label in labels.values())
    height = len(PANELS) * (max(0.215, 0.12 * lines) * len(pillars) + 0.27) + 0.7
    figure, grid = new_grid([1] * len(PANELS), [1], height, sharex=True)
    for (ax,), (measure, heading) in zip(grid, PANELS.items(), strict=True):
        part = shares[shares["measure"] == measure]
        draw_pairs(part, ax, rows="pillar", periods=study.settings.compared, **look)
        ax.set_title(heading, fontsize=7, pad=3)
    grid[-1][0].set_xlim(-3, 103)
    grid[-1][0].set_xlabel("% of paragraphs, or of articles", fontsize=TYPE)
    draw_period_key(figure, study.settings.compared, few=bool(shares["low"].isna().any()))
    return figure


def describe(numbers: pd.DataFrame, study: Study) -> Description:
    """Say which pillar opens more or fewer articles, how it was tested, and what may be said of that."""
    rows = numbers[numbers["analysis"] == study.settings.analyses[0].id]
    level = f"{100 * study.settings.level:.0f}%"
    caption = (
        f"Earlier period hollow, later filled; lines: {level} confidence intervals, clustered by article (cross: too "
        "few articles). Opening: the first coded paragraph; reach: any paragraph, as primary or also; there each story "
        "counts once. By rank, the second paragraph of an article weighs half as much as the first, and so on."
    )
    others = [_elsewhere(numbers, study, one.id, one.title) for one in study.settings.analyses[1:]]
    notes = [_tests(rows, study), _left_out(rows, study), *filter(None, others), *_counted(rows, study)]
    return Description(_title(rows, study), caption, " ".join(notes))


def _openings(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the tested shifts of the openings, a row a pillar; first the one that the title names.

    That is the one least probable by chance or, where no shift is detected, the pillar that opens most articles.
    """
    shifts = rows[(rows["measure"] == "opening") & (rows["quantity"] == "shift")].fillna({"reason": ""})
    shares = rows[(rows["measure"] == "opening") & (rows["quantity"] == "share")]
    most = -shifts["pillar"].map(shares.groupby("pillar")["numerator"].sum())
    first = most if (shifts["verdict"] == NOT_DETECTED).all() else shifts["p"]
    return shifts.assign(first=first, most=most).sort_values(["first", "most"], kind="stable")


def _said(rows: pd.DataFrame, study: Study, pillar: str) -> str:
    """Write in how many articles of each period a pillar comes first."""
    shares = rows[(rows["measure"] == "opening") & (rows["quantity"] == "share") & (rows["pillar"] == pillar)]
    by, said = shares.set_index("period"), []
    for period in study.settings.compared:
        found, of = by["numerator"][period], by["counted"][period]
        said.append(f"{found:.0f} of {of:.0f}{'' if said else ' articles'} in {period}" if of else f"none in {period}")
    return ", ".join(said)


def _title(rows: pd.DataFrame, study: Study) -> str:
    first = _openings(rows).iloc[0]
    said = f"{study.codebook.names[first['pillar']]} comes first in {_said(rows, study, first['pillar'])}"
    reason = first["reason"].partition(" (")[0]
    full = verdict_text(first["verdict"], reason)
    return fitting_title(*(f"{said} ({each})" for each in (full, reason, first["verdict"]) if each), said)


def _tests(rows: pd.DataFrame, study: Study) -> str:
    """Say the p-values of the openings, and the verdicts."""
    shifts, names = _openings(rows), study.codebook.names
    whole = rows.drop_duplicates("quantity").set_index("quantity")["value"]
    each = "; ".join(
        f"{names[row['pillar']]} {_said(rows, study, row['pillar'])}, p {p_text(row['p'])} ({p_text(row['p_holm'])})"
        for row in shifts.to_dict("records")
    )
    told = [
        f"{names[row['pillar']]}: {verdict_text(row['verdict'], row['reason'])}."
        for row in shifts[shifts["verdict"] != NOT_DETECTED].to_dict("records")
    ]
    error = whole["all_pillars_error"]
    return (
        f"Openings were tested by Fisher's exact test, two-sided, p (Holm-adjusted p): {each}. One test "
        f"of all pillars (Freeman and Halton): p {p_text(whole['all_pillars'])}"
        f"{f', Monte-Carlo error {error:.4f}' if error > 0 else ''}. These tests are exploratory: they are one more "
        f"family beside those of the shares. Verdicts, by the rule of all shifts: "
        f"{' '.join(told) or 'no detectable shift in any pillar.'}"
    )


def _left_out(rows: pd.DataFrame, study: Study) -> str:
    """Say how the openings of the title's pillar shift without each large outlet and event."""
    pillar = _openings(rows).iloc[0]["pillar"]
    left = rows[(rows["quantity"] == "shift_without") & (rows["pillar"] == pillar)]
    if left.empty:
        return "No outlet or event is large enough to be left out."
    said = "; ".join(
        f"{row['left_out']} {points(row['value'])} points ({row['articles']:.0f} articles, p {p_text(row['p'])})"
        for row in left.dropna(subset="value").to_dict("records")
    )
    return f"The shift in openings of {study.codebook.names[pillar]} without each large outlet and event: {said}."


def points(shift: float) -> str:
    """Write a shift in percentage points, with its sign."""
    return f"{100 * shift:+z.1f}".replace("-", "−")


def _elsewhere(numbers: pd.DataFrame, study: Study, analysis: str, title: str) -> str:
    """Say what another analysis shows of the title's pillar; nothing where it has too few articles."""
    main, rows = (numbers[numbers["analysis"] == one] for one in (study.settings.analyses[0].id, analysis))
    pillar = _openings(main).iloc[0]["pillar"]
    other = rows[(rows["measure"] == "opening") & (rows["quantity"] == "shift") & (rows["pillar"] == pillar)].iloc[0]
    if pd.isna(other["low"]):
        return ""
    name = study.codebook.names[pillar]
    return f"{title}: {name} comes first in {_said(rows, study, pillar)} (p {p_text(other['p'])})."


def _counted(rows: pd.DataFrame, study: Study) -> list[str]:
    """Say what counts: copies, paragraphs without a label, the length of articles, and the other weights."""
    whole = rows.drop_duplicates("quantity").set_index("quantity")["value"]
    shares = rows[(rows["measure"] == "attention") & (rows["quantity"] == "share")].drop_duplicates("period")
    lengths = (shares["counted"] / shares["articles"].where(shares["articles"] > 0)).map("{:.1f}".format)
    log = rows[(rows["measure"] == "log_rank_weighted") & (rows["quantity"] == "shift")].set_index("pillar")["value"]
    each = ", ".join(f"{study.codebook.names[pillar]} {points(value)}" for pillar, value in log.dropna().items())
    late = whole["after_unlabelled"]
    return [
        f"Articles left out as copies of another: {whole['copies']:.0f}.",
        *([f"In {late:.0f} articles a paragraph without a label stands before the one that counts."] if late else []),
        f"Articles have {' and '.join(lengths)} coded paragraphs on average; longer ones reach more pillars. "
        "Intervals of reach and of weighted shares are not adjusted for their number.",
        *([f"With weights of 1 / log2(1 + rank) the shifts in points are: {each}."] if each else []),
    ]


experiment = Experiment(
    script=__file__,
    title="Which pillar opens an article, beside attention, rank and reach",
    compute=compute,
    draw=draw,
    describe=describe,
    tolerances={"value": 1e-6, "low": 1e-6, "high": 1e-6, "p": 1e-6, "p_holm": 1e-6},
)

if __name__ == "__main__":
    experiment.main()
