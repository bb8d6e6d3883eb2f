"""What may a coder see once a paragraph is coded: where it is from, how others coded it, what stands beside it?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Mapping
from typing import Any

import pandas as pd

from discourse.annotation.coders import ADJUDICATE, CODE, Coder, CodingHistory, opaque_key
from discourse.annotation.parts.article import Surroundings
from discourse.annotation.parts.codings import shown_coding, suggested_codes
from discourse.annotation.parts.sitting import sitting_summary
from discourse.labels.coding import now
from discourse.study import Study


class Lookback:
    """What is shown after coding. Whoever has seen it is informed from then on: see :meth:`CodingHistory.show`.

    Parameters
    ----------
    study : Study
        What is coded.
    texts : mapping of str to str
        Paragraph id to the text that is shown of it.
    history : CodingHistory
        The codings, kept up to date by the session.
    probabilities : DataFrame or None
        What a model says out of fold.
    """

    def __init__(
        self, study: Study, texts: Mapping[str, str], history: CodingHistory, probabilities: pd.DataFrame | None
    ) -> None:
        self._codes: Collection[str] = study.codebook.codes
        self._texts = texts
        self._history = history
        self._probabilities = probabilities
        self._surroundings = Surroundings(study, texts)
        self._began = now()

    def context(self, who: Coder, paragraph: str) -> dict[str, Any]:
        """Return where a paragraph is from, how others coded it and what the model would say."""
        self._history.show(who.name, paragraph)
        others = {each.coder: shown_coding(each) for each in self._history.of(paragraph) if each.coder != who.name}
        return {
            "codings": list(others.values()),
            "model": suggested_codes(self._probabilities, paragraph, self._codes),
            **self._surroundings.origin(who.name, paragraph, self._is_open(who)),
        }

    def neighbours(self, who: Coder, paragraph: str) -> dict[str, Any]:
        """Return what stands before and after a paragraph; see :meth:`Surroundings.neighbours`."""
        self._history.show(who.name, paragraph)
        return self._surroundings.neighbours(who.name, paragraph, self._is_open(who))

    def sitting(self, who: Coder, in_queue: Container[str]) -> dict[str, Any]:
        """Sum up what a coder has coded; see :func:`discourse.annotation.parts.sitting.sitting_summary`."""
        codings = self._history.coded(who.name, deciding=who.mode == ADJUDICATE)
        known = [each for each in codings if each.paragraph_id in self._texts]
        return sitting_summary(known, self._began, in_queue, lambda name: (opaque_key(name), self._texts[name]))

    def _is_open(self, who: Coder) -> Callable[[str], bool]:
        """Return what says of a paragraph whether the coder may yet code it blind."""
        return lambda name: who.mode == CODE and self._history.latest(who.name, name) is None
