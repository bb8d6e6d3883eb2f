"""The page in a real browser: by keyboard, on a phone, in two windows, through crashes and attacks."""

from __future__ import annotations

import csv
import http.server
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from discourse.annotation.coders import opaque_key
from discourse.annotation.session import LabellingSession
from discourse.labels.log import read_codings
from discourse.study import Study

pytestmark = pytest.mark.browser


def seen(page) -> None:
    """Wait until the paragraph has stood long enough for keys to count."""
    page.wait_for_selector('#paragraph[aria-busy="false"]', state="attached")


def press(page, *keys: str) -> None:
    for key in keys:
        seen(page)
        page.keyboard.press(key)


def saved(page, text: str = "Saved") -> None:
    expect(page.locator("#status")).to_contain_text(text)


def complained(page, text: str) -> None:
    expect(page.locator("#problem")).to_contain_text(text, timeout=15_000)


def placed(page, text: str) -> None:
    expect(page.locator("#place")).to_contain_text(re.compile(f"^{re.escape(text)}( |$)"))


def place(page) -> str:
    return page.text_content("#place").split(" · ")[0]


def test_thirty_paragraphs_by_keyboard(many_study, serve, window) -> None:
    server = serve(LabellingSession(many_study), coder="ani")
    page = window(server.address)
    keys = [str(number % 3 + 1) for number in range(30)]
    for number, key in enumerate(keys):
        seen(page)
        assert place(page) == f"{number + 1} of 80"
        page.keyboard.press(f"Digit{key}")
        placed(page, f"{number + 2} of 80")
    codings = read_codings(many_study)
    expected = [many_study.codebook.pillar_ids[int(key) - 1] for key in keys]
    assert list(codings["primary"]) == expected
    assert codings["paragraph_id"].is_unique
    assert (codings["queue"] == "uncoded").all()
    assert (codings["seconds"] >= 0.2).all()
    assert re.search(r"30 done · [\d.]+ s each · (under a minute|about \d+ min) left", page.text_content("#place"))


def test_also_unsure_note_none_and_undo(many_study, serve, window) -> None:
    server = serve(LabellingSession(many_study), coder="ani")
    page = window(server.address)
    press(page, "Shift+Digit3", "s", "n")
    page.keyboard.type("1 dari 2: ragu")
    page.keyboard.press("Enter")
    press(page, "Numpad2")
    saved(page, "Saved: Economic, also Education, unsure.")
    press(page, "Shift+Digit1", "Digit0")
    complained(page, "None has no also")
    press(page, "Shift+Digit1", "Digit0")
    saved(page, "Saved: None")
    assert place(page) == "3 of 80"
    press(page, "u")
    saved(page, "Taken back")
    assert place(page) == "2 of 80"
    press(page, "u")
    placed(page, "1 of 80")
    assert page.input_value("#note") == ""
    log = read_codings(many_study, undone=True)
    assert list(log["why"]) == ["coding", "coding", "undo", "undo"]
    first = log.iloc[0]
    assert (first["primary"], first["also"], bool(first["unsure"])) == ("economic", ("education",), True)
    assert first["note"] == "1 dari 2: ragu"
    assert len(read_codings(many_study)) == 0


def test_a_coding_can_be_changed_by_going_back(many_study, serve, window) -> None:
    page = window(serve(LabellingSession(many_study), coder="ani").address)
    press(page, "Digit1")
    saved(page)
    press(page, "ArrowLeft")
    page.wait_for_selector('[data-code="political"] .primary[aria-pressed="true"]')
    press(page, "Digit2")
    placed(page, "2 of 80 · 1 done")
    press(page, "ArrowRight", "ArrowRight")
    placed(page, "4 of 80")
    assert list(read_codings(many_study)["primary"]) == ["political", "economic"]


def test_five_keys_within_fifty_milliseconds(many_study, serve, window) -> None:
    page = window(serve(LabellingSession(many_study), coder="ani").address)
    seen(page)
    burst = """() => { const start = performance.now();
      for (const key of [1, 2, 3, 1, 2]) document.body.dispatchEvent(
        new KeyboardEvent('keydown', {key: `${key}`, code: `Digit${key}`, bubbles: true}));
      return performance.now() - start; }"""
    assert page.evaluate(burst) < 50
    saved(page)
    for key in ("Digit1", "Digit2", "Digit3", "Digit1", "Digit2"):
        page.keyboard.press(key)
    page.wait_for_timeout(500)
    codings = read_codings(many_study)
    assert list(codings["primary"]) == ["political"]
    assert place(page) == "2 of 80"
    seen(page)
    for _ in range(40):
        page.keyboard.down("Digit3")
        page.wait_for_timeout(20)
    page.keyboard.up("Digit3")
    codings = read_codings(many_study)
    assert list(codings["primary"]) == ["political", "education"]
    assert codings["paragraph_id"].is_unique


