"""Are the numbers that are swapped in those of the files, and does every count list the paragraphs that it counts?"""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.emphasis.findings.choices import MAIN as MAIN_ROW
from discourse.emphasis.findings.choices import named_choices
from discourse.errors import DataError
from discourse.labels import analysed_rows
from discourse.pipeline.experiment import load_experiment, read_numbers
from discourse.report.choices_table import MAIN, list_link, shown_choices
from discourse.report.paragraphs import paragraph_table
from discourse.study import Study
from discourse.translations import Translation, speaking

CHOSEN = {
    MAIN: MAIN_ROW,
    "without-outlet": "kabar-pesisir",
    "without-event": "2023-05",
    "mentions": "mentions",
    "next-analysis": "Everything",
    "by-article": "weighted by article",
}
"""Each choice of the page, and its rows of the toy study's robustness.csv."""


@pytest.fixture
def made(toy_study, root):
    """The toy study with the two figures that the choices come from."""
    for stem in ("emphasis", "robustness"):
        load_experiment(root / "experiments" / f"{stem}.py").make(toy_study, toy_study.figures)
    return toy_study


def by_id(choices):
    return {choice["id"]: choice for choice in choices["choices"]}


def test_the_choices_of_a_study_are_those_that_it_has(made):
    choices = shown_choices(made, paragraph_table(made))
    assert list(by_id(choices)) == list(CHOSEN)
    assert [choice["name"] for choice in choices["choices"]] == [
        "Main analysis", "Without kabar-pesisir", "Without the month 2023-05", "Mentions, not only primary codes",
        "Everything", "Every article weighs the same",
    ]  # fmt: skip
    (made.figures / "robustness.csv").unlink()
    assert list(by_id(shown_choices(made, paragraph_table(made)))) == [MAIN]


def test_of_several_events_the_busiest_is_left_out(towns, root):
    for stem in ("emphasis", "robustness"):
        load_experiment(root / "experiments" / f"{stem}.py").make(towns, towns.figures)
    rows = read_numbers(towns.figures / "robustness.csv")
    shown = by_id(shown_choices(towns, paragraph_table(towns)))
    events = rows.loc[rows["kind"] == "without the event", "choice"].tolist()
    if events:
        assert shown["without-event"]["name"] == f"Without the event {events[0]}"
    else:
        assert shown["without-event"]["name"].startswith("Without the month")


@pytest.mark.parametrize("choice", CHOSEN)
def test_every_count_lists_exactly_the_paragraphs_that_it_counts(made, choice):
    table, shown = paragraph_table(made), shown_choices(made, paragraph_table(made))
    rows = read_numbers(made.figures / "robustness.csv")
    numbers = rows[rows["choice"] == CHOSEN[choice]].set_index("pillar")
    for pillar in made.codebook.pillar_ids:
        for name, period in zip(("earlier", "later"), made.settings.compared, strict=True):
            listed = shown["lists"][choice][pillar][period]
            assert (len(listed["shown"]), listed["more"]) == (numbers.loc[pillar, f"{name}_count"], 0)
            found = table.iloc[listed["shown"]]
            assert set(found["period"]) <= {period}
            named = found["primary"] if choice != "mentions" else found["primary"] + " " + found["also"]
            assert all(pillar in codes.split() for codes in named)


def test_the_main_counts_are_those_of_the_table_of_emphasis(made):
    shown = shown_choices(made, paragraph_table(made))
    rows = read_numbers(made.figures / "emphasis.csv")
    rows = rows[(rows["analysis"] == made.settings.analyses[0].id) & (rows["quantity"] == "share")]
    for row in rows.to_dict("records"):
        assert len(shown["lists"][MAIN][row["pillar"]][row["period"]]["shown"]) == row["count"]


def test_every_count_of_the_shipped_study_lists_what_it_counts(shipped_study, tmp_path, monkeypatch):
    numbers = named_choices(shipped_study)
    numbers.to_csv(tmp_path / "robustness.csv", index=False)
    (tmp_path / "emphasis.csv").write_bytes((shipped_study.figures / "emphasis.csv").read_bytes())
    monkeypatch.setattr(Study, "figures", tmp_path)
    shown = shown_choices(shipped_study, paragraph_table(shipped_study))
    assert list(by_id(shown)) == list(CHOSEN)
    largest = numbers.loc[numbers["kind"] == "without the outlet", "choice"].iloc[0]
    event = numbers.loc[numbers["kind"] == "without the event", "choice"].iloc[0]
    title = shipped_study.settings.analyses[1].title
    chosen = {**CHOSEN, "without-outlet": largest, "without-event": event, "next-analysis": title}
    for choice, row in chosen.items():
        own = numbers[numbers["choice"] == row].set_index("pillar")
        for pillar in shipped_study.codebook.pillar_ids:
            for name, period in zip(("earlier", "later"), shipped_study.settings.compared, strict=True):
                assert len(shown["lists"][choice][pillar][period]["shown"]) == own.loc[pillar, f"{name}_count"]


