"""The summary says value, interval, test and what they say together; nothing that the file does not hold."""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.emphasis.table import study_notes
from discourse.errors import DataError
from discourse.report import summary_in_words
from discourse.report.summary import pillar_in_words


def rows(value=0.2, low=0.05, high=0.35, p=0.01):
    table = [
        ("shift", value, low, high),
        ("shift_p", p, None, None),
        ("shift_p_holm", 3 * p, None, None),
        ("smallest_p", 0.1, None, None),
    ]
    return pd.DataFrame(table, columns=["quantity", "value", "low", "high"])


def test_the_summary_names_periods_articles_and_every_pillar(reported):
    said = summary_in_words(reported)
    heading, *lines = said.splitlines()
    assert "from 2023 to 2025" in heading
    assert "3 + 3 articles" in heading
    pillars, notes = len(reported.codebook.pillar_ids), study_notes(reported)
    assert len(lines) == pillars + len(notes)
    assert tuple(lines[pillars:]) == notes
    assert "+20.0  [+5.0, +35.0]     p 0.010, after Holm 0.030: a shift" in lines[0]


@pytest.mark.parametrize(
    ("low", "p", "said"),
    [
        (0.05, 0.01, "a shift"),
        (-0.05, 0.3, "no shift that these articles can show"),
        (0.05, 0.3, "the interval excludes zero, the permutation test does not reject"),
        (-0.05, 0.01, "the permutation test rejects, the interval includes zero"),
    ],
)
def test_interval_and_test_are_both_said(low, p, said):
    assert said in pillar_in_words(rows(low=low, p=p), 0.95)


def test_without_interval_the_smallest_p_is_said():
    assert "no interval: too few articles; smallest p they could give 0.1" in pillar_in_words(
        rows(low=float("nan")), 0.95
    )


def test_a_figure_that_is_not_there_is_named(toy_study):
    with pytest.raises(DataError, match=r"emphasis\.csv.*discourse figures emphasis"):
        summary_in_words(toy_study)
