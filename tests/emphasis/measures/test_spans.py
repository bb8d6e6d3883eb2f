"""Does every day lie in the span that holds it, and a date that may lie in two in none?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.emphasis.measures.spans import UNITS, Span, many_spans, one_span, read_span
from discourse.errors import DataError
from discourse.translations import Translation, speaking


@pytest.mark.parametrize(
    ("text", "published", "named"),
    [
        ("day", "2024-02-29", "2024-02-29"),
        ("day", "2024-02", None),
        ("week", "2021-01-03", "2020-W53"),  # a Sunday
        ("week", "2021-01-04", "2021-W01"),
        ("week", "2021-01", None),
        ("2weeks", "2021-01-04", "2020-W53 to 2021-W01"),
        ("month", "2024-02", "2024-02"),
        ("month", "2024", None),
        ("2months", "2024-02", "2024-01 to 2024-02"),
        ("2months", "2024-03-31", "2024-03 to 2024-04"),
        ("6months", "2024-07", "2024-07 to 2024-12"),
        ("quarter", "2024-12-31", "2024-Q4"),
        ("quarter", "2024-05", "2024-Q2"),
        ("2quarters", "2024-05", "2024-Q1 to 2024-Q2"),
        ("year", "2024", "2024"),
        ("5years", "2024", "2020 to 2024"),
        ("year", "", None),
    ],
)
def test_dates_and_their_spans(text, published, named):
    span = read_span(text)
    found = span.place(published)
    assert (None if found is None else span.name(found)) == named


@pytest.mark.parametrize(
    "text", ["", "moon", "0months", "100days", "-1day", "month,year", "2 months", "months2", "1.5years"]
)
def test_what_is_no_span(text):
    assert read_span(text) is None


def test_a_text_that_is_no_date_is_refused():
    with pytest.raises(DataError, match="a date such as 2019"):
        Span("month").place("May")


@given(st.dates(), st.sampled_from(UNITS), st.integers(1, 99))
def test_every_day_lies_between_the_beginnings_of_its_span_and_the_next(day, unit, number):
    span = Span(unit, number)
    found = span.place(day.isoformat())
    assert span.first_day(found) <= day
    assert day < span.first_day(found + 1) or date.max - day < timedelta(days=366 * 100)
    assert span.name(found)


@given(st.dates(), st.dates(), st.sampled_from(UNITS), st.integers(1, 99))
def test_names_sort_in_the_order_of_time(one, other, unit, number):
    span = Span(unit, number)
    first, second = sorted(span.place(day.isoformat()) for day in (one, other))
    assert span.name(first) <= span.name(second)


def test_spans_are_written_as_people_say_them():
    assert [str(Span("month")), str(Span("month", 2))] == ["month", "2 months"]


@pytest.mark.parametrize(
    ("text", "one", "single", "several"),
    [
        ("week", "a week", "1 week", "3 weeks"),
        ("5years", "a span of 5 years", "1 span of 5 years", "3 spans of 5 years"),
    ],
)
def test_spans_are_said_one_or_several(text, one, single, several):
    span = read_span(text)
    assert (one_span(span), many_spans(1, span), many_spans(3, span)) == (one, single, several)


def test_every_span_is_said_in_the_language_spoken():
    strings = {"a quarter": "satu triwulan", "{number} quarters": "{number} triwulan"}
    with speaking(Translation("id", strings)):
        assert (one_span(Span("quarter")), many_spans(8, Span("quarter"))) == ("satu triwulan", "8 triwulan")


@given(st.sampled_from(UNITS), st.integers(1, 99), st.integers(2, 500))
def test_what_is_said_of_spans_names_their_unit_and_number(unit, number, count):
    span = Span(unit, number)
    assert unit in one_span(span)
    assert str(span) in one_span(span)
    assert many_spans(count, span).startswith(f"{count} ")
    assert many_spans(count, span).endswith(f"{unit}s")
