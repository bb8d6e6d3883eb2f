"""Routes answer in JSON, mistakes in one line, and text is never taken for markup."""

from __future__ import annotations

import asyncio
import csv
import http.client
import json

import pandas as pd
import pytest

from discourse.annotation.app import file_routes, json_route, templates
from discourse.annotation.requests import IntrusionRequest
from discourse.annotation.security import OPEN_PATHS
from discourse.annotation.session import LabellingSession
from discourse.errors import LabelError
from discourse.io.append_log import Conflict
from discourse.study import Study


@pytest.fixture
def call(many_study, serve):
    server = serve(LabellingSession(many_study))

    def asking(method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
        headers = {"X-Discourse-Token": server.token, "Content-Type": "application/json"}
        connection.request(method, path, body if isinstance(body, str | None) else json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    return asking


def test_card_save_undo(call) -> None:
    who = {"coder": "ani", "queue": "uncoded", "mode": "code"}
    card = json.loads(call("GET", "/card?coder=ani")[1])
    status, text = call(
        "POST", "/codings", {**who, "coding_id": "a1", "paragraph": card["paragraph"], "primary": "economic", "next": 1}
    )
    answer = json.loads(text)
    assert (status, answer["saved"], answer["card"]["position"]) == (200, "a1", 1)
    context = json.loads(call("GET", f"/context?coder=ani&paragraph={card['paragraph']}")[1])
    assert context["outlet"]
    status, text = call("POST", "/undo", {**who, "undoes": "a1", "coding_id": "a2"})
    assert (status, json.loads(text)["card"]["position"]) == (200, card["position"])
    assert call("POST", "/undo", {**who, "undoes": "a1"})[0] == 409


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/card?coder=", None),
        ("GET", "/card?coder=adjudication", None),
        ("GET", "/card?coder=ani&mode=x", None),
        ("GET", "/card?coder=ani&queue=x", None),
        ("GET", "/card?coder=ani&queue=doubtful", None),
        ("GET", "/context?coder=ani&paragraph=x", None),
        ("POST", "/codings", {"coder": "ani"}),
        ("POST", "/codings", "[1, 2]"),
        ("POST", "/codings", "{"),
        ("POST", "/codings", "[" * 60_000),
        ("POST", "/undo", "null"),
    ],
)
def test_mistakes_are_one_line(call, method, path, body) -> None:
    status, text = call(method, path, body)
    assert status in (409, 422)
    assert "expected" in json.loads(text)["error"]


def test_what_the_page_cannot_take_is_refused_in_one_line_and_not_written(call, many_study) -> None:
    card = json.loads(call("GET", "/card?coder=ani")[1])
    good = {"coder": "ani", "coding_id": "h1", "paragraph": card["paragraph"], "primary": "economic"}
    before = many_study.labels_path.read_bytes()
    for entry, values in (
        ("seconds", ["1" + "0" * 400, "NaN", "1e400", "[]", '"4"']),
        ("coder", ["null", "1", '""', '"\\ud800"', '"a\\u0000b"', '"' + "x" * 60_000 + '"', "{}"]),
        ("coding_id", ["null", "1", '""', '"a b"', '"a\\u0000b"', '"\\ud800"', '"' + "x" * 81 + '"']),
        ("paragraph", ["null", '"\\u0000"', '"' + "x" * 60_000 + '"', "[[[[[]]]]]"]),
        ("primary", ["null", '"sports"', '"\\n"', '"' + "x" * 60_000 + '"']),
        ("also", ['["economic"]', '["education", "education"]', '["\\u0000"]', "[[]]"]),
        ("note", ['"\\ud800"', "7", '{"a": {"b": {}}}']),
        ("queue", ['"guess"', '"\\u0000"', "1"]),
    ):
        for value in values:
            sent = ",".join(f'"{name}": {json.dumps(each)}' for name, each in good.items() if name != entry)
            status, text = call("POST", "/codings", f'{{{sent}, "{entry}": {value}}}')
            error = json.loads(text)["error"]
            assert (status, len(error.splitlines())) == (422, 1), (entry, value[:40], text[:200])
            assert len(error) < 400
    assert many_study.labels_path.read_bytes() == before
    assert call("POST", "/codings", good)[0] == 200


def test_one_id_with_another_note_is_a_conflict_and_a_repeat_is_none(call, many_study) -> None:
    card = json.loads(call("GET", "/card?coder=ani")[1])
    sent = {"coder": "ani", "coding_id": "a1", "paragraph": card["paragraph"], "primary": "economic", "note": "ragu"}
    assert call("POST", "/codings", sent)[0] == 200
    before = many_study.labels_path.read_bytes()
    assert call("POST", "/codings", sent | {"seconds": 4.5})[0] == 200
    for change in ({"note": "yakin"}, {"unsure": True}, {"rule": "2"}, {"primary": "none"}, {"coder": "budi"}):
        status, text = call("POST", "/codings", sent | change)
        assert status == 409
        assert "saved before and saying something else. The saved one stays as it is" in json.loads(text)["error"]
    assert many_study.labels_path.read_bytes() == before


