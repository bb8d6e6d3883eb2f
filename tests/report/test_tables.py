"""A paper's table in three forms, and the table of the page, from the same numbers."""

from __future__ import annotations

import csv
import io
import math

import pandas as pd
import pytest

from discourse.errors import DataError
from discourse.report import paper_table
from discourse.report.tables import LONG, figure_table


def test_markdown_has_a_row_a_pillar_and_analysis(reported):
    lines = paper_table(reported, "emphasis").splitlines()
    assert lines[0].startswith("| Analysis | Pillar | 2023 (%) | 2025 (%) | Shift (points) | p | p (Holm) | Articles |")
    assert len(lines) == 2 + len(reported.codebook.pillar_ids) * len(reported.settings.analyses)
    assert (
        "| 50.0 [40.0, 60.0] | 70.0 [60.0, 80.0] | 20.0 [5.0, 35.0] | .010 | .030 | 3 + 3 | open: the sign turns"
        in lines[2]
    )


def test_latex_escapes_what_it_must(reported):
    text = paper_table(reported, "emphasis", "latex")
    assert r"2023 (\%)" in text
    assert text.startswith(r"\begin{tabular}{lllllllll}")
    assert text.count(r"\\") == 1 + len(reported.codebook.pillar_ids) * len(reported.settings.analyses)


def test_csv_reads_back(reported):
    rows = list(csv.DictReader(io.StringIO(paper_table(reported, "emphasis", "csv"))))
    assert rows[0]["Shift (points)"] == "20.0 [5.0, 35.0]"


def test_any_other_figure_is_its_own_table(reported):
    (reported.figures / "comparison.csv").write_text("model,score\nmajority,0.25\nwords,\n", encoding="utf-8")
    table = "| model | score |\n| --- | --- |\n| majority | 0.25 |\n| words |  |\n"
    assert paper_table(reported, "comparison") == table


def test_a_figure_is_found_by_its_former_name(reported):
    (reported.figures / "comparison.csv").write_text("model,score\nmajority,0.25\n", encoding="utf-8")
    assert paper_table(reported, "duel") == paper_table(reported, "comparison")
    (reported.figures / "duel.csv").write_text("model,score\nwords,0.5\n", encoding="utf-8")
    assert "words" in paper_table(reported, "duel")


def test_a_figure_that_was_not_made_is_refused(reported):
    with pytest.raises(DataError, match=r"that has been made \(emphasis\)"):
        paper_table(reported, "comparison")


@pytest.mark.parametrize(
    ("stem", "hint"),
    [
        ("comparison", "Run: discourse figures comparison"),
        ("duel", "Run: discourse figures duel"),
        ("emphasys", "No script makes it. Did you mean emphasis?"),
        ("nosuch", "No script makes it. There are actors, agreement, "),
    ],
)
def test_a_figure_that_no_script_makes_is_told_from_one_to_be_made(stem, hint, reported):
    with pytest.raises(DataError) as refused:
        paper_table(reported, stem)
    assert refused.value.hint.startswith(hint)


def shown(study, **columns):
    """Columns and rows of a table as the page shows it."""
    table = figure_table(pd.DataFrame(columns), study)
    return table["columns"], table["rows"]


def test_the_page_shows_shares_in_percent_and_shifts_in_points(toy_study):
    columns, rows = shown(
        toy_study,
        pillar=["political", "economic", "none", "political education"],
        quantity=["share", "shift", "shift_p", "share"],
        period=["2023", "2025-2023", "2025-2023", "2025-2023"],
        value=[0.12345, -0.12345, 0.00312, 0.5],
        count=[3.0, math.nan, 1288.0, 12345.6],
        nothing=[math.nan] * 4,
    )
    assert columns == ["pillar", "quantity", "period", "value", "count"]
    assert rows == [
        ["Political", "share", "2023", "12.3%", "3"],
        ["Economic", "shift", "2025-2023", "-12.3", ""],
        ["None", "shift p", "2025-2023", "0.00312", "1288"],
        ["Political, Education", "share", "2025-2023", "+50.0", "12346"],
    ]


@pytest.mark.parametrize(
    ("columns", "cells"),
    [
        ({"choice": ["x"], "value": [0.1], "decides": [True], "earlier_share": [0.5]}, ["x", "+10.0", "yes", "50.0%"]),
        ({"variant": ["x"], "shift": [0.1], "low": [-0.001], "high": [0.2]}, ["x", "+10.0", "-0.1", "+20.0"]),
        ({"name": ["x"], "unit": ["article"], "value": [0.1]}, ["x", "article", "10.0%"]),
        ({"term": ["x"], "weight": [1.23456], "least": [0.5], "few": [False]}, ["x", "1.23", "0.5", "no"]),
        ({"model": ["tf-idf"], "score": [0.8123], "topic": ["laut, ikan"]}, ["tf-idf", "0.812", "laut, ikan"]),
        ({"analysis": ["all", "gone"], "value": [1.5, 2.5]}, ["Everything", "1.5"]),
    ],
)
def test_tables_of_one_quantity_need_no_column_for_it(toy_study, columns, cells):
    assert shown(toy_study, **columns)[1][0] == cells


def test_a_table_keeps_all_of_its_rows(toy_study):
    for count in (LONG, LONG + 1, 5000):
        table = figure_table(pd.DataFrame({"value": range(count)}), toy_study)
        assert len(table["rows"]) == count
        assert table["long"] is (count > LONG)
