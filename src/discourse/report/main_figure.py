"""What does the main figure show, in a title, a caption and notes? All from its numbers."""

from __future__ import annotations

from textwrap import shorten
from typing import Any

import pandas as pd

from discourse.emphasis.findings.analysis import MORE_ARTICLES
from discourse.emphasis.findings.basis import basis_notes, basis_sentence, is_sampled
from discourse.emphasis.findings.coder_errors import coder_notes
from discourse.emphasis.inputs import WEIGHTINGS
from discourse.emphasis.measures.agenda import AGENDA, agenda_sentence
from discourse.emphasis.power import POWER
from discourse.emphasis.shifts import MAX_LENGTH_RATIO
from discourse.emphasis.specifications import outside
from discourse.emphasis.table import study_notes
from discourse.emphasis.verdict import (
    FEW,
    NOT_DETECTED,
    OPEN,
    SHIFT,
    p_text,
    points_text,
    verdict_name,
    verdict_text,
)
from discourse.figures import fitting_title
from discourse.pipeline.experiment import Description
from discourse.study import Study
from discourse.translations import say, translated


def describe_emphasis(numbers: pd.DataFrame, study: Study) -> Description:
    """Say which shifts there are, what the marks mean, and everything a reviewer asks of tests and limits.

    Parameters
    ----------
    numbers : DataFrame
        The figure's table: ``analysis_rows`` of every analysis, with the id of the ``analysis``.
    study : Study
        The study.
    """
    rows = numbers[numbers["analysis"] == study.settings.analyses[0].id].fillna({"reason": ""})
    return Description(_title(rows, study), _caption(rows, study), _notes(rows, numbers, study))


def standing_out(rows: pd.DataFrame) -> list[str]:
    """List the pillars with a shift, or with an open one whose interval excludes zero; rows of one analysis."""
    shifts = rows[rows["quantity"] == "shift"].set_index("pillar")
    clear = set(shifts.index[(shifts["low"] > 0) | (shifts["high"] < 0)])
    return [
        row["pillar"]
        for row in _records(rows, "verdict")
        if row["verdict"] == SHIFT or (row["verdict"] == OPEN and row["pillar"] in clear)
    ]


def _records(rows: pd.DataFrame, quantity: str) -> list[dict[Any, Any]]:
    return rows[rows["quantity"] == quantity].to_dict("records")


def _title(rows: pd.DataFrame, study: Study) -> str:
    """Say the verdicts; that of a single pillar with its counts."""
    names, said = study.codebook.names, rows[rows["quantity"] == "verdict"].set_index("pillar")
    told = {kind: said.index[said["verdict"] == kind].tolist() for kind in (SHIFT, OPEN)}
    every = [*told[SHIFT], *told[OPEN]]
    if not every:
        return _nothing(rows, said, study)
    if len(every) == 1:
        return _single(rows, every[0], study)
    kinds = [(verdict_name(kind), found) for kind, found in told.items() if found]
    listed = "; ".join(f"{kind}: {', '.join(names[pillar] for pillar in found)}" for kind, found in kinds)
    counted = "; ".join(
        say("{verdict}: {count} of {all} pillars", verdict=kind, count=len(found), all=len(said))
        for kind, found in kinds
    )
    return fitting_title(*(text[0].upper() + text[1:] for text in (listed, counted)))


def _nothing(rows: pd.DataFrame, said: pd.DataFrame, study: Study) -> str:
    if set(said["reason"]) == {FEW}:
        articles = rows[rows["quantity"] == "share"].drop_duplicates("period")["articles"]
        counts = "+".join(f"{number:.0f}" for number in articles)
        return say("No detectable shift: too few articles for an interval ({articles})", articles=counts)
    earlier, later = study.settings.compared
    return fitting_title(
        say("No detectable shift of emphasis from {earlier} to {later}", earlier=earlier, later=later),
        say("No detectable shift of emphasis"),
    )


