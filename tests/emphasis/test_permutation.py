"""Is the permutation test exact where it can be, and near it where it is not?"""

from __future__ import annotations

from math import comb

import numpy as np
import pytest

from discourse.emphasis.permutation import period_permutations, permutation_test, smallest_p
from discourse.emphasis.sums import article_sums
from discourse.errors import EstimateError


@pytest.fixture
def sums_of(as_sums):
    """Articles of weight one, so that their shares are given."""

    def make(shares, later):
        shares, later = np.array(shares, dtype=float)[:, None], np.array(later, dtype=bool)
        ones = np.ones(len(later))
        return as_sums(*((shares[part], ones[part], ones[part]) for part in (~later, later)))

    return make


def test_the_worked_example(sums_of):
    found = permutation_test(sums_of([0.10, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.60], [0] * 4 + [1] * 4))
    assert found.p[0] == pytest.approx(2 / 70)
    assert found.exact
    assert found.permutations == 70
    assert found.smallest == pytest.approx(2 / 70)


@pytest.mark.parametrize(
    ("earlier", "later", "p"), [(3, 3, 0.10), (4, 4, 0.0286), (5, 5, 0.0079), (6, 6, 0.0022), (4, 6, 0.0048)]
)
def test_the_smallest_p_is_set_by_the_articles(sums_of, earlier, later, p):
    assert round(smallest_p(earlier, later), 4) == p
    apart = sums_of([0] * earlier + [1] * later, [0] * earlier + [1] * later)
    assert permutation_test(apart).p[0] == pytest.approx(smallest_p(earlier, later))


def test_all_permutations_are_listed_or_a_sample_with_the_observed_one():
    later = np.array([False] * 4 + [True] * 3)
    every, exact = period_permutations(later, limit=1000, rng=np.random.default_rng(0))
    assert exact
    assert len({tuple(row) for row in every}) == comb(7, 3)
    some, exact = period_permutations(later, limit=20, rng=np.random.default_rng(0))
    assert not exact
    assert len(some) == 20
    assert (some[0] == later).all()
    assert (some.sum(axis=1) == 3).all()


def test_a_sample_of_permutations_comes_near_the_exact_p(draw_table, read):
    sums = article_sums(read(draw_table((7, 7))))
    exact = permutation_test(sums)
    sampled = permutation_test(sums, limit=3000, seed=1)
    assert exact.exact
    assert not sampled.exact
    np.testing.assert_allclose(sampled.p, exact.p, atol=0.04)
    assert (permutation_test(sums, limit=3000, seed=1).p == sampled.p).all()
    assert sampled.p.min() > 0


def test_no_difference_gives_a_p_of_one(sums_of):
    assert permutation_test(sums_of([0.5] * 6, [0, 0, 0, 1, 1, 1])).p[0] == 1


def test_one_period_alone_is_refused(sums_of):
    with pytest.raises(EstimateError, match="both periods"):
        permutation_test(sums_of([0.5, 0.6], [1, 1]))
