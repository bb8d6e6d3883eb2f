"""Collocates: counted by hand, within a window, within a paragraph."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from discourse.errors import EstimateError
from discourse.words import collocates

TABLE = pd.DataFrame(
    {
        "text": ["kapal cepat baru kapal", "cepat kapal lama", "kereta cepat", "kapal", "baru kapal"],
        "story": ["a", "b", "b", "c", "a"],
        "period": ["one", "two", "two", "two", "two"],
    }
)


def test_a_window_of_one_by_hand():
    found = collocates(TABLE, "kapal", language="xx", periods=["two", "one"], window=1, min_count=1)
    assert [name for name in found if name.startswith("articles_")] == ["articles_two", "articles_one"]
    assert found["term"].tolist() == ["baru", "cepat", "lama"], "the strongest first"
    found = found.set_index("term")
    assert found["count"].to_dict() == {"baru": 2, "cepat": 2, "lama": 1}
    assert found["articles"].to_dict() == {"baru": 1, "cepat": 2, "lama": 1}, "a story is one, also in two periods"
    assert found["articles_two"].to_dict() == {"baru": 1, "cepat": 1, "lama": 1}
    assert found["articles_one"].to_dict() == {"baru": 1, "cepat": 1, "lama": 0}
    # 12 words; kapal 5, baru 2: 14 + log2(4 / 7), log2(2 * 12 / 10)
    assert found.loc["baru", "log_dice"] == pytest.approx(14 + np.log2(4 / 7))
    assert found.loc["baru", "mutual_information"] == pytest.approx(np.log2(2.4))
    # five places are near; of the seven others none is baru, and 2 * 5 / 12 of the two were to be expected
    by_hand = 2 * (2 * np.log(12 / 5) + 3 * np.log(36 / 50) + 7 * np.log(84 / 70))
    assert found.loc["baru", "log_likelihood"] == pytest.approx(by_hand)


def test_a_wider_window_goes_not_beyond_the_paragraph():
    wide = collocates(TABLE, "kapal", language="xx", window=9, min_count=1)
    assert set(wide["term"]) == {"baru", "cepat", "lama"}, "kereta stands in another paragraph"
    narrow = collocates(TABLE, "kapal", language="xx", window=1, min_count=1)
    assert wide["count"].sum() >= narrow["count"].sum()


def test_rare_words_are_left_out():
    assert collocates(TABLE, "kapal", language="xx", min_count=3).empty


def test_five_words_on_each_side_three_times_unless_told_otherwise():
    row = "kapal satu dua tiga empat lima enam"
    table = pd.DataFrame({"text": [row, row, row, "kapal tujuh", "kapal tujuh"], "story": "a", "period": ""})
    found = collocates(table, "kapal", language="xx")
    assert found["term"].tolist() == ["dua", "empat", "lima", "satu", "tiga"], "ties in the order of the alphabet"
    assert found.index.tolist() == [0, 1, 2, 3, 4]
    assert set(found["count"]) == {3}


def test_stop_words_are_passed_over_and_joined_terms_are_one():
    table = pd.DataFrame({"text": ["kerja sama dan yang damai"], "story": "a", "period": ""})
    found = collocates(table, "kerja sama", language="id", window=1, min_count=1)
    assert found["term"].tolist() == ["damai"]
    assert not [column for column in found if column.startswith("articles_")]


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("yang", "expected one word that is counted, found 'yang', of 0 counted words"),
        ("kapal baru", "found 'kapal baru', of 2 counted words"),
        ("perahu", "expected passages with 'perahu', found none"),
    ],
)
def test_what_is_no_word_of_the_passages_is_refused(word, message):
    with pytest.raises(EstimateError, match=message):
        collocates(TABLE, word, language="id")
