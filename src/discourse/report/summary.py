"""What does the main figure say?"""

from __future__ import annotations

import math
from collections import Counter
from itertools import product
from typing import Any

import pandas as pd

from discourse.emphasis.findings.basis import basis_notes, is_sampled
from discourse.emphasis.findings.coder_errors import coder_notes
from discourse.emphasis.table import study_notes
from discourse.emphasis.verdict import p_text, verdict_text
from discourse.errors import DataError
from discourse.labels.machine import origins_note
from discourse.pipeline.experiment import read_numbers
from discourse.study import Study
from discourse.translations import say, translated

_KEYS = ("analysis", "pillar", "quantity", "period")
_NUMBERS = ("value", "low", "high", "count", "articles", "paragraphs")
_OF_SHIFT = ("shift", "shift_p", "shift_p_holm", "detectable_shift", "verdict")


def summary_in_words(study: Study) -> str:
    """Say of each pillar: counts, shift, interval, test and verdict, all from ``figures/emphasis.csv``.

    Returns
    -------
    str
        A heading, one line a pillar, in the order of the codebook, what the numbers leave out, and, where the study
        has machine coders, whose the labels are.

    Raises
    ------
    DataError
        As :func:`main_numbers`.
    """
    main = study.settings.analyses[0]
    rows = main_numbers(study)
    rows = rows[rows["analysis"] == main.id]
    earlier, later = study.settings.compared
    articles = rows[rows["quantity"] == "share"].groupby("period")["articles"].first()
    heading = say(
        "Shift of emphasis from {earlier} to {later} ({analysis}; {first:.0f} + {last:.0f} articles): paragraphs, then "
        "percentage points with {level:.0f}% confidence intervals, clustered by article:",
        earlier=earlier,
        later=later,
        analysis=translated(main.title),
        first=articles[earlier],
        last=articles[later],
        level=100 * study.settings.level,
    )
    sampled = is_sampled(rows)
    width = max(len(study.codebook.names[pillar]) for pillar in study.codebook.pillar_ids)
    lines = [
        f"  {study.codebook.names[pillar]:<{width}}  {pillar_in_words(rows[rows['pillar'] == pillar], sampled)}"
        for pillar in study.codebook.pillar_ids
    ]
    notes = [*basis_notes(rows), *coder_notes(rows, study.codebook.names), *(() if sampled else study_notes(study))]
    return "\n".join([heading, *lines, *notes, *filter(None, [origins_note(study)])])


def main_numbers(study: Study) -> pd.DataFrame:
    """Read ``figures/emphasis.csv``, and see that it has what every analysis and pillar of the study needs.

    Raises
    ------
    DataError
        If the file is not there, cannot be read, lacks a column or a row, has one twice, or holds text for a number.
    """
    path, hint = study.figures / "emphasis.csv", "Run: discourse figures emphasis"
    if not path.is_file():
        raise DataError("the numbers of the main figure", "no file", path, hint)
    rows = read_numbers(path)
    for column in (*_KEYS, *_NUMBERS, "verdict", "reason"):
        if column not in rows:
            raise DataError(f"a column {column}", f"the columns {', '.join(rows.columns)}", path, hint)
    shares = rows["quantity"] == "share"
    there = Counter(
        rows.assign(period=rows["period"].where(shares, ""))[list(_KEYS)].itertuples(index=False, name=None)
    )
    needed = [("share", period) for period in study.settings.compared] + [(name, "") for name in _OF_SHIFT]
    for analysis, pillar, (quantity, period) in product(study.settings.analyses, study.codebook.pillar_ids, needed):
        found = there[(analysis.id, pillar, quantity, period)]
        if found != 1:
            row = f"one row for {quantity} of {pillar} in {' '.join(filter(None, (analysis.id, period)))}"
            raise DataError(row, str(found or "none"), path, hint)
    for column in _NUMBERS:
        if not pd.api.types.is_numeric_dtype(rows[column]):
            raise DataError(f"numbers in column {column}", "other text", path, hint)
    return rows


def pillar_in_words(rows: pd.DataFrame, sampled: bool = False) -> str:
    """Say one pillar's counts, its shift in points with interval, the adjusted p, and the verdict.

    Parameters
    ----------
    rows : DataFrame
        The pillar's rows of one analysis in ``emphasis.csv``, the earlier period's share first.
    sampled : bool
        Whether the shares are estimated from a sample that people coded.

    Returns
    -------
    str
        Such as "11 of 73 → 1 of 125: -14.3 [-33.7, -0.7], p .047 (Holm): open: the sign turns without x.vn".
        If the interval excludes zero though the shift is smaller than what the design can detect, how far
        significant estimates of that size overstate it follows.
    """
    of: Any = rows.drop_duplicates("quantity").set_index("quantity")
    shift, verdict = of.loc["shift"], of.loc["verdict"]
    counts = " → ".join(say("{count:.0f} of {all:.0f}", count=count, all=every) for count, every in _shares(rows))
    known = not math.isnan(shift["low"])
    interval = f" [{100 * shift['low']:+.1f}, {100 * shift['high']:+.1f}]" if known else ""
    reason = "" if pd.isna(verdict["reason"]) else verdict["reason"]
    said = verdict_text(verdict["verdict"], reason)
    return f"{counts}: {100 * shift['value']:+.1f}{interval}, {_test(of, sampled)}: {said}{_exaggeration(of)}"


def _shares(rows: pd.DataFrame) -> list[tuple[float, float]]:
    """Pair a pillar's paragraphs with all paragraphs, for each period."""
    shares = rows[rows["quantity"] == "share"]
    return list(zip(shares["count"], shares["paragraphs"], strict=True))


def _test(of: Any, sampled: bool) -> str:
    if sampled:
        return say("no test (shares estimated from a sample)")
    if "lengths_differ" in of.index and of.loc["lengths_differ", "value"] > 0:
        return say("no test (article lengths differ between the periods)")
    return f"p {p_text(of.loc['shift_p_holm', 'value'])} (Holm)"


def _exaggeration(of: Any) -> str:
    """Say how far significant estimates overstate a shift that the design can hardly detect (type M error)."""
    factor, shift = of["value"].get("exaggeration", math.nan), of.loc["shift"]
    found = shift["low"] > 0 or shift["high"] < 0
    if math.isnan(factor) or not found or not abs(shift["value"]) < of.loc["detectable_shift", "value"]:
        return ""
    said = say(
        "significant estimates of this size overstate the shift by a factor of {factor:.1f} on average", factor=factor
    )
    return f" ({said})"
