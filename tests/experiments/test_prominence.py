"""Does the figure of prominence say what its numbers say, whatever is missing?"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from tests.experiments.looks import made

from discourse.pipeline.experiment import load_experiment
from discourse.study import Study

EXPERIMENT = load_experiment(Path(__file__).resolve().parents[2] / "experiments" / "prominence.py")


def changed(study, name, **columns):
    path = study.data / name
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table.assign(**columns).to_csv(path, index=False)
    return Study(study.root)


def test_the_toy_study_is_counted_as_by_hand(toy_study, tmp_path):
    _, said, texts = made(EXPERIMENT, toy_study, tmp_path)
    assert (
        said.title
        == "Political comes first in 3 of 3 articles in 2023, 1 of 3 in 2025 (too few articles for an interval)"
    )
    assert texts[6] == "3 of 3 → 1 of 3"
    assert "p .400 (1.000)" in said.notes


def test_reach_does_without_second_pillars(toy_study, tmp_path):
    study = changed(toy_study, "labels.csv", also="")
    numbers, _, _ = made(EXPERIMENT, study, tmp_path)
    reach, opening = (numbers[numbers["measure"] == name]["numerator"].sum() for name in ("reach", "opening"))
    assert reach > opening


def test_two_pillars_and_long_names_of_periods(root, tmp_path):
    _, said, texts = made(EXPERIMENT, Study(root / "tests" / "toy_english"), tmp_path)
    assert said.title.startswith("Housing comes first in 2 of 3 articles in dry-years, 1 of 3 in after-the-flood")
    assert texts[-1] == "3 of 3 → 3 of 3"


def test_eight_pillars_with_long_names_have_a_row_each_in_four_panels(eight_pillars, tmp_path):
    _, _, texts = made(EXPERIMENT, eight_pillars, tmp_path)
    assert len([text for text in texts if " → " in text]) == 4 * 8


def test_an_article_without_a_coded_paragraph_counts_for_nothing(toy_study, tmp_path):
    table = pd.read_csv(toy_study.labels_path, dtype=str, keep_default_na=False)
    gone = table["paragraph_id"].str.startswith("melati-2023-02")
    table[~gone].to_csv(toy_study.labels_path, index=False)
    _, said, _ = made(EXPERIMENT, Study(toy_study.root), tmp_path)
    assert "2 of 2 articles in 2023" in said.title


def test_copies_are_counted_once_and_said(toy_study, tmp_path):
    study = changed(toy_study, "articles.csv", same_as=["", "", "kabar-2023-05", "", "", ""])
    _, said, _ = made(EXPERIMENT, study, tmp_path)
    assert "2 of 2 articles in 2023" in said.title
    assert "Articles left out as copies of another: 1." in said.notes


def test_one_period_without_labels_gives_counts_and_no_test(toy_study, tmp_path):
    later = toy_study.articles["article_id"][toy_study.articles["period"] == "2025"]
    of_later = toy_study.paragraphs["paragraph_id"][toy_study.paragraphs["article_id"].isin(later)]
    table = pd.read_csv(toy_study.labels_path, dtype=str, keep_default_na=False)
    table[~table["paragraph_id"].isin(of_later)].to_csv(toy_study.labels_path, index=False)
    _, said, texts = made(EXPERIMENT, Study(toy_study.root), tmp_path)
    assert said.title.startswith("Political comes first in 3 of 3 articles in 2023, none in 2025")
    assert "p not tested" in said.notes
    assert texts[6] == "3 of 3 → –"


@pytest.mark.parametrize("outlet", ["", "the only one"])
def test_one_outlet_is_not_left_out(toy_study, tmp_path, outlet):
    _, said, _ = made(EXPERIMENT, changed(toy_study, "articles.csv", outlet=outlet), tmp_path)
    assert "the only one" not in said.notes
