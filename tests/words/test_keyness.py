"""Keyness against the published table of quanteda and against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from scipy.stats import chi2_contingency

from discourse.errors import EstimateError
from discourse.features import DocumentFeatureMatrix, dfm_of_texts
from discourse.words import keyness
from discourse.words._keyness import chi_squared, log_likelihood

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
    counts = np.array([[206_523, 959_641 - 206_523], [178_174, 1_562_358 - 178_174]])
    dfm = DocumentFeatureMatrix(sparse.csr_matrix(counts), ("others", "word"), ("target", "reference"))
    ratio = keyness(dfm, [True, False]).set_index("feature").loc["others", "log_ratio"]
    assert ratio == pytest.approx(0.9161740, abs=5e-8)
    assert 100 * (2**ratio - 1) == pytest.approx(88.7, abs=0.05)


TEXTS = ["desa desa desa jalan", "jalan kapal", "jalan jalan", "kapal kapal kapal kapal"]


def test_a_table_by_hand():
    dfm = dfm_of_texts(TEXTS, language="xx")
    found = keyness(dfm, [True, True, True, False], articles=["a", "b", "b", "c"]).set_index("feature")
    assert found.index.tolist() == ["jalan", "desa", "kapal"]
    assert found[["target_count", "reference_count"]].to_numpy().tolist() == [[4, 0], [3, 0], [1, 4]]
    assert found[["target_texts", "reference_texts"]].to_numpy().tolist() == [[2, 0], [1, 0], [1, 1]]
    # 8 tokens against 4: kapal 1/8 against 4/4; jalan 4/8 against half a count of 4
    assert found.loc["kapal", "log_ratio"] == pytest.approx(-3)
    assert found.loc["jalan", "log_ratio"] == pytest.approx(2)
    # of 12 tokens 4 are jalan, 2.67 of them expected in the target: G2 = 2 (4 ln 1.5 + 4 ln .75 + 4 ln 1.5)
    by_hand = 2 * (4 * np.log(1.5) + 4 * np.log(0.75) + 4 * np.log(1.5))
    assert found.loc["jalan", "log_likelihood"] == pytest.approx(by_hand)
    # 2 of 2 texts against 0 of 1: all that is to know, 2 (2 ln 1.5 + ln 3)
    assert found.loc["jalan", "text_dispersion"] == pytest.approx(2 * (2 * np.log(1.5) + np.log(3)))
    assert found.loc["desa", "text_dispersion"] < found.loc["jalan", "text_dispersion"]


@pytest.mark.parametrize("measure", ["log_likelihood", "chi_squared"])
def test_the_other_group_has_the_opposite_signs(measure):
    dfm = dfm_of_texts(TEXTS, language="xx")
    target = np.array([True, False, True, False])
    one = keyness(dfm, target, measure=measure).set_index("feature")
    other = keyness(dfm, ~target, measure=measure).set_index("feature").loc[one.index]
    columns = [measure, "log_ratio", "text_dispersion"]
    np.testing.assert_allclose(one[columns], -other[columns], atol=1e-12)
    assert (one["target_texts"] == other["reference_texts"]).all()


@pytest.mark.parametrize(
    ("in_target", "more", "message"),
    [
        ([True] * 4, {}, "expected words in the reference group, found none"),
        ([True, False], {}, r"in_target: expected one entry a paragraph, 4, found shape \(2,\)"),
        ([True, True, False, False], {"articles": ["a"]}, "articles: expected one entry a paragraph"),
        ([True, True, False, False], {"measure": "z"}, "measure: expected log_likelihood or chi_squared, found 'z'"),
    ],
)
def test_what_cannot_be_compared_is_refused(in_target, more, message):
    with pytest.raises(EstimateError, match=message):
        keyness(dfm_of_texts(TEXTS, language="xx"), in_target, **more)
