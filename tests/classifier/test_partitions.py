from __future__ import annotations

import csv
import json
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discourse.classifier.context import ArticleRuns
from discourse.classifier.partitions import cut_table
from discourse.errors import DataError


@given(
    rows=st.lists(st.tuples(st.text('ab",\n é', max_size=6), st.text('c"\n,', max_size=4)), min_size=1, max_size=15),
    size=st.integers(1, 60),
    end=st.sampled_from(["\n", "\r\n"]),
    mark=st.booleans(),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_csv_is_cut_between_records(tmp_path, rows, size, end, mark):
    path = tmp_path / "cut.csv"
    with path.open("w", encoding="utf-8-sig" if mark else "utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator=end)
        writer.writerow(["text", "two, words"])
        writer.writerows(rows)
    parts = list(cut_table(path, size))
    assert [list(row.values()) for part in parts for row in part.records()] == [list(row) for row in rows]
    assert all(part.end - part.start >= size for part in parts[:-1])
    assert [part.rows for part in parts] == [len(list(part.records())) for part in parts]
    assert parts[-1].first + parts[-1].rows - 1 == len(rows)


@given(articles=st.lists(st.sampled_from(["a", "b", "", "broken"]), max_size=20), size=st.integers(1, 30))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_articles_stay_whole(tmp_path, articles, size):
    path = tmp_path / "cut.csv"
    lines = ["1,2,3" if article == "broken" else f"{article},kopi" for article in [*articles, "c"]]
    path.write_text("\n".join(["article_id,text", *lines]) + "\n", encoding="utf-8")
    skipped: list[int] = []
    parts = list(cut_table(path, size, lambda broken: skipped.append(broken.number), ArticleRuns()))
    rows = [[row["article_id"] for row in part.records()] for part in parts]
    assert [one for part in rows for one in part] == [one for one in [*articles, "c"] if one != "broken"]
    assert len(skipped) == articles.count("broken")
    for before, after in pairwise(rows):
        assert before[-1] != after[0] or before[-1] == ""
    assert [part.first for part in parts] == [1 + sum(map(len, rows[:place])) for place in range(len(rows))]


def test_json_lines_are_cut_between_lines(tmp_path):
    path = tmp_path / "cut.jsonl"
    records = [{"text": "kopi\nbaru"}, {"text": "guru", "tags": ["a"], "n": 3}, {"text": None, "n": 0.1, "yes": True}]
    path.write_text("\n\n".join(json.dumps(record) for record in records), encoding="utf-8")
    parts = list(cut_table(path, 10))
    assert len(parts) == 3
    assert [list(row.values()) for part in parts for row in part.records()] == [
        ["kopi\nbaru", "", "", ""],
        ["guru", '["a"]', "3", ""],
        ["", "", "0.1", "true"],
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"", "expected a line of column names"),
        ("a.csv", b"text\n", "expected at least one row"),
        ("a.csv", b'text\n"open', "quotes inside a quoted field doubled, found a quotation mark that is never closed"),
        ("a.csv", b"text,text\n", "expected each column once"),
        ("a.csv", b"te\xffxt\n", "in UTF-8"),
        ("a.csv", b"text\nkopi\xff\n", "record 1: expected a CSV table in UTF-8"),
        ("a.csv", b"text\nkopi\na,b\n", "record 2: expected 1 columns, found 2"),
        ("a.csv", b"id,text\n1,kopi\n2\n", "record 2: expected 2 columns, found 1"),
        ("a.jsonl", b'{"text": "kopi"}\n[1]\n', "record 2: expected one JSON object a line, in UTF-8, found a list"),
        ("a.jsonl", b'{"text": \n', "record 1: expected one JSON object"),
        ("a.txt", b"kopi", "expected a file .csv"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_in_a_line(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=message):
        list(cut_table(tmp_path / name))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(DataError, match=r"none\.csv: expected a file .*, found no such file"):
        list(cut_table(tmp_path / "none.csv"))


def test_an_input_that_changes_under_way_is_refused(news):
    part = next(cut_table(news))
    news.write_bytes(news.read_bytes().replace(b"kopi", b"teh!"))
    with pytest.raises(DataError, match="expected the file as it was at the start"):
        list(part.records())
