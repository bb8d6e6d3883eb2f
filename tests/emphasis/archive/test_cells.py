"""Are groups of articles put into the right cells, and do these hold what the articles one by one would?"""

from __future__ import annotations

import numpy as np
import pytest

from discourse.emphasis.archive.adding import GroupSums
from discourse.emphasis.archive.cells import add_up_groups, cells_by, period_cells
from discourse.emphasis.archive.codings import Coding
from discourse.emphasis.measures.cell_sums import add_up_cells
from discourse.emphasis.sums import ArticleSums

OUTLETS = Coding("outlet", "outlet", {}, ("a", "b", "c", "unknown"))
MONTHS = Coding("month", "published", {}, ("2019-01", "2019-02", "undated"), span=True)


def articles_of(rng, number=200):
    """Counts of articles of 0 to 4 paragraphs, and the cell of each."""
    return rng.multinomial(1, [0.5, 0.3, 0.2], size=(number, 4)).cumsum(axis=1)[
        np.arange(number), rng.integers(0, 4, number)
    ], np.column_stack([rng.integers(0, 3, number), rng.integers(0, 4, number)])


def grouped(counts, cell):
    """Articles of one cell and size taken together, as the engine does."""
    size = counts.sum(axis=1)
    keys, group = np.unique(np.column_stack([cell, size]), axis=0, return_inverse=True)
    number, group = len(keys), group.ravel()
    sums, products = np.zeros((number, 3)), np.zeros((number, 3, 3))
    np.add.at(sums, group, counts)
    np.add.at(products, group, counts[:, :, None] * counts[:, None, :])
    articles = np.bincount(group)
    paragraphs = articles * keys[:, 2]
    return GroupSums(
        keys[:, :2], articles, paragraphs, keys[:, 2].astype(float), paragraphs.astype(float), sums, sums, products
    )


@pytest.mark.parametrize("weighting", ["paragraph", "article"])
def test_groups_say_what_articles_say_one_by_one(weighting):
    counts, cell = articles_of(np.random.default_rng(1))
    groups = grouped(counts, cell)
    cells = cells_by(groups, [MONTHS, OUTLETS], (), 0)
    found, moved = add_up_groups(groups, cells, ("x", "y", "z"), "share", weighting)
    place = {key: number for number, key in enumerate(zip(cells.names["month"], cells.names["outlet"], strict=True))}
    order = [place[MONTHS.labels[month], OUTLETS.labels[outlet]] for month, outlet in cell]
    size = counts.sum(axis=1)
    each = size if weighting == "article" else np.ones(len(size))
    sums = ArticleSums(
        ("x", "y", "z"), ("every", ""), "share", weighting, tuple(map(str, range(len(size)))), size > 9,
        counts / each[:, None], size / each, size / each**2, size,
    )  # fmt: skip
    expected = add_up_cells(sums, counts.astype(float), np.array(order), len(cells.names))
    for name in ("articles", "paragraphs", "counts", "numerators", "denominators", "sizes", "squares"):
        np.testing.assert_allclose(getattr(found, name), getattr(expected, name), rtol=1e-12, err_msg=name)
    np.testing.assert_allclose(found.shares, expected.shares, rtol=1e-12)
    np.testing.assert_allclose(found.variances, expected.variances, rtol=1e-9, atol=1e-14)
    own = np.abs(moved - moved.mT).max()
    assert own == pytest.approx(0, abs=1e-12)
    np.testing.assert_allclose(moved.sum(axis=2), 0, atol=1e-9)  # shares add up to 1, so what they move by to 0


def test_two_articles_worked_by_hand():
    counts = np.array([[1, 1, 0], [2, 0, 0]])
    groups = grouped(counts, np.array([[0, 0], [0, 0]]))
    found, moved = add_up_groups(
        groups, cells_by(groups, [MONTHS, OUTLETS], (), 0), ("x", "y", "z"), "share", "paragraph"
    )
    # 3 of 4; without the first article 1, without the second 1/2.
    assert found.shares[0].tolist() == [0.75, 0.25, 0]
    assert moved[0, 0].tolist() == [0.125, -0.125, 0]
    assert found.variances[0].tolist() == [0.0625, 0.0625, 0]


def test_small_groups_are_taken_together_spans_are_not():
    counts, cell = articles_of(np.random.default_rng(2), 60)
    cell[:, 1] = np.where(np.arange(60) < 3, 0, 1 + cell[:, 1] % 3)
    cells = cells_by(grouped(counts, cell), [OUTLETS, MONTHS][::-1], (), 4)
    assert cells.names["outlet"].drop_duplicates().tolist()[-1] == "other"
    assert set(cells.names.loc[cells.names["outlet"] == "other", "note"]) == {"outlet with fewer than 4 articles: a"}
    assert cells.names["month"].drop_duplicates().tolist() == ["2019-01", "2019-02", "undated"]


def test_what_counts_for_nothing_falls_into_no_cell():
    counts = np.array([[0, 0, 0], [1, 0, 0]])
    groups = grouped(counts, np.array([[0, 0], [1, 0]]))
    assert cells_by(groups, [MONTHS, OUTLETS], (), 0).cell.tolist() == [-1, 0]
    assert period_cells(groups, MONTHS, ["2019-02", "2019-01"]).cell.tolist() == [-1, 0]
    nothing = cells_by(grouped(counts[:1], np.array([[0, 0]])), [MONTHS, OUTLETS], (), 0)
    assert nothing.cell.tolist() == [-1]
    assert len(nothing.names) == 0
