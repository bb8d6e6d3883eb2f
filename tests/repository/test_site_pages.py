"""Can the documentation be read: on a telephone and a screen, in light and dark, with a screen reader, offline?"""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

WIDTHS = (390, 1366)
KINDS = (
    "index",
    "tutorial",
    "trust",
    "methods/intervals",
    "gallery/index",
    "gallery/figures/emphasis",
    "reference/tables",
    "reference/api/discourse.emphasis_table",
    "reference/api/words",
    "reference/commands/labels",
)
"""One page of each kind."""


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_reaches_over_the_edge_and_none_fetches_anything(site: Path, window, width: int) -> None:
    asked, wide = [], []
    page = window("about:blank", viewport={"width": width, "height": 844})
    page.on("request", lambda request: asked.append(request.url))
    for path in sorted(site.rglob("*.html")):
        if path != site / "report.html" and "_static" not in path.parts:
            page.goto(path.as_uri(), wait_until="domcontentloaded")
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append(path.relative_to(site).as_posix())
    assert wide == []
    assert [address for address in asked if not address.startswith(("file:", "data:"))] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_has_a_barrier_that_axe_knows(site: Path, window, barriers, width: int, scheme: str) -> None:
    page = window("about:blank", viewport={"width": width, "height": 844}, color_scheme=scheme)
    found = {}
    for name in KINDS:
        page.goto((site / f"{name}.html").as_uri())
        found[name] = barriers(page)
    assert {name: each for name, each in found.items() if each} == {}


def test_it_is_dark_where_the_reader_has_it_dark(site: Path, window) -> None:
    shade = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).reduce((a, b) => a + +b, 0)"
    light, dark = (
        window((site / "index.html").as_uri(), color_scheme=each).evaluate(shade) for each in ("light", "dark")
    )
    assert dark < 150
    assert light > 600


def test_the_search_finds_without_a_server(site: Path, window) -> None:
    page = window((site / "search.html").as_uri() + "?q=emphasis_table")
    page.wait_for_selector("ul.search li a", timeout=8000)
    found = page.evaluate("[...document.querySelectorAll('ul.search li a')].map(each => each.getAttribute('href'))")
    assert any("discourse.emphasis_table" in link for link in found)
