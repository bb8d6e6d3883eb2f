"""Is a row that cannot be counted an error, or a number in the result?"""

from __future__ import annotations

import pytest

from discourse.emphasis.archive.left_out import NAMED, LeftOut
from discourse.errors import DataError


def wrong(number: int) -> DataError:
    return DataError("a date", f"'{number}'", f"news.csv, record {number}", "Correct it.")


def test_nothing_may_be_left_out_unasked():
    with pytest.raises(
        DataError, match=r"record 3: expected a date, found '3'\. Correct it\. To leave out such rows: "
    ):
        LeftOut().add(wrong(3))
    assert not LeftOut().told


def test_the_first_mistakes_are_described_and_all_rows_counted():
    left_out = LeftOut(allowed=True)
    assert left_out.report() == ""
    for number in range(NAMED + 2):
        assert left_out.told == (number >= NAMED)
        left_out.add(wrong(number), rows=number + 1)
    assert left_out.rows == sum(range(1, NAMED + 3))
    first, *said, last = left_out.report().splitlines()
    assert first == f"{left_out.rows} rows that cannot be counted were left out:"
    assert said[0] == "  news.csv, record 0: expected a date, found '0'"
    assert said[1].endswith("found '1' (2 rows)")
    assert len(said) == NAMED
    assert last == "  and 2 more mistakes"
