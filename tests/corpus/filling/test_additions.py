"""New articles come in once, copies become one story, and gaps stay gaps."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from discourse.corpus.details import Details
from discourse.corpus.filling.additions import Additions, details_of, find_additions
from discourse.corpus.filling.study_tables import read_study_tables
from discourse.corpus.importing import ImportedArticle, paragraph_table
from discourse.corpus.segmentation import LabelledLine
from discourse.corpus.text import Article

VOCABULARY = "river bridge school village council winter money vote road market boat teacher governor family morning"


def text_of(seed: int, number: int = 3) -> list[str]:
    """Paragraphs that no other seed has."""
    drawn = random.Random(seed)
    return [" ".join(drawn.choices(VOCABULARY.split(), k=30)).capitalize() + "." for _ in range(number)]


def article(name: str, texts: list[str], above: list[tuple[str, str]] = (), suffix: str = ".html", **known: str):
    """An article of a file, with lines above its text."""
    labelled = [*above, *(("body", text) for text in texts)]
    lines = tuple(LabelledLine(at, at * 100, text, kind, "", "en") for at, (kind, text) in enumerate(labelled, 1))
    return ImportedArticle(Article(Path(f"{name}{suffix}"), (), Details(**known)), lines)


def come_in(folder: Path, *articles: ImportedArticle, **options: str) -> Additions:
    """Bring articles into the tables of a folder."""
    tables = read_study_tables(folder)
    found = find_additions(articles, tables, "en", **options)
    found.write(tables)
    return found


def rows(folder: Path) -> dict[str, dict[str, str]]:
    """Articles of the table of a folder."""
    return {row["article_id"]: row for row in read_study_tables(folder).known_articles.to_dict("records")}


def test_what_is_known_of_an_article_is_written(tmp_path: Path) -> None:
    known = {"outlet": "Post", "published": "2019-03-11", "date_basis": "page", "title": "Bridge"}
    come_in(tmp_path, article("a", text_of(1), url="https://p.example/a", **known), article("b", text_of(2)))
    found = rows(tmp_path)
    assert {name: found["a"][name] for name in known} == known
    assert found["a"]["url"] == "https://p.example/a"
    assert (found["b"]["outlet"], found["b"]["published"], found["b"]["date_basis"]) == ("", "", "")


@pytest.mark.parametrize(
    ("name", "above", "known", "expected"),
    [
        ("a-2019-03-11", [], {"published": "2020-01-01", "date_basis": "page"}, ("2020-01-01", "page")),
        ("a-2019-03-11", [("byline", "12 March 2019")], {}, ("2019-03-11", "file")),
        ("a", [("heading", "Bridge"), ("byline", "Ann Lee, 12 March 2019")], {}, ("2019-03-12", "text")),
        ("a", [("byline", "12 March 2019")], {"published": "2020-01-01", "date_basis": "properties"},
         ("2019-03-12", "text")),
        ("a", [], {"published": "2020-01-01", "date_basis": "properties"}, ("2020-01-01", "properties")),
        ("a", [("heading", "The feast of 12 March 2018")], {}, ("", "")),
        ("a", [], {}, ("", "")),
    ],
)  # fmt: skip
def test_the_best_source_of_a_date_is_taken(name: str, above, known: dict[str, str], expected: tuple[str, str]) -> None:
    found = details_of(article(name, text_of(1), above, **known), "en")
    assert (found.published, found.date_basis) == expected


def test_a_date_below_the_first_paragraph_is_none_of_the_article() -> None:
    imported = article("a", ["The bridge was opened on 12 March 2018."])
    assert details_of(imported, "en").published == ""


def test_a_heading_is_a_better_title_than_the_properties() -> None:
    above = [("heading", "Bridge opens")]
    of_document = article("a", text_of(1), above, title="Doc1", published="2020-01-01", date_basis="properties")
    assert details_of(of_document, "en").title == "Bridge opens"
    assert (
        details_of(article("a", text_of(1), above, title="Bridge opens in rain"), "en").title == "Bridge opens in rain"
    )
    assert details_of(article("a", text_of(1), above), "en").title == "Bridge opens"


def test_nothing_comes_in_twice(tmp_path: Path) -> None:
    first = article("a", text_of(1), url="https://www.p.example/a?utm_source=x")
    come_in(tmp_path, first)
    before = (tmp_path / "paragraphs.csv").read_bytes()
    found = come_in(
        tmp_path,
        first,
        article("b", text_of(1)),
        article("c", text_of(2), url="http://p.example/a/#top"),
    )
    assert found.new == ()
    assert found.failed == ()
    assert found.there == {"a": "the address of a", "b": "the paragraphs of a", "c": "the address of a"}
    assert (tmp_path / "paragraphs.csv").read_bytes() == before


def test_two_of_the_same_at_once_come_in_once(tmp_path: Path) -> None:
    found = come_in(tmp_path, article("a", text_of(1)), article("b", text_of(1)))
    assert [one.imported.article.article_id for one in found.new] == ["a"]
    assert found.there == {"b": "the paragraphs of a"}


def test_the_address_of_a_front_page_is_that_of_no_article(tmp_path: Path) -> None:
    pages = [article(name, text_of(seed), url="https://p.example/") for name, seed in (("a", 1), ("b", 2))]
    assert len(come_in(tmp_path, *pages).new) == 2
    assert {row["url"] for row in rows(tmp_path).values()} == {""}


def test_another_outlet_prints_a_copy(tmp_path: Path) -> None:
    wire = text_of(1)
    late = article("post", wire, outlet="Post", published="2019-03-12", date_basis="page")
    early = article("herald", wire, outlet="Herald", published="2019-03-11", date_basis="page")
    cut = article("times", [*wire[:2], *text_of(2, 1)], outlet="Times", published="2019-03-13", date_basis="page")
    other = article("other", text_of(3), outlet="Times", published="2019-03-13", date_basis="page")
    come_in(tmp_path, late, early, cut, other)
    stories = {name: row["same_as"] for name, row in rows(tmp_path).items()}
    assert stories == {"post": "herald", "herald": "", "times": "herald", "other": ""}
    # A copy that comes later, of a copy, is one of the same original, even if it was out first.
    come_in(tmp_path, article("echo", wire[1:], outlet="Echo", published="2019-03-01", date_basis="page"))
    assert rows(tmp_path)["echo"]["same_as"] == "herald"


def test_an_id_of_another_text_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    come_in(tmp_path, article("a", text_of(1)))
    found = come_in(tmp_path, article("a", text_of(2)), article("b", text_of(3)))
    assert [one.imported.article.article_id for one in found.new] == ["b"]
    (error,) = found.failed
    assert str(error) == (
        "a.html: expected the id of a new article, found 'a', which has another text. "
        "Rename the file, or the id in the table."
    )


def test_an_article_that_is_only_listed_gets_its_paragraphs(tmp_path: Path) -> None:
    (tmp_path / "articles.csv").write_text("id,outlet,date\na,Post,2019\n", encoding="utf-8")
    before = (tmp_path / "articles.csv").read_bytes()
    found = come_in(tmp_path, article("a", text_of(1), outlet="Herald"))
    assert (found.new[0].details.outlet, found.new[0].has_row) == ("Post", True)
    assert (tmp_path / "articles.csv").read_bytes() == before
    assert len(read_study_tables(tmp_path).paragraphs) == 3


def test_an_outlet_has_one_name(tmp_path: Path) -> None:
    (tmp_path / "articles.csv").write_text(
        "id,outlet,date,url\nold,The Post,2019,https://p.example/old\n", encoding="utf-8"
    )
    url = "https://{}.example/{}"
    come_in(
        tmp_path,
        article("a", text_of(1), outlet="POST online", url=url.format("www.p", "a")),
        article("b", text_of(2), outlet="Herald", url=url.format("h", "b")),
        article("c", text_of(3), outlet="Herald", url=url.format("h", "c")),
        article("d", text_of(4), outlet="h.example", url=url.format("h", "d")),
        article("e", text_of(5), outlet="Herald Sport", url=url.format("h", "e"), suffix=".csv"),
        article("f", text_of(6)),
        outlet="Times",
    )
    outlets = {name: row["outlet"] for name, row in rows(tmp_path).items()}
    assert outlets == {
        "old": "The Post",
        "a": "The Post",
        "b": "Herald",
        "c": "Herald",
        "d": "Herald",
        "e": "Herald Sport",
        "f": "Times",
    }


def test_a_site_with_several_outlets_says_nothing_of_the_outlet(tmp_path: Path) -> None:
    listed = "id,outlet,date,url\none,Post,2019,https://p.example/1\ntwo,Echo,2019,https://p.example/2\n"
    (tmp_path / "articles.csv").write_text(listed, encoding="utf-8")
    come_in(tmp_path, article("a", text_of(1), outlet="Times", url="https://p.example/3"))
    assert rows(tmp_path)["a"]["outlet"] == "Times"


def test_a_page_keeps_its_outlet_where_the_pages_of_its_site_name_several(tmp_path: Path) -> None:
    url = "https://p.example/{}"
    named = dict(zip("abcd", ["Post", "Post", "Echo", "Post"], strict=True))
    come_in(
        tmp_path, *(article(one, text_of(ord(one)), outlet=name, url=url.format(one)) for one, name in named.items())
    )
    assert {name: row["outlet"] for name, row in rows(tmp_path).items()} == named


def test_the_rows_are_those_of_the_files(tmp_path: Path) -> None:
    imported = article("a", text_of(1))
    come_in(tmp_path, imported)
    table = paragraph_table([imported]).astype(str)
    assert read_study_tables(tmp_path).paragraphs.to_dict("records") == table.to_dict("records")


def test_what_is_given_of_an_article_that_is_there_is_compared_with_its_row(tmp_path: Path) -> None:
    first = [article(name, text_of(seed)) for seed, name in enumerate("ab")]
    table = article("c", text_of(9), suffix=".csv", outlet="Herald", published="2019-03-11", title="Bridge")
    come_in(tmp_path, *first, table, outlet="Herald")
    assert come_in(tmp_path, *first, table, outlet="Herald").differing == {}
    assert come_in(tmp_path, *first).differing == {}
    assert come_in(tmp_path, *first, outlet="Mercury").differing == {("outlet", "Herald", "Mercury"): 2}
    later = article("c", text_of(9), suffix=".csv", outlet="Herald", published="2020-03-11", title="Bridge")
    assert come_in(tmp_path, later).differing == {("published", "2019-03-11", "2020-03-11"): 1}
    assert rows(tmp_path)["a"]["outlet"] == "Herald"
