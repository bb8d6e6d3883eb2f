"""The page shows the figures that are there, their numbers, and shows text as text."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from discourse.pipeline.experiment import Experiment
from discourse.report import write_report
from discourse.study import Study


def experiment(study, stem, title):
    return Experiment(str(study.experiments / f"{stem}.py"), title, lambda study: None, lambda numbers, study: None)


def test_only_figures_that_exist_are_shown(reported):
    page = write_report(
        reported, [experiment(reported, "emphasis", "The shift"), experiment(reported, "learning", "Learning")]
    )
    text = page.read_text(encoding="utf-8")
    assert 'src="emphasis.svg"' in text
    assert "learning" not in text
    assert "<td>0.35</td>" in text
    assert reported.codebook.pillars[0].definition in text


def test_markup_in_a_title_is_text(reported):
    page = write_report(reported, [experiment(reported, "emphasis", "<script>alert(1)</script>")])
    assert "<script>" not in page.read_text(encoding="utf-8")


MARKUP = '"><script>document.title="ran"</script><img src=x onerror=document.title="ran"><a href="javascript:alert(1)">'
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><style>rect { fill: red }</style>'
    '<script>document.title = "ran"</script><rect width="40" height="30"/></svg>'
)


@pytest.fixture
def hostile(reported):
    """A study whose title, pillars, definitions and numbers hold markup, and the page of its figures."""
    toml = MARKUP.replace('"', '\\"')
    for name, key in (("codebook.toml", "name"), ("codebook.toml", "definition"), ("study.toml", "title")):
        path = reported.data / name
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(rf'^{key} = "', lambda found: found[0] + toml, text, flags=re.M), encoding="utf-8")
    numbers = pd.DataFrame({"outlet": [MARKUP], "url": ["javascript:alert(1)"], "note": [MARKUP], MARKUP: [1]})
    numbers.to_csv(reported.figures / "sources.csv", index=False)
    for stem in ("emphasis", "sources"):
        (reported.figures / f"{stem}.svg").write_text(SVG, encoding="utf-8")
    made = Study(reported.root)
    return write_report(made, [experiment(made, "emphasis", MARKUP), experiment(made, "sources", "Sources")])


def test_markup_from_anywhere_is_text(hostile):
    text = hostile.read_text(encoding="utf-8")
    assert text.count("&lt;script&gt;") > 10
    assert re.findall(r"<script|<img src=x|<a href=.javascript", text) == []


@pytest.mark.browser
def test_from_disk_the_page_is_drawn_and_runs_nothing(hostile, window):
    page = window(hostile.as_uri())
    assert page.evaluate("[...document.images].map(image => image.naturalWidth)") == [40, 40]
    assert page.evaluate("getComputedStyle(document.querySelector('nav a')).marginRight") == "12.8px"
    assert page.evaluate("document.scripts.length") == 0
    assert page.title() != "ran"
    assert page.get_by_text(MARKUP).count() > 3
    handlers = (
        "[...document.querySelectorAll('*')].flatMap(each => each.getAttributeNames()).filter(n => /^on/.test(n))"
    )
    assert page.evaluate(handlers) == []


@pytest.mark.browser
def test_what_slips_in_is_stopped_by_the_policy(hostile, window):
    text = hostile.read_text(encoding="utf-8")
    slipped = """<script>document.title = "ran"</script><img src="nothing" onerror="document.title = 'ran'">
    <style>h1 { color: red }</style><p id="styled" style="color: red">p</p>
    <iframe src="sources.svg"></iframe><form action="sources.csv"></form>"""
    hostile.write_text(text.replace("</body>", f"{slipped}</body>"), encoding="utf-8")
    page = window(hostile.as_uri())
    page.wait_for_timeout(300)
    assert page.title() != "ran"
    colours = "[...document.querySelectorAll('h1, #styled')].map(each => getComputedStyle(each).color)"
    assert set(page.evaluate(colours)) == {"rgb(34, 34, 34)"}
    page.evaluate("document.forms[0].submit()")
    page.wait_for_timeout(300)
    assert page.url == hostile.as_uri()


def test_nothing_is_fetched_from_outside(reported):
    text = write_report(reported, [experiment(reported, "emphasis", "The shift")]).read_text(encoding="utf-8")
    assert re.findall(r"\b\w+:(?://|\w)|url\(|@import", re.sub(r"<style>.*?</style>", "", text, flags=re.S)) == []
    assert re.findall(r"url|@import|http", text.partition("<style>")[2].partition("</style>")[0]) == []


def test_the_same_page_is_not_written_again(reported):
    page = write_report(reported, [])
    before = page.stat().st_mtime_ns
    write_report(reported, [])
    assert page.stat().st_mtime_ns == before
