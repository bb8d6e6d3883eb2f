from __future__ import annotations

import pandas as pd
import pytest

from discourse.classifier.lists import rows_of_codes, warn_of_articles
from discourse.errors import DataError


def test_a_list_of_codes_becomes_rows_of_a_table():
    rows = rows_of_codes(pd.Series(["schools", "none", "roads"], index=[7, 8, 9]), ["b", "b", "a"])
    assert rows.to_dict("list") == {
        "paragraph_id": ["0", "1", "2"],
        "article_id": ["b", "b", "a"],
        "primary": ["schools", "none", "roads"],
        "also": [(), (), ()],
    }
    assert rows.attrs == {"pillars": {"roads": "roads", "schools": "schools"}}


def test_without_articles_each_text_is_one():
    assert rows_of_codes(["a", "b", "a"])["article_id"].is_unique


@pytest.mark.parametrize(
    ("codes", "articles", "said"),
    [
        ("roads", None, "a list, Series or array of codes, found one text"),
        (["roads", ""], None, "codes, row 1: expected a code"),
        (["roads", None], None, "codes, row 1: expected one of the codes"),
        (["roads", "roads"], None, "two different codes, found 2 texts with the code 'roads'"),
        (["roads", "schools"], ["a"], "argument articles: expected 2 articles, one for each text, found 1"),
        (["roads", "schools"], ["a", None], "articles, row 1: expected one of the articles"),
        (["roads", "schools"], "ab", "a list, Series or array of articles, found one text"),
    ],
)
def test_lists_that_do_not_fit_are_refused(codes, articles, said):
    with pytest.raises(DataError, match=said):
        rows_of_codes(codes, articles)


def test_each_function_warns_once():
    warn_of_articles.cache_clear()
    for function in ("one", "other"):
        with pytest.warns(UserWarning, match=f"^{function} was given no articles"):
            warn_of_articles(function)
        warn_of_articles(function)  # warnings are errors here
    warn_of_articles.cache_clear()
