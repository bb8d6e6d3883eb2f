"""Do mentions keep the names of their columns, and is an order that cannot be right refused?"""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.classifier.mentions import named_mentions
from discourse.errors import DataError

PRIMARY = np.array(["trade", "school", "none", "road"])
NAMES = ("trade", "school", "road")
MARKS = np.array([[1, 0, 1], [0, 1, 0], [0, 0, 1], [0, 0, 1]], dtype=bool)


def test_without_mentions_each_row_mentions_its_primary():
    names, held = named_mentions(None, PRIMARY)
    assert names == ("road", "school", "trade")
    assert held.tolist() == [[0, 0, 1], [0, 1, 0], [0, 0, 0], [1, 0, 0]]


def test_a_longer_name_that_begins_alike_is_another_pillar():
    assert named_mentions(None, np.array(["road", "sea"]), ("road-rail", "road", "sea"))[1].tolist() == [
        [0, 1, 0],
        [0, 0, 1],
    ]


def test_the_columns_of_a_table_name_the_pillars():
    names, held = named_mentions(pd.DataFrame(MARKS, columns=NAMES), PRIMARY)
    assert names == NAMES
    assert held.tolist() == MARKS.tolist()
    names, held = named_mentions(pd.DataFrame(MARKS, columns=NAMES), PRIMARY, ("road", "trade", "school"))
    assert names == ("road", "trade", "school")
    assert held.tolist() == MARKS[:, [2, 0, 1]].tolist()


@pytest.mark.parametrize("order", [order for order in permutations(range(3)) if order != (0, 1, 2)])
def test_columns_in_another_order_are_refused(order):
    with pytest.raises(
        DataError, match=r"mentions, row \d: expected the primary code '\w+' among what the row mentions"
    ):
        named_mentions(MARKS[:, order], PRIMARY, NAMES)


@given(st.lists(st.sampled_from([*NAMES, "none"]), min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_whatever_is_mentioned_beside_the_primary_is_kept(codes, chance):
    marks = np.array([[code == name or chance.random() < 0.4 for name in NAMES] for code in codes])
    names, held = named_mentions(marks, np.array(codes), NAMES)
    assert names == NAMES
    assert (held == marks).all()


@pytest.mark.parametrize(
    ("mentions", "pillars", "words"),
    [
        (MARKS, None, "mentions: expected the names of the columns, found an array without names. Give pillars"),
        (MARKS[:3], NAMES, "expected 4 x 3 .rows x pillars., found 3 x 3"),
        (MARKS, NAMES[:2], "expected 4 x 2 .rows x pillars., found 4 x 3"),
        (MARKS * 2, NAMES, "expected 0 or 1, True or False, found 2"),
        (
            np.zeros((4, 3)),
            NAMES,
            "row 0: expected the primary code 'trade' among what the row mentions, found nothing",
        ),
        (pd.DataFrame(MARKS, columns=list("abc")), NAMES, "expected the columns trade, school, road, found a, b, c"),
        (pd.DataFrame(MARKS, columns=["trade", "trade", "road"]), None, "found trade, trade, road"),
        (pd.DataFrame(MARKS, columns=["m_trade", "school", "road"]), None, "row 0: expected the primary code 'trade'"),
    ],
)
def test_what_cannot_be_read_is_refused(mentions, pillars, words):
    with pytest.raises(DataError, match=words):
        named_mentions(mentions, PRIMARY, pillars)


def test_a_missing_mark_is_refused():
    with pytest.raises(ValueError, match="mentions contains NaN"):
        named_mentions(np.where(MARKS, 1.0, np.nan), PRIMARY, NAMES)
