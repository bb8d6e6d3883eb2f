"""Where are a study's files? The one place that knows paths, and that reads the tables of a study.

A study is a folder with ``data/`` (tables, codebook, settings), ``experiments/`` (one script a
figure) and ``figures/`` (what the scripts made). Tables are read as text, checked row by row, and
sorted, so that the order of rows in a file can never change a result.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from discourse.codebook import Codebook, read_codebook
from discourse.errors import DataError
from discourse.settings import Settings, days_of, read_settings

ARTICLE_COLUMNS = (
    "article_id",
    "outlet",
    "url",
    "published",
    "date_basis",
    "partner",
    "genre",
    "extent",
    "sampling",
)
OPTIONAL_ARTICLE_COLUMNS = ("same_as", "event")
PARAGRAPH_COLUMNS = (
    "paragraph_id",
    "article_id",
    "position",
    "lead",
    "words",
    "text",
    "source_line",
    "source_sha256",
)
TERM_COLUMNS = ("paragraph_id", "term", "count")
EXTENTS = ("lead", "full")
EVENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MADE_COLUMNS = ("period", "story", "primary", "also")


@dataclass(frozen=True)
class Study:
    """A study's folder, its tables, codebook and settings.

    Parameters
    ----------
    root : Path
        The folder that holds ``data/``.

    Examples
    --------
    >>> Study(Path("study")).labels_path.as_posix()
    'study/data/labels.csv'
    """

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Study:
        """Return the study in ``start`` (default: the working directory) or the nearest folder above it.

        Raises
        ------
        DataError
            If no folder on the way up holds ``data/study.toml``.
        """
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if (folder / "data" / "study.toml").is_file():
                return cls(folder)
        raise DataError(
            "a study (a folder with data/study.toml)",
            "none here or above",
            here,
            "Change into the study's folder, or name it with --study.",
        )

    @property
    def data(self) -> Path:
        """Folder of tables, codebook and settings."""
        return self.root / "data"

    @property
    def figures(self) -> Path:
        """Folder of figures, their numbers and the report."""
        return self.root / "figures"

    @property
    def experiments(self) -> Path:
        """Folder of the experiment scripts."""
        return self.root / "experiments"

    @property
    def originals(self) -> Path:
        """Folder of a user's own copies of the articles; never committed."""
        return self.data / "originals"

    @property
    def models(self) -> Path:
        """Folder of trained models, numbered; never committed."""
        return self.data / "models"

    @property
    def cache(self) -> Path:
        """Folder of what can be made anew at any time; never committed."""
        return self.root / ".cache"

    @property
    def labels_path(self) -> Path:
        """The label log."""
        return self.data / "labels.csv"

    @cached_property
    def codebook(self) -> Codebook:
        """The codebook."""
        return read_codebook(self.data / "codebook.toml")

    @cached_property
    def settings(self) -> Settings:
        """The settings."""
        return read_settings(self.data / "study.toml")

    @cached_property
    def articles(self) -> pd.DataFrame:
        """One row an article, sorted by id, with the id of its ``period`` (empty: in none) and its ``story``.

        A story is an article together with its copies elsewhere (column ``same_as``, which may be
        missing): copies teach a classifier the answers of one another, so folds keep a story whole.
        ``event`` (which may be missing, too) holds the ids of the events that an article is about, joined
        by ``+``. Any further column of the file is kept as text.

        Raises
        ------
        DataError
            If the file or a column is missing, an id occurs twice or is empty, a date is none, an
            extent is unknown, ``same_as`` names no article, an event's id is not of that form, a further
            column bears a name that is taken, or one of the two periods has no article.
        """
        path = self.data / "articles.csv"
        table = _read(path, ARTICLE_COLUMNS, "article_id")
        _check_further(table, path)
        for column in OPTIONAL_ARTICLE_COLUMNS:
            table[column] = table.get(column, "")
        known = {"", *table["article_id"]}
        _check_each(table, path, "same_as", known.__contains__, "the id of an article of this table, or nothing")
        table["story"] = table["same_as"].where(table["same_as"] != "", table["article_id"])
        _check_each(table, path, "event", _are_events, "ids such as summit-2025-10 joined by +, or nothing")
        _check_each(table, path, "published", lambda value: not value or bool(days_of(value)), "a date")
        _check_each(table, path, "extent", EXTENTS.__contains__, f"one of {', '.join(EXTENTS)}")
        table["period"] = table["published"].map(self.settings.period_of)
        for period in self.settings.periods:
            if period.id not in set(table["period"]):
                raise DataError(
                    f"articles of {period.start} to {period.end} (period {period.id})",
                    "none",
                    path,
                    "Add articles of that period, or change the periods in study.toml.",
                )
        return table.drop(columns="row")

    @cached_property
    def paragraphs(self) -> pd.DataFrame:
        """One row a paragraph, sorted by article and position; ``lead`` is boolean, numbers are integers.

        Raises
        ------
        DataError
            If the file or a column is missing, an id occurs twice, an article is unknown, a text is
            empty, ``lead`` is neither yes nor no, or a number is none.
        """
        path = self.data / "paragraphs.csv"
        table = _read(path, PARAGRAPH_COLUMNS, "paragraph_id")
        known = set(self.articles["article_id"])
        _check_each(table, path, "article_id", known.__contains__, "the id of an article in articles.csv")
        _check_each(table, path, "text", lambda value: bool(value.strip()), "the text of a paragraph")
        _check_each(table, path, "lead", ("yes", "no").__contains__, "yes or no")
        for column in ("position", "words"):
            _check_each(table, path, column, str.isdecimal, "a whole number")
            table[column] = table[column].astype(int)
        table["lead"] = table["lead"] == "yes"
        return table.sort_values(["article_id", "position"], ignore_index=True).drop(columns="row")

    @cached_property
    def terms(self) -> pd.DataFrame:
        """Word counts of original paragraphs: paragraph_id, term, count; empty where a study has none.

        Raises
        ------
        DataError
            If a column is missing, a paragraph is unknown, or a count is no whole number.
        """
        path = self.data / "terms.csv.gz"
        if not path.is_file():
            return pd.DataFrame({"paragraph_id": [], "term": [], "count": []}).astype({"count": int})
        table = _read(path, TERM_COLUMNS, None)
        known = set(self.paragraphs["paragraph_id"])
        _check_each(table, path, "paragraph_id", known.__contains__, "the id of a paragraph in paragraphs.csv")
        _check_each(table, path, "count", str.isdecimal, "a whole number")
        table["count"] = table["count"].astype(int)
        return table.sort_values(["paragraph_id", "term"], ignore_index=True).drop(columns="row")

    @cached_property
    def topic_names(self) -> dict[str, str]:
        """Names that a person gave to topics, by their words, from ``topics.toml``; empty without the file.

        Raises
        ------
        DataError
            If the file is no TOML, or a name is no text.
        """
        path = self.data / "topics.toml"
        if not path.is_file():
            return {}
        try:
            names = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise DataError("TOML in UTF-8", str(error), path, "Correct the line named.") from None
        for words, name in names.items():
            if not isinstance(name, str):
                raise DataError(
                    'lines such as "dagang, pasar, ekspor" = "Trade"',
                    repr(name),
                    f"{path}, {words}",
                    "Put the name in quotes.",
                )
        return names


