"""Are the prediction-powered means and their errors those of ppi-python and glide?"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from discourse.emphasis.correction.ppi import ppi_mean, shares_of_period, tuned_lambda
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


def test_one_unlabelled_article_or_none_leaves_the_labels_alone():
    labels, predictions = np.array([[2.0, 1.0], [1.0, 1.0], [0.0, 3.0], [9.0, 9.0]]), np.ones((4, 2))
    found = shares_of_period(labels, predictions, np.array([True, True, True, False]), "2023")
    np.testing.assert_allclose(found.share, [3 / 8, 5 / 8])
    assert found.lam == 0


def test_a_period_without_labels_or_with_one_labelled_article():
    nothing = shares_of_period(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros(0, dtype=bool), "2023")
    assert np.isnan(nothing.share).all()
    one = shares_of_period(np.array([[1.0, 3.0]]), np.ones((1, 2)), np.array([True]), "2023")
    np.testing.assert_allclose(one.share, [0.25, 0.75])
    assert np.isnan(one.variance).all()
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
