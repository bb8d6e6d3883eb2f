"""Can shares be computed from this table, and what does it say of each paragraph?

A table of paragraphs is checked once, when it is read. Every estimator then asks the ``Paragraphs``
for what it needs: which paragraphs are coded, to which pillars they belong, what they weigh. Columns
that only some estimators need (``words``, ``also``, ``inclusion``) are read when they are asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.codebook import NONE
from discourse.errors import DataError, EstimateError
from discourse.labels.table import codes_in, mention_matrix

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

Weighting = Literal["paragraph", "article", "word"]
Quantity = Literal["share", "mention_share"]

WEIGHTINGS: tuple[Weighting, ...] = ("paragraph", "article", "word")
QUANTITIES: tuple[Quantity, ...] = ("share", "mention_share")

NO_RANDOM_SAMPLE = (
    "Labels drawn by a model's uncertainty are no random sample: use estimator='dsl', "
    "or code all paragraphs of the analysis."
)


@dataclass(frozen=True)
class Paragraphs:
    """N paragraphs of a checked table and the G articles they stand in; P pillars.

    Attributes
    ----------
    pillars, periods : tuple of str
        Pillars in codebook order; the two periods, earlier first.
    table : DataFrame
        The N rows; the index is the row in the table that was read.
    articles : array of str, length G
        Ids of the articles, sorted.
    article : array of int, length N
        Place of each paragraph's article in ``articles``.
    period : array of int, length G
        Period of each article: 0 the earlier, 1 the later, -1 neither.
    """

    pillars: tuple[str, ...]
    periods: tuple[str, str]
    table: pd.DataFrame
    articles: NDArray[np.object_]
    article: Integers
    period: Integers

    def __len__(self) -> int:
        return len(self.table)

    def keep(self, chosen: Booleans) -> Paragraphs:
        """Return the paragraphs marked True, with their articles alone."""
        places, article = np.unique(self.article[chosen], return_inverse=True)
        return replace(
            self,
            table=self.table[chosen],
            articles=self.articles[places],
            article=article.astype(np.int64),
            period=self.period[places],
        )

    @cached_property
    def in_periods(self) -> Paragraphs:
        """The paragraphs of the two periods."""
        return self.keep(self.period[self.article] >= 0)

    @cached_property
    def primary(self) -> NDArray[np.object_]:
        """Label of each paragraph, length N; "" where there is none."""
        return self.table["primary"].to_numpy(dtype=object)

    @cached_property
    def coded(self) -> Booleans:
        """Whether the paragraph lies in one of the periods and its label is a pillar, length N."""
        labelled = (self.primary != "") & (self.primary != NONE)
        return (self.period[self.article] >= 0) & labelled.astype(bool)

    @cached_property
    def inclusion(self) -> Floats:
        """Probability with which each paragraph was drawn for labelling, length N.

        It is 1 where every paragraph has a label and the table does not give it; otherwise an
        ``EstimateError`` says what is missing.
        """
        if "inclusion" not in self.table.columns:
            if (self.primary != "").all():
                return np.ones(len(self))
            raise EstimateError(
                "the probability with which each paragraph was drawn for labelling",
                "no column inclusion",
                "table of paragraphs",
                "Draw the paragraphs to label at random and record it; labels chosen otherwise cannot serve.",
            )
        inclusion = pd.to_numeric(self.table["inclusion"], errors="coerce").to_numpy(dtype=np.float64)
        wrong = ~((inclusion > 0) & (inclusion <= 1))
        if wrong.any():
            expected = "a probability above 0 and at most 1"
            hint = "Label some of the others at random (discourse relabel --queue audit), or leave them out."
            raise EstimateError(expected, str(inclusion[wrong][0]), place(self.table, wrong, "inclusion"), hint)
        return inclusion

    @cached_property
    def fairly_labelled(self) -> bool:
        """Whether no label is ``targeted``, or no paragraph of the two periods is without a label."""
        table = self.in_periods.table
        return "targeted" not in table.columns or not table["targeted"].any() or bool((table["primary"] != "").all())

    def check_fair_labels(self) -> None:
        """Refuse labels that a model's doubt picked, as a sample of paragraphs that have no label.

        Raises
        ------
        EstimateError
            If the paragraphs are not ``fairly_labelled``.
        """
        if self.fairly_labelled:
            return
        table = self.in_periods.table
        picked, without = int(table["targeted"].sum()), int((table["primary"] == "").sum())
        raise EstimateError(
            "paragraphs labelled at random, or all of them",
            f"labels drawn by a model's uncertainty: {picked}, paragraphs without a label: {without}",
            "estimator coded",
            NO_RANDOM_SAMPLE,
        )

    def belongs(self, quantity: Quantity) -> Floats:
        """Mark the pillars of each coded paragraph, shape N x P: 1 where it belongs to the pillar, else 0.

        For the ``share`` that is its primary pillar, for the ``mention_share`` also every pillar in ``also``.
        """
        one_of(quantity, QUANTITIES, "quantity")
        belongs = self.coded[:, None] & (self.primary[:, None] == np.array(self.pillars, dtype=object))
        if quantity == "mention_share":
            belongs[self.coded] |= mention_matrix(self.primary[self.coded], self._also[self.coded], self.pillars)
        return belongs.astype(np.float64)

    @cached_property
    def _also(self) -> NDArray[np.object_]:
        need_column(self.table, "also")
        read = np.fromiter(map(codes_in, self.table["also"]), dtype=object, count=len(self))
        known = {*self.pillars, NONE}
        if not known.issuperset(code for codes in set(read) for code in codes):
            wrong = np.array([not known.issuperset(codes) for codes in read])
            expected = f"codes among {', '.join(self.pillars)}; in text, with spaces between"
            found, hint = repr(self.table["also"][wrong].iloc[0]), "Write a file with table['also'].str.join(' ')."
            raise DataError(expected, found, place(self.table, wrong, "also"), hint)
        return read

    def weights(self, weighting: Weighting, counted: Booleans | None = None) -> Floats:
        """Return the weight of each paragraph, length N; see the table in ``sums``.

        Parameters
        ----------
        counted : array of bool, length N, optional
            Which paragraphs count, all where not given; the others weigh 0.
        """
        one_of(weighting, WEIGHTINGS, "weighting")
        counted = np.ones(len(self), dtype=bool) if counted is None else counted
        weights = np.ones(len(self))
        if weighting == "word":
            weights = self._words
        elif weighting == "article":
            sizes = np.bincount(self.article[counted], minlength=len(self.articles))
            weights = 1.0 / np.maximum(sizes, 1)[self.article]
        return np.where(counted, weights, 0.0)

    @cached_property
    def _words(self) -> Floats:
        need_column(self.table, "words")
        words = pd.to_numeric(self.table["words"], errors="coerce").to_numpy(dtype=np.float64)
        wrong = ~((words > 0) & (words < np.inf))
        if wrong.any():
            found = repr(self.table["words"][wrong].iloc[0])
            raise DataError("a positive number of words", found, place(self.table, wrong, "words"))
        return words

    def articles_per_period(self) -> tuple[int, int]:
        """Count the articles of the earlier and of the later period, labelled or not."""
        return int((self.period == 0).sum()), int((self.period == 1).sum())

    def paragraphs_per_period(self) -> Integers:
        """Count the paragraphs of the earlier and of the later period, labelled or not; length 2."""
        period = self.period[self.article]
        return np.array([(period == 0).sum(), (period == 1).sum()], dtype=np.int64)


def read_paragraphs(table: pd.DataFrame, pillars: Sequence[str], periods: Sequence[str]) -> Paragraphs:
    """Check a table of paragraphs, and read what every share needs.

    Parameters
    ----------
    table : DataFrame
        One row a paragraph: ``article_id``, ``period`` (years that ``read_csv`` took for whole numbers are read
        as text), ``primary`` ("" if not labelled); ``also`` (pillars as a tuple, or as text with spaces
        between) for mention shares; ``words`` for that weighting; ``p_<pillar>`` (and ``p_none``,
        ``predicted``) for the estimators with a classifier; ``inclusion`` for ``dsl``; ``targeted``, where
        it is there, marks labels that are no random sample (see ``inclusion_probabilities``).
    pillars, periods : sequence of str
        Pillars in codebook order; exactly two periods, earlier first.

    Raises
    ------
    DataError
        If a column is missing, a value is missing, a code is no pillar, an article lies in two
        periods, or there are not two periods, named as the table names them. The message names the row.

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": ["b", "a", "a"], "period": ["2025", "2023", "2023"],
    ...                       "primary": ["political", "economic", "none"]})
    >>> paragraphs = read_paragraphs(table, ["political", "economic"], ["2023", "2025"])
    >>> paragraphs.articles.tolist(), paragraphs.period.tolist(), paragraphs.coded.tolist()
    (['a', 'b'], [0, 1], [True, True, False])
    """
    if len(periods) != 2 or periods[0] == periods[1]:
        raise DataError("two different periods, earlier first", repr(tuple(periods)), "periods")
    if not pillars:
        raise DataError("at least one pillar", "none", "pillars")
    table = table.reset_index(drop=True)
    _check_columns(table)
    _check_codes(table, pillars)
    table = table.assign(period=_like(periods, table["period"]))
    ids, dates = (table[column].to_numpy(dtype=object) for column in ("article_id", "period"))
    articles, first, article = np.unique(ids, return_index=True, return_inverse=True)
    several = (dates != dates[first][article]).astype(bool)
    if several.any():
        where, hint = f"article {ids[several][0]}", "Correct its date, or split the article."
        raise DataError("one period an article", "several", where, hint)
    period = np.where(dates[first] == periods[0], 0, np.where(dates[first] == periods[1], 1, -1))
    return Paragraphs(
        pillars=tuple(pillars),
        periods=(periods[0], periods[1]),
        table=table,
        articles=articles,
        article=article.astype(np.int64),
        period=period.astype(np.int64),
    )


def _check_columns(table: pd.DataFrame) -> None:
    for column in ("article_id", "period", "primary"):
        need_column(table, column)
        missing = table[column].isna().to_numpy()
        if missing.any():
            hint = "Use '' for unknown: read_csv(..., keep_default_na=False)."
            raise DataError("a text", "a missing value", place(table, missing, column), hint)


def _like(periods: Sequence[str], column: pd.Series) -> pd.Series:
    """Periods of a table as they are asked for: as text, whole numbers included, or else as they are."""
    text = all(isinstance(each, str) for each in periods)
    if text and pd.api.types.is_integer_dtype(column):
        return column.astype(str)
    for each in column.unique():
        if isinstance(each, str) != text:
            hint = "Keep them as text: read_csv(..., dtype={'period': str})." if text else "Ask for them as text."
            raise DataError(f"periods such as {periods[0]!r}", f"{each} ({column.dtype})", "column period", hint)
    return column


def _check_codes(table: pd.DataFrame, pillars: Sequence[str]) -> None:
    unknown = ~table["primary"].isin([*pillars, "", NONE]).to_numpy()
    if unknown.any():
        found = repr(table["primary"][unknown].iloc[0])
        raise DataError(f"one of {', '.join(pillars)}, none or ''", found, place(table, unknown, "primary"))


def need_column(table: pd.DataFrame, column: str) -> None:
    """Refuse a table that lacks a column, with a ``DataError``."""
    if column not in table.columns:
        found = f"the columns {', '.join(map(str, table.columns))}"
        raise DataError(f"a column {column}", found, "table of paragraphs")


def one_of(found: str, known: Sequence[str], where: str) -> None:
    """Refuse a choice that is not known, with a ``DataError``."""
    if found not in known:
        raise DataError(f"one of {', '.join(known)}", repr(found), where)


def place(table: pd.DataFrame, wrong: Booleans, columns: str) -> str:
    """Name the first wrong row of a table: "row 3, column words"."""
    return f"row {table.index[wrong][0]}, column {columns}"
