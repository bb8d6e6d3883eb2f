"""Where are a study's files? The one place that knows paths, and that reads the tables of a study.

A study is a folder with ``data/`` (tables, codebook, settings), ``figures/`` (what the scripts of figures
made) and, where it has scripts of its own, ``experiments/``. Tables are read as text, checked row by row, and
sorted, so that the order of rows in a file can never change a result.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd
from pydantic import RootModel

from discourse.codebook import Codebook, read_codebook
from discourse.columns import (
    ARTICLE_COLUMNS,
    ARTICLE_DEFAULTS,
    MADE_COLUMNS,
    PARAGRAPH_COLUMNS,
    read_articles,
    read_paragraph_rows,
    read_term_counts,
)
from discourse.display import ShownInShort
from discourse.errors import DataError, DiscourseError
from discourse.io.files import checksum
from discourse.io.typed import checked, read_toml
from discourse.settings import Settings, check_settings, read_settings

if TYPE_CHECKING:
    from discourse.features import DocumentFeatureMatrix

Read = TypeVar("Read")


def read_from(name: str) -> Callable[[Callable[[Study], Read]], cached_property[Read]]:
    """Make a property that is read once from a file of ``data/``, and whose reading the study notes."""

    def decorate(read: Callable[[Study], Read]) -> cached_property[Read]:
        @wraps(read)
        def noted(study: Study) -> Read:
            study.note(name)
            return read(study)

        return cached_property(noted)

    return decorate


@dataclass(frozen=True, repr=False)
class Study(ShownInShort):
    """A study's folder, its tables, codebook and settings.

    Parameters
    ----------
    root : Path or str
        The folder that holds ``data/``.
    chosen : Settings, optional
        Settings in place of those in ``study.toml``; see :meth:`with_settings`.
    variable : str
        The variable of the codebook through which its paragraphs are seen; "" for the pillars. See :meth:`seen_by`.
    inputs : dict of str to str
        Files and folders of ``data/`` asked for so far, settings aside, with their checksums at that time.

    Examples
    --------
    >>> Study("study").labels_path.as_posix()
    'study/data/labels.csv'
    """

    root: Path
    chosen: Settings | None = None
    variable: str = ""
    inputs: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Take the folder's name, too, for the folder."""
        object.__setattr__(self, "root", Path(self.root))

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
        hint = "Change into the study's folder, or name it with --study."
        raise DataError("a study (a folder with data/study.toml)", "none here or above", here, hint)

    def _summary(self) -> dict[str, object]:
        """Folder and settings, where these can be read; no tables."""
        found: dict[str, object] = {"root": self.root.as_posix()}
        if self.variable:
            found["variable"] = self.variable
        with suppress(DiscourseError, OSError):
            found |= self.settings._summary()
        return found

    def note(self, name: str) -> Path:
        """Return the path of a file or folder of ``data/``, and note it among the inputs."""
        if name not in self.inputs:
            self.inputs[name] = checksum(self.data / name)
        return self.data / name

    def with_settings(self, **changes: Any) -> Study:
        """Return the same study with other settings by name; what that one reads, this one notes too.

        Raises
        ------
        SettingsError
            If there is no such setting, or a value is out of range.
        """
        return replace(self, chosen=check_settings(self.settings.model_dump() | changes, "the settings chosen"))

    def seen_by(self, variable: str) -> Study:
        """Return the study with a variable's codes for its codebook and the variable's log; "" stands for the pillars.

        Raises
        ------
        CodebookError
            If the codebook has no such variable.
        """
        return replace(self, variable=replace(self, variable="").codebook.variable(variable).id)

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
        """Folder of the study's own experiment scripts; those of the package need no folder."""
        return self.root / "experiments"

    @property
    def originals(self) -> Path:
        """Folder of a user's own copies of the articles; never committed."""
        return self.note("originals")

    @property
    def models(self) -> Path:
        """Folder of trained models, numbered; never committed."""
        return self.note("models")

    @property
    def cache(self) -> Path:
        """Folder of what can be made anew at any time; never committed."""
        return self.root / ".cache"

    @property
    def labels_path(self) -> Path:
        """The label log: ``labels.csv``, or ``labels.<variable>.csv``."""
        return self.note(f"labels.{self.variable}.csv" if self.variable else "labels.csv")

    def strings_path(self, language: str) -> Path:
        """Return the file of the study's own strings of a language, which may be missing."""
        return self.note(f"strings.{language}.po")

    @read_from("codebook.toml")
    def codebook(self) -> Codebook:
        """Codebook of the study, or the codes of its variable as one."""
        taken = {*ARTICLE_COLUMNS, *ARTICLE_DEFAULTS, *PARAGRAPH_COLUMNS, *MADE_COLUMNS}
        return read_codebook(self.data / "codebook.toml", taken).variable(self.variable)

    @cached_property
    def settings(self) -> Settings:
        """The settings."""
        return self.chosen or read_settings(self.data / "study.toml")

    @property
    def language(self) -> str:
        """Language of the coverage, as functions take it: its code, or the study's own folder of word lists.

        Lists in ``data/languages/<code>/`` take the place of those that the package has for the language.
        """
        own = self.data / "languages" / self.settings.language
        return str(own.resolve()) if own.is_dir() else self.settings.language

    @read_from("articles.csv")
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
            column bears a name that is taken, or a period has no article (:class:`NothingYetError`).
        """
        return read_articles(self.data / "articles.csv", self.settings)

    def table(self, analysis: str = "") -> pd.DataFrame:
        """Return the paragraphs of an analysis, one a row, with their articles, labels and texts.

        Parameters
        ----------
        analysis : str
            Its id in ``study.toml``; default: the main analysis.

        Returns
        -------
        DataFrame
            :func:`discourse.labels.analysed.analysed_table` says what it holds and knows.

        Raises
        ------
        SettingsError
            If the study has no such analysis.
        """
        from discourse.labels.analysed import analysed_table

        return analysed_table(self, analysis)

    def codings(self) -> pd.DataFrame:
        """Return every coding of the study, one a row, as :func:`discourse.agreement_table` takes them.

        :func:`discourse.labels.analysed.analysed_codings` says what the table holds and which errors there are.
        """
        from discourse.labels.analysed import analysed_codings

        return analysed_codings(self)

    def words(self, analysis: str = "") -> DocumentFeatureMatrix:
        """Return the word counts of an analysis in the press's own words, as :func:`discourse.keyness` takes them.

        :func:`discourse.words.counted.analysed_counts` says what they hold and which errors there are.
        """
        from discourse.words.counted import analysed_counts

        return analysed_counts(self, analysis)

    @read_from("paragraphs.csv")
    def paragraphs(self) -> pd.DataFrame:
        """One row a paragraph, sorted by article and position; ``opening`` is boolean, numbers are integers.

        Raises
        ------
        DataError
            If there is none, the file or a column is missing, an id occurs twice, an article is unknown, a text is
            empty, ``opening`` is neither yes nor no, or a number is none.
        """
        extents = self.articles.set_index("article_id")["extent"]
        return read_paragraph_rows(self.data / "paragraphs.csv", extents)

    @read_from("terms.csv.gz")
    def terms(self) -> pd.DataFrame:
        """Word counts of original paragraphs: paragraph_id, term, count; empty where a study has none.

        Raises
        ------
        DataError
            If a column is missing, a paragraph is unknown, or a count is no whole number.
        """
        return read_term_counts(self.data / "terms.csv.gz", set(self.paragraphs["paragraph_id"]))

    @read_from("topics.toml")
    def topic_names(self) -> dict[str, str]:
        """Names that a person gave to topics, by their words, from ``topics.toml``; empty without the file.

        Raises
        ------
        DataError
            If the file is no TOML, or a name is no text.
        """
        path = self.data / "topics.toml"
        if not path.exists():
            return {}
        table = read_toml(path, "names of topics", "")
        form = 'lines such as "dagang, pasar, ekspor" = "Trade"'
        return checked(_TopicNames, table, form, path, "Put the name in quotes.").root


class _TopicNames(RootModel[dict[str, str]]):
    """What ``topics.toml`` holds: words of a topic to its name."""
