"""A study with two small experiments, one of which reads the labels."""

from __future__ import annotations

import pytest

SCRIPT = '''"""Counts the rows of a table."""

import pandas as pd

from discourse.experiment import Experiment
from discourse.figures import draw_coverage
from discourse.style import new_figure


def compute(study):
    return pd.DataFrame({{"row": ["all"], "articles": [len(study.articles)], "paragraphs": [len(study.paragraphs)]}})


def draw(numbers, study):
    figure, (ax,) = new_figure([1], 1.5)
    draw_coverage(numbers, ax)
    return figure


experiment = Experiment(script=__file__, title="{title}", inputs={inputs}, compute=compute, draw=draw)

if __name__ == "__main__":
    experiment.main()
'''


@pytest.fixture
def small_study(toy_study):
    """The toy study with the experiments ``rows`` (articles, paragraphs) and ``coded`` (labels too)."""
    toy_study.experiments.mkdir(exist_ok=True)
    for stem, inputs in (("rows", ("articles.csv", "paragraphs.csv")), ("coded", ("articles.csv", "labels.csv"))):
        script = toy_study.experiments / f"{stem}.py"
        script.write_text(SCRIPT.format(title=stem, inputs=inputs), encoding="utf-8")
    return toy_study