def test_the_numbers_shown_are_worked_out_by_hand(made):
    """Of the toy's eight earlier paragraphs five are political, of the eight later ones one is."""
    main = shown_choices(made, paragraph_table(made))["choices"][0]
    assert main["heads"] == ["2023: 3 articles", "2025: 3 articles"]
    assert main["rows"][0] == {
        "pillar": "political",
        "name": "Political",
        "cells": [
            {"share": "62.5%", "count": "5 of 8", "link": "#list/main/political/2023"},
            {"share": "12.5%", "count": "1 of 8", "link": "#list/main/political/2025"},
        ],
        "shift": "\N{MINUS SIGN}50.0 (no interval)",
        "verdict": "no detectable shift: too few articles for an interval",
    }


def with_rows(study, **changes):
    """Change the rows of one choice and pillar of robustness.csv, and return how the page shows the choice."""
    path = study.figures / "robustness.csv"
    rows = pd.read_csv(path, dtype={"choice": str})
    here = (rows["choice"] == "kabar-pesisir") & (rows["pillar"] == "political")
    for column, value in changes.items():
        rows.loc[here, column] = value
    rows.to_csv(path, index=False)
    choice = by_id(shown_choices(study, paragraph_table(study)))["without-outlet"]
    return choice["said"], choice["rows"][0]["verdict"]


@pytest.mark.parametrize(
    ("changes", "verdict", "said"),
    [
        ({"value": 0.2, "low": 0.1, "high": 0.3}, "the sign turns, the interval excludes zero", "turns: Political"),
        ({"value": -0.2, "low": -0.3, "high": 0.1}, "same sign, the interval includes zero", "No interval excludes"),
        ({"value": -0.2, "low": None, "high": None}, "same sign, too few articles for an interval", "No interval"),
        ({"value": None, "low": None, "high": None}, "nothing to compare", "No interval"),
    ],
)
def test_what_changes_against_the_main_analysis_is_said(made, changes, verdict, said):
    found, of_political = with_rows(made, **changes)
    assert of_political == verdict
    assert said in found


def test_a_share_is_that_of_the_file_and_not_of_its_counts(made):
    with_rows(made, earlier_share=0.3456)
    choice = by_id(shown_choices(made, paragraph_table(made)))["without-outlet"]
    assert choice["rows"][0]["cells"][0]["share"] == "34.6%"


def test_a_file_without_a_row_or_column_is_refused(made):
    path = made.figures / "robustness.csv"
    rows = pd.read_csv(path, dtype={"choice": str})
    rows[(rows["choice"] != "mentions") | (rows["pillar"] != "economic")].to_csv(path, index=False)
    with pytest.raises(DataError, match=r"robustness.csv: expected a row of economic for the choice mentions"):
        shown_choices(made, paragraph_table(made))
    rows.drop(columns="later_share").to_csv(path, index=False)
    with pytest.raises(DataError, match=r"expected a column later_share.*discourse figures robustness"):
        shown_choices(made, paragraph_table(made))


def test_paragraphs_that_the_page_has_no_room_for_are_counted(made):
    table = paragraph_table(made)
    gone = analysed_rows(made).query("primary == 'political' and period == '2023'")["paragraph_id"].iloc[0]
    listed = shown_choices(made, table[table["paragraph"] != gone])["lists"][MAIN]["political"]["2023"]
    assert (len(listed["shown"]), listed["more"]) == (4, 1)


def test_a_link_holds_any_name():
    assert list_link(MAIN, "a b", "2019/20") == "#list/main/a%20b/2019%2F20"


def test_every_word_can_be_said_in_another_language(made):
    class Marked(dict):
        def get(self, text, default=None):
            return f"«{text}»"

    with speaking(Translation("xx", Marked())):
        choices = shown_choices(made, paragraph_table(made))["choices"]
    for choice in choices:
        texts = [choice["name"], *choice["heads"], *filter(None, choice["said"].split(". ")[:1])]
        texts += [row[key] for row in choice["rows"] for key in ("name", "verdict")] if choice["id"] != MAIN else []
        assert [text for text in texts if not text.startswith("«")] == []
