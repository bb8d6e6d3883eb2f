"""The page of the shipped study in a real browser: at every width, in light and dark, by keyboard, on paper."""

from __future__ import annotations

import io
import shutil

import pytest
from pypdf import PdfReader

from discourse.pipeline.experiment import load_experiment
from discourse.report import write_report
from discourse.report.pictures import LEAST_TYPE
from discourse.study import Study

pytestmark = pytest.mark.browser

WIDTHS = (390, 820, 1366, 1920)
PAPER = {"width": 658, "height": 990}
"""What A4 leaves within margins of 1.8 cm, in CSS pixels."""

OPEN = """every => {
  document.querySelectorAll('details').forEach((each, at) => {
    each.open = every || !each.matches('.numbers-of, .article') || at % 9 == 0;
  });
  return new Promise(done => setTimeout(() => requestAnimationFrame(() => done()), 300));
}"""
"""Opens everything; or leaves most tables and articles closed, which are alike, and of which axe would take minutes."""

TYPE = """() => [...document.querySelectorAll('.paper svg')].map(picture => {
  const scale = picture.getBoundingClientRect().width / picture.viewBox.baseVal.width;
  const sizes = [...picture.querySelectorAll('text')].map(each => parseFloat(each.getAttribute('font-size')));
  return scale * Math.min(...sizes);
})"""
REACHED = """() => [...document.querySelectorAll(
  'a[href]:not([tabindex="-1"]), button:not(:disabled), summary, input, select, [tabindex="0"]')].filter(
  each => each.checkVisibility({visibilityProperty: true})).map(each => %s)"""
PLACE = "[...document.querySelectorAll('*')].indexOf(%s)"
WORDS = "[...document.querySelectorAll('%s')].map(each => each.textContent.trim().replace(/\\s+/g, ' '))"


@pytest.fixture(scope="module")
def address(root, shipped_study, tmp_path_factory):
    """Write the page of the shipped study, alone in a folder."""
    home = tmp_path_factory.mktemp("study")
    for folder in ("data", "figures"):
        shutil.copytree(root / folder, home / folder, ignore=shutil.ignore_patterns("originals", "*.png"))
    experiments = [load_experiment(script) for script in sorted((root / "experiments").glob("*.py"))]
    mailed = tmp_path_factory.mktemp("mailed") / "report.html"
    write_report(Study(home), experiments).rename(mailed)
    return mailed.as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_reaches_over_the_edge_and_the_type_of_pictures_can_be_read(address, window, width, scheme):
    page = window(address, viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate(OPEN, True)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    sizes = page.evaluate(TYPE)
    assert len(sizes) > 10
    assert min(sizes) >= LEAST_TYPE - 0.01
    cut = "[...document.querySelectorAll('.paper')].filter(each => each.scrollWidth > each.clientWidth).length"
    assert page.evaluate(cut) == 0


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1366, "light")])
def test_it_has_no_barrier_that_axe_knows(address, window, barriers, width, scheme):
    page = window(address, viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert barriers(page) == []
    page.evaluate(OPEN, False)
    assert barriers(page) == []


def test_a_picture_bears_the_name_of_its_heading_and_is_described(address, window):
    page = window(address)
    pictures = "[...document.querySelectorAll('.shown svg')].map(each => [each.getAttribute('aria-label'), %s])"
    heading = "each.closest('.shown').querySelector('h2, h3, h4').textContent.trim()"
    described = "document.getElementById(each.getAttribute('aria-describedby')).textContent.trim().length > 20"
    found = page.evaluate(pictures % f"{heading}, {described}")
    assert len(found) > 10
    assert [label for label, title, _ in found if label != title] == []
    assert [label for label, _, told in found if not told] == []
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)")
    assert len(ids) == len(set(ids))
    assert page.evaluate("document.querySelectorAll('main, h1').length") == 2


def test_every_control_is_reached_by_tab_in_the_order_of_the_page(address, window):
    page = window(address)
    wanted = page.evaluate(REACHED % PLACE % "each")
    assert len(wanted) > 100
    reached = []
    for _ in wanted:
        page.keyboard.press("Tab")
        reached.append(page.evaluate(PLACE % "document.activeElement"))
    assert [place for place in wanted if place not in reached] == []
    assert reached == sorted(reached)


def test_what_has_the_focus_is_seen(address, window):
    page = window(address)
    hidden = []
    for _ in range(30):
        page.keyboard.press("Tab")
        style = "getComputedStyle(document.activeElement).outlineStyle"
        if page.evaluate(style) == "none":
            hidden.append(page.evaluate("document.activeElement.outerHTML.slice(0, 80)"))
    assert hidden == []


def test_on_paper_no_heading_is_alone_and_what_is_folded_is_open(address, window):
    page = window(address, viewport=PAPER)
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") == PAPER["width"]
    headings = [each for each in page.evaluate(WORDS % "h1, h2, h3, h4") if each]
    assert len(headings) > 20
    notes = page.evaluate(WORDS % ".notes p")
    printed = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    pages = [plain(each.extract_text()) for each in printed.pages]
    assert len(pages) > 5
    assert [each for each in pages if each.endswith(tuple(map(plain, headings)))] == []
    text = "".join(pages)
    assert [each for each in notes if plain(each)[:60] not in text] == []


def plain(text: str) -> str:
    """Leave out of a text what a PDF may have changed: blanks, and letters that were joined."""
    joined = {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl"}
    return "".join(joined.get(letter, letter) for letter in text if not letter.isspace())
