"""Where do coders contradict one another, and whose coding counts there, by which rule?"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

import pandas as pd

from discourse.codebook import Codebook
from discourse.labels.changes import changed_labels, count_changes
from discourse.labels.coding import ADJUDICATION, Coding
from discourse.labels.consent.decisions import read_decisions, standing_decisions, with_decisions
from discourse.labels.consent.order import ANYBODY, FIRST, LAST, MAJORITY, among_equals
from discourse.labels.consent.wording import command_for, say_changes
from discourse.labels.log import codings_table, read_codings
from discourse.labels.table import current_labels, ranked_codings
from discourse.settings import Settings
from discourse.study import Study

ORDER = "order"
MACHINE = "machine"
_WAYS = 4
CONFLICT_COLUMNS = ("paragraph_id", "coder", "primary", "other", "other_primary", "rule")
_RULES = {
    ADJUDICATION: "for it was decided in adjudication",
    ORDER: "for label_precedence in study.toml puts it first",
    FIRST: f'for the first coder\'s counts until a decision is taken ("{FIRST}" in label_precedence)',
    MACHINE: "for machine coders that label_precedence does not name come last",
    LAST: f'for the last coding counts ("{ANYBODY}" in label_precedence)',
    MAJORITY: f'for the code counts that most new coders gave ("{MAJORITY}", new_coders in study.toml)',
}


def label_conflicts(study: Study) -> pd.DataFrame:
    """List the paragraphs on whose primary code coders contradict one another, and whose coding is the label.

    Parameters
    ----------
    study : Study
        Whose log.

    Returns
    -------
    DataFrame
        One row a paragraph and coder who says otherwise than the label: ``paragraph_id``; ``coder`` and
        ``primary`` of the coding that counts; ``other`` and ``other_primary``; and the ``rule``:
        ``adjudication`` (decided in the labelling page), ``order`` (``label_precedence`` puts one coder before
        the other), ``machine`` (the other is a machine coder that it does not name), ``first`` or ``last`` (both
        are anybody, and the first coder or the last coding counts) or ``majority`` (the code counts that most gave).
        Those of the last three rules nobody has decided. Coders whose codings never become labels are left out.

    Raises
    ------
    LabelError
        If there is no log, or it is wrong.
    """
    return conflicts_among(read_codings(study), study.settings, study.codebook)


def conflicts_among(codings: pd.DataFrame, settings: Settings, codebook: Codebook) -> pd.DataFrame:
    """List the conflicts among codings as :func:`read_codings` returns them; see :func:`label_conflicts`."""
    ranked = ranked_codings(codings, settings, codebook)
    labels = current_labels(codings, settings, codebook)[["paragraph_id", "coding_id"]]
    chosen = labels.merge(ranked[["coding_id", "coder", "primary", "why", "rank"]], on="coding_id")
    latest = ranked.drop_duplicates(["paragraph_id", "coder"], keep="last")
    others = latest[["paragraph_id", "coder", "primary", "rank"]].set_axis(
        ["paragraph_id", "other", "other_primary", "other_rank"], axis=1
    )
    pairs = chosen.merge(others, on="paragraph_id")
    differ = (pairs["coder"] != pairs["other"]) & (pairs["primary"] != pairs["other_primary"])
    pairs = pairs[differ].reset_index(drop=True)
    rule = pd.Series(among_equals(settings), pairs.index, dtype=str).mask(pairs["rank"] != pairs["other_rank"], ORDER)
    rule = rule.mask((rule == ORDER) & (pairs["other_rank"] >= len(settings.label_precedence)), MACHINE)
    pairs["rule"] = rule.mask(rule.isin([ORDER, MACHINE]) & (pairs["why"] == ADJUDICATION), ADJUDICATION)
    return pairs[list(CONFLICT_COLUMNS)]


def say_contested(
    before: Sequence[Coding], after: Sequence[Coding], study: Study, *, rehearsed: bool = False
) -> list[str]:
    """Say which labels new codings change, or would have changed, and on which footing the new codings stand.

    Parameters
    ----------
    before, after : sequence of Coding
        All lines of the log, without the new codings and with them.
    study : Study
        Whose log; holds the rule, the codes and the decisions on coders.
    rehearsed : bool
        Nothing has been written: say what would be.

    Returns
    -------
    list of str
        As :func:`contested_labels`, then labels that a coder's own later codings change, then as
        :func:`discourse.labels.consent.wording.say_changes`.
    """
    settings, codebook, decisions = study.settings, study.codebook, standing_decisions(read_decisions(study))
    old, new = (with_decisions(codings_table(codings, codebook), decisions) for codings in (before, after))
    contested = contested_labels(old, new, settings, codebook, rehearsed=rehearsed)
    own = _changed_by_themselves(old, new, settings, codebook, rehearsed)
    return [*contested, *own, *say_changes(old, new, settings, codebook, rehearsed=rehearsed)]


def _changed_by_themselves(
    before: pd.DataFrame, after: pd.DataFrame, settings: Settings, codebook: Codebook, rehearsed: bool
) -> list[str]:
    """Say how many labels change because their coder coded the paragraph anew, and which way."""
    was = current_labels(before, settings, codebook).set_index("paragraph_id")["coder"].to_dict()
    changes = changed_labels(before, after, settings, codebook)
    by_same = [was.get(row.paragraph_id) == row.coder for row in changes.itertuples(index=False)]
    own = changes[pd.Series(by_same, changes.index, dtype=bool) & changes["kind"].isin(["changed", "also"])]
    said = []
    for coder, rows in count_changes(own).groupby("coder"):
        ways = [f"{row.labels} {_way(str(row.before), str(row.after))}" for row in rows.itertuples(index=False)]
        more = f" and {len(ways) - _WAYS} other ways" if len(ways) > _WAYS + 1 else ""
        shown = ways[: _WAYS if more else None]
        number = rows["labels"].sum()
        one, many = ("label would change", "labels would change") if rehearsed else ("label changes", "labels change")
        said.append(f"{number} {one if number == 1 else many} by later codings of {coder}: {', '.join(shown)}{more}.")
    return said


def _way(before: str, after: str) -> str:
    return "other codes mentioned" if before == after else f"{before} -> {after}"


def contested_labels(
    before: pd.DataFrame, after: pd.DataFrame, settings: Settings, codebook: Codebook, *, rehearsed: bool = False
) -> list[str]:
    """Say which labels new codings change where another coder had coded, and which they would have changed.

    Parameters
    ----------
    before, after : DataFrame
        Codings as :func:`read_codings` returns them, without the new ones and with them.
    settings : Settings
        Holds the rule.
    codebook : Codebook
        The codes.
    rehearsed : bool
        Nothing has been written: say what would be.

    Returns
    -------
    list of str
        Sentences, each with the rule; the last says how to choose. Empty where nobody contradicts another.
    """
    old, new = (
        set(conflicts_among(table, settings, codebook).itertuples(index=False, name=None)) for table in (before, after)
    )
    was = current_labels(before, settings, codebook).set_index("paragraph_id")["coder"].to_dict()
    counts: dict[tuple[bool, str, str, str], int] = {}
    for paragraph, coder, _, other, _, rule in new - old:
        if was.get(paragraph, coder) in (coder, other):
            key = was.get(paragraph) == other, coder, other, rule
            counts[key] = counts.get(key, 0) + 1
    said = [_sentence(number, *key, rehearsed=rehearsed) for key, number in sorted(counts.items(), reverse=True)]
    if said:
        named = {name for _, coder, other, _ in counts for name in (coder, other)}
        newcomers = named & set(after.loc[~after["coding_id"].isin(before["coding_id"]), "coder"])
        if newcomers == named:  # where all are new, somebody's codings must stay labels
            newcomers = {other for _, _, other, _ in counts} - {coder for _, coder, _, _ in counts} or newcomers
        said.append(_how_to_choose(newcomers, settings, codebook))
    return said


def _how_to_choose(newcomers: Collection[str], settings: Settings, codebook: Codebook) -> str:
    """Say how to decide on labels one by one, by another rule, or by keeping newcomers out of them."""
    by_name = {*settings.label_precedence, *settings.machine_coders}
    ways = [command_for(name, "refuse", codebook) for name in sorted(set(newcomers) - by_name)]
    programs = sorted(by_name & set(newcomers))
    if programs:
        ways.append(f"agreement_only = {json.dumps(programs, ensure_ascii=False)} there")
    variable = f" --variable {codebook.id}" if codebook.id else ""
    return (
        f"To decide one by one: discourse relabel --queue disagreements{variable}. To choose another rule: "
        f"label_precedence in study.toml. To keep new codings out of the labels: {'; '.join(ways)}."
    )


def _sentence(number: int, changed: bool, coder: str, other: str, rule: str, *, rehearsed: bool) -> str:
    counts = "would count" if rehearsed else "counts"
    if changed:
        changes = "would change" if rehearsed else "changes" if number == 1 else "change"
        what = f"{number} {'label' if number == 1 else 'labels'} {changes}"
        return f"{what}: the coding by {coder} {counts} in place of that by {other}, {_RULES[rule]}."
    where = f"On {number} {'paragraph' if number == 1 else 'paragraphs'}"
    return f"{where} {other} says otherwise than {coder}, whose coding {counts}, {_RULES[rule]}."
