"""Are paragraphs added up to articles as the weighting says?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis import article_sums

TABLE = pd.DataFrame(
    {
        "article_id": ["b", "a", "a", "a", "c", "c"],
        "period": ["2025", "2023", "2023", "2023", "2025", ""],
        "words": [30, 10, 20, 30, 40, 50],
        "primary": ["political", "economic", "political", "none", "", "political"],
        "also": [("economic",), (), ("economic",), ("political",), (), ()],
    }
).query("period != ''")


def test_each_paragraph_adds_its_weight(pillars, periods):
    by_paragraph = article_sums(TABLE, pillars, periods)
    assert by_paragraph.articles == ("a", "b")
    assert by_paragraph.later.tolist() == [False, True]
    assert by_paragraph.numerators.tolist() == [[1, 1, 0], [1, 0, 0]]
    assert by_paragraph.denominators.tolist() == [2, 1]
    by_word = article_sums(TABLE, pillars, periods, weighting="word")
    assert by_word.numerators.tolist() == [[20, 10, 0], [30, 0, 0]]
    assert by_word.squares.tolist() == [500, 900]
    by_article = article_sums(TABLE, pillars, periods, weighting="article")
    assert by_article.numerators.tolist() == [[0.5, 0.5, 0], [1, 0, 0]]
    assert by_article.denominators.tolist() == [1, 1]


def test_none_and_unlabelled_paragraphs_are_in_no_sum(pillars, periods):
    sums = article_sums(TABLE, pillars, periods)
    assert sums.paragraphs.tolist() == [2, 1]
    assert "c" not in sums.articles


def test_mentions_add_to_the_numerator_alone(pillars, periods):
    sums = article_sums(TABLE, pillars, periods, quantity="mention_share")
    assert sums.numerators.tolist() == [[1, 2, 0], [1, 1, 0]]
    assert sums.denominators.tolist() == [2, 1]


@pytest.mark.parametrize("weighting", ["paragraph", "article", "word"])
@pytest.mark.parametrize("quantity", ["share", "mention_share"])
def test_the_order_of_rows_changes_nothing(draw_table, pillars, periods, weighting, quantity):
    table = draw_table()
    shuffled = table.sample(frac=1, random_state=3)
    one = article_sums(table, pillars, periods, weighting=weighting, quantity=quantity)
    other = article_sums(shuffled, pillars, periods, weighting=weighting, quantity=quantity)
    assert one.articles == other.articles
    np.testing.assert_allclose(one.numerators, other.numerators, rtol=1e-14)
    np.testing.assert_allclose(one.denominators, other.denominators, rtol=1e-14)


def test_articles_can_be_kept_and_split_by_period(draw_table, pillars, periods):
    sums = article_sums(draw_table((3, 4)), pillars, periods)
    assert sums.articles_per_period() == (3, 4)
    (name, earlier), (_, later) = sums.by_period()
    assert name == "2023"
    assert len(earlier) == 3
    assert len(later) == 4
