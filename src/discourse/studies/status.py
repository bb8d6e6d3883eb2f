"""Where does a study stand, and which one command comes next?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from discourse.errors import NothingYetError
from discourse.labels.agreement import contested_paragraphs
from discourse.labels.conflicts import conflicts_among
from discourse.labels.consent.wording import standing_sentences
from discourse.labels.log import read_codings
from discourse.labels.machine import origins_note, unknown_machines
from discourse.labels.table import current_labels
from discourse.labels.team import task_progress
from discourse.labels.team.pace import too_fast_codings
from discourse.pipeline.dependencies import experiment_scripts
from discourse.pipeline.run import out_of_date
from discourse.study import Study

IMPORT = "import PATH"
CODE = "relabel --coder YOURNAME"
DECIDE = f"{CODE} --queue disagreements"
DRAW = "figures"
SHOW = "table emphasis"

NO_GROUPS = ("article_id", "url", "published", "date_basis", "same_as", "story", "period", "title", "headline")
"""Columns of articles that name an article or date it, and part none into groups."""


@dataclass(frozen=True)
class StudyStatus:
    """What a study has.

    Attributes
    ----------
    missing : str
        What keeps anything from being coded or drawn: no article, or none of a period; else empty.
    articles : DataFrame
        Articles and their outlets, a row a period in the study's order, then one for articles in none if
        there are any: ``period`` (empty: in none), ``articles``, ``outlets``.
    outlets, paragraphs, labelled, contested : int
        Outlets of all articles; paragraphs, those that have a label, and those on which coders differ and
        whose label no decision has given.
    conflicts : dict of str to int
        Paragraphs whose label another coder contradicts, by the rule that says whose coding counts; see
        :func:`discourse.labels.conflicts.label_conflicts`.
    origins : str
        Whose the labels are, people's or machine coders'; empty where the study has no machine coders.
    consent : tuple of str
        On which footing the codings of people stand whom ``study.toml`` names nowhere.
    unknown_machines : tuple of str
        What is to be said of machine coders who have coded nothing.
    coders : dict of str to int
        Paragraphs that each coder has coded, most first.
    too_fast : dict of str to int
        Codings of a person that came faster than anybody reads, by coder; see
        :func:`discourse.labels.team.pace.too_fast_codings`.
    tasks : dict of str to (int, int)
        Of the task lists in ``data/tasks``: paragraphs of each coder's list that are coded, and in the list.
    figures : int
        Figures that the study can have.
    out_of_date : dict of str to str
        Those that are not up to date, and why.
    groups : tuple of str
        Columns of articles with several values, each of two articles on average or more: shares can be told
        apart by them.
    """

    missing: str
    articles: pd.DataFrame
    outlets: int = 0
    paragraphs: int = 0
    labelled: int = 0
    contested: int = 0
    conflicts: Mapping[str, int] = field(default_factory=dict)
    origins: str = ""
    consent: tuple[str, ...] = ()
    unknown_machines: tuple[str, ...] = ()
    coders: Mapping[str, int] = field(default_factory=dict)
    too_fast: Mapping[str, int] = field(default_factory=dict)
    tasks: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    figures: int = 0
    out_of_date: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[str, ...] = ()

    @property
    def next(self) -> str:
        """The command that comes next, without ``discourse``."""
        if self.missing:
            return IMPORT
        if not self.labelled:
            return CODE
        if self.out_of_date:
            return DRAW
        return _coding_next(self.labelled, self.paragraphs, self.contested)


def study_status(study: Study) -> StudyStatus:
    """Count what a study has, and look which figures are out of date.

    Parameters
    ----------
    study : Study
        Also one that has no article yet.

    Returns
    -------
    StudyStatus

    Raises
    ------
    DataError
        If a table, the log or the manifest is damaged.
    """
    none = pd.DataFrame({"period": [], "articles": [], "outlets": []})
    try:
        articles, paragraphs = study.articles, study.paragraphs
    except NothingYetError as error:
        return StudyStatus(str(error), none, figures=len(experiment_scripts(study)))
    codings = read_codings(study) if study.labels_path.is_file() else None
    labels = 0 if codings is None else len(current_labels(codings, study.settings, study.codebook))
    return StudyStatus(
        missing="",
        articles=_by_period(articles, study.settings.period_ids),
        outlets=articles["outlet"].nunique(),
        paragraphs=len(paragraphs),
        labelled=labels,
        contested=0 if codings is None else len(contested_paragraphs(codings, study.settings, study.codebook)),
        conflicts={} if codings is None else _conflicts(study, codings),
        origins=origins_note(study),
        consent=() if codings is None else tuple(standing_sentences(codings, study.settings, study.codebook)),
        unknown_machines=() if codings is None else unknown_machines(codings, study.settings),
        coders={} if codings is None else _coders(codings),
        too_fast={str(coder): int(number) for coder, number in too_fast_codings(study)["coder"].value_counts().items()},
        tasks=task_progress(study, codings),
        figures=len(experiment_scripts(study)),
        out_of_date=out_of_date(study) if labels else {},
        groups=_groups(articles),
    )


def check_coded(study: Study) -> None:
    """Refuse a study of which nothing can be drawn yet.

    Raises
    ------
    NothingYetError
        If it has no article, paragraph or coding; the hint names the command that brings them.
    """
    if study.paragraphs.empty or not study.labels_path.is_file() or read_codings(study).empty:
        hint = f"Code some (discourse {CODE}), or bring some in: discourse labels import FILE"
        raise NothingYetError("codings", "none yet", study.labels_path, hint)


def next_step(study: Study) -> str:
    """Say which command comes next for a study that has articles and paragraphs, without ``discourse``.

    As :attr:`StudyStatus.next` says it; what that does not ask for is not counted.
    """
    codings = read_codings(study) if study.labels_path.is_file() else None
    labelled = 0 if codings is None else len(current_labels(codings, study.settings, study.codebook))
    if codings is None or not labelled:
        return CODE
    if out_of_date(study):
        return DRAW
    contested = contested_paragraphs(codings, study.settings, study.codebook)
    return _coding_next(labelled, len(study.paragraphs), len(contested))


def _coding_next(labelled: int, paragraphs: int, contested: int) -> str:
    return CODE if labelled < paragraphs else DECIDE if contested else SHOW


def _by_period(articles: pd.DataFrame, periods: tuple[str, ...]) -> pd.DataFrame:
    counts = articles.groupby("period")["outlet"].agg(articles="size", outlets="nunique")
    shown = [*periods, *(period for period in counts.index if period not in periods)]
    return counts.reindex(shown).rename_axis("period").reset_index()


def _groups(articles: pd.DataFrame) -> tuple[str, ...]:
    values = articles.drop(columns=[*NO_GROUPS], errors="ignore").nunique()
    return tuple(str(column) for column in values.index[(values > 1) & (values <= len(articles) / 2)])


def _conflicts(study: Study, codings: pd.DataFrame) -> dict[str, int]:
    found = conflicts_among(codings, study.settings, study.codebook)
    return {str(rule): part["paragraph_id"].nunique() for rule, part in found.groupby("rule")}


def _coders(codings: pd.DataFrame) -> dict[str, int]:
    counts = codings.groupby("coder")["paragraph_id"].nunique().sort_values(ascending=False, kind="stable")
    return {str(coder): int(number) for coder, number in counts.items()}
