"""Which rows of a table are one article, when it is read from front to back and never kept?

Those that follow one another and have one ``article_id``: a run. Runs stay together wherever a table is parted, so a
row is classified with the same neighbours in one process, in chunks, and in partitions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

import pandas as pd

from discourse.errors import shown

LONGEST_RUN = 1_000
"""Rows of a run. A longer article is parted into runs of so many, each with neighbours of its own."""

MOST_LETTERS = 16_000_000
"""Letters of texts in a batch, and as many more as its last run has: long texts do not fill the memory."""

_WATCHED = 1_000_000
"""Articles that are remembered, some 100 MB, to notice their id again; later ones are not."""


class ArticleRuns:
    """Numbers the runs of a table, and counts the rows that stand apart from others of their article, or have no text.

    Attributes
    ----------
    without_text : int
        Rows without text among those that :meth:`watched` passed on.

    Examples
    --------
    >>> runs = ArticleRuns()
    >>> [runs.number({"article_id": one}) for one in ("a", "a", "b", "a", "", "")]
    [1, 1, 2, 3, 4, 5]
    >>> runs.remark().partition(".")[0]
    'Classified without the other rows of the article, from which they stand apart in the table: 1 row of 1 article'
    """

    def __init__(self) -> None:
        self._numbers = count(1)
        self._number = self._first = self._length = 0
        self._article, self._is_apart = "", False
        self._met: set[int] = set()
        self._apart: set[int] = set()
        self._rows_apart = 0
        self._parted = 0
        self._unnamed = ""
        self.without_text = 0

    def watched(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        """Pass rows on, and count those without text."""
        for row in rows:
            text = row.get("text")
            self.without_text += text is None or not str(text).strip()
            yield row

    def look_for_column(self, columns: Sequence[str]) -> None:
        """Note if a table does not say which article its rows are of."""
        if "article_id" not in columns:
            near = [name for name in columns if "article" in name.casefold()]
            hint = f" If {shown(near[0])} is the article, rename it article_id." if near else ""
            self._unnamed = f"No column article_id: each row is judged alone.{hint}"

    def number(self, row: Mapping[str, Any]) -> int:
        """Return the number of the run of the next row; a row without ``article_id`` is a run of its own."""
        article = _article_of(row)
        going_on = article != "" and article == self._article
        if not going_on:
            self._begin(article)
        elif self._length == LONGEST_RUN:
            self._parted += self._number == self._first
            self._length, self._number = 0, next(self._numbers)
        self._length += 1
        self._rows_apart += self._is_apart
        return self._number

    def _begin(self, article: str) -> None:
        """Begin another article."""
        key = hash(article)
        self._is_apart = article != "" and key in self._met
        if self._is_apart:
            self._apart.add(key)
        elif article and len(self._met) < _WATCHED:
            self._met.add(key)
        self._article, self._length = article, 0
        self._number = self._first = next(self._numbers)

    def remark(self) -> str:
        """Say in a line which rows could not be classified with their whole article; empty if all could."""
        said = [self._unnamed] if self._unnamed else []
        if self._rows_apart:
            rows, articles = _counted(self._rows_apart, "row"), _counted(len(self._apart), "article")
            said.append(
                f"Classified without the other rows of the article, from which they stand apart in the table: {rows} "
                f"of {articles}. Sort by article_id to bring them together."
            )
        if self._parted:
            said.append(f"Classified in parts of {LONGEST_RUN:,} rows: {_counted(self._parted, 'longer article')}.")
        return " ".join(said)


def whole_runs(
    rows: Iterable[Mapping[str, Any]], size: int, runs: ArticleRuns | None
) -> Iterator[tuple[list[Mapping[str, Any]], list[int] | None]]:
    """Batches of about ``size`` rows with the number of each row's run; no run is parted.

    Parameters
    ----------
    rows : iterable of mapping
        Read as they are needed: one row beyond the batch at most.
    size : int
        A batch ends with the first run that reaches this size, or :data:`MOST_LETTERS`; without ``runs``, with the
        first such row.
    runs : ArticleRuns, optional
        Numbers the runs; without it each row stands alone, and there are no numbers.

    Examples
    --------
    >>> rows = [{"article_id": one} for one in "aabbbc"]
    >>> [numbers for _, numbers in whole_runs(rows, 3, ArticleRuns())]
    [[1, 1, 2, 2, 2], [3]]
    """
    batch: list[Mapping[str, Any]] = []
    numbers: list[int] = []
    letters = 0
    for row in rows:
        number = runs.number(row) if runs is not None else 0
        if (len(batch) >= size or letters >= MOST_LETTERS) and number != numbers[-1]:
            yield batch, numbers
            batch, numbers, letters = [], [], 0
        batch.append(row)
        numbers.append(number)
        text = row.get("text")
        letters += len(text) if isinstance(text, str) else 0
        # A row that stands alone ends its run itself: no other has to be read to know.
        if (len(batch) >= size or letters >= MOST_LETTERS) and (runs is None or not _article_of(row)):
            yield batch, numbers if runs is not None else None
            batch, numbers, letters = [], [], 0
    if batch:
        yield batch, numbers if runs is not None else None


def _article_of(row: Mapping[str, Any]) -> str:
    """Article of a row; empty where it is missing."""
    article = row.get("article_id", "")
    return article.strip() if isinstance(article, str) else "" if pd.isna(article) else str(article)


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
