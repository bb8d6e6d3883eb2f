"""What is said of people whose codings are labels, or are not yet? The rule and the reason, in words."""

from __future__ import annotations

import shlex
from collections.abc import Collection

import pandas as pd

from discourse.codebook import Codebook
from discourse.labels.coding import ADJUDICATION
from discourse.labels.consent.decisions import ACCEPTED, REFUSED
from discourse.labels.consent.order import MAJORITY
from discourse.labels.consent.standing import (
    AGREED,
    COMMON,
    FELL,
    FEW,
    FOUNDER,
    LOW,
    MACHINE,
    NAMED,
    NOBODY,
    ONLY,
    RULE,
    UNDEFINED,
    WAITING,
    CoderStanding,
    coder_reasons,
    coder_standings,
    only_deciding,
)
from discourse.labels.log import read_codings
from discourse.labels.reliability import TENTATIVE
from discourse.labels.table import current_labels
from discourse.settings import Settings
from discourse.study import Study
from discourse.translations import say

_REASONS = {
    NAMED: "named in label_precedence",
    MACHINE: "a machine coder",
    ONLY: "named in agreement_only",
    NOBODY: "label_precedence in study.toml lets nobody count whom it does not name",
    FOUNDER: "nobody had coded before, so that there is nothing to compare with",
    RULE: "every new coder counts (new_coders in study.toml)",
    WAITING: "to be accepted by a decision (new_coders in study.toml)",
    ACCEPTED: "accepted by a decision",
    REFUSED: "refused by a decision",
}
_AGREEMENTS = {
    AGREED: "alpha {alpha:.3f} on {number} common paragraphs",
    FEW: "{number} of {least} common paragraphs",
    LOW: "alpha {alpha:.3f} on {number} common paragraphs, below {threshold}",
    UNDEFINED: "alpha is undefined, for one code alone occurs on the {number} common paragraphs",
    FELL: "alpha {alpha:.3f} on {number} common paragraphs; it was at least {threshold} before",
}


def reason_in_words(standing: CoderStanding) -> str:
    """Say why a coder's codings may be labels, or not, and what is missing; in English, as part of a sentence."""
    if standing.reason in _REASONS:
        return _REASONS[standing.reason]
    common = standing.common
    fields = {"number": len(common.table), "alpha": common.alpha, "least": COMMON, "threshold": TENTATIVE}
    return _AGREEMENTS[standing.reason].format(**fields)


def rule_in_words(settings: Settings) -> str:
    """Say when a new coder's codings become labels, in the language spoken."""
    if settings.new_coders == "agreement":
        return say(
            "A new coder's codings become labels once alpha with the labels is at least {alpha} on at least {number} "
            "common paragraphs, or once they are accepted by a decision.",
            alpha=TENTATIVE,
            number=COMMON,
        )
    if settings.new_coders == ACCEPTED:
        return say("A new coder's codings become labels once they are accepted by a decision.")
    if settings.new_coders == MAJORITY:
        return say(
            "Of several new coders the code counts that most of them gave; of codes given equally often, the first."
        )
    return say("Of several new coders the one counts who coded the paragraph first.")


def consent_note(study: Study) -> str:
    """Say which people's codings are no labels, and by which rule, in the language spoken.

    Returns
    -------
    str
        Empty where nobody has coded but machine coders, people whom ``study.toml`` names, and the study's first coder.

    Raises
    ------
    LabelError
        If the log, or the file of decisions, is wrong.
    """
    if not study.labels_path.is_file():
        return ""
    codings = read_codings(study)
    reasons, judges = coder_reasons(codings, study.settings, study.codebook), only_deciding(codings)
    told = {coder: why for coder, why in reasons.items() if coder not in judges or why == REFUSED}
    return note_of_reasons(told, study.settings)


def note_of_reasons(reasons: dict[str, str], settings: Settings) -> str:
    """Say the same as :func:`consent_note`, of what :func:`discourse.labels.consent.standing.coder_reasons` found."""
    new = {coder for coder, reason in reasons.items() if reason not in (NAMED, MACHINE, ONLY, FOUNDER)}
    left_out = [coder for coder in reasons if coder in new and reasons[coder] not in (ACCEPTED, RULE, AGREED)]
    if not new:
        return ""
    names = ", ".join(left_out)
    said = say("Codings by {coders} are no labels, for they are not accepted.", coders=names) if left_out else ""
    return " ".join(filter(None, [said, rule_in_words(settings)]))