def test_a_log_that_was_deleted_is_said_in_one_line(call, many_study) -> None:
    card = json.loads(call("GET", "/card?coder=ani")[1])
    sent = {"coder": "ani", "coding_id": "a1", "paragraph": card["paragraph"], "primary": "economic", "next": 1}
    card = json.loads(call("POST", "/codings", sent)[1])["card"]
    log = many_study.labels_path.read_bytes()
    many_study.labels_path.unlink()
    for method, path, body in (
        ("POST", "/codings", sent | {"coding_id": "a2", "paragraph": card["paragraph"]}),
        ("GET", "/card?coder=ani", None),
        ("POST", "/undo", {"coder": "ani", "undoes": "a1", "coding_id": "u1"}),
    ):
        status, text = call(method, path, body)
        assert status == 422
        assert "expected the 1 lines that were in the log, found no file. Put the log back" in text
    (kept,) = many_study.data.glob("labels-missing-*.csv")
    assert kept.read_bytes() == log
    kept.rename(many_study.labels_path)
    assert json.loads(call("GET", "/card?coder=ani")[1])["done"] == 1


def test_who_codes_is_asked_for(call) -> None:
    assert "Who codes?" in call("GET", "/")[1]
    status, text = call("GET", "/?coder=adjudication")
    assert status == 200
    assert "Choose another name" in text
    assert "Definitions" in call("GET", "/?coder=ani")[1]


def test_a_queue_that_cannot_be_drawn_says_why(call) -> None:
    assert "discourse retrain" in call("GET", "/?coder=ani&queue=doubtful")[1]


def test_a_task_list_is_a_queue_of_the_page(many_study, serve) -> None:
    names = many_study.paragraphs["paragraph_id"][:2]
    tasks = pd.DataFrame(
        {"coder": "ani", "paragraph_id": names, "queue": "audit-tasks", "reason": "", "inclusion": 0.5}
    )
    server = serve(LabellingSession(many_study, tasks=tasks), coder="ani", queue="tasks")
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    connection.request("GET", server.address.split(str(server.port))[1])
    text = connection.getresponse().read().decode()
    connection.close()
    assert '<option value="tasks" selected>Your task list</option>' in text
    assert "&#34;total&#34;: 2" in text


def test_text_is_text(many_study, serve) -> None:
    path = many_study.data / "paragraphs.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    for row in rows[1:]:
        row[5] = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    server = serve(LabellingSession(Study(many_study.root)), coder="ani")
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    connection.request("GET", server.address.split(str(server.port))[1])
    text = connection.getresponse().read().decode()
    connection.close()
    assert "<script>alert" not in text
    assert "<img" not in text


def test_the_script_and_the_styles_are_there(call) -> None:
    for path in ("/page.js", "/page.css", "/pillars.css", "/icon.svg"):
        assert call("GET", path)[0] == 200
    assert '[data-code="economic"]' in call("GET", "/pillars.css")[1]


class Posted:
    """A request with a body."""

    method = "POST"

    def __init__(self, body: bytes) -> None:
        self._body = body

    async def body(self) -> bytes:
        return self._body


def answered(act, body: bytes = b"{}") -> tuple[int, dict]:
    sent = asyncio.run(json_route(IntrusionRequest, act)(Posted(body)))
    return sent.status_code, json.loads(sent.body)


def test_what_was_asked_comes_as_a_request() -> None:
    assert answered(lambda asked: {"got": asked.item}, b'{"item": "a"}') == (200, {"got": "a"})


@pytest.mark.parametrize(("kind", "status"), [(LabelError, 422), (Conflict, 409)])
def test_mistakes_have_a_status_of_their_own(kind, status) -> None:
    def refuse(asked: IntrusionRequest) -> dict:
        raise kind("one thing", "another", "here")

    assert answered(refuse) == (status, {"error": "here: expected one thing, found another."})


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b'{"coder": 3}'])
def test_what_is_no_request_is_refused(body) -> None:
    status, answer = answered(lambda asked: {}, body)
    assert status == 422
    assert "expected" in answer["error"]
    assert len(answer["error"].splitlines()) == 1


def test_files_are_the_open_ones() -> None:
    routes = {route.path for route in file_routes({"/pillars.css": ""})}
    assert routes == set(OPEN_PATHS)


def test_templates_show_text_as_text() -> None:
    told = {"token": "t", "title": "<b>", "keep": {"kind": "words"}, "problem": "", "name": "<i>", "start": "/"}
    shown = templates("name")["name"].render(**told, practice=10, spoken="en", languages={})
    assert "&lt;b&gt;" in shown
    assert 'value="&lt;i&gt;"' in shown
    assert 'name="kind" value="words"' in shown
