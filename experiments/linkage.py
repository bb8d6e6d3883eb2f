"""In which role is each pillar named, which are named together, and what changed?

Run alone: ``python experiments/linkage.py``
"""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd

from discourse.emphasis import (
    enumeration,
    enumeration_test,
    linkage,
    mention_roles,
    network_similarity,
    p_text,
    verdict_text,
)
from discourse.emphasis.intervals import joint_level
from discourse.emphasis.measures.links import ENUMERATION, MANY
from discourse.emphasis.verdict import verdict_endings
from discourse.figures import (
    TYPE,
    draw_pairs,
    draw_period_key,
    draw_roles,
    fitting_title,
    message_figure,
    new_grid,
    pillar_colours,
    row_label,
)
from discourse.labels.table import coded_table, select
from discourse.pipeline.experiment import Description, Experiment
from discourse.study import Study
from discourse.translations import number_word, say, translated

SHOWN = 10
"""Ties drawn, those that changed most; the table holds all."""
COMMAND = "discourse relabel"
"""Where coders say which further pillars a paragraph names."""


def compute(study: Study) -> pd.DataFrame:
    """Compute roles, ties and enumeration in every analysis, test the enumeration, and compare the two networks."""
    coded, parts = coded_table(study), []
    for analysis in study.settings.analyses:
        rows = select(coded, analysis, study.settings.compared)
        parts.append(_measured(rows, study).assign(analysis=analysis.id))
    found = pd.concat(parts, ignore_index=True)
    return found[["analysis", "quantity", *found.columns.drop(["analysis", "quantity"])]]


