"""How do rows come into ``articles.csv`` and ``paragraphs.csv`` so that nothing else in them changes?

The tables are read as they are, also where a study is not complete yet: no articles at all, or none of a period.
Every cell that is there stays; columns keep their names and their order, and new ones come behind them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from discourse.columns import (
    ARTICLE_COLUMNS,
    OTHER_NAMES,
    PARAGRAPH_COLUMNS,
    PARAGRAPHS_NEED,
    complete_articles,
    complete_paragraphs,
)
from discourse.errors import DataError
from discourse.io.files import atomic_writer, checksum
from discourse.io.records import CsvWriter
from discourse.io.tables import read_table
from discourse.settings import FORMER_NAMES

_ALSO_TITLES = {"headline": "title"}


@dataclass(frozen=True)
class StudyTables:
    """The two tables as they were read.

    Attributes
    ----------
    folder : Path
        The study's ``data/``.
    articles, paragraphs : DataFrame
        Rows in the order of the files, as text, with the names that the columns have there.
    read : dict of str to str
        Name of each file to its checksum.
    """

    folder: Path
    articles: pd.DataFrame
    paragraphs: pd.DataFrame
    read: dict[str, str]

    @cached_property
    def known_articles(self) -> pd.DataFrame:
        """Articles by the columns' own names, those left out filled."""
        names = {**OTHER_NAMES, **_ALSO_TITLES}
        named = self.articles.rename(columns={old: new for old, new in names.items() if new not in self.articles})
        return complete_articles(named)

    @cached_property
    def known_paragraphs(self) -> pd.DataFrame:
        """Paragraphs by the columns' own names, those left out filled."""
        named = self.paragraphs
        for old, new in FORMER_NAMES.items():
            named = named if new in named else named.rename(columns={old: new})
        return complete_paragraphs(named, self.known_articles.set_index("article_id")["extent"])

    def add(self, articles: Sequence[Mapping[str, str]], paragraphs: pd.DataFrame) -> None:
        """Write both files anew, with rows added behind those that are there.

        Parameters
        ----------
        articles : sequence of mapping of str to str
            Columns of articles to their values; a column that the file lacks is added if it says anything.
        paragraphs : DataFrame
            Rows in the form of ``paragraphs.csv``.

        Raises
        ------
        DataError
            If a file was changed since it was read, or cannot be written.
        """
        for name, digest in self.read.items():
            if checksum(self.folder / name) != digest:
                raise DataError("the file as it was read", "another content", self.folder / name, "Import again.")
        if articles:
            _write(self.folder / "articles.csv", self.articles, _under(self.articles, articles))
        whole = self.known_paragraphs
        if "lead" in self.paragraphs:
            whole = whole.rename(columns={"opening": "lead"})
            paragraphs = paragraphs.rename(columns={"opening": "lead"})
        _write(self.folder / "paragraphs.csv", whole, paragraphs)


def read_study_tables(folder: Path) -> StudyTables:
    """Read the tables of a study to which rows are to be added.

    Parameters
    ----------
    folder : Path
        The study's ``data/``; a file that is not there has no rows.

    Raises
    ------
    DataError
        If a table is damaged, lacks a column that must be there, or an id is empty or stands twice.
    """
    read = {name: checksum(folder / name) for name in ("articles.csv", "paragraphs.csv")}
    articles = _rows(folder / "articles.csv", ARTICLE_COLUMNS, OTHER_NAMES)
    paragraphs = _rows(folder / "paragraphs.csv", PARAGRAPHS_NEED, {}, PARAGRAPH_COLUMNS)
    return StudyTables(folder, articles, paragraphs, read)


def _rows(
    path: Path, needed: Sequence[str], other_names: Mapping[str, str], new: Sequence[str] | None = None
) -> pd.DataFrame:
    if not path.exists():
        return pd.DataFrame(columns=list(new or needed), dtype=str)
    read_table(path, needed, needed[0] if new is None else None, other_names)
    return read_table(path, (), None).drop(columns="row")


def _under(there: pd.DataFrame, rows: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    """Give new rows the names that the columns have in the file, and leave out what says nothing."""
    named = {new: old for old, new in {**OTHER_NAMES, **_ALSO_TITLES}.items() if old in there and new not in there}
    table = complete_articles(pd.DataFrame(list(rows)).fillna("")).rename(columns=named)
    plain = table.assign(extent=table["extent"].replace("full", ""))
    return table[[name for name in table if name in there or (plain[name] != "").any()]]


def _write(path: Path, there: pd.DataFrame, added: pd.DataFrame) -> None:
    columns = [*there.columns, *(name for name in added.columns if name not in there.columns)]
    whole = pd.concat([there, added.astype(str)]).reindex(columns=columns).fillna("")
    with atomic_writer(path) as stream:
        writer = CsvWriter(stream)
        writer.row(columns)
        for row in whole.itertuples(index=False, name=None):
            writer.row(row)
