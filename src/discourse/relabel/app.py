"""What does the page answer? Its routes: the page itself, cards, codings, undo, comparison."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from discourse.errors import DiscourseError, LabelError
from discourse.labels import QUEUES
from discourse.relabel.desk import ADJUDICATE, CODE, MODES, Conflict, Desk, Seat, key_of
from discourse.relabel.guard import OPEN_PATHS
from discourse.relabel.trays import QUEUE_TITLES
from discourse.style import pillar_colours

_TYPES = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}
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
        templates = Environment(loader=PackageLoader("discourse.relabel"), autoescape=True, undefined=StrictUndefined)
        self._templates = {name: templates.get_template(f"{name}.html") for name in ("page", "name")}
        static = resources.files("discourse.relabel") / "static"
        self._files = {f"/{file.name}": file.read_bytes() for file in static.iterdir() if f"/{file.name}" in OPEN_PATHS}
        self._files["/pillars.css"] = _pillar_css(desk).encode()

    def app(self) -> Starlette:
        """Return the ASGI application, to be put behind a guard."""
        return Starlette(routes=[
            Route("/", self.page),
            Route("/card", _answering(self.card)),
            Route("/context", _answering(self.context)),
            Route("/codings", _answering(self.save), methods=["POST"]),
            Route("/undo", _answering(self.undo), methods=["POST"]),
            *(Route(path, self.file) for path in OPEN_PATHS),
        ])

    async def file(self, request: Request) -> Response:
        """Send the script, a style sheet or the icon."""
        path = request.url.path
        return Response(self._files[path], media_type=_TYPES[path.rsplit(".", 1)[1]])

    async def page(self, request: Request) -> Response:
        """Send the page with its first card; or, where nobody is named, the question who codes."""
        asked = request.query_params
        queue = asked.get("queue") or self._queue
        common = {"token": self._token, "title": self._desk.study.settings.title, "queue": queue,
                  "language": self._desk.study.settings.language}
        try:
            coder = self._desk.check_coder(asked.get("coder") or self._coder)
        except LabelError as error:
            problem = str(error) if asked.get("coder") else ""
            return HTMLResponse(self._templates["name"].render(**common, problem=problem))
        mode = asked.get("mode", CODE) if asked.get("mode", CODE) in MODES else CODE
        try:
            card = await run_in_threadpool(self._desk.card, Seat(coder, queue, mode))
        except DiscourseError as error:
            card = {"error": str(error)}
        book = self._desk.study.codebook
        return HTMLResponse(self._templates["page"].render(
            **common, coder=coder, mode=mode, card=json.dumps(card), pillars=book.pillars, names=json.dumps(book.names),
            none_definition=book.none_definition, rules=book.rules, version=book.version,
            adjudicating=mode == ADJUDICATE, queues={name: QUEUE_TITLES[name] for name in QUEUES}, modes=_MODE_TITLES,
            study=key_of(f"{self._desk.study.root} {self._desk.study.settings.title}"),
        ))

    def card(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Return the card at a place of the queue."""
        return self._desk.card(self._seat(asked), _whole(asked.get("position")))

    def context(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Return what was hidden while the paragraph was coded."""
        return self._desk.context(self._seat(asked), str(asked.get("paragraph", "")))

    def save(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Write a coding, then return its id and the next card."""
        seat = self._seat(asked)
        saved = self._desk.save(seat, asked)
        return {"saved": saved, "card": self._desk.card(seat, _whole(asked.get("next")))}

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


def _answering(act: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[Request], Any]:
    """Make a route of a function from what was asked to what is answered; mistakes become one line."""
    async def answer(request: Request) -> Response:
        try:
            asked = await _asked(request)
            return JSONResponse(await run_in_threadpool(act, asked))
        except Conflict as error:
            return JSONResponse({"error": str(error)}, 409)
        except DiscourseError as error:
            return JSONResponse({"error": str(error)}, 422)

    return answer


async def _asked(request: Request) -> dict[str, Any]:
    if request.method != "POST":
        return dict(request.query_params)
    try:
        asked = json.loads(await request.body())
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict):
        raise LabelError("a JSON object", "something else", "request", "Reload the page.")
    return asked


def _whole(value: Any) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 10 else None


def _pillar_css(desk: Desk) -> str:
    colours = pillar_colours(desk.study.codebook.pillar_ids)
    return "".join(f'[data-code="{code}"] {{ --pillar: {colour}; }}\n' for code, colour in colours.items())