def test_two_coders_at_once_blind_to_each_other(many_study, serve, window) -> None:
    server = serve(LabellingSession(many_study))
    one, two = (window(f"{server.address}&coder={name}") for name in ("cokro", "wening"))
    for _ in range(6):
        press(one, "Digit2")
        press(two, "Digit3")
        saved(one)
        saved(two)
    for page, other in ((one, "wening"), (two, "cokro")):
        seen(page)
        assert other not in page.content()
    codings = read_codings(many_study)
    assert codings.groupby("coder")["primary"].unique().map(list).to_dict() == {
        "cokro": ["economic"],
        "wening": ["education"],
    }
    assert codings.groupby("coder").size().to_dict() == {"cokro": 6, "wening": 6}


def test_blind_until_coded(toy_study, serve, window) -> None:
    server = serve(LabellingSession(toy_study), coder="ani")
    page = window(server.address)
    seen(page)
    articles = toy_study.articles
    hidden = {*articles["article_id"], *articles["outlet"], "reader<", "adjudicator"}
    assert [word for word in hidden if word in page.content()] == []
    page.keyboard.press("c")
    assert not page.is_visible("#context")
    press(page, "Digit1")
    saved(page)
    press(page, "c")
    page.wait_for_selector("#context:visible")
    assert any(outlet in page.text_content("#where") for outlet in articles["outlet"])
    assert "reader" in page.text_content("#others")
    press(page, "ArrowLeft", "Digit2")
    saved(page)
    codings = read_codings(toy_study)
    assert list(codings[codings["coder"] == "ani"]["why"]) == ["coding", "review"]


def test_review_shows_what_is_hidden(toy_study, serve, window) -> None:
    page = window(serve(LabellingSession(toy_study), coder="ani").address + "&mode=review")
    seen(page)
    assert page.is_visible("#context")
    assert "reader" in page.text_content("#others")


def test_two_tabs_code_no_paragraph_twice(many_study, serve, window, browser) -> None:
    server = serve(LabellingSession(many_study), coder="ani")
    context = browser.new_context()
    one, two = (window(server.address, context=context) for _ in range(2))
    seen(two)
    press(one, "Digit1")
    saved(one)
    press(two, "Shift+Digit3", "s", "n")
    two.keyboard.type("ragu")
    two.keyboard.press("Enter")
    press(two, "Digit2")
    complained(two, "another window")
    assert two.input_value("#note") == "ragu"
    assert two.get_attribute("#unsure", "aria-pressed") == "true"
    assert two.get_attribute('[data-code="education"] .also', "aria-pressed") == "true"
    two.wait_for_selector('[data-code="political"] .primary[aria-pressed="true"]')
    assert list(read_codings(many_study)["primary"]) == ["political"]
    press(two, "ArrowRight", "Digit2")
    saved(two)
    codings = read_codings(many_study)
    assert list(codings["primary"]) == ["political", "economic"]
    assert codings["paragraph_id"].is_unique
    context.close()


def test_an_answer_kept_in_the_browser_that_cannot_be_saved_is_said(many_study, serve, window) -> None:
    page = window(serve(LabellingSession(many_study), coder="ani").address)
    seen(page)
    page.evaluate("keep('old', {coding_id: 'old', paragraph: 'gone', primary: 'economic', note: 'ragu'})")
    page.reload()
    complained(page, "The answer kept in this browser (economic, ragu) could not be saved")
    page.reload()
    press(page, "Digit1")
    saved(page)
    assert len(read_codings(many_study)) == 1


SERVER = """
import os, signal, sys
from pathlib import Path
from discourse.annotation import LabellingSession, Server
from discourse.study import Study
root, port, victim = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
session = LabellingSession(Study(root))
if victim:
    real = getattr(os, victim)
    def dying(*arguments):
        if victim == "fsync":
            real(*arguments)
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(os, victim, dying)
server = Server(session, coder="ani", port=port)
print(server.port, server.address, flush=True)
server.run(40)
"""


