"""Which numbers does the page put in the place of the main ones? Those of choices that a reader may question.

The numbers are read from ``emphasis.csv`` and ``robustness.csv``. The paragraphs behind them are found by the functions
that counted them, so that every count on the page can list what it counts.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pandas as pd

from discourse.emphasis import points_text, verdict_text
from discourse.emphasis.correction.proxies import people_alone
from discourse.emphasis.findings.basis import is_sampled
from discourse.emphasis.findings.choices import BY_ARTICLE, MENTIONS, OTHER_DATA, OTHERWISE, WITHOUT
from discourse.emphasis.inputs import Paragraphs, Quantity, read_paragraphs
from discourse.emphasis.left_out import EVENT, MONTH, without_group
from discourse.emphasis.table import main_paragraphs
from discourse.errors import DataError
from discourse.labels import coded_table, select
from discourse.pipeline.experiment import read_numbers
from discourse.report.choices import as_they_are
from discourse.report.paragraphs import json_chunk, paragraphs_text
from discourse.report.summary import main_numbers
from discourse.report.tables import need_columns
from discourse.study import Study
from discourse.translations import say, translated

MAIN = "main"
"""Id of the main analysis among the choices."""

_PERIODS = ("earlier", "later")
_COUNTS = ("articles", "count", "paragraphs", "share")
_NEEDED = (
    "kind",
    "choice",
    "pillar",
    "reason",
    "value",
    "low",
    "high",
    *(f"{a}_{b}" for a in _PERIODS for b in _COUNTS),
)


@dataclass(frozen=True)
class _Choice:
    """A choice: its id on the page, what its button says, a remark on it, its numbers by pillar, and what it counts."""

    id: str
    name: str
    remark: str
    numbers: Mapping[str, Mapping[str, Any]]
    paragraphs: Paragraphs
    quantity: Quantity = "share"


def shown_choices(study: Study, table: pd.DataFrame) -> dict[str, Any]:
    """Gather the numbers of the main analysis and of the choices that the page offers.

    Parameters
    ----------
    study : Study
        The study; ``emphasis.csv`` has been made, and other choices are those of ``robustness.csv`` if it has.
    table : DataFrame
        The rows of ``paragraph_table`` that the page shows.

    Returns
    -------
    dict
        ``periods`` (ids, earlier first) and ``choices``, the main analysis first, each with ``id``, ``name``, ``said``
        (what changes against the main analysis), ``heads`` (of the two periods) and ``rows``. A row has ``pillar``,
        ``name``, ``cells`` (``share``, ``count`` and ``link`` of each period), ``shift`` and ``verdict``, which of
        another choice is what remains of the main analysis. ``lists`` maps the id of a choice to pillar and period:
        ``title``, ``shown`` (places of the paragraphs in ``table``) and ``more`` (how many stand in no row of it).

    Raises
    ------
    DataError
        If a file lacks a column, or a row of a pillar.
    """
    choices = list(_choices(study))
    places = {paragraph: place for place, paragraph in enumerate(table["paragraph"])}
    main = choices[0].numbers
    shown = [
        {
            "id": choice.id,
            "name": choice.name,
            "said": "" if choice.id == MAIN else _changes(choice, main, study.codebook.names),
            "heads": _heads(choice, study.settings.compared),
            "rows": [_row(choice, pillar, main[pillar], study) for pillar in study.codebook.pillar_ids],
        }
        for choice in choices
    ]
    lists = {choice.id: _lists(choice, places, study.codebook.names) for choice in choices}
    return {
        "periods": list(study.settings.compared),
        "choices": shown,
        "lists": lists,
        "chunk": json_chunk({"choices": shown, "lists": lists}),
    }


def list_link(choice: str, pillar: str, period: str) -> str:
    """Address on the page of the paragraphs that a count counts.

    Examples
    --------
    >>> list_link("main", "trade", "2019/20")
    '#list/main/trade/2019%2F20'
    """
    return "#list/" + "/".join(quote(part, safe="") for part in (choice, pillar, period))


def _choices(study: Study) -> Iterator[_Choice]:
    """Yield the main analysis, then those of the five other choices that the study has."""
    sampled, main = _is_sampled(study), main_paragraphs(study)
    main = people_alone(main) if sampled else main
    yield _Choice(MAIN, say("Main analysis"), "", _main_numbers(study), main)
    path = study.figures / "robustness.csv"
    if not path.is_file():
        return
    rows = need_columns(read_numbers(path).fillna({"kind": "", "reason": ""}), _NEEDED, path)
    yield from _without_groups(rows, main, study)
    otherwise = rows[rows["kind"] == OTHERWISE]
    several = say("A paragraph counts for every pillar that it names, so the shares add up to more than the whole.")
    yield from _one("mentions", say("Mentions, not only primary codes"), several, otherwise, MENTIONS, main, study)
    if len(study.settings.analyses) > 1:
        analysis = study.settings.analyses[1]
        found = select(coded_table(study), analysis, study.settings.compared)
        paragraphs = read_paragraphs(found, main.pillars, main.periods)
        other = rows[rows["kind"] == OTHER_DATA]
        said = " ".join(as_they_are(other[other["choice"] == analysis.title].drop_duplicates("choice")))
        paragraphs = people_alone(paragraphs) if sampled and not said else paragraphs
        yield from _one("next-analysis", translated(analysis.title), said, other, analysis.title, paragraphs, study)
    equal = say("Counts are of paragraphs; in the shares every article weighs the same.")
    yield from _one("by-article", say("Every article weighs the same"), equal, otherwise, BY_ARTICLE, main, study)


def _without_groups(rows: pd.DataFrame, main: Paragraphs, study: Study) -> Iterator[_Choice]:
    """Leave out the largest outlet and the busiest event, or month where no article has an event."""
    for place, columns in (("without-outlet", ("outlet",)), ("without-event", (EVENT, MONTH))):
        found = rows[rows["kind"].isin([WITHOUT + column for column in columns])]
        if found.empty:
            continue
        group, column = str(found["choice"].iloc[0]), str(found["kind"].iloc[0]).removeprefix(WITHOUT)
        left = without_group(main, column, group)
        yield from _one(place, _without(column, group), "", found, group, left, study)


def _without(column: str, group: str) -> str:
    if column == EVENT:
        return say("Without the event {event}", event=group)
    return say("Without the month {month}", month=group) if column == MONTH else say("Without {outlet}", outlet=group)


def _one(
    place: str, name: str, remark: str, rows: pd.DataFrame, choice: str, paragraphs: Paragraphs, study: Study
) -> Iterator[_Choice]:
    """Yield a choice if there are rows of it."""
    found: Any = rows[rows["choice"] == choice].drop_duplicates("pillar").set_index("pillar").to_dict("index")
    if not found:
        return
    for pillar in study.codebook.pillar_ids:
        if pillar not in found:
            path, hint = study.figures / "robustness.csv", "Run: discourse figures robustness"
            raise DataError(f"a row of {pillar} for the choice {choice}", "none", path, hint)
    quantity: Quantity = "mention_share" if choice == MENTIONS else "share"
    yield _Choice(place, name, remark, found, paragraphs, quantity)


def _is_sampled(study: Study) -> bool:
    """Say whether the shares of the main analysis are estimated from what people coded, so that this is counted."""
    rows = main_numbers(study)
    return is_sampled(rows[rows["analysis"] == study.settings.analyses[0].id])


def _main_numbers(study: Study) -> dict[str, dict[str, Any]]:
    """Read the main analysis from ``emphasis.csv``, with the columns that the choices have."""
    rows = main_numbers(study)
    rows = rows[rows["analysis"] == study.settings.analyses[0].id].fillna({"reason": ""})
    numbers: dict[str, dict[str, Any]] = {}
    for pillar in study.codebook.pillar_ids:
        own = rows[rows["pillar"] == pillar]
        of: Any = own.drop_duplicates("quantity").set_index("quantity")
        found = of.loc["shift", ["value", "low", "high"]].to_dict() | of.loc["verdict", ["verdict", "reason"]].to_dict()
        shares: Any = own[own["quantity"] == "share"].set_index("period").rename(columns={"value": "share"})
        for name, period in zip(_PERIODS, study.settings.compared, strict=True):
            found |= {f"{name}_{column}": shares.loc[period, column] for column in _COUNTS}
        numbers[pillar] = found
    return numbers


def _heads(choice: _Choice, periods: tuple[str, ...]) -> list[str]:
    first = next(iter(choice.numbers.values()))
    articles = [first[f"{name}_articles"] for name in _PERIODS]
    return [
        say("{period}: {articles:.0f} articles", period=period, articles=count)
        for period, count in zip(periods, articles, strict=True)
    ]


def _row(choice: _Choice, pillar: str, main: Mapping[str, Any], study: Study) -> dict[str, Any]:
    row = choice.numbers[pillar]
    cells = [
        {
            "share": "" if math.isnan(row[f"{name}_share"]) else f"{100 * row[f'{name}_share']:.1f}%",
            "count": _of(row, name),
            "link": list_link(choice.id, pillar, period),
        }
        for name, period in zip(_PERIODS, study.settings.compared, strict=True)
    ]
    verdict = verdict_text(row["verdict"], row["reason"]) if choice.id == MAIN else _kept(row, main)
    shift = points_text(row["value"], row["low"], row["high"]).replace("-", "\N{MINUS SIGN}")
    return {"pillar": pillar, "name": study.codebook.names[pillar], "cells": cells, "shift": shift, "verdict": verdict}


def _of(row: Mapping[str, Any], name: str) -> str:
    return say("{count:.0f} of {all:.0f}", count=row[f"{name}_count"], all=row[f"{name}_paragraphs"])


def _turned(row: Mapping[str, Any], main: Mapping[str, Any]) -> bool:
    return bool(row["value"] * main["value"] < 0)


def _excludes_zero(row: Mapping[str, Any]) -> bool:
    return bool(row["low"] > 0 or row["high"] < 0)


def _kept(row: Mapping[str, Any], main: Mapping[str, Any]) -> str:
    """Say whether a shift has the sign of the main analysis, and whether its interval excludes zero."""
    if math.isnan(row["value"]) or math.isnan(main["value"]):
        return say("nothing to compare")
    sign = say("the sign turns") if _turned(row, main) else say("same sign")
    if math.isnan(row["low"]):
        return say("{sign}, too few articles for an interval", sign=sign)
    if _excludes_zero(row):
        return say("{sign}, the interval excludes zero", sign=sign)
    return say("{sign}, the interval includes zero", sign=sign)


def _changes(choice: _Choice, main: Mapping[str, Mapping[str, Any]], names: Mapping[str, str]) -> str:
    """Say of which pillars the sign turns and the interval excludes zero, with what is to be known of the choice."""
    turned = [names[pillar] for pillar, row in choice.numbers.items() if _turned(row, main[pillar])]
    clear = [names[pillar] for pillar, row in choice.numbers.items() if _excludes_zero(row)]
    signs = say("The sign turns: {pillars}.", pillars=", ".join(turned)) if turned else say("No sign turns.")
    intervals = (
        say("The interval excludes zero: {pillars}.", pillars=", ".join(clear))
        if clear
        else say("No interval excludes zero.")
    )
    return " ".join(filter(None, [signs, intervals, choice.remark]))


def _lists(choice: _Choice, places: Mapping[str, int], names: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Find the paragraphs behind each count of a choice."""
    paragraphs = choice.paragraphs
    belongs = paragraphs.belongs(choice.quantity) > 0
    period = paragraphs.period[paragraphs.article]
    ids = paragraphs.table["paragraph_id"].to_numpy(dtype=object)
    found: dict[str, dict[str, Any]] = {}
    for number, pillar in enumerate(paragraphs.pillars):
        found[pillar] = {}
        for when, name in enumerate(paragraphs.periods):
            counted = ids[belongs[:, number] & (period == when)]
            title = say(
                "{pillar}, {period}: {paragraphs} ({choice})",
                pillar=names[pillar],
                period=name,
                paragraphs=paragraphs_text(len(counted)),
                choice=choice.name,
            )
            shown = sorted(places[each] for each in counted if each in places)
            found[pillar][name] = {"title": title, "shown": shown, "more": len(counted) - len(shown)}
    return found
