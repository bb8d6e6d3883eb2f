"""Does the command say what the tables hold, and mark what they cannot carry?"""

from __future__ import annotations

import pandas as pd
import pytest
from typer.testing import CliRunner

from discourse.cli import app
from discourse.emphasis import emphasis_by, emphasis_table
from discourse.labels.table import analysed_rows, coded_table


def run(study, *words):
    return CliRunner().invoke(app, ["emphasis", *words, "--study", str(study.root)])


def test_without_cells_both_periods_and_the_shift_are_said(toy_study, tmp_path):
    answer = run(toy_study, "--out", str(tmp_path / "shares.csv"))
    assert answer.exit_code == 0, answer.output
    assert answer.stdout.startswith("Kenanga among the partners, openings: 3 + 3 articles. Paragraphs mainly about")
    written = pd.read_csv(tmp_path / "shares.csv")
    settings, pillars = toy_study.settings, toy_study.codebook.pillar_ids
    expected = emphasis_table(
        analysed_rows(toy_study), pillars, settings.compared, quantities=["share"], level=settings.level
    )
    pd.testing.assert_series_equal(written["value"], expected["value"])
    for pillar in pillars:
        (line,) = [
            line for line in answer.stdout.splitlines() if line.startswith(f"  {toy_study.codebook.names[pillar]} ")
        ]
        before, after, shift = written[written["pillar"] == pillar].to_dict("records")
        for share in (before, after):
            counts = f"{share['numerator']:.0f} of {share['paragraphs']}, {100 * share['value']:.1f} *"
            assert counts in line
        assert f"{100 * shift['value']:+z.1f}" in line
        assert line.endswith(shift["verdict"] + (f": {shift['reason']}" if isinstance(shift["reason"], str) else ""))
    assert "Only 3 articles in 2023: no interval" in answer.stdout


def test_of_three_periods_two_are_compared_and_all_can_be_cells(toy_three):
    said = run(toy_three, "--pillar", "school").stdout
    assert "  School  1 of 7, 14.3 *  5 of 8, 62.5 *  +48.2            no detectable shift" in said
    assert "boom" not in said
    cells = run(toy_three, "--by", "period", "--pillar", "school").stdout
    assert [line.split()[0] for line in cells.splitlines()[4:7]] == ["quiet-years", "boom", "aftermath"]
    assert "  boom         2         3 of 8, 37.5 *" in cells
    assert "Harvest" not in cells


def test_cells_are_written_as_the_function_gives_them(toy_three, tmp_path):
    answer = run(toy_three, "--by", "month, outlet", "--mention", "--fewest", "2", "--out", str(tmp_path / "cells.csv"))
    assert answer.exit_code == 0, answer.output
    expected = emphasis_by(
        coded_table(toy_three),
        toy_three.codebook.pillar_ids,
        ["month", "outlet"],
        quantity="mention_share",
        fewest=2,
    )
    written = pd.read_csv(tmp_path / "cells.csv", keep_default_na=False, na_values={"low": "", "high": "", "value": ""})
    pd.testing.assert_frame_equal(written, expected, check_dtype=False)
    assert "undated: 1 article with a date coarser than the month." in answer.stdout
    assert "other: outlet with fewer than 2 articles: isle-letter." in answer.stdout
    assert "* fewer than five articles: no interval." in answer.stdout
    assert "that mention the pillar" in answer.stdout


def test_articles_that_count_for_nothing_are_said(toy_three):
    path = toy_three.labels_path
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "isle-1" not in line), encoding="utf-8")
    said = run(toy_three, "--by", "outlet").stdout
    assert "isle-letter" not in said
    assert "Left out: 1 article without a paragraph coded with a pillar." in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--by", "outlt"], "Did you mean outlet?"),
        (["--by", "month,month"], "each once, found ['month', 'month']"),
        (["--by", ","], "expected one or more columns"),
        (["--pillar", "trade"], "--pillar: expected one of harvest, harbour, school, found 'trade'"),
        (["--analysis", "half"], "expected one of all, found 'half'"),
        (["--fewest", "3"], "--fewest: expected --by beside it, found none"),
        (["--fewest", "-1"], "Invalid value for '--fewest'"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(toy_three, words, said):
    answer = run(toy_three, *words)
    assert answer.exit_code == 2, answer.output
    assert said in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1
