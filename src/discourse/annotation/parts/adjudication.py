"""What does whoever decides between codings see: what was said, by A, B and C, and the rules that may decide?"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from string import ascii_uppercase
from typing import Any

import numpy as np

from discourse.annotation.parts.codings import coding_content
from discourse.codebook import Rule
from discourse.errors import LabelError
from discourse.labels.coding import Coding

SLIP = "slip"
"""Chosen in place of a rule where one of the codings was a mistake; the log then has no rule."""


def adjudication_face(
    codings: Sequence[Coding], rules: Sequence[Rule], seed: int, *, decided: bool
) -> dict[str, list[Any]]:
    """Return what an adjudicator sees of the codings of one paragraph.

    Parameters
    ----------
    codings : sequence of Coding
        The last coding of each coder, all of one paragraph.
    rules : sequence of Rule
        Those of the codebook.
    seed : int
        Of the study; a paragraph keeps its order from run to run, and no coder has a letter of their own.
    decided : bool
        Whether the adjudicator has decided: then the coders' names are shown.

    Returns
    -------
    dict
        ``codings``: A, B, C in an order drawn by lot, with ``letter``, what was said, and ``coder``, which is empty
        before the decision. ``rules``: numbers, those that name most of the codes at issue first.

    Examples
    --------
    >>> two = [Coding("c1", "a:01", "ani", "1", "trade"), Coding("c2", "a:01", "budi", "1", "arts")]
    >>> rules = [Rule(1, "First", "-"), Rule(2, "Fairs", "-", ("trade", "arts"))]
    >>> face = adjudication_face(two, rules, 1, decided=False)
    >>> [(each["letter"], each["coder"], each["primary"]) for each in face["codings"]], face["rules"]
    ([('A', '', 'trade'), ('B', '', 'arts')], [2, 1])
    >>> [each["coder"] for each in adjudication_face(two, [], 1, decided=True)["codings"]]
    ['ani', 'budi']
    """
    by_name = sorted(codings, key=lambda each: each.coder)
    lot = np.random.default_rng([seed, *(zlib.crc32(each.paragraph_id.encode()) for each in by_name[:1])])
    order = [by_name[place] for place in lot.permutation(len(by_name))]
    shown = [
        {"letter": _letter(place), "coder": coding.coder if decided else "", **coding_content(coding)}
        for place, coding in enumerate(order)
    ]
    codes = {coding.primary for coding in codings}
    ordered = sorted(rules, key=lambda rule: (-len(codes & set(rule.pillars)), rule.number))
    return {"codings": shown, "rules": [rule.number for rule in ordered]}


def decided_rule(chosen: str, rules: Sequence[Rule]) -> str:
    """Return the rule of a decision as the log has it: its number, or nothing for a coder's slip.

    Raises
    ------
    LabelError
        If none was chosen, or the codebook has no such rule.

    Examples
    --------
    >>> decided_rule("1", [Rule(1, "First", "-")]), decided_rule(SLIP, [])
    ('1', '')
    """
    if chosen == SLIP:
        return ""
    if chosen not in {str(rule.number) for rule in rules}:
        hint = "Choose the rule, or say that it was a coder's slip."
        raise LabelError("the rule that decides", repr(chosen) if chosen else "none", "rule", hint)
    return chosen


def _letter(place: int) -> str:
    return ascii_uppercase[place] if place < len(ascii_uppercase) else str(place + 1)
