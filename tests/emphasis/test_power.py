"""Does the design say what it can show, and how more articles would help?"""

from __future__ import annotations

import numpy as np
import pytest
from discourse.emphasis.power import with_articles
from scipy import stats

from discourse.emphasis import detectable_shift, emphasis, estimate, width_by_articles
from discourse.errors import DataError


def test_the_detectable_shift_is_the_half_width_and_the_margin_for_power(draw_table, pillars, periods):
    table = draw_table((10, 10))
    found = estimate(table, pillars, periods)
    rows = emphasis(table, pillars, periods, quantities=["share"]).query("quantity == 'shift'")
    half = (rows["high"] - rows["low"]).to_numpy() / 2
    detectable = detectable_shift(found)
    assert (detectable > half).all()
    # With many articles t is normal, and 80 % power takes (1.96 + 0.84) standard errors.
    many = with_articles(found, 100_000)
    error = np.sqrt(many.variance[2])
    margin = stats.norm.ppf(0.975) + stats.norm.ppf(0.8)
    assert (detectable_shift(many) <= margin * error * 1.3).all()
    assert (detectable_shift(many) >= margin * error * 0.99).all()


def test_power_of_half_is_the_interval_alone(draw_table, pillars, periods):
    found = estimate(draw_table((10, 10)), pillars, periods)
    assert (detectable_shift(found, power=0.5) < detectable_shift(found, power=0.8)).all()


def test_intervals_shrink_with_articles_and_about_as_their_root(draw_table, pillars, periods):
    found = width_by_articles(draw_table((12, 14)), pillars, periods, articles=(5, 20, 80, 320))
    widths = found.pivot(index="articles", columns="pillar", values="half_width")
    assert (widths.diff().dropna() < 0).all(axis=None)
    np.testing.assert_allclose(widths.loc[320] / widths.loc[80], 0.5, atol=0.04)
    assert (found["detectable"] > found["half_width"]).all()


def test_the_projection_at_the_articles_at_hand_is_the_interval(draw_table, pillars, periods):
    table = draw_table((10, 10))
    found = width_by_articles(table, pillars, periods, articles=(10,))
    rows = emphasis(table, pillars, periods, quantities=["share"]).query("quantity == 'shift'")
    np.testing.assert_allclose(found["half_width"], (rows["high"] - rows["low"]) / 2)


def test_too_few_articles_project_nothing(draw_table, pillars, periods):
    assert np.isnan(detectable_shift(estimate(draw_table((4, 9)), pillars, periods))).all()
    assert width_by_articles(draw_table((4, 9)), pillars, periods)["half_width"].isna().all()
    with pytest.raises(DataError, match="at least 5 articles"):
        width_by_articles(draw_table(), pillars, periods, articles=(4, 8))
