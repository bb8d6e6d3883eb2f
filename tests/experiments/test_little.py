"""Labels of three openings from one outlet and period: what they cannot carry is left out, and the reason is given."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from tests.experiments.looks import faults, faults_in_words

from discourse.figures import house_style
from discourse.pipeline.experiment import load_experiment
from discourse.study import Study

EXPERIMENTS = Path(__file__).resolve().parents[2] / "experiments"
STEMS = ("agreement", "classifier", "error_analysis", "learning", "predictions", "top_features")


@pytest.fixture
def little_study(toy_study: Study) -> Study:
    """The toy study with dates of years only, one outlet, no original, no mention, and labels of its first period."""
    articles, codings = toy_study.data / "articles.csv", toy_study.data / "labels.csv"
    table = pd.read_csv(articles, dtype=str, keep_default_na=False)
    years = table["published"].str[:4]
    table.assign(extent="opening", outlet="harian-melati", published=years).to_csv(articles, index=False)
    log = pd.read_csv(codings, dtype=str, keep_default_na=False).assign(also="")
    log[log["paragraph_id"].str.contains("-2023-")].to_csv(codings, index=False)
    (toy_study.data / "terms.csv.gz").unlink()
    return Study(toy_study.root)


@pytest.mark.parametrize("stem", STEMS)
def test_what_little_labels_cannot_carry_is_left_out(stem, little_study, tmp_path):
    experiment = load_experiment(EXPERIMENTS / f"{stem}.py")
    numbers = experiment.make(little_study, tmp_path)
    assert len(numbers) > 0
    assert faults_in_words(experiment.words(numbers, little_study)) == []
    if experiment.draw:
        with house_style():
            assert faults(experiment.picture(numbers, little_study)) == []


def test_a_curve_of_too_few_articles_says_what_cures_it(little_study, tmp_path):
    experiment = load_experiment(EXPERIMENTS / "learning.py")
    numbers = experiment.make(little_study, tmp_path)
    assert "law" not in set(numbers["panel"])
    assert "discourse relabel" in experiment.words(numbers, little_study).caption