def _measured(rows: pd.DataFrame, study: Study) -> pd.DataFrame:
    settings = study.settings
    asked = (rows, study.codebook.pillar_ids, settings.compared)
    roles = mention_roles(*asked, level=settings.level)
    roles["quantity"] = roles["quantity"].map({"share": "role", "shift": "role_shift"})
    ties = linkage(*asked, level=settings.level)
    joint = linkage(*asked, level=joint_level(settings.level, len(ties) // 3))
    ties = ties.assign(low_joint=joint["low"], high_joint=joint["high"])
    many = enumeration(*asked, level=settings.level)
    tested = {"level": settings.level, "seed": settings.seed, "permutations": settings.permutations}
    test = enumeration_test(*asked, **tested).assign(quantity=f"{ENUMERATION}_shift")
    many = many.merge(test[["quantity", "p", "monte_carlo_error", "verdict", "reason"]], on="quantity", how="left")
    alike = asdict(network_similarity(ties, seed=settings.seed))
    qap = pd.DataFrame({"quantity": [f"qap_{name}" for name in alike], "value": list(map(float, alike.values()))})
    return pd.concat([roles, ties, many, qap], ignore_index=True)


def _main(numbers: pd.DataFrame, study: Study) -> pd.DataFrame:
    return numbers[numbers["analysis"] == study.settings.analyses[0].id]


def _tied(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the shifts of the ties that a paragraph of either period has, the most changed first."""
    named = rows[rows["quantity"] == "tie"].groupby(["pillar", "other"])["numerator"].sum()
    shifts = rows[rows["quantity"] == "tie_shift"]
    shifts = shifts[[named[pair] > 0 for pair in zip(shifts["pillar"], shifts["other"], strict=True)]]
    return shifts.sort_values("value", key=lambda value: -value.abs(), kind="stable")


def draw(numbers: pd.DataFrame, study: Study):
    """Draw the roles above, and below the paragraphs that enumerate and the ties that changed most."""
    rows, names, pillars = _main(numbers, study), study.codebook.names, study.codebook.pillar_ids
    pairs = _pairs(rows, study)
    if pairs.empty:
        return message_figure(say("Code second pillars (also) on the labelling page: {command}", command=COMMAND))
    labels = _row_labels(pairs, names)
    lines = max(1 + label.count("\n") for label in labels.values())
    heights = [0.34 * len(pillars), max(0.22, 0.12 * lines) * len(labels)]
    figure, ((top,), (bottom,)) = new_grid(heights, [1], sum(heights) + 1.9)
    periods, colours = study.settings.compared, pillar_colours(pillars)
    broken = {pillar: row_label(name) for pillar, name in names.items()}
    draw_roles(rows[rows["quantity"] == "role"], top, pillars=pillars, periods=periods, names=broken, colours=colours)
    top.set_title(say("How a paragraph names a pillar"), fontsize=7, pad=16)
    draw_pairs(pairs, bottom, rows="row", periods=periods, names=labels)
    bottom.set_title(say("Pillars named together"), fontsize=7, pad=3)
    right = max(5.0, 100 * pairs[["value", "high"]].max(axis=None))
    bottom.set_xlim(-0.04 * right, 1.04 * right)
    for ax in (top, bottom):
        ax.set_xlabel(say("% of paragraphs with a pillar"), fontsize=TYPE)
    draw_period_key(figure, periods, few=bool(pairs["low"].isna().any()))
    return figure


def _pairs(rows: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return the rows of the lower panel: enumeration, where there are pillars enough, and the ties drawn."""
    shown = _tied(rows).head(SHOWN)
    ties = rows[rows["quantity"] == "tie"].merge(shown[["pillar", "other"]].assign(rank=range(len(shown))))
    many = rows[rows["quantity"] == ENUMERATION].assign(rank=-1)
    if len(study.codebook.pillar_ids) < MANY or ties.empty:
        many = many[:0]
    found = pd.concat([many, ties]).sort_values("rank", kind="stable").rename(columns={"paragraphs": "counted"})
    return found.assign(row=found["rank"].astype(str))


def _row_labels(pairs: pd.DataFrame, names: dict[str, str]) -> dict[str, str]:
    labels = {
        row["row"]: row_label(names[row["pillar"]], names[row["other"]])
        if row["quantity"] == "tie"
        else row_label(_sentence(say("{number} or more pillars", number=number_word(MANY))))
        for row in pairs.to_dict("records")
    }
    return labels


def _sentence(text: str) -> str:
    """Begin with a capital."""
    return text[:1].upper() + text[1:]


def describe(numbers: pd.DataFrame, study: Study) -> Description:
    """Say how often pillars are enumerated or tied, what was tested, and how alike the two networks are."""
    rows = _main(numbers, study)
    tied = _tied(rows)
    if tied.empty:
        return Description(
            say("No paragraph names a second pillar: roles and ties cannot be told"),
            say('In the label log the column "also" is empty for every paragraph that is compared.'),
        )
    every = len(rows[rows["quantity"] == "tie_shift"])
    notes = [_enumerated(rows, study), _changed(tied, every, study), _alike(rows, study)]
    others = [_elsewhere(numbers, study, one.id, translated(one.title)) for one in study.settings.analyses[1:]]
    roles = say("The roles' intervals stand in the table, not in the picture.")
    caption = _caption(len(tied) - SHOWN, study)
    return Description(_title(rows, study), caption, " ".join(filter(None, [*notes, *others, roles])))


def _caption(hidden: int, study: Study) -> str:
    """Say what is drawn, and how many ties are not."""
    some = say("the most changed first; {hidden} that changed less are not shown", hidden=hidden)
    return say(
        "Bars: paragraphs that name the pillar alone, as first of several, or in passing (○ earlier, ■ later period). "
        "Below: paragraphs that name both pillars, {shown}; lines: {level} confidence intervals, clustered by article "
        "(cross: too few articles).",
        shown=some if hidden > 0 else say("the most changed first"),
        level=f"{100 * study.settings.level:.0f}%",
    )


def _counts(rows: pd.DataFrame, study: Study, *, unit: bool = False) -> str:
    """Write the paragraphs that have a tie, or enumerate, in each period; the unit is said once."""
    by, said = rows.set_index("period"), []
    for period in study.settings.compared:
        counts = {"found": by["numerator"][period], "of": by["paragraphs"][period], "period": period}
        if not counts["of"]:
            said.append(say("none in {period}", period=period))
        elif unit and not said:
            said.append(say("{found:.0f} of {of:.0f} paragraphs in {period}", **counts))
        else:
            said.append(say("{found:.0f} of {of:.0f} in {period}", **counts))
    return ", ".join(said)


def _of_tie(rows: pd.DataFrame, shift: pd.Series, study: Study) -> tuple[str, str]:
    """Name the two pillars of a tie, and write its counts."""
    own = (rows["quantity"] == "tie") & (rows["pillar"] == shift["pillar"]) & (rows["other"] == shift["other"])
    return _pair(shift, study), _counts(rows[own], study)


def _pair(row: pd.Series, study: Study) -> str:
    names = study.codebook.names
    return say("{pillar} with {other}", pillar=names[row["pillar"]], other=names[row["other"]])


def _title(rows: pd.DataFrame, study: Study) -> str:
    many = rows[rows["quantity"] == ENUMERATION]
    if not many["numerator"].any():
        pair, counts = _of_tie(rows, _tied(rows).iloc[0], study)
        full = say("Paragraphs that name {pair}: {counts}", pair=pair, counts=counts)
        return fitting_title(full, f"{pair}: {counts}")
    counts = _counts(many, study, unit=True)
    said = _sentence(say("{number} or more pillars in {counts}", number=number_word(MANY), counts=counts))
    test = _test(rows)
    endings = verdict_endings(test["verdict"], test["reason"])
    return fitting_title(*(f"{said} ({each})" for each in endings), said)


def _test(rows: pd.DataFrame) -> pd.Series:
    return rows[rows["quantity"] == f"{ENUMERATION}_shift"].fillna({"reason": ""}).iloc[0]


def _enumerated(rows: pd.DataFrame, study: Study) -> str:
    """Say the test of the enumeration; nothing where the codebook has too few pillars."""
    if len(study.codebook.pillar_ids) < MANY:
        return ""
    many, test = rows[rows["quantity"] == ENUMERATION], _test(rows)
    p, error = p_text(test["p"]), test["monte_carlo_error"]
    return say(
        "Paragraphs that name {number} or more pillars: {counts}, {shift}; permutation test by article, {test} "
        "(exploratory); {verdict}.",
        number=number_word(MANY),
        counts=_counts(many, study),
        shift=_shift(test),
        test=say("p {p}, Monte-Carlo error {error:.4f}", p=p, error=error) if error > 0 else say("p {p}", p=p),
        verdict=verdict_text(test["verdict"], test["reason"]),
    )


def _shift(row: pd.Series) -> str:
    """Write a shift in points, with its interval where it has one."""
    value, low, high = (f"{100 * row[column]:+.1f}".replace("-", "−") for column in ("value", "low", "high"))
    if pd.isna(row["low"]):
        return say("{shift} points", shift=value)
    return say("{shift} points [{low}, {high}]", shift=value, low=low, high=high)


def _changed(tied: pd.DataFrame, every: int, study: Study) -> str:
    """Say which ties' shifts have an interval that excludes zero, taken by itself and together with all others."""
    if tied["low"].isna().all():
        return say("No shift of a tie has an interval: a period has too few articles.")
    said = {}
    for ends in ("", "_joint"):
        clear = tied[(tied[f"low{ends}"] > 0) | (tied[f"high{ends}"] < 0)]
        said[ends] = "; ".join(f"{_pair(row, study)} {_shift(row)}" for _, row in clear.iterrows())
    alone, jointly = said[""], said["_joint"]
    said_alone = say("Ties whose interval of the shift excludes zero: {shifts}.", shifts=alone)
    said_jointly = say(
        "With intervals that hold jointly for all {ties} ties (Bonferroni): {shifts}.", ties=every, shifts=jointly
    )
    none_alone = say("Ties whose interval of the shift excludes zero: none.")
    none_jointly = say("With intervals that hold jointly for all {ties} ties (Bonferroni): none.", ties=every)
    return f"{said_alone if alone else none_alone} {said_jointly if jointly else none_jointly}"


def _alike(rows: pd.DataFrame, study: Study) -> str:
    """Say how alike the networks of both periods are."""
    value = rows.drop_duplicates("quantity").set_index("quantity")["value"]
    if pd.isna(value["qap_correlation"]):
        return say("The two networks cannot be compared: in a period all ties are equal, or there is one tie only.")
    tried = value["qap_relabellings"]
    sample = say("a random sample of {relabellings:.0f} relabellings", relabellings=tried)
    return say(
        "The networks of the two periods correlate by r {correlation:.2f} over their ties (quadratic assignment, "
        "{relabellings} of the {pillars} pillars: one-sided p {p}; no p below {smallest} is possible). A small p would "
        "say that they are alike; a large one does not say that they differ.",
        correlation=value["qap_correlation"],
        relabellings=say("all {relabellings:.0f} relabellings", relabellings=tried) if value["qap_exact"] else sample,
        pillars=len(study.codebook.pillar_ids),
        p=p_text(value["qap_p"]),
        smallest=p_text(value["qap_smallest_p"]),
    )


def _elsewhere(numbers: pd.DataFrame, study: Study, analysis: str, title: str) -> str:
    """Say how another analysis enumerates; nothing where it has too few articles."""
    rows = numbers[numbers["analysis"] == analysis]
    test = _test(rows)
    if pd.isna(test["low"]) or len(study.codebook.pillar_ids) < MANY:
        return ""
    return say(
        "{analysis}: {number} or more pillars in {counts}, {shift} (p {p}).",
        analysis=title,
        number=number_word(MANY),
        counts=_counts(rows[rows["quantity"] == ENUMERATION], study),
        shift=_shift(test),
        p=p_text(test["p"]),
    )


experiment = Experiment(
    script=__file__,
    title="Pillars alone, leading and in passing, and those named together",
    compute=compute,
    draw=draw,
    describe=describe,
    tolerances={"value": 1e-6, "low": 1e-6, "high": 1e-6, "low_joint": 1e-6, "high_joint": 1e-6, "p": 1e-6},
)

if __name__ == "__main__":
    experiment.main()
