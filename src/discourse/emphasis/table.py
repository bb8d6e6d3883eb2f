"""How much is each pillar stressed, how did it shift, and what can the table not show?

This is the table that the figures are drawn from: every share and every shift, one a row, with its
interval and the articles behind it. What the data cannot carry is NaN in it, never a guess;
``table_notes`` says in words what is missing and why.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from discourse.codebook import NONE
from discourse.emphasis.correction.usefulness import usefulness_notes
from discourse.emphasis.estimators import Estimator, estimate
from discourse.emphasis.inputs import (
    Paragraphs,
    Quantity,
    Weighting,
    need_column,
    read_paragraphs,
)
from discourse.emphasis.intervals import MIN_ARTICLES, only_with_articles, wilson_t, within_limits
from discourse.emphasis.permutation import smallest_p
from discourse.emphasis.shares import Estimate
from discourse.errors import DataError
from discourse.labels.analysed import choices_for, result_for
from discourse.labels.table import analysed_rows
from discourse.labels.variables import as_primary
from discourse.study import Study
from discourse.translations import say

COLUMNS = ("pillar", "quantity", "period", "value", "low", "high", "articles", "paragraphs")


def emphasis_table(
    table: pd.DataFrame,
    pillars: Sequence[str] | None = None,
    periods: Sequence[str] | None = None,
    *,
    quantities: Sequence[Quantity] = ("share", "mention_share"),
    weighting: Weighting = "paragraph",
    estimator: Estimator = "coded",
    level: float | None = None,
    variable: str = "",
) -> pd.DataFrame:
    """Compute every pillar's share in both periods and its shift, each with an interval by article.

    Parameters
    ----------
    table : DataFrame
        One row a paragraph: ``article_id``, ``period``, ``primary`` ("" if not labelled, ``none`` if it is
        in no pillar; neither enters the denominator), ``also``, and what weighting and estimator need.
    pillars, periods : sequence of str, optional
        Pillars in codebook order; two periods, earlier first. A table from :meth:`discourse.Study.table` knows them.
    quantities : sequence of str
        ``share`` (primary pillar) and ``mention_share`` (primary or also).
    weighting : str
        ``paragraph``, ``article`` or ``word``; see ``sums``.
    estimator : str
        See ``estimators``; all but ``coded`` give shares only.
    level : float, optional
        Level of the intervals (``wilson_t``; the evidence for it is in ``intervals``); default: what the table knows,
        else .95.
    variable : str
        A further variable of the codebook, by the name of its column in ``table``; ``pillars`` are then its codes.
        Its other codes stand in ``<variable>_also``; without that column its mention shares are its shares.

    Returns
    -------
    DataFrame
        As ``emphasis_rows``; ``attrs`` holds the names of the pillars, where the table knows them. Printed, value and
        interval stand in one column (:class:`discourse.printing.ReadableTable`).

    Raises
    ------
    DataError, EstimateError
        If the table or a choice is wrong, or the data cannot carry the estimator.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("aabbccdd"), "period": ["2023"] * 4 + ["2025"] * 4,
    ...                       "primary": ["economic", "political"] + ["economic"] * 2 + ["political"] * 4})
    >>> found = emphasis_table(table, ["political", "economic"], ["2023", "2025"], quantities=["share"])
    >>> found[found["pillar"] == "political"]
    pillar     quantity  period     value [low, high]  articles  paragraphs
    political  share     2023        0.250 [NaN, NaN]         2           4
    political  share     2025        1.000 [NaN, NaN]         2           4
    political  shift     2025-2023   0.750 [NaN, NaN]         4           8
    """
    pillars, periods, level = choices_for(table, pillars, periods, level)
    known = table
    if variable:
        need_column(table, variable)
        table = as_primary(table, variable)
    paragraphs = read_paragraphs(table, pillars, periods)
    found = [estimate(paragraphs, estimator=estimator, quantity=each, weighting=weighting) for each in quantities]
    return result_for(emphasis_rows(found, level), known)


def emphasis_rows(estimates: Sequence[Estimate], level: float = 0.95) -> pd.DataFrame:
    """Write estimates as rows, each number with its interval.

    Returns
    -------
    DataFrame
        A row per pillar, quantity and period or shift, with ``pillar, quantity, period, value, low, high,
        articles, paragraphs``. Shifts have the quantity ``shift`` or ``mention_shift``, a period such as
        "2025-2023" (later minus earlier), and the articles and paragraphs of both periods. ``low`` and
        ``high`` are NaN with fewer than five articles in a period.

    Raises
    ------
    DataError
        If the level does not lie between 0 and 1.
    """
    check_level(level)
    parts = [_rows(found, level) for found in estimates]
    return pd.concat(parts, ignore_index=True)


def check_level(level: float) -> None:
    """Refuse a level that does not lie between 0 and 1, with a ``DataError``."""
    if not 0 < level < 1:
        raise DataError("a level between 0 and 1", str(level), "level")


def _rows(found: Estimate, level: float) -> pd.DataFrame:
    bounds = only_with_articles(within_limits(wilson_t(found, level)), found.informative)
    n_pillars, (earlier, later) = len(found.pillars), found.periods
    shift = found.quantity.replace("share", "shift")
    return pd.DataFrame(
        {
            "pillar": np.repeat(list(found.pillars), 3),
            "quantity": [found.quantity, found.quantity, shift] * n_pillars,
            "period": [earlier, later, f"{later}-{earlier}"] * n_pillars,
            "value": found.value.T.ravel(),
            "low": bounds.low.T.ravel(),
            "high": bounds.high.T.ravel(),
            "articles": [*found.articles, sum(found.articles)] * n_pillars,
            "paragraphs": [*found.paragraphs.tolist(), int(found.paragraphs.sum())] * n_pillars,
        },
        columns=COLUMNS,
    )


def main_paragraphs(study: Study) -> Paragraphs:
    """Read the paragraphs of a study's main analysis, of the two periods that it compares."""
    return read_paragraphs(analysed_rows(study), study.codebook.pillar_ids, study.settings.compared)


