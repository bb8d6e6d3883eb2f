"""A paragraph is found by id, key, text, or article and position; where two fit, or none, the place is named."""

from __future__ import annotations

import pytest

from discourse.errors import LabelError
from discourse.labels.coding import Coding
from discourse.labels.exchange.finding import ParagraphFinder
from discourse.labels.exchange.records import Record, blind_key

TEXTS = {
    "abad-1:01": "Pasar “Lama” dibuka.",
    "abad-1:02": "Wali kota.",
    "bena-2:01": "Wali kota.",
    "bena-2:02": "Kapal – besar.",
}
PLACES = {paragraph: (paragraph.split(":")[0], int(paragraph.split(":")[1])) for paragraph in TEXTS}
COLUMNS = {"text": "Words", "article": "File", "position": "No"}


def found(paragraph: str = "", text: str = "", article: str = "", position: str = "") -> tuple[str, int]:
    finder = ParagraphFinder(TEXTS, PLACES, COLUMNS)
    record = Record("f, row 2", Coding("", paragraph, "", "", "none"), text, article=article, position=position)
    return finder.find(record), finder.differing


@pytest.mark.parametrize(
    ("how", "paragraph"),
    [
        ({"paragraph": "abad-1:01"}, "abad-1:01"),
        ({"paragraph": blind_key("bena-2:02")}, "bena-2:02"),
        ({"text": '  pasar "LAMA"\n dibuka. '}, "abad-1:01"),
        ({"text": "kapal - besar."}, "bena-2:02"),
        ({"text": "Wali kota.", "article": "bena-2"}, "bena-2:01"),
        ({"article": "abad-1", "position": "2"}, "abad-1:02"),
        ({"article": "ABAD-1.html", "position": "02"}, "abad-1:02"),
        ({"article": "C:\\pages\\abad-1.docx", "position": "2.0"}, "abad-1:02"),
        ({"article": "pages/bena-2.txt", "position": " 1 "}, "bena-2:01"),
        ({"paragraph": "17", "text": "Kapal – besar."}, "bena-2:02"),
    ],
)
def test_a_paragraph_is_found(how, paragraph) -> None:
    assert found(**how) == (paragraph, 0)


def test_a_text_that_differs_is_counted_where_article_and_position_are_given() -> None:
    assert found(text="Something else.", article="abad-1", position="2") == ("abad-1:02", 1)
    assert found(text="Wali kota.", article="abad-1", position="1") == ("abad-1:02", 0)


def test_an_id_that_another_program_kept_is_left_to_the_check_of_codings() -> None:
    record = Record("f, task 2", Coding("", "x", "", "", "none"), "Wali kota.")
    assert ParagraphFinder(TEXTS, PLACES).find(record) == "x"


@pytest.mark.parametrize(
    ("how", "message"),
    [
        (
            {"paragraph": "x", "text": " "},
            "f, row 2: expected the id of a paragraph in paragraphs.csv, found 'x'. Correct the id, or leave",
        ),
        (
            {"text": "Wali kota."},
            "f, row 2: expected a text of one paragraph, found that of abad-1:02 and bena-2:01. Add the column "
            "paragraph_id, or article and position.",
        ),
        (
            {"text": "No such."},
            "f, row 2, column Words: expected a paragraph_id, the text of a paragraph of the study, or ",
        ),
        ({}, "its article and position, found none of these."),
        (
            {"article": "abad-l.html", "position": "1"},
            "f, row 2, column File: expected the id or file name of an article of the study, found 'abad-l.html'. Did "
            "you mean abad-1?",
        ),
        ({"article": "zzz", "position": "1"}, "found 'zzz'. Correct the name, or import the article first."),
        (
            {"article": "abad-1", "position": "7"},
            "f, row 2, column No: expected the number of a paragraph of abad-1, 1 to 2, found '7'. Correct it.",
        ),
        ({"article": "abad-1", "position": "two"}, "found 'two'"),
    ],
)
def test_what_is_not_found_is_named_with_row_and_column(how, message) -> None:
    with pytest.raises(LabelError) as refusal:
        found(**how)
    assert message in str(refusal.value)
