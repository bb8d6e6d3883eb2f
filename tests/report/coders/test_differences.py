"""The page of disagreements shows every pair that differs with the rule that would settle it, and fetches nothing."""

from __future__ import annotations

import re

import pytest

from discourse.codebook import Codebook, Pillar, Rule
from discourse.errors import DataError
from discourse.labels import LabelLog, agreement_table, disagreements, read_codings
from discourse.labels.coding import Coding
from discourse.pipeline.in_language import study_translation
from discourse.report.coders.differences import settling_rules, write_disagreements
from discourse.study import Study
from discourse.translations import speaking

ONE = "melati-2023-02:01"


def table_of(study: Study):
    articles = dict(zip(study.paragraphs["paragraph_id"], study.paragraphs["article_id"], strict=True))
    return agreement_table(read_codings(study), articles, study.codebook, level=0.9, resamples=50, seed=1)


def page_of(study: Study, path) -> str:
    write_disagreements(study, table_of(study), path)
    return path.read_text(encoding="utf-8")


def sections(page: str) -> dict[str, str]:
    """Each pair of codes, and what stands in its section."""
    return dict(re.findall(r'<section class="pair" id="([^"]+)"(.*?)</section>', page, re.S))


def test_every_disagreement_stands_under_the_codes_confused(toy_study, tmp_path) -> None:
    page = page_of(toy_study, tmp_path / "page.html")
    found = sections(page)
    assert list(found) == ["economic-or-education", "political-or-economic"]
    differing = disagreements(read_codings(toy_study), toy_study.settings, toy_study.codebook)
    for (one, other), rows in differing.groupby(["one", "other"], sort=False):
        shown = re.findall(r'<article class="differing">\n<h3>([^ <]+)', found[f"{one}-or-{other}"])
        assert shown == list(dict.fromkeys(rows["paragraph_id"]))
    texts = dict(zip(toy_study.paragraphs["paragraph_id"], toy_study.paragraphs["text"], strict=True))
    assert all(texts[name] in page for name in differing["paragraph_id"])
    assert "Rule 2, on both codes: Trainees" in found["economic-or-education"]
    assert "Rules on one of these codes, or on all: 1" in found["political-or-economic"]
    assert "Rule 2: Trainees" in found["political-or-economic"]
    assert "No rule of the codebook names both codes" in found["political-or-economic"]
    assert "No rule of the codebook" not in found["economic-or-education"]
    assert "relations of governments and councils" in found["political-or-economic"]
    assert "<strong>blind</strong>: " in page


def test_rules_that_name_both_codes_come_first_and_general_ones_stand_in() -> None:
    pillars = tuple(Pillar(name, name.title(), "-") for name in ("trade", "arts", "ports"))
    rules = (Rule(1, "Most", "-"), Rule(2, "Fairs", "-", ("arts",)), Rule(3, "Shows", "-", ("trade", "arts")))
    book = Codebook("1", pillars, "-", rules)
    assert [rule.number for rule in settling_rules(book, "arts", "trade")] == [3, 2]
    assert [rule.number for rule in settling_rules(book, "ports", "none")] == [1]
    assert settling_rules(Codebook("1", pillars, "-"), "ports", "arts") == []


def test_what_people_wrote_is_text_and_never_markup(toy_study, tmp_path) -> None:
    note = "<script>alert(1)</script> & <b>bold</b>"
    LabelLog.of(toy_study).append([Coding("c1", ONE, "ani", "1", "none", note=note, unsure=True)])
    page = page_of(toy_study, tmp_path / "page.html")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;bold" in page
    assert "unsure" in page


def test_nothing_is_fetched(toy_study, tmp_path) -> None:
    page = page_of(toy_study, tmp_path / "page.html")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert policy[1].startswith("default-src &#39;none&#39;; style-src &#39;sha256-")
    assert re.findall(r'(?:src|href)="(?!#)|url\(|@import', page) == []


def test_the_articles_own_words_are_counted(toy_study, tmp_path) -> None:
    # Of the three paragraphs that differ, those of the full articles are in their own words.
    full = toy_study.paragraphs[toy_study.paragraphs["source_line"] != ""]["paragraph_id"]
    differing = disagreements(read_codings(toy_study), toy_study.settings, toy_study.codebook)["paragraph_id"]
    count = differing[differing.isin(full)].nunique()
    assert count
    page = page_of(toy_study, tmp_path / "page.html")
    assert f"own words, which may be in copyright: {count}." in page.replace("&#39;", "'")


def test_the_page_speaks_another_language_and_a_variable(toy_study, towns, tmp_path) -> None:
    with speaking(study_translation(toy_study, "id")):
        page = page_of(toy_study, tmp_path / "id.html")
    assert '<html lang="id">' in page
    assert "Aturan 2, tentang kedua kode" in page
    assert " · Tone</p>" in page_of(towns.seen_by("tone"), tmp_path / "tone.html")


def test_where_nobody_differs_it_says_so_and_a_file_is_kept(toy_study, tmp_path) -> None:
    lines = toy_study.labels_path.read_text("utf-8").splitlines(keepends=True)
    toy_study.labels_path.write_text("".join(lines[:2]), "utf-8")
    path = tmp_path / "page.html"
    assert write_disagreements(toy_study, table_of(toy_study), path) == 0
    assert "No two coders differ" in path.read_text("utf-8")
    with pytest.raises(DataError):
        write_disagreements(toy_study, table_of(toy_study), path)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1366, "light")])
def test_no_barrier_and_nothing_over_the_edge(toy_study, tmp_path, window, barriers, width, scheme) -> None:
    LabelLog.of(toy_study).append([Coding("c1", ONE, "ani", "1", "none", note="a note", unsure=True)])
    path = tmp_path / "page.html"
    page_of(toy_study, path)
    page = window(path.as_uri(), viewport={"width": width, "height": 800}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert barriers(page) == []
    assert page.locator(".differing").count() >= 3
