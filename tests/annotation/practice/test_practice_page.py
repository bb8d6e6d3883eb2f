"""The practice page in a real browser: by keyboard to the summary, on a phone, in the dark; offered, never forced."""

from __future__ import annotations

import shutil
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from discourse.annotation.answers.practice import practice_path, read_practice
from discourse.annotation.practice.page import PRACTICE, PractisedPage, is_new
from discourse.annotation.session import LabellingSession
from discourse.labels.append import LabelLog
from discourse.labels.log import logged_codings
from discourse.study import Study


@pytest.fixture
def site(serve):
    """Serve the labelling page of a study with its practice page beside it."""
    return lambda study, **options: serve(LabellingSession(study), page=PractisedPage, **options)


@pytest.fixture
def shipped_items(toy_study, root) -> Study:
    """The toy study under the codebook of the shipped one, with its ten practice items, and without codings."""
    shutil.copy(root / "data" / "codebook.toml", toy_study.data / "codebook.toml")
    header = toy_study.labels_path.read_text(encoding="utf-8").partition("\n")[0]
    toy_study.labels_path.write_text(f"{header}\n", encoding="utf-8")
    return Study(toy_study.root)


def press(page, *keys: str) -> None:
    for key in keys:
        page.wait_for_selector('#paragraph[aria-busy="false"]', state="attached")
        page.keyboard.press(key)


def code(page, primary: str, *also: str) -> None:
    """Answer by keys, and wait for what is told."""
    places = {
        row.get_attribute("data-code"): row.get_attribute("data-key") for row in page.query_selector_all("[data-key]")
    }
    press(page, *(f"Shift+Digit{places[one]}" for one in also), f"Digit{places[primary]}")
    page.wait_for_selector("#told:visible")


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.read().decode()


@pytest.mark.browser
def test_ten_items_by_keyboard_and_then_to_coding(shipped_items, site, window) -> None:
    before = shipped_items.labels_path.read_bytes()
    page = window(site(shipped_items, coder="ani", start=PRACTICE).address)
    for number, item in enumerate(shipped_items.codebook.practice):
        expect(page.locator("#text")).to_have_text(item.text)
        assert item.explanation not in page.content()
        code(page, "economic" if number in (4, 6) else item.primary, *([] if number == 2 else item.also))
        assert page.is_visible(f"text={item.explanation}")
        right = number not in (2, 4, 6)
        assert page.get_attribute("#told", "data-right") == ("yes" if right else "no")
        press(page, "Enter")
    page.wait_for_selector("#end:visible")
    assert page.text_content("#summary") == "7 of 10 right at the first try."
    missed = page.eval_on_selector_all("#missed strong", "all => all.map(each => each.textContent)")
    assert missed == ["Rule 2: Stock-taking.", "Rule 4: Also.", "Rule 5: Aid and building."]
    assert page.evaluate("document.activeElement.id") == "start"
    assert shipped_items.labels_path.read_bytes() == before
    made = read_practice(practice_path(shipped_items))
    assert [one.right for one in made] == [number not in (2, 4, 6) for number in range(10)]
    assert all(one.seconds > 0 for one in made)
    page.keyboard.press("Enter")
    page.wait_for_url("**/?*")
    page.wait_for_selector("#paragraph:visible")
    assert page.title().startswith("Code")


@pytest.mark.browser
def test_undo_tries_again_and_practice_can_be_repeated(practised, site, window) -> None:
    page = window(site(practised, coder="ani", start=PRACTICE).address)
    code(page, "political")
    press(page, "Digit2", "u")
    page.wait_for_selector("#coding:visible")
    assert page.is_hidden("#told")
    code(page, "economic")
    press(page, "ArrowRight")
    expect(page.locator("#place")).to_have_text("2 of 3 · 1 done")
    press(page, "Shift+Digit2", "Digit0")
    expect(page.locator("#problem")).to_contain_text("beside none")
    press(page, "Shift+Digit2")
    code(page, "political", "education")
    press(page, "Enter")
    code(page, "none")
    press(page, "Enter")
    page.wait_for_selector("#end:visible")
    assert page.text_content("#summary") == "2 of 3 right at the first try."
    page.click("text=Practise again")
    expect(page.locator("#place")).to_have_text("1 of 3 · 0 done")
    code(page, "economic")
    assert [(one.turn, one.right) for one in read_practice(practice_path(practised)) if one.primary] == [
        (1, False),
        (1, True),
        (1, True),
        (1, True),
        (2, True),
    ]


