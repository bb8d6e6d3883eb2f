"""Are articles added up whole, wherever their paragraphs stand?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis.archive.adding import add_up_archive
from discourse.emphasis.archive.codings import code_column
from discourse.emphasis.archive.engine import open_engine
from discourse.emphasis.archive.left_out import LeftOut
from discourse.emphasis.archive.parts import find_parts
from discourse.emphasis.archive.rows import read_rows
from discourse.errors import DataError


def added(source, pillars, by, codes=None, skip=False, **choices):
    """Sums of an archive, and what was left out."""
    left_out = LeftOut(skip)
    with open_engine("200MB") as connection:
        parts = find_parts(source, connection)
        rows = read_rows(connection, parts, list(parts.columns[0]), left_out)
        codings = [code_column(rows, name, None) for name in by]
        found = add_up_archive(rows, pillars, codings, codes or pillars, **{"quantity": "share"} | choices)
        return found, codings, left_out


def test_groups_worked_by_hand(write_parts, pillars):
    table = pd.DataFrame(
        {
            "article_id": [*"aaabbbccd"],
            "outlet": [*["x"] * 8, "y"],
            "pillar": ["trade", "trade", "road", "trade", "road", "road", "school", "none", ""],
            "also": ["road", "", "", "", "trade", "", "", "trade", "trade"],
        }
    )
    source = write_parts(table)
    found, (coding,), _ = added(source, pillars, ["outlet"])
    by_group = zip(found.cell[:, 0], found.size, found.articles, found.counts.tolist(), strict=True)
    assert [(coding.labels[cell], size, articles, counts) for cell, size, articles, counts in by_group] == [
        ("x", 1, 1, [0, 1, 0]),
        ("x", 3, 2, [3, 0, 3]),
        ("y", 0, 1, [0, 0, 0]),
    ]
    assert found.products[1].diagonal().tolist() == [5, 0, 5]
    together, _, _ = added(source, pillars, ["outlet"], codes=(*pillars, "none"), together=True)
    assert together.size.tolist() == [2, 3, 0]
    assert together.products[1][0].tolist() == [5, 0, 4, 0]
    assert together.products[0][1].tolist() == [0, 1, 0, 1]
    mentions, _, _ = added(source, pillars, ["outlet"], quantity="mention_share")
    assert mentions.counts.tolist() == [[0, 1, 0], [4, 0, 4], [0, 0, 0]]


def test_words_are_added_up_with_their_squares(draw_archive, write_parts, pillars):
    drawn = draw_archive()
    found, _, _ = added(write_parts(drawn), pillars, ["outlet"], by_words=True)
    counted = drawn[drawn["pillar"].isin(pillars)]
    assert (found.articles * found.size).sum() == counted["words"].sum()
    assert found.squares.sum() == (counted["words"] ** 2).sum()
    assert found.paragraphs.sum() == len(counted)
    for place, pillar in enumerate(pillars):
        own = counted[counted["pillar"] == pillar]
        assert found.counts[:, place].sum() == len(own)
        assert found.sums[:, place].sum() == own["words"].sum()
        squares = own.groupby("article_id")["words"].sum() ** 2
        assert found.products[:, place, place].sum() == squares.sum()


def test_two_runs_and_any_number_of_threads_give_the_same(draw_archive, write_parts, pillars):
    source = write_parts(draw_archive(3000, 400))
    first, again = (added(source, pillars, ["month", "outlet"])[0] for _ in range(2))
    for name in ("cell", "articles", "size", "counts", "products"):
        np.testing.assert_array_equal(getattr(first, name), getattr(again, name))


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_an_article_without_an_id_is_named_or_left_out(draw_archive, write_parts, pillars, kind):
    drawn = draw_archive()
    drawn.loc[[4, 8], "article_id"] = ""
    source = write_parts(drawn, kind)
    with pytest.raises(DataError, match=r"part-1\.\w+, \w+ 2, column article_id: expected the id of an article, found"):
        added(source, pillars, ["outlet"])
    found, _, left_out = added(source, pillars, ["outlet"], skip=True)
    assert left_out.rows == 2
    expected, _, _ = added(write_parts(drawn.drop(index=[4, 8]), kind), pillars, ["outlet"])
    np.testing.assert_array_equal(found.counts, expected.counts)


def test_rows_that_are_left_out_are_in_no_sum(draw_archive, write_parts, pillars):
    drawn = draw_archive()
    drawn.loc[[3, 9], "pillar"] = "sport"
    drawn.loc[3, "published"] = "May"
    found, _, left_out = added(write_parts(drawn), pillars, ["month"], skip=True)
    expected, _, _ = added(write_parts(drawn.drop(index=[3, 9]), "csv"), pillars, ["month"])
    np.testing.assert_array_equal(found.counts.sum(axis=0), expected.counts.sum(axis=0))
    assert left_out.rows == 3


def test_columns_may_have_any_name(draw_archive, write_parts, pillars):
    drawn = draw_archive()
    odd = drawn.rename(columns={"outlet": "value"}).assign(
        number=drawn["outlet"], cell="x", code="y", read="z", part="w", article="v", rows="u"
    )
    plain, _, _ = added(write_parts(drawn), pillars, ["outlet"])
    for by in ("value", "number"):
        for kind in ("parquet", "csv"):
            found, _, _ = added(write_parts(odd, kind), pillars, [by])
            np.testing.assert_array_equal(found.counts, plain.counts)
