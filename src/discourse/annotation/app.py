"""What does the page answer? Its routes: the page itself, cards, codings, undo, comparison."""

from __future__ import annotations

import json
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from discourse.errors import DiscourseError, LabelError
from discourse.labels import QUEUES
from discourse.relabel.answering import answering, file_routes, templates, whole
from discourse.relabel.desk import Desk
from discourse.relabel.seats import ADJUDICATE, CODE, MODES, Seat, key_of
from discourse.relabel.trays import QUEUE_TITLES
from discourse.style import pillar_colours

_MODE_TITLES = {"code": "Code", "review": "Review", "adjudicate": "Adjudicate"}


class Page:
    """The routes over one desk.

    Parameters
    ----------
    desk : Desk
        What is coded.
    token : str
        Secret of this run, written into the page.
    coder, queue : str
        Who codes and which queue, where the address does not say.
    """

    def __init__(self, desk: Desk, token: str, coder: str = "", queue: str = "uncoded") -> None:
        self._desk = desk
        self._token = token
        self._coder = coder
        self._queue = queue
        self._templates = templates("page", "name")

    def app(self) -> Starlette:
        """Return the ASGI application, to be put behind a guard."""
        return Starlette(
            routes=[
                Route("/", self.page),
                Route("/card", answering(self.card)),
                Route("/context", answering(self.context)),
                Route("/codings", answering(self.save), methods=["POST"]),
                Route("/undo", answering(self.undo), methods=["POST"]),
                *file_routes({"/pillars.css": _pillar_css(self._desk)}),
            ]
        )

    async def page(self, request: Request) -> Response:
        """Send the page with its first card; or, where nobody is named, the question who codes."""
        asked = request.query_params
        queue = asked.get("queue") or self._queue
        common = {"token": self._token, "title": self._desk.study.settings.title}
        try:
            coder = self._desk.check_coder(asked.get("coder") or self._coder)
        except LabelError as error:
            problem = str(error) if asked.get("coder") else ""
            return HTMLResponse(self._templates["name"].render(**common, keep={"queue": queue}, problem=problem))
        mode = asked.get("mode", CODE) if asked.get("mode", CODE) in MODES else CODE
        try:
            card = await run_in_threadpool(self._desk.card, Seat(coder, queue, mode))
        except DiscourseError as error:
            card = {"error": str(error)}
        book = self._desk.study.codebook
        return HTMLResponse(
            self._templates["page"].render(
                **common,
                coder=coder,
                queue=queue,
                mode=mode,
                language=self._desk.study.settings.language,
                seat=json.dumps({"coder": coder, "queue": queue, "mode": mode}),
                card=json.dumps(card),
                pillars=book.pillars,
                names=json.dumps(book.names),
                none_definition=book.none_definition,
                rules=book.rules,
                version=book.version,
                adjudicating=mode == ADJUDICATE,
                queues={name: QUEUE_TITLES[name] for name in QUEUES},
                modes=_MODE_TITLES,
                study=key_of(f"{self._desk.study.root} {self._desk.study.settings.title}"),
            )
        )

    def card(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Return the card at a place of the queue."""
        return self._desk.card(self._seat(asked), whole(asked.get("position")))

    def context(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Return what was hidden while the paragraph was coded."""
        return self._desk.context(self._seat(asked), str(asked.get("paragraph", "")))

    def save(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Write a coding, then return its id and the next card."""
        seat = self._seat(asked)
        saved = self._desk.save(seat, asked)
        return {"saved": saved, "card": self._desk.card(seat, whole(asked.get("next")))}

    def undo(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Take a coding back, then return the card of its paragraph."""
        seat = self._seat(asked)
        place = self._desk.undo(seat, str(asked.get("undoes", "")), str(asked.get("coding_id", "")))
        return {"undone": asked.get("undoes"), "card": self._desk.card(seat, place)}

    def _seat(self, asked: dict[str, Any]) -> Seat:
        mode = asked.get("mode", CODE)
        if mode not in MODES:
            raise LabelError(f"one of {', '.join(MODES)}", repr(mode)[:40], "mode", "Reload the page.")
        return Seat(self._desk.check_coder(str(asked.get("coder", ""))), str(asked.get("queue") or self._queue), mode)


def _pillar_css(desk: Desk) -> str:
    colours = pillar_colours(desk.study.codebook.pillar_ids)
    return "".join(f'[data-code="{code}"] {{ --pillar: {colour}; }}\n' for code, colour in colours.items())
