"""Are mistakes one line, numbers numbers, and only the files that are open sent?"""

from __future__ import annotations

import asyncio
import json

import pytest

from discourse.errors import LabelError
from discourse.annotation.app import answering, file_routes, templates, whole
from discourse.annotation.security import OPEN_PATHS
from discourse.annotation.coders import Conflict


class Asked:
    """A request with a body."""

    method = "POST"

    def __init__(self, body: bytes) -> None:
        self._body = body

    async def body(self) -> bytes:
        return self._body


def answer(act, body: bytes = b"{}") -> tuple[int, dict]:
    sent = asyncio.run(answering(act)(Asked(body)))
    return sent.status_code, json.loads(sent.body)


def test_what_was_asked_comes_as_a_mapping() -> None:
    assert answer(lambda asked: {"got": asked}, b'{"item": "a"}') == (200, {"got": {"item": "a"}})


@pytest.mark.parametrize(("kind", "status"), [(LabelError, 422), (Conflict, 409)])
def test_mistakes_have_a_status_of_their_own(kind, status) -> None:
    def refuse(asked: dict) -> dict:
        raise kind("one thing", "another", "here")

    assert answer(refuse) == (status, {"error": "here: expected one thing, found another."})


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff"])
def test_what_is_no_object_is_refused(body) -> None:
    assert answer(lambda asked: {}, body)[0] == 422


@pytest.mark.parametrize("value", [None, True, "x", "-1", "1.5", "9" * 10, 1.0, [1]])
def test_what_is_no_place(value) -> None:
    assert whole(value) is None


def test_files_are_the_open_ones() -> None:
    routes = {route.path for route in file_routes({"/pillars.css": ""})}
    assert routes == set(OPEN_PATHS)


def test_templates_show_text_as_text() -> None:
    shown = templates("name")["name"].render(token="t", title="<b>", keep={"kind": "words"}, problem="")
    assert "&lt;b&gt;" in shown
    assert 'name="kind" value="words"' in shown
