"""Would the shift be another, had we chosen otherwise? Each choice that a reader may question, a row a pillar."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from discourse.emphasis.inputs import Paragraphs, Quantity, Weighting, read_paragraphs
from discourse.emphasis.left_out import clustered_shifts, counted_shifts, deciding_shifts
from discourse.emphasis.shares import ratio_estimate
from discourse.emphasis.shifts import shift_test_rows
from discourse.emphasis.specifications import labels_of_coder
from discourse.emphasis.sums import article_sums
from discourse.emphasis.table import main_paragraphs
from discourse.emphasis.verdict import verdicts
from discourse.errors import DataError
from discourse.labels.agreement import latest_codings
from discourse.labels.log import read_codings
from discourse.labels.table import coded_table, select
from discourse.study import Study
from discourse.translations import fields_in, say, translated

FEWEST_CODED = 0.5
"""A coder has a row if they coded at least this part of the main analysis's paragraphs."""
MAIN = "main analysis"
WITHOUT = "without the "
"""With a column's name: the kind of the choices that leave out a group of that column."""
OTHERWISE = "computed otherwise"
BY_ARTICLE, MENTIONS = "weighted by article", "mentions"
OTHER_DATA = "other data"
_FIRST = ["kind", "choice", "decides", "pillar"]
_LAST = ["verdict", "reason"]
_CODED, _OTHER_STUDY = "coded by {coder}", "{title} ({language})"


def named_choices(study: Study, replication: Study | None = None) -> pd.DataFrame:
    """Estimate every pillar's shift under each choice; the first rows decide the verdict.

    Parameters
    ----------
    study : Study
        The study; its main analysis is what the choices are compared to.
    replication : Study, optional
        Another study of the same pillars, whose main analysis is the last choice.

    Returns
    -------
    DataFrame
        A row a choice and pillar, the main analysis first: ``kind`` of the choice ("" for the main analysis),
        ``choice``, ``decides`` (whether the verdict rests on the row), ``pillar``, shift, interval, counts and
        shares of ``counted_shifts``, and ``verdict`` and ``reason`` of the main analysis.

    Raises
    ------
    DataError
        If the replication has other pillars.
    """
    level = study.settings.level
    main = main_paragraphs(study)
    decide = pd.concat([_decided(main, study), _left_out(main, level)]).assign(decides=True)
    others = [*_otherwise(main, level), *_other_data(main, study)]
    if replication:
        others.append(_replicated(main, replication, level))
    found = pd.concat([decide, *(rows.assign(decides=False) for rows in others)], ignore_index=True)
    return found[[*_FIRST, *found.columns.drop([*_FIRST, *_LAST]), *_LAST]]


def _shifts(
    paragraphs: Paragraphs, level: float, quantity: Quantity = "share", weighting: Weighting = "paragraph"
) -> pd.DataFrame:
    found = ratio_estimate(article_sums(paragraphs, quantity=quantity, weighting=weighting))
    return counted_shifts(paragraphs, found, level)


def _decided(main: Paragraphs, study: Study) -> pd.DataFrame:
    """Return the main analysis, and what the rule says of it."""
    settings = study.settings
    found = ratio_estimate(article_sums(main))
    tests = shift_test_rows(found, level=settings.level, seed=settings.seed, permutations=settings.permutations)
    said = verdicts(tests, deciding_shifts(main, settings.level), settings.level)
    return counted_shifts(main, found, settings.level).merge(said, on="pillar").assign(kind="", choice=MAIN)


def _left_out(main: Paragraphs, level: float) -> pd.DataFrame:
    found = deciding_shifts(main, level)
    return found.assign(kind=WITHOUT + found["column"], choice=found["left_out"]).drop(columns=["column", "left_out"])


def _otherwise(main: Paragraphs, level: float) -> Iterator[pd.DataFrame]:
    choices = {
        "outlets as clusters": clustered_shifts(main, level=level),
        BY_ARTICLE: _shifts(main, level, weighting="article"),
        "weighted by word": _shifts(main, level, weighting="word"),
        MENTIONS: _shifts(main, level, quantity="mention_share"),
    }
    for choice, rows in choices.items():
        yield rows.assign(kind=OTHERWISE, choice=choice)


def _other_data(main: Paragraphs, study: Study) -> Iterator[pd.DataFrame]:
    for choice, paragraphs in _other_paragraphs(main, study):
        yield _shifts(paragraphs, study.settings.level).assign(kind=OTHER_DATA, choice=choice)


def _replicated(main: Paragraphs, other: Study, level: float) -> pd.DataFrame:
    paragraphs = main_paragraphs(other)
    if paragraphs.pillars != main.pillars:
        expected, found = f"the pillars {', '.join(main.pillars)}", ", ".join(paragraphs.pillars)
        raise DataError(expected, found, other.data / "codebook.toml", "Name another study as replication.")
    choice = _OTHER_STUDY.format(title=other.settings.analyses[0].title, language=other.settings.language)
    return _shifts(paragraphs, level).assign(kind=OTHER_DATA, choice=choice)


def _other_paragraphs(main: Paragraphs, study: Study) -> Iterator[tuple[str, Paragraphs]]:
    """Yield the main analysis less what is doubtful, as each coder saw it, and the other analyses."""
    table, pillars, periods = main.table, main.pillars, main.periods
    doubtful = {
        "inferred dates left out": table["date_basis"] == "inferred",
        "copies left out": table["story"] != table["article_id"],
    }
    for choice, out in doubtful.items():
        if out.any():
            yield choice, main.keep(~out.to_numpy(dtype=bool))
    codings = latest_codings(read_codings(study))
    for coder in sorted(codings["coder"].unique()):
        rows = labels_of_coder(table, codings, coder)
        if (rows["primary"] != "").mean() >= FEWEST_CODED:
            yield _CODED.format(coder=coder), read_paragraphs(rows, pillars, periods)
    for analysis in study.settings.analyses[1:]:
        yield analysis.title, read_paragraphs(select(coded_table(study), analysis, periods), pillars, periods)


def kind_text(kind: str) -> str:
    """Say the kind of a choice in the language spoken at the moment.

    Examples
    --------
    >>> kind_text("without the outlet")
    'without the outlet'
    """
    texts = {
        "without the outlet": say("without the outlet"),
        "without the event": say("without the event"),
        "without the month": say("without the month"),
        OTHERWISE: say("computed otherwise"),
        OTHER_DATA: say("other data"),
    }
    return texts.get(kind, kind)


def choice_text(kind: str, choice: str) -> str:
    """Say a choice in the language spoken at the moment; outlets, events and months stay as they are.

    Parameters
    ----------
    kind, choice : str
        As :func:`named_choices` returns them.

    Examples
    --------
    >>> choice_text("other data", "coded by Rini"), choice_text("without the outlet", "mentions")
    ('coded by Rini', 'mentions')
    """
    texts = {
        MAIN: say("main analysis"),
        "outlets as clusters": say("outlets as clusters"),
        "weighted by article": say("weighted by article"),
        "weighted by word": say("weighted by word"),
        "mentions": say("mentions"),
        "inferred dates left out": say("inferred dates left out"),
        "copies left out": say("copies left out"),
    }
    if kind not in ("", OTHERWISE, OTHER_DATA):
        return choice
    if choice in texts:
        return texts[choice]
    if fields := fields_in(choice, _CODED):
        return say("coded by {coder}", **fields)
    titled = fields_in(choice, _OTHER_STUDY)
    if titled and translated(choice) == choice:
        return _OTHER_STUDY.format(title=translated(titled["title"]), language=titled["language"])
    return translated(choice)
