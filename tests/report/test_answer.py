"""The answer states what its files say, and names file and row where they do not."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pandas as pd
import pytest

from discourse import report
from discourse.errors import DataError
from discourse.report.answer import answer_in_words, detectable_in_words, most_articles
from discourse.study import Study

ROOM = Path(report.__file__).parent


def change(study, quantity, column, value, pillars=None):
    """Put a value into a column of the rows of a quantity in ``emphasis.csv``, of all pillars or some."""
    path = study.figures / "emphasis.csv"
    table = pd.read_csv(path, dtype={"period": str}, keep_default_na=False, na_values=[""])
    rows = table["quantity"] == quantity
    rows &= table["pillar"].isin(pillars or table["pillar"].unique())
    table[column] = table[column].where(~rows, value)
    table.to_csv(path, index=False)
    return answer_in_words(study)


def test_three_sentences_say_counts_interval_with_verdict_and_weakness(reported):
    answer = answer_in_words(reported)
    main = reported.settings.analyses[0].title
    assert answer.found == (
        f"In 3 articles of 2023 and 3 articles of 2025 ({main}), Political is the main subject of 6 of 12 paragraphs "
        "in 2023 and of 7 of 10 in 2025."
    )
    others = ", ".join(reported.codebook.names[pillar] for pillar in reported.codebook.pillar_ids[1:])
    assert answer.certain == (
        "Its share changes by +20.0 percentage points (90% confidence interval, clustered by article: +5.0 to +35.0; "
        "permutation test by article, Holm-adjusted p .030); the verdict is “open: the sign turns without warta-teluk”"
        f", and on the other pillars “open: the sign turns without warta-teluk” ({others})."
    )
    assert answer.doubt == "So few articles often miss shifts of less than 20 points."


def test_the_pillar_of_which_most_can_be_said_is_told_and_the_others_are_grouped_by_verdict(reported):
    last = reported.codebook.pillar_ids[-1]
    change(reported, "verdict", "verdict", "no detectable shift")
    change(reported, "verdict", "reason", "")
    answer = change(reported, "verdict", "verdict", "a shift", [last])
    name = reported.codebook.names[last]
    assert f"{name} is the main subject" in answer.found
    assert "the verdict is “a shift”, and on the other pillars “no detectable shift” (" in answer.certain
    assert name not in answer.certain
    larger = reported.codebook.pillar_ids[1]
    change(reported, "verdict", "verdict", "a shift", [larger])
    assert reported.codebook.names[larger] in change(reported, "shift", "value", -0.21, [larger]).found


def test_without_interval_or_test_the_answer_says_so(reported):
    change(reported, "shift", "low", None)
    answer = change(reported, "detectable_shift", "value", None)
    assert "(no interval, because there are too few articles; permutation test" in answer.certain
    assert answer.doubt == "There are too few articles to say which shifts they miss."
    path = reported.figures / "emphasis.csv"
    table = pd.read_csv(path, dtype={"period": str}, keep_default_na=False, na_values=[""])
    longer = table[table["quantity"] == "smallest_p"].assign(quantity="lengths_differ", value=1.0)
    pd.concat([table, longer]).to_csv(path, index=False)
    assert "no permutation test, because the lengths of the articles differ" in answer_in_words(reported).certain


@pytest.mark.parametrize(
    ("quantity", "column", "row"),
    [
        ("share", "count", "the share of political in 2023"),
        ("share", "articles", "the share of political in 2023"),
        ("shift", "value", "the shift of political"),
        ("shift", "high", "the shift of political"),
    ],
)
def test_a_missing_number_is_named_with_file_and_row(reported, quantity, column, row):
    with pytest.raises(DataError, match=rf"emphasis\.csv.*a number in column {column} of {row}"):
        change(reported, quantity, column, None)


@pytest.mark.parametrize("verdict", [None, "certain"])
def test_a_verdict_that_is_none_is_named(reported, verdict):
    with pytest.raises(DataError, match=r"emphasis\.csv.*a verdict on political, one of a shift, open"):
        change(reported, "verdict", "verdict", verdict)


def test_a_missing_row_is_named(reported):
    path = reported.figures / "emphasis.csv"
    table = pd.read_csv(path, dtype={"period": str})
    table[table["quantity"] != "verdict"].to_csv(path, index=False)
    with pytest.raises(DataError, match=r"emphasis\.csv.*one row for verdict of political"):
        answer_in_words(reported)


def test_the_range_of_detectable_shifts_is_that_of_the_pillars(reported):
    assert detectable_in_words(reported) == "20"
    change(reported, "detectable_shift", "value", 0.31, [reported.codebook.pillar_ids[1]])
    assert detectable_in_words(reported) == "20 to 31"


def test_what_most_articles_have_is_counted_by_period(toy_study):
    path = toy_study.data / "articles.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    later = table["published"].str.startswith("2025")
    table["outlet"] = table["outlet"].where(~later, "one")
    table["event"] = ""
    table.to_csv(path, index=False)
    outlet = most_articles(Study(toy_study.root), "outlet")
    assert outlet == ("one", "2025", 3, 3)
    assert most_articles(Study(toy_study.root), "event") is None
    assert most_articles(toy_study, "outlet") is None, "each outlet of the toy study has one article of a period"
    table.loc[later, "event"] = ["fair+feast", "feast", ""]
    table.to_csv(path, index=False)
    assert most_articles(Study(toy_study.root), "event") == ("feast", "2025", 2, 3)


def templates() -> list[str]:
    """English of everything that the room says: in Python, and in the templates of the page."""
    found = []
    for path in ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say":
                found.append(ast.literal_eval(node.args[0]))
    for path in ROOM.glob("templates/*.html"):
        found += re.findall(r'\bsay\(\s*"([^"]*)"', path.read_text(encoding="utf-8"))
    return found


NAME = r"\bAC1\b"
"""A coefficient, whose name has a digit and is the same in every language."""


def test_no_number_is_typed_into_prose():
    said = templates()
    assert len(said) > 40
    assert [text for text in said if re.search(r"\d", re.sub(rf"\{{[^}}]*\}}|{NAME}", "", text))] == []


def test_the_templates_of_the_page_say_nothing_but_through_say():
    for path in ROOM.glob("templates/*.html"):
        bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]*>", " ", path.read_text(encoding="utf-8"), flags=re.S)
        assert re.findall(r"[A-Za-z]{2,}|\d", re.sub(NAME, "", bare)) == [], path.name
