from __future__ import annotations

from pathlib import Path

import pytest

from discourse.classifier.tables.broken import LONGEST_TEXT, check_cells, nothing_to_read
from discourse.errors import DataError


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"id": "a\0", "text": "kopi"}, "found a NUL character in column 'id'"),
        ({"id": 7, "text": "é" * (LONGEST_TEXT // 2 + 1)}, f"at most {LONGEST_TEXT} bytes, found {LONGEST_TEXT + 2}"),
    ],
)
def test_a_row_that_cannot_be_is_named(row, said):
    with pytest.raises(DataError, match=f"news, record 3: .*{said}"):
        check_cells(row, "news, record 3")


def test_other_rows_pass_whatever_their_types():
    for row in ({"text": None}, {"id": 7, "tags": ["\0"]}, {"text": "a" * LONGEST_TEXT}):
        check_cells(row, "news, record 3")


def test_a_table_of_broken_rows_is_told_from_an_empty_one():
    assert "expected at least one row, found none." in str(nothing_to_read(Path("news.csv"), 0))
    assert "expected at least one row that can be read, found none of 4." in str(nothing_to_read(Path("news.csv"), 4))
