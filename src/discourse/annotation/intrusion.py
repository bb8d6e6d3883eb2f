"""What does a coder of an intrusion test see, and what happens to the answer? Cards out, answers in.

A card holds an item and the coder's own earlier answer, nothing else: neither the intruder nor whether
an answer was right nor what others said comes out before the scores are asked for.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import pandas as pd

from discourse.errors import LabelError
from discourse.labels.coding import new_id, now
from discourse.relabel.intrusion_answers import Answer, answers_path, append_answer, read_answers, standing
from discourse.relabel.intrusion_items import Item, Sheet, Sheets
from discourse.relabel.seats import Conflict, check_person
from discourse.topics import score_intrusion


@dataclass(frozen=True)
class Place:
    """Who answers which test."""

    coder: str
    kind: str


class IntrusionDesk:
    """The items of one model's tests, and the file that answers go to.

    Parameters
    ----------
    sheets : Sheets
        The tests.
    size : int
        How many items of each are shown.
    """

    def __init__(self, sheets: Sheets, size: int = 20) -> None:
        self.study = sheets.study
        self.model = sheets.model
        self._sheets = sheets
        self._size = size
        self._path = answers_path(self.study)
        self._lock = threading.RLock()

    def check_coder(self, coder: str) -> str:
        """Return the name of a person who may answer, or say why it cannot be one."""
        return check_person(self.study.settings, coder)

    def sheet(self, kind: str) -> Sheet:
        """Return a test with all its items; see :meth:`Sheets.of` for what it raises."""
        with self._lock:
            return self._sheets.of(kind)

    def card(self, place: Place, position: int | None = None) -> dict[str, Any]:
        """Return what the page shows: an item, or the end of them.

        Returns
        -------
        dict
            ``position``, ``total``, ``done``, ``last`` (id of the answer that undo would take back), and,
            unless it is the end, ``item``, ``options``, ``text``, ``source`` and ``mine`` (the coder's
            standing answer with its id, or None).
        """
        with self._lock:
            items, given = self._shown(place.kind), self._given(place)
            latest = {answer.item: answer for answer in given}
            open_ = (at for at, item in enumerate(items) if item.name not in latest)
            at = next(open_, len(items)) if position is None else min(max(position, 0), len(items))
            card: dict[str, Any] = {
                "position": at,
                "total": len(items),
                "done": sum(item.name in latest for item in items),
                "last": given[-1].answer_id if given else "",
            }
            if at == len(items):
                return card
            item, mine = items[at], latest.get(items[at].name)
            return card | {
                "item": item.name,
                "options": list(item.options),
                "text": item.text,
                "source": item.source,
                "mine": {"answer_id": mine.answer_id, "answer": mine.answer} if mine else None,
            }

    def save(self, place: Place, said: dict[str, Any]) -> str:
        """Write an answer; return its id when it is on the disk.

        Parameters
        ----------
        place : Place
            Whose answer.
        said : dict
            ``answer_id`` (made by the page), ``item``, ``answer`` (the option), ``digest`` of the test that
            was shown, and ``replaces``: the id of the coder's own answer that the card showed, or "".

        Raises
        ------
        Conflict
            If the coder has meanwhile answered the item in another window.
        LabelError
            If the answer cannot be; nothing is written.
        """
        names = ("answer_id", "item", "answer", "digest")
        texts = {name: said.get(name) for name in names}
        with self._lock:
            sheet = self._sheets.of(place.kind)
            if texts["digest"] != sheet.digest:
                raise LabelError(
                    "an answer to the items of this run", "one to items of another model", "answer", "Reload the page."
                )
            options = {item.name: item.options for item in self._shown(place.kind)}
            if texts["answer"] not in options.get(str(texts["item"]), ()):
                raise LabelError(
                    "an option of an item that was shown", repr(texts["answer"])[:40], "answer", "Reload the page."
                )
            answer = self._answer(place, sheet, str(texts["answer_id"] or ""), str(texts["item"]), str(texts["answer"]))
            lines = read_answers(self._path)
            mine = next((one for one in reversed(self._given(place, lines)) if one.item == answer.item), None)
            repeated = answer.answer_id in {line.answer_id for line in lines}
            if not repeated and (mine.answer_id if mine else "") != said.get("replaces", ""):
                raise Conflict(
                    "an item as this page showed it",
                    "an answer of yours made in another window",
                    "answer",
                    "It is shown now; answer again to change it.",
                )
            append_answer(self._path, answer)
            return answer.answer_id

    def undo(self, place: Place, undoes: str, answer_id: str = "") -> int:
        """Take an answer of one's own back by a line of its own; return its item's place.

        Raises
        ------
        Conflict
            If it is not there, another coder's, or taken back already.
        """
        with self._lock:
            lines = read_answers(self._path)
            target = next((line for line in lines if line.answer_id == undoes), None)
            repeated = answer_id in {line.answer_id for line in lines if line.undoes == undoes}
            if target is None or (target not in self._given(place, lines) and not repeated):
                raise Conflict("an answer of yours to take back", "none", "undo", "Nothing was changed.")
            sheet = self._sheets.of(place.kind)
            append_answer(self._path, self._answer(place, sheet, answer_id or new_id(), target.item, "", undoes))
            places = [item.name for item in self._shown(place.kind)]
            return places.index(target.item) if target.item in places else 0

    def _answer(self, place: Place, sheet: Sheet, answer_id: str, item: str, answer: str, undoes: str = "") -> Answer:
        return Answer(answer_id, place.coder, self.model, place.kind, item, answer, now(), undoes, sheet.digest)

    def _shown(self, kind: str) -> tuple[Item, ...]:
        return self._sheets.of(kind).items[: self._size]

    def _given(self, place: Place, lines: list[Answer] | None = None) -> list[Answer]:
        """Return the coder's standing answers to this test, oldest first."""
        given, _ = counted(read_answers(self._path) if lines is None else lines, self._sheets.of(place.kind))
        return [answer for answer in given if answer.coder == place.coder]


def counted(answers: list[Answer], sheet: Sheet) -> tuple[list[Answer], int]:
    """Return the standing answers to a test, and how many there are to other items of the same name."""
    of_kind = [one for one in standing(answers) if (one.model, one.kind) == (sheet.model, sheet.kind)]
    given = [one for one in of_kind if one.digest == sheet.digest]
    return given, len(of_kind) - len(given)


def scored(answers: list[Answer], sheet: Sheet, level: float) -> pd.DataFrame:
    """Score the standing answers to a test; see :func:`discourse.topics.score_intrusion`.

    Raises
    ------
    LabelError
        If there is none.
    """
    given, others = counted(answers, sheet)
    if not given:
        found = f"{others} to items that this model does not give any more" if others else "none"
        raise LabelError(
            f"answers to {sheet.kind} of the {sheet.model} model",
            found,
            "intrusion.csv",
            f"Answer first: discourse intrusion --kind {sheet.kind} --model {sheet.model}",
        )
    rows = [(one.item, one.coder, one.answer) for one in given]
    return score_intrusion(sheet.test, pd.DataFrame(rows, columns=["item", "coder", "answer"]), level)
