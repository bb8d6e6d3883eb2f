from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import DataError
from discourse.io.records import (
    as_lines,
    check_columns,
    csv_fields,
    csv_header,
    csv_rows,
    json_rows,
    open_csv,
)

SOURCE = Path("news.csv")
TEXT = st.text(st.characters(codec="utf-8"), max_size=8)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=8), st.sampled_from(["\n", "\r\n", "\r"]))
def test_what_csv_writes_is_read(rows, end):
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([("text", "quốc"), *rows])
    fields = csv_fields(as_lines(io.BytesIO(stream.getvalue().encode())), SOURCE)
    columns = csv_header(fields, SOURCE)
    assert columns == ("text", "quốc")
    assert [tuple(row.values()) for row in csv_rows(fields, columns, SOURCE)] == rows


@given(
    st.lists(st.dictionaries(TEXT, st.one_of(TEXT, st.integers(), st.booleans(), st.none()), max_size=3), max_size=5)
)
def test_what_json_writes_is_read(rows):
    lines = [json.dumps(row).encode() for row in rows]
    expected = [
        {
            key: value if isinstance(value, str) else "" if value is None else json.dumps(value)
            for key, value in row.items()
        }
        for row in rows
    ]
    assert list(json_rows(lines, None, SOURCE)) == expected


@given(st.integers(-(10**30), 10**30), st.integers(0, 10**30))
def test_numbers_keep_their_digits(whole, rest):
    number = f"{whole}.{rest}"
    assert list(json_rows([f'{{"n": {number}}}'.encode()], None, SOURCE)) == [{"n": number}]


def test_rows_are_numbered_from_where_they_begin():
    with pytest.raises(DataError, match=r"news\.csv, record 8: expected 2 columns, found 1"):
        list(csv_rows([["1", "kopi"], ["2"]], ("id", "text"), SOURCE, first=7))
    with pytest.raises(DataError, match=r"news\.csv, record 8: expected the keys of the first rows in all rows"):
        list(json_rows([b"{}", b'{"id": 1}'], ("text",), SOURCE, first=7))


def test_columns_that_would_clash_are_named():
    check_columns(("id", "text"), ("pillar",), SOURCE)
    with pytest.raises(DataError, match="expected no column that classifying makes, found pillar"):
        check_columns(("text", "pillar"), ("pillar",), SOURCE)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("id,text\n1,a\n".encode("utf-16"), "news.csv: expected a table in UTF-8, found UTF-16."),
        (b"id;text\n1;a\n", "news.csv: expected cells separated by commas, found by semicolons."),
        (b"id\ttext\n", "news.csv: expected cells separated by commas, found by tabs."),
        (b"id,text\n1,caf\xe9\n", "record 1: expected a CSV table in UTF-8, quotes inside a quoted field doubled, "
         "found the byte 0xE9, which is '\u00e9' in Windows-1252."),
        (b'id,text\n1,a\n2,"b\n', "record 2: expected a CSV table in UTF-8, quotes inside a quoted field doubled, "
         "found a quotation mark that is never closed."),
        (b"id,text\n1," + b"a" * 200_000, "found a cell of more than 131,072 letters"),
        (b"id,text\n1\n", "record 1: expected 2 columns, found 1."),
        (b"", "news.csv: expected a line of column names, found an empty file."),
    ],
)  # fmt: skip
def test_what_is_no_table_is_named_in_one_line(tmp_path, raw, said):
    path = tmp_path / "news.csv"
    path.write_bytes(raw)

    def read():
        with open_csv(path) as lines:
            fields = csv_fields(lines, path)
            return list(csv_rows(fields, csv_header(fields, path), path))

    with pytest.raises(DataError) as caught:
        read()
    assert said in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (b'{"a": [' + b"9" * 5000 + b"]}", "a number of thousands of digits"),
        (b"[" * 100_000, "entries within entries, too deep to read"),
        (b'{"a": "\xff"}', "the byte 0xFF"),
        (b'{"a": 1,}', "at character 9"),
        (b"[1]", "a list"),
    ],
)
def test_what_is_no_object_is_named_in_one_line(line, found):
    with pytest.raises(DataError, match=f"record 1: expected one JSON object a line, in UTF-8, found .*{found}"):
        list(json_rows([line], None, SOURCE))
