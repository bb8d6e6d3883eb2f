"""Every message has one form, on one line; an error keeps its parts when it crosses from one process to another."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from discourse.errors import DataError, DiscourseError, MissingExtraError


def test_a_message_names_the_place_first_and_the_hint_last():
    error = DiscourseError("a date", "'May'", "articles.csv, row 3", "Correct the date.")
    assert str(error) == "articles.csv, row 3: expected a date, found 'May'. Correct the date."


def test_a_message_needs_neither_place_nor_hint():
    assert str(DiscourseError("a date", "'May'")) == "expected a date, found 'May'."


def test_a_place_may_be_a_path():
    assert str(DataError("a table", "no file", Path("data"))) == "data: expected a table, found no file."


@pytest.mark.parametrize("error", [DataError("a", "b", "c", "D."), MissingExtraError.of("pypdf", "docs", "a.pdf")])
def test_an_error_crosses_to_another_process_whole(error):
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert (str(copy), copy.expected, copy.found, copy.where, copy.hint) == (
        str(error),
        error.expected,
        error.found,
        error.where,
        error.hint,
    )
