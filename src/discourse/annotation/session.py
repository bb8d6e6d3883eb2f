"""What does a coder see, and what happens to what they say? Cards out, codings in.

Coders work blind: a card holds the paragraph and the coder's own earlier coding, nothing else, and
names the paragraph by a key that gives away neither outlet nor date. What others said, where the
paragraph is from and what the model would say come out when the coder has coded, or in review; a
coding made after that is marked ``review``, so that it is not taken for an independent one.
"""

from __future__ import annotations

import threading
from typing import Any

import pandas as pd

from discourse.codebook import Rule
from discourse.errors import LabelError
from discourse.labels import ADJUDICATION, INFORMED, Coding, LabelLog, contested_paragraphs, read_codings
from discourse.labels.coding import new_id, now
from discourse.paragraphs import original_texts
from discourse.relabel.said import Said
from discourse.relabel.seats import ADJUDICATE, CODE, REVIEW, Conflict, Seat, check_person, key_of
from discourse.relabel.trays import Draw, Tray, check_queue, draw_tray
from discourse.study import Study


class Desk:
    """The study's paragraphs and codings in memory, and the log that codings go to.

    Parameters
    ----------
    study : Study
        What is coded; its tables are read once.
    probabilities : DataFrame, optional
        ``paragraph_id`` and ``p_<code>``: what a model says out of fold; for two of the queues and for
        the suggestion in review.
    size : int
        How many paragraphs a queue that picks holds.
    """

    def __init__(self, study: Study, probabilities: pd.DataFrame | None = None, size: int = 100) -> None:
        self.study = study
        self._probabilities = probabilities
        self._size = size
        paragraphs = study.paragraphs
        names: list[str] = paragraphs["paragraph_id"].tolist()  # lists: pandas hands out strings slowly one by one
        self._texts: dict[str, str] = dict(zip(names, paragraphs["text"].tolist(), strict=True))
        self._originals = original_texts(study)
        self._keys = {key_of(paragraph): paragraph for paragraph in self._texts}
        self._articles: dict[str, str] = dict(zip(names, paragraphs["article_id"].tolist(), strict=True))
        self._said = Said()
        self._trays: dict[Seat, Tray] = {}
        self._lock = threading.RLock()
        self._log = LabelLog.of(study, self._notice)
        self._log.refresh()

    def _notice(self, coding: Coding) -> None:
        self._said.take(coding)
        for seat, tray in self._trays.items():
            if seat.coder == coding.coder:
                tray.mark(coding.paragraph_id, bool(self._standing(seat, coding.paragraph_id)))

    def check_coder(self, coder: str) -> str:
        """Return the name of a person who may code, or say why it cannot be one.

        Raises
        ------
        LabelError
            If the name is empty, too long, or one that the study's precedence gives a meaning.
        """
        return check_person(self.study.settings, coder)

    def check_queue(self, queue: str) -> None:
        """Refuse a queue that needs a model where there is none."""
        check_queue(queue, self._probabilities)

    def card(self, seat: Seat, position: int | None = None) -> dict[str, Any]:
        """Return what the page shows: a paragraph of the queue, or the end of it.

        Parameters
        ----------
        seat : Seat
            Who asks.
        position : int, optional
            Place in the queue, from 0; default the first that is not done.

        Returns
        -------
        dict
            ``position``, ``total``, ``done``, ``last`` (id of the coding that undo would take back), and,
            unless the queue is at its end, ``paragraph`` (a key), ``text``, ``source`` and ``mine``. In
            review ``context`` too; in adjudication ``codings`` and ``rules``.
        """
        with self._lock:
            self._log.refresh()
            if position is None and seat.mode == ADJUDICATE:
                self._trays.pop(seat, None)  # others go on coding, so the page opens on what is contested now
            tray = self._tray(seat)
            place = tray.first_open() if position is None else min(max(position, 0), len(tray.draws))
            card: dict[str, Any] = {
                "position": place,
                "total": len(tray.draws),
                "done": len(tray.done),
                "last": self._said.last(seat.coder, deciding=seat.mode == ADJUDICATE),
            }
            return card if place == len(tray.draws) else card | self._face(seat, tray.draws[place].paragraph_id)

    def _face(self, seat: Seat, paragraph: str) -> dict[str, Any]:
        mine = self._standing(seat, paragraph)
        face: dict[str, Any] = {
            "paragraph": key_of(paragraph),
            "text": self._originals.get(paragraph, self._texts[paragraph]),
            "source": "original" if paragraph in self._originals else "restatement",
            "mine": _told(mine) if mine else None,
        }
        if seat.mode == REVIEW:
            face["context"] = self.context(seat, face["paragraph"])
        if seat.mode == ADJUDICATE:
            self._said.show(seat.coder, paragraph)
            said = {coding.coder: _told(coding) for coding in self._said.of(paragraph) if coding.why not in INFORMED}
            face["codings"] = list(said.values())
            face["rules"] = [rule.number for rule in self._rules({coding["primary"] for coding in face["codings"]})]
        return face

    def context(self, seat: Seat, key: str) -> dict[str, Any]:
        """Return where a paragraph is from, what others said of it and what the model would say.

        Raises
        ------
        LabelError
            If the coder has not coded the paragraph yet and is not in review.
        """
        with self._lock:
            paragraph = self._paragraph(key)
            if seat.mode == CODE and not self._standing(seat, paragraph):
                raise LabelError("your own coding first", "none", "compare", "Code the paragraph, then compare.")
            self._said.show(seat.coder, paragraph)
            articles = self.study.articles
            article = articles[articles["article_id"] == self._articles[paragraph]].iloc[0]
            others = {coding.coder: _told(coding) for coding in self._said.of(paragraph) if coding.coder != seat.coder}
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

    def save(self, seat: Seat, said: dict[str, Any]) -> str:
        """Write a coding; return its id when it is on the disk.

        Parameters
        ----------
        seat : Seat
            Who says it.
        said : dict
            ``coding_id`` (made by the page), ``paragraph`` (the key of the card it answers), ``primary``,
            ``also``, ``unsure``, ``note``, ``rule``, ``seconds``, and ``replaces``: the id of the coder's
            own coding that the card showed, or an empty string.

        Raises
        ------
        Conflict
            If the coder has meanwhile coded the paragraph in another window.
        LabelError
            If the coding cannot be; nothing is written.
        """
        with self._lock:
            self._log.refresh()
            coding = self._coding(seat, said)
            known = self._log.codings.get(coding.coding_id)
            mine = self._standing(seat, coding.paragraph_id)
            if known is None and (mine.coding_id if mine else "") != said.get("replaces", ""):
                raise Conflict(
                    "a paragraph as this page showed it",
                    "a coding of yours made in another window",
                    "coding",
                    "It is shown now; code again to change it.",
                )
            self._log.append([coding])
            return coding.coding_id

    def _coding(self, seat: Seat, said: dict[str, Any]) -> Coding:
        paragraph = self._paragraph(said.get("paragraph"))
        also = said.get("also", [])
        texts = {name: said.get(name, "") for name in ("coding_id", "primary", "note", "rule")}
        if not all(isinstance(text, str) for text in (*texts.values(), *(also if isinstance(also, list) else [0]))):
            raise LabelError("text in coding_id, primary, note, rule and also", "something else", "coding")
        if len(texts["note"]) > 2000 or len(texts["coding_id"]) > 80 or len(texts["rule"]) > 10:
            raise LabelError("a note of at most 2,000 characters", f"{len(texts['note'])}", "coding", "Shorten it.")
        seconds = said.get("seconds")
        draw = self._tray(seat).of(paragraph)
        seen = seat.mode == REVIEW or self._said.is_informed(seat.coder, paragraph)
        return Coding(
            paragraph_id=paragraph,
            coder=seat.coder,
            codebook=self.study.codebook.version,
            also=tuple(also),
            unsure=said.get("unsure") is True,
            when=now(),
            queue=draw.queue,
            inclusion=draw.inclusion,
            **texts,
            why=ADJUDICATION if seat.mode == ADJUDICATE else REVIEW if seen else "coding",
            seconds=min(float(seconds), 86_400.0) if isinstance(seconds, int | float) and seconds >= 0 else None,
        )

    def undo(self, seat: Seat, undoes: str, coding_id: str = "") -> int:
        """Take a coding of one's own back by a line of its own; return its paragraph's place in the queue.

        Raises
        ------
        LabelError
            If it is not there, another coder's, or taken back already.
        """
        with self._lock:
            self._log.refresh()
            coding = self._log.codings.get(undoes)
            repeated = self._log.codings.get(coding_id)
            if coding is None or coding.coder != seat.coder or (undoes in self._said.undone and repeated is None):
                raise Conflict("a coding of yours to take back", "none", "undo", "Nothing was changed.")
            self._log.append(
                [
                    Coding(
                        coding_id or new_id(),
                        coding.paragraph_id,
                        seat.coder,
                        self.study.codebook.version,
                        "",
                        when=now(),
                        why="undo",
                        undoes=undoes,
                    )
                ]
            )
            return self._tray(seat).places.get(coding.paragraph_id, 0)

    def _paragraph(self, key: Any) -> str:
        paragraph = self._keys.get(key) if isinstance(key, str) else None
        if paragraph is None:
            raise LabelError("the key of a paragraph that was shown", repr(key)[:40], "coding", "Reload the page.")
        return paragraph

    def _tray(self, seat: Seat) -> Tray:
        if seat not in self._trays:
            codings = read_codings(self.study)
            if seat.mode == ADJUDICATE:
                tray = Tray([Draw(name, ADJUDICATION, "coders differ") for name in contested_paragraphs(codings)])
            else:
                tray = Tray(draw_tray(self.study, codings, self._probabilities, seat.coder, seat.queue, self._size))
            self._trays[seat] = tray
        return self._trays[seat]

    def _standing(self, seat: Seat, paragraph: str) -> Coding | None:
        """Return the coder's coding that answers this queue; in the queue of the uncoded any coding does."""
        return self._said.latest(
            seat.coder,
            paragraph,
            deciding=seat.mode == ADJUDICATE,
            queue="" if seat.queue == "uncoded" or seat.mode == ADJUDICATE else seat.queue,
        )

    def _rules(self, codes: set[str]) -> list[Rule]:
        """Order the rules of the codebook: those that name most of the codes at issue first."""
        return sorted(self.study.codebook.rules, key=lambda rule: (-len(codes & set(rule.pillars)), rule.number))


def _told(coding: Coding) -> dict[str, Any]:
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
