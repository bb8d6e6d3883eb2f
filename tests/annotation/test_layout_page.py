"""The page at widths from phone to wide screen: buttons stand still, nothing is cut off, no barriers."""

from __future__ import annotations

import csv

import pytest
from playwright.sync_api import expect

from discourse.annotation.session import LabellingSession
from discourse.labels.append import LabelLog
from discourse.labels.coding import Coding
from discourse.study import Study

pytestmark = pytest.mark.browser

SIZES = {390: 844, 820: 1180, 1100: 800, 1366: 768, 1920: 1080}
BOXES = """() => [...document.querySelectorAll('#coding button')].map(each => {
  const box = each.getBoundingClientRect(); return [box.x, box.y, box.width, box.height].map(Math.round); })"""


def seen(page) -> None:
    page.wait_for_selector('#paragraph[aria-busy="false"]', state="attached")


def press(page, *keys: str) -> None:
    for key in keys:
        seen(page)
        page.keyboard.press(key)


@pytest.fixture
def uneven(many_study) -> Study:
    """Paragraphs of 1 to 250 words."""
    path = many_study.data / "paragraphs.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    lengths = (1, 30, 90, 250)
    rows[1:] = [[*row[:5], "kata " * lengths[place % 4], *row[6:]] for place, row in enumerate(rows[1:])]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return Study(many_study.root)


@pytest.mark.parametrize("width", SIZES)
def test_buttons_stand_still_and_in_sight_whatever_the_length_of_the_text(uneven, serve, window, width) -> None:
    address = serve(LabellingSession(uneven), coder="ani").address
    page = window(address, viewport={"width": width, "height": SIZES[width]})
    places, texts = [], set()
    for _ in range(12):
        press(page, "ArrowRight")
        seen(page)
        places.append(page.evaluate(BOXES))
        texts.add(len(page.text_content("#text")))
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert len(texts) > 1
    assert all(each == places[0] for each in places)
    assert all(y >= 0 and y + height <= SIZES[width] for _, y, _, height in places[0])
    right_of_text = page.evaluate("document.querySelector('#text').getBoundingClientRect().right")
    assert all((x > right_of_text) == (width >= 1100) for x, *_ in places[0][:1])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", SIZES)
def test_nobody_meets_a_barrier(towns, serve, browser, window, barriers, width, scheme) -> None:
    one = towns.paragraphs["paragraph_id"][0]
    LabelLog.of(towns).append([Coding("c1", one, "budi", "2", "housing"), Coding("c2", one, "citra", "2", "transport")])
    address = serve(LabellingSession(towns), coder="ani").address
    context = browser.new_context(
        viewport={"width": width, "height": SIZES[width]}, color_scheme=scheme, bypass_csp=True
    )
    page = window(address, context=context)
    assert barriers(page) == []
    press(page, "s", "Digit1", "Digit1", "Digit1", "d", "c", "h")
    page.wait_for_selector("#recent button")
    assert barriers(page) == []
    press(page, "?")
    assert barriers(page) == []
    page.goto(f"{address}&mode=adjudicate&language=id")
    page.wait_for_selector("#codings .earlier")
    assert barriers(page) == []
    context.close()


def test_a_low_window_is_scrolled_and_covers_nothing(towns, serve, window) -> None:
    """As a window of 1280 by 1024 is when everything is magnified four times."""
    page = window(serve(LabellingSession(towns), coder="ani").address, viewport={"width": 320, "height": 256})
    seen(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("getComputedStyle(document.querySelector('.dock')).position") == "static"
    press(page, "Digit1", "Digit1", "Digit1")
    expect(page.locator("#status")).to_contain_text("Saved: Housing; Hopeful; Council.")
