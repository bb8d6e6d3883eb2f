"""What is written as CSV is read as it was."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from discourse.io.records import CsvWriter, cell_text, csv_cell


@given(st.lists(st.lists(st.text('a",\r\n é', max_size=5), min_size=1, max_size=3), max_size=6))
def test_what_is_written_is_read(rows):
    stream = io.StringIO(newline="")
    writer = CsvWriter(stream)
    for row in rows:
        writer.row(row)
    stream.seek(0)
    assert list(csv.reader(stream, strict=True)) == rows


def test_lines_end_with_a_line_feed_and_returns_are_quoted():
    stream = io.StringIO(newline="")
    CsvWriter(stream).row(["a", "b\r", "c\r\n"])
    assert stream.getvalue() == 'a,"b\r","c\r\n"\n'


def test_numbers_have_six_digits():
    assert [csv_cell(value) for value in (0.5, 1e-7, float("nan"), "0.5", 3)] == [
        "0.500000",
        "0.000000",
        "",
        "0.5",
        "3",
    ]


def test_values_with_types_become_the_text_that_a_reader_expects():
    given_values = [
        " 007 ", 7, 7.0, 0.1 + 0.2, float("nan"), None, pd.NaT, True, date(2023, 1, 31),
        datetime(2023, 1, 31, 5, 30), pd.Timestamp("2023-01-31"), Decimal("1.10"), ["a", 1], {"k": "é"},
    ]  # fmt: skip
    assert [cell_text(value) for value in given_values] == [
        " 007 ", "7", "7", "0.30000000000000004", "", "", "", "True", "2023-01-31",
        "2023-01-31 05:30:00", "2023-01-31", "1.10", '["a", 1]', '{"k": "é"}',
    ]  # fmt: skip
