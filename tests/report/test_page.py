"""The page shows the figures that are there, their numbers, and shows text as text."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace

import pandas as pd
import pytest

from discourse.labels import analysed_rows
from discourse.pipeline.experiment import Description, Experiment, load_experiment
from discourse.report import report_is_current, write_report
from discourse.study import Study


def experiment(study, stem, title):
    script = str(study.experiments / f"{stem}.py")
    return Experiment(script, title, lambda study: None, lambda *_: None, lambda *_: Description(title, ""))


def test_only_figures_that_exist_are_shown(reported):
    page = write_report(
        reported, [experiment(reported, "emphasis", "The shift"), experiment(reported, "learning", "Learning")]
    )
    text = page.read_text(encoding="utf-8")
    assert 'src="emphasis.svg"' in text
    assert "learning" not in text
    assert '"+20.0", "+5.0", "+35.0"' in text
    assert reported.codebook.pillars[0].definition in text


def test_markup_in_a_title_is_text(reported):
    page = write_report(reported, [experiment(reported, "emphasis", "<script>alert(1)</script>")])
    assert "<script>alert" not in page.read_text(encoding="utf-8")


def test_the_page_says_what_was_found_and_keeps_captions_as_text(reported):
    said = Description("Trade: 1 of 2 <b>paragraphs</b>", "A dot is a share & its interval.", "Fisher's exact test.")
    (reported.figures / "emphasis.md").write_text(str(said), encoding="utf-8")
    text = write_report(reported, [experiment(reported, "emphasis", "The shift")]).read_text(encoding="utf-8")
    assert "<h2>Trade: 1 of 2 &lt;b&gt;paragraphs&lt;/b&gt;</h2>" in text
    assert 'alt="Trade: 1 of 2 &lt;b&gt;paragraphs&lt;/b&gt;"' in text
    assert "<figcaption>\n<p>A dot is a share &amp; its interval.</p>" in text
    assert "<summary>Notes</summary><p>Fisher&#39;s exact test.</p>" in text


def test_the_answer_names_each_pillar_and_the_limits_stand_beside_it(reported):
    text = write_report(reported, []).read_text(encoding="utf-8")
    assert text.count('<p class="line"><strong>') == len(reported.codebook.pillar_ids)
    assert "<strong>Political</strong> 6 of 12 → 7 of 10: +20.0" in text
    assert "<main>" in text


def test_figures_come_in_a_sensible_order_and_a_table_without_picture(reported):
    made = [experiment(reported, stem, stem) for stem in ("agreement", "actors", "emphasis", "paragraphs", "rates")]
    made[0], made[4] = replace(made[0], about="instrument"), replace(made[4], draw=None)
    for one in made:
        if one.stem != "emphasis":
            (reported.figures / f"{one.stem}.csv").write_text("value\n1\n", encoding="utf-8")
    (reported.figures / "paragraphs.svg").write_text(SVG, encoding="utf-8")
    text = write_report(reported, made).read_text(encoding="utf-8")
    sections = re.findall('<section id="([a-z-]+)"', text)
    assert sections == [
        "answer", "emphasis", "paragraphs", "actors", "rates", "every-paragraph", "instrument", "agreement",
        "codebook", "settings",
    ]  # fmt: skip
    assert re.findall('src="([a-z]+)', text) == ["emphasis", "actors", "agreement"]


def test_the_page_is_out_of_date_once_a_coding_or_a_paragraph_changes(reported):
    write_report(reported, [])
    assert report_is_current(Study(reported.root), [])
    reported.labels_path.write_text(reported.labels_path.read_text("utf-8") + f"{ANOTHER}\n", encoding="utf-8")
    assert not report_is_current(Study(reported.root), [])
    write_report(Study(reported.root), [])
    path = reported.data / "paragraphs.csv"
    path.write_text(path.read_text("utf-8").replace("Melati", "Melur", 1), encoding="utf-8")
    assert not report_is_current(Study(reported.root), [])


ANOTHER = 'x1,melati-2023-02:01,sari,1,economic,,no,,coding,,,,,,"from <b>memory</b>"'
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
    for name, column in (("articles.csv", "outlet"), ("articles.csv", "url"), ("paragraphs.csv", "text")):
        table = pd.read_csv(reported.data / name, dtype=str, keep_default_na=False)
        table[column] = "javascript:alert(1)" if column == "url" else MARKUP
        table.to_csv(reported.data / name, index=False)
    with reported.labels_path.open("a", encoding="utf-8") as log:
        log.write(ANOTHER.replace("<b>memory</b>", MARKUP.replace('"', '""')) + "\n")
    numbers = pd.DataFrame({"outlet": [MARKUP], "url": ["javascript:alert(1)"], "note": [MARKUP], MARKUP: [1]})
    numbers.to_csv(reported.figures / "sources.csv", index=False)
    numbers.to_csv(reported.figures / "paragraphs.csv", index=False)
    for stem in ("emphasis", "sources", "paragraphs"):
        (reported.figures / f"{stem}.svg").write_text(SVG, encoding="utf-8")
    made = Study(reported.root)
    shown = [("emphasis", MARKUP), ("sources", "Sources"), ("paragraphs", MARKUP)]
    return write_report(made, [experiment(made, stem, title) for stem, title in shown])


def test_markup_from_anywhere_is_text(hostile):
    text = hostile.read_text(encoding="utf-8")
    assert text.count("&lt;script&gt;") > 10
    assert re.findall(r"<script>d|<img src=x|<a href=.javascript", text) == []
    assert "javascript:alert(1)" in text
    assert text.count("rect { fill: red }") == 0


@pytest.mark.browser
def test_from_disk_the_page_is_drawn_and_runs_nothing(hostile, window):
    page = window(hostile.as_uri())
    assert page.evaluate("[...document.images].map(image => image.naturalWidth)") == [40, 40]
    assert page.evaluate("getComputedStyle(document.querySelector('nav a')).marginRight") == "12.8px"
    assert page.evaluate("[...document.scripts].filter(each => !each.type).length") == 1
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
    assert re.findall(r"<(?:link|iframe|object|embed|form|base)\b|<script [^>]*src", text) == []
    assert re.findall(r'(?:src|srcset|xlink:href|style)="(?!emphasis\.svg")', text) == []
    assert re.findall(r"url|@import|http", text.partition("<style>")[2].partition("</style>")[0]) == []


def test_the_same_page_is_not_written_again(reported):
    page = write_report(reported, [])
    before = page.stat().st_mtime_ns
    write_report(reported, [])
    assert page.stat().st_mtime_ns == before


@pytest.fixture
def shown(reported, root):
    """The page with the picture of every paragraph, as its script draws it."""
    made = load_experiment(root / "experiments" / "paragraphs.py")
    made.make(reported, reported.figures)
    return write_report(reported, [made])


def test_every_tile_leads_to_its_paragraph(shown, reported):
    text = shown.read_text(encoding="utf-8")
    places = re.findall(r'"id":"([^"]*)","position"', text)
    assert sorted(places) == sorted(reported.paragraphs["paragraph_id"])
    links = re.findall(r'<a href="#p-([^"]*)"(?: tabindex="-1")?><title>([^<]*)', text)
    main = analysed_rows(reported)
    assert set(dict(links)) == set(main["paragraph_id"])
    assert dict(links)["kabar-2023-05:03"] == "kabar-pesisir, May 2023, paragraph 3: Economic"


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1366, "dark"), (1920, "light")])
def test_a_tile_opens_its_paragraph_and_nothing_scrolls_aside(shown, window, width, scheme):
    page = window(shown.as_uri(), viewport={"width": width, "height": 800}, color_scheme=scheme)
    paragraph = page.locator('[id="p-warta-2025-11:03"]')
    assert not paragraph.is_visible()
    page.locator('a[href="#p-warta-2025-11:03"]').first.click()
    assert paragraph.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (light == "rgb(255, 255, 255)") == (scheme == "light")
    assert page.evaluate("getComputedStyle(document.querySelector('.paper')).backgroundColor") == "rgb(255, 255, 255)"


def test_a_page_of_more_than_a_thousand_paragraphs_stays_small(shipped_study, tmp_path):
    shutil.copytree(shipped_study.data, tmp_path / "data", ignore=shutil.ignore_patterns("originals"))
    (tmp_path / "figures").mkdir()
    shutil.copy(shipped_study.figures / "emphasis.csv", tmp_path / "figures")
    page = write_report(Study(tmp_path), []).read_text(encoding="utf-8")
    assert page.count('"position":') > 1000
    assert len(page.encode()) < 3_000_000
