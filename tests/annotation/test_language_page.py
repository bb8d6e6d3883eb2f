"""The pages in Indonesian: every word of them, by a switch, by the command, and in a study's own words."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from discourse.annotation.intrusion import IntrusionPage, IntrusionSession
from discourse.annotation.intrusion_items import IntrusionTests
from discourse.annotation.session import LabellingSession
from discourse.labels.append import LabelLog
from discourse.translations import read_translation

pytestmark = pytest.mark.browser

SHOWN = """() => [...document.querySelectorAll('body, body *')].flatMap(each => [
  ...[...each.childNodes].filter(node => node.nodeType === 3).map(node => node.textContent),
  each.getAttribute('aria-label'), each.getAttribute('placeholder')]).filter(Boolean).map(text => text.trim())"""


def seen(page) -> None:
    page.wait_for_selector('#paragraph[aria-busy="false"]', state="attached")


def press(page, *keys: str) -> None:
    for key in keys:
        seen(page)
        page.keyboard.press(key)


def english(page) -> list[str]:
    """Texts on the page that have a translation which is not shown."""
    strings = read_translation("id").strings
    return [text for text in page.evaluate(SHOWN) if strings.get(text, text) != text]


def test_a_paragraph_is_coded_in_indonesian(many_study, serve, window) -> None:
    page = window(serve(LabellingSession(many_study), coder="ani", language="id").address)
    assert page.get_attribute("html", "lang") == "id"
    assert page.text_content("#question") == "Apa isi utamanya?"
    assert {"Di balik analisis utama", "Belum Anda kodekan"} <= set(page.locator("#queue option").all_inner_texts())
    press(page, "x", "s", "Digit0")
    expect(page.locator("#status")).to_have_text("Tersimpan: Tanpa pilar, ragu, teks tidak jelas.")
    expect(page.locator("#place")).to_contain_text(re.compile("^2 dari 80 · 1 selesai · parafrasa"))
    press(page, "d", "c", "h")
    expect(page.locator("#tally")).to_contain_text("Dikodekan dalam sesi ini: 1")
    expect(page.locator("#context-heading")).to_have_text("Keterangan artikel paragraf sebelumnya")
    press(page, "?")
    assert english(page) == []


def test_adjudication_review_and_the_end_in_indonesian(many_study, serve, window, coding) -> None:
    first = many_study.paragraphs["paragraph_id"][0]
    LabelLog.of(many_study).append([coding("anisah", first, "economic"), coding("budi", first, "education")])
    address = serve(LabellingSession(many_study), coder="ani", language="id").address
    for mode in ("review", "adjudicate"):
        page = window(f"{address}&mode={mode}")
        seen(page)
        assert english(page) == []
    page.select_option("#rule", label="tanpa aturan: kekeliruan pengode")
    press(page, "Digit1")
    expect(page.locator("#summary")).to_have_text("1 dari 1 paragraf selesai.")
    assert english(page) == []


def test_the_switch_keeps_coder_queue_and_mode(many_study, serve, window) -> None:
    page = window(serve(LabellingSession(many_study)).address)
    page.click("text=Indonesia")
    expect(page.locator("h1")).to_have_text("Siapa yang mengode?")
    assert english(page) == []
    page.fill("#coder", "ani")
    page.keyboard.press("Enter")
    seen(page)
    page.select_option("#queue", "audit")
    page.click("text=Tampilkan")
    page.click("text=Tinjau")
    seen(page)
    page.click("text=English")
    seen(page)
    assert (page.get_attribute("html", "lang"), page.input_value("#queue")) == ("en", "audit")
    assert page.locator("nav [aria-current]").inner_text() == "Review"
    assert page.text_content(".coder") == "ani"
    page.goto(re.sub("language=en", "language=tlh", page.url))
    assert page.get_attribute("html", "lang") == "en"


def test_a_study_has_words_of_its_own(many_study, serve, window) -> None:
    own = 'msgid "Undo"\nmsgstr "Tarik"\n\nmsgid "Economic"\nmsgstr "Ekonomi <b>"\n'
    (many_study.data / "strings.id.po").write_text(own, "utf-8")
    page = window(serve(LabellingSession(many_study), coder="ani", language="id").address)
    assert "Tarik" in page.inner_text("#undo")
    assert "Ekonomi <b>" in page.inner_text('.code[data-code="economic"]')
    press(page, "Digit2")
    expect(page.locator("#status")).to_have_text("Tersimpan: Ekonomi <b>.")


def test_strings_that_cannot_be_read_are_said_in_one_line(many_study, serve, window) -> None:
    page = window(serve(LabellingSession(many_study), coder="ani").address)
    (many_study.data / "strings.id.po").write_text('msgid "Undo\n', "utf-8")
    page.click("text=Indonesia")
    text = page.inner_text("body")
    assert "strings.id.po, line 1: expected a line of a PO file" in text
    assert len(text.strip().splitlines()) == 1


def test_the_intrusion_page_in_indonesian(toy_study, serve, window) -> None:
    session = IntrusionSession(IntrusionTests(toy_study), size=2)
    page = window(serve(session, coder="ani", queue="topics", page=IntrusionPage, language="id").address)
    press(page, "Digit1")
    expect(page.locator("#status")).to_contain_text("Tersimpan: ")
    expect(page.locator("#place")).to_contain_text("2 dari 2 · 1 selesai")
    assert english(page) == []
    press(page, "Digit1")
    expect(page.locator("#summary")).to_have_text("2 dari 2 butir selesai.")
    page.click("text=English")
    seen(page)
    assert page.get_attribute("html", "lang") == "en"
    assert page.locator("nav [aria-current]").inner_text() == "Topics"
