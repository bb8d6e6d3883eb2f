"""Forged requests are refused before they reach the session; nothing is written."""

from __future__ import annotations

import http.client
import json
import socket

import pytest

from discourse.annotation.coders import Coder
from discourse.annotation.session import LabellingSession


@pytest.fixture
def site(many_study, serve):
    session = LabellingSession(many_study)
    server = serve(session, coder="ani")
    body = json.dumps(
        {
            "coder": "ani",
            "queue": "uncoded",
            "mode": "code",
            "coding_id": "forged",
            "primary": "economic",
            "paragraph": session.card(Coder("ani", "uncoded"))["paragraph"],
        }
    )

    def ask(method="POST", path="/codings", body=body, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
        given = {
            "Host": f"127.0.0.1:{server.port}",
            "X-Discourse-Token": server.token,
            "Content-Type": "application/json",
        }
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(
                method,
                path,
                body if method == "POST" else None,
                {name: value for name, value in given.items() if value is not None},
            )
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), dict(answer.getheaders())
        finally:
            connection.close()

    yield ask, server
    assert "forged" not in many_study.labels_path.read_text(encoding="utf-8")


def test_the_page_itself_may(many_study, serve) -> None:
    session = LabellingSession(many_study)
    server = serve(session)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    connection.request("GET", f"/?token={server.token}&coder=ani", headers={"Sec-Fetch-Site": "none"})
    answer = connection.getresponse()
    assert answer.status == 200
    headers = {name.lower(): value for name, value in answer.getheaders()}
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert (headers["x-frame-options"], headers["x-content-type-options"]) == ("DENY", "nosniff")
    connection.close()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "attacker.example"}, 421),
        ({"Host": "127.0.0.1"}, 421),
        ({"Host": "127.0.0.1:1"}, 421),
        ({"Host": "127.0.0.1:{port}@attacker.example"}, 421),
        ({"Host": "attacker.example:{port}"}, 421),
        ({"Host": "[::1:{port}"}, 421),
        ({"Host": ""}, 421),
        ({"Origin": "http://attacker.example"}, 403),
        ({"Origin": "http://localhost:{port}"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"X_Discourse_Token": None}, 403),
        ({"X_Discourse_Token": ""}, 403),
        ({"X_Discourse_Token": "an-older-token"}, 403),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content_Type": "text/plain"}, 415),
    ],
)
def test_forged_posts(site, headers, status) -> None:
    ask, server = site
    filled = {name: value and value.replace("{port}", str(server.port)) for name, value in headers.items()}
    assert ask(**filled)[0] == status


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_other_methods(site, method) -> None:
    assert site[0](method)[0] == 405


@pytest.mark.parametrize("path", ["/", "/card", "/context?paragraph=x", "/codings", "/undo", "/?token=old"])
def test_nothing_without_the_token(site, path) -> None:
    ask, _ = site
    status, text, _ = ask("GET", path, X_Discourse_Token=None)
    assert status == 403
    assert "earlier run" in text


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../data/labels.csv",
        "/../labels.csv",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/page.js/../../session.py",
        "//etc/passwd",
        "/templates/page.html",
        "/page.js%00.css",
    ],
)
def test_paths_lead_nowhere(site, path) -> None:
    assert site[0]("GET", path)[0] == 404


def test_a_large_body_is_refused_unread(site) -> None:
    ask, server = site
    assert ask(body="x" * 70_000)[0] == 413
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        head = (
            f"POST /codings HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nX-Discourse-Token: {server.token}\r\n"
            "Content-Type: application/json\r\nContent-Length: 10000000\r\n\r\n"
        )
        connection.sendall(head.encode())
        assert b" 413 " in connection.recv(200)
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        connection.sendall(head.replace("Content-Length: 10000000", "Transfer-Encoding: chunked").encode())
        for _ in range(8):
            connection.sendall(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")
        assert b" 413 " in connection.recv(200)


def test_a_websocket_is_refused(site) -> None:
    status, _, _ = site[0](
        "GET",
        "/",
        Connection="Upgrade",
        Upgrade="websocket",
        Sec_WebSocket_Version="13",
        Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ==",
        Origin="http://attacker.example",
    )
    assert status == 403


def test_other_kinds_of_connection_get_nothing() -> None:
    import asyncio

    from discourse.annotation.security import RequestGuard

    sent = []

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        sent.append(message)

    guard = RequestGuard(None, "token", 80, ("127.0.0.1",))
    asyncio.run(guard({"type": "websocket"}, receive, send))
    asyncio.run(guard({"type": "lifespan"}, receive, send))
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_another_address_may_be_an_address_but_no_name() -> None:
    from discourse.annotation.security import RequestGuard

    guard = RequestGuard(None, "token", 8765, ("0.0.0.0", "meja"), any_address=True)
    assert guard._is_here("192.168.1.5:8765")
    assert guard._is_here("meja:8765")
    assert not guard._is_here("attacker.example:8765")
    assert not guard._is_here("192.168.1.5:80")
