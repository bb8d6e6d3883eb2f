"""Do the sums of a cell say what its articles would say alone?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from discourse.emphasis.inputs import read_paragraphs
from discourse.emphasis.measures.cell_sums import add_up_cells, cell_rows, estimate_cells, ordered_groups
from discourse.emphasis.shares import ratio_estimate
from discourse.emphasis.sums import article_sums


def test_a_cell_worked_by_hand():
    # Three articles of 2, 4 and 6 paragraphs, of which 1, 3 and 2 have the pillar: the example of variance_by_article.
    rows = [("a", 1, 1), ("b", 3, 1), ("c", 2, 4)]
    table = pd.DataFrame([(one, code) for one, x, y in rows for code in ["road"] * x + ["school"] * y])
    table.columns = ["article_id", "primary"]
    sums = article_sums(read_paragraphs(table.assign(period="p"), ["road", "school"], ["p", "q"]))
    found = add_up_cells(sums, sums.numerators, np.zeros(3, dtype=np.int64), 1)
    assert found.shares.tolist() == [[0.5, 0.5]]
    np.testing.assert_allclose(found.variances, 2 / 3 * ((3 / 8 - 1 / 2) ** 2 + (4 / 6 - 1 / 2) ** 2))
    assert (found.sizes.tolist(), found.squares.tolist(), found.paragraphs.tolist()) == ([56], [12], [12])
    rows = cell_rows(found, estimate_cells(found), 0.95)
    assert rows["numerator"].tolist() == [6, 6]
    assert rows["few"].all()
    assert rows["low"].isna().all()


def test_cells_are_each_as_ratio_estimate_would_have_them_alone(draw_table, pillars, periods):
    drawn = draw_table((9, 12))
    sums = article_sums(read_paragraphs(drawn, pillars, periods), weighting="article")
    cell = np.arange(len(sums)) % 3
    together = estimate_cells(add_up_cells(sums, sums.numerators, cell, 3))
    for place in range(3):
        ids = np.array(sums.articles)[cell == place]
        alone = drawn[drawn["article_id"].isin(ids)].assign(period=periods[0])
        expected = ratio_estimate(article_sums(read_paragraphs(alone, pillars, periods), weighting="article"))
        for name in ("value", "variance"):
            np.testing.assert_allclose(getattr(together, name)[place, 0], getattr(expected, name)[0], rtol=1e-12)
        assert np.isclose(together.effective_articles[place, 0], expected.effective_articles[0])


def test_groups_go_by_their_number_of_articles_and_periods_as_they_are_named():
    articles = pd.Series({"b": 3, "a": 3, "c": 9, "d": 1})
    group, order, note = ordered_groups(articles, "outlet", (), 0)
    assert (order, note) == (["c", "a", "b", "d"], "")
    assert group == {name: name for name in "abcd"}
    group, order, note = ordered_groups(articles, "outlet", (), 4)
    assert order == ["c", "other"]
    assert group["a"] == "other"
    assert note == "outlet with fewer than 4 articles: a, b, d"
    assert ordered_groups(articles, "period", ["d", "z", "c"], 4)[1:] == (["d", "c", "a", "b"], "")
