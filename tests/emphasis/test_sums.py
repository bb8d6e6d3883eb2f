"""Are paragraphs added up to articles as the weighting says?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis.sums import add_up, article_sums, sum_by

TABLE = pd.DataFrame(
    {
        "article_id": ["b", "a", "a", "a", "c", "c"],
        "period": ["2025", "2023", "2023", "2023", "2025", ""],
        "words": [30, 10, 20, 30, 40, 50],
        "primary": ["political", "economic", "political", "none", "", "political"],
        "also": [("economic",), (), ("economic",), ("political",), (), ()],
    }
).query("period != ''")


def test_each_paragraph_adds_its_weight(read):
    by_paragraph = article_sums(read(TABLE))
    assert by_paragraph.articles == ("a", "b")
    assert by_paragraph.later.tolist() == [False, True]
    assert by_paragraph.numerators.tolist() == [[1, 1, 0], [1, 0, 0]]
    assert by_paragraph.denominators.tolist() == [2, 1]
    by_word = article_sums(read(TABLE), weighting="word")
    assert by_word.numerators.tolist() == [[20, 10, 0], [30, 0, 0]]
    assert by_word.squares.tolist() == [500, 900]
    by_article = article_sums(read(TABLE), weighting="article")
    assert by_article.numerators.tolist() == [[0.5, 0.5, 0], [1, 0, 0]]
    assert by_article.denominators.tolist() == [1, 1]


def test_none_and_unlabelled_paragraphs_are_in_no_sum(read):
    sums = article_sums(read(TABLE))
    assert sums.paragraphs.tolist() == [2, 1]
    assert "c" not in sums.articles


def test_mentions_add_to_the_numerator_alone(read):
    sums = article_sums(read(TABLE), quantity="mention_share")
    assert sums.numerators.tolist() == [[1, 2, 0], [1, 1, 0]]
    assert sums.denominators.tolist() == [2, 1]


@pytest.mark.parametrize("weighting", ["paragraph", "article", "word"])
@pytest.mark.parametrize("quantity", ["share", "mention_share"])
def test_the_order_of_rows_changes_nothing(draw_table, read, weighting, quantity):
    table = draw_table()
    shuffled = table.sample(frac=1, random_state=3)
    one = article_sums(read(table), weighting=weighting, quantity=quantity)
    other = article_sums(read(shuffled), weighting=weighting, quantity=quantity)
    assert one.articles == other.articles
    np.testing.assert_allclose(one.numerators, other.numerators, rtol=1e-14)
    np.testing.assert_allclose(one.denominators, other.denominators, rtol=1e-14)


def test_articles_can_be_kept_and_split_by_period(draw_table, read):
    sums = article_sums(read(draw_table((3, 4))))
    assert sums.articles_per_period() == (3, 4)
    (name, earlier), (_, later) = sums.by_period()
    assert name == "2023"
    assert len(earlier) == 3
    assert len(later) == 4
    assert earlier.articles == sums.articles[:3]


def test_the_sums_say_what_was_counted_and_how(read):
    sums = article_sums(read(TABLE), quantity="mention_share", weighting="article")
    assert (sums.quantity, sums.weighting) == ("mention_share", "article")
    assert (sums.pillars, sums.periods) == (("political", "economic", "education"), ("2023", "2025"))


def test_rows_are_added_up_by_group():
    values = np.array([[1.0, 10.0], [2.0, 20.0], [4.0, 40.0]])
    assert sum_by(np.array([2, 0, 2]), values, 3).tolist() == [[2, 20], [0, 0], [5, 50]]
    assert sum_by(np.array([2, 0, 2]), values[:, 0], 3).tolist() == [2, 0, 5]


def test_sums_of_many_studies_are_kept_and_split_together(as_sums):
    part = (np.arange(12.0).reshape(2, 3, 2), np.ones((2, 3)), np.ones((2, 3)))
    sums = as_sums(part, part)
    (_, earlier), (_, later) = sums.by_period()
    np.testing.assert_array_equal(earlier.numerators, part[0])
    np.testing.assert_array_equal(later.numerators, part[0])
    assert sums.keep(np.arange(6) != 1).numerators.shape == (2, 5, 2)


def test_a_paragraph_may_count_for_less_than_one(read):
    paragraphs = read(TABLE)
    weights, counts = np.array([2.0, 1.0, 1.0, 4.0, 0.0]), np.array([0.5, 1.0, 3.0, 0.25, 1.0])
    sums = add_up(paragraphs, np.ones((5, 3)), weights, counts)
    assert sums.articles == ("a", "b")
    assert sums.denominators.tolist() == [1 + 3 + 1, 1]
    assert sums.numerators.tolist() == [[6, 6, 6], [2, 2, 2]]
    assert sums.squares.tolist() == [18, 4]
    assert (sums.quantity, sums.weighting) == ("share", "paragraph")
