from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.classifier import PillarClassifier
from discourse.errors import EstimateError
from discourse.evaluation import Fold, fit_learning_curve, grouped_folds, learning_curve
from discourse.evaluation.learning import power_law


def test_the_law_that_made_the_points_is_found():
    sizes = np.repeat([10.0, 20.0, 40.0, 80.0], 3)
    values = 0.85 - 1.1 * sizes**-0.6
    assert power_law(sizes, values) == pytest.approx((0.85, 1.1, 0.6), abs=1e-6)


def test_the_limit_is_never_above_one_and_no_law_falls():
    sizes = np.array([10.0, 20.0, 40.0])
    assert power_law(sizes, np.array([0.3, 0.7, 1.0]))[0] <= 1
    assert power_law(sizes, np.array([0.9, 0.8, 0.7]))[1] == 0
    with pytest.raises(EstimateError, match="3 sizes"):
        power_law([1, 2, 2], [0.1, 0.2, 0.3])


def test_what_more_articles_bring():
    sizes = np.repeat([10, 20, 40, 80], 3)
    rng = np.random.default_rng(1)
    curve = pd.DataFrame(
        {
            "articles": sizes,
            "score": "macro_f1",
            "pillar": "",
            "value": 0.85 - 1.1 * sizes**-0.6 + rng.normal(0, 0.005, 12),
        }
    )
    table = fit_learning_curve(curve, (50, 100), now=100, level=0.9, resamples=200, seed=1)
    assert table["articles"].tolist() == [100, 150, 200]
    assert table["gain"].tolist()[0] == 0
    assert table["gain"].is_monotonic_increasing
    assert ((table["low"] <= table["value"]) & (table["value"] <= table["high"])).all()


def test_a_promise_lies_between_the_law_and_the_line():
    """A curve of .1 a doubling has no limit in sight: the line promises .1 for twice as many articles, the law less."""
    sizes = np.repeat([10, 20, 40, 80], 2)
    curve = pd.DataFrame({"articles": sizes, "score": "macro_f1", "pillar": "", "value": 0.1 * np.log2(sizes)})
    last = fit_learning_curve(curve, (80,), now=80, level=0.9, resamples=50, seed=1).iloc[-1]
    assert last["gain_high"] == pytest.approx(0.1)
    assert last["gain_low"] < last["gain"] < last["gain_high"]


def test_a_promise_is_as_wide_as_two_draws_differ():
    """Draws that are .02 apart have a standard deviation of .0141; two of them differ by 1.96 * .02 at most, mostly."""
    sizes, noise = np.repeat([10, 20, 40, 80], 2), np.tile([-0.01, 0.01], 4)
    curve = pd.DataFrame({"articles": sizes, "score": "macro_f1", "pillar": "", "value": 0.1 * np.log2(sizes)})
    wide = fit_learning_curve(
        curve.assign(value=curve["value"] + noise), (80,), now=80, level=0.95, resamples=9, seed=1
    )
    assert wide["gain_high"].iloc[-1] - wide["gain"].iloc[-1] > 1.95 * 0.02
    assert wide["gain_low"].iloc[0] == wide["gain_high"].iloc[0] == 0


def test_a_curve_that_fell_promises_nothing():
    curve = pd.DataFrame({"articles": [10, 20, 40], "score": "macro_f1", "pillar": "", "value": [0.9, 0.8, 0.7]})
    table = fit_learning_curve(curve, (40,), now=40, level=0.9, resamples=50, seed=1)
    assert table[["gain", "gain_low", "gain_high"]].to_numpy() == pytest.approx(0)


def test_a_draw_with_one_code_is_left_out(shipped_table):
    features, table, pillars = shipped_table
    one_code = table.assign(primary="political", also=[()] * len(table))
    rare = one_code["story"] == one_code["story"].iloc[0]
    one_code.loc[rare, "primary"] = "economic"
    folds = [Fold(np.arange(len(table)), np.arange(len(table)), "1")]
    curve = learning_curve(
        PillarClassifier(penalty=2.0, proportion_weight=1.0),
        features,
        one_code,
        folds,
        pillars,
        (2,),
        repeats=3,
        seed=1,
    )
    assert set(curve["articles"]) == {table["article_id"].nunique()}


def test_more_articles_teach_more(shipped_table):
    features, table, pillars = shipped_table
    folds = grouped_folds(table["story"], table["primary"], 3, 1)
    model = PillarClassifier(penalty=2.0, proportion_weight=1.0)
    curve = learning_curve(model, features, table, folds, pillars, (5, 20, 1000), repeats=2, seed=1)
    mean = curve[curve["score"] == "macro_f1"].groupby("articles")["value"].mean()
    assert len(mean) == 3
    assert mean.index[-1] < table["article_id"].nunique()
    assert mean.is_monotonic_increasing
    assert set(curve.loc[curve["articles"] == 5, "repeat"]) == {0, 1}
