"""A table is text, row by row, and the first wrong value is named with its row."""

from __future__ import annotations

import gzip
from pathlib import Path

import pandas as pd
import pytest
from pydantic import BaseModel

from discourse.errors import DataError, LabelError
from discourse.io.tables import check_column, check_unique, checked, is_count, read_table


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
        ("", "expected a CSV table in UTF-8, found No columns"),
        ("id\na\n", "expected the columns id, code, found no code"),
        ("id,code\na,1\na,2\n", "row 3, column id: expected each id once, found 'a' again"),
        ("id,code\na,1\n,2\n", "row 3, column id: expected an id, found ''"),
        ("id,code\na,1\nb,2,3\n", "expected a CSV table in UTF-8, found Error tokenizing"),
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
    with pytest.raises(DataError, match="a CSV table in UTF-8"):
        read_table(tmp_path / "table.csv", ("id",), "id")


def test_a_packed_table_that_was_damaged_is_refused(tmp_path: Path) -> None:
    packed = gzip.compress(b"id,code\n" + b"".join(b"a%d,%d\n" % (n, n * n) for n in range(300)), mtime=0)
    path = tmp_path / "table.csv.gz"
    path.write_bytes(packed)
    assert len(read_table(path, ("id",), "id")) == 300
    for place in range(10, len(packed), 7):
        path.write_bytes(packed[:place] + bytes([packed[place] ^ 0x55]) + packed[place + 1 :])
        with pytest.raises(DataError):
            read_table(path, ("id",), "id")


def test_a_value_that_does_not_hold_is_named_even_with_a_null_in_it() -> None:
    table = pd.DataFrame({"row": [2, 3, 4], "lead": ["yes", "no\0", "maybe"]})
    with pytest.raises(LabelError, match=r"t\.csv, row 3, column lead: expected yes or no, found 'no\\x00'\. Ask\."):
        check_column(table, "t.csv", "lead", ("yes", "no").__contains__, "yes or no", "Ask.", LabelError)


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


class Coding(BaseModel):
    paragraph: str
    also: list[str] = []


def test_a_value_that_fits_is_a_model() -> None:
    made = checked(Coding, {"paragraph": "a:01", "also": ["trade"]}, "a coding", "x.json", "Correct it.")
    assert (made.paragraph, made.also) == ("a:01", ["trade"])


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({}, "in paragraph: Field required"),
        ({"paragraph": "a", "also": ["b", None]}, "in also.1: Input should be a valid string"),
        (None, "Input should be a valid dictionary or instance of Coding"),
    ],
)
def test_the_entry_that_does_not_fit_is_named(value, found) -> None:
    with pytest.raises(DataError) as refusal:
        checked(Coding, value, "a coding", "x.json", "Correct it.", LabelError)
    assert type(refusal.value) is LabelError
    assert str(refusal.value) == f"x.json: expected a coding, found {found}. Correct it."
