"""Formulae: by hand, folded, grouped, and the same whatever the order of the passages."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.words import find_formulae


def passages_of(texts, stories, **columns):
    plain = {"outlet": "x", "published": "", "period": ""}
    return pd.DataFrame({"text": texts, "story": list(stories), **plain, **columns})


def test_a_table_by_hand():
    texts = [
        "Good neighbours, good roads and good schools: so says the mayor.",
        "They asked for good neighbours, good roads and good schools.",
        "“Good neighbours, good roads and good harbours” was painted there.",
        "Nothing of the kind.",
    ]
    found = find_formulae(
        passages_of(
            texts,
            "abcd",
            outlet=["x", "x", "y", "y"],
            published=["2019-05", "2018-03-02", "", "2017"],
            period=["late", "early", "late", "early"],
        ),
        periods=["late", "early"],
    )
    assert found.columns[-2:].tolist() == ["articles_late", "articles_early"]
    assert found.to_dict("list") == {
        "group": [1, 1],
        "formula": ["good neighbours good roads and good", "good neighbours good roads and good schools"],
        "words": [6, 7],
        "articles": [3, 2],
        "outlets": [2, 1],
        "count": [3, 2],
        "first": ["2018-03-02", "2018-03-02"],
        "last": ["2019-05", "2019-05"],
        "articles_late": [2, 1],
        "articles_early": [1, 1],
    }


def test_a_copy_is_no_second_article_and_a_sentence_is_an_end():
    sentence = "The old mill sleeps."
    assert find_formulae(passages_of([sentence, sentence], "aa")).empty
    across = ["They saw the old. Mill wheels turn", "He drew the old. Mill wheels creak"]
    assert find_formulae(passages_of(across, "ab")).empty
    assert find_formulae(passages_of(across, "ab"), shortest=2)["formula"].tolist() == ["mill wheels", "the old"]


def test_variants_of_a_motto_are_one_group():
    mottos = ["peace work bread for all towns", "peace work bread for many towns"]
    texts = [mottos[0], mottos[0], mottos[1], mottos[1], "a bread without salt here", "a bread without salt here"]
    found = find_formulae(passages_of(texts, "abcdef"), longest=6).set_index("formula")["group"]
    assert found[mottos[0]] == found[mottos[1]]
    assert found["a bread without salt here"] not in found[mottos].tolist()


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("old mill near us", "old mill near them", True),  # one word of four
        ("old mill near", "old mill far", False),  # one word of three
        ("a b c d e f g h", "a b c x y f g h", True),  # two of eight
        ("a b c d e f g h", "a b c x y z g h", False),  # three of eight
        ("a b c d e f g", "a b c x y f g", False),  # two of seven
        ("old mill near", "old mill near us", True),  # one word more, of four
        ("old mill near us", "mill old us near", False),  # no two words in a row are the same
    ],
)
def test_a_variant_differs_in_a_word_of_four(one, other, together):
    found = find_formulae(passages_of([one, one, other, other, one], "abcde")).set_index("formula")["group"]
    assert bool(found[one] == found[other]) is together


def test_equally_widespread_formulae_stand_in_the_order_of_length_and_alphabet():
    texts = ["zinc red ore", "zinc red ore", "amber sea gold", "amber sea gold", "one two six ten", "one two six ten"]
    found = find_formulae(passages_of(texts, "abcdef"))
    assert found["formula"].tolist() == ["one two six ten", "amber sea gold", "zinc red ore"]
    assert found["group"].tolist() == [1, 2, 3]


WORDS = st.lists(st.lists(st.sampled_from("abc"), max_size=9).map(" ".join), max_size=6)


@given(WORDS)
def test_every_sequence_is_as_widespread_as_it_says_and_none_is_missed(texts):
    found = find_formulae(passages_of(texts, range(len(texts))), shortest=2, longest=4)
    ranges = {}
    for size in (2, 3, 4):
        for text in texts:
            words = text.split()
            for sequence in {tuple(words[place : place + size]) for place in range(len(words) - size + 1)}:
                ranges[sequence] = ranges.get(sequence, 0) + 1
    shared = {words: number for words, number in ranges.items() if number > 1}
    kept = {tuple(row.formula.split()): row.articles for row in found.itertuples()}
    assert kept.items() <= shared.items()
    for words, number in shared.items():
        longer = [one for one in shared if len(one) == len(words) + 1 and words in (one[:-1], one[1:])]
        assert (words in kept) is all(shared[one] < number for one in longer)
    groups = found["group"].tolist()
    assert all(later - before in (0, 1) for before, later in pairwise(groups))


@given(WORDS, st.randoms(use_true_random=False))
def test_the_order_of_passages_does_not_matter(texts, random):
    table = passages_of(texts, range(len(texts)))
    order = list(range(len(texts)))
    random.shuffle(order)
    pd.testing.assert_frame_equal(find_formulae(table), find_formulae(table.iloc[order]))


@pytest.mark.parametrize("least", [2, 3])
def test_fewer_articles_give_more_formulae(least):
    texts = ["one two three four", "one two three four", "one two three five"]
    found = find_formulae(passages_of(texts, "abc"), min_articles=least)
    assert found["articles"].min() == least
