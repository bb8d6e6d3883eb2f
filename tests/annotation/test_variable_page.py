"""The page for a further variable, in a real browser: its question, its codes and its keys, and its own log."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from discourse.annotation.session import LabellingSession
from discourse.labels.log import read_codings

pytestmark = pytest.mark.browser


def press(page, *keys: str) -> None:
    for key in keys:
        page.wait_for_selector('#paragraph[aria-busy="false"]', state="attached")
        page.keyboard.press(key)


def status(page, text: str) -> None:
    expect(page.locator("#status")).to_contain_text(text)


def test_a_variable_is_coded_by_keyboard(towns, serve, window) -> None:
    pillars, tone = towns.labels_path.read_bytes(), towns.seen_by("tone")
    before = read_codings(tone)
    page = window(serve(LabellingSession(tone), coder="ani").address)
    assert page.text_content("#question") == "How does it speak of what is done?"
    assert page.title() == "Code · Tone · Coverage of the river towns, before and after the flood"
    assert page.locator(".code .primary").all_inner_texts() == ["1 Hopeful", "2 Critical", "0 None of them"]
    assert page.locator(".also").count() == 0
    press(page, "Digit2")
    status(page, "Saved: Critical.")
    press(page, "Shift+Digit1", "s", "Digit1")
    status(page, "Saved: Hopeful, unsure.")
    press(page, "Digit0")
    status(page, "Saved: None of them.")
    press(page, "u")
    status(page, "Taken back")
    press(page, "d")
    assert "A complaint that the paragraph reports" in page.text_content("#rules")
    assert page.is_visible("text=what is done falls short, or is blamed")
    made = read_codings(tone).iloc[len(before) :]
    assert made[["coder", "primary", "unsure"]].to_numpy().tolist() == [
        ["ani", "critical", False],
        ["ani", "hopeful", True],
    ]
    assert towns.labels_path.read_bytes() == pillars


def test_a_variable_that_takes_several_codes_and_has_no_none(towns, serve, window) -> None:
    speaker = towns.seen_by("speaker")
    page = window(serve(LabellingSession(speaker), coder="ani").address)
    assert page.locator(".code .primary").all_inner_texts() == ["1 Council", "2 Residents"]
    press(page, "Digit0", "Shift+Digit2", "Digit1")
    status(page, "Saved: Council, also Residents.")
    made = read_codings(speaker)
    assert made[["primary", "also", "queue"]].to_numpy().tolist() == [["council", ("residents",), "uncoded"]]
    assert read_codings(towns)["coder"].unique().tolist() == ["mara"]


def test_what_was_kept_for_the_pillars_is_not_sent_to_a_variable(towns, serve, window, browser) -> None:
    context = browser.new_context()
    keys = [
        window(serve(LabellingSession(study), coder="ani").address, context=context).get_attribute("body", "data-study")
        for study in (towns, towns.seen_by("tone"), towns.seen_by("speaker"))
    ]
    context.close()
    assert len(set(keys)) == 3


def test_the_colour_of_a_pillar_is_no_code_s(towns, serve, window) -> None:
    ask = "getComputedStyle(document.querySelector('.code .primary')).borderLeftColor"
    found = [
        window(serve(LabellingSession(study), coder="ani").address).evaluate(ask)
        for study in (towns, towns.seen_by("tone"))
    ]
    assert found[1] == "rgb(138, 138, 138)"
    assert found[0] != found[1]


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1366, 768)])
def test_it_fits_a_phone_and_a_laptop(towns, serve, window, width, height) -> None:
    address = serve(LabellingSession(towns.seen_by("speaker")), coder="ani").address
    page = window(address, viewport={"width": width, "height": height})
    press(page, "d")
    assert "There are no rules." in page.text_content("#book")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    press(page, "?")
    assert re.search(r"1.2\s+the answer", page.inner_text("#help"))


def test_the_queue_ends_with_the_command_that_comes_next(towns, serve, window) -> None:
    page = window(serve(LabellingSession(towns.seen_by("speaker")), coder="ani").address)
    for _ in range(len(towns.paragraphs)):
        press(page, "ArrowRight")
    page.wait_for_selector("#end:visible")
    assert "discourse agreement --variable speaker" in page.text_content("#end")
