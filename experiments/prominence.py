"""Which pillar opens an article, how far does each reach, and is that the same as attention?

Run alone: ``python experiments/prominence.py``
"""

from __future__ import annotations

import pandas as pd

from discourse.emphasis import opening_tests, p_text, prominence, verdict_text
from discourse.emphasis.verdict import NOT_DETECTED, verdict_endings
from discourse.figures import TYPE, draw_pairs, draw_period_key, fitting_title, new_grid, pillar_colours, row_label
from discourse.labels.table import coded_table, select
from discourse.pipeline.experiment import Description, Experiment
from discourse.study import Study
from discourse.translations import say, translated

WEIGHTS = "1, 1/2, 1/3 …"
"""How the first paragraphs of an article weigh in the measure by rank."""


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


def panels() -> dict[str, str]:
    """Name the measures that are drawn, each with the heading of its panel; the table holds one more."""
    return {
        "attention": say("Attention: share of paragraphs"),
        "rank_weighted": say("By rank: weights {weights}", weights=WEIGHTS),
        "opening": say("Opening: articles it comes first in"),
        "reach": say("Reach: articles that name it"),
    }


def draw(numbers: pd.DataFrame, study: Study):
    """Draw a panel a measure, all on one scale."""
    pillars = study.codebook.pillar_ids
    labels = {pillar: row_label(name) for pillar, name in study.codebook.names.items()}
    look = {"names": labels, "colours": pillar_colours(pillars)}
    shares = numbers[(numbers["analysis"] == study.settings.analyses[0].id) & (numbers["quantity"] == "share")]
    lines = max(1 + label.count("\n") for label in labels.values())
    headings = panels()
    height = len(headings) * (max(0.215, 0.12 * lines) * len(pillars) + 0.27) + 0.7
    figure, grid = new_grid([1] * len(headings), [1], height, sharex=True)
    for (ax,), (measure, heading) in zip(grid, headings.items(), strict=True):
        part = shares[shares["measure"] == measure]
        draw_pairs(part, ax, rows="pillar", periods=study.settings.compared, **look)
        ax.set_title(heading, fontsize=7, pad=3)
    grid[-1][0].set_xlim(-3, 103)
    grid[-1][0].set_xlabel(say("% of paragraphs, or of articles"), fontsize=TYPE)
    draw_period_key(figure, study.settings.compared, few=bool(shares["low"].isna().any()))
    return figure


def describe(numbers: pd.DataFrame, study: Study) -> Description:
    """Say which pillar opens more or fewer articles, how it was tested, and what may be said of that."""
    rows = numbers[numbers["analysis"] == study.settings.analyses[0].id]
    caption = say(
        "Earlier period hollow, later filled; lines: {level} confidence intervals, clustered by article (cross: too "
        "few articles). Opening: the first coded paragraph; reach: any paragraph, as primary or also; there each story "
        "counts once. By rank, the second paragraph of an article weighs half as much as the first, and so on.",
        level=f"{100 * study.settings.level:.0f}%",
    )
    others = [_elsewhere(numbers, study, one.id, translated(one.title)) for one in study.settings.analyses[1:]]
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
        counts = {"found": by["numerator"][period], "of": by["counted"][period], "period": period}
        if not counts["of"]:
            said.append(say("none in {period}", period=period))
        elif said:
            said.append(say("{found:.0f} of {of:.0f} in {period}", **counts))
        else:
            said.append(say("{found:.0f} of {of:.0f} articles in {period}", **counts))
    return ", ".join(said)


def _title(rows: pd.DataFrame, study: Study) -> str:
    first = _openings(rows).iloc[0]
    counts = _said(rows, study, first["pillar"])
    said = say("{pillar} comes first in {counts}", pillar=study.codebook.names[first["pillar"]], counts=counts)
    endings = verdict_endings(first["verdict"], first["reason"])
    return fitting_title(*(f"{said} ({each})" for each in endings), said)


