"""Is the permutation test exact where it can be, and near it where it is not?"""

from __future__ import annotations

from math import comb

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis import permutation, permuted_periods
from discourse.emphasis.inputs import read_paragraphs
from discourse.emphasis.permutation import (
    counted_ways,
    exact_p,
    permutation_test,
    permuted_shares,
    permuted_shifts,
    smallest_p,
)
from discourse.emphasis.permuted_periods import period_permutations
from discourse.emphasis.shifts import holm
from discourse.emphasis.sums import article_sums
from discourse.errors import EstimateError
from discourse.labels.table import coded_table, select
from discourse.study import Study


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


def test_a_sample_of_permutations_comes_near_the_exact_p(draw_table, read):
    sums = article_sums(read(draw_table((7, 7))), weighting="article")
    exact = permutation_test(sums)
    sampled = permutation_test(sums, limit=3000, seed=1)
    assert exact.exact.all()
    assert (exact.monte_carlo_error == 0).all()
    assert not sampled.exact.any()
    assert (sampled.permutations == 3000).all()
    np.testing.assert_allclose(sampled.monte_carlo_error, np.sqrt(sampled.p * (1 - sampled.p) / 3000))
    assert (np.abs(sampled.p - exact.p) < 5 * sampled.monte_carlo_error).all()
    assert (permutation_test(sums, limit=3000, seed=1).p == sampled.p).all()
    assert sampled.p.min() > 0
    # With 3,000 drawn, the two of C(14, 7) are still the least that can be; with 500 drawn it is one of these.
    np.testing.assert_allclose(sampled.smallest, 2 / comb(14, 7))
    np.testing.assert_allclose(permutation_test(sums, limit=500).smallest, 1 / 500)
    assert (permutation_test(sums, limit=500).p == permutation_test(sums, limit=500, seed=0).p).all()


@pytest.mark.parametrize("weighting", ["paragraph", "article", "word"])
def test_p_of_many_articles_is_that_of_a_sample_drawn_at_once(draw_table, read, monkeypatch, weighting):
    """With another way of drawing, two estimates of one p differ by their errors alone."""
    table = draw_table((14, 9), seed=3)
    sums = article_sums(read(table.assign(words=1 + np.arange(len(table)) % 7)), weighting=weighting)
    monkeypatch.setattr(permutation, "_MAX_CELLS", 0)
    once = permutation_test(sums, limit=20_000, seed=1)
    monkeypatch.setattr(permuted_periods, "MOST_CELLS", 0)
    found = permutation_test(sums, limit=20_000, seed=1)
    assert (found.permutations == 20_000).all()
    assert not (found.p == once.p).all()
    error = np.hypot(found.monte_carlo_error, once.monte_carlo_error)
    assert (np.abs(found.p - once.p) < 5 * error).all()
    assert (permutation_test(sums, limit=20_000, seed=1).p == found.p).all()


def test_counting_ways_is_listing_every_permutation():
    ways = counted_ways(np.array([1, 0, 2, 1]), np.array([3, 1, 2, 1]), 2)
    assert ways.sum() == comb(4, 2)
    found = {(int(m), int(n)): int(ways[m, n]) for m, n in zip(*np.nonzero(ways), strict=True)}
    assert counted_ways(np.array([1, 0]), np.array([1, 1]), 1)[:, 1].tolist() == [1, 1]
    assert found == {(1, 4): 1, (3, 5): 1, (2, 4): 1, (2, 3): 1, (1, 2): 1, (3, 3): 1}


@pytest.mark.parametrize("articles", [(3, 6), (6, 3), (5, 5)])
@pytest.mark.parametrize("quantity", ["share", "mention_share"])
def test_the_exact_p_is_that_of_all_permutations_listed(draw_table, read, articles, quantity):
    sums = article_sums(read(draw_table(articles, seed=sum(articles))), quantity=quantity)
    listed = permutation_test(sums)
    counted = permutation_test(sums, limit=1)
    np.testing.assert_allclose(counted.p, listed.p, rtol=1e-12)
    np.testing.assert_allclose(counted.smallest, listed.smallest)
    assert counted.exact.all()
    assert (counted.permutations == comb(sum(articles), articles[0])).all()


def test_weights_that_are_no_whole_numbers_and_tables_too_large_are_not_counted(monkeypatch):
    later = np.array([False, True, True])
    ones = np.array([1.0, 0.0, 1.0])
    assert exact_p(ones, np.ones(3), later) is not None
    assert exact_p(ones / 3, np.ones(3) / 3, later) is None
    assert exact_p(-ones, np.ones(3), later) is None
    assert exact_p(2 * ones, np.ones(3), later) is None
    # One of three articles, one paragraph without the pillar, three in all: 2 x 2 x 4 cells, for 3 articles.
    for name, enough in (("_MAX_CELLS", 16), ("_MAX_STEPS", 48)):
        with monkeypatch.context() as patch:
            patch.setattr(permutation, name, enough)
            assert exact_p(ones, np.ones(3), later) == 1
            patch.setattr(permutation, name, enough - 1)
            assert exact_p(ones, np.ones(3), later) is None


