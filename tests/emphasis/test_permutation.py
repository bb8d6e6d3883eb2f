"""Is the permutation test exact where it can be, and its inversion its inversion?"""

from __future__ import annotations

from math import comb

import numpy as np
import pytest

from discourse.emphasis import article_sums, permutation_test, smallest_p
from discourse.emphasis.permutation import deals, permutation_interval
from discourse.emphasis.sums import ArticleSums
from discourse.errors import EstimateError


def sums_of(shares, later):
    """Articles of weight one, so that their shares are given."""
    n_articles = len(shares)
    return ArticleSums(
        pillars=("political",),
        periods=("2023", "2025"),
        articles=tuple(f"{i:02d}" for i in range(n_articles)),
        later=np.array(later, dtype=bool),
        numerators=np.array(shares, dtype=float)[:, None],
        denominators=np.ones(n_articles),
        squares=np.ones(n_articles),
        paragraphs=np.ones(n_articles, dtype=np.int64),
    )


def test_the_worked_example():
    found = permutation_test(sums_of([0.10, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.60], [0] * 4 + [1] * 4))
    assert found.p[0] == pytest.approx(2 / 70)
    assert found.exact
    assert found.deals == 70
    assert found.smallest == pytest.approx(2 / 70)


@pytest.mark.parametrize(
    ("earlier", "later", "p"), [(3, 3, 0.10), (4, 4, 0.0286), (5, 5, 0.0079), (6, 6, 0.0022), (4, 6, 0.0048)]
)
def test_the_smallest_p_is_set_by_the_articles(earlier, later, p):
    assert round(smallest_p(earlier, later), 4) == p
    apart = sums_of([0] * earlier + [1] * later, [0] * earlier + [1] * later)
    assert permutation_test(apart).p[0] == pytest.approx(smallest_p(earlier, later))


def test_all_deals_are_listed_or_a_sample_with_the_observed_one():
    later = np.array([False] * 4 + [True] * 3)
    every, exact = deals(later, limit=1000, rng=np.random.default_rng(0))
    assert exact
    assert len({tuple(row) for row in every}) == comb(7, 3)
    some, exact = deals(later, limit=20, rng=np.random.default_rng(0))
    assert not exact
    assert len(some) == 20
    assert (some[0] == later).all()
    assert (some.sum(axis=1) == 3).all()


def test_a_sample_of_deals_comes_near_the_exact_p(draw_table, pillars, periods):
    sums = article_sums(draw_table((7, 7)), pillars, periods)
    exact = permutation_test(sums)
    sampled = permutation_test(sums, limit=3000, seed=1)
    assert exact.exact
    assert not sampled.exact
    np.testing.assert_allclose(sampled.p, exact.p, atol=0.04)
    assert (permutation_test(sums, limit=3000, seed=1).p == sampled.p).all()
    assert sampled.p.min() > 0


def test_no_difference_gives_a_p_of_one():
    assert permutation_test(sums_of([0.5] * 6, [0, 0, 0, 1, 1, 1])).p[0] == 1


def test_the_interval_is_where_the_test_does_not_reject(draw_table, pillars, periods):
    sums = article_sums(draw_table((5, 6), seed=5), pillars, periods)
    found = permutation_interval(sums, 0.9)
    for pillar in range(len(pillars)):
        for bound, inwards in ((found.low[2, pillar], 1e-6), (found.high[2, pillar], -1e-6)):
            for step, kept in ((inwards, True), (-inwards, False)):
                moved = sums.numerators - (bound + step) * (sums.denominators * sums.later)[:, None]
                shifted = ArticleSums(**{**vars(sums), "numerators": moved})
                assert (permutation_test(shifted).p[pillar] > 0.1) == kept


def test_few_articles_reject_nothing():
    found = permutation_interval(sums_of([0.1, 0.2, 0.3, 0.7, 0.8, 0.9], [0, 0, 0, 1, 1, 1]))
    assert found.low[2, 0] == -np.inf
    assert found.high[2, 0] == np.inf


def test_one_period_alone_is_refused():
    with pytest.raises(EstimateError, match="both periods"):
        permutation_test(sums_of([0.5, 0.6], [1, 1]))
