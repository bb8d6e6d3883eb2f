"""Does the figure of linkage say what its numbers say, also where nothing is named together?"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from tests.experiments.looks import made

from discourse.errors import EstimateError
from discourse.pipeline.experiment import load_experiment
from discourse.study import Study

EXPERIMENT = load_experiment(Path(__file__).resolve().parents[2] / "experiments" / "linkage.py")


@pytest.fixture
def recoded(toy_study):
    """Change cells of a column of the toy study's log."""

    def recode(column, change):
        table = pd.read_csv(toy_study.labels_path, dtype=str, keep_default_na=False)
        table[column] = change(table)
        table.to_csv(toy_study.labels_path, index=False)
        return Study(toy_study.root)

    return recode


def test_the_toy_study_is_counted_as_by_hand(toy_study, tmp_path):
    numbers, said, texts = made(EXPERIMENT, toy_study, tmp_path)
    assert said.title == "Paragraphs that name Political with Economic: 2 of 8 in 2023, 0 of 8 in 2025"
    assert "○ 4 + 1 + 1 of 8" in texts
    assert "2 of 8 → 0 of 8" in texts
    assert "No shift of a tie has an interval: a period has too few articles." in said.notes
    ties = numbers[(numbers["quantity"] == "tie") & (numbers["analysis"] == toy_study.settings.analyses[0].id)]
    assert ties.groupby("period")["numerator"].sum().to_dict() == {"2023": 3, "2025": 1}


def test_a_study_without_second_pillars_is_told_what_to_do(recoded, tmp_path):
    _, said, texts = made(EXPERIMENT, recoded("also", lambda table: ""), tmp_path)
    assert said.title == "No paragraph names a second pillar: roles and ties cannot be told"
    (message,) = texts
    assert " ".join(message.split()) == "Code second pillars (also) on the labelling page: discourse relabel"


def test_two_pillars_have_one_tie_and_no_enumeration(root, tmp_path):
    numbers, said, texts = made(EXPERIMENT, Study(root / "tests" / "toy_english"), tmp_path)
    assert said.title.startswith("Paragraphs that name Housing with Transport: 1 of 13")
    assert "three" not in said.notes
    assert texts[-1] == "1 of 13 → 1 of 13"
    assert numbers.loc[numbers["quantity"] == "qap_correlation", "value"].isna().all()


def test_eight_pillars_with_long_names_keep_the_ten_ties_that_changed_most(eight_pillars, tmp_path):
    numbers, said, texts = made(EXPERIMENT, eight_pillars, tmp_path)
    assert len(numbers[numbers["quantity"] == "tie_shift"].drop_duplicates(["pillar", "other"])) == 28
    assert len([text for text in texts if " → " in text]) == 11
    assert "18 that changed less are not shown" in said.caption
    assert said.title.startswith("Three or more pillars in ")


def test_periods_keep_their_order_in_the_title(toy_study, tmp_path):
    path = toy_study.data / "study.toml"
    text = re.sub(r'^id = "2023"$', 'id = "zeta"', path.read_text(encoding="utf-8"), flags=re.M)
    path.write_text(re.sub(r'^id = "2025"$', 'id = "alpha"', text, flags=re.M), encoding="utf-8")
    _, said, _ = made(EXPERIMENT, Study(toy_study.root), tmp_path)
    assert said.title.endswith("2 of 8 in zeta, 0 of 8 in alpha")


def test_a_study_without_labels_is_refused(recoded, tmp_path):
    with pytest.raises(EstimateError, match="labelled paragraphs in a period"):
        EXPERIMENT.make(recoded("coder", lambda table: "blind"), tmp_path)
