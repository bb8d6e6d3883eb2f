"""Are permutations all listed, or drawn so that each is as likely as any other, however many articles there are?"""

from __future__ import annotations

from math import comb

import numpy as np
import pytest

from discourse.emphasis import permuted_periods
from discourse.emphasis.permuted_periods import period_permutations, permutations_in_parts


def test_all_permutations_are_listed_or_a_sample_with_the_observed_one():
    later = np.array([False] * 4 + [True] * 3)
    every, exact = period_permutations(later, limit=1000, rng=np.random.default_rng(0))
    assert exact
    assert len({tuple(row) for row in every}) == comb(7, 3)
    assert period_permutations(later, limit=comb(7, 3), rng=np.random.default_rng(0))[1]
    some, exact = period_permutations(later, limit=20, rng=np.random.default_rng(0))
    assert not exact
    assert len(some) == 20
    assert (some[0] == later).all()
    assert (some.sum(axis=1) == 3).all()


def test_a_sample_drawn_in_parts_is_that_drawn_at_once(monkeypatch):
    later = np.arange(30) % 3 == 0
    order = np.random.default_rng(5).random((499, 30)).argsort(axis=1)
    expected = np.vstack([later, order < later.sum()])
    for cells in (30, 31 * 30, 10**9):
        monkeypatch.setattr(permuted_periods, "_PART_CELLS", cells)
        found, exact = period_permutations(later, limit=500, rng=np.random.default_rng(5))
        assert not exact
        np.testing.assert_array_equal(found, expected)


def in_parts(monkeypatch, later, limit, seed=0, cells=64):
    """Draw as for a large study, in small parts."""
    monkeypatch.setattr(permuted_periods, "MOST_CELLS", 0)
    monkeypatch.setattr(permuted_periods, "_PART_CELLS", cells)
    monkeypatch.setattr(permuted_periods, "_GIVEN_CELLS", cells // 3)
    parts, number, exact = permutations_in_parts(later, limit=limit, rng=np.random.default_rng(seed))
    return np.vstack(list(parts)), number, exact


@pytest.mark.parametrize("few", [1, 2, 4, 6, 7])
def test_of_many_articles_each_set_is_drawn_as_often_as_any_other(monkeypatch, few):
    """Chi-square of the sets of 8 articles: with d degrees of freedom, mean d and variance 2 d."""
    later = np.arange(8) < few
    # As if there were more than are asked for; the parts end within the sample, the last of them is a smaller one.
    monkeypatch.setattr(permuted_periods, "comb", lambda *of: 10**6)
    found, number, exact = in_parts(monkeypatch, later, limit=7_000, cells=8 * 999)
    assert (len(found), number, exact) == (7_000, 7_000, False)
    assert (found[0] == later).all()
    assert (found.sum(axis=1) == few).all()
    sets = comb(8, few)
    counts = np.unique(found[1:] @ 2 ** np.arange(8), return_counts=True)[1]
    assert len(counts) == sets
    expected = 6_999 / sets
    chi_square = ((counts - expected) ** 2 / expected).sum()
    assert abs(chi_square - (sets - 1)) < 5 * np.sqrt(2 * (sets - 1))


@pytest.mark.parametrize("few", [3, 400, 899])
def test_each_article_of_a_large_study_is_in_the_later_period_as_often_as_it_should_be(monkeypatch, few):
    later = np.arange(900) < few
    found, *_ = in_parts(monkeypatch, later, limit=2_001, cells=900 * 500)
    assert (found.sum(axis=1) == few).all()
    part, spread = few / 900, np.sqrt(few / 900 * (1 - few / 900) / 2_000)
    assert np.abs(found[1:].mean(axis=0) - part).max() < 5 * spread
    again, *_ = in_parts(monkeypatch, later, limit=2_001, cells=900 * 500)
    np.testing.assert_array_equal(again, found)


def test_a_usual_study_is_drawn_at_once_and_few_permutations_are_listed(monkeypatch):
    later = np.arange(10) % 2 == 0
    parts, number, exact = permutations_in_parts(later, limit=50, rng=np.random.default_rng(2))
    expected, _ = period_permutations(later, limit=50, rng=np.random.default_rng(2))
    np.testing.assert_array_equal(np.vstack(list(parts)), expected)
    assert (number, exact) == (50, False)
    found, number, exact = in_parts(monkeypatch, later, limit=comb(10, 5))
    assert (len(found), number, exact) == (252, 252, True)