def study_notes(study: Study) -> tuple[str, ...]:
    """Say what the shares of a study's main analysis leave out, as the study is labelled now.

    Returns
    -------
    tuple of str
        Sentences, as ``table_notes`` gives them; none where everything is labelled and enough.
    """
    return table_notes(main_paragraphs(study), level=study.settings.level)


def table_notes(paragraphs: Paragraphs, *, estimator: Estimator = "coded", level: float = 0.95) -> tuple[str, ...]:
    """Say in sentences what a table of emphasis leaves out, and what it cannot show.

    For ``ppi`` and ``dsl`` that includes whether the predictions help (``usefulness_notes``).

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("abc"), "period": ["2023", "2025", "2025"],
    ...                       "primary": ["political", "political", "none"]})
    >>> for note in table_notes(read_paragraphs(table, ["political", "economic"], ["2023", "2025"])):
    ...     print(note)
    1 paragraph is coded 'none' and left out of every denominator.
    Only 1 article in 2023: no interval for that period and for the shift (5 are needed).
    Only 1 article in 2025: no interval for that period and for the shift (5 are needed).
    With 1 + 1 articles no exact test can give a p below 1: it cannot reject at 0.05, whatever the shift.
    No paragraph is about economic in either period: its shares are 0 as far as these articles show.
    """
    kept = paragraphs.in_periods
    none = _coded_none(int((kept.primary == NONE).sum()))
    if estimator != "coded":
        useful = usefulness_notes(kept) if estimator in ("ppi", "dsl") else ()
        return (*none, *_few_articles(kept, level), *useful)
    unlabelled = _not_labelled(int((kept.primary == "").sum()))
    coded = kept.keep(kept.coded)
    return (
        *none,
        *unlabelled,
        *_without_label(kept),
        *_how_chosen(kept),
        *_few_articles(coded, level),
        *_absent(coded),
    )


