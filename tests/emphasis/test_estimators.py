"""Do the estimators agree where they must, and refuse what the data cannot carry?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis.estimators import ESTIMATORS, estimate
from discourse.emphasis.inputs import read_paragraphs
from discourse.emphasis.intervals import wilson_t
from discourse.emphasis.shares import ratio_estimate
from discourse.emphasis.sums import article_sums
from discourse.errors import DataError, EstimateError

WITH_CLASSIFIER = tuple(estimator for estimator in ESTIMATORS if estimator not in ("coded", "hajek"))


@pytest.mark.parametrize("weighting", ["paragraph", "article", "word"])
@pytest.mark.parametrize("estimator", WITH_CLASSIFIER)
def test_a_perfect_classifier_gives_the_true_share(draw_table, add_predictions, read, estimator, weighting):
    table = add_predictions(draw_table(), accuracy=1.0, sure=1.0)
    truth = estimate(read(table), weighting=weighting)
    found = estimate(read(table), estimator=estimator, weighting=weighting)
    np.testing.assert_allclose(found.value, truth.value, atol=1e-6)


@pytest.mark.parametrize("quantity", ["share", "mention_share"])
def test_coded_paragraphs_are_counted_as_asked(draw_table, read, quantity):
    paragraphs = read(draw_table())
    found = estimate(paragraphs, quantity=quantity, weighting="word")
    expected = ratio_estimate(article_sums(paragraphs, quantity=quantity, weighting="word"))
    np.testing.assert_array_equal(found.value, expected.value)
    assert (found.quantity, found.weighting) == (quantity, "word")


def test_labels_that_a_model_picked_are_no_sample(draw_table, read):
    table = draw_table().assign(targeted=True)
    table.loc[0, "primary"] = ""
    with pytest.raises(EstimateError, match="drawn by a model's uncertainty"):
        estimate(read(table))
    with pytest.raises(DataError, match=r"^estimator: expected one of coded"):
        estimate(read(table), estimator="guessed")


def test_a_perfect_classifier_gives_nearly_the_coded_variance(draw_table, add_predictions, read):
    table = add_predictions(draw_table((20, 20)), accuracy=1.0, sure=1.0)
    truth = estimate(read(table))
    found = estimate(read(table), estimator="adjusted")
    np.testing.assert_allclose(found.variance, truth.variance, rtol=0.1)


def test_a_perfect_classifier_makes_up_for_missing_labels(draw_table, add_predictions, read):
    table = add_predictions(draw_table((12, 12)), accuracy=1.0, sure=1.0)
    truth = estimate(read(table))
    some = table["article_id"].str.endswith(("0", "2", "4", "6", "8"))
    partly = table.assign(primary=table["primary"].where(some, ""), inclusion=0.5)
    np.testing.assert_allclose(estimate(read(partly), estimator="dsl").value, truth.value, atol=1e-12)
    found = estimate(read(partly), estimator="adjusted")
    np.testing.assert_allclose(found.value, truth.value, atol=1e-12)


@pytest.mark.parametrize("estimator", ["ppi", "dsl"])
def test_where_everything_is_labelled_the_classifier_changes_nothing(draw_table, add_predictions, read, estimator):
    table = add_predictions(draw_table(), accuracy=0.6)
    truth = estimate(read(table))
    found = estimate(read(table), estimator=estimator)
    sizes = () if estimator == "dsl" else ("max_effective_size",)
    for name in ("value", "variance", *sizes, "articles", "informative", "effective_articles"):
        np.testing.assert_allclose(getattr(found, name), getattr(truth, name), atol=1e-12, err_msg=name)
    np.testing.assert_allclose(wilson_t(found).low, wilson_t(truth).low, atol=1e-12)
    np.testing.assert_allclose(wilson_t(found).high, wilson_t(truth).high, atol=1e-12)


def test_a_useless_classifier_gives_ppi_the_coded_share_and_interval(draw_table, add_predictions, read, pillars):
    table = add_predictions(draw_table((10, 10)), accuracy=1.0)
    table[[f"p_{pillar}" for pillar in pillars]] = [0.5, 0.3, 0.2]
    equal = table.groupby("article_id").head(2)
    unlabelled = equal["article_id"].str.endswith(("7", "8", "9"))
    partly = equal.assign(primary=equal["primary"].mask(unlabelled, ""))
    truth, found = (estimate(read(partly), estimator=name) for name in ("coded", "ppi"))
    np.testing.assert_allclose(found.value, truth.value, atol=1e-12)
    np.testing.assert_allclose(wilson_t(found).low, wilson_t(truth).low, atol=1e-12)
    np.testing.assert_allclose(wilson_t(found).high, wilson_t(truth).high, atol=1e-12)


@pytest.mark.parametrize("estimator", ["dsl", "hajek"])
def test_a_useless_classifier_gives_dsl_the_coded_share_and_interval(
    draw_table, add_predictions, read, pillars, estimator
):
    table = add_predictions(draw_table((10, 10)))
    table[[f"p_{pillar}" for pillar in pillars]] = [0.5, 0.3, 0.2]
    labelled = table.groupby("article_id").cumcount() < 2
    partly = table.assign(primary=table["primary"].where(labelled, ""), inclusion=0.4)
    truth, found = (estimate(read(partly), estimator=name) for name in ("coded", estimator))
    np.testing.assert_allclose(found.value, truth.value, atol=1e-12)
    np.testing.assert_allclose(found.variance, truth.variance, atol=1e-12)
    np.testing.assert_allclose(wilson_t(found).low, wilson_t(truth).low, atol=1e-12)
    np.testing.assert_allclose(wilson_t(found).high, wilson_t(truth).high, atol=1e-12)


def test_adjusting_takes_out_what_counting_predictions_gets_wrong(draw_table, add_predictions, read):
    table = add_predictions(draw_table((400, 400)), accuracy=0.7)
    truth = estimate(read(table)).value
    names = [f"p_{pillar}" for pillar in ("political", "economic", "education")]
    counted = estimate(read(table.assign(primary=table[names].idxmax(axis=1).str[2:]))).value
    adjusted = estimate(read(table), estimator="adjusted").value
    assert np.abs(adjusted - truth).max() < 0.5 * np.abs(counted - truth).max()


def test_a_classifier_that_says_the_same_of_everything_is_refused(draw_table, read):
    table = draw_table().assign(p_political=0.5, p_economic=0.3, p_education=0.2)
    with pytest.raises(EstimateError, match="adjusted count"):
        estimate(read(table), estimator="adjusted")


def test_a_pillar_never_labelled_is_refused(draw_table, add_predictions, read):
    table = add_predictions(draw_table())
    table["primary"] = table["primary"].replace("education", "")
    with pytest.raises(EstimateError, match="education"):
        estimate(read(table), estimator="adjusted")


def test_a_pillar_labelled_in_one_article_only_has_no_error_rates(draw_table, add_predictions, read):
    table = add_predictions(draw_table())
    one = table.loc[table["primary"] == "education", "article_id"].iloc[0]
    table["primary"] = table["primary"].mask((table["primary"] == "education") & (table["article_id"] != one), "")
    with pytest.raises(EstimateError, match="at least two articles"):
        estimate(read(table), estimator="adjusted")


@pytest.mark.parametrize("estimator", WITH_CLASSIFIER)
def test_a_classifier_is_needed(draw_table, read, estimator):
    with pytest.raises(EstimateError, match=r"predictions of a classifier|a machine coder or a classifier"):
        estimate(read(draw_table()), estimator=estimator)


def test_articles_labelled_in_part_are_refused_by_ppi_and_taken_by_dsl(draw_table, add_predictions, read):
    table = add_predictions(draw_table()).assign(inclusion=0.5)
    table["primary"] = table["primary"].where(np.arange(len(table)) % 2 == 0, "")
    with pytest.raises(EstimateError, match="labelled in part"):
        estimate(read(table), estimator="ppi")
    found = estimate(read(table), estimator="dsl")
    np.testing.assert_allclose(found.value[:2].sum(axis=1), 1)


def test_ppi_wants_labelled_articles_in_both_periods(draw_table, add_predictions, read):
    table = add_predictions(draw_table())
    table["primary"] = table["primary"].mask(table["period"] == "2025", "")
    with pytest.raises(EstimateError, match="2025"):
        estimate(read(table), estimator="ppi")


@pytest.mark.parametrize("inclusion", [None, np.nan, 0.0, 1.5, "unknown"])
def test_labels_not_drawn_with_known_probability_are_refused_by_dsl(draw_table, add_predictions, read, inclusion):
    table = add_predictions(draw_table())
    table.loc[::3, "primary"] = ""
    table = table if inclusion is None else table.assign(inclusion=inclusion)
    with pytest.raises(EstimateError, match="inclusion"):
        estimate(read(table), estimator="dsl")


def test_a_period_without_any_label_is_refused_by_dsl(draw_table, add_predictions, read):
    table = add_predictions(draw_table()).assign(inclusion=0.5)
    table["primary"] = table["primary"].mask(table["period"] == "2023", "")
    with pytest.raises(EstimateError, match="2023"):
        estimate(read(table), estimator="dsl")


@pytest.mark.parametrize("estimator", ["adjusted", "ppi"])
def test_mentions_are_coded_and_not_predicted(draw_table, add_predictions, read, estimator):
    with pytest.raises(EstimateError, match="Mentions are coded"):
        estimate(read(add_predictions(draw_table())), estimator=estimator, quantity="mention_share")


def test_without_any_label_there_is_nothing_to_count(draw_table, read):
    with pytest.raises(EstimateError, match="labelled paragraphs"):
        estimate(read(draw_table().assign(primary="")))


def test_unknown_estimators_are_refused(draw_table, read):
    with pytest.raises(DataError, match="one of coded"):
        estimate(read(draw_table()), estimator="guess")


def test_ratios_of_sums_bring_their_sums_along(draw_table, add_predictions, read):
    paragraphs = read(add_predictions(draw_table()).assign(inclusion=1.0))
    for estimator in ESTIMATORS:
        sums = estimate(paragraphs, estimator=estimator).sums
        assert (sums is not None) == (estimator in ("coded", "dsl", "hajek"))


@pytest.mark.parametrize("estimator", WITH_CLASSIFIER)
def test_one_article_in_a_period_has_a_share_and_no_variance(draw_table, add_predictions, read, estimator):
    table = add_predictions(draw_table((1, 9), seed=4))
    found = estimate(read(table), estimator=estimator)
    assert not np.isnan(found.value).any()
    assert np.isnan(found.variance[[0, 2]]).all()
    assert not np.isnan(found.variance[1]).any()


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_the_order_of_rows_changes_nothing(draw_table, add_predictions, read, estimator):
    table = add_predictions(draw_table())
    one = estimate(read(table), estimator=estimator)
    other = estimate(read(table.sample(frac=1, random_state=1)), estimator=estimator)
    np.testing.assert_allclose(one.value, other.value, atol=1e-9)
    np.testing.assert_allclose(one.variance, other.variance, atol=1e-9)


def test_labelled_paragraphs_of_no_period_serve_the_error_rates(draw_table, add_predictions, read):
    table = add_predictions(draw_table((8, 8)))
    more = add_predictions(draw_table((9, 9), seed=7), accuracy=0.6, seed=5)
    more = more.assign(article_id="x" + more["article_id"], period="")
    alone = estimate(read(table), estimator="adjusted")
    helped = estimate(read(pd.concat([table, more])), estimator="adjusted")
    assert (alone.value != helped.value).any()
    assert alone.articles == helped.articles == (8, 8)


def test_predicted_none_is_left_out_of_the_denominator(draw_table, add_predictions, read, pillars):
    table = add_predictions(draw_table(), accuracy=1.0, sure=1.0)
    chosen = np.arange(len(table)) % 4 == 0
    table["p_none"] = chosen.astype(float)
    table[[f"p_{pillar}" for pillar in pillars]] = table[[f"p_{pillar}" for pillar in pillars]].mul(~chosen, axis=0)
    table["primary"] = table["primary"].mask(chosen, "none")
    truth = estimate(read(table))
    for estimator in WITH_CLASSIFIER:
        found = estimate(read(table), estimator=estimator)
        np.testing.assert_allclose(found.value, truth.value, atol=1e-6, err_msg=estimator)


def test_periods_that_the_table_does_not_have_are_refused(draw_table, pillars):
    table = draw_table((5, 5))
    with pytest.raises(EstimateError, match=r"paragraphs of '2019' or '2021', found '2023', '2025'\. Name them"):
        estimate(read_paragraphs(table, pillars, ("2019", "2021")))
