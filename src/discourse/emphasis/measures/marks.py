"""How large a share of the paragraphs, or of the articles, bears a mark?

A mark is anything that a paragraph has or has not: it names two pillars at once, it names an actor. Its
share has the same interval by article as a pillar's. Where the article is the unit, an article bears the mark
if any of its paragraphs does, and counts once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd

from discourse.emphasis.inputs import Booleans, Floats, Integers, Paragraphs, one_of, read_paragraphs
from discourse.emphasis.shares import Estimate, ratio_estimate
from discourse.emphasis.sums import add_up
from discourse.emphasis.table import emphasis_rows
from discourse.errors import DataError

Unit = Literal["paragraph", "article"]
UNITS: tuple[Unit, ...] = ("paragraph", "article")


def marked_shares(
    table: pd.DataFrame,
    marked: Booleans,
    names: Sequence[str],
    periods: Sequence[str],
    *,
    unit: Unit = "paragraph",
    level: float = 0.95,
) -> pd.DataFrame:
    """Compute the share of marked paragraphs or articles in both periods, and its shift.

    Parameters
    ----------
    table : DataFrame
        N rows, one a paragraph, with ``article_id`` and ``period``; all of them count, coded or not.
    marked : array of bool, shape N x K
        Which marks each paragraph bears.
    names : sequence of str, length K
        Names of the marks.
    periods : sequence of str
        Two periods, earlier first.
    unit : {"paragraph", "article"}
        What is counted.
    level : float
        Level of the intervals.

    Returns
    -------
    DataFrame
        For each mark a row a period and one for the shift: ``name, unit, period, value, low, high, articles,
        paragraphs, numerator``. ``value`` is ``numerator`` of ``paragraphs`` (of ``articles``, where those are the
        unit). Bounds are NaN with fewer than five articles in a period, the numerator is NaN for a shift.

    Raises
    ------
    DataError
        If the table or a choice is wrong, or table and marks differ in length.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": list("aab"), "period": ["2023", "2023", "2025"]})
    >>> marked = np.array([[True], [False], [True]])
    >>> marked_shares(table, marked, ["minister"], ["2023", "2025"])["value"].tolist()
    [0.5, 1.0, 0.5]
    >>> marked_shares(table, marked, ["minister"], ["2023", "2025"], unit="article")["numerator"].tolist()[:2]
    [1.0, 1.0]
    """
    one_of(unit, UNITS, "unit")
    if marked.shape != (len(table), len(names)):
        raise DataError(f"marks of shape {len(table)} x {len(names)}", " x ".join(map(str, marked.shape)), "marks")
    paragraphs = read_paragraphs(table.assign(primary=""), names, periods)
    kept = paragraphs.period[paragraphs.article] >= 0
    found = mark_estimate(paragraphs, marked, kept)
    sizes = found.paragraphs
    if unit == "article":
        one_each, ever = _by_article(paragraphs, marked)
        by_article = mark_estimate(paragraphs.keep(one_each), ever, kept[one_each])
        found, sizes = replace(by_article, paragraphs=found.paragraphs), by_article.paragraphs
    rows = mark_rows(found, sizes, level).drop(columns="quantity").rename(columns={"pillar": "name"})
    rows["name"] = np.repeat(np.array(names, dtype=object), 3)
    rows.insert(1, "unit", unit)
    return rows


def _by_article(paragraphs: Paragraphs, marked: Booleans) -> tuple[Booleans, Booleans]:
    """Choose a row for each article, length N, and say which marks any paragraph of it bears, shape G x K."""
    chosen = np.zeros(len(paragraphs), dtype=bool)
    chosen[np.unique(paragraphs.article, return_index=True)[1]] = True
    ever = np.zeros((len(paragraphs.articles), marked.shape[1]), dtype=bool)
    np.logical_or.at(ever, paragraphs.article, marked)
    return chosen, ever[paragraphs.article[chosen]]


def mark_estimate(paragraphs: Paragraphs, marked: Booleans, counted: Booleans) -> Estimate:
    """Estimate the share of each of K marks, shape N x K, among the paragraphs that count."""
    named = replace(paragraphs, pillars=tuple(map(str, range(marked.shape[1]))))
    return ratio_estimate(add_up(named, marked.astype(np.float64), paragraphs.weights("paragraph", counted)))


def mark_rows(found: Estimate, sizes: Integers, level: float) -> pd.DataFrame:
    """Write the shares and shifts of K marks as rows, three a mark, with how many of ``sizes`` bear it."""
    return emphasis_rows([found], level).assign(numerator=per_row(np.round(found.value[:2] * sizes[:, None])))


def per_row(values: Floats) -> Floats:
    """Lay values of both periods, shape 2 x K, out as rows, three a mark; NaN for the shift."""
    return np.vstack([values, np.full(values.shape[1], np.nan)]).T.ravel()
