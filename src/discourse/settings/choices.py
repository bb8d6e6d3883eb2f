"""Which choices does the study make? Read and check ``study.toml``.

Everything a number depends on and that is not in the tables stands here: language, periods, the analyses, the seed, how
many folds, topics and resamples. The settings are written into every result.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import AliasChoices, Field, ValidationInfo, field_validator

from discourse.display import ShownInShort
from discourse.errors import SettingsError, shown
from discourse.io.typed import CORRECT, Unfit, checked, read_toml
from discourse.settings.parts import Analysis, Period, Strict

NO_CODERS = ("adjudication", "first", "*")
"""Words of ``label_precedence`` that name no coder."""
NewCoders = Literal["agreement", "majority", "first", "accepted"]
"""Values of ``new_coders``."""
NEW_CODERS: tuple[NewCoders, ...] = get_args(NewCoders)
MANY = 10_000_000
"""More resamples, permutations, folds or topics than any study has; a number above it is a slip of the hand."""


class Settings(ShownInShort, Strict):
    """The choices of a study; the first analysis is the main one.

    Attributes
    ----------
    title, language : str
        What the study is about; language code of the coverage ("id" for Indonesian).
    sample_note, coding_note : str
        How the articles were found, and who coded them: every reader of a figure has to know it, so its notes say it.
    seed : int
        Every random step derives its own generator from it.
    level : float
        Level of every interval, between 0 and 1.
    resamples, permutations : int
        Article resamples behind an interval; random permutations where not all can be enumerated.
    folds : int
        Number of article-grouped folds.
    training_limit : int
        Labelled paragraphs from which each classifier of a figure learns at most; of more, whole stories are drawn.
        ``discourse train`` takes all.
    topics : int
        Number of topics of the plain model; the figure ``stability`` says which one the rule takes.
    residual_topics : int
        Topics without seed words that the seeded model has beside those of the pillars.
    seed_strength : float
        Prior count that a seed word gets in its own topic.
    blocks : tuple of str
        Features of the classifier; empty for those that :func:`discourse.features.study_blocks` chooses.
    label_precedence : tuple of str
        Whose coding is the label, first match wins: the name of a coder; ``adjudication`` for
        decisions taken in the labelling page; ``first`` for anybody named neither here nor in
        ``agreement_only``, of whom the one who coded a paragraph first counts until a decision is taken; ``*``
        for anybody as well, of whom the last coding counts, so that a second coder changes labels. A person named
        here is accepted by that; whether anybody else counts, ``new_coders`` says.
    new_coders : str
        When codings by a person who is named nowhere become labels. ``agreement``: once alpha with the labels as
        they are without that person is at least .667 on at least 30 common paragraphs. ``accepted``: once
        ``discourse coders accept`` says so. ``majority``: at once; of several new people the code counts that most
        of them gave, and of codes given equally often the earliest. ``first``: at once; of several the one counts
        who coded the paragraph first. A decision by ``discourse coders`` comes before the rule. Where no machine
        and no accepted person had coded before, the study's first coder counts at once.
    agreement_only : tuple of str
        Coders whose codings measure agreement and never become labels.
    machine_coders : tuple of str
        Coders that are programs, such as language models; all others are people. Figures and report say how many
        labels are theirs. One that is named in neither list above comes after everybody, in the order given here.
    periods : tuple of Period
        Two or more that do not overlap, earlier ones first.
    compare : tuple of str
        Ids of the two periods of the main shift, earlier first; needed with more than two periods.
    replication : str
        Folder of another study that asks the same of other coverage, seen from this study's folder;
        the figure ``robustness`` shows its main analysis. Empty if there is none.
    analyses : tuple of Analysis
        At least one.
    """

    title: str = Field(min_length=1)
    sample_note: str = ""
    coding_note: str = ""
    language: str = Field(pattern=r"^[a-z]{2,3}$", description="a language code such as id or en")
    seed: int = Field(ge=0, lt=2**63)
    level: float = Field(default=0.95, gt=0, lt=1)
    resamples: int = Field(default=10_000, ge=100, le=MANY)
    permutations: int = Field(default=100_000, ge=100, le=MANY)
    folds: int = Field(default=5, ge=2, le=MANY)
    training_limit: int = Field(default=4_000, ge=20, le=MANY)
    topics: int = Field(default=5, ge=2, le=MANY)
    residual_topics: int = Field(default=2, ge=0, le=MANY)
    seed_strength: float = Field(default=5.0, gt=0, allow_inf_nan=False)
    blocks: tuple[Literal["word", "chars", "dictionary", "thesaurus", "lemma", "seed", "embedding"], ...] = ()
    label_precedence: tuple[str, ...] = ("adjudication", "first")
    new_coders: NewCoders = "agreement"
    agreement_only: tuple[str, ...] = ()
    machine_coders: tuple[str, ...] = ()
    replication: str = ""
    periods: tuple[Period, ...] = Field(validation_alias=AliasChoices("period", "periods"))
    compare: tuple[str, ...] = Field(default=(), validate_default=True)
    analyses: tuple[Analysis, ...] = Field(min_length=1, validation_alias=AliasChoices("analysis", "analyses"))

    @field_validator("periods")
    @classmethod
    def _apart(cls, periods: tuple[Period, ...]) -> tuple[Period, ...]:
        if len(periods) < 2:
            hint = "Add the other; articles of days in neither stay in the tables and belong to no period."
            raise Unfit("two periods or more, for a study compares two", str(len(periods)), hint)
        for earlier, later in pairwise(periods):
            if earlier.end >= later.start:
                found = f"one that ends on {earlier.end}, and one that starts on {later.start}"
                raise Unfit("an earlier period and then a later one", found)
        named = Counter(period.id for period in periods)
        twice = [name for name, times in named.items() if times > 1]
        if twice:
            raise Unfit("a name of its own for each period", f"{shown(twice[0])} {named[twice[0]]} times")
        return periods

    @field_validator("blocks")
    @classmethod
    def _with_words(cls, blocks: tuple[str, ...]) -> tuple[str, ...]:
        if blocks and ("word" not in blocks or len(set(blocks)) < len(blocks)):
            raise Unfit('"word" and any others, each once', shown(list(blocks)))
        return blocks

    @field_validator("machine_coders")
    @classmethod
    def _are_coders(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if name in NO_CODERS or not name.strip():
                raise Unfit("names of coders that are programs", shown(name), "Take it out.")
            if names.count(name) > 1:
                raise Unfit("each machine coder once", f"{shown(name)} {names.count(name)} times", "Take out one.")
        return names

    @field_validator("compare")
    @classmethod
    def _two_of_them(cls, compare: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        ids = [period.id for period in info.data.get("periods", ())]
        if not ids or (not compare and len(ids) == 2):
            return compare
        write = f"Write compare = {json.dumps([ids[0], ids[-1]], ensure_ascii=False)} above the first [[period]]."
        if not compare:
            raise Unfit("an entry compare, the two periods of the main shift", f"none, and {len(ids)} periods", write)
        if len(compare) != 2 or not set(compare) <= set(ids):
            raise Unfit(f"two of the periods {', '.join(ids)}", shown(list(compare)), write)
        if ids.index(compare[0]) >= ids.index(compare[1]):
            raise Unfit("an earlier period and then a later one", shown(list(compare)), write)
        return compare

    def _summary(self) -> dict[str, object]:
        analyses = ", ".join(analysis.id for analysis in self.analyses)
        periods = ", ".join(self.period_ids)
        return {"title": self.title, "language": self.language, "periods": periods, "analyses": analyses}

    @property
    def period_ids(self) -> tuple[str, ...]:
        """Ids of the periods, earlier first."""
        return tuple(period.id for period in self.periods)

    @property
    def compared(self) -> tuple[str, ...]:
        """Ids of the two periods that the study compares, earlier first."""
        return self.compare or self.period_ids

    def period_of(self, published: str) -> str:
        """Id of the period in which a date lies, or an empty string."""
        return next((period.id for period in self.periods if period.holds(published)), "")

    def analysis(self, analysis_id: str) -> Analysis:
        """Return the analysis of that id, or say which there are."""
        for analysis in self.analyses:
            if analysis.id == analysis_id:
                return analysis
        known, hint = ", ".join(analysis.id for analysis in self.analyses), "Use one of these, or add it to study.toml."
        raise SettingsError(f"one of {known}", shown(analysis_id), "analysis", hint)


def read_settings(path: Path) -> Settings:
    """Read and check ``study.toml``.

    Raises
    ------
    SettingsError
        If the file is missing or no TOML, or as :func:`check_settings`.
    """
    hint = "Write one; data/README.md shows its form."
    return check_settings(read_toml(path, "the settings of a study", hint, SettingsError), path)


def check_settings(table: Mapping[str, Any], place: Path | str) -> Settings:
    """Check settings given by name.

    Parameters
    ----------
    table : mapping of str to value
        Settings by the names of the fields of :class:`Settings`.
    place : Path or str
        Where they stand, for the error.

    Raises
    ------
    SettingsError
        If an entry is unknown or missing, a value is out of range, or there are fewer than two periods in order.
    """
    return checked(Settings, table, "settings", place, CORRECT, SettingsError)
