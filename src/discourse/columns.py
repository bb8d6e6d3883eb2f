"""Which columns do the tables of a study have, and what stands in one that is left out?

Few must be there: of an article its id, outlet and date, of a paragraph its article and text. The others hold
what a plain collection of whole articles has.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from discourse.errors import DataError, NothingYetError, shown
from discourse.io.tables import check_column, check_unique, is_count, read_table
from discourse.settings import FORMER_NAMES, OPENING, Settings, days_of

ARTICLE_COLUMNS = ("article_id", "outlet", "published")
"""Columns that ``articles.csv`` must have."""
ARTICLE_DEFAULTS = {
    "url": "",
    "date_basis": "",
    "partner": "",
    "genre": "",
    "extent": "full",
    "sampling": "",
    "same_as": "",
    "event": "",
}
"""Columns that it may have, and what they hold where they are left out."""
EXTENTS = (OPENING, "full")
SOURCE_COLUMNS = ("source_line", "source_sha256")
PARAGRAPH_COLUMNS = ("paragraph_id", "article_id", "position", "opening", "words", "text", *SOURCE_COLUMNS)
"""Columns of ``paragraphs.csv``; of these only :data:`PARAGRAPHS_NEED` must be there."""
PARAGRAPHS_NEED = ("article_id", "text")
TERM_COLUMNS = ("paragraph_id", "term", "count")
MADE_COLUMNS = (
    "period", "story", "primary", "also", "by_person", "machine", "machine_also", "inclusion", "drawn",
    "targeted",
)  # fmt: skip
"""Columns that are made of these and of the settings and codings."""
OTHER_NAMES = {"id": "article_id", "date": "published"}
"""Columns of ``articles.csv`` by a shorter name, under which they are read as well."""
OPENING_CHARACTERS = 2000
"""A paragraph belongs to the opening of a full article if it begins within so many characters of the text."""
_EVENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_articles(path: Path, settings: Settings) -> pd.DataFrame:
    """Read ``articles.csv``, with the period and the story of each article; see :attr:`discourse.study.Study.articles`.

    Raises
    ------
    DataError
        If a column is missing or a value is none of its kind, with the row; or if a period has no article
        (:class:`NothingYetError`).
    """
    table = read_table(path, ARTICLE_COLUMNS, "article_id", OTHER_NAMES)
    check_further_columns(table, path)
    table = complete_articles(table)
    known = {"", *table["article_id"]}
    check_column(table, path, "same_as", known.__contains__, "the id of an article of this table, or nothing")
    table["story"] = table["same_as"].where(table["same_as"] != "", table["article_id"])
    check_column(table, path, "event", are_events, "ids such as summit-2019-10 joined by +, or nothing")
    check_column(table, path, "published", lambda value: not value or bool(days_of(value)), "a date")
    check_column(table, path, "extent", EXTENTS.__contains__, f"one of {', '.join(EXTENTS)}")
    table["period"] = table["published"].map(settings.period_of)
    if table.empty:
        raise NothingYetError.of("articles", path)
    for period in settings.periods:
        if period.id not in set(table["period"]):
            expected = f"articles of {period.start} to {period.end} (period {period.id})"
            hint = "Bring some in (discourse import PATH), or change the periods in study.toml."
            raise NothingYetError(expected, "none", path, hint)
    return table.drop(columns="row")


def read_paragraph_rows(path: Path, extents: pd.Series) -> pd.DataFrame:
    """Read ``paragraphs.csv``; see :attr:`discourse.study.Study.paragraphs`.

    Parameters
    ----------
    path : Path
        The file.
    extents : Series
        Extent of each article, by its id.

    Raises
    ------
    DataError
        If a column is missing or a value is none of its kind, with the row; or if there is no paragraph
        (:class:`NothingYetError`).
    """
    table = read_table(path, PARAGRAPHS_NEED, None, FORMER_NAMES)
    if table.empty:
        raise NothingYetError.of("paragraphs", path)
    check_column(table, path, "article_id", extents.index.__contains__, "the id of an article in articles.csv")
    check_column(table, path, "text", lambda value: bool(value.strip()), "the text of a paragraph")
    table = complete_paragraphs(table, extents)
    check_column(table, path, "paragraph_id", bool, "an id")
    check_unique(table, path, "paragraph_id")
    check_column(table, path, "opening", ("yes", "no").__contains__, "yes or no")
    for column in ("position", "words"):
        check_column(table, path, column, is_count, "a whole number")
        table[column] = table[column].astype(int)
    table["opening"] = table["opening"] == "yes"
    order = ["article_id", "position", "paragraph_id"]
    return table.sort_values(order, ignore_index=True).drop(columns="row")


def read_term_counts(path: Path, paragraphs: Collection[str]) -> pd.DataFrame:
    """Read ``terms.csv.gz``; see :attr:`discourse.study.Study.terms`. Without the file there are no counts.

    Parameters
    ----------
    path : Path
        The file.
    paragraphs : collection of str
        Ids of the study's paragraphs.

    Raises
    ------
    DataError
        If a column is missing or a value is none of its kind, with the row.
    """
    if not path.exists():
        return pd.DataFrame({"paragraph_id": [], "term": [], "count": []}).astype({"count": int})
    table = read_table(path, TERM_COLUMNS, None)
    check_column(table, path, "paragraph_id", paragraphs.__contains__, "the id of a paragraph in paragraphs.csv")
    check_column(table, path, "count", is_count, "a whole number")
    table["count"] = table["count"].astype(int)
    return table.sort_values(["paragraph_id", "term"], ignore_index=True).drop(columns="row")


def complete_articles(table: pd.DataFrame) -> pd.DataFrame:
    """Fill the columns of articles that are left out, and an extent that is left empty.

    Parameters
    ----------
    table : DataFrame
        Rows of ``articles.csv``, as text.

    Returns
    -------
    DataFrame
        With all of :data:`ARTICLE_DEFAULTS`.

    Examples
    --------
    >>> rows = pd.DataFrame({"article_id": ["a"], "outlet": ["Post"], "published": ["2019"], "extent": [""]})
    >>> complete_articles(rows).loc[0, ["extent", "sampling", "same_as"]].tolist()
    ['full', '', '']
    """
    left_out = {column: value for column, value in ARTICLE_DEFAULTS.items() if column not in table}
    whole = table.assign(**left_out)
    whole["extent"] = whole["extent"].replace({"": ARTICLE_DEFAULTS["extent"], **FORMER_NAMES})
    return whole


def complete_paragraphs(table: pd.DataFrame, extents: pd.Series) -> pd.DataFrame:
    """Fill the columns of paragraphs that are left out.

    Parameters
    ----------
    table : DataFrame
        Rows of ``paragraphs.csv`` in the order of the file, as text.
    extents : Series
        Extent of each article, by its id.

    Returns
    -------
    DataFrame
        With all of :data:`PARAGRAPH_COLUMNS`, as text. The paragraphs of an article are numbered as they stand,
        and named by that; words are parted at white space; ``opening`` is "yes" for all paragraphs of an
        article of which the opening was read, else for those that begin within its first 2,000 characters.

    Examples
    --------
    >>> rows = pd.DataFrame({"article_id": ["a", "a"], "text": ["x" * 2000, "The end."]})
    >>> complete_paragraphs(rows, pd.Series({"a": "full"})).iloc[1, 2:].tolist()
    ['2', 'a:02', '2', 'no', '', '']
    """
    whole = table.copy()
    article = whole["article_id"]
    if "position" not in whole:
        whole["position"] = (whole.groupby("article_id").cumcount() + 1).astype(str)
    if "paragraph_id" not in whole:
        whole["paragraph_id"] = article + ":" + whole["position"].str.zfill(2)
    if "words" not in whole:
        whole["words"] = whole["text"].map(lambda text: str(len(text.split())))
    if "opening" not in whole:
        length = whole["text"].str.len() + 1
        start = length.groupby(article).cumsum() - length
        early = (start < OPENING_CHARACTERS) | (article.map(extents) == OPENING)
        whole["opening"] = early.map({True: "yes", False: "no"})
    return whole.assign(**{column: "" for column in SOURCE_COLUMNS if column not in whole})


def are_events(value: str) -> bool:
    """Say whether each of the events joined by ``+`` has an id of the right form, and none stands twice.

    Examples
    --------
    >>> are_events("summit-2019-10+fair"), are_events("fair+fair"), are_events("State visit")
    (True, False, False)
    """
    events = value.split("+") if value else []
    return all(_EVENT.fullmatch(event) for event in events) and len(set(events)) == len(events)


def check_further_columns(table: pd.DataFrame, path: Path) -> None:
    """Refuse a column of articles that would hide one of the paragraphs, or one that is made.

    Raises
    ------
    DataError
        Naming the column.
    """
    for column in table.columns:
        if column != "article_id" and column in (*PARAGRAPH_COLUMNS, *MADE_COLUMNS):
            taken = f"{path}, row 1, column {column}"
            raise DataError("names that the other tables do not use", shown(column), taken, "Rename the column.")
