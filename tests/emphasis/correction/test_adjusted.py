"""Are adjusted counts the published ones, and refused where they would divide by nothing?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis.correction.adjusted import solve_counts
from discourse.emphasis.estimators import estimate
from discourse.errors import EstimateError


def test_all_classes_at_once():
    rates = np.array([[0.8, 0.1, 0.2], [0.1, 0.7, 0.2], [0.1, 0.2, 0.6]])
    np.testing.assert_allclose(solve_counts(np.array([0.47, 0.30, 0.23]), rates), [0.5, 0.3, 0.2], rtol=1e-12)
    outside = solve_counts(np.array([0.9, 0.05, 0.05]), rates)
    assert outside.sum() == pytest.approx(1)
    assert (outside >= 0).all()


def test_classes_predicted_alike_are_refused():
    rates = np.array([[0.5, 0.5, 0.1], [0.3, 0.3, 0.1], [0.2, 0.2, 0.8]])
    with pytest.raises(EstimateError, match="singular"):
        solve_counts(np.array([0.4, 0.3, 0.3]), rates)


def test_none_that_is_hardly_ever_recognised_makes_no_share_unsure(draw_table, add_predictions, read):
    table = add_predictions(draw_table((30, 30)), accuracy=0.9)
    table["primary"] = table["primary"].mask(np.arange(len(table)) % 9 == 0, "none")
    truth, found = (estimate(read(table), estimator=estimator) for estimator in ("coded", "adjusted"))
    assert np.abs(found.value - truth.value).max() < 0.1
    assert (found.variance < 4 * truth.variance).all()


def test_errors_are_turned_back_as_counted_by_hand(read, periods):
    labels = ["political"] * 8 + ["economic"] * 8 + ["education"] * 4
    said = ["political"] * 6 + ["economic"] * 2 + ["economic"] * 8 + ["education"] * 4
    rows = [
        (f"{period}-{article}", period, label, guess)
        for period in periods
        for article in range(3)
        for label, guess in zip(labels, said, strict=True)
    ]
    table = pd.DataFrame(rows, columns=["article_id", "period", "primary", "predicted"])
    table = table.assign(p_political=1.0, p_economic=0.0, p_education=0.0)
    found = estimate(read(table), estimator="adjusted")
    np.testing.assert_allclose(found.value[0], [0.4, 0.4, 0.2])
