"""What does a coder see, and what happens to what they say?

Coders work blind: a card holds the paragraph and the coder's own earlier coding, nothing else, and
names the paragraph by a key that gives away neither outlet nor date. How others coded it, where
the paragraph is from and what the model would say come out when the coder has coded, or in review; a
coding made after that is marked ``review``, so that it is not taken for an independent one.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from discourse.annotation.cards import CardSession
from discourse.annotation.coders import ADJUDICATE, CODE, REVIEW, Coder, CodingHistory, opaque_key
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
from discourse.codebook import Rule
from discourse.corpus import original_texts
from discourse.errors import LabelError
from discourse.labels.agreement import contested_paragraphs
from discourse.labels.append import LabelLog
from discourse.labels.coding import ADJUDICATION, INFORMED, Coding, now
from discourse.labels.log import codings_table, read_codings
from discourse.study import Study


class LabellingSession(CardSession[Coder, LabellingRequest]):
    """The study's paragraphs and codings in memory, and the log that codings go to.

    A card has ``paragraph`` (a key), ``text``, ``source`` and ``mine``; in review ``context`` too, in
    adjudication ``codings`` and ``rules``.

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
    by_article : bool
        Let queues that can draw articles.
    analysis : str
        Let queues that can draw from this analysis alone.
    """

    item_name, answer_name = "paragraph", "coding"
    _log: LabelLog

    def __init__(
        self,
        study: Study,
        probabilities: pd.DataFrame | None = None,
        size: int = 100,
        tasks: pd.DataFrame | None = None,
        *,
        by_article: bool = False,
        analysis: str = "",
    ) -> None:
        super().__init__(study)
        self._tasks = tasks
        self._probabilities = probabilities
        self._size, self._by_article, self._analysis = size, by_article, analysis
        paragraphs = study.paragraphs
        names: list[str] = paragraphs["paragraph_id"].tolist()  # lists: pandas hands out strings slowly one by one
        self._texts: dict[str, str] = dict(zip(names, paragraphs["text"].tolist(), strict=True))
        self._originals = original_texts(study)
        self._keys = {opaque_key(paragraph): paragraph for paragraph in self._texts}
        self._articles: dict[str, str] = dict(zip(names, paragraphs["article_id"].tolist(), strict=True))
        self._history = CodingHistory()
        self._queues: dict[Coder, CoderQueue] = {}
        self._log = LabelLog.of(study, self._notice)
        self._log.refresh()
        self._codings, self._counted = read_codings(study), len(self._log.codings)

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
            return super().card(who, position)

    def context(self, coder: Coder, key: str) -> dict[str, Any]:
        """Return where a paragraph is from, how others coded it and what the model would say.

        Raises
        ------
        LabelError
            If the coder has not coded the paragraph yet and is not in review.
        """
        with self._lock:
            paragraph = self._paragraph(key)
            if coder.mode == CODE and not self._own_coding(coder, paragraph):
                raise LabelError("your own coding first", "none", "compare", "Code the paragraph, then compare.")
            self._history.show(coder.name, paragraph)
            articles = self.study.articles
            article = articles[articles["article_id"] == self._articles[paragraph]].iloc[0]
            others = {each.coder: _shown(each) for each in self._history.of(paragraph) if each.coder != coder.name}
            return {
                "paragraph_id": paragraph,
                "codings": list(others.values()),
                "model": self._suggestion(paragraph),
                **{name: str(article[name]) for name in ("outlet", "published", "period", "partner", "genre")},
            }

    def _suggestion(self, paragraph: str) -> list[list[Any]]:
        """Return the model's three likeliest codes with their probabilities; nothing where there is no model."""
        if self._probabilities is None:
            return []
        rows = self._probabilities[self._probabilities["paragraph_id"] == paragraph].filter(like="p_")
        found = [
            [code.removeprefix("p_"), round(value, 3)]
            for row in rows.to_dict("records")[:1]
            for code, value in row.items()
            if code in {f"p_{each}" for each in self.study.codebook.codes}
        ]
        return sorted(found, key=lambda pair: -pair[1])[:3]

    def _queue(self, who: Coder) -> CoderQueue:
        if who not in self._queues:
            codings = self._table()
            if who.mode == ADJUDICATE:
                contested = contested_paragraphs(codings)
                items = [QueueItem(name, ADJUDICATION, "coders differ") for name in contested]
            elif who.queue == TASK_LIST:
                items = task_items(self._tasks, codings, who.name)
            else:
                items = self._draw(codings, who)
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
            self._counted, self._codings = count, codings_table(known, self.study.codebook)
        return self._codings

    def _last(self, who: Coder) -> str:
        return self._history.last(who.name, deciding=who.mode == ADJUDICATE)

    def _face(self, who: Coder, name: str) -> dict[str, Any]:
        mine = self._own_coding(who, name)
        face: dict[str, Any] = {
            "paragraph": opaque_key(name),
            "text": self._originals.get(name, self._texts[name]),
            "source": "original" if name in self._originals else "paraphrase",
            "mine": _shown(mine) if mine else None,
        }
        if who.mode == REVIEW:
            face["context"] = self.context(who, face["paragraph"])
        if who.mode == ADJUDICATE:
            self._history.show(who.name, name)
            blind = {each.coder: _shown(each) for each in self._history.of(name) if each.why not in INFORMED}
            face["codings"] = list(blind.values())
            face["rules"] = [rule.number for rule in self._rules({coding["primary"] for coding in face["codings"]})]
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
        """Return the coder's coding that answers this queue; in the queue of the uncoded any coding does."""
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
        item = self._queue(who).item(name)
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
            ADJUDICATION if who.mode == ADJUDICATE else REVIEW if informed else "coding",
            request.rule,
            item.queue,
            item.inclusion,
            request.seconds,
            note=request.note,
        )
        self._log.append([coding])

    def _undone_name(self, who: Coder, undoes: str, line_id: str) -> str | None:
        coding = self._log.codings.get(undoes)
        if coding is None or coding.coder != who.name:
            return None
        is_new = undoes not in self._history.undone
        return coding.paragraph_id if is_new or line_id in self._log.codings else None

    def _append_undo(self, who: Coder, name: str, undoes: str, line_id: str) -> None:
        version = self.study.codebook.version
        self._log.append([Coding(line_id, name, who.name, version, "", when=now(), why="undo", undoes=undoes)])

    def _rules(self, codes: set[str]) -> list[Rule]:
        """Order the rules of the codebook: those that name most of the codes at issue first."""
        return sorted(self.study.codebook.rules, key=lambda rule: (-len(codes & set(rule.pillars)), rule.number))


def _shown(coding: Coding) -> dict[str, Any]:
    return {
        "coding_id": coding.coding_id,
        "coder": coding.coder,
        "primary": coding.primary,
        "also": list(coding.also),
        "unsure": coding.unsure,
        "note": coding.note,
        "rule": coding.rule,
        "why": coding.why,
    }
