"""Do the estimators agree where they must, and refuse what the data cannot carry?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis import ESTIMATORS, estimate, sums_for
from discourse.emphasis.intervals import linear_t, wilson_t
from discourse.errors import DataError, EstimateError

WITH_CLASSIFIER = tuple(estimator for estimator in ESTIMATORS if estimator != "coded")


@pytest.mark.parametrize("weighting", ["paragraph", "article", "word"])
@pytest.mark.parametrize("estimator", WITH_CLASSIFIER)
def test_a_perfect_classifier_gives_the_true_share(draw_table, add_predictions, pillars, periods, estimator, weighting):
    table = add_predictions(draw_table(), accuracy=1.0, sure=1.0)
    truth = estimate(table, pillars, periods, weighting=weighting)
    found = estimate(table, pillars, periods, estimator=estimator, weighting=weighting)
    np.testing.assert_allclose(found.value, truth.value, atol=1e-6)


@pytest.mark.parametrize("estimator", ["adjusted", "adjusted_binary", "classify_and_count", "emq"])
def test_a_perfect_classifier_gives_nearly_the_coded_variance(draw_table, add_predictions, pillars, periods, estimator):
    table = add_predictions(draw_table((20, 20)), accuracy=1.0, sure=1.0)
    truth = estimate(table, pillars, periods)
    found = estimate(table, pillars, periods, estimator=estimator)
    np.testing.assert_allclose(found.variance, truth.variance, rtol=0.1)


def test_a_perfect_classifier_makes_up_for_missing_labels(draw_table, add_predictions, pillars, periods):
    table = add_predictions(draw_table((12, 12)), accuracy=1.0, sure=1.0)
    truth = estimate(table, pillars, periods)
    some = table["article_id"].str.endswith(("0", "2", "4", "6", "8"))
    partly = table.assign(primary=table["primary"].where(some, ""), inclusion=0.5)
    np.testing.assert_allclose(estimate(partly, pillars, periods, estimator="dsl").value, truth.value, atol=1e-12)
    found = estimate(partly, pillars, periods, estimator="adjusted")
    np.testing.assert_allclose(found.value, truth.value, atol=1e-12)


@pytest.mark.parametrize("estimator", ["ppi", "dsl"])
def test_where_everything_is_labelled_the_classifier_changes_nothing(
    draw_table, add_predictions, pillars, periods, estimator
):
    table = add_predictions(draw_table(), accuracy=0.6)
    truth = estimate(table, pillars, periods)
    found = estimate(table, pillars, periods, estimator=estimator)
    for one, other in ((found, truth), (wilson_t(found), wilson_t(truth)), (linear_t(found), linear_t(truth))):
        for name, values in vars(other).items():
            np.testing.assert_allclose(vars(one)[name], values, atol=1e-12, err_msg=name)


def test_a_useless_classifier_gives_ppi_the_coded_share_and_interval(draw_table, add_predictions, pillars, periods):
    table = add_predictions(draw_table((10, 10)), accuracy=1.0)
    table[[f"p_{pillar}" for pillar in pillars]] = [0.5, 0.3, 0.2]
    equal = table.groupby("article_id").head(2)
    unlabelled = equal["article_id"].str.endswith(("7", "8", "9"))
    partly = equal.assign(primary=equal["primary"].mask(unlabelled, ""))
    truth, found = (estimate(partly, pillars, periods, estimator=name) for name in ("coded", "ppi"))
    np.testing.assert_allclose(found.value, truth.value, atol=1e-12)
    np.testing.assert_allclose(wilson_t(found).low, wilson_t(truth).low, atol=1e-12)
    np.testing.assert_allclose(wilson_t(found).high, wilson_t(truth).high, atol=1e-12)


def test_a_useless_classifier_gives_dsl_the_coded_share_and_interval(draw_table, add_predictions, pillars, periods):
    table = add_predictions(draw_table((10, 10)))
    table[[f"p_{pillar}" for pillar in pillars]] = [0.5, 0.3, 0.2]
    labelled = table.groupby("article_id").cumcount() < 2
    partly = table.assign(primary=table["primary"].where(labelled, ""), inclusion=0.4)
    truth, found = (estimate(partly, pillars, periods, estimator=name) for name in ("coded", "dsl"))
    np.testing.assert_allclose(found.value, truth.value, atol=1e-12)
    np.testing.assert_allclose(found.variance, truth.variance, atol=1e-12)
    np.testing.assert_allclose(wilson_t(found).low, wilson_t(truth).low, atol=1e-12)
    np.testing.assert_allclose(wilson_t(found).high, wilson_t(truth).high, atol=1e-12)


def test_adjusting_takes_out_what_classify_and_count_gets_wrong(draw_table, add_predictions, pillars, periods):
    table = add_predictions(draw_table((400, 400)), accuracy=0.7)
    truth = estimate(table, pillars, periods).value
    counted = estimate(table, pillars, periods, estimator="classify_and_count").value
    adjusted = estimate(table, pillars, periods, estimator="adjusted").value
    assert np.abs(adjusted - truth).max() < 0.5 * np.abs(counted - truth).max()


@pytest.mark.parametrize("estimator", ["adjusted", "adjusted_binary"])
def test_a_classifier_that_says_the_same_of_everything_is_refused(draw_table, pillars, periods, estimator):
    table = draw_table().assign(p_political=0.5, p_economic=0.3, p_education=0.2)
    with pytest.raises(EstimateError, match="adjusted count"):
        estimate(table, pillars, periods, estimator=estimator)


@pytest.mark.parametrize("estimator", ["adjusted", "emq"])
def test_a_pillar_never_labelled_is_refused(draw_table, add_predictions, pillars, periods, estimator):
    table = add_predictions(draw_table())
    table["primary"] = table["primary"].replace("education", "")
    with pytest.raises(EstimateError, match="education"):
        estimate(table, pillars, periods, estimator=estimator)


def test_a_pillar_labelled_in_one_article_only_has_no_error_rates(draw_table, add_predictions, pillars, periods):
    table = add_predictions(draw_table())
    one = table.loc[table["primary"] == "education", "article_id"].iloc[0]
    table["primary"] = table["primary"].mask((table["primary"] == "education") & (table["article_id"] != one), "")
    with pytest.raises(EstimateError, match="at least two articles"):
        estimate(table, pillars, periods, estimator="adjusted")


@pytest.mark.parametrize("estimator", WITH_CLASSIFIER)
def test_a_classifier_is_needed(draw_table, pillars, periods, estimator):
    with pytest.raises(EstimateError, match="predictions of a classifier"):
        estimate(draw_table(), pillars, periods, estimator=estimator)


def test_articles_labelled_in_part_are_refused_by_ppi_and_taken_by_dsl(draw_table, add_predictions, pillars, periods):
    table = add_predictions(draw_table()).assign(inclusion=0.5)
    table["primary"] = table["primary"].where(np.arange(len(table)) % 2 == 0, "")
    with pytest.raises(EstimateError, match="labelled in part"):
        estimate(table, pillars, periods, estimator="ppi")
    found = estimate(table, pillars, periods, estimator="dsl")
    np.testing.assert_allclose(found.value[:2].sum(axis=1), 1)


def test_ppi_wants_labelled_articles_in_both_periods(draw_table, add_predictions, pillars, periods):
    table = add_predictions(draw_table())
    table["primary"] = table["primary"].mask(table["period"] == "2025", "")
    with pytest.raises(EstimateError, match="2025"):
        estimate(table, pillars, periods, estimator="ppi")


@pytest.mark.parametrize("inclusion", [None, np.nan, 0.0, 1.5, "unknown"])
def test_labels_not_drawn_with_known_probability_are_refused_by_dsl(
    draw_table, add_predictions, pillars, periods, inclusion
):
    table = add_predictions(draw_table())
    table.loc[::3, "primary"] = ""
    table = table if inclusion is None else table.assign(inclusion=inclusion)
    with pytest.raises(EstimateError, match="inclusion"):
        estimate(table, pillars, periods, estimator="dsl")


def test_a_period_without_any_label_is_refused_by_dsl(draw_table, add_predictions, pillars, periods):
    table = add_predictions(draw_table()).assign(inclusion=0.5)
    table["primary"] = table["primary"].mask(table["period"] == "2023", "")
    with pytest.raises(EstimateError, match="2023"):
        estimate(table, pillars, periods, estimator="dsl")


@pytest.mark.parametrize("estimator", WITH_CLASSIFIER)
def test_mentions_are_coded_and_not_predicted(draw_table, add_predictions, pillars, periods, estimator):
    with pytest.raises(EstimateError, match="Mentions are coded"):
        estimate(add_predictions(draw_table()), pillars, periods, estimator=estimator, quantity="mention_share")


def test_without_any_label_there_is_nothing_to_count(draw_table, pillars, periods):
    with pytest.raises(EstimateError, match="labelled paragraphs"):
        estimate(draw_table().assign(primary=""), pillars, periods)


def test_unknown_estimators_are_refused_and_others_have_no_sums(draw_table, add_predictions, pillars, periods):
    with pytest.raises(DataError, match="one of coded"):
        estimate(draw_table(), pillars, periods, estimator="guess")
    with pytest.raises(EstimateError, match="need sums"):
        sums_for(add_predictions(draw_table()), pillars, periods, estimator="ppi")


@pytest.mark.parametrize("estimator", WITH_CLASSIFIER)
def test_one_article_in_a_period_has_a_share_and_no_variance(draw_table, add_predictions, pillars, periods, estimator):
    table = add_predictions(draw_table((1, 9), seed=4))
    found = estimate(table, pillars, periods, estimator=estimator)
    assert not np.isnan(found.value).any()
    assert np.isnan(found.variance[[0, 2]]).all()
    assert not np.isnan(found.variance[1]).any()


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_the_order_of_rows_changes_nothing(draw_table, add_predictions, pillars, periods, estimator):
    table = add_predictions(draw_table())
    one = estimate(table, pillars, periods, estimator=estimator)
    other = estimate(table.sample(frac=1, random_state=1), pillars, periods, estimator=estimator)
    np.testing.assert_allclose(one.value, other.value, atol=1e-9)
    np.testing.assert_allclose(one.variance, other.variance, atol=1e-9)


def test_labelled_paragraphs_of_no_period_serve_the_error_rates(draw_table, add_predictions, pillars, periods):
    table = add_predictions(draw_table((8, 8)))
    more = add_predictions(draw_table((9, 9), seed=7), accuracy=0.6, seed=5)
    more = more.assign(article_id="x" + more["article_id"], period="")
    alone = estimate(table, pillars, periods, estimator="adjusted")
    helped = estimate(pd.concat([table, more]), pillars, periods, estimator="adjusted")
    assert (alone.value != helped.value).any()
    assert alone.articles == helped.articles == (8, 8)


def test_predicted_none_is_left_out_of_the_denominator(draw_table, add_predictions, pillars, periods):
    table = add_predictions(draw_table(), accuracy=1.0, sure=1.0)
    chosen = np.arange(len(table)) % 4 == 0
    table["p_none"] = chosen.astype(float)
    table[[f"p_{pillar}" for pillar in pillars]] = table[[f"p_{pillar}" for pillar in pillars]].mul(~chosen, axis=0)
    table["primary"] = table["primary"].mask(chosen, "none")
    truth = estimate(table, pillars, periods)
    for estimator in WITH_CLASSIFIER:
        found = estimate(table, pillars, periods, estimator=estimator)
        np.testing.assert_allclose(found.value, truth.value, atol=1e-6, err_msg=estimator)
