"""Which requests may pass?

Those of the page that this run of the program opened, and no others. The page runs on the coder's own
machine, where any web site open in the same browser can send requests to it. So a request must name
this host (against DNS rebinding), come from this page (Origin and Sec-Fetch-Site), carry the token of
this run, and be small. Nothing else reaches the session.
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from starlette.responses import PlainTextResponse

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

LARGEST_BODY = 64 * 1024
TOKEN_HEADER = "x-discourse-token"
OPEN_PATHS = (
    "/page.js",
    "/frame.js",
    "/panels.js",
    "/intrusion.js",
    "/practice.js",
    "/page.css",
    "/practice.css",
    "/pillars.css",
    "/icon.svg",
)
"""What holds nothing of the study, and so needs no token."""

_NO_TOKEN = (
    "This address belongs to an earlier run of the program, or lacks its token. "
    "Open the address that the program printed last; no answer is lost."
)

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class RequestGuard:
    """An ASGI application around another, which it calls only for requests that may pass.

    Parameters
    ----------
    app : ASGI application
        The page.
    token : str
        The secret of this run.
    port : int
        The port that a Host header must name.
    names : tuple of str
        Host names by which the page may be called.
    any_address : bool
        Accept any IP address as Host: for a page that is bound to another address than loopback. A
        rebinding site comes under a name, never under an address.
    """

    def __init__(self, app: Any, token: str, port: int, names: tuple[str, ...], any_address: bool = False) -> None:
        self._app = app
        self._token = token
        self._port = port
        self._names = names
        self._any_address = any_address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request: pass it on, or refuse it in one line."""
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        status, problem = self._problem(scope, headers)
        body: bytes | None = b""
        if not status and scope["method"] == "POST":
            body = await _body(receive, headers.get("content-length", "0"))
            if body is None:
                status, problem = 413, f"More than {LARGEST_BODY} bytes."
        if status:
            await PlainTextResponse(problem + "\n", status, HEADERS)(scope, receive, send)
            return
        await self._app(scope, _replay(body or b"", receive), _with_headers(send))

    def _problem(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str]:
        """Say why a request may not pass: a status and a line; status 0 when it may."""
        host, posted = headers.get("host", ""), scope["method"] == "POST"
        one_host = [name for name, _ in scope["headers"]].count(b"host") == 1
        site = headers.get("sec-fetch-site", "none")
        checks = (
            (one_host and self._is_here(host), 421, "This page has another address; the program printed it."),
            (scope["method"] in ("GET", "HEAD", "POST"), 405, "Only GET and POST."),
            (headers.get("origin") in (None, f"http://{host}"), 403, "The request comes from another page."),
            (site in ("same-origin", "none"), 403, "The request comes from another page."),
            (not posted or headers.get("content-type", "").split(";")[0] == "application/json", 415, "Only JSON."),
            (scope["path"] in OPEN_PATHS or self._has_token(scope, headers), 403, _NO_TOKEN),
        )
        return next(((status, problem) for passed, status, problem in checks if not passed), (0, ""))

    def _has_token(self, scope: Scope, headers: dict[str, str]) -> bool:
        given = headers.get(TOKEN_HEADER, "")
        if scope["method"] != "POST" and not given:
            given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        return hmac.compare_digest(given.encode(), self._token.encode())

    def _is_here(self, host: str) -> bool:
        try:
            parts = urlsplit(f"//{host}")
            name, port = parts.hostname or "", parts.port or 80
        except ValueError:
            return False
        if port != self._port or parts.username is not None or parts.path:
            return False
        return name in self._names or (self._any_address and _is_address(name))


def _is_address(name: str) -> bool:
    try:
        return bool(ipaddress.ip_address(name))
    except ValueError:
        return False


async def _body(receive: Receive, length: str) -> bytes | None:
    """Read a whole body, or None as soon as it is too large."""
    if not length.isdecimal() or int(length) > LARGEST_BODY:
        return None
    parts: list[bytes] = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if sum(map(len, parts)) > LARGEST_BODY:
            return None
        if not message.get("more_body"):
            return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    sent = False

    async def once() -> MutableMapping[str, Any]:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return once


def _with_headers(send: Send) -> Send:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            added = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
            message = {**message, "headers": [*message["headers"], *added]}
        await send(message)

    return sending