def standing_sentences(
    codings: pd.DataFrame,
    settings: Settings,
    codebook: Codebook,
    coders: Collection[str] | None = None,
    *,
    rehearsed: bool = False,
) -> list[str]:
    """Say on which footing the codings of people stand whom ``study.toml`` names nowhere; in English.

    Parameters
    ----------
    codings, settings, codebook
        As for :func:`discourse.labels.consent.standing.coder_reasons`.
    coders : collection of str, optional
        Say it of these alone.
    rehearsed : bool
        Some of the codings have not been written: say what would be.

    Returns
    -------
    list of str
        A sentence a coder, with the command that accepts one who is not accepted yet. Decisions taken in adjudication
        count without that: how many are labels is said of whoever is not accepted.
    """
    reasons = coder_reasons(codings, settings, codebook)
    asked = set(reasons if coders is None else coders)
    if all(reason in (NAMED, MACHINE, ONLY) for coder, reason in reasons.items() if coder in asked):
        return []
    standings = coder_standings(codings, settings, codebook)
    decided = codings.loc[codings["why"] == ADJUDICATION, "coding_id"]
    labels = current_labels(codings, settings, codebook)
    decisions = labels.loc[labels["coding_id"].isin(decided), "coder"].value_counts().to_dict()
    told = [each for each in standings if each.new and each.coder in asked]
    return [_sentence(each, codebook, decisions.get(each.coder, 0), rehearsed) for each in told]


def _sentence(standing: CoderStanding, codebook: Codebook, decisions: int, rehearsed: bool) -> str:
    coder, open_to_acceptance = standing.coder, standing.reason not in (REFUSED, NOBODY)
    what = "labels" if standing.counts else "labels no longer" if standing.reason == FELL else "no labels"
    are = f"{'would be' if rehearsed else 'are'} {what}"
    said = f"The codings by {coder} {are}: {reason_in_words(standing)}."
    if standing.counts:
        return " ".join(filter(None, [said, lately(standing)]))
    counts = "would count" if rehearsed else "counts" if decisions == 1 else "count"
    count = f"{decisions} {'decision' if decisions == 1 else 'decisions'} by {coder} {counts}"
    if standing.only_decides and open_to_acceptance:
        return f"{count}; decisions need no acceptance." if decisions else f"No decision by {coder} is a label now."
    if decisions:
        said = f"{count}; the other codings {are}: {reason_in_words(standing)}."
    return f"{said} To accept them: {command_for(coder, 'accept', codebook)}" if open_to_acceptance else said


def lately(standing: CoderStanding) -> str:
    """Warn where a coder whose codings are labels has agreed less of late; empty where not, or where it is unknown."""
    common = standing.common
    if len(common.table) <= COMMON or not common.latest_alpha < TENTATIVE:
        return ""
    return f"On the {COMMON} common paragraphs coded last alpha is {common.latest_alpha:.3f}, below {TENTATIVE}."


def command_for(coder: str, verb: str, codebook: Codebook) -> str:
    """Write the command that decides on a coder, as a shell takes it.

    Examples
    --------
    >>> from discourse.codebook import Pillar
    >>> book = Codebook("1", (Pillar("trade", "Trade", "-"),), "-")
    >>> command_for("ani b.", "accept", book)
    "discourse coders accept 'ani b.'"
    """
    variable = f" --variable {codebook.id}" if codebook.id else ""
    return f"discourse coders {verb} {shlex.quote(coder)}{variable}"


def say_changes(
    before: pd.DataFrame, after: pd.DataFrame, settings: Settings, codebook: Codebook, *, rehearsed: bool = False
) -> list[str]:
    """Say on which footing new codings stand, and whose codings became labels by them or are so no longer.

    Parameters
    ----------
    before, after : DataFrame
        Codings without the new ones, and with them.
    settings, codebook
        The rule, and the codes.
    rehearsed : bool
        The new codings have not been written: say what would be.
    """
    old, now = (coder_reasons(each, settings, codebook) for each in (before, after))
    came = set(after["coding_id"]) - set(before["coding_id"])
    touched = set(after.loc[after["coding_id"].isin(came), "coder"])
    # Of the study's first coder it is said once: at later codings others may have coded, too.
    touched -= {coder for coder, reason in now.items() if reason == FOUNDER and old.get(coder) == FOUNDER}
    touched |= {coder for coder, reason in now.items() if old.get(coder, reason) != reason}
    return standing_sentences(after, settings, codebook, touched, rehearsed=rehearsed)