def _are_events(value: str) -> bool:
    """Say whether each of the events joined by ``+`` has an id of the right form, and none stands twice."""
    events = value.split("+") if value else []
    return all(EVENT.fullmatch(event) for event in events) and len(set(events)) == len(events)


def _check_further(table: pd.DataFrame, path: Path) -> None:
    """Refuse a column of articles that would hide one of the paragraphs, or one that is made here."""
    for column in table.columns:
        if column != "article_id" and column in (*PARAGRAPH_COLUMNS, *MADE_COLUMNS):
            taken = f"{path}, row 1, column {column}"
            raise DataError("names that the other tables do not use", repr(column), taken, "Rename the column.")


def _read(path: Path, columns: tuple[str, ...], key: str | None) -> pd.DataFrame:
    """Read a table as text with its row numbers (as an editor counts them: the header is row 1)."""
    if not path.is_file():
        raise DataError("a table", "no file", path, "Put the file there, or name the study with --study.")
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except (UnicodeDecodeError, ValueError, OSError, EOFError) as error:
        raise DataError("a CSV table in UTF-8", str(error).strip(), path, "Save it as CSV, UTF-8.") from None
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise DataError(f"the columns {', '.join(columns)}", f"no {', '.join(missing)}", path, "Add what is missing.")
    table["row"] = range(2, len(table) + 2)
    if key is None:
        return table
    _check_each(table, path, key, bool, "an id")
    twice = table[table[key].duplicated()]
    if len(twice):
        row, value = twice.iloc[0]["row"], twice.iloc[0][key]
        raise DataError("each id once", f"{value!r} again", f"{path}, row {row}, column {key}", "Rename or delete one.")
    return table.sort_values(key, ignore_index=True)


def _check_each(table: pd.DataFrame, path: Path, column: str, holds: Callable[[str], bool], expected: str) -> None:
    """Refuse the first value of a column that does not hold, naming file, row and column."""
    for value in table[column].unique():
        try:
            good = holds(value)
        except DataError as error:
            expected, good = error.expected, False
        if not good:
            row = table.loc[table[column] == value, "row"].iloc[0]
            raise DataError(expected, repr(value), f"{path}, row {row}, column {column}", "Correct the value.")
