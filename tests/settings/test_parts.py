"""A date is read with the precision it has; a day, month or year lies in a period only when it does so whole."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import DataError
from discourse.settings import Period, days_of


def test_a_period_holds_what_lies_in_it_whole():
    spring = Period(id="spring", start=date(2023, 2, 1), end=date(2023, 5, 30))
    assert [spring.holds(day) for day in ("2023-02-01", "2023-05-30", "2023-04")] == [True] * 3
    assert [spring.holds(day) for day in ("2023-01-31", "2023-05-31", "2023-05", "2023", "")] == [False] * 5


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_day_lies_within_its_month_and_its_year(day):
    assert days_of(day.isoformat()) == (day, day)
    for width in (7, 4):
        first, last = days_of(day.isoformat()[:width])
        assert first <= day <= last


@pytest.mark.parametrize("text", ["yesterday", "2023-13", "2023-02-30", "23-01-01", "2023/01/01", "2023-1"])
def test_a_date_that_is_none_is_refused(text):
    with pytest.raises(DataError, match="a date such as"):
        days_of(text)