def _tests(rows: pd.DataFrame, study: Study) -> str:
    """Say the p-values of the openings, and the verdicts."""
    shifts, names = _openings(rows), study.codebook.names
    whole = rows.drop_duplicates("quantity").set_index("quantity")["value"]
    each = "; ".join(
        say(
            "{pillar} {counts}, p {p} ({holm})",
            pillar=names[row["pillar"]],
            counts=_said(rows, study, row["pillar"]),
            p=p_text(row["p"]),
            holm=p_text(row["p_holm"]),
        )
        for row in shifts.to_dict("records")
    )
    told = [
        f"{names[row['pillar']]}: {verdict_text(row['verdict'], row['reason'])}."
        for row in shifts[shifts["verdict"] != NOT_DETECTED].to_dict("records")
    ]
    p, error = p_text(whole["all_pillars"]), whole["all_pillars_error"]
    drawn = say("p {p}, Monte-Carlo error {error:.4f}", p=p, error=error) if error > 0 else say("p {p}", p=p)
    return say(
        "Openings were tested by Fisher's exact test, two-sided, p (Holm-adjusted p): {each}. One test of all pillars "
        "(Freeman and Halton): {test}. These tests are exploratory: they are one more family beside those of the "
        "shares. Verdicts, by the rule of all shifts: {verdicts}",
        each=each,
        test=drawn,
        verdicts=" ".join(told) or say("no detectable shift in any pillar."),
    )


def _left_out(rows: pd.DataFrame, study: Study) -> str:
    """Say how the openings of the title's pillar shift without each large outlet and event."""
    pillar = _openings(rows).iloc[0]["pillar"]
    left = rows[(rows["quantity"] == "shift_without") & (rows["pillar"] == pillar)]
    if left.empty:
        return say("No outlet or event is large enough to be left out.")
    said = "; ".join(
        say(
            "{group} {shift} points ({articles:.0f} articles, p {p})",
            group=row["left_out"],
            shift=points(row["value"]),
            articles=row["articles"],
            p=p_text(row["p"]),
        )
        for row in left.dropna(subset="value").to_dict("records")
    )
    return say(
        "The shift in openings of {pillar} without each large outlet and event: {shifts}.",
        pillar=study.codebook.names[pillar],
        shifts=said,
    )


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
    return say(
        "{analysis}: {pillar} comes first in {counts} (p {p}).",
        analysis=title,
        pillar=study.codebook.names[pillar],
        counts=_said(rows, study, pillar),
        p=p_text(other["p"]),
    )


def _counted(rows: pd.DataFrame, study: Study) -> list[str]:
    """Say what counts: copies, paragraphs without a label, the length of articles, and the other weights."""
    whole = rows.drop_duplicates("quantity").set_index("quantity")["value"]
    shares = rows[(rows["measure"] == "attention") & (rows["quantity"] == "share")].drop_duplicates("period")
    lengths = (shares["counted"] / shares["articles"].where(shares["articles"] > 0)).map("{:.1f}".format)
    log = rows[(rows["measure"] == "log_rank_weighted") & (rows["quantity"] == "shift")].set_index("pillar")["value"]
    each = ", ".join(f"{study.codebook.names[pillar]} {points(value)}" for pillar, value in log.dropna().items())
    late = whole["after_unlabelled"]
    unlabelled = say(
        "In {articles:.0f} articles a paragraph without a label stands before the one that counts.", articles=late
    )
    rank = say("rank")
    formula = f"1 / log2(1 + {rank})"
    weighted = say("With weights of {formula} the shifts in points are: {shifts}.", formula=formula, shifts=each)
    return [
        say("Articles left out as copies of another: {copies:.0f}.", copies=whole["copies"]),
        *([unlabelled] if late else []),
        say(
            "Articles have {earlier} and {later} coded paragraphs on average; longer ones reach more pillars. "
            "Intervals of reach and of weighted shares are not adjusted for their number.",
            earlier=lengths.iloc[0],
            later=lengths.iloc[-1],
        ),
        *([weighted] if each else []),
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
