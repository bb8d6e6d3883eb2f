"""Every message has one form, on one line; an error keeps its parts when it crosses from one process to another."""

from __future__ import annotations

import pickle
from datetime import date
from importlib import metadata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import DataError, DiscourseError, MissingExtraError, install_hint, shown


def test_a_message_names_the_place_first_and_the_hint_last():
    error = DiscourseError("a date", "'May'", "articles.csv, row 3", "Correct the date.")
    assert str(error) == "articles.csv, row 3: expected a date, found 'May'. Correct the date."


def test_a_message_needs_neither_place_nor_hint():
    assert str(DiscourseError("a date", "'May'")) == "expected a date, found 'May'."


def test_a_place_may_be_a_path():
    assert str(DataError("a table", "no file", Path("data"))) == "data: expected a table, found no file."


def test_what_cannot_be_printed_is_shown_and_what_is_long_is_cut():
    error = DataError("a\nb", "'x\0y\ud800\u2028z'", "two\r\nlines.csv, column a\tb", "Do.\x1b[31m")
    assert str(error) == (r"two\r\nlines.csv, column a\tb: expected a\nb, found 'x\x00y\ud800\u2028z'. Do.\x1b[31m")
    long = DataError("a" * 9000, "b" * 9000, "folder/" + "c" * 9000 + "/labels.csv, row 3", "d" * 9000)
    assert len(str(long)) < 1300
    assert "/labels.csv, row 3: expected a" in str(long)
    assert long.where.startswith("folder/")


@given(st.text(), st.text(), st.text(), st.text())
def test_every_message_is_one_line(expected, found, where, hint):
    error = DiscourseError(expected, found, where, hint)
    assert str(error).isprintable()
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("two\nlines", r"'two\nlines'"),
        (None, "none"),
        (False, "false"),
        (date(2019, 5, 17), "2019-05-17"),
        pytest.param(16**5000, "a number of thousands of digits", id="huge"),
        pytest.param([16**5000], "a number of thousands of digits", id="huge within"),
        ([1, "a"], "[1, 'a']"),
    ],
)
def test_a_value_is_shown_on_one_line(value, text):
    assert shown(value) == text


def test_a_long_or_deep_value_is_cut():
    deep = []
    for _ in range(5000):
        deep = [deep]
    for value in ("a" * 10**6, list(range(10**5)), {"a" * 1000: "b" * 1000}, 10**100, deep, Path("c" * 900)):
        assert 3 < len(shown(value)) <= 60


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


def test_a_hint_names_the_libraries_of_an_extra_and_never_this_package(monkeypatch):
    asked = ["numpy>=2", 'pypdf>=5.0; extra == "docs"', "python-docx>=1.1; extra == 'docs'", 'dask; extra == "scale"']
    monkeypatch.setattr(metadata, "requires", lambda name: asked)
    assert install_hint("pypdf", "docs") == 'Install it with: pip install "pypdf>=5.0" "python-docx>=1.1"'
    assert install_hint("openpyxl", "docs") == 'Install it with: pip install "openpyxl"'  # an extra that has grown
    assert install_hint("networkx", "networks") == 'Install it with: pip install "networkx"'
    assert str(MissingExtraError.of("dask", "scale", "a.csv")).endswith('Install it with: pip install "dask"')


@pytest.mark.parametrize("answer", [None, metadata.PackageNotFoundError("discourse")])
def test_a_hint_names_the_library_where_nothing_is_known_of_extras(monkeypatch, answer):
    def requires(name):
        if answer:
            raise answer
        return answer

    monkeypatch.setattr(metadata, "requires", requires)
    assert install_hint("dask", "scale") == 'Install it with: pip install "dask"'
