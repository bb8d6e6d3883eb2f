"""Where do coders contradict one another, and whose coding counts there, by which rule?"""

from __future__ import annotations

import json
from collections.abc import Sequence

import pandas as pd

from discourse.codebook import Codebook
from discourse.labels.coding import ADJUDICATION, Coding
from discourse.labels.log import codings_table, read_codings
from discourse.labels.table import ANYBODY, FIRST, current_labels, ranked_codings
from discourse.settings import Settings
from discourse.study import Study

ORDER = "order"
LAST = "last"
MACHINE = "machine"
CONFLICT_COLUMNS = ("paragraph_id", "coder", "primary", "other", "other_primary", "rule")
_RULES = {
    ADJUDICATION: "for it was decided in adjudication",
    ORDER: "for label_precedence in study.toml puts it first",
    FIRST: f'for the first coder\'s counts until a decision is taken ("{FIRST}" in label_precedence)',
    MACHINE: "for machine coders that label_precedence does not name come last",
    LAST: f'for the last coding counts ("{ANYBODY}" in label_precedence)',
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
        are anybody, and the first coder or the last coding counts). Those of the last two rules nobody has
        decided. Coders of ``agreement_only`` are left out.

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
    equal = FIRST if FIRST in settings.label_precedence else LAST
    rule = pd.Series(equal, pairs.index, dtype=str).mask(pairs["rank"] != pairs["other_rank"], ORDER)
    rule = rule.mask((rule == ORDER) & (pairs["other_rank"] >= len(settings.label_precedence)), MACHINE)
    pairs["rule"] = rule.mask(rule.isin([ORDER, MACHINE]) & (pairs["why"] == ADJUDICATION), ADJUDICATION)
    return pairs[list(CONFLICT_COLUMNS)]


def say_contested(
    before: Sequence[Coding], after: Sequence[Coding], settings: Settings, codebook: Codebook
) -> list[str]:
    """Say which labels new codings change where another coder had coded, and which they would have changed.

    Parameters
    ----------
    before, after : sequence of Coding
        All lines of the log, without the new codings and with them.
    settings : Settings
        Holds the rule.
    codebook : Codebook
        The codes.

    Returns
    -------
    list of str
        Sentences, each with the rule; the last says how to choose. Empty where nobody contradicts another.
    """
    tables = [codings_table(codings, codebook) for codings in (before, after)]
    old, new = (set(conflicts_among(table, settings, codebook).itertuples(index=False, name=None)) for table in tables)
    was = current_labels(tables[0], settings, codebook).set_index("paragraph_id")["coder"].to_dict()
    counts: dict[tuple[bool, str, str, str], int] = {}
    for paragraph, coder, _, other, _, rule in new - old:
        if was.get(paragraph, coder) in (coder, other):
            key = was.get(paragraph) == other, coder, other, rule
            counts[key] = counts.get(key, 0) + 1
    said = [_sentence(number, *key) for key, number in sorted(counts.items(), reverse=True)]
    if said:
        named = {name for _, coder, other, _ in counts for name in (coder, other)}
        newcomers = named & {coding.coder for coding in set(after) - set(before)}
        if newcomers == named:  # where all are new, somebody's codings must stay labels
            newcomers = {other for _, _, other, _ in counts} - {coder for _, coder, _, _ in counts} or newcomers
        variable = f" --variable {codebook.id}" if codebook.id else ""
        said.append(
            f"To decide one by one: discourse relabel --queue disagreements{variable}. To choose another rule: "
            "label_precedence in study.toml. To keep new codings out of the labels: "
            f"agreement_only = {json.dumps(sorted(newcomers), ensure_ascii=False)} there."
        )
    return said


def _sentence(number: int, changed: bool, coder: str, other: str, rule: str) -> str:
    if changed:
        what = f"{number} {'label changes' if number == 1 else 'labels change'}"
        return f"{what}: the coding by {coder} counts in place of that by {other}, {_RULES[rule]}."
    where = f"On {number} {'paragraph' if number == 1 else 'paragraphs'}"
    return f"{where} {other} says otherwise than {coder}, whose coding counts, {_RULES[rule]}."
