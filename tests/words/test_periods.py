"""Words that set two periods apart: by hand, and whatever the order of the rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from discourse.errors import EstimateError
from discourse.words import period_keywords

TERMS = ("bersama", "jalan", "kapal")
COUNTS = sparse.csr_matrix(np.array([[2, 5, 0], [2, 4, 0], [2, 0, 6], [2, 1, 5], [2, 0, 7]]))
ARTICLES = ["a", "b", "c", "c", "d"]
PERIOD = ["2023", "2023", "2025", "2025", "2025"]
PERIODS = ("2023", "2025")


def test_the_words_of_each_period_stand_at_its_end():
    table = period_keywords(COUNTS, TERMS, ARTICLES, PERIOD, PERIODS, min_articles=1, resamples=50)
    assert table["term"].tolist() == ["kapal", "bersama", "jalan"]
    assert table["z"].iloc[0] > 0 > table["z"].iloc[-1]
    kapal = table.set_index("term").loc["kapal"]
    assert (kapal["earlier_count"], kapal["later_count"], kapal["later_articles"]) == (0, 18, 2)
    assert kapal["stable"] == 1.0


def test_words_of_one_article_are_left_out():
    counts = sparse.csr_matrix(np.array([[1, 2, 1], [1, 1, 0], [2, 1, 0]]))
    table = period_keywords(
        counts, ("kata", "laut", "sekali"), ["a", "b", "c"], ["1", "1", "2"], ("1", "2"), resamples=10
    )
    assert sorted(table["term"]) == ["kata", "laut"]


def test_the_order_of_paragraphs_does_not_matter():
    order = [3, 1, 4, 0, 2]
    articles, period = [ARTICLES[i] for i in order], [PERIOD[i] for i in order]
    shuffled = period_keywords(COUNTS[order], TERMS, articles, period, PERIODS, resamples=20)
    pd.testing.assert_frame_equal(period_keywords(COUNTS, TERMS, ARTICLES, PERIOD, PERIODS, resamples=20), shuffled)


def test_the_earlier_period_is_the_one_named_first_whatever_the_alphabet_says():
    names = {"2023": "before", "2025": "after"}
    table = period_keywords(COUNTS, TERMS, ARTICLES, [names[one] for one in PERIOD], ("before", "after"), resamples=20)
    pd.testing.assert_frame_equal(table, period_keywords(COUNTS, TERMS, ARTICLES, PERIOD, PERIODS, resamples=20))


def test_paragraphs_of_other_periods_are_left_out():
    counts = sparse.vstack([COUNTS, sparse.csr_matrix([[9, 0, 9]])], format="csr")
    table = period_keywords(counts, TERMS, [*ARTICLES, "e"], [*PERIOD, ""], PERIODS, resamples=20)
    pd.testing.assert_frame_equal(table, period_keywords(COUNTS, TERMS, ARTICLES, PERIOD, PERIODS, resamples=20))


def test_one_period_is_refused():
    with pytest.raises(EstimateError, match="paragraphs of period 2025, found none"):
        period_keywords(COUNTS, TERMS, ARTICLES, ["2023"] * 5, PERIODS)
