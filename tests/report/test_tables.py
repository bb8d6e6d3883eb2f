"""A paper's table in three forms, from the same numbers."""

from __future__ import annotations

import csv
import io

import pytest

from discourse.errors import DataError
from discourse.report import paper_table


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
