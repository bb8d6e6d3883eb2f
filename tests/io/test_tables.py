"""A table is text, row by row, and the first wrong value is named with its row."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import DataError, LabelError
from discourse.io import tables
from discourse.io.tables import check_column, check_unique, is_count, read_table


def write(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_cells_stay_as_they_are_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "id,code\nb,007\na,NA\nc,\n"), ("id", "code"), "id")
    assert table.to_dict("list") == {"id": ["a", "b", "c"], "code": ["NA", "007", ""], "row": [3, 2, 4]}
    unsorted = read_table(write(tmp_path, "id\nb\na\n"), ("id",), None)
    assert list(unsorted["id"]) == ["b", "a"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "table.csv: expected a line of column names, found an empty file"),
        ("id\na\n", "expected the columns id, code, found no code"),
        ("id,code\na,1\na,2\n", "row 3, column id: expected each id once, found 'a' again"),
        ("id,code\na,1\n,2\n", "row 3, column id: expected an id, found ''"),
        ("id,code\na,1\nb,2,3\n", "row 3: expected 2 cells, found 3"),
        ("id,code\na,1,2\nb,2\n", "row 2: expected 2 cells, found 3"),
        ("id,code\na,1\nb\n", "row 3: expected 2 cells, found 1"),
        ("id,code\n\na,1\n\nb\n", "row 5: expected 2 cells, found 1"),
        ("id,code\na,1\n\nb,2\na,2\n", "row 5, column id: expected each id once, found 'a' again"),
        ("id,id\na,1\n", "table.csv: expected each column once, found id twice"),
        ("id;code\na;1\n", "expected cells separated by commas, found by semicolons"),
        ('id,code\na,1\nb,"2\nc,3\n', "row 3: expected a CSV table, found a quotation mark that is never closed"),
        ("id,code\na\0,1\n", "line 2: expected a CSV table in UTF-8, found a NUL"),
        ('"id\r\n",code\na,1\n', "expected the columns id, code, found no id"),
    ],
)
def test_a_table_that_cannot_be_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DataError) as refusal:
        read_table(write(tmp_path, text), ("id", "code"), "id")
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_missing_file_and_other_bytes_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="found no file"):
        read_table(tmp_path / "none.csv", ("id",), "id")
    (tmp_path / "table.csv").write_bytes(b"id\n\xff\n")
    with pytest.raises(
        DataError, match=r"csv, line 2: expected a CSV table in UTF-8, found the byte 0xFF, which is 'ÿ'"
    ):
        read_table(tmp_path / "table.csv", ("id",), "id")
    (tmp_path / "table.csv").write_text("id\na\n", encoding="utf-16")
    with pytest.raises(DataError, match=r"a CSV table in UTF-8, found UTF-16\. Save it in UTF-8"):
        read_table(tmp_path / "table.csv", ("id",), "id")
    with pytest.raises(DataError, match="expected a table, found a folder"):
        read_table(tmp_path, ("id",), "id")


def test_a_mark_at_the_beginning_and_line_ends_of_any_kind_are_read(tmp_path: Path) -> None:
    for text in ("\ufeffid,code\na,1\n", "id,code\r\na,1\r\n", "id,code\ra,1\r", 'id,code\n\na,"1"\n\n'):
        table = read_table(write(tmp_path, text), ("id", "code"), "id")
        assert table[["id", "code"]].values.tolist() == [["a", "1"]]


@given(st.text('a,"\n\r\t\0\u00e9;', max_size=40))
def test_any_text_is_a_table_of_whole_rows_or_refused_in_one_line(tmp_path_factory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(b"one,two\n" + text.encode())
    said = ""
    try:
        table = read_table(path, ("one", "two"), None)
    except DataError as error:
        said = str(error)
    assert said.isprintable()
    if not said:
        rows = list(csv.reader(io.StringIO(text, newline="")))
        assert [len(row) for row in rows if row] == [2] * len(table)
        assert table["row"].tolist() == [number for number, row in enumerate(rows, 2) if row]


@given(st.lists(st.lists(st.sampled_from(["", "a", "b,c", 'd"', "e\nf", " ", "007"]), min_size=2, max_size=2)))
def test_what_the_csv_module_writes_is_read_cell_by_cell(tmp_path_factory: pytest.TempPathFactory, rows) -> None:
    path = tmp_path_factory.getbasetemp() / "written.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["one", "two"], *rows])
    table = read_table(path, ("one", "two"), None)
    numbered = [(number, *row) for number, row in enumerate(rows, 2)]
    assert list(table[["row", "one", "two"]].itertuples(index=False, name=None)) == numbered


def test_a_packed_table_that_was_damaged_is_refused(tmp_path: Path) -> None:
    packed = gzip.compress(b"id,code\n" + b"".join(b"a%d,%d\n" % (n, n * n) for n in range(300)), mtime=0)
    path = tmp_path / "table.csv.gz"
    path.write_bytes(packed)
    assert len(read_table(path, ("id",), "id")) == 300
    for place in range(10, len(packed), 7):
        path.write_bytes(packed[:place] + bytes([packed[place] ^ 0x55]) + packed[place + 1 :])
        with pytest.raises(DataError):
            read_table(path, ("id",), "id")
    for place in range(0, len(packed), 7):
        path.write_bytes(packed[:place])
        with pytest.raises(DataError, match=r"table\.csv\.gz: expected a (table packed by gzip|line of column names)"):
            read_table(path, ("id",), "id")
    path.write_bytes(b"id,code\n")
    with pytest.raises(DataError, match="found a damaged file"):
        read_table(path, ("id",), "id")


def test_a_packed_table_is_not_unpacked_beyond_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "table.csv.gz"
    path.write_bytes(gzip.compress(b"id\n" + b"a" * 997))
    monkeypatch.setattr(tables, "LARGEST", 1000)
    assert len(read_table(path, ("id",), "id")) == 1
    monkeypatch.setattr(tables, "LARGEST", 999)
    with pytest.raises(DataError, match="expected a table of at most 999 bytes, found more"):
        read_table(path, ("id",), "id")


def test_a_value_that_does_not_hold_is_named_even_with_a_null_in_it() -> None:
    table = pd.DataFrame({"row": [2, 3, 4], "opening": ["yes", "no\0", "maybe"]})
    with pytest.raises(LabelError, match=r"t\.csv, row 3, column opening: expected yes or no, found 'no\\x00'\. Ask\."):
        check_column(table, "t.csv", "opening", ("yes", "no").__contains__, "yes or no", "Ask.", LabelError)


def test_each_value_is_asked_once_and_may_say_what_was_expected() -> None:
    asked: list[str] = []

    def holds(value: str) -> bool:
        asked.append(value)
        if value == "bad":
            raise DataError("a date", value)
        return True

    table = pd.DataFrame({"row": range(2, 6), "when": ["a", "a", "b", "bad"]})
    with pytest.raises(DataError, match="row 5, column when: expected a date, found 'bad'"):
        check_column(table, "t.csv", "when", holds, "something")
    assert asked == ["a", "b", "bad"]


def test_an_id_twice_names_the_later_row() -> None:
    with pytest.raises(LabelError, match="row 9, column id: expected each id once, found 'a' again"):
        check_unique(pd.DataFrame({"row": [2, 5, 9], "id": ["a", "b", "a"]}), "t.csv", "id", error=LabelError)


@pytest.mark.parametrize(
    ("value", "good"), [("0", True), ("25" * 13, False), ("", False), ("²", False), ("1e3", False)]
)
def test_counts(value: str, good: bool) -> None:
    assert is_count(value) == good
    assert not good or int(value) >= 0
