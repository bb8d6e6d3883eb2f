"""How does a request become an answer? What the pages share: templates, files, JSON, mistakes in one line."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from discourse.errors import DiscourseError, LabelError
from discourse.relabel.guard import OPEN_PATHS
from discourse.relabel.seats import Conflict

_TYPES = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}


def templates(*names: str) -> dict[str, Template]:
    """Read templates by their names without ending; whatever they show is text, never markup."""
    found = Environment(loader=PackageLoader("discourse.relabel"), autoescape=True, undefined=StrictUndefined)
    return {name: found.get_template(f"{name}.html") for name in names}


def file_routes(made: Mapping[str, str]) -> list[Route]:
    """Return a route for each script, style sheet and icon; ``made`` maps further paths to what they hold."""
    static = resources.files("discourse.relabel") / "static"
    files = {f"/{file.name}": file.read_bytes() for file in static.iterdir() if f"/{file.name}" in OPEN_PATHS}
    files |= {path: text.encode() for path, text in made.items()}

    async def send(request: Request) -> Response:
        path = request.url.path
        return Response(files[path], media_type=_TYPES[path.rsplit(".", 1)[1]])

    return [Route(path, send) for path in files]


def answering(act: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[Request], Any]:
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


def whole(value: Any) -> int | None:
    """Read a place from what was asked; None where it is no whole number from 0.

    Examples
    --------
    >>> whole("12"), whole(3), whole("x"), whole(True)
    (12, 3, None, None)
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 10 else None


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
