"""Are shares ratios of sums, and their variances those of ratios over articles?"""

from __future__ import annotations

import numpy as np

from discourse.emphasis.shares import (
    jackknife_variance,
    kish_size,
    ratio,
    ratio_estimate,
    variance_by_article,
    with_shift,
    with_shift_variance,
)
from discourse.emphasis.sums import article_sums


def test_a_variance_worked_by_hand():
    numerators, denominators = np.array([[1.0], [3.0], [2.0]]), np.array([2.0, 4.0, 6.0])
    assert ratio(numerators, denominators).tolist() == [0.5]
    # Without each article the share is 5/10, 3/8 and 4/6.
    expected = 2 / 3 * ((3 / 8 - 1 / 2) ** 2 + (4 / 6 - 1 / 2) ** 2)
    np.testing.assert_allclose(variance_by_article(numerators, denominators), [expected])


def test_articles_of_one_paragraph_have_the_binomial_variance():
    marks = np.array([1, 0, 0, 1, 1, 0, 1, 0.0])[:, None]
    np.testing.assert_allclose(variance_by_article(marks, np.ones(8)), 0.25 / 7)


def test_leading_axes_are_many_studies_at_once():
    rng = np.random.default_rng(0)
    numerators, denominators = rng.integers(0, 5, (4, 6, 2)).astype(float), rng.integers(5, 9, (4, 6)).astype(float)
    together = variance_by_article(numerators, denominators)
    for study in range(4):
        np.testing.assert_allclose(together[study], variance_by_article(numerators[study], denominators[study]))


def test_the_variance_is_that_of_the_shares_without_each_article():
    rng = np.random.default_rng(1)
    denominators = rng.integers(1, 40, 9).astype(float)
    numerators = np.floor(denominators * rng.random(9))[:, None]
    without = [ratio(np.delete(numerators, g, axis=0), np.delete(denominators, g))[0] for g in range(9)]
    expected = 8 / 9 * np.square(np.array(without) - ratio(numerators, denominators)).sum()
    np.testing.assert_allclose(variance_by_article(numerators, denominators), [expected])


def test_an_article_that_is_the_whole_sum_leaves_no_variance():
    assert np.isnan(variance_by_article(np.array([[1.0], [0.0]]), np.array([2.0, 0.0]))).all()


def test_one_article_has_no_variance_and_no_article_no_share(draw_table, read):
    table = draw_table((1, 5))
    one = ratio_estimate(article_sums(read(table)))
    assert np.isnan(one.variance[[0, 2]]).all()
    assert not np.isnan(one.variance[1]).any()
    none = ratio_estimate(article_sums(read(table[table["period"] == "2025"])))
    assert np.isnan(none.value[[0, 2]]).all()
    assert none.articles == (0, 5)


def test_unequal_weights_count_as_fewer_paragraphs():
    assert kish_size(np.array([4.0]), np.array([4.0])) == 4
    assert kish_size(np.array([4.0]), np.array([10.0])) == 1.6
    assert kish_size(np.array([0.0]), np.array([0.0])) == 0


def test_both_jackknives_agree_where_sizes_are_equal():
    rng = np.random.default_rng(1)
    numerators, denominators = rng.integers(0, 5, (9, 1)).astype(float), np.full(9, 5.0)
    left_out = (numerators.sum(axis=0) - numerators) / (denominators.sum() - denominators)[:, None]
    found = variance_by_article(numerators, denominators)
    np.testing.assert_allclose(jackknife_variance(left_out, np.zeros(9, dtype=np.int64)), found)


def test_periods_are_strata_whose_variances_add_up():
    rng = np.random.default_rng(0)
    earlier, later = rng.random(5), rng.random(8)
    left_out = np.concatenate([-(earlier.sum() - earlier) / 4, (later.sum() - later) / 7])
    expected = earlier.var(ddof=1) / 5 + later.var(ddof=1) / 8
    strata = np.repeat([0, 1], [5, 8])
    np.testing.assert_allclose(jackknife_variance(left_out, strata), expected)


