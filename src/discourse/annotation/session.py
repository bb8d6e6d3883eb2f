"""What does a coder see, and what happens to what they say?

Coders work blind: a card holds the paragraph and the coder's own earlier coding, nothing else, and
names the paragraph by a key that gives away neither outlet nor date. How others coded it, where
the paragraph is from and what the model would say come out when the coder has coded, or in review; a
coding made after that is marked ``review``, so that it is not taken for an independent one.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from discourse.annotation.coders import ADJUDICATE, CODE, REVIEW, Coder, CodingHistory, opaque_key
from discourse.annotation.parts.adjudication import adjudication_face, decided_rule
from discourse.annotation.parts.coded_cards import CodedCards
from discourse.annotation.parts.codings import shown_coding
from discourse.annotation.parts.further import FurtherVariables
from discourse.annotation.parts.lookback import Lookback
from discourse.annotation.practice.gold import GoldItems
from discourse.annotation.queue import (
    ANY_CODING,
    BY_ARTICLE,
    OF_ANALYSIS,
    QUEUE_TITLES,
    TASK_LIST,
    CoderQueue,
    QueueItem,
    check_queue,
    draw_queue,
    queue_pace,
    queue_settles,
    task_items,
)
from discourse.annotation.requests import LabellingRequest
from discourse.codebook import Codebook
from discourse.corpus import original_texts
from discourse.errors import LabelError
from discourse.labels.agreement import contested_paragraphs
from discourse.labels.append import LabelLog
from discourse.labels.coding import ADJUDICATION, INFORMED, Coding, now
from discourse.labels.consent.decisions import read_decisions, standing_decisions, with_decisions
from discourse.labels.log import codings_table, read_codings
from discourse.labels.team.flags import with_flag
from discourse.study import Study


class LabellingSession(CodedCards):
    """The study's paragraphs and codings in memory, and the log that codings go to.

    A card has ``paragraph`` (a key), ``text``, ``source`` and ``mine``; ``further`` where the codebook has further
    variables; in review ``context`` too, in adjudication ``codings``, by letters until decided, and ``rules``.

    Parameters
    ----------
    study : Study
        What is coded; its tables are read once.
    probabilities : DataFrame, optional
        ``paragraph_id`` and ``p_<code>``: what a model says out of fold; for two of the queues and for
        the suggestion in review.
    size : int
        How many paragraphs, or articles, a queue that picks holds.
    tasks : DataFrame, optional
        A coder's task list, as :func:`discourse.labels.team.read_tasks` returns it: the queue ``tasks``.
    gold : GoldItems, optional
        Paragraphs that were decided on, to be mixed into each coder's queue.
    by_article : bool
        Let queues that can draw articles.
    analysis : str
        Let queues that can draw from this analysis alone.
    alone : bool
        Ask for the pillars alone, though the codebook has further variables.
    """

    item_name, answer_name = "paragraph", "coding"
    _log: LabelLog

    def __init__(
        self,
        study: Study,
        probabilities: pd.DataFrame | None = None,
        size: int = 100,
        tasks: pd.DataFrame | None = None,
        gold: GoldItems | None = None,
        *,
        by_article: bool = False,
        analysis: str = "",
        alone: bool = False,
    ) -> None:
        super().__init__(study)
        self._tasks = tasks
        self._gold = gold
        self._probabilities = probabilities
        self._size, self._by_article, self._analysis = size, by_article, analysis
        paragraphs = study.paragraphs
        names: list[str] = paragraphs["paragraph_id"].tolist()  # lists: pandas hands out strings slowly one by one
        self._texts: dict[str, str] = dict(zip(names, paragraphs["text"].tolist(), strict=True))
        self._originals = original_texts(study)
        self._keys = {opaque_key(paragraph): paragraph for paragraph in self._texts}
        self._further = FurtherVariables(study, () if alone else study.codebook.variables)
        self._history = CodingHistory()
        self._lookback = Lookback(study, self._texts | self._originals, self._history, probabilities)
        self._queues: dict[Coder, CoderQueue] = {}
        self._log = LabelLog.of(study, self._notice)
        self._log.refresh()
        self._codings, self._counted = read_codings(study), len(self._log.codings)
        self._on_coders = standing_decisions(read_decisions(study))

    def _notice(self, codings: list[Coding], anew: bool) -> None:
        if anew:
            self._counted = -1
            self._history.restart()
            for queue in self._queues.values():
                queue.done.clear()
        for coding in codings:
            self._history.add(coding)
            for coder, queue in self._queues.items():
                if coder.name == coding.coder:
                    queue.mark(coding.paragraph_id, bool(self._own_coding(coder, coding.paragraph_id)))

    @property
    def asked(self) -> tuple[Codebook, ...]:
        """What is asked of a paragraph: the codebook of the pillars, or of a variable, then the further variables."""
        return (self.study.codebook, *self._further.books)

    @property
    def queues(self) -> dict[str, str]:
        """The queues that can be chosen, and their titles."""
        return {name: title for name, title in QUEUE_TITLES.items() if name != TASK_LIST or self._tasks is not None}

    def check_queue(self, queue: str) -> None:
        """Refuse a queue that cannot be drawn; see :func:`discourse.annotation.queue.check_queue`."""
        variable = self.study.variable
        check_queue(queue, self._probabilities, variable, by_article=self._by_article, analysis=self._analysis)

    def _progress(self, who: Coder, place: int) -> dict[str, Any]:
        return super()._progress(who, place) | {"settles": queue_settles(self.study, self._queue(who))}

    def card(self, who: Coder, position: int | None = None) -> dict[str, Any]:
        """Return a card as :meth:`CardSession.card` does; adjudication opens on what is contested now."""
        with self._lock:
            if position is None and who.mode == ADJUDICATE:
                self._queues.pop(who, None)  # others go on coding meanwhile
            self._further.refresh()
            return super().card(who, position)

    def _queue(self, who: Coder) -> CoderQueue:
        if who not in self._queues:
            codings = self._table()
            if who.mode == ADJUDICATE:
                contested = contested_paragraphs(codings, self.study.settings, self.study.codebook)
                items = [QueueItem(name, ADJUDICATION, "coders differ") for name in contested]
            elif who.queue == TASK_LIST:
                items = task_items(self._tasks, codings, who.name)
            else:
                items = self._draw(codings, who)
            if self._gold and who.mode == CODE:
                items = self._gold.among(items, codings, who.name, who.queue)
            pace = None if who.mode == ADJUDICATE else queue_pace(self.study, codings, who.name, items)
            self._queues[who] = CoderQueue(items, pace=pace)
        return self._queues[who]

    def _draw(self, codings: pd.DataFrame, who: Coder) -> list[QueueItem]:
        """Draw the queue that a coder has chosen; choices that are for another queue are passed over."""
        return draw_queue(
            self.study,
            codings,
            self._probabilities,
            who.name,
            who.queue,
            self._size,
            by_article=self._by_article and who.queue in BY_ARTICLE,
            analysis=self._analysis if who.queue in OF_ANALYSIS else "",
        )

    def _table(self) -> pd.DataFrame:
        """Return the codings that stand; from memory, for the log may be held, and lines be on their way to it."""
        count = len(self._log.codings)
        if self._counted != count:
            known = (coding for coding in self._log.codings.values() if coding.paragraph_id in self._texts)
            table = codings_table(known, self.study.codebook)
            self._counted, self._codings = count, with_decisions(table, self._on_coders)
        return self._codings

    def _last(self, who: Coder) -> str:
        return self._history.last(who.name, deciding=who.mode == ADJUDICATE)

    def _face(self, who: Coder, name: str) -> dict[str, Any]:
        mine = self._own_coding(who, name)
        face: dict[str, Any] = {
            "paragraph": opaque_key(name),
            "text": self._originals.get(name, self._texts[name]),
            "source": "original" if name in self._originals else "paraphrase",
            "mine": shown_coding(mine) if mine else None,
        }
        if who.mode == ADJUDICATE:
            self._history.show(who.name, name)
            blind = {each.coder: each for each in self._history.of(name) if each.why not in INFORMED}
            seed, rules = self.study.settings.seed, self.study.codebook.rules
            return face | adjudication_face(list(blind.values()), rules, seed, decided=mine is not None)
        if self._further.books:
            face["further"] = self._further.face(who.name, name)
        if who.mode == REVIEW:
            face["context"] = self.context(who, face["paragraph"])
        return face

    def _name(self, who: Coder, request: LabellingRequest) -> str:
        return self._paragraph(request.paragraph)

    def _paragraph(self, key: str) -> str:
        paragraph = self._keys.get(key)
        if paragraph is None:
            raise LabelError("the key of a paragraph that was shown", repr(key)[:40], "coding", "Reload the page.")
        return paragraph

    def _own_id(self, who: Coder, name: str) -> str:
        mine = self._own_coding(who, name)
        return mine.coding_id if mine else ""

    def _own_coding(self, coder: Coder, paragraph: str) -> Coding | None:
        """Return the coder's coding that answers this queue; in that of the uncoded, and outside of it, any does."""
        if coder in self._queues and paragraph not in self._queues[coder].places:
            return self._history.latest(coder.name, paragraph, deciding=coder.mode == ADJUDICATE)
        if coder.queue == TASK_LIST and coder.mode != ADJUDICATE and coder in self._queues:
            queue = self._queues[coder].item(paragraph).queue
            return self._history.latest(coder.name, paragraph, queue=queue)
        return self._history.latest(
            coder.name,
            paragraph,
            deciding=coder.mode == ADJUDICATE,
            queue="" if coder.queue in ANY_CODING or coder.mode == ADJUDICATE else coder.queue,
        )

    def _is_written(self, line_id: str) -> bool:
        return line_id in self._log.codings

    def _append(self, who: Coder, name: str, request: LabellingRequest) -> None:
        item, deciding = self._item(who, name), who.mode == ADJUDICATE
        informed = who.mode == REVIEW or self._history.is_informed(who.name, name)
        coding = Coding(
            request.coding_id,
            name,
            who.name,
            self.study.codebook.version,
            request.primary,
            request.also,
            request.unsure,
            now(),
            ADJUDICATION if deciding else REVIEW if informed else "coding",
            decided_rule(request.rule, self.study.codebook.rules) if deciding else request.rule,
            item.queue,
            item.inclusion,
            request.seconds,
            note=with_flag(request.note, request.unclear),
        )
        self._log.check([coding])
        self._further.check(coding, request.further)
        self._further.append(coding, request.further)
        self._log.append([coding])

    def _item(self, who: Coder, name: str) -> QueueItem:
        """Return the item of the queue; of a paragraph that was coded from another one, that one's."""
        mine = self._own_coding(who, name)
        if mine and name not in self._queue(who).places:
            return QueueItem(name, mine.queue, "", mine.inclusion)
        return self._queue(who).item(name)

    def _undone_name(self, who: Coder, undoes: str, line_id: str) -> str | None:
        coding = self._log.codings.get(undoes)
        if coding is None or coding.coder != who.name:
            return None
        is_new = undoes not in self._history.undone
        return coding.paragraph_id if is_new or line_id in self._log.codings else None

    def _append_undo(self, who: Coder, name: str, undoes: str, line_id: str) -> None:
        version = self.study.codebook.version
        line = Coding(line_id, name, who.name, version, "", when=now(), why="undo", undoes=undoes)
        self._log.append([line])
        self._further.undo(line)
