"""The page shows the figures that are there, their numbers, and shows text as text."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from html import unescape

import pandas as pd
import pytest
from markupsafe import escape

from discourse.labels import analysed_rows
from discourse.pipeline.experiment import Description, Experiment, load_experiment
from discourse.report import report_is_current, write_report
from discourse.report.answer import answer_in_words
from discourse.report.background import limits_in_words
from discourse.report.page import figures_by_section
from discourse.study import Study
from discourse.translations import Translation, speaking


def table(study, stem, title):
    return replace(experiment(study, stem, title), draw=None)


def experiment(study, stem, title):
    script = str(study.experiments / f"{stem}.py")
    return Experiment(script, title, lambda study: None, lambda *_: None, lambda *_: Description(title, ""))


def test_only_figures_that_exist_are_shown(reported):
    made = [replace(experiment(reported, stem, stem), draw=None) for stem in ("emphasis", "learning")]
    text = write_report(reported, made).read_text(encoding="utf-8")
    assert 'href="emphasis.csv"' in text
    assert "learning" not in text
    assert '"+20.0","+5.0","+35.0"' in text
    assert reported.codebook.pillars[0].definition in text


def test_markup_in_a_title_is_text(reported):
    page = write_report(reported, [table(reported, "emphasis", "<script>alert(1)</script>")])
    assert "<script>alert" not in page.read_text(encoding="utf-8")


def test_the_page_says_what_was_found_and_keeps_captions_as_text(reported):
    said = Description("Trade: 1 of 2 <b>paragraphs</b>", "A dot is a share & its interval.", "Fisher's exact test.")
    (reported.figures / "emphasis.md").write_text(str(said), encoding="utf-8")
    text = write_report(reported, [table(reported, "emphasis", "The shift")]).read_text(encoding="utf-8")
    assert "<h3>Trade: 1 of 2 &lt;b&gt;paragraphs&lt;/b&gt;</h3>" in text
    assert "A dot is a share &amp; its interval." in text
    assert "Fisher&#39;s exact test." in text


def test_the_page_argues_from_the_question_to_the_data(reported):
    actors = table(reported, "actors", "Who is named")
    (reported.figures / "actors.csv").write_text("actor,articles\nSari,2\n", encoding="utf-8")
    text = write_report(reported, [actors]).read_text(encoding="utf-8")
    sections = re.findall(r'^<section id="([a-z-]+)" aria-labelledby="\1-title">', text, re.M)
    assert sections == [
        "answer", "every-paragraph", "how-sure", "talks-about", "coding", "limits", "methods", "codebook", "data",
    ]  # fmt: skip
    assert sections == re.findall(r'<li><a href="#([a-z-]+)">', text)
    assert "<h1>How does the emphasis of the coverage differ between 2023 and 2025?</h1>" in text
    answer = answer_in_words(reported)
    for said in (answer.found, answer.certain, answer.doubt, *limits_in_words(reported)):
        assert str(escape(said)) in text


def test_notes_on_the_whole_study_stand_in_the_answer_and_the_limits_alone(reported):
    path = reported.data / "study.toml"
    settings = re.sub(r"^(sample_note|coding_note) = .*$", "", path.read_text(encoding="utf-8"), flags=re.M)
    note = "The sample was drawn by hand."
    path.write_text(f'sample_note = "{note}"\n{settings}', encoding="utf-8")
    said = Description("Trade", "A dot is a share.", f"One test was made. {note} It was exact.")
    (reported.figures / "emphasis.md").write_text(str(said), encoding="utf-8")
    study = Study(reported.root)
    text = write_report(study, [table(study, "emphasis", "The shift")]).read_text(encoding="utf-8")
    assert text.count(note) == 2
    assert "One test was made. It was exact." in text


def test_what_has_nothing_to_show_does_not_appear(reported):
    text = write_report(reported, []).read_text(encoding="utf-8")
    assert "talks-about" not in text
    for said in ("These figures describe", "The figures here", "Each tile of the picture", "robustness.csv"):
        assert said not in text
    assert "data-choice=" not in text.partition("<script>")[0]


def test_figures_stand_where_the_argument_needs_them(reported):
    stems = ("agreement", "actors", "emphasis", "paragraphs", "rates", "errors", "sources", "robustness")
    made = [experiment(reported, stem, stem) for stem in stems]
    made[0], made[5] = replace(made[0], about="instrument"), replace(made[5], about="instrument")
    assert figures_by_section(made) == {
        "answer": ["emphasis"],
        "every-paragraph": ["paragraphs"],
        "how-sure": ["robustness", "sources"],
        "talks-about": ["actors", "rates"],
        "coding": ["agreement"],
        "methods": ["errors"],
    }


def test_no_two_places_of_the_page_have_one_name(reported):
    stems = ("methods", "data", "coding", "emphasis")
    for stem in stems[:3]:
        (reported.figures / f"{stem}.csv").write_text("value\n1\n", encoding="utf-8")
    text = write_report(reported, [table(reported, stem, stem) for stem in stems]).read_text(encoding="utf-8")
    places = re.findall(r'\sid="([^"]*)"', text)
    assert len(places) > 20
    assert sorted(set(places)) == sorted(places)


def test_figures_can_lie_in_another_folder_and_the_page_speaks_their_language(reported, tmp_path):
    folder = shutil.copytree(reported.figures, tmp_path / "translated")
    (folder / "emphasis.md").write_text(str(Description("Pergeseran", "")), encoding="utf-8")
    strings = {"The answer": "Jawaban", "{count} articles": "{count} artikel", "Political": "Politik"}
    with speaking(Translation("id", strings)):
        page = write_report(reported, [table(reported, "emphasis", "The shift")], folder)
    text = page.read_text(encoding="utf-8")
    assert page == folder / "report.html"
    assert '<html lang="id">' in text
    assert re.search(r"<h2[^>]*>Jawaban</h2>", text)
    assert "<h3>Pergeseran</h3>" in text
    assert "3 artikel of 2023" in text
    assert "Politik is the main subject" in text
    assert not (reported.figures / "report.html").exists()


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
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><style>rect { fill: red }</style>'
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
    assert re.findall(r"<script>document|<img src=x|<a href=.javascript", text) == []
    assert "javascript:alert(1)" in text
    assert text.count("rect { fill: red }") == 0


@pytest.mark.browser
def test_from_disk_the_page_is_drawn_and_runs_nothing(hostile, window):
    page = window(hostile.as_uri())
    assert page.evaluate("document.images.length") == 0
    assert page.evaluate("getComputedStyle(document.querySelector('nav ul')).listStyleType") == "none"
    assert page.evaluate("[...document.scripts].filter(each => each.src).length") == 0
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


def test_nothing_is_fetched(reported):
    text = write_report(reported, [table(reported, "emphasis", "The shift")]).read_text(encoding="utf-8")
    assert re.findall(r"<(?:link|iframe|object|embed|form|base|img)\b", text) == []
    assert re.findall(r"(?:src|srcset|xlink:href|style)=", text.partition("</style>")[2].partition("<script")[0]) == []
    assert re.findall(r"url\(|@import|http", text.partition("<style>")[2].partition("</style>")[0]) == []
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    allowed = {name: values for name, *values in (part.split() for part in unescape(policy).split(";"))}
    assert allowed["default-src"] == allowed["base-uri"] == allowed["form-action"] == ["'none'"]
    assert set(allowed) == {"default-src", "base-uri", "form-action", "script-src", "style-src"}
    assert all(
        re.fullmatch(r"'sha256-[\w+/]{43}='", one) for kind in ("script", "style") for one in allowed[f"{kind}-src"]
    )


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


@pytest.mark.browser
def test_contents_stand_beside_the_text_where_there_is_room_and_stay_there(reported, window):
    page = window(write_report(reported, []).as_uri(), viewport={"width": 1200, "height": 700})
    place = "(name) => document.querySelector(name).getBoundingClientRect()"
    nav, main = page.evaluate(place, "nav"), page.evaluate(place, "main")
    assert nav["right"] < main["left"]
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert page.evaluate(place, "nav")["top"] == 0
    page.set_viewport_size({"width": 1199, "height": 700})
    nav, main = page.evaluate(place, "nav"), page.evaluate(place, "main")
    assert nav["bottom"] <= main["top"]
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('nav')).display") == "none"
    shut = page.evaluate("document.querySelector('#codebook details:not([open]) dl').getBoundingClientRect().height")
    assert shut > 20


def test_a_page_of_more_than_a_thousand_paragraphs_stays_small(shipped_study, tmp_path):
    shutil.copytree(shipped_study.data, tmp_path / "data", ignore=shutil.ignore_patterns("originals"))
    (tmp_path / "figures").mkdir()
    shutil.copy(shipped_study.figures / "emphasis.csv", tmp_path / "figures")
    page = write_report(Study(tmp_path), []).read_text(encoding="utf-8")
    assert page.count('"position":') > 1000
    assert len(page.encode()) < 3_000_000
