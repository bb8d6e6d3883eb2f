"""How large are the pillars' shares in a classified archive, how did they shift, and how sure is that?

Shares and intervals are those that ``emphasis_table`` and ``emphasis_by`` give for the same rows: the archive is
added up by DuckDB, within bounds of memory, and never held as a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from discourse.codebook import NONE
from discourse.emphasis.archive.adding import GroupSums, add_up_archive
from discourse.emphasis.archive.cells import Cells, add_up_groups, cells_by, period_cells
from discourse.emphasis.archive.codings import PUBLISHED, Coding, PeriodOf, code_column, column_of
from discourse.emphasis.archive.engine import MEMORY, Progress, open_engine, quoted
from discourse.emphasis.archive.left_out import LeftOut
from discourse.emphasis.archive.parts import Parts, find_parts
from discourse.emphasis.archive.rows import ArchiveRows, read_rows
from discourse.emphasis.archive.tables import rows_by_cell, rows_by_period
from discourse.emphasis.inputs import QUANTITIES, WEIGHTINGS, Integers, Quantity, Weighting, one_of
from discourse.emphasis.intervals import MIN_ARTICLES
from discourse.emphasis.measures.cell_sums import PERIOD
from discourse.emphasis.table import check_level
from discourse.errors import DataError, EstimateError

if TYPE_CHECKING:
    from discourse.classifier.error_counts import ErrorCounts


@dataclass(frozen=True)
class ArchiveShares:
    """What an archive says, and what was left out of it.

    Attributes
    ----------
    table : DataFrame
        See :func:`archive_shares`.
    pillars : tuple of str
        In order.
    articles, paragraphs : int
        Of those in the table's cells that have a paragraph predicted as a pillar.
    without : int
        Articles without such a paragraph.
    none, unpredicted : int
        Rows of the archive predicted as ``none``, and rows without a prediction.
    left_out : LeftOut
        Rows that cannot be counted.
    """

    table: pd.DataFrame
    pillars: tuple[str, ...]
    articles: int
    paragraphs: int
    without: int
    none: int
    unpredicted: int
    left_out: LeftOut


def archive_shares(
    source: Path,
    pillars: Sequence[str] = (),
    *,
    by: Sequence[str] = (),
    periods: Sequence[str] = (),
    period_of: PeriodOf | None = None,
    quantity: Quantity = "share",
    weighting: Weighting = "paragraph",
    fewest: int = 0,
    level: float = 0.95,
    only: str = "",
    errors: ErrorCounts | None = None,
    skip: bool = False,
    memory: str = MEMORY,
    threads: int | None = None,
    temp: Path | None = None,
    progress: Progress | None = None,
) -> ArchiveShares:
    """Compute every pillar's share in an archive, by period with the shift or in cells, with intervals by article.

    Parameters
    ----------
    source : Path
        What ``discourse classify`` wrote: a parquet or CSV file, or a folder of them, with ``article_id`` and
        ``pillar``, and what the choices need: ``period`` or ``published``, ``also``, ``words``, columns in ``by``.
    pillars : sequence of str
        In codebook order; default: those whose probabilities the archive holds.
    by : sequence of str
        What cells are made of, as for ``emphasis_by``; default: the two periods, with the shift.
    periods : sequence of str
        The two periods, earlier first; with ``by`` the order of the periods.
    period_of : callable, optional
        Gives the period of a date, for an archive without a column ``period``, or with an empty one.
    quantity, weighting, fewest, level
        As for ``emphasis_by``. Memory grows with the number of different lengths of articles where words weigh.
    only : str
        Keep the rows of this pillar alone.
    errors : ErrorCounts, optional
        Error rates of the classifier; with them the corrected shares stand below those as predicted.
    skip : bool
        Leave out rows that cannot be counted; else the first is an error.
    memory, threads, temp
        As for ``open_engine``.
    progress : callable, optional
        Called some times a second with how far the adding is, and with 100.

    Returns
    -------
    ArchiveShares
        Its table has the rows of ``emphasis_rows``, or of ``emphasis_by``, and ``numerator`` and ``estimator``: ``as
        predicted``, not corrected for the errors of the classifier, or ``adjusted``. Of adjusted shares
        ``paragraphs`` are all that have a code, and there is no ``numerator``.

    Raises
    ------
    DataError, EstimateError
        If a choice is wrong, a part or row cannot be read or counted, or nothing is to be counted.
    MissingExtraError
        If DuckDB is not installed.
    """
    _check(by, periods, quantity, weighting, errors)
    check_level(level)
    left_out = LeftOut(skip)
    with open_engine(memory, threads, temp) as connection:
        parts = find_parts(source, connection)
        pillars = _pillars(parts, pillars, errors)
        one_of(only or pillars[0], pillars, "pillar")
        named = tuple(by) or (PERIOD,)
        columns = _columns(parts, named, period_of, quantity, weighting)
        if errors is not None and parts.codes:
            columns.append(f"p_{parts.codes[0]}")
        rows = read_rows(connection, parts, columns, left_out, progress)
        codings = [code_column(rows, name, period_of) for name in named]
        question = _Question(rows, pillars, codings, periods, bool(by), quantity, weighting, fewest, level)
        found = question.answer(errors)
    return replace(found, table=found.table[found.table["pillar"] == only]) if only else found


@dataclass(frozen=True)
class _Question:
    """What is asked of the rows of an archive."""

    rows: ArchiveRows
    pillars: Sequence[str]
    codings: Sequence[Coding]
    periods: Sequence[str]
    in_cells: bool
    quantity: Quantity
    weighting: Weighting
    fewest: int
    level: float

    def answer(self, errors: ErrorCounts | None) -> ArchiveShares:
        """Add up, as predicted and, with error rates, once more with ``none``; write both as rows."""
        groups = self._groups(self.pillars)
        cells = self._cells(groups)
        tables = [self._table(groups, cells, self.pillars, None)]
        if errors is not None:
            self._check_abstention()
            codes = (*self.pillars, NONE)
            whole = self._groups(codes)
            tables.append(self._table(whole, self._cells(whole), codes, errors.ordered(codes)))
        counted, predicted = cells.cell >= 0, self.rows.values("pillar")
        return ArchiveShares(
            table=pd.concat(tables, ignore_index=True),
            pillars=tuple(self.pillars),
            articles=int(groups.articles[counted].sum()),
            paragraphs=int(groups.paragraphs[counted].sum()),
            without=int(groups.articles[groups.size == 0].sum()),
            none=sum(rows for value, rows in predicted.items() if self.rows.plain(value) == NONE),
            unpredicted=predicted.get("", 0),
            left_out=self.rows.left_out,
        )

    def _groups(self, codes: Sequence[str]) -> GroupSums:
        again = len(codes) > len(self.pillars)
        rows = (
            replace(self.rows, left_out=LeftOut(True)) if again else self.rows
        )  # they are left out for the second time
        by_words = self.weighting == "word"
        asked = (rows, self.pillars, self.codings, codes)
        return add_up_archive(*asked, quantity=self.quantity, by_words=by_words, together=again)

    def _cells(self, groups: GroupSums) -> Cells:
        if self.in_cells:
            found = cells_by(groups, self.codings, self.periods, self.fewest)
        else:
            found = period_cells(groups, self.codings[0], self.periods)
        if not (found.cell >= 0).any():
            there = ", ".join(repr(label) for label in self.codings[0].labels[:5])
            expected = "a paragraph predicted as a pillar" + (
                "" if self.in_cells else f" in {' or '.join(self.periods)}"
            )
            hint = "Name periods as the archive does, or ask for cells, such as --by month."
            raise EstimateError(expected, f"none; {self.codings[0].name} is {there}", self.rows.parts.source, hint)
        return found

    def _table(self, groups: GroupSums, cells: Cells, codes: Sequence[str], crossed: Integers | None) -> pd.DataFrame:
        sums, moved = add_up_groups(groups, cells, codes, self.quantity, self.weighting)
        if self.in_cells:
            return rows_by_cell(sums, moved, cells, self.level, crossed)
        return rows_by_period(sums, moved, self.periods, self.level, crossed)

    def _check_abstention(self) -> None:
        """Refuse to correct predictions of which some were withheld: error rates are those of all."""
        codes = self.rows.parts.codes
        if not codes:
            return
        probability = self.rows.text(f"p_{codes[0]}")
        asked = f"SELECT count(*) FROM {self.rows.source} WHERE {self.rows.text('pillar')} = ''"
        asked += f" AND {probability} NOT IN ({quoted('')}, {quoted('nan')})"
        ((withheld,),) = self.rows.connection.execute(asked).fetchall()
        if withheld:
            hint = "Classify without --abstain-below, or leave the model out."
            found = f"{withheld:,} with probabilities and without a code"
            raise EstimateError("a code for each paragraph", found, self.rows.parts.source, hint)


def _check(
    by: Sequence[str], periods: Sequence[str], quantity: str, weighting: str, errors: ErrorCounts | None
) -> None:
    one_of(quantity, QUANTITIES, "quantity")
    one_of(weighting, WEIGHTINGS, "weighting")
    if len(set(by)) != len(by):
        raise DataError("one or more columns or spans of time, each once", repr(list(by)), "by")
    if not by and (len(periods) != 2 or periods[0] == periods[1]):
        hint = "Name them, such as --periods 2019,2021, or ask for cells, such as --by month."
        raise DataError("two different periods, earlier first", repr(tuple(periods)), "periods", hint)
    if errors is not None and quantity != "share":
        hint = "Ask for shares, or leave the model out."
        raise EstimateError("the quantity 'share'", repr(quantity), "estimator adjusted", hint)
    if errors is not None and weighting != "paragraph":
        hint = "Weigh by paragraph, or leave the model out."
        raise EstimateError("the weighting 'paragraph'", repr(weighting), "estimator adjusted", hint)
    if errors is not None and len(errors.crossed) < MIN_ARTICLES:
        hint = "Label more, and train the model again."
        found = str(len(errors.crossed))
        raise EstimateError(f"error rates from at least {MIN_ARTICLES} labelled stories", found, "model", hint)


def _pillars(parts: Parts, pillars: Sequence[str], errors: ErrorCounts | None) -> tuple[str, ...]:
    """Return the pillars: those that are named, if the archive was classified with them, or those of the archive."""
    named = tuple(pillars) or (errors.codes[:-1] if errors else ()) or parts.codes
    hint = "Name the study or model with whose codebook it was classified."
    if not named:
        raise DataError("columns p_<pillar>, or a study that says which pillars there are", "none", parts.source, hint)
    if parts.codes and set(parts.codes) != set(named):
        expected, found = f"a table of the pillars {', '.join(named)}", f"one of {', '.join(parts.codes)}"
        raise DataError(expected, found, parts.source, hint)
    if errors is not None and set(errors.codes) != {*named, NONE}:
        expected, found = f"a model of the pillars {', '.join(named)}", f"one of {', '.join(errors.codes[:-1])}"
        raise DataError(expected, found, "model", "Name the model with which the archive was classified.")
    return named


def _columns(
    parts: Parts,
    named: Sequence[str],
    period_of: PeriodOf | None,
    quantity: Quantity,
    weighting: Weighting,
) -> list[str]:
    """Name the columns that are needed."""
    dated = period_of is not None
    found = ["article_id", "pillar", *(column_of(name, parts.columns[0], dated) for name in named)]
    if dated and PERIOD in named and PUBLISHED in parts.columns[0]:
        found.append(PUBLISHED)
    if quantity == "mention_share":
        found.append("also")
    if weighting == "word":
        found.append("words")
    return found
