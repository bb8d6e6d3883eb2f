from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.classifier.context import ArticleRuns, runs, whole_runs


def rows_of(articles):
    return [{"article_id": article} for article in articles]


def numbers_of(articles):
    runs = ArticleRuns()
    return [runs.number(row) for row in rows_of(articles)], runs


def test_rows_that_follow_one_another_are_one_run():
    assert numbers_of(["a", "a", "b", "b", "b", "c"])[0] == [1, 1, 2, 2, 2, 3]


def test_a_row_without_article_is_a_run_of_its_own():
    numbers, found = numbers_of([None, None, "", " ", float("nan"), float("nan"), 3, 3])
    assert numbers == [1, 2, 3, 4, 5, 6, 7, 7]
    assert found.remark() == ""
    assert ArticleRuns().number({"text": "kopi"}) == 1


def test_rows_that_stand_apart_are_counted():
    numbers, found = numbers_of("aabaaccbd")
    assert numbers == [1, 1, 2, 3, 3, 4, 4, 5, 6]
    assert "in the table: 3 rows of 2 articles. Sort by article_id" in found.remark()
    assert "\n" not in found.remark()


def test_a_long_article_is_parted(monkeypatch):
    monkeypatch.setattr(runs, "LONGEST_RUN", 3)
    numbers, found = numbers_of("aaaaaaabbbc")
    assert numbers == [1, 1, 1, 2, 2, 2, 3, 4, 4, 4, 5]
    assert found.remark() == "Classified in parts of 3 rows: 1 longer article."


def test_only_so_many_articles_are_remembered(monkeypatch):
    monkeypatch.setattr(runs, "_WATCHED", 1)
    assert "1 row of 1 article." in numbers_of("abab")[1].remark()


@given(st.lists(st.sampled_from(["a", "b", ""]), max_size=30), st.integers(1, 6))
def test_batches_are_whole_runs_of_about_a_size(articles, size):
    rows, numbers = rows_of(articles), numbers_of(articles)[0]
    batches = list(whole_runs(rows, size, ArticleRuns()))
    assert [row for batch, _ in batches for row in batch] == rows
    assert [number for _, batch in batches for number in batch] == numbers
    for (batch, known), (_, later) in pairwise(batches):
        assert known[-1] < later[0]
        assert len(batch) >= size
        # Without the last run it would be too short.
        assert len([number for number in known if number != known[-1]]) < size


def test_alone_batches_have_a_size_and_no_numbers():
    assert [(len(batch), known) for batch, known in whole_runs(rows_of("aaaaa"), 2, None)] == [
        (2, None),
        (2, None),
        (1, None),
    ]


@pytest.mark.parametrize(("articles", "read"), [("", 2), ("a", 3)])
def test_no_more_rows_are_read_than_are_needed(articles, read):
    asked = []

    def endless():
        while True:
            asked.append(1)
            yield {"article_id": f"{articles}{len(asked)}" if articles else ""}

    next(whole_runs(endless(), 2, ArticleRuns()))
    assert len(asked) == read


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (("id", "text"), "No column article_id: each row is judged alone."),
        (
            ("paragraph_id", "Article", "text"),
            "No column article_id: each row is judged alone. If 'Article' is the article, rename it article_id.",
        ),
        (("article_id", "text"), ""),
    ],
)
def test_a_table_that_does_not_name_the_articles_is_remarked_on(columns, said):
    found = ArticleRuns()
    found.look_for_column(columns)
    assert found.remark() == said


def test_rows_without_text_are_counted_as_they_pass():
    found, rows = ArticleRuns(), [{"text": text} for text in ("a", "", " \n", None, "b")]
    assert list(found.watched(rows)) == rows
    assert found.without_text == 3
