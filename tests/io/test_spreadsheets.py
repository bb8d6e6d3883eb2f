"""A table is read whatever program wrote it, and what had to be found out is said."""

from __future__ import annotations

import builtins
import importlib.util
import io
import json
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import DataError, MissingExtraError
from discourse.io.spreadsheets import SPREADSHEET_SUFFIXES, is_spreadsheet, read_spreadsheet

CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


def written(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def needs(library: str) -> None:
    """Skip where an optional library is missing."""
    if importlib.util.find_spec(library) is None:
        pytest.skip(f"{library} is not installed")


@pytest.mark.parametrize(
    ("content", "remarks"),
    [
        ("id,text\n1,café; tea\n".encode(), ()),
        ("\ufeffid,text\n1,café; tea\n".encode(), ()),
        ("id;text\r\n1;café; tea\r\n".replace("café; tea", '"café; tea"').encode("cp1252"),
         ("text in Windows-1252", "cells separated by semicolons")),
        ("id\ttext\n1\tcafé; tea\n".encode("utf-16"), ("text in UTF-16", "cells separated by tabs")),
        ("id|text\n1|café; tea\n".encode(), ("cells separated by vertical bars",)),
        ("id,text,\n\n1,café; tea,\n,,\n".encode(), ()),
    ],
)  # fmt: skip
def test_separators_and_encodings_are_found(tmp_path: Path, content: bytes, remarks: tuple[str, ...]) -> None:
    found = read_spreadsheet(written(tmp_path, "news.csv", content))
    assert found.table.to_dict("list") == {"id": ["1"], "text": ["café; tea"]}
    assert found.remarks == remarks


def test_a_byte_that_windows_has_not_is_read_as_latin_1(tmp_path: Path) -> None:
    found = read_spreadsheet(written(tmp_path, "news.csv", b"id,text\n1,caf\xe9\x81\n"))
    assert found.remarks == ("text in Latin-1",)


def test_rows_have_the_numbers_of_the_file(tmp_path: Path) -> None:
    found = read_spreadsheet(written(tmp_path, "news.csv", b'id,text\n1,"a\nb"\n\n3,c\n'))
    assert found.table.index.tolist() == [2, 4]
    assert found.table["text"].tolist() == ["a\nb", "c"]


@given(st.lists(st.tuples(CELLS, CELLS).filter(any), min_size=1, max_size=8), st.sampled_from(",;\t|"))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, rows, sign: str) -> None:
    stream = io.StringIO()
    pd.DataFrame(rows, columns=["one", "two"]).to_csv(stream, index=False, sep=sign)
    path = tmp_path_factory.mktemp("tables") / "news.csv"
    path.write_bytes(stream.getvalue().encode())
    assert [tuple(row) for row in read_spreadsheet(path).table.to_numpy()] == rows


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"id;text\n1;a;b\n", r"a\.csv, row 2: expected 2 cells, found 3\. Quote cells"),
        ("a.csv", b"id;text\n1\n", r"a\.csv, row 2: expected 2 cells, found 1"),
        ("a.csv", b'id,text\n1,"open\n', r"a\.csv, row 2: .*a quotation mark that is never closed"),
        ("a.csv", b"id,text\n", r"expected a table with rows, found none"),
        ("a.csv", b"", r"found an empty file"),
        ("a.csv", b"PK\x03\x04\x00", r"found bytes that are no text"),
        ("a.csv", b"\xff\xfea", r"found bytes that are no text"),
        ("a.csv", b"id,id\n1,2\n", r"expected each column once, found id twice"),
        ("a.json", b'{"id": 1}', r"expected a list of JSON objects, found 'dict'"),
        ("a.json", b"[", r"expected a list of JSON objects"),
        ("a.jsonl", b"[1]\n", r"record 1: expected one JSON object a line"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    with pytest.raises(DataError, match=said) as raised:
        read_spreadsheet(written(tmp_path, name, content))
    assert name in str(raised.value)
    assert "\n" not in str(raised.value)


def test_json_is_read_by_line_and_as_a_list(tmp_path: Path) -> None:
    rows = [{"id": 7, "text": "café"}, {"id": None, "text": "tea", "tags": ["a"]}]
    lines = "\n\n".join(json.dumps(row) for row in rows).encode()
    expected = {"id": ["7", ""], "text": ["café", "tea"], "tags": ["", '["a"]']}
    for path in (written(tmp_path, "a.jsonl", lines), written(tmp_path, "a.json", json.dumps(rows).encode())):
        assert read_spreadsheet(path).table.to_dict("list") == expected
        assert read_spreadsheet(path).table.index.tolist() == [1, 2]


def test_a_workbook_is_read(tmp_path: Path) -> None:
    needs("openpyxl")
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "News"
    for row in ([], ["id", "date", "share", "text"], [7, datetime(2019, 3, 11), 0.5, "café"], [8, None, 2.0, "=1+1"]):
        sheet.append(row)
    book.create_sheet("Notes").append(["nothing"])
    path = tmp_path / "news.xlsx"
    book.save(path)
    found = read_spreadsheet(path)
    assert found.remarks == ("the sheet 'News', not 'Notes'",)
    assert found.table["date"].tolist() == ["2019-03-11", ""]
    assert found.table["id"].tolist() == ["7", "8"]
    assert found.table["share"].tolist() == ["0.5", "2"]


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    needs("openpyxl")
    with pytest.raises(DataError, match="expected a workbook, found a damaged or foreign file"):
        read_spreadsheet(written(tmp_path, "a.xlsx", b"PK\x03\x04 broken"))


def test_a_parquet_file_is_what_pandas_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pyarrow, which is too large to be asked for."""
    whole = pd.DataFrame({"id": [7, 8], "date": [date(2019, 3, 11), None], "text": ["café", "tea"]})

    def read(stream: io.BytesIO) -> pd.DataFrame:
        if stream.read() != b"PAR1":
            raise ValueError("no magic bytes")
        return whole

    monkeypatch.setattr(pd, "read_parquet", read)
    with pytest.raises(DataError, match="expected a parquet file, found a damaged or foreign file"):
        read_spreadsheet(written(tmp_path, "broken.parquet", b"PK"))
    table = read_spreadsheet(written(tmp_path, "news.parquet", b"PAR1")).table
    assert table.to_dict("list") == {"id": ["7", "8"], "date": ["2019-03-11", ""], "text": ["café", "tea"]}


@pytest.mark.parametrize(
    ("name", "library", "said"),
    [
        ("a.xlsx", "openpyxl", r'the library openpyxl.*pip install "openpyxl'),
        ("a.parquet", "pyarrow", "the library pyarrow.*save"),
    ],
)
def test_a_missing_library_is_named(tmp_path: Path, monkeypatch, name: str, library: str, said: str) -> None:
    real = builtins.__import__

    def missing(module: str, *rest, **named):
        if module.partition(".")[0] in (library, "fastparquet"):
            raise ImportError(module)
        return real(module, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(MissingExtraError, match=said):
        read_spreadsheet(written(tmp_path, name, b"content"))


def test_tables_are_known_by_their_names() -> None:
    assert all(is_spreadsheet(Path(f"a{suffix.upper()}")) for suffix in SPREADSHEET_SUFFIXES)
    assert not is_spreadsheet(Path("a.txt"))
