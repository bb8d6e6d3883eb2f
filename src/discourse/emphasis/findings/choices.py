"""Would the shift be another, had we chosen otherwise? Each choice that a reader may question, a row a pillar.

Every choice has the estimator that the rule of ``correction.choice`` gives its paragraphs, as the main figure has.
Where people have coded a drawn sample, that is an estimate from the sample; a choice of which they have coded too
little goes by the labels as they are, and its rows say so in ``reason``. What one coder says goes by that coder's
codings alone.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from discourse.emphasis.correction.choice import (
    NOT_DRAWN,
    TOO_FEW,
    Choice,
    add_predictions,
    behind_people,
    choose_estimator,
)
from discourse.emphasis.estimators import estimate
from discourse.emphasis.inputs import Paragraphs, Quantity, Weighting, read_paragraphs
from discourse.emphasis.left_out import counted_shifts, deciding_shifts, estimated_shifts
from discourse.emphasis.measures.clustered import clustered_shifts
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


def named_choices(
    study: Study, replication: Study | None = None, predictions: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Estimate every pillar's shift under each choice; the first rows decide the verdict.

    Parameters
    ----------
    study : Study
        The study; its main analysis is what the choices are compared to.
    replication : Study, optional
        Another study of the same pillars, whose main analysis is the last choice.
    predictions : DataFrame, optional
        The classifier's, out of fold, where people have coded a drawn sample (``add_predictions``).

    Returns
    -------
    DataFrame
        A row a choice and pillar, the main analysis first: ``kind`` of the choice ("" for the main analysis),
        ``choice``, ``decides`` (whether the verdict rests on the row), ``pillar``, shift, interval, counts and
        shares of ``counted_shifts``, and ``verdict`` and ``reason`` of the main analysis. Of another choice that
        goes by the labels as they are, though the main analysis is estimated from a sample, ``reason`` says why.

    Raises
    ------
    DataError
        If the replication has other pillars.
    """
    level = study.settings.level
    main = add_predictions(main_paragraphs(study), predictions)
    rule = choose_estimator(main)
    decide = pd.concat([_decided(main, rule, study), _left_out(main, rule, level)]).assign(decides=True)
    others = [*_otherwise(main, rule, level), *_other_data(main, rule, study, predictions)]
    if replication:
        others.append(_replicated(main, replication, level))
    found = pd.concat([decide, *(rows.assign(decides=False) for rows in others)], ignore_index=True)
    return found[[*_FIRST, *found.columns.drop([*_FIRST, *_LAST]), *_LAST]]


def _shifts(
    paragraphs: Paragraphs,
    rule: Choice | None,
    level: float,
    quantity: Quantity = "share",
    weighting: Weighting = "paragraph",
) -> pd.DataFrame:
    """Estimate the shifts as a rule has it; without one from the labels as they are."""
    if rule and rule.sampled:
        return estimated_shifts(paragraphs, rule.estimator, quantity, weighting, level)
    found = ratio_estimate(article_sums(paragraphs, quantity=quantity, weighting=weighting))
    return counted_shifts(paragraphs, found, level)


def _decided(main: Paragraphs, rule: Choice, study: Study) -> pd.DataFrame:
    """Return the main analysis, and what the rule of the verdict says of it."""
    settings = study.settings
    found = ratio_estimate(article_sums(main))
    if rule.sampled:
        found = behind_people(estimate(main, estimator=rule.estimator), main)
    tests = shift_test_rows(found, level=settings.level, seed=settings.seed, permutations=settings.permutations)
    said = verdicts(tests, deciding_shifts(main, settings.level, estimator=rule.estimator), settings.level)
    return _shifts(main, rule, settings.level).merge(said, on="pillar").assign(kind="", choice=MAIN)


def _left_out(main: Paragraphs, rule: Choice, level: float) -> pd.DataFrame:
    found = deciding_shifts(main, level, estimator=rule.estimator)
    return found.assign(kind=WITHOUT + found["column"], choice=found["left_out"]).drop(columns=["column", "left_out"])


def _otherwise(main: Paragraphs, rule: Choice, level: float) -> Iterator[pd.DataFrame]:
    choices = {
        "outlets as clusters": clustered_shifts(main, level=level, estimator=rule.estimator),
        BY_ARTICLE: _shifts(main, rule, level, weighting="article"),
        "weighted by word": _shifts(main, rule, level, weighting="word"),
        MENTIONS: _shifts(main, rule, level, quantity="mention_share"),
    }
    for choice, rows in choices.items():
        yield rows.assign(kind=OTHERWISE, choice=choice)


def _other_data(
    main: Paragraphs, rule: Choice, study: Study, predictions: pd.DataFrame | None
) -> Iterator[pd.DataFrame]:
    for choice, paragraphs, own in _other_paragraphs(main, study, predictions):
        rows = _shifts(paragraphs, own, study.settings.level).assign(kind=OTHER_DATA, choice=choice)
        as_they_are = rule.sampled and own and own.reason in (TOO_FEW, NOT_DRAWN)
        yield rows.assign(reason=own.reason) if own and as_they_are else rows


def _replicated(main: Paragraphs, other: Study, level: float) -> pd.DataFrame:
    paragraphs = main_paragraphs(other)
    if paragraphs.pillars != main.pillars:
        expected, found = f"the pillars {', '.join(main.pillars)}", ", ".join(paragraphs.pillars)
        raise DataError(expected, found, other.data / "codebook.toml", "Name another study as replication.")
    choice = _OTHER_STUDY.format(title=other.settings.analyses[0].title, language=other.settings.language)
    return _shifts(paragraphs, choose_estimator(paragraphs), level).assign(kind=OTHER_DATA, choice=choice)


def _other_paragraphs(
    main: Paragraphs, study: Study, predictions: pd.DataFrame | None
) -> Iterator[tuple[str, Paragraphs, Choice | None]]:
    """Yield the main analysis less what is doubtful, as each coder saw it, and the other analyses, each with a rule."""
    table, pillars, periods = main.table, main.pillars, main.periods
    doubtful = {
        "inferred dates left out": table["date_basis"] == "inferred",
        "copies left out": table["story"] != table["article_id"],
    }
    for choice, out in doubtful.items():
        if out.any():
            kept = main.keep(~out.to_numpy(dtype=bool))
            yield choice, kept, choose_estimator(kept)
    codings = latest_codings(read_codings(study))
    for coder in sorted(codings["coder"].unique()):
        rows = labels_of_coder(table, codings, coder)
        if (rows["primary"] != "").mean() >= FEWEST_CODED:
            yield _CODED.format(coder=coder), read_paragraphs(rows, pillars, periods), None
    for analysis in study.settings.analyses[1:]:
        paragraphs = read_paragraphs(select(coded_table(study), analysis, periods), pillars, periods)
        paragraphs = add_predictions(paragraphs, predictions)
        yield analysis.title, paragraphs, choose_estimator(paragraphs)


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
