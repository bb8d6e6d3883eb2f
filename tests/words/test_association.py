"""Each measure against what is published, against scipy, and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from scipy.stats import chi2_contingency, mannwhitneyu

from discourse.words.association import (
    chi_squared,
    deviation_of_proportions,
    log_dice,
    log_likelihood,
    log_ratio,
    mutual_information,
    rank_sum,
)

POST_WAR, PRE_WAR = 43_002, 108_539
"""Tokens of the two groups of inaugural speeches in quanteda's printed example."""


@pytest.mark.parametrize(
    ("word", "target", "reference", "published"),
    [
        ("we", 1048, 779, 764.4484),
        ("america", 148, 54, 200.5544),
        ("which", 96, 911, -177.10087),
        ("of", 1514, 5666, -197.08830),
        ("the", 2089, 8094, -331.99069),
    ],
)
def test_published_chi_squared(word, target, reference, published):
    assert chi_squared([target], [reference], POST_WAR, PRE_WAR)[0] == pytest.approx(published, abs=1e-4), word


def test_small_table_with_every_correction():
    # quanteda's test corpus: 7 b and 3 a against 7 a and 2 b; the word is b
    b = ([7], [2], 10, 9)
    assert chi_squared(*b)[0] == pytest.approx(4.3371605, abs=5e-8)
    assert chi_squared(*b, yates=True)[0] == pytest.approx(2.6324383, abs=5e-8)
    assert log_likelihood(*b)[0] == pytest.approx(4.5349393, abs=5e-8)
    assert log_likelihood(*b, williams=True)[0] == pytest.approx(4.2008334, abs=5e-8)


def test_equals_scipy_on_random_tables():
    rng = np.random.default_rng(0)
    target, reference = rng.integers(1, 50, 20), rng.integers(1, 50, 20)
    first, second = 900, 1300
    for place in range(20):
        table = [[target[place], reference[place]], [first - target[place], second - reference[place]]]
        plain = chi2_contingency(table, correction=False).statistic
        ratio = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
        assert abs(chi_squared(target, reference, first, second)[place]) == pytest.approx(plain)
        assert abs(log_likelihood(target, reference, first, second)[place]) == pytest.approx(ratio)


def test_an_unused_word_says_nothing():
    assert log_likelihood([0], [0], 100, 100)[0] == 0


def test_published_log_likelihood():
    # Dunning (1993), table 2: the pair "the swiss" stands 10 times together, 3 times apart
    assert log_likelihood([10], [0], 13, 31_764)[0] == pytest.approx(167.23, abs=5e-3)


def test_published_log_ratio():
    # Gabrielatos and Marchi: 206,523 of 959,641 tokens against 178,174 of 1,562,358, 88.7 per cent more
    ratio = log_ratio([206_523], [178_174], 959_641, 1_562_358)[0]
    assert ratio == pytest.approx(0.9161740, abs=5e-8)
    assert 100 * (2**ratio - 1) == pytest.approx(88.7, abs=0.05)


def test_published_mutual_information():
    # 8 times together; 1,105 and 44 of fifteen million words
    assert mutual_information([8], [1105], [44], 15_000_000)[0] == pytest.approx(11.3, abs=0.05)


def test_published_dice():
    assert log_dice([130], [3121], [143])[0] == pytest.approx(10.3499425, abs=5e-8)
    assert 2 ** (log_dice([130], [3121], [143])[0] - 14) == pytest.approx(0.08, abs=0.005)
    assert log_dice([7], [7], [7])[0] == 14, "words that stand only together"


GRIES = ["bamnibeupk", "basatbewqn", "bcagabesta", "baghabeaat", "bahaabeaxa"]
"""The made-up corpus of Gries (2008): five parts of ten words, each a letter here."""


@pytest.mark.parametrize(("word", "plain", "normalised"), [("a", 0.2, 0.25), ("e", 0, 0), ("b", 0, 0), ("x", 0.8, 1)])
def test_published_dispersion(word, plain, normalised):
    counts = sparse.csr_matrix([[part.count(word)] for part in GRIES])
    found = deviation_of_proportions(counts, [len(part) for part in GRIES])
    assert [value[0] for value in found] == pytest.approx([plain, normalised], abs=1e-12)


def test_dispersion_of_parts_of_unequal_length_by_hand():
    # a tenth and nine tenths of the words; the word stands in the small part alone: (.9 + .9) / 2
    plain, normalised = deviation_of_proportions(sparse.csr_matrix([[4, 1], [0, 9]]), [10, 90])
    assert plain.tolist() == pytest.approx([0.9, 0])
    assert normalised.tolist() == pytest.approx([1, 0])


def test_dispersion_of_one_text_is_none():
    assert [value[0] for value in deviation_of_proportions(sparse.csr_matrix([[3]]), [10])] == [0, 0]


def test_published_rank_sums():
    # Kilgarriff (2001): the ranks of the first five add up to 31, those of the others to 24
    rates = sparse.csr_matrix(np.array([[12, 15, 18, 24, 88, 3, 3, 13, 27, 33]]).T)
    u, p = rank_sum(rates, np.arange(10) < 5)
    assert u[0] + 5 * 6 / 2 == 31
    assert 5 * 5 - u[0] + 5 * 6 / 2 == 24
    assert 0.4 < p[0] < 0.6


def test_rank_sums_of_a_word_do_not_hang_on_other_words(monkeypatch):
    rng = np.random.default_rng(1)
    rates, later = rng.poisson(1.0, (14, 7)).astype(float), np.arange(14) < 6
    u, p = rank_sum(sparse.csr_matrix(rates), later)
    for word in range(7):
        alone = mannwhitneyu(rates[later, word], rates[~later, word], method="asymptotic")
        assert (u[word], p[word]) == pytest.approx((alone.statistic, alone.pvalue))
    monkeypatch.setattr("discourse.words.association._AT_ONCE", 30)
    np.testing.assert_array_equal(np.array(rank_sum(sparse.csr_matrix(rates), later)), np.array([u, p]))


def test_under_five_texts_a_side_are_not_tested():
    rates = sparse.csr_matrix(np.arange(9.0)[:, None] + 1)
    assert np.isnan(rank_sum(rates, np.arange(9) < 4)[1]).all()
    assert rank_sum(rates, np.arange(9) < 4)[0].tolist() == [0]
