"""Is a table that cannot carry a share refused, with the place at fault?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.emphasis import article_sums
from discourse.errors import DataError

TABLE = pd.DataFrame(
    {
        "article_id": ["b", "a", "a", "c"],
        "period": ["2025", "2023", "2023", "2025"],
        "words": [30, 10, 20, 40],
        "primary": ["political", "economic", "none", ""],
        "also": [("economic",), (), ("political",), ()],
    }
)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"primary": "sports"}, "sports"),
        ({"primary": None}, "missing value"),
        ({"article_id": np.nan}, "missing value"),
        ({"period": None}, "missing value"),
        ({"words": 0}, "column words"),
        ({"words": np.nan}, "column words"),
        ({"words": "many"}, "column words"),
        ({"words": np.inf}, "column words"),
    ],
)
def test_a_bad_value_is_named_with_its_row(change, found, pillars, periods):
    table = TABLE.astype(object)
    table.loc[table.index[1], list(change)] = list(change.values())
    with pytest.raises(DataError, match=found):
        article_sums(table, pillars, periods, weighting="word")


def test_an_article_in_two_periods_is_refused(pillars, periods):
    table = TABLE.assign(article_id="a")
    with pytest.raises(DataError, match="one period an article"):
        article_sums(table, pillars, periods)


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        ({"pillars": ()}, "at least one pillar"),
        ({"periods": ("2023",)}, "two different periods"),
        ({"periods": ("2023", "2023")}, "two different periods"),
        ({"quantity": "salience"}, "salience"),
        ({"weighting": "letters"}, "letters"),
        ({"table": TABLE.drop(columns="also"), "quantity": "mention_share"}, "a column also"),
        ({"table": TABLE.drop(columns="primary")}, "a column primary"),
    ],
)
def test_a_wrong_choice_is_refused(choice, found, pillars, periods):
    arguments = {"table": TABLE, "pillars": pillars, "periods": periods, **choice}
    with pytest.raises(DataError, match=found):
        article_sums(**arguments)