def _single(rows: pd.DataFrame, pillar: str, study: Study) -> str:
    """Give one pillar's counts and verdict."""
    name, (earlier, later) = study.codebook.names[pillar], study.settings.compared
    rows = rows[rows["pillar"] == pillar]
    counts = {
        row["period"]: say("{count:.0f} of {all:.0f}", count=row["count"], all=row["paragraphs"])
        for row in _records(rows, "share")
    }
    (verdict,) = _records(rows, "verdict")
    said = verdict_text(verdict["verdict"], verdict["reason"])
    fields = {"pillar": name, "first": counts[earlier], "last": counts[later], "verdict": said}
    return fitting_title(
        say(
            "{pillar}: {first} paragraphs in {earlier}, {last} in {later}; {verdict}",
            **fields,
            earlier=earlier,
            later=later,
        ),
        say("{pillar}: {first} paragraphs, then {last}; {verdict}", **fields),
        f"{name}: {said}",
        f"{shorten(name, 60, placeholder=' …')}: {verdict_name(verdict['verdict'])}",
    )


def _caption(rows: pd.DataFrame, study: Study) -> str:
    """Say what marks, colours and numbers are."""
    without = rows.loc[rows["quantity"] == "share", "low"].isna().any()
    crosses = [say("Crosses: too few articles for an interval.")] if without else []
    title = shorten(translated(study.settings.analyses[0].title), 40 if is_sampled(rows) else 80, placeholder=" …")
    fields = {
        "analysis": title,
        "level": 100 * study.settings.level,
    }
    if is_sampled(rows):
        return say(
            "{analysis}. {basis} Right: paragraphs that people coded, and the shift in points. {level:.0f}% intervals, "
            "clustered by article. In colour: a shift, or an open one with no zero in the interval.",
            basis=basis_sentence(rows),
            **fields,
        )
    caption = say(
        "{analysis}. Marks: a pillar's share of the paragraphs that have a pillar. Right: its paragraphs, and the "
        "shift in points. {level:.0f}% confidence intervals, clustered by article. In colour: a shift, or an open one "
        "whose interval excludes zero.",
        **fields,
    )
    return " ".join([caption, *crosses])


def _notes(rows: pd.DataFrame, numbers: pd.DataFrame, study: Study) -> str:
    """Give the verdicts, the tests and what they could show, the weightings, and the other analyses."""
    names = study.codebook.names
    sentences = [
        _verdicts(rows, names),
        say("Shares are of the paragraphs that have a pillar (code none left out), with the outlets as given."),
        agenda_sentence(rows, study.settings.compared),
        *([_detectable(_values(rows))] if is_sampled(rows) else _tests(rows, study)),
        _exaggerated(rows, names),
        _projections(rows, names),
        _weightings(rows, names),
        *(_other_analysis(numbers, analysis.id, study) for analysis in study.settings.analyses[1:]),
        *basis_notes(rows)[1 if is_sampled(rows) else 0 :],
        *coder_notes(rows, names),
        *(() if is_sampled(rows) else study_notes(study)),
    ]
    return " ".join(filter(None, sentences))


def _values(rows: pd.DataFrame) -> pd.Series:
    """Numbers of the pillars by quantity and pillar."""
    kept = rows[~rows["quantity"].isin(["half_width"]) & (rows["pillar"] != AGENDA)]
    return kept.set_index(["quantity", "pillar"])["value"]


def _tests(rows: pd.DataFrame, study: Study) -> list[str]:
    """Write the p-values, how exact they are, whether lengths forbid the test, and what the design can show."""
    by, names = _values(rows), study.codebook.names
    tests = "; ".join(
        f"{names[p]} {p_text(by['shift_p', p])} ({p_text(by['shift_p_holm', p])})" for p in study.codebook.pillar_ids
    )
    error, attainable = by["shift_p_error"].max(), by["smallest_p"].min()
    if error > 0:
        tested = say(
            "Permutation test by article, p (Holm-adjusted p): {tests}; Monte-Carlo error at most {error:.4f}.",
            tests=tests,
            error=error,
        )
    else:
        tested = say(
            "Permutation test by article, p (Holm-adjusted p): {tests}; exact for exchangeable articles.", tests=tests
        )
    smallest = say("The smallest p attainable is {p:.1g}.", p=attainable)
    return [tested, _lengths(rows, bool(by["lengths_differ"].max() > 0)), smallest, _detectable(by)]


def _lengths(rows: pd.DataFrame, differ: bool) -> str:
    """Say how long the articles are, and whether that forbids the test."""
    medians = rows.loc[rows["quantity"] == "median_length", "value"]
    lengths = say(" and ").join(f"{length:g}" for length in medians)
    if not differ:
        return say("The median articles have {lengths} paragraphs.", lengths=lengths)
    return say(
        "The median articles have {lengths} paragraphs: they differ by more than {ratio:g} times, so the interval "
        "decides alone.",
        lengths=lengths,
        ratio=MAX_LENGTH_RATIO,
    )


