"""Does each value get its number, and each that is none its place in an error?"""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from discourse.emphasis.archive.codings import also_masks, code_column, column_of, pillar_values, word_counts
from discourse.emphasis.archive.engine import open_engine
from discourse.emphasis.archive.left_out import LeftOut
from discourse.emphasis.archive.parts import find_parts
from discourse.emphasis.archive.rows import read_rows
from discourse.errors import DataError


@contextmanager
def opened(source, skip=False):
    with open_engine("200MB") as connection:
        parts = find_parts(source, connection)
        yield read_rows(connection, parts, list(parts.columns[0]), LeftOut(skip))


def test_spans_are_in_the_order_of_time_with_what_is_undated_last(draw_archive, write_parts):
    with opened(write_parts(draw_archive())) as rows:
        months = code_column(rows, "month", None)
        assert months.span
        assert list(months.labels) == [*sorted(months.labels[:-1]), "undated"]
        assert months.labels[months.numbers[""]] == "undated"
        assert months.labels[months.numbers["2019"]] == "undated"
        years = code_column(rows, "year", None)
        assert years.labels == ("2019", "2021", "undated")
        assert years.labels[years.numbers["2019"]] == "2019"
        assert code_column(rows, "outlet", None).labels[-1] == "unknown"


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_a_date_that_is_none_is_named_or_left_out(draw_archive, write_parts, kind):
    drawn = draw_archive()
    drawn.loc[[5, 200], "published"] = ["17 May", "2019-13"]
    source = write_parts(drawn, kind)
    word = "row" if kind == "parquet" else "record"
    with opened(source) as rows, pytest.raises(DataError) as caught:
        code_column(rows, "month", None)
    assert f"part-2.{kind}, {word} 2, column published: expected a date such as" in str(caught.value)
    assert "found '17 May'" in str(caught.value)
    with opened(source, skip=True) as rows:
        found = code_column(rows, "month", None)
        assert "17 May" not in found.numbers
        assert rows.left_out.rows == 2


def test_codes_that_are_none_are_named_or_left_out(draw_archive, write_parts, pillars):
    drawn = draw_archive()
    drawn.loc[7, ["pillar", "also", "words"]] = ["sport", "trade sport", 0]
    source = write_parts(drawn, "csv")
    for name, read, said in (
        ("pillar", pillar_values, "expected one of trade, school, road, none or '', found 'sport'"),
        ("also", also_masks, "expected codes among trade, school, road, with spaces between, found 'trade sport'"),
    ):
        with opened(source) as rows, pytest.raises(DataError) as caught:
            read(rows, pillars)
        assert f"part-1.csv, record 3, column {name}: {said}" in str(caught.value)
        with opened(source, skip=True) as rows:
            assert not any("sport" in value for value in read(rows, pillars))
            assert rows.left_out.rows == 1
    with opened(source) as rows, pytest.raises(DataError, match="expected a positive whole number of words, found '0'"):
        word_counts(rows)
    with opened(source, skip=True) as rows:
        assert also_masks(rows, pillars)["road school"] == 0b110
        assert set(word_counts(rows).values()) == set(drawn["words"]) - {0}


@pytest.mark.parametrize("words", ["", "x", "1.5", "-3", "nan", "inf", "1e99"])
def test_words_are_positive_whole_numbers(draw_archive, write_parts, words):
    drawn = draw_archive(30).astype({"words": str})
    drawn.loc[0, "words"] = words
    with (
        opened(write_parts(drawn, "csv")) as rows,
        pytest.raises(DataError, match="record 1, column words: expected a"),
    ):
        word_counts(rows)


def test_a_column_goes_before_a_span_of_its_name():
    assert column_of("month", {"month": "VARCHAR", "published": "VARCHAR"}, dated=False) == "month"
    assert column_of("period", {"published": "VARCHAR"}, dated=True) == "published"
    for name, columns in (("month", {"outlet": "VARCHAR"}), ("period", {"published": "VARCHAR"})):
        with pytest.raises(DataError, match="expected a column, or a span of time"):
            column_of(name, columns, dated=False)
