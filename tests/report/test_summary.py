"""The summary says value, interval, test and what they say together; nothing that the file does not hold."""

from __future__ import annotations

import pandas as pd
import pytest

from discourse.emphasis.table import study_notes
from discourse.errors import DataError
from discourse.report import summary_in_words
from discourse.report.summary import pillar_in_words


def rows(low=0.05, high=0.35, p=0.03, verdict="a shift", reason="", **further):
    tests = {"shift_p_holm": p, "detectable_shift": 0.3, **further}
    table = [
        ("share", 0.5, None, None, 6, 12, "", ""),
        ("share", 0.7, None, None, 7, 10, "", ""),
        ("shift", 0.2, low, high, None, 22, "", ""),
        *((quantity, value, None, None, None, 22, "", "") for quantity, value in tests.items()),
        ("verdict", None, None, None, None, 22, verdict, reason),
    ]
    columns = ["quantity", "value", "low", "high", "count", "paragraphs", "verdict", "reason"]
    return pd.DataFrame(table, columns=columns)


def test_the_summary_names_periods_articles_and_every_pillar(reported):
    said = summary_in_words(reported)
    heading, *lines = said.splitlines()
    assert "from 2023 to 2025" in heading
    assert "3 + 3 articles" in heading
    pillars, notes = len(reported.codebook.pillar_ids), study_notes(reported)
    assert len(lines) == pillars + len(notes)
    assert tuple(lines[pillars:]) == notes
    said = "6 of 12 → 7 of 10: +20.0 [+5.0, +35.0], p .030 (Holm): open: the sign turns without warta-teluk"
    assert said in lines[0]


def test_the_summary_ends_with_whose_the_labels_are(reported):
    study = reported.with_settings(machine_coders=["reader", "blind", "adjudicator"])
    assert (
        summary_in_words(study).splitlines()[-1].endswith("machine coders: reader, adjudicator. No person has coded.")
    )


def test_the_verdict_is_that_of_the_file_with_its_reason():
    assert pillar_in_words(rows()).endswith("p .030 (Holm): a shift")
    few = pillar_in_words(rows(low=float("nan"), verdict="no detectable shift", reason="too few articles"))
    assert few == "6 of 12 → 7 of 10: +20.0, p .030 (Holm): no detectable shift: too few articles"


def test_p_is_never_nought_and_is_not_said_where_lengths_forbid_the_test():
    assert "p < .001 (Holm)" in pillar_in_words(rows(p=0.0))
    assert "no test (article lengths differ between the periods): a shift" in pillar_in_words(rows(lengths_differ=1.0))
    assert "p .030 (Holm)" in pillar_in_words(rows(lengths_differ=0.0))


def test_exaggeration_is_said_where_the_design_could_hardly_detect_the_shift():
    said = "significant estimates of this size overstate the shift by a factor of 1.8 on average"
    assert said in pillar_in_words(rows(exaggeration=1.84))
    assert "overstate" not in pillar_in_words(rows(exaggeration=1.1, detectable_shift=0.1))
    assert "overstate" not in pillar_in_words(rows(exaggeration=float("nan")))
    assert "overstate" not in pillar_in_words(rows(low=-0.05, exaggeration=1.84))


def test_a_figure_made_before_it_held_verdicts_is_named(reported):
    path = reported.figures / "emphasis.csv"
    pd.read_csv(path).drop(columns="verdict").to_csv(path, index=False)
    with pytest.raises(DataError, match="a column verdict"):
        summary_in_words(reported)


def test_a_figure_that_is_not_there_is_named(toy_study):
    with pytest.raises(DataError, match=r"emphasis\.csv.*discourse figures emphasis"):
        summary_in_words(toy_study)
