"""How does a coder come back to what is coded: to change it, to compare it, to see how much it is?"""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from discourse.annotation.cards import CardSession
from discourse.annotation.coders import REVIEW, Coder
from discourse.annotation.parts.further import FurtherVariables
from discourse.annotation.parts.lookback import Lookback
from discourse.annotation.requests import LabellingRequest
from discourse.errors import LabelError
from discourse.labels.coding import Coding


class CodedCards(CardSession[Coder, LabellingRequest]):
    """A session of paragraphs, as far as what is coded is concerned."""

    _lookback: Lookback
    _further: FurtherVariables

    def again(self, who: Coder, key: str) -> dict[str, Any]:
        """Return the card of a paragraph that the coder has coded, wherever that was; ``aside`` from the queue.

        Its ``position`` is that of the first paragraph of the queue that is not done.

        Raises
        ------
        LabelError
            If the coder has not coded it.
        """
        with self._lock:
            self._log.refresh()
            self._further.refresh()
            paragraph = self._coded(who, key)
            place = self._queue(who).first_open()
            return self._progress(who, place) | {"aside": True} | self._face(who, paragraph)

    def sitting(self, who: Coder) -> dict[str, Any]:
        """Sum up what a coder has coded; see :func:`discourse.annotation.parts.sitting.sitting_summary`."""
        with self._lock:
            self._log.refresh()
            return self._lookback.sitting(who, self._queue(who).places)

    def context(self, who: Coder, key: str) -> dict[str, Any]:
        """Return where a paragraph is from, how others coded it and what the model would say.

        Where it is from is left out while that would tell of a paragraph that the coder has still to code.

        Raises
        ------
        LabelError
            If the coder has not coded the paragraph yet and is not in review.
        """
        with self._lock:
            return self._lookback.context(who, self._seen(who, key))

    def neighbours(self, who: Coder, key: str) -> dict[str, Any]:
        """Return what stands ``before`` and ``after`` a paragraph; raises what :meth:`context` raises."""
        with self._lock:
            return self._lookback.neighbours(who, self._seen(who, key))

    def _seen(self, who: Coder, key: str) -> str:
        """Return the paragraph of a key, or refuse one that must still be coded blind."""
        return self._paragraph(key) if who.mode == REVIEW else self._coded(who, key)

    def _coded(self, who: Coder, key: str) -> str:
        """Return the paragraph of a key, or refuse one that the coder has not coded."""
        paragraph = self._paragraph(key)
        if not self._own_coding(who, paragraph):
            raise LabelError("your own coding first", "none", "compare", "Code the paragraph, then compare.")
        return paragraph

    @abstractmethod
    def _paragraph(self, key: str) -> str:
        """Return the paragraph of a key that was shown, or say that there is none."""

    @abstractmethod
    def _own_coding(self, coder: Coder, paragraph: str) -> Coding | None:
        """Return the coder's coding that a card shows."""
