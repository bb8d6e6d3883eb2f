"""What does a coder who practises see, answer, and hear about the answer?

The items are the codebook's own, one after another. The answer to an item comes out as soon as the coder has given
theirs, with the rule that decides and why. Nothing of it enters the label log.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from discourse.annotation.answers.log import AnswerLog, without_undone
from discourse.annotation.answers.practice import PracticeAnswer, first_answers, practice_log, practice_path
from discourse.annotation.cards import CardSession
from discourse.annotation.queue import CoderQueue, QueueItem
from discourse.annotation.requests import PageRequest, Seconds, place_of
from discourse.codebook import PracticeItem, Rule
from discourse.errors import CodebookError, LabelError
from discourse.labels.coding import code_problem, now
from discourse.study import Study
from discourse.translations import say, translated

MOST_TURNS = 999


class PracticeRequest(PageRequest):
    """What the practice page sends: which turn it is, in which language, and how an item is coded."""

    turn: Annotated[int, Field(ge=1, le=MOST_TURNS), BeforeValidator(place_of)] = 1
    language: str = ""
    answer_id: str = ""
    item: str = ""
    primary: str = ""
    also: tuple[str, ...] = ()
    seconds: Seconds = None

    @property
    def line_id(self) -> str:
        """Id of the answer."""
        return self.answer_id


@dataclass(frozen=True)
class Learner:
    """Who practises, for which time, and from which queue they will code."""

    name: str
    turn: int = 1
    queue: str = ""


class PracticeSession(CardSession[Learner, PracticeRequest]):
    """The practice items of a study's codebook, or of a variable of it, and the file that answers go to.

    A card has ``item`` (its digest), ``text``, ``heading``, ``place``, ``mine`` (the coder's answer, or None) and
    ``told`` (what is right, once there is an answer); behind the last one, ``summary``.

    Parameters
    ----------
    study : Study
        Whose codebook.

    Raises
    ------
    CodebookError
        If the codebook has no practice items.
    """

    item_name, answer_name = "item", "answer"
    _log: AnswerLog[PracticeAnswer]

    def __init__(self, study: Study) -> None:
        super().__init__(study)
        self._items = {item.digest: item for item in study.codebook.practice}
        if not self._items:
            entry = f"[[{'variable.' if study.variable else ''}practice]]"
            hint = f"Write some as {entry}; data/README.md shows how."
            raise CodebookError("practice items", "none", study.data / "codebook.toml", hint)
        self._log = practice_log(practice_path(study))

    def turns(self, coder: str) -> int:
        """Return how often a coder has begun to practise the items as they are now."""
        with self._lock:
            self._log.refresh()
            firsts = first_answers(self._log.answers.values(), self.study.variable)
            begun = [turn for (name, turn), answers in firsts.items() if name == coder and self._counted(answers)]
            return max(begun, default=0)

    def card(self, who: Learner, position: int | None = None) -> dict[str, Any]:
        """Return a card as :meth:`CardSession.card` does, with all that the page says about it."""
        with self._lock:
            card = super().card(who, position)
            number, total = card["position"] + 1, card["total"]
            if number > total:
                return card | {"summary": self._summary(who)}
            heading = say("Item {position} of {total}", position=number, total=total)
            places = (say("{position} of {total}", position=number, total=total), say("{done} done", done=card["done"]))
            return card | {"heading": heading, "place": " · ".join(places)}

    def _counted(self, answers: Sequence[PracticeAnswer]) -> list[PracticeAnswer]:
        """Keep the answers to items that are in the codebook."""
        return [answer for answer in answers if answer.digest in self._items]

    def _given(self, who: Learner) -> dict[str, PracticeAnswer]:
        """Return the coder's answer to each item of this turn that stands, in the order in which they came."""
        return {
            answer.digest: answer
            for answer in without_undone(self._log.answers.values())
            if (answer.coder, answer.turn, answer.variable) == (who.name, who.turn, self.study.variable)
        }

    def _queue(self, who: Learner) -> CoderQueue:
        queue = CoderQueue([QueueItem(digest) for digest in self._items])
        for digest in self._given(who):
            queue.mark(digest, True)
        return queue

    def _last(self, who: Learner) -> str:
        return next((answer.answer_id for answer in reversed(self._given(who).values())), "")

    def _face(self, who: Learner, name: str) -> dict[str, Any]:
        item, mine = self._items[name], self._given(who).get(name)
        return {
            "item": name,
            "text": item.text,
            "mine": {"answer_id": mine.answer_id, "primary": mine.primary, "also": list(mine.also)} if mine else None,
            "told": self._told(item, mine) if mine else None,
        }

    def _told(self, item: PracticeItem, mine: PracticeAnswer) -> dict[str, Any]:
        """Say whether an answer is right, and why."""
        if mine.right:
            verdict = say("Right.")
        elif mine.primary == item.primary:
            verdict = say("The primary code is right; the others are not.")
        else:
            verdict = say("Not what the codebook asks for.")
        rule = self.study.codebook.rule(item.rule)
        return {
            "right": mine.right,
            "verdict": verdict,
            "yours": say("You: {codes}", codes=self._codes(mine.primary, mine.also)),
            "asked": say("The codebook: {codes}", codes=self._codes(item.primary, item.also)),
            "primary": item.primary,
            "explanation": translated(item.explanation),
            "rule": _rule_line(rule) if rule else "",
            "rule_text": translated(rule.text) if rule else "",
        }

    def _codes(self, primary: str, also: Sequence[str]) -> str:
        names = self.study.codebook.names
        first, others = names[primary], ", ".join(names[code] for code in also)
        return say("{code}, also {also}", code=first, also=others) if others else first

    def _summary(self, who: Learner) -> dict[str, Any]:
        """Sum up a turn: how many were right at the first try, and which rules were missed."""
        firsts = first_answers(self._log.answers.values(), self.study.variable)
        answers = self._counted(firsts.get((who.name, who.turn), []))
        right = sum(answer.right for answer in answers)
        missed = Counter(self._items[answer.digest].rule for answer in answers if not answer.right)
        rules = [rule for rule in self.study.codebook.rules if missed[rule.number]]
        lines = [{"title": _rule_line(rule), "text": translated(rule.text)} for rule in rules]
        if missed[None]:
            lines.append({"title": say("The definitions"), "text": say("No rule decides there; press d to read them.")})
        sentences = [say("{right} of {total} right at the first try.", right=right, total=len(self._items))]
        if len(answers) < len(self._items):
            sentences.append(say("Not answered: {count}.", count=len(self._items) - len(answers)))
        return {"sentence": " ".join(sentences), "missed": lines}

    def _name(self, who: Learner, request: PracticeRequest) -> str:
        if request.item not in self._items:
            found, hint = "another, or one whose wording has changed", "Reload the page."
            raise LabelError("an item of the codebook as it is now", found, "answer", hint)
        problem = code_problem(request.primary, request.also, self.study.codebook)
        if problem:
            raise LabelError("a coding of the codebook", problem, "answer", "Choose again.")
        return request.item

    def _own_id(self, who: Learner, name: str) -> str:
        mine = self._given(who).get(name)
        return mine.answer_id if mine else ""

    def _is_written(self, line_id: str) -> bool:
        return line_id in self._log.answers

    def _append(self, who: Learner, name: str, request: PracticeRequest) -> None:
        also = tuple(code for code in self.study.codebook.pillar_ids if code in request.also)
        right = self._items[name].is_right(request.primary, also)
        said = (request.primary, also, right, request.seconds)
        self._log.append(
            PracticeAnswer(request.answer_id, who.name, self.study.variable, who.turn, *said, now(), "", name)
        )

    def _undone_name(self, who: Learner, undoes: str, line_id: str) -> str | None:
        target, line = self._log.answers.get(undoes), self._log.answers.get(line_id)
        own = target is not None and target in self._given(who).values()
        repeated = line is not None and line.undoes == undoes and line.coder == who.name
        return target.digest if target is not None and (own or repeated) else None

    def _append_undo(self, who: Learner, name: str, undoes: str, line_id: str) -> None:
        said = ("", (), False, None)
        self._log.append(PracticeAnswer(line_id, who.name, self.study.variable, who.turn, *said, now(), undoes, name))


def _rule_line(rule: Rule) -> str:
    return say("Rule {number}: {title}", number=rule.number, title=translated(rule.title))
