"""Adjudication in a real browser: codings by letter, the rule chosen first, the names afterwards."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from discourse.annotation.practice.page import PractisedPage
from discourse.annotation.session import LabellingSession
from discourse.labels.append import LabelLog
from discourse.labels.log import read_codings
from discourse.study import Study

pytestmark = pytest.mark.browser


def seen(page) -> None:
    page.wait_for_selector('#paragraph[aria-busy="false"]', state="attached")


def press(page, *keys: str) -> None:
    for key in keys:
        seen(page)
        page.keyboard.press(key)


@pytest.fixture
def page(many_study, serve, window, coding):
    """Two paragraphs of which coders said different things, before an adjudicator."""
    first, second = many_study.paragraphs["paragraph_id"][:2]
    LabelLog.of(many_study).append(
        [
            coding("anisah", first, "economic", note="ikan"),
            coding("budiman", first, "education", unsure=True),
            coding("anisah", second, "economic"),
            coding("budiman", second, "political"),
        ]
    )
    return window(serve(LabellingSession(many_study), coder="cici").address + "&mode=adjudicate")


def test_a_decision_by_keyboard(page, many_study) -> None:
    seen(page)
    shown = page.locator("#codings .earlier").all_inner_texts()
    assert [text.split("\n")[0] for text in shown] == ["A", "B"]
    assert sorted(text.replace("\n\n", "\n").split("\n")[1] for text in shown) == ["Economic", "Education, unsure"]
    assert "ikan" in page.text_content("#codings")
    assert [name for name in ("anisah", "budiman") if name in page.content()] == []
    assert page.input_value("#rule") == ""
    press(page, "Digit3")
    expect(page.locator("#problem")).to_contain_text("Choose the rule that decides")
    assert page.evaluate("document.activeElement.id") == "rule"
    assert len(read_codings(many_study)) == 4
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    press(page, "Digit3")
    expect(page.locator("#place")).to_contain_text("2 of 2 · 1 done")
    assert page.input_value("#rule") == ""
    press(page, "r")
    page.select_option("#rule", "slip")
    page.keyboard.press("Escape")
    press(page, "Digit2")
    page.wait_for_selector("#end:visible")
    decided = read_codings(many_study).iloc[-2:]
    assert decided["why"].tolist() == ["adjudication"] * 2
    assert decided["primary"].tolist() == ["education", "economic"]
    assert decided["rule"].tolist() == ["2", ""]  # rule 2 names education, so it comes first


def test_the_list_of_rules_keeps_no_key_once_a_rule_is_chosen(page, many_study) -> None:
    press(page, "r")
    assert page.evaluate("document.activeElement.id") == "rule"
    page.select_option("#rule", "slip")
    assert page.evaluate("document.activeElement.id") == "paragraph"
    press(page, "Digit3")
    expect(page.locator("#place")).to_contain_text("2 of 2 · 1 done")
    # Arrows stay in the list, and Enter leaves it; so does a digit, which decides.
    press(page, "r")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "paragraph"
    press(page, "r")
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.id") == "rule"
    assert page.input_value("#rule") == "slip"
    page.keyboard.press("Digit2")
    page.wait_for_selector("#end:visible")
    assert read_codings(many_study)[["primary", "rule"]].iloc[-2:].to_numpy().tolist() == [
        ["education", ""],
        ["economic", ""],
    ]


def test_the_number_of_a_rule_chooses_it(page) -> None:
    press(page, "r", "Digit1")
    assert page.input_value("#rule") == "1"
    assert page.evaluate("document.activeElement.id") == "paragraph"


def test_the_queue_of_disagreements_opens_here_and_offers_no_practice(
    practised, serve, window, coding, many_study
) -> None:
    session = LabellingSession(Study(many_study.root))
    first = many_study.paragraphs["paragraph_id"][0]
    LabelLog.of(many_study).append([coding("anisah", first, "economic"), coding("budiman", first, "education")])
    page = window(serve(session, coder="cici", queue="disagreements", page=PractisedPage).address)
    seen(page)
    expect(page.locator("nav [aria-current=page]")).to_have_text("Adjudicate")
    assert page.locator("#codings .earlier").count() == 2
    assert page.locator("text=Practice").count() == 0
    page.click("nav >> text=Code")
    expect(page.locator("nav [aria-current=page]")).to_have_text("Code")
    asked = window(serve(session, queue="disagreements", page=PractisedPage).address)
    assert asked.locator("text=Practise first").count() == 0
    asked.fill("#coder", "dewi")
    asked.click("text=Begin")
    expect(asked.locator("nav [aria-current=page]")).to_have_text("Adjudicate")


def test_names_are_shown_once_it_is_decided(page) -> None:
    press(page, "c")
    expect(page.locator("#problem")).to_contain_text("Code the paragraph first")
    page.select_option("#rule", "slip")
    press(page, "Digit1")
    expect(page.locator("#place")).to_contain_text("1 done")
    press(page, "ArrowLeft")
    expect(page.locator("#codings")).to_contain_text("anisah")
    names = [text.split("\n")[0] for text in page.locator("#codings .earlier").all_inner_texts()]
    assert sorted(name.split(": ")[1] for name in names) == ["anisah", "budiman"]
    assert page.input_value("#rule") == "slip"
