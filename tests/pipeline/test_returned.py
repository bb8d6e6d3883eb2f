"""Is a script whose functions return the wrong thing named in one line?"""

from __future__ import annotations

from dataclasses import replace

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from discourse.errors import DataError
from discourse.figures import new_figure
from discourse.pipeline import Description, Experiment

RIGHT = Experiment(
    "genres.py",
    "Genres",
    compute=lambda study: pd.DataFrame({"value": [1.0]}),
    draw=lambda numbers, study: new_figure([1], 1)[0],
    describe=lambda numbers, study: Description("One genre", "A bar."),
)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"compute": lambda study: None}, "function compute: expected DataFrame to be returned, found None. End"),
        ({"draw": lambda numbers, study: None}, "function draw: expected Figure to be returned, found None. End"),
        ({"draw": lambda numbers, study: new_figure([1], 1)}, "expected Figure to be returned, found tuple. End"),
        (
            {"describe": lambda numbers, study: "It grew"},
            "function describe: expected Description to be returned, found str 'It grew'. End",
        ),
    ],
)
def test_a_function_that_returns_the_wrong_thing_is_named_and_no_numbers_are_left(wrong, said, toy_study, tmp_path):
    with pytest.raises(DataError, match=rf"^genres\.py, .*{said}"):
        replace(RIGHT, **wrong).make(toy_study, tmp_path)
    assert not (tmp_path / "genres.csv").exists()
    plt.close("all")


def test_what_a_figure_needs_is_taken(toy_study, tmp_path):
    RIGHT.make(toy_study, tmp_path)
    assert (tmp_path / "genres.csv").is_file()
