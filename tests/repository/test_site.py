"""Does the documentation hold together: every link, every page, every name and command, and nothing from elsewhere?"""

from __future__ import annotations

import importlib
import importlib.util
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType, SimpleNamespace
from urllib.parse import unquote, urlsplit

import pytest
import typer

import discourse
from discourse.cli import app

APART = {"report.html", "search.html", "genindex.html"}
"""Pages without links of ours: the report is a page of its own, and has its own tests."""
FETCHED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "object": "data", "link": "href"}
"""What a browser fetches by itself, and where its address stands."""
MADE = ("reference/api/", "reference/commands/", "gallery/figures/")
"""Pages that are made when the site is built."""


class Page(HTMLParser):
    """Anchors, links and whatever is fetched of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.anchors |= {found[each] for each in ("id", "name") if each in found}
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if FETCHED.get(tag) in found and found.get("rel") not in ("index", "search", "next", "prev"):
            self.fetched.append(found[FETCHED[tag]])


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    """Every page by its place in the site."""
    found = {path.relative_to(site).as_posix(): path for path in site.rglob("*.html") if "_static" not in path.parts}
    return {name: Page(path.read_text(encoding="utf-8")) for name, path in found.items() if name != "report.html"}


@pytest.fixture(scope="module")
def written(root: Path) -> list[Path]:
    """Pages that people write, from front page to the last."""
    docs = root / "docs"
    found = [path for path in docs.rglob("*.md") if not path.relative_to(docs).as_posix().startswith(("_", *MADE))]
    return [path for path in found if not path.is_relative_to(docs / "tutorial")]


@pytest.fixture
def extension(root: Path, monkeypatch: pytest.MonkeyPatch):
    """Load an extension of the documentation."""
    monkeypatch.syspath_prepend(str(root / "docs" / "_ext"))

    def loaded(name: str) -> ModuleType:
        monkeypatch.delitem(sys.modules, name, raising=False)
        return importlib.import_module(name)

    return loaded


def targets(name: str, links: list[str]) -> Iterator[tuple[str, str]]:
    """Give each link of a page into the site as a place and an anchor."""
    for link in links:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        place = (Path("/") / name).parent / unquote(parts.path) if parts.path else Path("/") / name
        yield re.sub(r"[^/]+/\.\./", "", place.as_posix().replace("/./", "/")).lstrip("/"), unquote(parts.fragment)


def broken(pages: dict[str, Page], site: Path) -> list[str]:
    """Name links and pictures that lead nowhere."""
    wrong = []
    for name, page in pages.items():
        for place, anchor in targets(name, page.links + page.fetched):
            there = (site / place).resolve()
            known = pages.get(there.relative_to(site.resolve()).as_posix()) if there.is_file() else None
            if not there.is_file() or (anchor and known and anchor not in known.anchors):
                wrong.append(f"{name}: {place}#{anchor}")
    return wrong


def test_every_link_and_picture_is_there(pages: dict[str, Page], site: Path) -> None:
    assert len(pages) > 100
    assert sum(len(page.links) for page in pages.values()) > 1000
    assert broken(pages, site) == []


def test_what_is_broken_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("", encoding="utf-8")
    page = Page('<p id="here"><a href="#here"></a><a href="#gone"></a><img src="b.png"><a href="x/../a.html"></a>')
    assert broken({"a.html": page}, tmp_path) == ["a.html: a.html#gone", "a.html: b.png#"]


def test_nothing_is_fetched_from_elsewhere(pages: dict[str, Page], site: Path) -> None:
    outside = {link for page in pages.values() for link in page.fetched if re.match(r"[a-z]+:|//", link)}
    assert {link for link in outside if not link.startswith("data:")} == set()
    styles = [path.read_text(encoding="utf-8") for path in site.rglob("*.css")]
    assert [each for text in styles for each in re.findall(r"(?:url\(|@import )['\"]?(?:https?:|//)[^)]*", text)] == []
    scripts = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.html") if path != site / "report.html")
    assert "mathjax" not in scripts.lower()


def test_links_to_elsewhere_are_secure(pages: dict[str, Page]) -> None:
    outside = {link for page in pages.values() for link in page.links if urlsplit(link).scheme}
    assert [link for link in sorted(outside) if urlsplit(link).scheme not in ("https", "mailto")] == []


def test_every_page_is_reached_from_the_front_page(pages: dict[str, Page]) -> None:
    reached, waiting = {"index.html"}, ["index.html"]
    while waiting:
        name = waiting.pop()
        new = {place for place, _ in targets(name, pages[name].links)} & set(pages) - reached
        reached |= new
        waiting += new
    assert sorted(set(pages) - reached - APART) == []


def test_every_written_page_says_what_comes_next(written: list[Path], root: Path) -> None:
    assert len(written) > 30
    last = {path: path.read_text(encoding="utf-8").rstrip().splitlines()[-1] for path in written}
    assert [path.name for path, line in last.items() if not re.fullmatch(r"Next: \[[^\]]+\]\([\w./-]+\)", line)] == []
    gone = [
        f"{path.name}: {line}"
        for path, line in last.items()
        if not (path.parent / line[6:].split("](")[1][:-1]).is_file()
    ]
    assert gone == []


def test_the_pages_can_be_read_one_after_the_other(written: list[Path], root: Path) -> None:
    place, order = root / "docs" / "index.md", []
    while place not in order:
        order.append(place)
        line = place.read_text(encoding="utf-8").rstrip().splitlines()[-1]
        place = (place.parent / re.search(r"\(([^)]+)\)$", line)[1]).resolve()
    tasks, reference = root / "docs" / "tasks" / "index.md", root / "docs" / "reference"  # to look up in, not to read
    assert place == root / "docs" / "index.md"
    assert sorted(str(each) for each in set(written) - set(order) - {tasks} if reference not in each.parents) == []


def rooms() -> list[str]:
    """Name the rooms that offer names, but for those that people do not call."""
    folders = sorted(path.parent.name for path in Path(discourse.__file__).parent.glob("*/__init__.py"))
    modules = [importlib.import_module(f"discourse.{each}") for each in folders if each not in ("io", "cli")]
    return [each.__name__ for each in modules if getattr(each, "__all__", ())]


@pytest.mark.parametrize("name", [name for name in discourse.__all__ if name != "__version__"])
def test_every_public_name_has_a_page(name: str, pages: dict[str, Page]) -> None:
    assert f"discourse.{name}" in pages[f"reference/api/discourse.{name}.html"].anchors
    assert any(link.endswith(f"api/discourse.{name}.html") for link in pages["reference/python.html"].links)


@pytest.mark.parametrize("room", rooms())
def test_every_name_of_a_room_is_described(room: str, pages: dict[str, Page]) -> None:
    described = {anchor for name, page in pages.items() if name.startswith("reference/api/") for anchor in page.anchors}
    described = {anchor.rpartition(".")[2] for anchor in described if anchor.startswith("discourse.")}
    assert f"reference/api/{room.partition('.')[2]}.html" in pages
    assert set(importlib.import_module(room).__all__) - described == set()


def commands(command, path: str = "discourse") -> Iterator[tuple[str, object]]:
    """Give every command that is listed, with what is typed for it."""
    for name, each in getattr(command, "commands", {}).items():
        if not each.hidden:
            yield f"{path} {name}", each
            yield from commands(each, f"{path} {name}")


@pytest.mark.parametrize(("path", "command"), list(commands(typer.main.get_command(app))))
def test_every_command_is_described_with_its_options(path: str, command, pages: dict[str, Page], site: Path) -> None:
    page = f"reference/commands/{path.split()[1]}.html"
    assert path.replace(" ", "-") in pages[page].anchors
    text = re.sub(r"<[^>]+>", "", (site / page).read_text(encoding="utf-8"))
    assert [
        option for each in command.params for option in each.opts[:1] if option.startswith("-") if option not in text
    ] == []


def test_every_figure_is_in_the_gallery_with_its_numbers_and_its_script(
    pages: dict[str, Page], root: Path, site: Path
) -> None:
    names = [
        path.stem for path in (root / "experiments").glob("*.py") if (root / "figures" / f"{path.stem}.md").is_file()
    ]
    assert len(names) > 10
    for name in names:
        page = f"gallery/figures/{name}.html"
        assert f"figures/{name}.html" in pages["gallery/index.html"].links
        assert [link for link in pages[page].links if link.endswith(f"{name}.csv")] != []
        assert (root / "figures" / f"{name}.png").is_file() == any(
            f"/{name}.svg" in each for each in pages[page].fetched
        )
        assert "experiment = Experiment(" in re.sub(r"<[^>]+>", "", (site / page).read_text(encoding="utf-8"))


def test_formulas_are_mathml(site: Path) -> None:
    assert "<math" in (site / "methods" / "intervals.html").read_text(encoding="utf-8")


def test_made_pages_are_written_where_they_changed_and_others_removed(extension, tmp_path: Path) -> None:
    write_pages = extension("made").write_pages
    write_pages(tmp_path / "pages", {"one.rst": "1", "two.rst": "2"})
    before = (tmp_path / "pages" / "one.rst").stat().st_mtime_ns
    write_pages(tmp_path / "pages", {"one.rst": "1", "three.rst": "3"})
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "pages").iterdir()} == {
        "one.rst": "1",
        "three.rst": "3",
    }
    assert (tmp_path / "pages" / "one.rst").stat().st_mtime_ns == before


def test_links_to_documents_lead_to_the_pages_that_show_them(extension, root: Path) -> None:
    repository = extension("repository")
    content = [
        "[a](../../CHANGELOG.md) [b](own-study.md#x) [c](../../data/README.md#columns) [d](https://e.f/README.md)"
    ]
    repository.lead_to_pages(SimpleNamespace(srcdir=str(root / "docs")), "tasks/code", content)
    assert content == [
        "[a](../reference/changes.md) [b](own-study.md#x) [c](../reference/tables.md#columns) [d](https://e.f/README.md)"
    ]
    assert [name for name in repository.PAGES if not (root / name).is_file()] == []
    assert [page for page in repository.PAGES.values() if not (root / "docs" / page).is_file()] == []


def test_plain_text_is_shown_as_it_stands(extension) -> None:
    from docutils.core import publish_doctree

    made, text = extension("made"), r"a *b* `c` d_ |e| \f <g> --h tcp://i"
    assert publish_doctree(made.plain(text)).astext() == text
    help_of = extension("commands")
    assert publish_doctree(help_of._prose("With --by, see below (--out FILE); a*b.")).astext() == (
        "With --by, see below (--out FILE); a*b."
    )
