"""Where does the page run? On one port of this machine, until it is stopped."""

from __future__ import annotations

import secrets
import socket
import threading
from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import urlencode

import uvicorn
from starlette.applications import Starlette

from discourse.annotation.app import LabellingPage
from discourse.annotation.security import RequestGuard
from discourse.errors import SettingsError
from discourse.translations import ENGLISH

LOOPBACK = "127.0.0.1"
PORT = 8765
"""The port tried first: while it stays the same, a coding that a crash interrupted is sent again from the browser."""

_NEIGHBOURS = 20


class Served(Protocol):
    """What can be put on a port: a page over a session."""

    def app(self) -> Starlette:
        """Return the ASGI application."""
        ...


class Server:
    """The page, bound to a port and ready to run.

    Parameters
    ----------
    session : LabellingSession or IntrusionSession
        What is coded, or which items are answered.
    coder, queue : str
        Who codes (empty: the page asks) and which queue, or kind of items.
    host : str
        Address to bind; anything but loopback lets other machines in.
    port : int, optional
        Default 8765, or the next free one.
    page : callable
        The page over that session, made from session, token, coder, queue and language.
    language : str
        Language of the page; the page has a switch to others.
    start : str
        The path at which it opens.

    Raises
    ------
    SettingsError
        If the port is taken or the address is not this machine's.
    DataError
        If there are no strings for the language.
    """

    def __init__(
        self,
        session: Any,
        coder: str = "",
        queue: str = "uncoded",
        host: str = LOOPBACK,
        port: int | None = None,
        page: Callable[[Any, str, str, str, str], Served] = LabellingPage,
        language: str = ENGLISH.language,
        start: str = "/",
    ) -> None:
        self.token = secrets.token_urlsafe(24)
        served = page(session, self.token, coder, queue, language)
        self._socket = _bound(host, port)
        self.port: int = self._socket.getsockname()[1]
        self._shown_host = LOOPBACK if host in ("", "0.0.0.0") else host
        self._start = start
        self._query = {"token": self.token, **({"coder": coder} if coder else {})}
        local = host in (LOOPBACK, "localhost")
        names = (LOOPBACK, "localhost") if local else (host, socket.gethostname())
        app = RequestGuard(served.app(), self.token, self.port, names, any_address=not local)
        self._server = uvicorn.Server(
            uvicorn.Config(
                app,
                log_level="error",
                access_log=False,
                lifespan="off",
                ws="none",
                server_header=False,
                timeout_graceful_shutdown=2,
                timeout_keep_alive=75,
            )
        )

    @property
    def address(self) -> str:
        """The address of the page, with the token of this run."""
        return f"http://{self._shown_host}:{self.port}{self._start}?{urlencode(self._query)}"

    def run(self, lifetime: float | None = None) -> None:
        """Serve until stopped, or for so many seconds."""
        timer = threading.Timer(lifetime, self.stop) if lifetime else None
        if timer:
            timer.daemon = True
            timer.start()
        try:
            self._server.run(sockets=[self._socket])
        finally:
            if timer:
                timer.cancel()
            self._socket.close()

    def stop(self) -> None:
        """Let the server end after the requests that it is answering."""
        self._server.should_exit = True


def _bound(host: str, port: int | None) -> socket.socket:
    tried = [port] if port is not None else [*range(PORT, PORT + _NEIGHBOURS), 0]
    for number in tried:
        # The protocol is named so that asyncio switches delayed sending off: 40 ms a coding otherwise.
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, number))
            listener.listen(64)
        except OSError as error:
            listener.close()
            if number == tried[-1]:
                raise SettingsError(
                    "an address and port of this machine that are free",
                    str(error.strerror or error),
                    f"{host}:{number}",
                    "Choose another with --port, or leave it out.",
                ) from None
        else:
            return listener
    raise AssertionError("the last port either binds or raises")
