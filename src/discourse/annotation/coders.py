"""What has been said so far? The codings of the log, by paragraph and by coder, as the page needs them."""

from __future__ import annotations

from collections import defaultdict

from discourse.labels import ADJUDICATION, INFORMED, Coding
from discourse.labels.queues import AUDIT


class Said:
    """Codings by paragraph and coder; fed line by line, in the order of the log.

    Examples
    --------
    >>> said = Said()
    >>> said.take(Coding("c1", "a:01", "ani", "1", "economic", when="2025-12-03T10:00:00Z"))
    >>> said.latest("ani", "a:01").primary, said.last("ani")
    ('economic', 'c1')
    >>> said.take(Coding("c2", "a:01", "ani", "1", "", undoes="c1"))
    >>> said.latest("ani", "a:01"), said.last("ani")
    (None, '')
    """

    def __init__(self) -> None:
        self._by_paragraph: dict[str, dict[str, Coding]] = defaultdict(dict)
        self._made: dict[str, list[Coding]] = defaultdict(list)
        self._shown: set[tuple[str, str]] = set()
        self.undone: set[str] = set()

    def take(self, coding: Coding) -> None:
        """Add one line of the log."""
        if coding.undoes:
            self.undone.add(coding.undoes)
            return
        self._by_paragraph[coding.paragraph_id][coding.coding_id] = coding
        if coding.when:
            self._made[coding.coder].append(coding)

    def of(self, paragraph: str) -> list[Coding]:
        """Codings of a paragraph that were not taken back, oldest first."""
        return [each for each in self._by_paragraph.get(paragraph, {}).values() if each.coding_id not in self.undone]

    def latest(self, coder: str, paragraph: str, *, deciding: bool = False, queue: str = "") -> Coding | None:
        """Return a coder's latest coding of a paragraph: a decision, or another; from one queue where one is named."""
        own = [
            each
            for each in self.of(paragraph)
            if each.coder == coder
            and (each.why == ADJUDICATION) == deciding
            and queue in ("", each.queue.removesuffix(AUDIT))
        ]
        return own[-1] if own else None

    def last(self, coder: str, *, deciding: bool = False) -> str:
        """Id of what a coder did last and has not taken back; empty for nothing."""
        return next(
            (
                each.coding_id
                for each in reversed(self._made[coder])
                if each.coding_id not in self.undone and (each.why == ADJUDICATION) == deciding
            ),
            "",
        )

    def show(self, coder: str, paragraph: str) -> None:
        """Note that a coder has seen what others said of a paragraph."""
        self._shown.add((coder, paragraph))

    def is_informed(self, coder: str, paragraph: str) -> bool:
        """Say whether a coder has seen what others said of a paragraph, in this run or before an earlier coding."""
        return (coder, paragraph) in self._shown or any(
            each.coder == coder and each.why in INFORMED for each in self.of(paragraph)
        )