@pytest.fixture
def process(many_study) -> Iterator:
    started: list[subprocess.Popen] = []

    def start(port: int = 0, victim: str = ""):
        each = subprocess.Popen(
            [sys.executable, "-c", SERVER, str(many_study.root), str(port), victim], stdout=subprocess.PIPE, text=True
        )
        started.append(each)
        number, address = each.stdout.readline().split()
        return each, int(number), address

    yield start
    for each in started:
        if each.poll() is None:
            each.send_signal(signal.SIGKILL)
        each.wait()
        each.stdout.close()


@pytest.mark.parametrize("victim", ["write", "fsync"])
def test_a_server_killed_in_mid_save(many_study, process, window, browser, victim) -> None:
    killed, port, address = process(victim=victim)
    context = browser.new_context()
    page = window(address, context=context)
    text = page.text_content("#text")
    press(page, "Shift+Digit1", "Digit2")
    complained(page, "does not answer")
    assert killed.wait(10) == -signal.SIGKILL
    page.keyboard.press("Digit3")
    _, _, address = process(port)
    complained(page, "earlier run")
    fresh = window(address, context=context)
    saved(fresh, "is saved")
    assert fresh.text_content("#text") != text
    codings = read_codings(many_study)
    assert list(codings["primary"]) == ["economic"]
    assert list(codings["also"]) == [("political",)]
    shown = many_study.paragraphs.set_index("paragraph_id")["text"]
    assert shown[codings["paragraph_id"].iloc[0]] == text
    press(fresh, "Digit1")
    saved(fresh, "Saved: Political")
    assert len(read_codings(many_study)) == 2
    context.close()


ATTACK = """<!doctype html><title>other</title>
<form id=form method=post action="{base}/codings" enctype="text/plain" target=frame>
<input name='{{"coding_id":"forged","coder":"ani","primary":"economic","paragraph":"{key}","x":"' value='"}}'></form>
<iframe name=frame></iframe><iframe id=inner src="{base}/?token={token}&coder=ani"></iframe>
<script>
const body = JSON.stringify({{coding_id: "forged", coder: "ani", primary: "economic", paragraph: "{key}"}});
const results = [];
async function attempt(name, act) {{
  try {{ results.push([name, await act()]); }} catch (e) {{ results.push([name, "failed"]); }} }}
(async () => {{
  await attempt("simple", async () => (await fetch("{base}/codings", {{method: "POST", mode: "no-cors", body}})).type);
  await attempt("token", async () => (await fetch("{base}/codings", {{method: "POST", body,
    headers: {{"content-type": "application/json", "x-discourse-token": "{token}"}}}})).status);
  await attempt("read", async () => (await fetch("{base}/card?coder=ani&token={token}")).status);
  await attempt("socket", () => new Promise((done, fail) => {{ const s = new WebSocket("{socket}/?token={token}");
    s.onopen = () => done("open"); s.onerror = () => fail(); }}));
  document.getElementById("form").submit();
  setTimeout(() => {{ document.title = JSON.stringify(results); }}, 400);
}})();
</script>"""


