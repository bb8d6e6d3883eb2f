"""Columns are known by the names that people give them; codes by their names, whatever the case."""

from __future__ import annotations

import pytest

from discourse.codebook import Codebook, Pillar
from discourse.errors import LabelError
from discourse.labels.exchange.meanings import USUAL_NAMES, CodeNames, column_meanings

PILLARS = (
    Pillar("trade", "Trade", "-"),
    Pillar("road-rail", "Roads, rail and ports", "-"),
    Pillar("migration", "People", "-"),
)
BOOK = Codebook("2", PILLARS, "-")


def meanings(columns: str, *cells: str, **given: str) -> dict[str, str]:
    names = columns.split(";")
    rows = [dict(zip(names, row.split(";"), strict=True)) for row in cells]
    return column_meanings(names, rows, given, "f, row 1")


@pytest.mark.parametrize(
    ("columns", "row", "expected"),
    [
        ("paragraph_id;primary", "a:01;x", {"paragraph_id": "paragraph_id", "primary": "primary"}),
        ("File Name;Par.;Label;Annotator", "a;1;x;b", {"article": "File Name", "position": "Par.", "primary": "Label"}),
        ("article;paragraph;pillar", "a;3;x", {"article": "article", "position": "paragraph", "primary": "pillar"}),
        ("Paragraph;CODE", "Two words;x", {"text": "Paragraph", "primary": "CODE"}),
        ("paragraph;code", "a:01;x", {"paragraph_id": "paragraph", "primary": "code"}),
        ("id;category;remarks;comment", "a:01;x;;", {"paragraph_id": "id", "primary": "category", "note": "comment"}),
        ("id;text;category", "7;Two words;x", {"text": "text", "primary": "category"}),
        ("primary;code", "x;9", {"primary": "primary"}),
    ],
)
def test_usual_columns_are_known(columns, row, expected) -> None:
    assert expected.items() <= meanings(columns, row).items()


@pytest.mark.parametrize(("meaning", "name"), [(m, name) for m, names in USUAL_NAMES.items() for name in names])
def test_every_usual_name_is_known_in_any_writing(meaning, name) -> None:
    columns = ["primary", name.replace("_", " ").title()] if meaning != "primary" else [name.upper()]
    assert meanings(";".join(columns), ";".join(["x"] * len(columns)))[meaning] == columns[-1]


def test_an_id_of_the_users_own_is_none_of_a_paragraph() -> None:
    assert "paragraph_id" not in meanings("id;text;code", "7;Two words;x")
    assert "paragraph_id" not in meanings("id;file;no;code", "7;a;1;x")


def test_what_the_user_says_comes_first() -> None:
    found = meanings("code;Kategorie;text", "9;x;Two words", primary="Kategorie")
    assert found == {"primary": "Kategorie", "text": "text"}


@pytest.mark.parametrize(
    ("columns", "given", "message"),
    [
        ("a;b", {}, "f, row 1: expected a column of codes, such as primary, code or label, found a, b. Name it: --map"),
        (
            "code;label",
            {},
            "expected one column that means primary, found code and label. Choose one: --map primary=code.",
        ),
        ("code", {"primry": "code"}, "--map: expected one of the columns coding_id, "),
        ("code", {"primry": "code"}, "found 'primry'. Did you mean primary?"),
        ("Kode", {"primary": "Kod"}, "f, row 1: expected one of the columns Kode, found 'Kod'. Did you mean Kode?"),
        ("Kode", {"primary": "zzz"}, "Write a column's name here, =, its name in the file."),
    ],
)
def test_columns_that_do_not_say_enough_are_refused(columns, given, message) -> None:
    with pytest.raises(LabelError) as refusal:
        meanings(columns, **given)
    assert message in str(refusal.value)


def test_no_name_means_two_things() -> None:
    names = [name for usual in USUAL_NAMES.values() for name in usual]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("trade", "trade"),
        (" Trade ", "trade"),
        ("ROAD RAIL", "road-rail"),
        ("road_rail", "road-rail"),
        ("Roads, rail and ports", "road-rail"),
        ("people", "migration"),
        ("None", "none"),
        ("", ""),
    ],
)
def test_a_code_is_known_by_its_name(said, code) -> None:
    assert CodeNames(BOOK).primary(said, "f") == code


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("trade migration", ("trade", "migration")),
        ("Trade; Roads and rail", None),
        ("Trade; people | road-rail", ("trade", "migration", "road-rail")),
        ("Roads, rail and ports", ("road-rail",)),
        ("trade,trade", ("trade",)),
        ("", ()),
    ],
)
def test_several_codes_may_stand_in_a_cell(said, codes) -> None:
    names = CodeNames(BOOK)
    if codes is not None:
        assert names.also(said, "f") == codes
        return
    with pytest.raises(LabelError, match="found 'Roads'"):
        names.also(said, "f")


def test_the_nearest_code_is_offered() -> None:
    with pytest.raises(LabelError) as refusal:
        CodeNames(BOOK).primary("imigration", "f, row 4, column Code")
    assert str(refusal.value) == (
        "f, row 4, column Code: expected one of the codes trade, road-rail, migration, none, found 'imigration'. "
        "Did you mean migration?"
    )
    with pytest.raises(LabelError, match=r"found 'zzz'\. Correct the code\."):
        CodeNames(BOOK).primary("zzz", "f")


def test_a_name_that_two_pillars_bear_is_no_code() -> None:
    book = Codebook("2", (Pillar("one", "Same", "-"), Pillar("two", "Same", "-")), None)
    with pytest.raises(LabelError, match="found 'Same'"):
        CodeNames(book).primary("Same", "f")


def test_other_spellings_are_counted() -> None:
    names = CodeNames(BOOK)
    for said in ("Trade", "Trade", "trade", "people"):
        names.primary(said, "f")
    assert names.remarks() == ["codes by their names or in other case: Trade = trade (2), people = migration (1)"]
    assert CodeNames(BOOK).remarks() == []
