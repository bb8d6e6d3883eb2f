"""Who codes, may they, and what have they coded and seen?"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass

from discourse.errors import LabelError
from discourse.labels.coding import ADJUDICATION, INFORMED, Coding, check_coder
from discourse.labels.inclusion import AUDIT, GOLD
from discourse.settings import NO_CODERS, Settings

CODE, REVIEW, ADJUDICATE = "code", "review", "adjudicate"
MODES = (CODE, REVIEW, ADJUDICATE)
DISAGREEMENTS = "disagreements"
"""The queue of paragraphs on which coders differ."""


@dataclass(frozen=True)
class Coder:
    """Who codes, from which queue, and in which mode."""

    name: str
    queue: str
    mode: str = CODE


def usual_mode(queue: str) -> str:
    """Return the mode in which a queue opens: paragraphs on which coders differ are there to be decided.

    Examples
    --------
    >>> usual_mode("disagreements"), usual_mode("audit")
    ('adjudicate', 'code')
    """
    return ADJUDICATE if queue == DISAGREEMENTS else CODE


def check_person(settings: Settings, coder: str) -> str:
    """Return the name of a person who may code, white space in it collapsed.

    Raises
    ------
    LabelError
        If the name is empty, too long, that of a machine coder in any case, or a word of ``label_precedence`` that is
        no name.
    """
    name = " ".join(coder.split())
    if name.casefold() in map(str.casefold, settings.machine_coders):
        found = f"{name!r}, a machine coder of study.toml"
        raise LabelError("the name of a person", found, "coder", "Choose another name.")
    if name in NO_CODERS:
        found = f"{name!r}, a word of label_precedence in study.toml"
        raise LabelError("the name of a person", found, "coder", "Choose another name.")
    return check_coder(name)


def opaque_key(paragraph: str) -> str:
    """Return a name for a paragraph that gives nothing away and stays the same from run to run."""
    return hashlib.sha256(paragraph.encode()).hexdigest()[:20]


class CodingHistory:
    """Codings by paragraph and coder; fed line by line, in the order of the log.

    Examples
    --------
    >>> history = CodingHistory()
    >>> history.add(Coding("c1", "a:01", "ani", "1", "economic", when="2025-12-03T10:00:00Z"))
    >>> history.latest("ani", "a:01").primary, history.last("ani")
    ('economic', 'c1')
    >>> history.add(Coding("c2", "a:01", "ani", "1", "", undoes="c1"))
    >>> history.latest("ani", "a:01"), history.last("ani")
    (None, '')
    """

    def __init__(self) -> None:
        self._by_paragraph: dict[str, dict[str, Coding]] = defaultdict(dict)
        self._made: dict[str, list[Coding]] = defaultdict(list)
        self._shown: set[tuple[str, str]] = set()
        self.undone: set[str] = set()

    def restart(self) -> None:
        """Forget what was coded, to be fed anew; what was shown to whom stays."""
        self._by_paragraph.clear()
        self._made.clear()
        self.undone.clear()

    def add(self, coding: Coding) -> None:
        """Add one line of the log."""
        if coding.undoes:
            self.undone.add(coding.undoes)
            return
        self._by_paragraph[coding.paragraph_id][coding.coding_id] = coding
        if coding.when:
            self._made[coding.coder].append(coding)

    def of(self, paragraph: str) -> list[Coding]:
        """Return the codings of a paragraph that were not taken back, oldest first."""
        return [each for each in self._by_paragraph.get(paragraph, {}).values() if each.coding_id not in self.undone]

    def latest(self, coder: str, paragraph: str, *, deciding: bool = False, queue: str = "") -> Coding | None:
        """Return a coder's latest coding of a paragraph: a decision, or another; from one queue where one is named."""
        own = [
            each
            for each in self.of(paragraph)
            if each.coder == coder
            and (each.why == ADJUDICATION) == deciding
            and queue in ("", each.queue, each.queue.partition(":")[0].removesuffix(GOLD).removesuffix(AUDIT))
        ]
        return own[-1] if own else None

    def last(self, coder: str, *, deciding: bool = False) -> str:
        """Return the id of what a coder did last and has not taken back; empty for nothing."""
        return next(
            (
                each.coding_id
                for each in reversed(self._made[coder])
                if each.coding_id not in self.undone and (each.why == ADJUDICATION) == deciding
            ),
            "",
        )

    def coded(self, coder: str, *, deciding: bool = False) -> list[Coding]:
        """Return a coder's codings or decisions that stand, the latest of each paragraph, oldest first."""
        found: dict[str, Coding] = {}
        for each in self._made[coder]:
            if each.coding_id not in self.undone and (each.why == ADJUDICATION) == deciding:
                found.pop(each.paragraph_id, None)
                found[each.paragraph_id] = each
        return list(found.values())

    def show(self, coder: str, paragraph: str) -> None:
        """Note that a coder has seen how others coded a paragraph, or what stands beside it."""
        self._shown.add((coder, paragraph))

    def is_informed(self, coder: str, paragraph: str) -> bool:
        """Say whether a coder has seen how others coded a paragraph, in this run or before an earlier coding."""
        return (coder, paragraph) in self._shown or any(
            each.coder == coder and each.why in INFORMED for each in self.of(paragraph)
        )
