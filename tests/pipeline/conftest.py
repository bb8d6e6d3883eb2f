"""A study with two small experiments, one of which reads the labels."""

from __future__ import annotations

import pytest

SCRIPT = '''"""Counts the rows of a table."""

import pandas as pd

from discourse.features import tokenize
from discourse.figures import draw_paragraph_counts
from discourse.pipeline import Description, Experiment
from discourse.figures.style import new_figure


def compute(study):
    return pd.DataFrame({{"row": ["all"], "articles": [len(study.articles)], "paragraphs": [len({read})]}})


def draw(numbers, study):
    figure, (ax,) = new_figure([1], 1.5)
    numbers = numbers.assign(period="all", span="2024", article=numbers["articles"], primary="")
    draw_paragraph_counts(numbers, ax, colours={{}})
    return figure


def describe(numbers, study):
    return Description(f"{{len(numbers)}} rows", "")


experiment = Experiment(script=__file__, title="{title}", compute=compute, draw=draw, describe=describe)

if __name__ == "__main__":
    experiment.main()
'''


@pytest.fixture
def write_script(toy_study, own_figures_only):
    """Write an experiment that counts the articles and what an expression gives."""
    toy_study.experiments.mkdir(exist_ok=True)

    def write(stem, read):
        script = toy_study.experiments / f"{stem}.py"
        script.write_text(SCRIPT.format(title=stem, read=read), encoding="utf-8")
        return script

    return write


@pytest.fixture
def small_study(toy_study, write_script):
    """The toy study with the experiments ``rows`` (articles, paragraphs) and ``coded`` (articles, labels)."""
    write_script("rows", "study.paragraphs")
    write_script("coded", "study.labels_path.read_bytes()")
    return toy_study