def _detectable(by: pd.Series) -> str:
    """Say which shift the design can show, where that is known."""
    ends = [f"{100 * end:.0f}" for end in by["detectable_shift"].dropna().agg(["min", "max"]).unique()]
    if ends == ["nan"]:
        return ""
    reach = say(" to ").join(ends)
    return say("Smallest shift detectable with {power:.0f}% power: {reach} points.", power=100 * POWER, reach=reach)


def _exaggerated(rows: pd.DataFrame, names: dict[str, str]) -> str:
    """Say how far a shift is exaggerated that was found though it is smaller than the detectable one."""
    shifts = rows[rows["quantity"] == "shift"].set_index("pillar")
    ratio = rows[rows["quantity"] == "exaggeration"].set_index("pillar")["value"]
    found = shifts.index[(shifts["low"] > 0) | (shifts["high"] < 0)]
    said = [
        say("{pillar} {ratio:.1f} times", pillar=names[pillar], ratio=ratio[pillar])
        for pillar in found
        if ratio[pillar] > 1
    ]
    if not said:
        return ""
    return say(
        "A shift found below that is too large on average, were the true one as large as the observed: {pillars}.",
        pillars=", ".join(said),
    )


def _projections(rows: pd.DataFrame, names: dict[str, str]) -> str:
    """Say how wide the interval of the shift would be with more articles."""
    widths = rows[rows["quantity"] == "half_width"].dropna(subset=["value"])
    more = "; ".join(
        f"{names[str(pillar)]} " + ", ".join(f"{100 * value:.0f}" for value in part.sort_values("articles")["value"])
        for pillar, part in widths.groupby("pillar", sort=False)
    )
    if not more:
        return ""
    return say(
        "With {counts} articles a period the interval of the shift would be ± {widths} points.",
        counts=", ".join(map(str, MORE_ARTICLES)),
        widths=more,
    )


def _verdicts(rows: pd.DataFrame, names: dict[str, str]) -> str:
    """Say the verdict on every pillar of which more can be said than that no shift was detected."""
    said = _records(rows, "verdict")
    told = [row for row in said if row["verdict"] != NOT_DETECTED]
    each = [f"{names[row['pillar']]}: {verdict_text(row['verdict'], row['reason'])}." for row in told]
    if len(said) == len(told):
        return " ".join(each)
    others = say("No detectable shift: the other pillars.") if told else say("No detectable shift: all pillars.")
    return " ".join([*each, others])


def _weightings(rows: pd.DataFrame, names: dict[str, str]) -> str:
    """Say whether weighting by article or word moves a share outside its interval; nothing where none has one."""
    keys = ["pillar", "quantity", "period"]
    base = rows[rows["quantity"] == "share"].set_index(keys)
    if base["low"].isna().all():
        return ""
    apart = []
    for weighting in WEIGHTINGS[1:]:
        other = rows[rows["quantity"] == f"share by {weighting}"].assign(quantity="share").set_index(keys)
        moved = outside(other["value"], base) & outside(base["value"], other)
        apart += [
            say("{pillar} {period} by article", pillar=names[pillar], period=period)
            if weighting == "article"
            else say("{pillar} {period} by word", pillar=names[pillar], period=period)
            for pillar, _, period in base.index[moved.to_numpy()]
        ]
    if not apart:
        return say("Weighting by article or by word leaves every share inside its interval.")
    return say("Weighting moves shares outside their intervals: {shares}.", shares=", ".join(apart))


def _other_analysis(numbers: pd.DataFrame, analysis: str, study: Study) -> str:
    """Give the shifts of another analysis, which the figure does not draw."""
    rows, names = numbers[numbers["analysis"] == analysis], study.codebook.names
    shares = rows[rows["quantity"] == "share"].drop_duplicates("period").set_index("period")["articles"]
    articles = " + ".join(f"{shares[period]:.0f}" for period in study.settings.compared)
    shifts = _records(rows, "shift")
    said = [f"{names[row['pillar']]} {points_text(row['value'], row['low'], row['high'])}" for row in shifts]
    return say(
        "{analysis} ({articles} articles), shift in points: {shifts}.",
        analysis=translated(study.settings.analysis(analysis).title),
        articles=articles,
        shifts="; ".join(said),
    )
