"""The page shows the figures that are there, their numbers, and shows text as text."""

from __future__ import annotations

from discourse.pipeline.experiment import Experiment
from discourse.report import write_report


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


def test_nothing_is_fetched_from_outside(reported):
    text = write_report(reported, [experiment(reported, "emphasis", "The shift")]).read_text(encoding="utf-8")
    assert "http" not in text
    assert "//" not in text.replace("</", "")


def test_the_same_page_is_not_written_again(reported):
    page = write_report(reported, [])
    before = page.stat().st_mtime_ns
    write_report(reported, [])
    assert page.stat().st_mtime_ns == before