def test_another_site_can_neither_read_nor_write(many_study, serve, window) -> None:
    server = serve(LabellingSession(many_study), coder="ani")
    base = f"http://127.0.0.1:{server.port}"
    html = ATTACK.format(
        base=base,
        socket=base.replace("http", "ws"),
        token=server.token,
        key=opaque_key(many_study.paragraphs["paragraph_id"][0]),
    ).encode()

    class Other(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(html)

        def log_message(self, *arguments: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Other) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        page = window(f"http://localhost:{other.server_port}/")
        page.wait_for_function("document.title.startsWith('[')")
        results = dict(page.evaluate("JSON.parse(document.title)"))
        inner = page.frames[-1].content()
        other.shutdown()
    assert results == {"simple": "failed", "token": "failed", "read": "failed", "socket": "failed"}
    assert "Definitions" not in inner
    assert "forged" not in many_study.labels_path.read_text(encoding="utf-8")


def test_markup_in_paragraph_and_note_is_text(many_study, serve, window) -> None:
    markup = "<script>document.title='x'</script><img src=x onerror=\"document.title='x'\">"
    path = many_study.data / "paragraphs.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows = [rows[0], *([*row[:5], markup, *row[6:]] for row in rows[1:])]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    page = window(serve(LabellingSession(Study(many_study.root)), coder="ani").address)
    assert page.text_content("#text") == markup
    press(page, "n")
    page.keyboard.insert_text(markup)
    page.keyboard.press("Escape")
    press(page, "Digit1")
    saved(page)
    press(page, "ArrowLeft")
    saved(page, "")
    assert page.title() != "x"
    assert read_codings(Study(many_study.root))["note"].iloc[0] == markup


def test_nothing_is_fetched_from_outside(many_study, serve, window) -> None:
    server = serve(LabellingSession(many_study), coder="ani")
    page = window("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.address)
    press(page, "d", "Digit1")
    saved(page)
    assert len(asked) >= 4
    assert all(url.startswith(f"http://127.0.0.1:{server.port}/") for url in asked)


def test_a_name_is_asked_for(many_study, serve, window) -> None:
    page = window(serve(LabellingSession(many_study)).address)
    page.fill("#coder", "first")
    page.keyboard.press("Enter")
    page.wait_for_selector(".problem")
    page.fill("#coder", "ani")
    page.keyboard.press("Enter")
    seen(page)
    assert "ani" in page.text_content(".coder")


def test_queues_and_their_end(many_study, serve, window) -> None:
    page = window(serve(LabellingSession(many_study, size=2), coder="ani").address)
    seen(page)
    page.select_option("#queue", "audit")
    page.click("text=Show")
    press(page, "Digit1")
    saved(page)
    press(page, "Digit1")
    page.wait_for_selector("#end:visible")
    assert "2 of 2" in page.text_content("#summary")
    assert page.evaluate("document.activeElement.id") == "end-heading"
    press(page, "ArrowLeft")
    page.wait_for_selector("#paragraph:visible")
    page.select_option("#queue", "doubtful")
    page.click("text=Show")
    complained(page, "discourse retrain")


def test_a_phone(many_study, serve, window) -> None:
    page = window(
        serve(LabellingSession(many_study), coder="ani").address,
        viewport={"width": 390, "height": 844},
        is_mobile=True,
        has_touch=True,
    )
    seen(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    sizes = page.evaluate("[...document.querySelectorAll('#coding button')].map(b => b.getBoundingClientRect().height)")
    assert min(sizes) >= 44
    page.tap('[data-code="education"] .also')
    page.tap('[data-code="economic"] .primary')
    saved(page, "Saved: Economic, also Education")


def luminance(colour: str) -> float:
    parts = [int(number) / 255 for number in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


LOOK = """() => [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && e.getClientRects().length
  && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())).map(e => {
  let back = e; while (getComputedStyle(back).backgroundColor === 'rgba(0, 0, 0, 0)' && back.parentElement)
    back = back.parentElement;
  return [e.tagName, e.textContent.trim().slice(0, 30), getComputedStyle(e).color,
    getComputedStyle(back).backgroundColor];
})"""

NAMES = """() => [...document.querySelectorAll('button, a, input:not([type=hidden]), select, progress')].filter(
  e => e.checkVisibility() && !(e.getAttribute('aria-label') || (e.labels && e.labels.length) || e.textContent.trim()))
  .map(e => e.outerHTML)"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_by_everybody(toy_study, serve, window, browser, barriers, scheme) -> None:
    address = serve(LabellingSession(toy_study), coder="ani").address
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = window(address, context=context)
    press(page, "Digit1")
    saved(page)
    press(page, "d", "c")
    page.wait_for_selector("#context:visible")
    for _ in range(2):
        for tag, text, ink, back in page.evaluate(LOOK):
            light, dark = sorted((luminance(ink), luminance(back)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (tag, text, ink, back)
        assert page.evaluate(NAMES) == []
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
        assert len(set(ids)) == len(ids)
        assert page.evaluate("[...document.querySelectorAll('h1')].filter(e => e.checkVisibility()).length") == 1
        assert page.get_attribute("html", "lang") == "en"
        assert page.get_attribute("#text", "lang") == "id"
        assert barriers(page) == []
        page.goto(address + "&mode=review")
        seen(page)
    assert (luminance(page.evaluate("getComputedStyle(document.body).backgroundColor")) < 0.1) == (scheme == "dark")
    context.close()


def test_every_control_is_reached_by_tab(many_study, serve, window) -> None:
    page = window(serve(LabellingSession(many_study), coder="ani").address)
    seen(page)
    page.evaluate("document.querySelector('.skip').focus()")
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.outerHTML.slice(0, 60)"))
    controls = page.evaluate("""[...document.querySelectorAll(
      'button:not(:disabled), input:not([type=hidden]), select')].filter(
      e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 60))""")
    assert set(controls) <= reached
    page.focus('[data-code="education"] .primary')
    seen(page)
    page.keyboard.press("Enter")
    saved(page, "Saved: Education")
    assert page.evaluate("document.activeElement.id") == "paragraph"
