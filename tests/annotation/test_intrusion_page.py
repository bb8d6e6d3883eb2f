"""The intrusion tests in a real browser: by keyboard, on a phone, through a restart; forged requests refused."""

from __future__ import annotations

import http.client
import json

import pytest

from discourse.annotation.answers.intrusion import answers_path, read_answers
from discourse.annotation.answers.log import without_undone
from discourse.annotation.intrusion import IntrusionPage, IntrusionSession
from discourse.annotation.intrusion_items import IntrusionTests


@pytest.fixture
def session(toy_study) -> IntrusionSession:
    return IntrusionSession(IntrusionTests(toy_study), size=4)


@pytest.fixture
def site(session, serve):
    server = serve(session, coder="ani", queue="words", page=IntrusionPage)

    def ask(method="POST", path="/answers", body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
        given = {
            "Host": f"127.0.0.1:{server.port}",
            "X-Discourse-Token": server.token,
            "Content-Type": "application/json",
        }
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        sent = json.dumps(body) if body is not None else None
        connection.request(method, path, sent, {name: value for name, value in given.items() if value is not None})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    return ask


@pytest.fixture
def said(session) -> dict[str, str]:
    item = session.test("words").items[0]
    return {
        "coder": "ani",
        "kind": "words",
        "answer_id": "a1",
        "item": item.name,
        "answer": item.options[0],
        "digest": session.test("words").digest,
        "replaces": "",
    }


def test_card_save_undo(site, said, toy_study) -> None:
    status, text = site(body={**said, "next": 1})
    assert (status, json.loads(text)["card"]["position"]) == (200, 1)
    status, text = site("GET", "/card?coder=ani&kind=words&position=0")
    assert json.loads(text)["mine"]["answer"] == said["answer"]
    status, text = site(path="/undo", body={"coder": "ani", "kind": "words", "undoes": "a1", "answer_id": "u1"})
    assert (status, json.loads(text)["card"]["mine"]) == (200, None)
    assert site(path="/undo", body={"coder": "ani", "kind": "words", "undoes": "a1"})[0] == 409
    assert without_undone(read_answers(answers_path(toy_study))) == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "attacker.example"}, 421),
        ({"Origin": "http://attacker.example"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"X_Discourse_Token": None}, 403),
        ({"X_Discourse_Token": "an-older-token"}, 403),
        ({"Content_Type": "text/plain"}, 415),
    ],
)
def test_forged_posts_write_nothing(site, said, toy_study, headers, status) -> None:
    assert site(body=said, **headers)[0] == status
    assert not answers_path(toy_study).exists()


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/card?coder=adjudication", None),
        ("GET", "/card?coder=ani&kind=x", None),
        ("POST", "/answers", {}),
        ("POST", "/answers", {"coder": "ani"}),
        ("POST", "/answers", []),
        ("POST", "/undo", {"coder": "ani"}),
    ],
)
def test_mistakes_are_one_line(site, method, path, body) -> None:
    status, text = site(method, path, body)
    assert status in (409, 422)
    assert "expected" in json.loads(text)["error"]


def test_the_page_holds_no_key(site, session) -> None:
    text = site("GET", "/?coder=ani&kind=topics")[1]
    assert "intruder" not in text
    assert "shares" not in text
    assert "Which list of words" in text
    assert "Choose another name" in site("GET", "/?coder=adjudication")[1]


def press(page, *keys: str) -> None:
    for key in keys:
        page.wait_for_selector('#paragraph[aria-busy="false"]', state="attached")
        page.keyboard.press(key)


def placed(page, text: str) -> None:
    page.wait_for_function("text => document.getElementById('place').textContent.startsWith(text)", arg=text)


@pytest.mark.browser
def test_by_keyboard_with_undo_and_restart(toy_study, session, serve, window) -> None:
    asked: list[str] = []
    server = serve(session, coder="ani", queue="topics", page=IntrusionPage)
    page = window("about:blank")
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.address)
    items = session.test("topics").items
    assert page.text_content("#text") == items[0].text
    shown = page.eval_on_selector_all(".option span", "all => all.map(each => each.textContent)")
    assert shown == [option.replace("_", " ") for option in items[0].options]
    for number, key in enumerate(("Digit2", "Numpad1", "Digit3")):
        press(page, key)
        placed(page, f"{number + 2} of 4 · {number + 1} done")
    assert page.text_content("#status").startswith("Saved: ")
    press(page, "u")
    placed(page, "3 of 4 · 2 done")
    press(page, "Digit9", "ArrowLeft")
    placed(page, "2 of 4")
    assert page.get_attribute(".option >> nth=0", "aria-pressed") == "true"
    press(page, "Digit2")
    placed(page, "3 of 4 · 2 done")
    given = without_undone(read_answers(answers_path(toy_study)))
    assert [(one.item, one.answer) for one in given] == [
        ("topic-01", items[0].options[1]),
        ("topic-02", items[1].options[0]),
        ("topic-02", items[1].options[1]),
    ]
    assert all(url.startswith(f"http://127.0.0.1:{server.port}/") for url in asked)
    server.stop()

    again = serve(IntrusionSession(IntrusionTests(toy_study), size=4), coder="ani", queue="topics", page=IntrusionPage)
    page = window(again.address)
    placed(page, "3 of 4 · 2 done")
    press(page, "Digit1", "Digit1")
    page.wait_for_selector("#end:visible")
    assert "4 of 4 items are done" in page.text_content("#summary")
    assert page.evaluate("document.activeElement.id") == "end-heading"
    press(page, "ArrowLeft")
    page.wait_for_selector("#paragraph:visible")


@pytest.mark.browser
def test_keys_count_only_for_what_was_seen(toy_study, session, serve, window) -> None:
    page = window(serve(session, coder="ani", queue="words", page=IntrusionPage).address)
    page.wait_for_selector('#paragraph[aria-busy="false"]', state="attached")
    page.evaluate("""() => { for (const key of [1, 2, 3]) document.body.dispatchEvent(
      new KeyboardEvent('keydown', {key: `${key}`, code: `Digit${key}`, bubbles: true})); }""")
    placed(page, "2 of 3 · 1 done")
    page.wait_for_timeout(400)
    assert [one.item for one in read_answers(answers_path(toy_study))] == ["word-01"]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_in_light_and_dark(session, serve, window, scheme) -> None:
    page = window(
        serve(session, coder="ani", queue="words", page=IntrusionPage).address,
        color_scheme=scheme,
        viewport={"width": 390, "height": 844},
        is_mobile=True,
        has_touch=True,
    )
    for kind in ("Words", "Topics"):
        page.click(f"nav >> text={kind}")
        page.wait_for_selector('#paragraph[aria-busy="false"]', state="attached")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        heights = page.eval_on_selector_all("#coding button", "all => all.map(e => e.getBoundingClientRect().height)")
        assert min(heights) >= 44
        names = page.eval_on_selector_all("button, a", "all => all.map(e => e.ariaLabel || e.textContent.trim())")
        assert all(names)
        assert page.get_attribute(".option span >> nth=0", "lang") == "id"
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 24, 27)"
    assert dark == (scheme == "dark")
    page.tap(".option >> nth=1")
    placed(page, "2 of 4 · 1 done")
