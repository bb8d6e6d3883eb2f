"""What does the practice page answer, and when is it offered? It lies beside the labelling page, at ``/practice/``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Mount

from discourse.annotation.app import CardPage, LabellingPage
from discourse.annotation.parts.texts import practice_texts
from discourse.annotation.practice.session import Learner, PracticeRequest, PracticeSession
from discourse.annotation.session import LabellingSession
from discourse.errors import LabelError
from discourse.labels.log import logged_codings
from discourse.study import Study
from discourse.translations import ENGLISH, speaking, spoken_language

PRACTICE = "/practice/"
"""Where the practice page lies, beside the labelling page."""


class PracticePage(CardPage[Learner, PracticeRequest]):
    """The page on which the practice items of the codebook are answered."""

    form, template, save_path, choice_name = PracticeRequest, "practice", "/answers", "queue"
    start = PRACTICE
    _session: PracticeSession

    def _visitor(self, name: str, asked: Mapping[str, str]) -> Learner:
        begun = self._session.turns(name)
        turn = asked.get("turn", "")
        chosen = int(turn) if turn.isascii() and turn.isdigit() and len(turn) < 4 else begun
        return Learner(name, min(max(chosen, 1), begun + 1), asked.get("queue") or self._choice)

    def _who(self, asked: PracticeRequest) -> Learner:
        return Learner(self._session.check_coder(asked.coder), asked.turn)

    def _sender(self, who: Learner) -> dict[str, Any]:
        return {"coder": who.name, "turn": who.turn, "language": spoken_language()}

    def _variables(self, who: Learner) -> dict[str, Any]:
        book = self._session.study.codebook
        return {
            "base": PRACTICE.rstrip("/"),
            "queue": who.queue,
            "next_turn": who.turn + 1,
            "book": book,
            "names": book.names,
            "texts": json.dumps(practice_texts()),
        }

    def card(self, asked: PracticeRequest) -> dict[str, Any]:
        """Return the card at a place, in the language that the page is shown in."""
        with self._speaking(asked):
            return super().card(asked)

    def save(self, asked: PracticeRequest) -> dict[str, Any]:
        """Write an answer, then say what is right, in the language that the page is shown in."""
        with self._speaking(asked):
            return super().save(asked)

    def undo(self, asked: PracticeRequest) -> dict[str, Any]:
        """Take an answer back, then return its card, in the language that the page is shown in."""
        with self._speaking(asked):
            return super().undo(asked)

    def _speaking(self, asked: PracticeRequest) -> AbstractContextManager[None]:
        spoken = asked.language if asked.language in self._languages.names else self._language
        return speaking(self._languages.translation(spoken))


class PractisedPage(LabellingPage):
    """The labelling page with the practice page beside it: offered to whoever has coded nothing yet, and is to code."""

    def __init__(
        self,
        session: LabellingSession,
        token: str,
        coder: str = "",
        choice: str = "",
        language: str = ENGLISH.language,
    ) -> None:
        super().__init__(session, token, coder, choice, language)
        self._offered: set[str] = set()
        study = session.study
        self._practice_items = len(study.codebook.practice)
        self._practice: PracticePage | None = None
        if self._practice_items:
            self._practice = PracticePage(PracticeSession(study), token, coder, choice, language)

    def app(self) -> Starlette:
        """Return the ASGI application: both pages."""
        beside = [Mount(PRACTICE.rstrip("/"), app=self._practice.app())] if self._practice else []
        return Starlette(routes=[*self._routes(), *beside])

    def _page_in(self, spoken: str, asked: Mapping[str, str]) -> str:
        """Return the page; to a new coder, once, the choice between practice and coding."""
        try:
            name = self._session.check_coder(asked.get("coder") or self._coder)
        except LabelError:
            return super()._page_in(spoken, asked)
        offered = "begun" in asked or name in self._offered
        self._offered.add(name)
        practises = self._practises(self._visitor(name, asked))
        if self._practice and practises and not offered and is_new(self._session.study, name):
            return self._ask_who(spoken, asked, name)
        return super()._page_in(spoken, asked)


def is_new(study: Study, coder: str) -> bool:
    """Say whether a coder has neither coded nor practised anything of a codebook that has practice items."""
    if not study.codebook.practice or PracticeSession(study).turns(coder):
        return False
    return not study.labels_path.is_file() or all(coding.coder != coder for coding in logged_codings(study))
