"""The pillars and the further variables on one card, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from discourse.annotation.session import LabellingSession
from discourse.labels.log import read_codings

pytestmark = pytest.mark.browser


def seen(page) -> None:
    page.wait_for_selector('#paragraph[aria-busy="false"]', state="attached")


def press(page, *keys: str) -> None:
    for key in keys:
        seen(page)
        page.keyboard.press(key)


def status(page, text: str) -> None:
    expect(page.locator("#status")).to_have_text(text)


def mine(study, variable: str = "") -> list[str]:
    codings = read_codings(study.seen_by(variable))
    return codings.loc[codings["coder"] == "ani", "primary"].tolist()


def current(page) -> str:
    return page.locator(".question.current").get_attribute("data-variable")


@pytest.fixture
def page(towns, serve, window):
    return window(serve(LabellingSession(towns), coder="ani").address)


def test_one_key_a_question_and_the_last_one_saves(page, towns) -> None:
    assert page.locator(".ask-this").all_inner_texts() == [
        "What is most of it about?",
        "How does it speak of what is done?",
        "Who is heard?",
    ]
    press(page, "Digit2")
    status(page, "Transport. Now: How does it speak of what is done?")
    assert mine(towns) == []
    press(page, "Digit0", "Shift+Digit1", "Digit2")
    status(page, "Saved: Transport; None of them; Residents.")
    expect(page.locator("#place")).to_contain_text("2 of 28 · 1 done")
    assert [mine(towns, name) for name in ("", "tone", "speaker")] == [["transport"], ["none"], ["residents"]]
    assert read_codings(towns.seen_by("speaker"))["also"].tolist() == [("council",)]
    assert current(page) == ""


def test_an_answer_is_changed_before_and_after_saving(page, towns) -> None:
    press(page, "Digit1", "v", "v")
    assert current(page) == ""
    press(page, "Digit2")
    assert current(page) == "tone"
    press(page, "Digit1", "Digit1")
    status(page, "Saved: Transport; Hopeful; Council.")
    press(page, "ArrowLeft", "v", "Digit2")
    status(page, "Saved: Transport; Critical; Council.")
    assert (mine(towns, "tone"), mine(towns, "speaker")) == (["hopeful", "critical"], ["council"])
    press(page, "u")
    status(page, "Taken back; here it is again.")
    assert page.get_attribute('[data-variable="tone"] [data-code="hopeful"] .primary', "aria-pressed") == "true"
    assert mine(towns, "tone") == ["hopeful"]
    press(page, "u")
    page.wait_for_selector('.primary[aria-pressed="true"]', state="detached")
    assert [mine(towns, name) for name in ("", "tone", "speaker")] == [[], [], []]


def test_by_mouse_in_any_order(page, towns) -> None:
    for variable, code in (("speaker", "council"), ("tone", "critical"), ("", "housing")):
        seen(page)
        page.click(f'[data-variable="{variable}"] [data-code="{code}"] .primary')
    status(page, "Saved: Housing; Critical; Council.")
    assert [mine(towns, name) for name in ("", "tone", "speaker")] == [["housing"], ["critical"], ["council"]]


def test_pillars_alone_where_that_was_asked_for(towns, serve, window) -> None:
    page = window(serve(LabellingSession(towns, alone=True), coder="ani").address)
    assert page.locator(".question").count() == 1
    press(page, "Digit1")
    status(page, "Saved: Housing.")


def test_a_phone_shows_the_codes_of_one_question_at_a_time(towns, serve, window) -> None:
    address = serve(LabellingSession(towns), coder="ani").address
    page = window(address, viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    seen(page)
    assert page.locator(".codes:visible").count() == 1
    page.tap(".ask-this >> nth=2")
    page.tap('[data-code="council"] .primary')
    assert page.locator(".question .answer").all_inner_texts() == ["", "", "Council"]
    page.tap('[data-code="housing"] .primary')
    page.tap('[data-code="critical"] .primary')
    status(page, "Saved: Housing; Critical; Council.")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
