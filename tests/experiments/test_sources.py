"""Does the figure of sources say what its numbers say, also where there is nothing to split?"""

from __future__ import annotations

import runpy
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from tests.experiments.looks import faults, faults_in_words

from discourse.figures import house_style
from discourse.study import Study

SCRIPT = runpy.run_path(str(Path(__file__).resolve().parents[2] / "experiments" / "sources.py"))


def with_outlets(study, outlets):
    path = study.data / "articles.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table.assign(outlet=outlets).to_csv(path, index=False)
    return Study(study.root)


@pytest.mark.parametrize("outlet", ["", "the only one"])
def test_one_outlet_gives_a_message_in_place_of_panels(toy_study, tmp_path, outlet):
    study = with_outlets(toy_study, outlet)
    numbers = SCRIPT["experiment"].make(study, tmp_path)
    with house_style():
        figure = SCRIPT["draw"](numbers, study)
    (ax,) = figure.axes
    assert [" ".join(text.get_text().split()) for text in ax.texts] == [
        "All articles that are compared have the same outlet: there is no mix of outlets."
    ]
    plt.close(figure)
    assert SCRIPT["experiment"].words(numbers, study).title == "All that is compared is from one outlet"


def test_outlets_of_one_period_only_are_drawn_and_said(toy_study, tmp_path):
    study = with_outlets(toy_study, [*"xyz", *"uvw"])
    numbers = SCRIPT["experiment"].make(study, tmp_path)
    assert SCRIPT["experiment"].words(numbers, study).title.endswith("points; no outlet is in both periods")
    assert readable(numbers, study) == []


def readable(numbers, study):
    with house_style():
        figure = SCRIPT["experiment"].picture(numbers, study)
        found = faults(figure)
    plt.close(figure)
    return found + faults_in_words(SCRIPT["experiment"].words(numbers, study))


@pytest.mark.parametrize("name", ["tests/toy", "tests/toy_english", "tests/toy_three", "src/discourse/demo", "."])
def test_the_figure_can_be_read_in_a_column(root, name, tmp_path):
    study = Study(root / name)
    assert readable(SCRIPT["experiment"].make(study, tmp_path), study) == []


def test_long_names_and_many_pillars_can_be_read(toy_three, tmp_path):
    path = toy_three.data / "codebook.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('name = "School"', 'name = "Schooling, training and everything else"'), encoding="utf-8"
    )
    study = Study(toy_three.root)
    assert readable(SCRIPT["experiment"].make(study, tmp_path), study) == []


def numbers(shift, within, mix, outlets, interval=0.01):
    rows = [("", "shift", shift), ("", "within", within), ("", "mix", mix), ("", "unmatched", shift - within - mix)]
    rows += [(name, "within", value) for name, value in outlets.items()]
    table = pd.DataFrame(rows, columns=["group", "quantity", "value"]).assign(pillar="trade")
    return table.assign(low=table["value"] - interval, high=table["value"] + interval)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            numbers(-0.12, -0.21, 0.09, {"x": -0.22, "y": 0.01}),
            "−12.0 points [−13.0, −11.0], −22.0 within x, +10.0 from all else",
        ),
        (numbers(0.12, 0.12, 0.0, {"x": 0.12}), "+12.0 points [+11.0, +13.0], +12.0 within x, +0.0 from all else"),
        (
            numbers(0.05, -0.05, 0.1, {"x": -0.05}),
            "+5.0 points [+4.0, +6.0], −5.0 within outlets, +10.0 from their mix",
        ),
        (
            numbers(0.12, 0.09, 0.03, {"x": 0.03, "y": 0.03, "z": 0.03}),
            "+12.0 points [+11.0, +13.0], +9.0 within outlets, +3.0 from their mix",
        ),
        (
            numbers(0.12, 0.09, 0.01, {"x": 0.03, "y": 0.03, "z": 0.03}),
            "+12.0 points [+11.0, +13.0], +9.0 within outlets, +1.0 from their mix, +2.0 unmatched",
        ),
    ],
)
def test_the_title_names_an_outlet_where_one_stands_out(found, said):
    assert SCRIPT["finding"](found, "trade", "Trade") == f"Trade: {said}"


def test_the_title_says_where_no_interval_excludes_zero():
    found = numbers(0.12, 0.12, 0.0, {"x": 0.12}, interval=0.2)
    assert SCRIPT["finding"](found, "trade", "Trade").startswith("No detectable shift. Trade: +12.0 points")


def test_the_pillar_shown_is_one_that_can_be_told_from_zero_where_there_is_one():
    small, large = numbers(-0.1, 0, 0, {}), numbers(0.2, 0, 0, {}, interval=0.3).assign(pillar="culture")
    assert SCRIPT["largest_shift"](pd.concat([small, large])) == "trade"
    assert SCRIPT["largest_shift"](pd.concat([small.assign(low=np.nan, high=np.nan), large])) == "culture"