def test_no_p_is_above_one():
    assert max(smallest_p(earlier, later) for earlier in range(6) for later in range(6)) == 1


def test_many_permutations_are_compared_in_parts(draw_table, read, monkeypatch):
    sums = article_sums(read(draw_table((3, 4))))
    every, _ = period_permutations(sums.later, limit=100, rng=np.random.default_rng(0))
    together = permuted_shares(sums.numerators, sums.denominators, every)
    monkeypatch.setattr(permuted_periods, "_CHUNK", 4)
    np.testing.assert_array_equal(permuted_shares(sums.numerators, sums.denominators, every), together)
    one = 11
    later = every[one]
    expected = sums.numerators[later].sum(axis=0) / sums.denominators[later].sum()
    np.testing.assert_allclose(together[one, 1], expected)


def test_the_shipped_study_gives_the_published_p(root):
    """On the first 164 articles; the other 69 were added after these were computed with other code."""
    articles = pd.read_csv(root / "data" / "articles.csv", dtype=str, keep_default_na=False)[:164]
    study = Study.find(root / "data")
    rows = select(coded_table(study), study.settings.analyses[0], study.settings.compared)
    rows = rows[rows["article_id"].isin(articles["article_id"])]
    paragraphs = read_paragraphs(rows, study.codebook.pillar_ids, study.settings.compared)
    found = permutation_test(article_sums(paragraphs))
    assert found.exact.all()
    assert found.p.round(6).tolist() == [0.161546, 0.009741, 0.294846, 0.805359, 0.65973]
    assert holm(found.p).round(5).tolist() == [0.64618, 0.04871, 0.88454, 1, 1]
    mentions = permutation_test(article_sums(paragraphs, quantity="mention_share"))
    assert round(float(mentions.p[1]), 6) == 0.001136


def test_permuted_shifts_are_differences_of_permuted_shares(draw_table, read):
    sums = article_sums(read(draw_table((3, 4))))
    shares = permuted_shares(sums.numerators, sums.denominators, sums.later[None, :])
    np.testing.assert_allclose(shares.sum(axis=2), 1)
    shifts = permuted_shifts(sums.numerators, sums.denominators, sums.later[None, :])
    np.testing.assert_allclose(shifts, shares[:, 1] - shares[:, 0])


def test_no_difference_gives_a_p_of_one(sums_of):
    assert permutation_test(sums_of([0.5] * 6, [0, 0, 0, 1, 1, 1])).p[0] == 1


def test_of_more_articles_than_a_float_can_count_the_permutations_of_a_sample_is_drawn():
    """Of 600 + 600 articles there are some 10 to the 360 permutations; a float ends at 10 to the 308."""
    number = np.arange(1200)
    table = pd.DataFrame(
        {
            "article_id": number.astype(str),
            "period": np.where(number % 2, "2023", "2025"),
            "primary": np.where(number % 7, "x", "y"),
        }
    )
    sums = article_sums(read_paragraphs(table, ["x", "y"], ["2023", "2025"]))
    found = permutation_test(sums, limit=200)
    assert ((found.p > 0) & (found.p <= 1)).all()
    assert not found.exact.any()
    assert (found.permutations == 200).all()


def test_one_period_alone_is_refused(sums_of):
    with pytest.raises(EstimateError, match="both periods"):
        permutation_test(sums_of([0.5, 0.6], [1, 1]))


def test_pillars_that_can_be_counted_are_and_others_are_drawn(draw_table, read, monkeypatch):
    sums = article_sums(read(draw_table((5, 6))))
    exact = permutation_test(sums)
    totals = sums.numerators.sum(axis=0)
    few = np.minimum(totals, sums.denominators.sum() - totals)
    assert len(set(few)) == 3
    monkeypatch.setattr(permutation, "_MAX_CELLS", 6 * (np.median(few) + 1) * (sums.denominators.sum() + 1))
    found = permutation_test(sums, limit=100)
    counted = few <= np.median(few)
    assert found.exact.tolist() == counted.tolist()
    np.testing.assert_allclose(found.p[counted], exact.p[counted])
    assert found.permutations.tolist() == np.where(counted, comb(11, 5), 100).tolist()
    assert (np.abs(found.p - exact.p) < 0.2).all()
