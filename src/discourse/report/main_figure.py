"""What does the main figure show, in a title, a caption and notes? All from its numbers."""

from __future__ import annotations

from textwrap import shorten
from typing import Any

import pandas as pd

from discourse.emphasis.findings.analysis import MORE_ARTICLES
from discourse.emphasis.inputs import WEIGHTINGS
from discourse.emphasis.measures.agenda import AGENDA, agenda_sentence
from discourse.emphasis.shifts import MAX_LENGTH_RATIO
from discourse.emphasis.specifications import outside
from discourse.emphasis.table import study_notes
from discourse.emphasis.verdict import FEW, NOT_DETECTED, OPEN, SHIFT, p_text, points_text, verdict_text
from discourse.figures import fitting_title
from discourse.pipeline.experiment import Description
from discourse.study import Study


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
    listed = "; ".join(f"{kind}: {', '.join(names[p] for p in found)}" for kind, found in told.items() if found)
    counted = "; ".join(f"{kind}: {len(found)} of {len(said)} pillars" for kind, found in told.items() if found)
    return fitting_title(*(text[0].upper() + text[1:] for text in (listed, counted)))


def _nothing(rows: pd.DataFrame, said: pd.DataFrame, study: Study) -> str:
    if set(said["reason"]) == {FEW}:
        articles = rows[rows["quantity"] == "share"].drop_duplicates("period")["articles"]
        return f"No detectable shift: {FEW} ({'+'.join(f'{number:.0f}' for number in articles)})"
    nothing, (earlier, later) = "No detectable shift of emphasis", study.settings.compared
    return fitting_title(f"{nothing} from {earlier} to {later}", nothing)


def _single(rows: pd.DataFrame, pillar: str, study: Study) -> str:
    """Give one pillar's counts and verdict."""
    name, (earlier, later) = study.codebook.names[pillar], study.settings.compared
    rows = rows[rows["pillar"] == pillar]
    counts = {row["period"]: f"{row['count']:.0f} of {row['paragraphs']:.0f}" for row in _records(rows, "share")}
    first, last, (verdict,) = counts[earlier], counts[later], _records(rows, "verdict")
    said = verdict_text(verdict["verdict"], verdict["reason"])
    return fitting_title(
        f"{name}: {first} paragraphs in {earlier}, {last} in {later}; {said}",
        f"{name}: {first} paragraphs, then {last}; {said}",
        f"{name}: {said}",
        f"{shorten(name, 60, placeholder=' …')}: {verdict['verdict']}",
    )


def _caption(rows: pd.DataFrame, study: Study) -> str:
    """Say what marks, colours and numbers are."""
    level = f"{100 * study.settings.level:.0f}%"
    crosses = " Crosses: too few articles for an interval."
    without = rows.loc[rows["quantity"] == "share", "low"].isna().any()
    title = shorten(study.settings.analyses[0].title, 80, placeholder=" …")
    return (
        f"{title}. Marks: a pillar's share of the paragraphs that have a pillar. "
        f"Right: its paragraphs, and the shift in points. {level} confidence intervals, clustered by article. "
        "In colour: a shift, or an open one whose interval excludes zero." + (crosses if without else "")
    )


def _notes(rows: pd.DataFrame, numbers: pd.DataFrame, study: Study) -> str:
    """Give the verdicts, the tests and what they could show, the weightings, and the other analyses."""
    names = study.codebook.names
    sentences = [
        _verdicts(rows, names),
        "Shares are of the paragraphs that have a pillar (code none left out), with the outlets as given.",
        agenda_sentence(rows, study.settings.compared),
        *_tests(rows, study),
        _exaggerated(rows, names),
        _projections(rows, names),
        _weightings(rows, names),
        *(_other_analysis(numbers, analysis.id, study) for analysis in study.settings.analyses[1:]),
        *study_notes(study),
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
    reach = " to ".join(f"{100 * end:.0f}" for end in by["detectable_shift"].dropna().agg(["min", "max"]).unique())
    error = by["shift_p_error"].max()
    exact = f"; Monte-Carlo error at most {error:.4f}" if error > 0 else "; exact for exchangeable articles"
    lengths = " and ".join(f"{length:g}" for length in rows[rows["quantity"] == "median_length"]["value"])
    differ = f": they differ by more than {MAX_LENGTH_RATIO:g} times, so the interval decides alone"
    return [
        f"Permutation test by article, p (Holm-adjusted p): {tests}{exact}.",
        f"The median articles have {lengths} paragraphs{differ if by['lengths_differ'].max() > 0 else ''}.",
        f"The smallest p attainable is {by['smallest_p'].min():.1g}.",
        f"Smallest shift detectable with 80% power: {reach} points." if reach != "nan" else "",
    ]


def _exaggerated(rows: pd.DataFrame, names: dict[str, str]) -> str:
    """Say how far a shift is exaggerated that was found though it is smaller than the detectable one."""
    shifts = rows[rows["quantity"] == "shift"].set_index("pillar")
    ratio = rows[rows["quantity"] == "exaggeration"].set_index("pillar")["value"]
    found = shifts.index[(shifts["low"] > 0) | (shifts["high"] < 0)]
    said = ", ".join(f"{names[pillar]} {ratio[pillar]:.1f} times" for pillar in found if ratio[pillar] > 1)
    if not said:
        return ""
    return f"A shift found below that is too large on average, were the true one as large as the observed: {said}."


def _projections(rows: pd.DataFrame, names: dict[str, str]) -> str:
    """Say how wide the interval of the shift would be with more articles."""
    widths = rows[rows["quantity"] == "half_width"].dropna(subset=["value"])
    more = "; ".join(
        f"{names[str(pillar)]} " + ", ".join(f"{100 * value:.0f}" for value in part.sort_values("articles")["value"])
        for pillar, part in widths.groupby("pillar", sort=False)
    )
    counts = ", ".join(map(str, MORE_ARTICLES))
    return f"With {counts} articles a period the interval of the shift would be ± {more} points." if more else ""


def _verdicts(rows: pd.DataFrame, names: dict[str, str]) -> str:
    """Say the verdict on every pillar of which more can be said than that no shift was detected."""
    said = _records(rows, "verdict")
    told = [row for row in said if row["verdict"] != NOT_DETECTED]
    each = [f"{names[row['pillar']]}: {verdict_text(row['verdict'], row['reason'])}." for row in told]
    if len(said) == len(told):
        return " ".join(each)
    return " ".join([*each, f"No detectable shift: {'the other pillars' if told else 'all pillars'}."])


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
        apart += [f"{names[pillar]} {period} by {weighting}" for pillar, _, period in base.index[moved.to_numpy()]]
    if not apart:
        return "Weighting by article or by word leaves every share inside its interval."
    return f"Weighting moves shares outside their intervals: {', '.join(apart)}."


def _other_analysis(numbers: pd.DataFrame, analysis: str, study: Study) -> str:
    """Give the shifts of another analysis, which the figure does not draw."""
    rows, names = numbers[numbers["analysis"] == analysis], study.codebook.names
    shares = rows[rows["quantity"] == "share"].drop_duplicates("period").set_index("period")["articles"]
    articles = " + ".join(f"{shares[period]:.0f}" for period in study.settings.compared)
    title = study.settings.analysis(analysis).title
    shifts = _records(rows, "shift")
    said = [f"{names[row['pillar']]} {points_text(row['value'], row['low'], row['high'])}" for row in shifts]
    return f"{title} ({articles} articles), shift in points: {'; '.join(said)}."
