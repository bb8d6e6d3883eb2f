from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import softmax

from discourse.classifier.context import Combination, added_log_odds, learn_combination, neighbour_means

PRIOR = np.array([0.5, 0.3, 0.2])


@st.composite
def rows_of_articles(draw):
    """Probabilities of up to 12 rows and the article of each."""
    number = draw(st.integers(1, 12))
    scores = draw(st.lists(st.tuples(*[st.floats(-4, 4)] * 3), min_size=number, max_size=number))
    articles = draw(st.lists(st.sampled_from(["a", "b", "c", ""]), min_size=number, max_size=number))
    return softmax(np.array(scores), axis=1), articles


def test_codes_by_hand():
    own = np.array([[0.6, 0.2, 0.2], [0.2, 0.6, 0.2], [0.4, 0.4, 0.2]])
    said = Combination(0.5, 2.0, PRIOR).combine(own, ["a", "a", "a"])
    mean = (np.array([0.3, 0.5, 0.2]) + 0.01) / 1.03
    expected = own[0] ** 0.5 * (mean / PRIOR) ** 2
    np.testing.assert_allclose(said[0], expected / expected.sum())


def test_mentions_by_hand():
    own = np.array([[0.5, 0.2], [0.8, 0.3]])
    said = Combination(1.0, 1.0, np.array([0.4, 0.3]), together=True).combine(own, [7, 7])
    mean = 0.81 / 1.02
    odds = 1.0 * (mean / (1 - mean)) / (0.4 / 0.6)
    assert said[0, 0] == pytest.approx(odds / (1 + odds))


def test_a_code_that_is_common_everywhere_gains_nothing_from_neighbours_that_say_as_much():
    own = np.tile(PRIOR, (50, 1))
    np.testing.assert_allclose(Combination(1.0, 1.0, PRIOR).combine(own, ["a"] * 50), own, atol=0.01)


