"""A page is written anew when one thing that it was made from differs, and only then."""

from __future__ import annotations

import json

import pytest

from discourse.pipeline import kept_page
from discourse.pipeline.kept_page import page_is_kept, renewed_page
from discourse.study import Study
from discourse.translations import Translation, speaking


@pytest.fixture
def page(small_study):
    """Have the page of the small study written; says how often it was."""
    written = []

    def write(study: Study) -> str:
        written.append(study)
        text = f"{len(study.articles)} articles, {study.labels_path.read_bytes().count(b'|')}"
        (study.figures / "report.html").write_text(text, encoding="utf-8")
        return text

    def renew() -> int:
        assert renewed_page(Study(small_study.root), write) == (small_study.figures / "report.html").read_text("utf-8")
        return len(written)

    small_study.figures.mkdir(exist_ok=True)
    return renew


def append(path, text="\n"):
    path.write_text((path.read_text(encoding="utf-8") if path.is_file() else "") + text, encoding="utf-8")


def test_what_is_the_same_is_written_once(page, small_study):
    assert not page_is_kept(small_study)
    assert [page(), page(), page()] == [1, 1, 1]
    assert page_is_kept(small_study)


@pytest.mark.parametrize(
    "place",
    ["data/articles.csv", "data/labels.csv", "figures/report.html", "figures/rows.svg", "experiments/rows.py"],
)
def test_each_thing_that_it_is_made_from_matters(page, small_study, place):
    page()
    append(small_study.root / place, " " if place.endswith(".csv") else "\n")
    assert not page_is_kept(small_study)


def test_a_file_that_was_not_asked_for_does_not_matter(page, small_study):
    page()
    append(small_study.data / "paragraphs.csv")
    append(small_study.figures / "manifest.json", "{}")
    assert page() == 1


def test_settings_that_go_and_language_matter(page, small_study):
    page()
    assert not page_is_kept(small_study.with_settings(seed=99))
    with speaking(Translation("id", {})):
        assert not page_is_kept(small_study)


def test_another_version_of_a_library_matters(page, small_study, monkeypatch):
    page()
    monkeypatch.setattr(kept_page, "library_versions", lambda others: {"jinja2": "0"})
    assert page() == 2


@pytest.mark.parametrize("content", ["", "[]", '{"page": 3}'])
def test_a_damaged_file_counts_as_none(page, small_study, content):
    page()
    (small_study.cache / "report.json").write_text(content, encoding="utf-8")
    assert page() == 2


def test_no_text_of_the_study_is_kept_but_what_was_said(page, small_study):
    page()
    kept = json.loads((small_study.cache / "report.json").read_text(encoding="utf-8"))
    assert set(kept) == {"made_from", "inputs", "page", "said"}
    assert set(kept["inputs"]) == {"articles.csv", "labels.csv"}
