"""What does a coder of an intrusion test see and answer?

A card holds an item and the coder's own earlier answer, nothing else: neither the intruder nor whether
an answer was right nor what others answered comes out before the scores are asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from discourse.annotation.answers.intrusion import Answer, answers_path, intrusion_log
from discourse.annotation.answers.log import AnswerLog, without_undone
from discourse.annotation.app import CardPage
from discourse.annotation.cards import CardSession
from discourse.annotation.intrusion_items import KINDS, IntrusionItem, IntrusionTest, IntrusionTests
from discourse.annotation.parts.texts import intrusion_texts
from discourse.annotation.queue import CoderQueue, QueueItem
from discourse.annotation.requests import IntrusionRequest
from discourse.errors import DiscourseError, LabelError
from discourse.labels.coding import now
from discourse.topics import score_intrusion
from discourse.translations import say


@dataclass(frozen=True)
class IntrusionCoder:
    """Who answers which test."""

    name: str
    kind: str


class IntrusionSession(CardSession[IntrusionCoder, IntrusionRequest]):
    """The items of one model's tests, and the file that answers go to.

    A card has ``item``, ``options``, ``text``, ``source`` and ``mine`` (the coder's answer with its id, or
    None).

    Parameters
    ----------
    tests : IntrusionTests
        The tests.
    size : int
        How many items of each are shown.
    """

    item_name, answer_name = "item", "answer"
    _log: AnswerLog[Answer]

    def __init__(self, tests: IntrusionTests, size: int = 20) -> None:
        super().__init__(tests.study)
        self.model = tests.model
        self._tests = tests
        self._size = size
        self._log = intrusion_log(answers_path(self.study))

    def test(self, kind: str) -> IntrusionTest:
        """Return a test with all its items; see :meth:`IntrusionTests.of` for what it raises."""
        with self._lock:
            return self._tests.of(kind)

    def _items(self, kind: str) -> dict[str, IntrusionItem]:
        return {item.name: item for item in self._tests.of(kind).items[: self._size]}

    def _valid(self, who: IntrusionCoder) -> list[Answer]:
        return valid_answers(self._log.answers.values(), self._tests.of(who.kind))[0]

    def _given(self, who: IntrusionCoder) -> dict[str, Answer]:
        """Return the coder's valid answer to each item of this test, in the order in which they came."""
        given: dict[str, Answer] = {}
        for answer in self._valid(who):
            if answer.coder == who.name:
                given.pop(answer.item, None)
                given[answer.item] = answer
        return given

    def _queue(self, who: IntrusionCoder) -> CoderQueue:
        queue = CoderQueue([QueueItem(name) for name in self._items(who.kind)])
        for name in self._given(who):
            queue.mark(name, True)
        return queue

    def _last(self, who: IntrusionCoder) -> str:
        return next((answer.answer_id for answer in reversed(self._given(who).values())), "")

    def _face(self, who: IntrusionCoder, name: str) -> dict[str, Any]:
        item, mine = self._items(who.kind)[name], self._given(who).get(name)
        return {
            "item": name,
            "options": list(item.options),
            "text": item.text,
            "source": item.source,
            "mine": {"answer_id": mine.answer_id, "answer": mine.answer} if mine else None,
        }

    def _name(self, who: IntrusionCoder, request: IntrusionRequest) -> str:
        if request.digest != self._tests.of(who.kind).digest:
            raise LabelError(
                "an answer to the items of this run", "one to items of another model", "answer", "Reload the page."
            )
        item = self._items(who.kind).get(request.item)
        if item is None or request.answer not in item.options:
            raise LabelError(
                "an option of an item that was shown", repr(request.answer)[:40], "answer", "Reload the page."
            )
        return request.item

    def _own_id(self, who: IntrusionCoder, name: str) -> str:
        mine = self._given(who).get(name)
        return mine.answer_id if mine else ""

    def _is_written(self, line_id: str) -> bool:
        return line_id in self._log.answers

    def _append(self, who: IntrusionCoder, name: str, request: IntrusionRequest) -> None:
        self._write(who, request.answer_id, name, request.answer)

    def _undone_name(self, who: IntrusionCoder, undoes: str, line_id: str) -> str | None:
        target, line = self._log.answers.get(undoes), self._log.answers.get(line_id)
        own = target is not None and target.coder == who.name and target in self._valid(who)
        repeated = line is not None and line.undoes == undoes
        return target.item if target is not None and (own or repeated) else None

    def _append_undo(self, who: IntrusionCoder, name: str, undoes: str, line_id: str) -> None:
        self._write(who, line_id, name, "", undoes)

    def _write(self, who: IntrusionCoder, answer_id: str, item: str, answer: str, undoes: str = "") -> None:
        digest = self._tests.of(who.kind).digest
        self._log.append(Answer(answer_id, who.name, self.model, who.kind, item, answer, now(), undoes, digest))


class IntrusionPage(CardPage[IntrusionCoder, IntrusionRequest]):
    """The page on which intrusion tests are answered."""

    form, template, save_path, choice_name = IntrusionRequest, "intrusion", "/answers", "kind"
    _session: IntrusionSession

    def _visitor(self, name: str, asked: Mapping[str, str]) -> IntrusionCoder:
        kind = asked.get("kind", "")
        return IntrusionCoder(name, kind if kind in KINDS else self._choice)

    def _who(self, asked: IntrusionRequest) -> IntrusionCoder:
        return IntrusionCoder(self._session.check_coder(asked.coder), asked.kind or self._choice)

    def _sender(self, who: IntrusionCoder) -> dict[str, str]:
        try:
            digest = self._session.test(who.kind).digest
        except DiscourseError:  # the card says why there are no items
            digest = ""
        return {"coder": who.name, "kind": who.kind, "digest": digest}

    def _variables(self, who: IntrusionCoder) -> dict[str, Any]:
        return {
            "kind": who.kind,
            "kinds": {"words": say("Words"), "topics": say("Topics")},
            "model": self._session.model,
            "texts": json.dumps(intrusion_texts()),
        }


def valid_answers(answers: Iterable[Answer], test: IntrusionTest) -> tuple[list[Answer], int]:
    """Return the answers to a test that were not taken back, and how many there are to other items of the same name."""
    of_kind = [one for one in without_undone(answers) if (one.model, one.kind) == (test.model, test.kind)]
    given = [one for one in of_kind if one.digest == test.digest]
    return given, len(of_kind) - len(given)


def score_answers(answers: list[Answer], test: IntrusionTest, level: float) -> pd.DataFrame:
    """Score the answers to a test that were not taken back; see :func:`discourse.topics.score_intrusion`.

    Raises
    ------
    LabelError
        If there is none.
    """
    given, others = valid_answers(answers, test)
    if not given:
        found = f"{others} to items that this model does not give any more" if others else "none"
        raise LabelError(
            f"answers to {test.kind} of the {test.model} model",
            found,
            "intrusion.csv",
            f"Answer first: discourse intrusion --kind {test.kind} --model {test.model}",
        )
    rows = [(one.item, one.coder, one.answer) for one in given]
    return score_intrusion(test.intrusion, pd.DataFrame(rows, columns=["item", "coder", "answer"]), level)