@given(rows_of_articles(), st.floats(0, 2), st.floats(0, 2), st.booleans(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_rows_and_who_else_is_there_change_nothing(drawn, sharpness, power, together, random):
    own, articles = drawn
    combination = Combination(sharpness, power, PRIOR, together)
    said = combination.combine(own, articles)
    assert ((said >= 0) & (said <= 1)).all()
    if not together:
        np.testing.assert_allclose(said.sum(axis=1), 1)
    order = list(range(len(own)))
    random.shuffle(order)
    np.testing.assert_allclose(combination.combine(own[order], [articles[row] for row in order]), said[order])
    for article in set(articles):
        rows = [row for row, one in enumerate(articles) if one == article]
        np.testing.assert_array_equal(combination.combine(own[rows], [article] * len(rows)), said[rows])
    alone = [row for row, one in enumerate(articles) if one == "" or articles.count(one) == 1]
    np.testing.assert_array_equal(said[alone], own[alone])


@given(rows_of_articles(), st.booleans())
@settings(max_examples=30, deadline=None)
def test_without_power_nothing_changes(drawn, together):
    own, articles = drawn
    np.testing.assert_array_equal(Combination(1.0, 0.0, PRIOR, together).combine(own, articles), own)


@pytest.mark.parametrize("nowhere", [None, "", float("nan")])
def test_a_row_without_article_has_no_neighbours(nowhere):
    means, has = neighbour_means(np.array([[1.0], [3.0], [5.0], [7.0]]), [nowhere, "a", nowhere, "a"])
    assert has.tolist() == [False, True, False, True]
    assert means.ravel().tolist() == [0.0, 7.0, 0.0, 3.0]


def test_articles_may_be_numbers():
    means, has = neighbour_means(np.array([[1.0], [3.0], [5.0]]), np.array([2, 9, 2]))
    assert (means.ravel().tolist(), has.tolist()) == ([5.0, 0.0, 1.0], [True, False, True])


def drawn_articles(keeps: float, articles: int = 150, seed: int = 0):
    """Articles of four paragraphs that keep to their subject so often; uncertain probabilities, codes, articles."""
    rng = np.random.default_rng(seed)
    subject = np.repeat(rng.integers(0, 3, articles), 4)
    codes = np.where(rng.random(len(subject)) < keeps, subject, rng.integers(0, 3, len(subject)))
    own = softmax(rng.normal(0, 1, (len(codes), 3)) + 1.5 * np.eye(3)[codes], axis=1)
    return own, codes, np.repeat(np.arange(articles), 4)


@pytest.mark.parametrize("together", [False, True])
def test_neighbours_are_believed_where_articles_keep_to_their_subject(together):
    own, codes, articles = drawn_articles(0.9)
    held = np.eye(3)[codes]
    learnt = learn_combination(own, held, articles, together)
    assert learnt.power > 0.3
    new, codes, articles = drawn_articles(0.9, seed=1)
    said = learnt.combine(new, articles)
    assert (said.argmax(axis=1) == codes).mean() > (new.argmax(axis=1) == codes).mean() + 0.05


def test_neighbours_are_hardly_believed_where_articles_mean_nothing():
    own, codes, articles = drawn_articles(0.0, articles=1000)
    assert learn_combination(own, np.eye(3)[codes], articles).power < 0.15


@pytest.mark.parametrize("together", [False, True])
def test_what_is_learnt_has_the_least_loss(together):
    own, codes, articles = drawn_articles(0.7, articles=40)
    held = np.eye(3)[codes]
    learnt = learn_combination(own, held, articles, together)

    def loss(sharpness, power):
        said = Combination(sharpness, power, learnt.prior, together).combine(own, articles)
        wrong = (1 - held) * np.log(1 - said) if together else 0
        return -(held * np.log(said) + wrong).sum() + (sharpness - 1) ** 2 + power**2

    least = loss(learnt.sharpness, learnt.power)
    for step in (-0.01, 0.01):
        assert loss(learnt.sharpness + step, learnt.power) > least
        assert loss(learnt.sharpness, learnt.power + step) > least


def test_neighbours_that_are_always_wrong_are_left_out_and_own_words_stay_as_they_are():
    codes = np.array([0, 1] * 30)
    own = np.full((60, 2), 0.2)
    own[np.arange(60), codes] = 0.8
    learnt = learn_combination(own, np.eye(2)[codes], np.repeat(np.arange(30), 2))
    assert (learnt.sharpness, learnt.power) == (1.0, 0.0)


@pytest.mark.parametrize(("own", "articles"), [(np.full((4, 2), 0.5), [1, 2, 3, 4]), (np.empty((4, 0)), [1, 1, 2, 2])])
def test_where_there_is_nothing_to_learn_from_nothing_is_learnt(own, articles):
    learnt = learn_combination(own, np.zeros_like(own), articles)
    assert (learnt.sharpness, learnt.power) == (1.0, 0.0)


def test_a_few_rows_are_no_proof():
    own, held = np.array([[0.6, 0.4], [0.6, 0.4], [0.4, 0.6], [0.4, 0.6]]), np.eye(2)[[0, 0, 1, 1]]
    few = learn_combination(own, held, ["a", "a", "b", "b"])
    many = learn_combination(np.tile(own, (50, 1)), np.tile(held, (50, 1)), np.repeat(np.arange(100), 2))
    assert 0 < few.power < 0.5
    assert many.power > 2


def test_what_an_article_adds_moves_its_log_odds_from_those_of_the_words_alone_to_the_combined_ones():
    alone, heard = np.array([[0.2, 0.3, 0.5], [1.0, 0.0, 0.0]]), np.array([[0.6, 0.3, 0.1], [1.0, 0.0, 0.0]])
    added = added_log_odds(alone, heard)
    assert added[0, 0] - added[0, 2] == pytest.approx(np.log(0.6 / 0.1) - np.log(0.2 / 0.5))
    assert added.sum(axis=1) == pytest.approx([0, 0])
    assert added[1].tolist() == [0, 0, 0]
