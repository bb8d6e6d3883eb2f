"""Has the table of an archive the rows that the other tables have?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from discourse.emphasis.archive.cells import Cells
from discourse.emphasis.archive.tables import period_estimate, rows_by_cell, rows_by_period
from discourse.emphasis.inputs import read_paragraphs
from discourse.emphasis.measures.cell_sums import add_up_cells
from discourse.emphasis.measures.cells import FOUND
from discourse.emphasis.shares import ratio_estimate
from discourse.emphasis.sums import article_sums


def sums_of(drawn, pillars, periods):
    """Sums over articles of a table, and of its two periods as cells."""
    sums = article_sums(read_paragraphs(drawn.rename(columns={"pillar": "primary"}), pillars, periods))
    return sums, add_up_cells(sums, sums.numerators, sums.later.astype(np.int64), 2)


def test_the_estimate_of_two_periods_is_that_of_their_articles(draw_archive, pillars, periods):
    sums, cells = sums_of(draw_archive(), pillars, periods)
    found, expected = period_estimate(cells, periods), ratio_estimate(sums)
    for name in ("value", "variance", "effective_articles", "max_effective_size", "paragraphs"):
        np.testing.assert_allclose(getattr(found, name), getattr(expected, name), rtol=1e-12, err_msg=name)
    assert (found.articles, found.informative) == (expected.articles, expected.informative)


def test_rows_are_named_and_counted(draw_archive, pillars, periods):
    _, cells = sums_of(draw_archive(), pillars, periods)
    rows = rows_by_period(cells, cells.moved, periods, 0.95)
    assert rows["quantity"].tolist() == ["share", "share", "shift"] * 3
    shares = rows[rows["quantity"] == "share"]
    np.testing.assert_allclose(shares["numerator"] / shares["paragraphs"], shares["value"])
    assert rows.loc[rows["quantity"] == "shift", "numerator"].isna().all()
    names = Cells(pd.DataFrame({"period": periods, "note": ["", "x"]}), np.array([0, 1]))
    found = rows_by_cell(cells, cells.moved, names, 0.95)
    assert list(found) == ["period", *FOUND, "estimator"]
    assert found["note"].tolist() == [""] * 3 + ["x"] * 3
    assert found["value"].tolist() == [*shares["value"][::2], *shares["value"][1::2]]


def test_a_period_without_articles_has_no_share(draw_archive, pillars):
    drawn = draw_archive()
    sums = article_sums(read_paragraphs(drawn.rename(columns={"pillar": "primary"}), pillars, ("2019", "2030")))
    cells = add_up_cells(sums, sums.numerators, np.zeros(len(sums), dtype=np.int64), 1)
    padded = type(cells)(
        cells.pillars, cells.quantity, cells.weighting,
        *(np.concatenate([getattr(cells, name), 0 * getattr(cells, name)]) for name in (
            "articles", "paragraphs", "counts", "numerators", "denominators", "moved", "sizes", "squares")),
    )  # fmt: skip
    found = rows_by_period(padded, padded.moved, ("2019", "2030"), 0.95)
    assert found.loc[found["period"] == "2019", "low"].notna().all()
    assert found.loc[found["period"] != "2019", ["value", "low", "high"]].isna().all().all()