def test_an_estimate_that_needs_its_only_article_has_no_variance():
    left_out = np.array([[np.nan, 0.5], [0.2, 0.4], [0.2, 0.6]])
    found = jackknife_variance(left_out, np.array([0, 1, 1]))
    assert np.isnan(found[0])
    assert found[1] > 0


def test_the_shift_is_a_third_row():
    shares = np.array([[0.2, 0.8], [0.5, 0.5]])
    np.testing.assert_allclose(with_shift(shares), [[0.2, 0.8], [0.5, 0.5], [0.3, -0.3]])
    np.testing.assert_allclose(with_shift_variance(shares), [[0.2, 0.8], [0.5, 0.5], [0.7, 1.3]])


def test_an_estimate_carries_what_it_was_made_of(draw_table, read):
    sums = article_sums(read(draw_table((3, 4))), weighting="word")
    found = ratio_estimate(sums)
    assert (found.pillars, found.periods, found.quantity, found.weighting) == (
        ("political", "economic", "education"),
        ("2023", "2025"),
        "share",
        "word",
    )
    assert found.articles == found.informative == (3, 4)
    assert found.paragraphs.tolist() == [part.paragraphs.sum() for _, part in sums.by_period()]
    assert found.sums is sums
    expected = [kish_size(part.denominators, part.denominators**2) for _, part in sums.by_period()]
    np.testing.assert_allclose(found.effective_articles, expected)
    assert (found.effective_articles <= found.articles).all()


def test_many_studies_are_estimated_as_each_alone(as_sums):
    rng = np.random.default_rng(1)
    sizes = rng.integers(3, 9, (5, 7)).astype(float)
    counts = rng.multinomial(sizes.astype(int), [0.5, 0.3, 0.2]).astype(float)
    many = ratio_estimate(as_sums((counts, sizes, sizes), (counts[:, :4], sizes[:, :4], sizes[:, :4])))
    for study in range(5):
        part = (counts[study], sizes[study], sizes[study])
        one = ratio_estimate(as_sums(part, tuple(values[:4] for values in part)))
        np.testing.assert_allclose(many.value[study], one.value)
        np.testing.assert_allclose(many.variance[study], one.variance)
        np.testing.assert_allclose(many.max_effective_size[study], one.max_effective_size)
        np.testing.assert_allclose(many.effective_articles[study], one.effective_articles)
        assert many.paragraphs[study].tolist() == one.paragraphs.tolist() == [7, 4]


def test_many_studies_of_one_article_have_no_variance(as_sums):
    one, two = (np.ones((5, articles, 2)) for articles in (1, 2))
    sizes = [np.full((5, articles), 2.0) for articles in (1, 2)]
    found = ratio_estimate(as_sums((one, sizes[0], sizes[0]), (two, sizes[1], sizes[1])))
    assert found.variance.shape == (5, 3, 2)
    assert np.isnan(found.variance).all(axis=(0, 2)).tolist() == [True, False, True]


def test_the_unit_of_the_weights_changes_nothing():
    numerators, denominators = np.array([[1.0], [3.0], [2.0]]), np.array([2.0, 4.0, 6.0])
    for unit in (0.01, 100):
        np.testing.assert_allclose(ratio(unit * numerators, unit * denominators), [0.5])
        found = variance_by_article(unit * numerators, unit * denominators)
        np.testing.assert_allclose(found, variance_by_article(numerators, denominators))
        np.testing.assert_allclose(kish_size(unit * denominators, (unit * denominators) ** 2), 144 / 56)


def test_corrected_sums_beyond_the_possible_give_shares_of_zero_and_one(as_sums):
    part = (np.array([[-1.0, 4.0], [0.0, 3.0]]), np.array([3.0, 3.0]), np.array([3.0, 3.0]))
    assert ratio_estimate(as_sums(part, part)).value.tolist() == [[0, 1], [0, 1], [0, 0]]
