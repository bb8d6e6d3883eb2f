"""Whose codings may become labels, and why? Worked out from the log, the decisions taken, and the study's rule.

A person who is named nowhere in ``study.toml`` has to be accepted. What is looked at, the first that applies:

========== ===========================================================================================
named      ``label_precedence`` names the coder: counts
machine    a machine coder: counts in the order of precedence, and is not concerned by the rule
only       ``agreement_only`` names the coder: never counts
nobody     ``label_precedence`` lets nobody count whom it does not name
accepted,  a decision taken by ``discourse coders``
refused
founder    the study's first coder: nobody else who counts had coded before, so that there was nothing
           to compare with; counts
rule       ``majority`` or ``first``: counts
waiting    ``accepted``: does not count before a decision
agreed     ``agreement``: alpha of at least ``TENTATIVE`` on at least ``COMMON`` common paragraphs; counts
few, low,  ``agreement``: too few common paragraphs; alpha is too low, or is undefined because one code
undefined, alone occurs; or it was high enough once and is not any more
fell
========== ===========================================================================================

Alpha is that of the coder's latest codings, made without others' in sight, with the labels as they are without
the coder: those of machine coders, of people who are named, accepted by decision, or founded the study, and decisions
taken in adjudication. People whom the rule alone lets in are left out of these labels, so that two careless coders
cannot vouch for one another, and the order in which coders came does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from discourse.codebook import Codebook
from discourse.labels.coding import ADJUDICATION, INFORMED
from discourse.labels.consent.decisions import ACCEPTED, REFUSED, decisions_in
from discourse.labels.consent.order import ANYBODY, FIRST, chosen_codings, precedence
from discourse.labels.reliability import TENTATIVE, cohen_kappa, krippendorff_alpha, percent_agreement, running_alpha
from discourse.settings import Settings

COMMON = 30
"""Paragraphs that a new coder and the labels must have in common before the rule ``agreement`` lets the coder in."""
NAMED, MACHINE, ONLY, NOBODY, FOUNDER, RULE = "named", "machine", "only", "nobody", "founder", "rule"
WAITING, AGREED, FEW, LOW, UNDEFINED, FELL = "waiting", "agreed", "few", "low", "undefined", "fell"
_BASE = (NAMED, MACHINE, ACCEPTED, FOUNDER)
COUNTING = (*_BASE, RULE, AGREED)
"""Reasons for which a coder's codings may become labels."""


@dataclass(frozen=True)
class CommonCodings:
    """What a coder says, and what the labels say without the coder, of the paragraphs that both have.

    Attributes
    ----------
    table : DataFrame
        A row a paragraph, in the order in which the coder coded them: ``paragraph_id``, ``primary``, ``label``, and
        the versions of the codebook, ``codebook`` and ``label_codebook``.
    codes : tuple of str
        The C codes of the codebook.
    """

    table: pd.DataFrame
    codes: tuple[str, ...]

    @cached_property
    def pairs(self) -> np.ndarray:
        """Mark the label in the row and the coder's code in the column; shape U x C x C."""
        place = {code: number for number, code in enumerate(self.codes)}
        marks = [np.eye(len(self.codes))[[place[code] for code in self.table[name]]] for name in ("label", "primary")]
        return np.asarray(marks[0][:, :, None] * marks[1][:, None, :])

    @property
    def counts(self) -> np.ndarray:
        """How many of the two give each code to each paragraph; shape U x C."""
        return np.asarray(self.pairs.sum(axis=1) + self.pairs.sum(axis=2))

    @property
    def alpha(self) -> float:
        """Krippendorff's alpha of the primary code; NaN where it is undefined."""
        return krippendorff_alpha(self.counts)

    @property
    def kappa(self) -> float:
        """Cohen's kappa of the primary code; NaN where it is undefined."""
        return cohen_kappa(self.pairs)

    @property
    def percent(self) -> float:
        """Share of the paragraphs on which both agree, 0 to 1; NaN without one."""
        return percent_agreement(self.counts)

    @property
    def latest_alpha(self) -> float:
        """Alpha of the ``COMMON`` paragraphs that the coder coded last."""
        return krippendorff_alpha(self.counts[-COMMON:])

    @property
    def versions_differ(self) -> int:
        """How many of the paragraphs the two coded under different versions of the codebook."""
        return int((self.table["codebook"] != self.table["label_codebook"]).sum())