@pytest.mark.browser
def test_a_new_coder_is_offered_practice_once_and_may_pass_it_by(practised, site, window) -> None:
    page = window(site(practised, coder="budi").address)
    assert page.input_value("#coder") == "budi"
    assert "3 practice items" in page.text_content("main")
    page.keyboard.press("Enter")
    page.wait_for_selector("#paragraph:visible")
    page.reload()
    page.wait_for_selector("#paragraph:visible")
    assert not practice_path(practised).exists()


@pytest.mark.browser
def test_all_of_it_is_in_the_language_that_was_chosen(practised, site, window) -> None:
    page = window(site(practised, coder="ani", start=PRACTICE).address)
    page.click("text=Indonesia")
    page.wait_for_selector("html[lang=id]")
    assert page.title().startswith("Latihan · ")
    expect(page.locator("#place")).to_have_text("1 dari 3 · 0 selesai")
    code(page, "political")
    assert page.text_content("#verdict") == "Bukan itu yang diminta buku kode."
    press(page, "Enter")
    code(page, "political", "education")
    assert page.text_content("#codes") == "Buku kode: Political, juga Education"
    press(page, "Enter")
    code(page, "none")
    press(page, "Enter")
    expect(page.locator("#summary")).to_have_text("2 dari 3 benar pada percobaan pertama.")
    page.click("text=Mulai mengode")
    page.wait_for_selector("html[lang=id] #paragraph")
    page.click("text=Latihan")
    page.wait_for_selector("text=Latihan selesai")


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1366, 768)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_and_a_laptop_and_has_no_barriers(
    shipped_items, site, window, barriers, width, height, scheme
) -> None:
    size = {"width": width, "height": height}
    page = window(site(shipped_items).address, viewport=size, color_scheme=scheme, has_touch=width < 400)
    assert barriers(page) == []
    page.fill("#coder", "ani")
    page.click("text=Practise first")
    page.wait_for_selector('#paragraph[aria-busy="false"]', state="attached")
    press(page, "d")
    views = [barriers(page)]
    assert page.locator(".primary").first.bounding_box()["width"] > width / 4
    press(page, "d")
    for number in range(10):
        code(page, "political")
        if number in (0, 1):
            views.append(barriers(page))
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            box = page.locator("#next").bounding_box()
            assert box["y"] + box["height"] <= height
        press(page, "Enter")
    page.wait_for_selector("#end:visible")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator("#start").bounding_box()
    assert box["y"] + box["height"] <= height
    assert box["height"] >= 44
    assert [*views, barriers(page)] == [[], [], [], []]


def test_who_has_coded_or_practised_is_not_new(practised, toy_study, coding) -> None:
    assert is_new(practised, "ani")
    assert not is_new(practised, "blind")
    LabelLog.of(practised).append([coding("ani", logged_codings(practised)[0].paragraph_id, "economic")])
    assert not is_new(practised, "ani")
    assert is_new(practised, "budi")


def test_nobody_is_offered_what_the_codebook_does_not_have(toy_study, site) -> None:
    assert not is_new(toy_study, "ani")
    server = site(toy_study, coder="ani")
    assert 'id="paragraph"' in read(server.address)
    assert "practi" not in read(server.address.replace("&coder=ani", "")).lower()


def test_the_page_of_the_items_needs_the_token_and_a_person(practised, site) -> None:
    server = site(practised, start=PRACTICE)
    base = f"http://127.0.0.1:{server.port}{PRACTICE}"
    for address in (base, f"{base}card?coder=ani"):
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(address, timeout=10)
    assert 'action="/practice/"' in read(server.address)
    assert "Choose another name" in read(f"{server.address}&coder=adjudication")
    for turn, shown in (("99", 1), ("x", 1), ("0", 1)):
        assert f"turn&#34;: {shown}" in read(f"{server.address}&coder=ani&turn={turn}")
