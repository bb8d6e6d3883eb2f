"""Dates are read as they are written, and a date that may be two days is not read."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.corpus.details import date_in, date_of_cell, date_of_name, order_of


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Published 2019-03-11 at noon", "en", "2019-03-11"),
        ("2019/03/11", "en", "2019-03-11"),
        ("Monday, 11th March 2019", "en", "2019-03-11"),
        ("Mon, 11 Mar 2019 08:15:00 GMT", "en", "2019-03-11"),
        ("Sept. 5, 2019 | Ann Lee", "en", "2019-09-05"),
        ("Sep. 5, 2019 | Ann Lee", "en", "2019-09-05"),
        ("Senin, 5 Agustus 2019 | 08:15", "id", "2019-08-05"),
        ("Thứ hai, ngày 11 tháng 3 năm 2019", "vi", "2019-03-11"),
        ("Senin, 11/3/2019", "id", "2019-03-11"),
        ("11.03.2019", "en", ""),
        ("25.03.2019", "en", "2019-03-25"),
        ("31 February 2019", "en", ""),
        ("room 2019-13-01, level 2019-02-30", "en", ""),
        ("Call 0120190311234 now", "en", ""),
        ("3 Maret 2019, diperbarui 2019-04-01", "id", "2019-03-03"),
        ("11 March 2019", "tlh", "2019-03-11"),
        ("11 March 9999", "en", ""),
    ],
)
def test_the_first_day_of_a_line_is_found(text: str, language: str, found: str) -> None:
    assert date_in(text, language) == found


def test_which_number_is_the_day_can_be_said() -> None:
    assert date_in("3/4/2019", "en", "dmy") == "2019-04-03"
    assert date_in("3/4/2019", "en", "mdy") == "2019-03-04"
    # What cannot be otherwise is read in either order.
    assert date_in("25/4/2019", "en", "mdy") == "2019-04-25"


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["en", "id", "vi", "fr"]))
def test_a_day_is_read_whichever_way_it_is_written(day: date, language: str) -> None:
    from babel.dates import format_date

    for written in (day.isoformat(), f"{day:%Y%m%d}", f"{day.day} {format_date(day, 'LLLL', locale='en')} {day.year}"):
        assert date_in(written, language) == day.isoformat()
    assert date_in(format_date(day, "long", locale=language), language) == day.isoformat()
    assert date_in(f"{day:%d/%m/%Y}", language, "dmy") == day.isoformat()


@pytest.mark.parametrize(
    ("value", "found"),
    [("2019", "2019"), ("2019-03", "2019-03"), ("2019-13", ""), ("1234", ""), ("", ""), ("soon", "")],
)
def test_a_cell_may_hold_a_month_or_a_year(value: str, found: str) -> None:
    assert date_of_cell(value, "en") == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("daily-2019-03-11", "2019-03-11"),
        ("20190311_daily", "2019-03-11"),
        ("daily-25-03-2019", "2019-03-25"),
        ("daily-2019-03-b", "2019-03"),
        ("season-2019-20", ""),
        ("bridge-2019", ""),
        ("no-123456789", ""),
    ],
)
def test_the_name_of_a_file_may_hold_its_day(name: str, found: str) -> None:
    assert date_of_name(name, "en") == found


def test_a_column_decides_which_number_is_the_day() -> None:
    assert order_of(["03/04/2019", "", "13/04/2019"]) == "dmy"
    assert order_of(["03-04-2019", "03-14-2019"]) == "mdy"
    assert order_of(["2019-03-04"]) is None
    assert order_of([]) is None
