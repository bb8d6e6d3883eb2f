"""Do the tests of shifts adjust, say what the design can show, and explain their disagreements?"""

from __future__ import annotations

from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.emphasis.estimators import estimate
from discourse.emphasis.permutation import permutation_test
from discourse.emphasis.power import minimum_detectable_shift, shift_exaggeration
from discourse.emphasis.shifts import holm, median_lengths, shift_test_rows, shift_tests
from discourse.emphasis.sums import article_sums
from discourse.emphasis.table import emphasis_table
from discourse.errors import DataError, EstimateError


def test_holm_worked_by_hand():
    np.testing.assert_allclose(holm(np.array([0.01, 0.02, 0.03, 0.04, 0.05])), [0.05, 0.08, 0.09, 0.09, 0.09])
    np.testing.assert_allclose(holm(np.array([0.5, np.nan, 0.02])), [0.5, np.nan, 0.04])
    assert holm(np.array([0.6, 0.7])).tolist() == [1.0, 1.0]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_holm_keeps_the_order_and_never_lowers(p):
    p = np.array(p)
    adjusted = holm(p)
    assert (adjusted >= p).all()
    assert (adjusted <= np.minimum(1, p * len(p)) + 1e-12).all()
    assert (np.diff(adjusted[np.argsort(p, kind="stable")]) >= 0).all()


def test_the_table_joins_interval_and_test(draw_table, read, pillars, periods):
    table = draw_table((6, 6))
    found = shift_tests(table, pillars, periods)
    rows = emphasis_table(table, pillars, periods, quantities=["share"]).query("quantity == 'shift'")
    np.testing.assert_allclose(found["shift"], rows["value"])
    np.testing.assert_allclose(found["low"], rows["low"])
    np.testing.assert_allclose(found["p"], permutation_test(article_sums(read(table))).p)
    assert found["exact"].all()
    assert (found["permutations"] == 924).all()
    np.testing.assert_allclose(found["smallest_p"], 2 / 924)
    assert (found["p_holm"] >= found["p"]).all()
    assert (found["detectable"] > (found["high"] - found["low"]) / 2).all()


def test_mention_shifts_can_be_tested_too(draw_table, pillars, periods):
    found = shift_tests(draw_table(), pillars, periods, quantity="mention_share")
    assert (found["quantity"] == "mention_shift").all()


def many(counts, article_size=4):
    """Articles of one size; ``counts`` gives for each period the economic paragraphs of each article."""
    rows = [
        (f"{period}-{i:02d}", period, "economic" if place < number else "political")
        for period, numbers in counts.items()
        for i, number in enumerate(numbers)
        for place in range(article_size)
    ]
    return pd.DataFrame(rows, columns=["article_id", "period", "primary"])


def test_where_the_test_alone_rejects_the_table_says_why():
    table = many({"2023": [1, 1, 1, 0, 0], "2025": [0] * 12})
    row = shift_tests(table, ["political", "economic"], ["2023", "2025"]).iloc[1]
    assert row["p"] == pytest.approx(comb(5, 3) / comb(17, 3), abs=0.002)
    assert row["low"] < 0 < row["high"]
    assert row["disagree"]
    assert row["reason"].startswith("3 of 5 articles in 2023 and 0 of 12 articles in 2025 have the pillar. The test")


def test_where_the_interval_alone_excludes_zero_the_table_says_why():
    table = many({"2023": [4, 4, 0, 0, 0], "2025": [1] + [0] * 7})
    row = shift_tests(table, ["political", "economic"], ["2023", "2025"]).iloc[1]
    assert row["p"] > 0.05
    assert row["high"] < 0
    assert row["disagree"]
    assert "The interval lets the articles of the two periods scatter differently" in row["reason"]


def test_agreement_needs_no_reason():
    found = shift_tests(many({"2023": [4] * 8, "2025": [0] * 8}), ["political", "economic"], ["2023", "2025"])
    assert not found["disagree"].any()
    assert (found["reason"] == "").all()
    assert (found["p"] < 0.001).all()
    assert (found["low"] * found["high"] > 0).all()


def test_few_articles_have_a_p_and_its_floor_but_no_interval(draw_table, pillars, periods):
    found = shift_tests(draw_table((3, 3)), pillars, periods)
    assert (found["smallest_p"] == 0.1).all()
    assert found[["low", "high", "detectable"]].isna().all(axis=None)
    assert (found["p"] >= 0.1).all()
    assert not found["disagree"].any()
    lax = shift_tests(draw_table((3, 3)), pillars, periods, level=0.2)
    assert (lax["p"] <= 0.8).any()
    assert not lax["disagree"].any()
    assert shift_tests(draw_table((1, 5)), pillars, periods)["p"].notna().all()


def test_one_period_has_no_test(draw_table, pillars, periods):
    table = draw_table()
    found = shift_tests(table[table["period"] == "2023"], pillars, periods)
    assert found[["shift", "p", "monte_carlo_error", "p_holm", "smallest_p"]].isna().all(axis=None)
    assert (found["permutations"] == 0).all()
    assert found["exact"].dtype == bool
    assert not found["exact"].any()
    assert not found["disagree"].any()
    assert found["median_later"].isna().all()
    assert not found["lengths_differ"].any()


