"""What a user should know is said with its cure, and nothing is said of what is in order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from discourse.corpus.details import Details
from discourse.corpus.filling.additions import Additions, NewArticle
from discourse.corpus.filling.remarks import remarks_on
from discourse.corpus.importing import ImportedArticle
from discourse.corpus.segmentation import LabelledLine
from discourse.corpus.text import Article

ENGLISH = "The council of the valley voted on Monday to rebuild the old mill that a storm had damaged in the winter."
FRENCH = "Le conseil de la vallée a décidé lundi de reconstruire le vieux moulin que la tempête avait abîmé cet hiver."
KNOWN = Details("Post", "2023-05-06", "page")


def new(name: str, text: str, known: Details, copy_of: str = "", has_row: bool = False) -> NewArticle:
    lines = (LabelledLine(1, 0, text, "body", "", "en"),)
    return NewArticle(ImportedArticle(Article(Path(f"{name}.html"), ()), lines), known, copy_of, has_row)


def said(study, *articles: NewArticle, there: dict[str, str] | None = None, language: str = "id") -> str:
    return "\n".join(remarks_on(Additions(articles, there or {}, ()), study, language))


INDONESIAN = "Dewan lembah memutuskan pada hari Senin untuk membangun kembali kincir tua yang rusak karena badai itu."


@pytest.fixture
def study(toy_study):
    """The toy study with an analysis of everything."""
    return toy_study.with_settings(analyses=[{"id": "all", "title": "All articles"}])


def test_nothing_is_said_of_what_is_in_order(study) -> None:
    assert said(study, new("a", INDONESIAN, KNOWN)) == ""


@pytest.mark.parametrize(
    ("known", "lines"),
    [
        (Details("", "2023-05-06"), ["No outlet: 1 article (a). Name it with --outlet NAME, or fill the cells in"]),
        (Details("Post"), ["No date: 1 article (a). Fill the cells in data/articles.csv, or"]),
        (
            Details("Post", "2023-05-06", "properties"),
            ["The date is the day on which the document was made: 1 article"],
        ),
        (Details("Post", "1999-05-06"), ["In no period of study.toml (", "): 1 article (a). They are compared with"]),
    ],
)
def test_gaps_are_named_with_their_cure(study, known: Details, lines: list[str]) -> None:
    found = said(study, new("a", INDONESIAN, known))
    assert all(line in found for line in lines)
    assert len(found.splitlines()) == 1
    # Of an article that has its row already, the row says all there is to say.
    assert known.published == "1999-05-06" or said(study, new("a", INDONESIAN, known, has_row=True)) == ""


def test_articles_that_the_main_analysis_leaves_out_are_named(study) -> None:
    wanted = {"sampling": "general", "partner": "Chile", "extent": "opening"}
    narrow = study.with_settings(analyses=[{"id": "main", "title": "Chile", **wanted}])
    rows = {"a": {}, "b": {"sampling": "general", "partner": "Japan+Chile", "extent": "lead"}, "c": {"extent": "full"}}
    added = [new(name, INDONESIAN, KNOWN) for name in rows]
    added = [
        replace(one, imported=replace(one.imported, further=row)) for one, row in zip(added, rows.values(), strict=True)
    ]
    assert said(narrow, *added).splitlines() == [
        f"Not in the main analysis, which has the {field} '{value}' alone: 2 articles (a, c). "
        "If they are of it, fill the cells in data/articles.csv."
        for field, value in wanted.items()
    ]


def test_copies_are_said_with_the_threshold(study) -> None:
    found = said(study, new("a", INDONESIAN, KNOWN, copy_of="b"))
    assert found == (
        "Copies: 1 article (a); they share at least 50% of the sequences of 5 words in the shorter text with another "
        "article, and are one story with it."
    )


def test_what_is_there_already_is_put_together(study) -> None:
    there = {f"a{at}": f"the paragraphs of a{at}" for at in range(7)} | {"b": "the address of a1"}
    assert said(study, there=there).splitlines() == [
        "Left out, there already: a0, a1, a2, a3, a4 and 2 more.",
        "Left out, there already under another id: b (it has the address of a1).",
    ]


def test_another_language_is_said_and_a_language_without_lists(study) -> None:
    found = said(None, new("a", FRENCH, KNOWN), new("b", ENGLISH, KNOWN), language="en")
    assert "In another language (fr), it seems: 1 article (a). Their words are counted with the lists of 'en'" in found
    lists = said(None, new("a", FRENCH, KNOWN), language="fr")
    assert "another language" not in lists
    assert "No list of stop words for the language 'fr'" in lists
    assert "data/languages/fr/boilerplate.txt" in lists


def test_what_is_there_otherwise_is_said_once_with_the_cure() -> None:
    differing = {("outlet", "Herald", "Mercury"): 2, ("title", "", "Bridge"): 1}
    assert list(remarks_on(Additions((), {}, (), differing), None, "en")) == [
        "Outlet there is Herald, not Mercury (2 articles): to change it, edit data/articles.csv.",
        "Title there is empty, not Bridge: to change it, edit data/articles.csv.",
    ]
