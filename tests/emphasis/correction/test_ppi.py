"""Are the prediction-powered means and their errors those of ppi-python and glide?"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from discourse.emphasis.correction.ppi import ppi_estimate, ppi_mean, shares_of_period, tuned_lambda, tuned_weights
from discourse.emphasis.shares import kish_size
from discourse.errors import EstimateError

Y = np.array([1, 0, 1, 1, 0, 0, 1, 0, 1, 0.0])
F = np.array([1, 0, 1, 0, 0, 0, 1, 1, 1, 0.0])
REST = np.repeat([1.0, 0.0], [30, 70])


@pytest.mark.parametrize(
    ("lam", "mean", "low", "high"),
    [(0.0, 0.500, 0.1901, 0.8099), (1.0, 0.300, 0.00863, 0.59137), (None, 0.37543, 0.12118, 0.62968)],
)
def test_ppi_agrees_with_ppi_python(lam, mean, low, high):
    found, variance = ppi_mean(Y, F, REST, lam, ddof=0)
    half = stats.norm.ppf(0.975) * np.sqrt(variance[0])
    assert found[0] == pytest.approx(mean, abs=5e-6)
    assert found[0] - half == pytest.approx(low, abs=5e-5)
    assert found[0] + half == pytest.approx(high, abs=5e-5)


def test_clustered_ppi_agrees_with_glide():
    mean, variance = ppi_mean(np.array([4.0, 6.0]), np.array([2.0, 6.0]), np.array([4.0, 6.0]))
    assert mean[0] == pytest.approx(61 / 11, rel=1e-12)
    assert np.sqrt(variance[0]) == pytest.approx(np.sqrt(37) / 11, rel=1e-12)
    for level, low, high in ((0.90, 4.636, 6.455), (0.95, 4.462, 6.629)):
        half = stats.norm.ppf(0.5 + level / 2) * np.sqrt(variance[0])
        assert round(mean[0] - half, 3) == low
        assert round(mean[0] + half, 3) == high


@pytest.mark.parametrize(
    ("lam", "mean", "error"), [(0.0, 0.50833, 0.175), (1.0, 0.35139, 0.12830), (None, 0.37228, 0.10848)]
)
def test_clustered_ppi_on_means_of_articles(lam, mean, error):
    labels = np.array([[int(mark) for mark in text].count(1) / len(text) for text in ("1100", "001", "10000", "11")])
    predictions = np.array([text.count("1") / len(text) for text in ("1110", "001", "00000", "11")])
    others = np.array([text.count("1") / len(text) for text in ("0011", "100", "0000", "11100", "01", "0001")])
    found, variance = ppi_mean(labels, predictions, others, lam)
    assert found[0] == pytest.approx(mean, abs=5e-6)
    assert np.sqrt(variance[0]) == pytest.approx(error, abs=5e-6)
    lam = tuned_lambda(labels[:, None], predictions[:, None], others[:, None])
    assert lam == pytest.approx(0.86690, abs=5e-6)


def test_predictions_that_do_not_vary_get_no_weight():
    mean, variance = ppi_mean(Y, np.full(10, 0.3), np.full(100, 0.3))
    assert mean[0] == Y.mean()
    assert variance[0] == pytest.approx(Y.var(ddof=1) / 10)


def test_two_means_are_corrected_as_each_alone():
    rng = np.random.default_rng(8)
    labels, predictions, others = rng.random((6, 2)), rng.random((6, 2)), rng.random((9, 2))
    mean, variance = ppi_mean(labels, predictions, others, 0.5)
    for one in (0, 1):
        alone = ppi_mean(labels[:, one], predictions[:, one], others[:, one], 0.5)
        np.testing.assert_allclose([mean[one], variance[one]], np.concatenate(alone))
    assert tuned_lambda(labels, np.full((6, 2), 0.5), np.full((9, 2), 0.5)) == 0


def test_one_label_tunes_nothing():
    assert tuned_lambda(np.ones((1, 1)), np.ones((1, 1)), np.array([[0.0], [2.0]])) == 0
    assert tuned_lambda(np.ones((3, 1)), np.array([[0.0], [1.0], [2.0]]), np.ones((0, 1))) == 0


@pytest.mark.parametrize("others", [2, 4])
def test_shares_of_a_period_step_by_step(others):
    labels = np.array([[3.0, 1.0], [2.0, 2.0], [0.0, 3.0], [4.0, 1.0], [1.0, 1.0]])
    predictions = np.array([[2.5, 1.5], [2.0, 2.0], [0.5, 2.5], [3.5, 1.5], [0.5, 1.5]])
    rest = np.array([[1.0, 3.0], [4.0, 0.5], [2.0, 2.0], [0.0, 5.0]])[:others]
    labelled = np.arange(5 + others) < 5
    found = shares_of_period(
        np.vstack([labels, np.zeros((others, 2))]), np.vstack([predictions, rest]), labelled, "2023"
    )
    coded = np.array([10.0, 8.0]) / 18

    def residuals(sums, share):
        return np.array([[row[k] - (row[0] + row[1]) * share[k] for k in (0, 1)] for row in sums])

    lam = tuned_lambda(*(residuals(part, coded) for part in (labels, predictions, rest)))
    assert 0 < lam == found.lam
    means = [np.mean(labels[:, k]) + lam * (np.mean(rest[:, k]) - np.mean(predictions[:, k])) for k in (0, 1)]
    share = np.array(means) / sum(means)
    np.testing.assert_allclose(found.share, share)
    y, f, n = (residuals(part, share) / sum(means) for part in (labels, predictions, rest))
    expected = [np.var(y[:, k] - lam * f[:, k], ddof=2) / 5 + lam**2 * np.var(n[:, k], ddof=1) / others for k in (0, 1)]
    np.testing.assert_allclose(found.variance, expected)


def test_a_share_corrected_below_nought_is_nought():
    labels, predictions = np.array([[0.0, 6.0], [2.0, 5.0], [0.0, 6.0]]), np.array([[1.0, 3.0], [6.0, 2.0], [3.0, 5.0]])
    rest = np.array([[1.0, 6.0], [0.0, 7.0], [0.0, 6.0]])
    both = np.vstack([labels, np.zeros((3, 2))]), np.vstack([predictions, rest])
    for unit in (1, 0.01):
        found = shares_of_period(unit * both[0], unit * both[1], np.arange(6) < 3, "2023")
        # A mean of .67 is corrected by .24 x (.33 - 3.33).
        assert found.lam == pytest.approx(0.24, abs=0.001)
        assert found.share.tolist() == [0, 1]


@pytest.mark.parametrize("weighting", ["paragraph", "article", "word"])
def test_an_estimate_is_made_of_its_periods(draw_table, add_predictions, read, pillars, weighting):
    table = add_predictions(draw_table((12, 9)))
    known = table["article_id"].str[-1].astype(int) % 2 == 0
    table["primary"] = table["primary"].where(known, "")
    found = ppi_estimate(read(table), weighting)
    size = table.groupby("article_id")["words"].transform("size")
    weight = {"paragraph": size * 0 + 1.0, "article": 1 / size, "word": table["words"] * 1.0}[weighting]
    for row, (period, part) in enumerate(table.assign(weight=weight).groupby("period")):
        by = part["article_id"]
        labels = np.column_stack([(part["weight"] * (part["primary"] == one)).groupby(by).sum() for one in pillars])
        guesses = np.column_stack([(part["weight"] * part[f"p_{one}"]).groupby(by).sum() for one in pillars])
        labelled = (part["primary"] != "").groupby(by).all().to_numpy()
        expected = shares_of_period(labels, guesses, labelled, period)
        np.testing.assert_allclose(found.value[row], expected.share)
        np.testing.assert_allclose(found.variance[row], expected.variance)
        lengths = part["weight"].groupby(by).sum().to_numpy()[labelled]
        assert found.effective_articles[row] == pytest.approx(kish_size(lengths, lengths**2))
        every = part["weight"].to_numpy()
        own, both = (kish_size(w, w**2) for w in (every[(part["primary"] != "").to_numpy()], every))
        assert found.max_effective_size[row] == pytest.approx(own + expected.lam * (both - own))
    np.testing.assert_allclose(found.value[2], found.value[1] - found.value[0])
    np.testing.assert_allclose(found.variance[2], found.variance[0] + found.variance[1])
    assert (found.articles, found.informative) == ((12, 9), (6, 5))
    assert found.paragraphs.tolist() == table["period"].value_counts().sort_index().tolist()
    assert (found.quantity, found.weighting, found.pillars) == ("share", weighting, pillars)
    assert found.periods == ("2023", "2025")


def test_articles_of_one_paragraph_count_too(draw_table, add_predictions, read):
    table = add_predictions(draw_table((12, 9))).groupby("article_id").head(1)
    known = table["article_id"].str[-1].astype(int) % 2 == 0
    found = ppi_estimate(read(table.assign(primary=table["primary"].where(known, ""))))
    assert found.informative == (6, 5)
    assert found.weighting == "paragraph"


def test_an_article_labelled_in_part_is_named(draw_table, add_predictions, read):
    table = add_predictions(draw_table((6, 6)))
    first = table["article_id"] == "2023-03"
    table.loc[first, "primary"] = ["political"] + [""] * (first.sum() - 1)
    with pytest.raises(EstimateError, match="article 2023-03 labelled in part"):
        ppi_estimate(read(table))


def test_one_unlabelled_article_or_none_leaves_the_labels_alone():
    labels, predictions = np.array([[2.0, 1.0], [1.0, 1.0], [0.0, 3.0], [9.0, 9.0]]), np.ones((4, 2))
    found = shares_of_period(labels, predictions, np.array([True, True, True, False]), "2023")
    np.testing.assert_allclose(found.share, [3 / 8, 5 / 8])
    assert found.lam == 0
    followed = shares_of_period(labels, labels, np.array([True, True, True, False]), "2023")
    assert followed.lam == 0
    np.testing.assert_array_equal(followed.variance, found.variance)


def test_a_period_without_labels_or_with_one_labelled_article():
    nothing = shares_of_period(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros(0, dtype=bool), "2023")
    assert np.isnan(nothing.share).all()
    assert nothing.lam == 0
    one = shares_of_period(np.array([[1.0, 3.0]]), np.ones((1, 2)), np.array([True]), "2023")
    np.testing.assert_allclose(one.share, [0.25, 0.75])
    assert np.isnan(one.variance).all()
    assert one.lam == 0
    two = shares_of_period(np.array([[1.0, 3.0], [2.0, 2.0]]), np.ones((2, 2)), np.array([True, True]), "2023")
    np.testing.assert_allclose(two.variance, 1 / 2 * 2 * (1 / 8) ** 2)
    with pytest.raises(EstimateError, match="at least 3 labelled articles"):
        shares_of_period(np.ones((4, 2)), np.ones((4, 2)), np.array([True, True, False, False]), "2023")


def test_good_predictions_of_many_articles_make_shares_surer():
    rng = np.random.default_rng(0)
    labels = rng.multinomial(5, [0.6, 0.4], 60).astype(float)
    labelled = np.arange(60) < 12
    alone = shares_of_period(labels[labelled], labels[labelled], labelled[labelled], "2023")
    helped = shares_of_period(labels * labelled[:, None], labels, labelled, "2023")
    assert 0.7 < helped.lam <= 1
    assert (helped.variance < alone.variance).all()
    assert np.abs(helped.share - labels.sum(axis=0) / labels.sum()).max() < 0.03


def test_two_sources_as_published():
    # glide: weights (-.25, .5), mean 1.5, standard error sqrt(5 / 32).
    labels, said, others = (
        np.array([[1.0], [2.0]]),
        np.array([[1.0, 0.0], [2.0, 2.0]]),
        np.array([[3.0, 1.0], [4.0, 3.0]]),
    )
    weights = tuned_weights(labels, said[:, None], others[:, None])
    np.testing.assert_allclose(weights, [-0.25, 0.5])
    mean, variance = ppi_mean(labels, said[:, None], others[:, None])
    assert (mean[0], variance[0] ** 0.5) == (pytest.approx(1.5), pytest.approx(0.3952847, abs=1e-7))


def test_sources_that_say_the_same_share_the_weight_of_one():
    rng = np.random.default_rng(2)
    labels = rng.random((30, 2))
    said, others = labels + rng.normal(0, 0.2, (30, 2)), rng.random((90, 2))
    twice, far = (np.stack([each, each], axis=-1) for each in (said, others))
    one = tuned_weights(labels, said[..., None], others[..., None])
    np.testing.assert_allclose(tuned_weights(labels, twice, far), [one[0] / 2] * 2)
    np.testing.assert_array_equal(tuned_weights(labels, 0 * twice + 1, 0 * far + 1), [0, 0])


def test_codes_and_probabilities_together(draw_table, add_predictions, read):
    table = add_predictions(draw_table((40, 40)), accuracy=0.7)
    wrong = np.random.default_rng(5).random(len(table)) < 0.2
    coded = table["article_id"].str[-1].isin(list("0123"))
    partly = table.assign(machine=table["primary"].mask(wrong, "political"), by_person=coded)
    truth, found = ppi_estimate(read(table)), ppi_estimate(read(partly))
    np.testing.assert_allclose(found.value[:2].sum(axis=1), 1)
    np.testing.assert_allclose(found.value, truth.value, atol=0.12)
    assert found.informative == (16, 16)
    alone = ppi_estimate(read(partly.assign(primary=table["primary"])[coded.to_numpy()]))
    assert found.variance[2].sum() < alone.variance[2].sum()
    with pytest.raises(EstimateError, match="at least 4 labelled articles"):
        ppi_estimate(read(partly.assign(by_person=table["article_id"].str[-2:].isin(["01", "02", "03"]))))
