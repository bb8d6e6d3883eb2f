"""The page is bound to this machine, finds a port, and ends when told to."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time

import pytest

from discourse.annotation.server import PORT, Server
from discourse.annotation.session import LabellingSession
from discourse.errors import SettingsError


def test_loopback_unless_asked(toy_study) -> None:
    server = Server(LabellingSession(toy_study), coder="ani b")
    assert server._socket.getsockname()[0] == "127.0.0.1"
    assert server.address.startswith(f"http://127.0.0.1:{server.port}/?token={server.token}&coder=ani+b")
    assert len(server.token) >= 32
    server._socket.close()


def test_every_run_has_its_own_token(toy_study) -> None:
    session = LabellingSession(toy_study)
    servers = [Server(session, port=0) for _ in range(2)]
    assert servers[0].token != servers[1].token
    for server in servers:
        server._socket.close()


def test_a_taken_port_is_passed_over_unless_it_was_named(toy_study) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SettingsError, match="--port"):
            Server(LabellingSession(toy_study), port=taken.getsockname()[1])
    server = Server(LabellingSession(toy_study))
    assert server.port >= PORT
    server._socket.close()


def test_it_ends_by_itself(toy_study) -> None:
    server = Server(LabellingSession(toy_study), port=0)
    thread = threading.Thread(target=server.run, args=(0.3,), daemon=True)
    start = time.monotonic()
    thread.start()
    thread.join(10)
    assert not thread.is_alive()
    assert time.monotonic() - start < 8


def test_an_open_address_is_shown_as_one_that_can_be_called(toy_study) -> None:
    server = Server(LabellingSession(toy_study), host="0.0.0.0", port=0)
    assert "//127.0.0.1:" in server.address
    server._socket.close()


@pytest.mark.parametrize("library", ["starlette", "uvicorn"])
def test_a_page_without_its_libraries_is_refused_in_one_line(library, toy_study):
    code = f"import sys; sys.modules[{library!r}] = None; from discourse.cli import app; app()"
    command = [sys.executable, "-c", code, "relabel", "--coder", "ani", "--study", str(toy_study.root)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert f"the labelling page: expected the library {library}" in done.stderr
    assert 'pip install "starlette' in done.stderr or f'pip install "{library}"' in done.stderr
