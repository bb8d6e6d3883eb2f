"""Do the pages of the documentation form one way through it, and are the names they use public ones?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.docs.blocks import read_page
from tests.docs.running import ROOT

import discourse

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
MADE_LATER = ("gallery/", "reference/")
"""Folders whose pages come to be when the site is built."""
NEXT = re.compile(r"Next: \[[^\]]+\]\(([^)#]+\.md)\)")
CALLED = re.compile(r"\bdiscourse\.([A-Za-z_]+)\(")


def wrong_ending(text: str, page: Path, docs: Path) -> str:
    """Say what is wrong with the last line of a page, which leads to the next one."""
    last = text.rstrip().rpartition("\n")[2]
    leads = NEXT.fullmatch(last)
    if not leads:
        return f"expected Next: [Title](path.md) as the last line, found {last!r}"
    target = (page.parent / leads[1]).resolve()
    inside = target.relative_to(docs).as_posix() if target.is_relative_to(docs) else ""
    there = target.is_file() or inside.startswith(MADE_LATER)
    return "" if inside and there else f"expected a page of docs/ after Next:, found none at {leads[1]}"


def titles(text: str) -> list[str]:
    """Headings of the first level; what looks like one within a block of code is none."""
    return re.findall(r"^# .+$", re.sub(r"^ *(`{3,}).*?^ *\1$", "", text, flags=re.M | re.S), re.M)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_has_one_title_and_leads_to_the_next(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert len(titles(text)) == 1 or "```{include}" in text  # which brings its own
    assert wrong_ending(text, page, DOCS) == ""


@pytest.mark.parametrize("page", [ROOT / "README.md", *PAGES], ids=lambda page: page.stem)
def test_what_a_page_calls_by_the_name_of_the_package_is_public(page: Path) -> None:
    called = {name for block in read_page(page).blocks if block.kind == "python" for name in CALLED.findall(block.code)}
    assert called <= set(discourse.__all__)


def test_an_end_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "tasks").mkdir()
    page = tmp_path / "tasks" / "page.md"
    (tmp_path / "other.md").write_text("# Other\n", encoding="utf-8")
    (tmp_path.parent / "outside.md").write_text("# Outside\n", encoding="utf-8")
    assert wrong_ending("# A\n\nNext: [Other](../other.md)\n", page, tmp_path) == ""
    assert wrong_ending("# A\n\nNext: [Gallery](../gallery/index.md)\n", page, tmp_path) == ""
    assert "found none at ../none.md" in wrong_ending("# A\n\nNext: [None](../none.md)\n", page, tmp_path)
    assert "found none at" in wrong_ending("# A\n\nNext: [Out](../../outside.md)\n", page, tmp_path)
    assert "found 'The end.'" in wrong_ending("Next: [Other](../other.md)\n\nThe end.\n", page, tmp_path)


def test_titles_are_counted_outside_of_code() -> None:
    assert titles("# One\n\n```sh\n# no title\n```\n\n## Two\n\n# Three\n") == ["# One", "# Three"]
