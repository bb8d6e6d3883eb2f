"""Keyness against the published table of quanteda and against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2_contingency

from discourse.words.keyness import chi_squared, log_likelihood

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
