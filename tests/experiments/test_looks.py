"""Every figure can be read in the width of a column: nothing small, cut, overlapping or empty; few words beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from matplotlib.text import Text
from tests.experiments.looks import faults, faults_in_words

from discourse.figures import COLUMN, TYPE, house_style, new_figure, picture_bytes
from discourse.pipeline.experiment import Description, load_experiment, read_numbers

SCRIPTS = sorted((Path(__file__).resolve().parents[2] / "experiments").glob("*.py"))
DRAWN = [script for script in SCRIPTS if load_experiment(script).draw]


@pytest.mark.parametrize("script", DRAWN, ids=lambda script: script.stem)
def test_the_shipped_figures_can_be_read_in_a_column(script, shipped_study):
    experiment = load_experiment(script)
    numbers = read_numbers(shipped_study.figures / f"{script.stem}.csv")
    with house_style():
        figure = experiment.picture(numbers, shipped_study)
        assert figure.get_figwidth() == COLUMN
        assert faults(figure) == []
        assert b"<text" in picture_bytes(figure, "svg")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_the_words_beside_a_shipped_figure_are_few(script, shipped_study):
    experiment = load_experiment(script)
    said = experiment.words(read_numbers(shipped_study.figures / f"{script.stem}.csv"), shipped_study)
    assert faults_in_words(said) == []
    assert said.title != experiment.title  # what was found, not what was done
    assert shipped_study.settings.sample_note in said.notes


def test_what_a_reader_would_stumble_over_is_found():
    with house_style():
        figure, (ax, empty) = new_figure([1, 1], 2.0)
        ax.plot([0, 1], [0, 1])
        assert faults(figure) == ["panel 1 is empty"]
        empty.remove()
        assert faults(figure) == []
        for text in (
            Text(0.5, 0.5, "small", fontsize=TYPE - 1),
            Text(0.2, 0.2, "one"),
            Text(0.21, 0.2, "another"),
            Text(0.97, 0.9, "too far to the right"),
        ):
            text.set_transform(figure.transFigure)
            figure.add_artist(text)
        said = " ".join(faults(figure))
    assert "'small' has 5.5 points" in said
    assert "'one' lies on 'another'" in said
    assert "'too far to the right' leaves the canvas" in said
    assert faults_in_words(Description("Found", "word " * 100)) == ["a caption of 500 characters"]