def may_be_labels(codings: pd.DataFrame, settings: Settings, codebook: Codebook) -> pd.Series:
    """Say of each coding whether its coder lets it become a label; as precedence, adjudication comes before the rule.

    Parameters
    ----------
    codings : DataFrame
        As :func:`discourse.labels.log.read_codings` returns them, with codes of the codebook alone.
    settings, codebook
        The rule, and the codes.
    """
    reasons = coder_reasons(codings, settings, codebook)
    refused = {coder for coder, reason in reasons.items() if reason == REFUSED}
    decided = (codings["why"] == ADJUDICATION) & ~codings["coder"].isin(refused)
    return decided | codings["coder"].isin(counting_coders(reasons))


def counting_coders(reasons: dict[str, str]) -> set[str]:
    """Keep the coders whose codings may become labels, of what :func:`coder_reasons` says of each.

    Examples
    --------
    >>> counting_coders({"model": "machine", "ani": "few"})
    {'model'}
    """
    return {coder for coder, reason in reasons.items() if reason in COUNTING}


def coder_reasons(codings: pd.DataFrame, settings: Settings, codebook: Codebook) -> dict[str, str]:
    """Say for each coder who has coded why the codings may become labels, or not; see the head of this module.

    Parameters
    ----------
    codings : DataFrame
        As :func:`discourse.labels.log.read_codings` returns them, in the order in which they were made.
    settings, codebook
        The rule, and the codes.

    Returns
    -------
    dict of str to str
        Coders, in the order of their first coding, to reasons.
    """
    known = codings[codings["primary"].isin(codebook.codes)]
    decisions = decisions_in(known)
    reasons = {coder: _by_name(coder, settings, decisions) for coder in known["coder"].unique()}
    founder = next((coder for coder, reason in reasons.items() if reason not in (ONLY, NOBODY, REFUSED)), "")
    if founder and not reasons[founder]:
        reasons[founder] = FOUNDER
    others = _Others(known, settings, codebook, _base(reasons))
    return {coder: reason or _by_rule(others, coder) for coder, reason in reasons.items()}


@dataclass(frozen=True)
class CoderStanding:
    """Where a coder stands.

    Attributes
    ----------
    coder : str
        The name.
    reason : str
        Why the codings may be labels, or not; see the head of this module.
    machine : bool
        A machine coder, not a person.
    codings : int
        Paragraphs that the coder has coded.
    common : CommonCodings
        The coder's codings beside the labels as they are without the coder.
    only_decides : bool
        The coder has taken decisions in adjudication and coded nothing else.
    """

    coder: str
    reason: str
    machine: bool
    codings: int
    common: CommonCodings
    only_decides: bool = False

    @property
    def counts(self) -> bool:
        """Whether the codings may be labels."""
        return self.reason in COUNTING

    @property
    def new(self) -> bool:
        """Whether the coder is a person whom ``study.toml`` names nowhere."""
        return self.reason not in (NAMED, MACHINE, ONLY)


def coder_standings(codings: pd.DataFrame, settings: Settings, codebook: Codebook) -> tuple[CoderStanding, ...]:
    """Say of each coder where they stand, in the order of their first coding; arguments as :func:`coder_reasons`."""
    known = codings[codings["primary"].isin(codebook.codes)]
    reasons = coder_reasons(known, settings, codebook)
    others = _Others(known, settings, codebook, _base(reasons))
    paragraphs, judges = known.groupby("coder")["paragraph_id"].nunique(), only_deciding(known)
    return tuple(
        CoderStanding(
            coder,
            reason,
            coder in settings.machine_coders,
            int(paragraphs[coder]),
            others.common(coder),
            coder in judges,
        )
        for coder, reason in reasons.items()
    )