def test_many_articles_are_permuted_at_random_and_by_seed(draw_table, pillars, periods):
    table = draw_table((15, 15))
    choices = {"permutations": 500, "weighting": "article"}
    one, again, other = (shift_tests(table, pillars, periods, seed=seed, **choices) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one, again)
    assert (one["p"] != other["p"]).any()
    assert not one["exact"].any()
    assert (one["monte_carlo_error"] > 0).all()
    counted = shift_tests(table, pillars, periods, permutations=500)
    assert counted["exact"].all()
    assert (counted["monte_carlo_error"] == 0).all()
    with pytest.raises(DataError, match="at least one permutation"):
        shift_tests(table, pillars, periods, permutations=0)


def test_estimators_without_sums_have_no_test(draw_table, add_predictions, pillars, periods):
    with pytest.raises(EstimateError, match="need sums"):
        shift_tests(add_predictions(draw_table()), pillars, periods, estimator="ppi")


def test_where_lengths_differ_the_interval_decides_and_the_table_says_so(draw_table, read):
    longer = many({"2023": [9] * 3 + [8] * 3}, article_size=12)
    shorter = many({"2025": [4, 2, 3, 2, 3, 4, 3]})
    found = shift_tests(pd.concat([longer, shorter]), ["political", "economic"], ["2023", "2025"])
    assert found["lengths_differ"].all()
    assert (found[["median_earlier", "median_later"]].to_numpy() == [12, 4]).all()
    assert found["p"].notna().all()
    table = draw_table((9, 9))
    paragraphs = article_sums(read(table))
    assert max(median_lengths(paragraphs)) <= 1.5 * min(median_lengths(paragraphs))
    assert not shift_tests(table, ["political", "economic", "education"], ["2023", "2025"])["lengths_differ"].any()


def test_joint_bounds_are_those_of_the_level_shared_by_the_pillars(draw_table, pillars, periods):
    table = draw_table((9, 9))
    found = shift_tests(table, pillars, periods)
    stricter = shift_tests(table, pillars, periods, level=1 - 0.05 / 3)
    np.testing.assert_allclose(found[["low_joint", "high_joint"]], stricter[["low", "high"]])
    assert (found["low_joint"] < found["low"]).all()
    assert (found["high_joint"] > found["high"]).all()


def test_level_estimator_and_weighting_are_those_asked_for(draw_table, add_predictions, read, pillars, periods):
    table = add_predictions(draw_table((7, 8)))
    found = shift_tests(table, pillars, periods, estimator="dsl", weighting="word", level=0.8, permutations=200)
    estimated = estimate(read(table), estimator="dsl", weighting="word")
    rows = emphasis_table(
        table, pillars, periods, quantities=["share"], estimator="dsl", weighting="word", level=0.8
    ).query("quantity == 'shift'")
    for name, column in (("shift", "value"), ("low", "low"), ("high", "high"), ("articles", "articles")):
        np.testing.assert_array_equal(found[name], rows[column])
    np.testing.assert_array_equal(found["p"], permutation_test(estimated.sums, limit=200).p)
    np.testing.assert_array_equal(found["p_holm"], holm(found["p"].to_numpy()))
    np.testing.assert_array_equal(found["detectable"], minimum_detectable_shift(estimated, level=0.8))
    np.testing.assert_array_equal(found["exaggeration"], shift_exaggeration(estimated, level=0.8))
    assert found.columns[:3].tolist() == ["pillar", "quantity", "period"]
    assert found.columns[-2:].tolist() == ["articles", "paragraphs"]
    assert (found["permutations"] == 200).all()
    assert shift_tests(table, pillars, periods, permutations=1)["permutations"].tolist() == [6435] * 3


def test_disagreement_is_of_the_level_asked_for():
    table = many({"2023": [4, 4, 0, 0, 0], "2025": [1] + [0] * 7})
    row = shift_tests(table, ["political", "economic"], ["2023", "2025"]).iloc[1]
    assert row["disagree"]
    # At a level at which the test rejects too, both agree.
    level = 1 - row["p"] * 1.01
    again = shift_tests(table, ["political", "economic"], ["2023", "2025"], level=level).iloc[1]
    assert again["high"] < 0
    assert not again["disagree"]


@pytest.mark.parametrize(("later", "differ"), [(6, False), (9, False), (4, False), (10, True), (3, True)])
def test_lengths_differ_beyond_one_and_a_half(later, differ):
    table = pd.concat([many({"2023": [3] * 6}, article_size=6), many({"2025": [2] * 6}, article_size=later)])
    found = shift_tests(table, ["political", "economic"], ["2023", "2025"])
    assert found["lengths_differ"].tolist() == [differ] * 2


def test_where_lengths_differ_a_disagreement_is_laid_to_them():
    table = pd.concat([many({"2023": [1, 1, 1, 0, 0]}, article_size=12), many({"2025": [0] * 12})])
    row = shift_tests(table, ["political", "economic"], ["2023", "2025"]).iloc[1]
    assert row["reason"] == (
        "3 of 5 articles in 2023 and 0 of 12 articles in 2025 have the pillar. The median articles have 12 and 4 "
        "paragraphs; the test compares lengths too, and the interval decides."
    )


def test_an_estimate_is_tested_as_its_table_is(draw_table, read, pillars, periods):
    table = draw_table((9, 9))
    found = shift_test_rows(estimate(read(table), weighting="article"), permutations=300)
    expected = shift_tests(table, pillars, periods, weighting="article", permutations=300, level=0.95, seed=0)
    pd.testing.assert_frame_equal(found, expected)
    assert (
        found["p"] != shift_tests(table, pillars, periods, weighting="article", permutations=300, seed=1)["p"]
    ).any()
