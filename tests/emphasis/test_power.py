"""Is the detectable shift what the interval needs, and the exaggeration the published one?"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from discourse.emphasis.estimators import estimate
from discourse.emphasis.power import (
    exaggeration_ratio,
    minimum_detectable_shift,
    shift_exaggeration,
    width_by_articles,
    with_articles,
)
from discourse.emphasis.table import emphasis_table
from discourse.errors import DataError


def test_the_detectable_shift_is_the_half_width_and_the_margin_for_power(draw_table, read, pillars, periods):
    table = draw_table((10, 10))
    found = estimate(read(table))
    rows = emphasis_table(table, pillars, periods, quantities=["share"]).query("quantity == 'shift'")
    half = (rows["high"] - rows["low"]).to_numpy() / 2
    detectable = minimum_detectable_shift(found)
    assert (detectable > half).all()
    # With many articles t is normal, and 80 % power takes (1.96 + 0.84) standard errors.
    many = with_articles(found, 100_000)
    error = np.sqrt(many.variance[2])
    margin = stats.norm.ppf(0.975) + stats.norm.ppf(0.8)
    assert (minimum_detectable_shift(many) <= margin * error * 1.3).all()
    assert (minimum_detectable_shift(many) >= margin * error * 0.99).all()


def test_power_of_half_is_the_interval_alone(draw_table, read):
    found = estimate(read(draw_table((10, 10))))
    assert (minimum_detectable_shift(found, power=0.5) < minimum_detectable_shift(found, power=0.8)).all()


def test_intervals_shrink_with_articles_and_about_as_their_root(draw_table, read):
    found = width_by_articles(estimate(read(draw_table((12, 14)))), articles=(5, 20, 80, 320))
    widths = found.pivot(index="articles", columns="pillar", values="half_width")
    assert (widths.diff().dropna() < 0).all(axis=None)
    np.testing.assert_allclose(widths.loc[320] / widths.loc[80], 0.5, atol=0.04)
    assert (found["detectable"] > found["half_width"]).all()


def test_the_projection_at_the_articles_at_hand_is_the_interval(draw_table, read, pillars, periods):
    table = draw_table((10, 10))
    found = width_by_articles(estimate(read(table)), articles=(10,))
    rows = emphasis_table(table, pillars, periods, quantities=["share"]).query("quantity == 'shift'")
    np.testing.assert_allclose(found["half_width"], (rows["high"] - rows["low"]) / 2)


def test_too_few_articles_project_nothing(draw_table, read):
    few = estimate(read(draw_table((4, 9))))
    assert np.isnan(minimum_detectable_shift(few)).all()
    assert width_by_articles(few)["half_width"].isna().all()
    with pytest.raises(DataError, match="at least 5 articles"):
        width_by_articles(estimate(read(draw_table())), articles=(4, 8))


def test_exaggeration_is_that_of_drawn_studies():
    rng = np.random.default_rng(2)
    for true, error in ((2.0, 8.1), (0.5, 0.3), (0.3, 0.1)):
        drawn = np.abs(rng.normal(true, error, 400_000))
        expected = drawn[drawn > 1.96 * error].mean() / true
        found = exaggeration_ratio(np.array(true), np.array(error), np.array(1.96))
        np.testing.assert_allclose(found, expected, rtol=0.01)


def test_exaggeration_shrinks_to_one_as_the_true_shift_grows():
    found = exaggeration_ratio(np.array([0.05, 0.1, 0.3, 3.0]), np.full(4, 0.1), np.array(1.96))
    assert (np.diff(found) < 0).all()
    assert found[-1] == pytest.approx(1)
    assert np.isnan(exaggeration_ratio(np.array([0.0, 1.0]), np.array([1.0, 0.0]), np.array(1.96))).all()


def test_exaggeration_is_said_where_the_shift_is_below_the_detectable_one(draw_table, read):
    found = estimate(read(draw_table((10, 10))))
    below = np.abs(found.value[2]) < minimum_detectable_shift(found)
    ratio = shift_exaggeration(found)
    assert below.any()
    assert (~np.isnan(ratio) == below).all()
    assert (ratio[below] > 1).all()
    assert np.isnan(shift_exaggeration(with_articles(found, 100_000))).all()
    assert np.isnan(shift_exaggeration(estimate(read(draw_table((4, 9)))))).all()
