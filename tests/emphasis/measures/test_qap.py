"""Are networks compared by every relabelling of their pillars, and does a published correlation come out?"""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis import linkage, network_similarity
from discourse.labels.table import coded_table, select
from discourse.study import Study


def ties(earlier, later, names="abcdefghij"):
    count = next(count for count in range(2, 11) if count * (count - 1) // 2 == len(earlier))
    pairs = list(combinations(names[:count], 2))
    parts = [
        pd.DataFrame(pairs, columns=["pillar", "other"]).assign(quantity="tie", period=period, value=values)
        for period, values in (("later-named", earlier), ("a-name-before-it", later))
    ]
    return pd.concat(parts, ignore_index=True)


def test_a_published_correlation_and_its_p_by_hand():
    # Of the six orders of (2, 7, 6) beside (1, 2, 3) two rise by at least 4 from first to last: 2 7 6 and 2 6 7.
    found = network_similarity(ties([1, 2, 3], [2, 7, 6]))
    assert found.correlation == pytest.approx(0.7559289460, abs=1e-10)
    assert found.p == pytest.approx(2 / 6)
    assert (found.smallest_p, found.relabellings, found.exact) == (1 / 6, 6, True)


def test_the_p_is_that_of_every_relabelling():
    rng = np.random.default_rng(5)
    earlier, later = rng.random(10), rng.random(10)
    matrix = np.zeros((5, 5))
    matrix[np.triu_indices(5, 1)] = later
    matrix += matrix.T
    every = [np.corrcoef(earlier, matrix[np.ix_(o, o)][np.triu_indices(5, 1)])[0, 1] for o in permutations(range(5))]
    found = network_similarity(ties(earlier, later))
    assert found.correlation == pytest.approx(every[0])
    assert found.p == pytest.approx(np.mean(np.array(every) >= every[0] - 1e-9))


def test_a_network_is_most_like_itself_and_shares_may_be_counts():
    strong = np.arange(10) ** 2
    found = network_similarity(ties(strong, strong * 7 + 1))
    assert found.correlation == pytest.approx(1)
    assert found.p == pytest.approx(1 / 120)


def test_relabellings_that_are_level_with_the_observed_count_for_the_p():
    # Only one tie differs from the others, in both networks the same: of three places it has, one is its own.
    found = network_similarity(ties([0, 0, 0.3], [0.1, 0.1, 0.7]))
    assert found.correlation == pytest.approx(1)
    assert found.p == pytest.approx(1 / 3)


def test_all_relabellings_are_gone_through_up_to_the_limit():
    assert network_similarity(ties([1, 2, 3], [2, 7, 6]), limit=6).exact
    assert not network_similarity(ties([1, 2, 3], [2, 7, 6]), limit=5).exact


def test_nine_pillars_are_drawn_by_the_seed():
    values = np.random.default_rng(1).random((2, 36))
    one, again, other = (network_similarity(ties(*values), limit=500, seed=seed) for seed in (1, 1, 2))
    assert one == again
    assert one.p != other.p
    assert (one.relabellings, one.exact, one.smallest_p) == (500, False, 1 / 500)


@pytest.mark.parametrize(("earlier", "later"), [([0, 0, 0], [1, 2, 3]), ([1], [2]), ([1, 2, 3], [np.nan] * 3)])
def test_where_nothing_varies_nothing_is_said(earlier, later):
    found = network_similarity(ties(earlier, later))
    assert np.isnan([found.correlation, found.p]).all()


def test_the_first_164_articles_give_the_known_numbers(root):
    """The other 69 articles were added after these numbers were computed with other code."""
    study = Study.find(root)
    articles = pd.read_csv(root / "data" / "articles.csv", dtype=str, keep_default_na=False)["article_id"][:164]
    rows = select(coded_table(study), study.settings.analyses[0], study.settings.compared)
    rows = rows[rows["article_id"].isin(articles)]
    found = network_similarity(linkage(rows, study.codebook.pillar_ids, study.settings.compared))
    assert (round(found.correlation, 3), round(found.p, 2)) == (0.388, 0.22)
    assert found.smallest_p == 1 / 120
