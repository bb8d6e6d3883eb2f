"""Does the main figure say its verdict, and everything a reviewer asks, without a number that it has not?"""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.emphasis.findings.analysis import analysis_rows
from discourse.emphasis.inputs import read_paragraphs
from discourse.labels.table import coded_table, select
from discourse.pipeline.experiment import read_numbers
from discourse.report.main_figure import describe_emphasis, standing_out

LOST_WITHOUT = "the sign turns without x.example"


@pytest.fixture
def numbers(toy_study):
    """The table of the main figure of the toy study."""
    settings, coded, parts = toy_study.settings, coded_table(toy_study), []
    for analysis in settings.analyses:
        rows = select(coded, analysis, settings.compared)
        paragraphs = read_paragraphs(rows, toy_study.codebook.pillar_ids, settings.compared)
        parts.append(analysis_rows(paragraphs, settings).assign(analysis=analysis.id))
    return pd.concat(parts, ignore_index=True)


def with_verdicts(numbers, **verdicts):
    """Set verdict and reason of pillars, and an interval without zero for those that get one."""
    numbers = numbers.copy()
    for pillar in numbers["pillar"].unique():
        verdict, reason = verdicts.get(pillar, ("no detectable shift", ""))
        here = (numbers["pillar"] == pillar) & (numbers["quantity"] == "verdict")
        numbers.loc[here, ["verdict", "reason"]] = [verdict, reason]
    shifts = (numbers["quantity"] == "shift") & numbers["pillar"].isin(list(verdicts))
    numbers.loc[shifts, ["low", "high"]] = [0.1, 0.3]
    return numbers


def test_too_few_articles_are_the_title(numbers, toy_study):
    said = describe_emphasis(numbers, toy_study)
    assert said.title == "No detectable shift: too few articles for an interval (3+3)"
    assert said.caption.endswith("Crosses: too few articles for an interval.")
    assert "nan" not in said.notes
    assert "leaves every share inside its interval" not in said.notes


@pytest.mark.parametrize(
    ("verdicts", "title"),
    [
        ({}, "No detectable shift of emphasis from 2023 to 2025"),
        (
            {"political": ("open", LOST_WITHOUT)},
            f"Political: 5 of 8 paragraphs in 2023, 1 of 8 in 2025; open: {LOST_WITHOUT}",
        ),
        ({"economic": ("a shift", "")}, "Economic: 2 of 8 paragraphs in 2023, 4 of 8 in 2025; a shift"),
        (
            {"economic": ("a shift", ""), "political": ("open", LOST_WITHOUT)},
            "A shift: Economic; open: Political",
        ),
    ],
)
def test_the_title_says_the_verdict_and_no_more(numbers, toy_study, verdicts, title):
    assert describe_emphasis(with_verdicts(numbers, **verdicts), toy_study).title == title


def test_many_long_names_are_counted(numbers, toy_study):
    told = with_verdicts(numbers, political=("a shift", ""), economic=("a shift", ""))
    path = toy_study.data / "codebook.toml"
    text = path.read_text("utf-8").replace('name = "Political"', f'name = "{"Political matters " * 6}"')
    path.write_text(text, "utf-8")
    assert describe_emphasis(told, type(toy_study)(toy_study.root)).title == "A shift: 2 of 3 pillars"


def test_only_a_shift_or_a_clear_open_one_stands_out(numbers):
    told = with_verdicts(numbers, political=("open", LOST_WITHOUT), economic=("a shift", ""))
    main = told[told["analysis"] == told["analysis"].iloc[0]]
    assert standing_out(main) == ["political", "economic"]
    unclear = main.assign(low=-0.1)
    assert standing_out(unclear) == ["economic"]


def test_the_notes_of_the_shipped_figure_keep_what_a_reviewer_asks(shipped_study):
    numbers = read_numbers(shipped_study.figures / "emphasis.csv")
    notes = describe_emphasis(numbers, shipped_study).notes
    for said in (
        "No detectable shift: the other pillars.",
        "The agenda as a whole: Jensen-Shannon divergence",
        "Permutation test by article, p (Holm-adjusted p): Political",
        "exact for exchangeable articles",
        "The median articles have",
        "The smallest p attainable is",
        "Smallest shift detectable with 80% power:",
        "too large on average, were the true one as large as the observed",
        "With 50, 100, 200 articles a period the interval of the shift would be ±",
        "Weighting by article or by word leaves every share inside its interval.",
        "coded 'none' and left out of every denominator",
    ):
        assert said in notes, said
    for analysis in shipped_study.settings.analyses[1:]:
        assert f"{analysis.title} (" in notes
