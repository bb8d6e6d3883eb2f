"""Are shares ratios of sums, and their variances those of ratios over articles?"""

from __future__ import annotations

import numpy as np

from discourse.emphasis import article_sums
from discourse.emphasis.shares import coded_estimate, equal_paragraphs, pulls, ratio, variance_of_mean


def test_a_variance_worked_by_hand():
    numerators, denominators = np.array([[1.0], [3.0], [2.0]]), np.array([2.0, 4.0, 6.0])
    assert ratio(numerators, denominators).tolist() == [0.5]
    assert pulls(numerators, denominators).ravel().tolist() == [0.0, 0.25, -0.25]
    np.testing.assert_allclose(variance_of_mean(pulls(numerators, denominators)), 0.125 / 6)


def test_articles_of_one_paragraph_have_the_binomial_variance():
    marks = np.array([1, 0, 0, 1, 1, 0, 1, 0.0])[:, None]
    np.testing.assert_allclose(variance_of_mean(pulls(marks, np.ones(8))), 0.25 / 7)


def test_leading_axes_are_many_studies_at_once():
    rng = np.random.default_rng(0)
    numerators, denominators = rng.integers(0, 5, (4, 6, 2)).astype(float), rng.integers(5, 9, (4, 6)).astype(float)
    together = pulls(numerators, denominators)
    for study in range(4):
        np.testing.assert_allclose(together[study], pulls(numerators[study], denominators[study]))


def test_one_article_has_no_variance_and_no_article_no_share(draw_table, pillars, periods):
    table = draw_table((1, 5))
    one = coded_estimate(article_sums(table, pillars, periods))
    assert np.isnan(one.variance[[0, 2]]).all()
    assert not np.isnan(one.variance[1]).any()
    none = coded_estimate(article_sums(table[table["period"] == "2025"], pillars, periods))
    assert np.isnan(none.value[[0, 2]]).all()
    assert none.articles == (0, 5)


def test_unequal_weights_count_as_fewer_paragraphs():
    assert equal_paragraphs(np.array([4.0]), np.array([4.0])) == 4
    assert equal_paragraphs(np.array([4.0]), np.array([10.0])) == 1.6
    assert equal_paragraphs(np.array([0.0]), np.array([0.0])) == 0
