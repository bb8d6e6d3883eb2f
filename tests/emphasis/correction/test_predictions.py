"""Are predictions read as they are, and refused where they cannot be right?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis.correction.predictions import read_predictions
from discourse.emphasis.inputs import read_paragraphs
from discourse.errors import DataError, EstimateError

PILLARS = ("political", "economic")
TABLE = pd.DataFrame(
    {
        "article_id": ["a", "b", "c"],
        "period": ["2023", "2025", "2025"],
        "primary": ["political", "", "none"],
        "p_political": [0.7, 0.2, 0.1],
        "p_economic": [0.2, 0.6, 0.1],
        "p_none": [0.1, 0.2, 0.8],
    }
)


def read(table):
    return read_predictions(read_paragraphs(table, PILLARS, ("2023", "2025")))


def test_the_most_probable_class_is_the_prediction():
    found = read(TABLE)
    assert found.classes == ("political", "economic", "none")
    assert found.predicted.tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    assert found.labelled_as.tolist() == [[1, 0, 0], [0, 0, 0], [0, 0, 1]]
    assert found.labelled.tolist() == [True, False, True]


def test_a_column_of_predictions_goes_before_the_probabilities():
    found = read(TABLE.assign(predicted="economic"))
    assert (found.predicted == [0, 1, 0]).all()


def test_without_a_column_for_none_the_class_has_no_probability():
    table = TABLE.drop(columns="p_none").assign(p_economic=[0.3, 0.8, 0.9])
    assert (read(table).probability[:, 2] == 0).all()


def test_rounded_probabilities_are_scaled_to_one():
    table = TABLE.assign(p_none=[0.1001, 0.2, 0.8])
    np.testing.assert_allclose(read(table).probability.sum(axis=1), 1)


def test_a_classifier_may_be_quite_sure():
    table = TABLE.assign(p_political=1.0, p_economic=0.0, p_none=0.0)
    assert read(table).probability.tolist() == [[1, 0, 0]] * 3


@pytest.mark.parametrize(
    ("table", "error", "found"),
    [
        (TABLE[["article_id", "period", "primary"]], EstimateError, "no column p_<pillar>"),
        (TABLE.drop(columns="p_economic"), DataError, "a column p_economic, found only p_political"),
        (TABLE.assign(p_none=[0.1, 0.5, 0.6]), DataError, "row 1, column p_<pillar>: .*add up to 1, found 1.3"),
        (TABLE.assign(p_political=[np.nan, 0.2, 0.1]), DataError, "row 0, .*between 0 and 1"),
        (TABLE.assign(p_political=[0.7, -0.2, 0.1]), DataError, "row 1, .*between 0 and 1"),
        (TABLE.assign(p_political=[0.7, 0.2, 1.2]), DataError, "row 2, .*between 0 and 1"),
        (TABLE.assign(predicted=["political", "sports", "none"]), DataError, "row 1, column predicted: .*'sports'"),
        (TABLE.assign(predicted=["political", None, "none"]), DataError, "row 1, column predicted"),
    ],
)
def test_predictions_that_cannot_be_right_are_refused(table, error, found):
    with pytest.raises(error, match=found):
        read(table)
