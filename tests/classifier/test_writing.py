from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from discourse.classifier.writing import TableWriter, cell


@given(st.lists(st.lists(st.text('a",\r\n é', max_size=5), min_size=1, max_size=3), max_size=6))
def test_what_is_written_is_read(rows):
    stream = io.StringIO(newline="")
    writer = TableWriter(stream)
    for row in rows:
        writer.row(row)
    stream.seek(0)
    assert list(csv.reader(stream, strict=True)) == rows


def test_lines_end_with_a_line_feed_and_returns_are_quoted():
    stream = io.StringIO(newline="")
    TableWriter(stream).row(["a", "b\r", "c\r\n"])
    assert stream.getvalue() == 'a,"b\r","c\r\n"\n'


def test_numbers_have_six_digits():
    assert [cell(value) for value in (0.5, 1e-7, float("nan"), "0.5", 3)] == ["0.500000", "0.000000", "", "0.5", "3"]
