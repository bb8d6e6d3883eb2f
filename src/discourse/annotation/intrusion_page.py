"""What does the page of the intrusion tests answer? Its routes: the page itself, cards, answers, undo."""

from __future__ import annotations

import json
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from discourse.errors import DiscourseError, LabelError
from discourse.relabel.answering import answering, file_routes, templates, whole
from discourse.relabel.intrusion_desk import IntrusionDesk, Place
from discourse.relabel.intrusion_items import KINDS
from discourse.relabel.seats import key_of

_TITLES = {"words": "Words", "topics": "Topics"}


class IntrusionPage:
    """The routes over one desk.

    Parameters
    ----------
    desk : IntrusionDesk
        The items.
    token : str
        Secret of this run, written into the page.
    coder, kind : str
        Who answers and which test, where the address does not say.
    """

    def __init__(self, desk: IntrusionDesk, token: str, coder: str = "", kind: str = "words") -> None:
        self._desk = desk
        self._token = token
        self._coder = coder
        self._kind = kind
        self._templates = templates("intrusion", "name")

    def app(self) -> Starlette:
        """Return the ASGI application, to be put behind a guard."""
        return Starlette(
            routes=[
                Route("/", self.page),
                Route("/card", answering(self.card)),
                Route("/answers", answering(self.save), methods=["POST"]),
                Route("/undo", answering(self.undo), methods=["POST"]),
                *file_routes({}),
            ]
        )

    async def page(self, request: Request) -> Response:
        """Send the page with its first card; or, where nobody is named, the question who answers."""
        asked, study = request.query_params, self._desk.study
        kind = asked.get("kind") if asked.get("kind") in KINDS else self._kind
        common = {"token": self._token, "title": study.settings.title}
        try:
            coder = self._desk.check_coder(asked.get("coder") or self._coder)
        except LabelError as error:
            problem = str(error) if asked.get("coder") else ""
            return HTMLResponse(self._templates["name"].render(**common, keep={"kind": kind}, problem=problem))
        digest = ""
        try:
            digest = (await run_in_threadpool(self._desk.sheet, str(kind))).digest
            card = await run_in_threadpool(self._desk.card, Place(coder, str(kind)))
        except DiscourseError as error:
            card = {"error": str(error)}
        return HTMLResponse(
            self._templates["intrusion"].render(
                **common,
                coder=coder,
                kind=kind,
                kinds=_TITLES,
                model=self._desk.model,
                card=json.dumps(card),
                seat=json.dumps({"coder": coder, "kind": kind, "digest": digest}),
                language=study.settings.language,
                study=key_of(f"intrusion {study.root} {study.settings.title}"),
            )
        )

    def card(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Return the card at a place."""
        return self._desk.card(self._place(asked), whole(asked.get("position")))

    def save(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Write an answer, then return its id and the next card."""
        place = self._place(asked)
        saved = self._desk.save(place, asked)
        return {"saved": saved, "card": self._desk.card(place, whole(asked.get("next")))}

    def undo(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Take an answer back, then return the card of its item."""
        place = self._place(asked)
        at = self._desk.undo(place, str(asked.get("undoes", "")), str(asked.get("answer_id", "")))
        return {"undone": asked.get("undoes"), "card": self._desk.card(place, at)}

    def _place(self, asked: dict[str, Any]) -> Place:
        return Place(self._desk.check_coder(str(asked.get("coder", ""))), str(asked.get("kind") or self._kind))