def _coded_none(number: int) -> list[str]:
    if number == 1:
        return [say("{count} paragraph is coded 'none' and left out of every denominator.", count=number)]
    several = say("{count} paragraphs are coded 'none' and left out of every denominator.", count=number)
    return [several] if number else []


def _not_labelled(number: int) -> list[str]:
    if number == 1:
        return [say("{count} paragraph is not labelled and left out.", count=number)]
    return [say("{count} paragraphs are not labelled and left out.", count=number)] if number else []


def _without_label(kept: Paragraphs) -> list[str]:
    """Count the articles of each period that have no label at all."""
    labels = np.bincount(kept.article, kept.primary != "", len(kept.articles))
    sentences = []
    for number, period in enumerate(kept.periods):
        own = kept.period == number
        without = int((own & (labels == 0)).sum())
        if without and without < own.sum():
            sentences.append(_unlabelled_articles(without, int(own.sum()), period))
    return sentences


def _unlabelled_articles(number: int, every: int, period: str) -> str:
    counts = {"count": number, "all": every, "period": period}
    if number == 1:
        return say("{count} of {all} articles in {period} has no label and counts for nothing.", **counts)
    return say("{count} of {all} articles in {period} have no label and count for nothing.", **counts)


def _how_chosen(kept: Paragraphs) -> list[str]:
    """Say where the labelled paragraphs are no random sample, or nothing tells whether they are."""
    if not kept.fairly_labelled:
        sentence = say(
            "Labels drawn by a model's uncertainty are no random sample: use estimator='dsl', "
            "or code all paragraphs of the analysis."
        )
        return [sentence]
    if "inclusion" not in kept.table.columns:
        return []
    unknown = pd.to_numeric(kept.table["inclusion"], errors="coerce").isna()  # a file may have '' for it
    if not (unknown & (kept.table["primary"] == "")).any():
        return []
    return [say("No record says how the labelled paragraphs were chosen; the shares take them for a random sample.")]


def _few_articles(used: Paragraphs, level: float) -> list[str]:
    counts = used.articles_per_period()
    few = zip(used.periods, counts, strict=True)
    sentences = [_too_few(articles, period) for period, articles in few if articles < MIN_ARTICLES]
    best = smallest_p(*counts) if min(counts) else 0.0
    if best > 1 - level:
        impossible = say(
            "With {earlier} + {later} articles no exact test can give a p below {best:.2g}: "
            "it cannot reject at {alpha:.2g}, whatever the shift.",
            earlier=counts[0],
            later=counts[1],
            best=best,
            alpha=1 - level,
        )
        sentences.append(impossible)
    return sentences


def _too_few(articles: int, period: str) -> str:
    fields = {"count": articles, "period": period, "needed": MIN_ARTICLES}
    if not articles:
        return say(
            "No article in {period}: no interval for that period and for the shift ({needed} are needed).", **fields
        )
    if articles == 1:
        return say(
            "Only {count} article in {period}: no interval for that period and for the shift ({needed} are needed).",
            **fields,
        )
    return say(
        "Only {count} articles in {period}: no interval for that period and for the shift ({needed} are needed).",
        **fields,
    )


def _absent(used: Paragraphs) -> list[str]:
    absent = [pillar for pillar in used.pillars if not (used.primary == pillar).any()]
    if not absent:
        return []
    if len(absent) == 1:
        sentence = say(
            "No paragraph is about {pillar} in either period: its shares are {zero} as far as these articles show.",
            pillar=absent[0],
            zero=0,
        )
        return [sentence]
    sentence = say(
        "No paragraph is about {pillars} in either period: their shares are {zero} as far as these articles show.",
        pillars=say(" or ").join(absent),
        zero=0,
    )
    return [sentence]
