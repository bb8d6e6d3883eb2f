"""What stands beside a paragraph, in a real browser: definitions, keys, own codings, neighbours, the end."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from discourse.annotation.session import LabellingSession
from discourse.labels.log import read_codings
from discourse.labels.team.flags import flagged_codings

pytestmark = pytest.mark.browser


def seen(page) -> None:
    page.wait_for_selector('#paragraph[aria-busy="false"]', state="attached")


def press(page, *keys: str) -> None:
    for key in keys:
        seen(page)
        page.keyboard.press(key)


def placed(page, text: str) -> None:
    expect(page.locator("#place")).to_contain_text(text)


@pytest.fixture
def page(many_study, serve, window):
    return window(serve(LabellingSession(many_study), coder="ani").address)


def test_definitions_are_one_key_away_stay_open_and_are_searched(page, many_study) -> None:
    press(page, "d")
    book = page.locator("#book")
    for pillar in many_study.codebook.pillars:
        expect(book).to_contain_text(pillar.definition)
    for rule in many_study.codebook.rules:
        expect(book).to_contain_text(rule.text)
    press(page, "Digit1")
    placed(page, "2 of 80")
    assert book.is_visible()
    press(page, "/")
    page.keyboard.type("TRAIN")
    shown = page.locator("#book .entry:visible").all_inner_texts()
    assert len(shown) == 1
    assert "Trainees" in shown[0]
    page.keyboard.type(" zzz")
    expect(page.locator("#no-match")).to_have_text("Nothing in the codebook has these words.")
    page.keyboard.press("Escape")
    press(page, "Digit2")  # the search takes no code
    placed(page, "3 of 80")
    assert list(read_codings(many_study)["primary"]) == ["political", "economic"]
    press(page, "d")
    assert not book.is_visible()


def test_help_lists_the_keys_and_no_key_codes_behind_it(page, many_study) -> None:
    press(page, "?")
    text = page.inner_text("#help")
    assert [key for key in "0sxnud/cbh" if not re.search(rf"^\W*{re.escape(key)}\b|\n{re.escape(key)}", text)] == []
    page.keyboard.press("Digit1")
    page.keyboard.press("u")
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    press(page, "?", "?")
    expect(page.locator("#help")).to_be_hidden()
    assert len(read_codings(many_study)) == 0
    press(page, "Digit1")
    placed(page, "2 of 80")


def test_a_coding_of_the_list_is_opened_changed_and_the_queue_goes_on(page, many_study) -> None:
    first = page.text_content("#text")
    for key in ("Digit1", "Digit2", "Digit2", "Digit0"):
        press(page, key)
        expect(page.locator("#status")).to_contain_text("Saved")
    press(page, "h")
    expect(page.locator("#tally")).to_contain_text(
        re.compile(r"Coded in this sitting: 4, about 0 min · Political 1 · Economic 2 · None 1")
    )
    rows = page.locator("#recent button")
    assert [text.split("\n")[0] for text in rows.all_inner_texts()] == ["None", "Economic", "Economic", "Political"]
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    placed(page, "A paragraph that you have coded · 4 done")
    assert page.text_content("#text") == first
    assert page.get_attribute('[data-code="political"] .primary', "aria-pressed") == "true"
    press(page, "Digit3")
    placed(page, "5 of 80 · 4 done")
    expect(rows.first).to_contain_text("Education")  # the list stays open and follows
    expect(page.locator("#tally")).to_contain_text("Economic 2 · Education 1 · None 1")
    codings = read_codings(many_study)
    assert list(codings["primary"]) == ["political", "economic", "economic", "none", "education"]
    assert codings["paragraph_id"].iloc[0] == codings["paragraph_id"].iloc[4]
    seen(page)
    rows.nth(1).click()
    placed(page, "A paragraph that you have coded")
    press(page, "ArrowRight")
    placed(page, "5 of 80")


def test_a_list_without_codings_says_so_and_an_earlier_run_is_in_it(page, many_study, serve, window) -> None:
    press(page, "h")
    expect(page.locator("#tally")).to_have_text("You have coded nothing yet.")
    press(page, "Digit2")
    placed(page, "2 of 80")
    later = window(serve(LabellingSession(many_study), coder="ani").address)
    placed(later, "1 of 79")
    press(later, "h")
    seen(later)
    later.locator("#recent button").click()
    placed(later, "A paragraph that you have coded")
    press(later, "Digit1")
    placed(later, "1 of 79 · 0 done")
    assert list(read_codings(many_study)["queue"]) == ["uncoded", "uncoded"]


def test_neighbours_after_coding_and_not_with_the_article(page, many_study) -> None:
    press(page, "b")
    expect(page.locator("#problem")).to_have_text("Code the paragraph first.")
    press(page, "Digit1")
    placed(page, "2 of 80")
    press(page, "b")
    expect(page.locator("#neighbours-heading")).to_have_text("Before and after the previous paragraph")
    coded = read_codings(many_study)["paragraph_id"].iloc[0]
    names = many_study.paragraphs["paragraph_id"].tolist()
    texts = dict(zip(names, many_study.paragraphs["text"], strict=True))
    for step, side in ((-1, "before"), (1, "after")):
        place = names.index(coded) + step
        there = 0 <= place < len(names) and names[place].split(":")[0] == coded.split(":")[0]
        expected = texts[names[place]] if there else f"The article {'begins' if step < 0 else 'ends'} here."
        expect(page.locator(f"#{side}")).to_have_text(expected)
    press(page, "c")
    expect(page.locator("#withheld")).to_contain_text("you have read a neighbour that you have still to code")
    assert "Outlet" not in page.text_content("#where")
    press(page, "ArrowLeft", "Digit2")
    placed(page, "2 of 80 · 1 done")
    assert list(read_codings(many_study)["why"]) == ["coding", "review"]


def test_the_end_sums_up_and_leads_back_to_what_was_in_doubt(many_study, serve, window) -> None:
    page = window(serve(LabellingSession(many_study, size=3), coder="ani", queue="audit").address)
    press(page, "Digit1")
    placed(page, "2 of 3")
    press(page, "s", "Digit2")
    placed(page, "3 of 3")
    doubted = page.text_content("#text")
    press(page, "x", "Digit2")
    page.wait_for_selector("#end:visible")
    expect(page.locator("#summary")).to_have_text("3 of 3 paragraphs are done.")
    expect(page.locator("#counts")).to_contain_text("Political 1 · Economic 2")
    expect(page.locator("#counts")).to_contain_text("About 0 min at the paragraphs, each counted as 5 min at most.")
    rows = page.locator("#doubts button")
    assert [text.split("\n")[0] for text in rows.all_inner_texts()] == ["Economic, unsure", "Economic, text unclear"]
    assert "discourse retrain" in page.text_content("#end")
    seen(page)
    rows.nth(1).click()
    placed(page, "A paragraph that you have coded")
    assert page.text_content("#text") == doubted
    assert page.get_attribute("#unclear", "aria-pressed") == "true"
    press(page, "x", "Digit3")
    page.wait_for_selector("#end:visible")
    assert rows.count() == 1


def test_an_unclear_text_is_listed(page, many_study) -> None:
    press(page, "x", "n")
    page.keyboard.type("siapa?")
    page.keyboard.press("Enter")
    press(page, "Digit1")
    expect(page.locator("#status")).to_have_text("Saved: Political, text unclear.")
    press(page, "ArrowLeft")
    placed(page, "1 of 80")
    assert page.input_value("#note") == "siapa?"
    assert page.get_attribute("#unclear", "aria-pressed") == "true"
    listed = flagged_codings(read_codings(many_study), unclear=True)
    assert listed[["coder", "note"]].to_numpy().tolist() == [["ani", "siapa?"]]


def test_what_the_queue_settles_is_shown_where_it_is_known(page) -> None:
    page.evaluate("show({ ...card, settles: '' })")
    expect(page.locator("#settles")).to_be_hidden()
    page.evaluate("show({ ...card, settles: 'two paragraphs, then all is known' })")
    expect(page.locator("#settles")).to_have_text("two paragraphs, then all is known")
