"""Plain tables: the log's own columns, sheets to be filled in, and other programs' tables refused."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.codebook import Codebook, Pillar
from discourse.errors import LabelError
from discourse.io.spreadsheets import Spreadsheet, read_spreadsheet
from discourse.labels.coding import COLUMNS, Coding
from discourse.labels.exchange.records import Sheet
from discourse.labels.exchange.tables import (
    SHEET_COLUMNS,
    Reading,
    read_csv,
    read_jsonl,
    read_workbook,
    write_csv,
    write_csv_sheet,
    write_jsonl,
    write_jsonl_sheet,
)

BOOK = Codebook("2", tuple(Pillar(name, name.title(), "-") for name in ("political", "economic", "education")), "-")
PLAIN, ANI = Reading(BOOK), Reading(BOOK, "ani")
CODING = Coding("7f3a", "abad:01", "ani", "2", "economic", ("education",), unsure=True, note='"ragu", katanya')


def test_a_coding_with_an_id_comes_back_as_it_was() -> None:
    for sheet in (read_csv(write_csv([CODING]), "f", PLAIN), read_jsonl(write_jsonl([CODING]), "f", PLAIN)):
        assert [record.origin for record in sheet.records] == [CODING]
        assert sheet.records[0].is_as_it_left
    assert write_csv([CODING]).startswith(",".join(COLUMNS) + "\n")


def test_an_empty_sheet_holds_paragraphs_and_no_coding() -> None:
    texts = {"abad:01": "Pasar, dibuka.", "abad:02": 'Sekolah "baru".'}
    for sheet in (read_csv(write_csv_sheet(texts), "f", PLAIN), read_jsonl(write_jsonl_sheet(texts), "f", PLAIN)):
        assert (sheet.records, dict(sheet.left_out)) == ([], {"not coded": 2})
    assert write_csv_sheet({}).strip() == ",".join(SHEET_COLUMNS)
    assert list(json.loads(write_jsonl_sheet({"abad:01": "x"}))) == list(SHEET_COLUMNS)


def test_a_row_without_a_primary_code_is_counted() -> None:
    sheet = read_csv("text,primary,also\nx,,\ny,,political\nz,none,\n", "f", ANI)
    assert dict(sheet.left_out) == {"not coded": 1, "without a primary code": 1}
    assert [record.text for record in sheet.records] == ["z"]


def test_a_row_without_an_id_is_named_by_paragraph_coder_time_and_turn() -> None:
    def sources(text: str, coder: str = "ani") -> list[str]:
        return [record.source for record in read_csv(text, "f", Reading(BOOK, coder)).records]

    first = sources("paragraph_id,primary\nabad:01,economic\nabad:02,none\nabad:01,none\n")
    assert len(set(first)) == 3
    assert sources("paragraph_id,primary\nabad:01,political\nabad:02,none\nabad:01,political\n") == first
    assert sources("paragraph_id,primary\nabad:01,economic\n", "budi") != first[:1]
    assert sources("paragraph_id,primary,when\nabad:01,economic,2024-12-03\n") != first[:1]


def test_lists_and_booleans_of_json_are_understood() -> None:
    fields = {"paragraph_id": "abad:01", "coder": "ani", "primary": "economic", "also": ["political"], "unsure": True}
    coding = read_jsonl(json.dumps({**fields, "note": None, "seconds": 3}), "f", PLAIN).records[0].now
    assert (coding.also, coding.unsure, coding.note, coding.seconds) == (("political",), True, "", 3.0)


@pytest.mark.parametrize(
    ("read", "text", "part"),
    [
        (
            read_csv,
            "a,b\n",
            "f, row 1: expected a column of codes, such as primary, code or label, found a, b. Name it: --map primary=",
        ),
        (read_csv, "id,label,Comments\n", "found an export of doccano. Add --form doccano."),
        (read_csv, "annotator,lead_time,pillar\n", "found an export of Label Studio. Export from Label Studio as JSON"),
        (read_jsonl, '{"primary": "none", "label": [], "Comments": []}', "f, line 1: expected a table of codings"),
        (read_jsonl, '{"primary": "none", "cats": [], "Comments": []}', "found an export of doccano"),
        (read_jsonl, '{"primary": "none", "also": [null]}', "f, line 1, also: expected text"),
        (
            read_jsonl,
            '{"primary": "none", "paragraph_id": {"id": "abad:01"}}',
            "f, line 1, paragraph_id: expected text",
        ),
    ],
)
def test_what_is_no_table_of_codings_is_refused(read, text, part) -> None:
    with pytest.raises(LabelError) as refusal:
        read(text, "f", PLAIN)
    assert part in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("read", "text", "part"),
    [
        (read_jsonl, '{"primary": "none", "coder": "ani", "seconds": "lama"}', "f, line 1, column seconds"),
        (read_csv, "primary,unsure\nnone,maybe\n", "f, row 2, column unsure: expected yes, no or nothing"),
        (
            read_csv,
            "primary,coder\nnone,budi\n",
            "f, row 2, column coder: expected codings by ani, found one by 'budi'",
        ),
        (
            read_csv,
            "Code\nnone\neconmic\n",
            "f, row 3, column Code: expected one of the codes political, economic, education, none, found 'econmic'. "
            "Did you mean economic?",
        ),
        (read_csv, "code,Also mentioned\nnone,econmic\n", "f, row 2, column Also mentioned: expected one of the codes"),
    ],
)
def test_what_is_wrong_with_a_row_waits_for_the_others(read, text, part) -> None:
    sheet = read(text, "f", ANI)
    assert len(sheet.wrong) == 1
    assert part in str(sheet.wrong[0])


def test_a_table_of_a_spreadsheet_is_read_with_the_numbers_of_its_rows(tmp_path) -> None:
    path = tmp_path / "codings.csv"
    path.write_bytes(
        "Absatz;Kategorie;Wer;Unsicher\nDie Brücke;Economic;ani;X\n\nDas Tor;oddly;ani;\n".encode("cp1252")
    )
    columns = {"text": "Absatz", "primary": "Kategorie", "coder": "Wer", "unsure": "Unsicher"}
    sheet = read_workbook(read_spreadsheet(path), "f", Reading(BOOK, columns=columns))
    (record,) = sheet.records
    assert (record.text, record.now.primary, record.now.coder, record.now.unsure) == (
        "Die Brücke",
        "economic",
        "ani",
        True,
    )
    assert str(sheet.wrong[0]).startswith("f, row 4, column Kategorie: expected one of the codes")
    assert sheet.remarks == [
        "text in Windows-1252",
        "cells separated by semicolons",
        "columns: Absatz = text, Kategorie = primary, Wer = coder, Unsicher = unsure",
        "codes by their names or in other case: Economic = economic (1)",
    ]


CELLS = st.sampled_from(
    ["", "economic", "Economic; political", "none", "yes", "abad:01", "3", "1e9", "x,y", "\U00010400", "\n"]
)
HEADS = st.sampled_from(
    ["Code", "code", "id", "paragraph", "Text", "also", "Coder", "when", "seconds", "coding_id", "article"]
)


@given(
    st.lists(HEADS, min_size=1, max_size=6, unique=True).flatmap(
        lambda heads: st.tuples(st.just(heads), st.lists(st.tuples(*[CELLS] * len(heads)), min_size=1, max_size=5))
    )
)
def test_any_table_is_read_or_refused_row_by_row(table) -> None:
    """Each row is a record, left out for a reason, or wrong with its place; nothing else comes up."""
    place = ""
    heads, rows = table
    found = Spreadsheet(pd.DataFrame(rows, columns=heads, index=range(2, len(rows) + 2), dtype=str))
    try:
        sheet = read_workbook(found, "f", PLAIN)
    except LabelError as error:
        sheet, place = Sheet(), str(error)
    if place:
        assert place.startswith("f, row 1: expected ")
        return
    assert len(sheet.records) + sum(sheet.left_out.values()) + len(sheet.wrong) == len(rows)
    assert all(str(error).startswith("f, row ") for error in sheet.wrong)
