"""Studies that lack what others have: every figure is made, with nothing empty or cut in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from tests.experiments.looks import faults, faults_in_words

from discourse.figures import house_style
from discourse.pipeline.experiment import load_experiment, read_description
from discourse.study import Study

SCRIPTS = sorted((Path(__file__).resolve().parents[2] / "experiments").glob("*.py"))
INSTRUMENT = [script for script in SCRIPTS if load_experiment(script).about == "instrument"]
COVERAGE = [script for script in SCRIPTS if script not in INSTRUMENT]

Change = Callable[[pd.DataFrame], pd.DataFrame]


def changed(study: Study, name: str, change: Change) -> None:
    """Write a table of a study anew."""
    path = study.data / name
    change(pd.read_csv(path, dtype=str, keep_default_na=False)).to_csv(path, index=False)


def without_also(study: Study) -> None:
    changed(study, "labels.csv", lambda table: table.assign(also=""))


def with_years_alone(study: Study) -> None:
    def coarser(date: str) -> str:
        """Keep the year alone, where it still says which period it is."""
        return date[:4] if study.settings.period_of(date[:4]) else date

    changed(study, "articles.csv", lambda table: table.assign(published=table["published"].map(coarser)))


def of_one_outlet(study: Study) -> None:
    changed(study, "articles.csv", lambda table: table.assign(outlet=table["outlet"].iloc[0]))


def without_openings(study: Study) -> None:
    changed(study, "articles.csv", lambda table: table.assign(extent="full"))
    changed(study, "paragraphs.csv", lambda table: table.assign(opening="yes"))


def with_an_article_that_nobody_coded(study: Study) -> None:
    gone = study.articles["article_id"].iloc[0] + ":"
    changed(study, "labels.csv", lambda table: table[~table["paragraph_id"].str.startswith(gone)])


def with_one_paragraph_an_article(study: Study) -> None:
    changed(study, "paragraphs.csv", lambda table: table.drop_duplicates("article_id"))
    kept = set(pd.read_csv(study.data / "paragraphs.csv")["paragraph_id"])
    for path in study.data.glob("labels*.csv"):
        changed(study, path.name, lambda table: table[table["paragraph_id"].isin(kept)])


def with_a_long_article(study: Study) -> None:
    def longer(table: pd.DataFrame) -> pd.DataFrame:
        last = table.iloc[-1].to_dict()
        more = [last | {"paragraph_id": f"{last['article_id']}:{n:03}", "position": str(n)} for n in range(100, 160)]
        return pd.concat([table, pd.DataFrame(more)])

    changed(study, "paragraphs.csv", longer)


ODD = [
    without_also,
    with_years_alone,
    of_one_outlet,
    without_openings,
    with_an_article_that_nobody_coded,
    with_one_paragraph_an_article,
    with_a_long_article,
]


def check(script: Path, make_odd: Callable[[Study], None], study: Study) -> None:
    """Make a figure of an odd study, and look at it."""
    make_odd(study)
    study = Study(study.root)
    experiment = load_experiment(script)
    numbers = experiment.make(study, study.figures)
    assert faults_in_words(read_description(study.figures / f"{script.stem}.md")) == []
    if experiment.draw:
        with house_style():
            assert faults(experiment.picture(numbers, study)) == []


@pytest.mark.parametrize("toy", ["toy", "toy_english", "toy_three"])
@pytest.mark.parametrize("make_odd", ODD, ids=lambda make_odd: make_odd.__name__)
@pytest.mark.parametrize("script", COVERAGE, ids=lambda script: script.stem)
def test_an_odd_study_gets_every_figure_of_its_coverage(script, make_odd, toy, root, tmp_path):
    check(script, make_odd, Study(shutil.copytree(root / "tests" / toy, tmp_path / "study")))


@pytest.mark.parametrize(
    "make_odd", [without_also, of_one_outlet, without_openings], ids=lambda make_odd: make_odd.__name__
)
@pytest.mark.parametrize("script", INSTRUMENT, ids=lambda script: script.stem)
def test_an_odd_study_gets_every_figure_of_its_instrument(script, make_odd, toy_study):
    check(script, make_odd, toy_study)