def only_deciding(codings: pd.DataFrame) -> set[str]:
    """Keep the coders who have taken decisions in adjudication and coded nothing else."""
    return set(codings["coder"]) - set(codings.loc[codings["why"] != ADJUDICATION, "coder"])


def _by_name(coder: str, settings: Settings, decisions: dict[str, str]) -> str:
    """Say what ``study.toml`` or a decision says of a coder; empty where only the rule is left."""
    if coder in settings.agreement_only:
        return ONLY
    if coder in settings.machine_coders:
        return MACHINE
    if coder in settings.label_precedence:
        return NAMED
    if not {ANYBODY, FIRST} & set(settings.label_precedence):
        return NOBODY
    return decisions.get(coder, "")


def _base(reasons: dict[str, str]) -> frozenset[str]:
    """Keep the coders with whose labels others are compared."""
    return frozenset(coder for coder, reason in reasons.items() if reason in _BASE)


def _by_rule(others: _Others, coder: str) -> str:
    rule = others.settings.new_coders
    if rule != "agreement":
        return WAITING if rule == "accepted" else RULE
    return reason_of_agreement(others.common(coder))


def reason_of_agreement(common: CommonCodings) -> str:
    """Say what the rule ``agreement`` makes of a coder: ``agreed``, ``few``, ``low``, ``undefined`` or ``fell``.

    Examples
    --------
    >>> table = pd.DataFrame({"primary": ["trade", "arts"] * 15, "label": ["trade", "arts"] * 15})
    >>> reason_of_agreement(CommonCodings(table, ("trade", "arts")))
    'agreed'
    """
    if len(common.table) < COMMON:
        return FEW
    course = running_alpha(common.counts)[COMMON - 1 :]
    if course[-1] >= TENTATIVE:
        return AGREED
    return FELL if (course >= TENTATIVE).any() else UNDEFINED if np.isnan(course[-1]) else LOW


@dataclass(frozen=True)
class _Others:
    """The labels as they are without one coder or another; worked out once for all whom they do not hang on."""

    known: pd.DataFrame
    settings: Settings
    codebook: Codebook
    base: frozenset[str]

    def common(self, coder: str) -> CommonCodings:
        """Put a coder's latest codings, made without others' in sight, beside the labels without the coder."""
        mine = self.known["coder"] == coder
        own = self.known[mine & ~self.known["why"].isin(INFORMED)].drop_duplicates("paragraph_id", keep="last")
        involved = (self._makes_labels & mine).any()
        labels = self._labels(self._makes_labels & ~mine) if involved else self._of_all
        table = own[["paragraph_id", "primary", "codebook"]].merge(labels, on="paragraph_id")
        return CommonCodings(table, self.codebook.codes)

    @cached_property
    def _makes_labels(self) -> pd.Series:
        refused = [name for name, decision in decisions_in(self.known).items() if decision == REFUSED]
        decided = (self.known["why"] == ADJUDICATION) & ~self.known["coder"].isin(refused)
        return decided | self.known["coder"].isin(self.base)

    @cached_property
    def _of_all(self) -> pd.DataFrame:
        return self._labels(self._makes_labels)

    def _labels(self, which: pd.Series) -> pd.DataFrame:
        codings = self.known[which]
        rank = precedence(codings, self.settings)
        labels = chosen_codings(codings.assign(rank=rank)[rank.notna()], self.settings)
        names = ["paragraph_id", "label", "label_codebook"]
        return labels[["paragraph_id", "primary", "codebook"]].set_axis(names, axis=1)
