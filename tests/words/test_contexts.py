"""Words in context: phrases, case, sorting, and never across the end of a paragraph."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import DataError, EstimateError
from discourse.words import kwic
from discourse.words.contexts import SORT_KEYS

TEXTS = {"a:01": "Jembatan baru dibuka. Warga senang.", "a:02": "Mereka menutup jembatan baru itu pagi tadi."}


def test_a_phrase_is_found_whatever_its_case():
    table = kwic(TEXTS, "jembatan baru")
    assert table["paragraph_id"].tolist() == ["a:01", "a:02"]
    assert table["word"].tolist() == ["Jembatan baru", "jembatan baru"]
    assert table["left"].tolist() == ["", "Mereka menutup"]
    assert table["right"].tolist() == ["dibuka. Warga senang.", "itu pagi tadi."]


def test_the_width_is_kept_on_each_side():
    table = kwic(TEXTS, "baru", width=5)
    assert table["left"].tolist() == ["batan", "batan"]
    assert table["right"].tolist() == ["dibuk", "itu p"]
    assert kwic(TEXTS, "baru", width=0)[["left", "right"]].to_numpy().tolist() == [["", ""]] * 2


def test_finds_are_sorted_by_the_words_beside_them():
    texts = {
        "a": "The red (old) mill burns down.",
        "b": "A green old mill sings",
        "c": "Mill",
        "d": "the Red new mill burns",
    }
    for sort, order in (
        ((), "abcd"),
        (("L1",), "cdab"),  # nothing, new, old, old
        (("L1", "L2"), "cdba"),  # green before red
        (("R1",), "cadb"),  # nothing, burns, burns, sings
        (("L3", "R1"), "cbad"),  # nothing, a, the, the
        (("R2",), "bcda"),  # nothing thrice, down
        (("R3",), "abcd"),
    ):
        assert "".join(kwic(texts, "mill", sort=sort)["paragraph_id"]) == order, sort


@given(st.lists(st.text("ab ."), max_size=6), st.sampled_from(SORT_KEYS))
def test_sorting_loses_no_find(texts, key):
    named = {str(place): text for place, text in enumerate(texts)}
    plain, sorted_ = kwic(named, "a"), kwic(named, "a", sort=[key])
    assert sorted(plain.to_numpy().tolist()) == sorted(sorted_.to_numpy().tolist())


def test_an_absent_word_gives_no_row():
    assert kwic(TEXTS, "pelabuhan").empty


@pytest.mark.parametrize("blank", ["", " ", "\x85"])
def test_no_word_is_refused(blank):
    with pytest.raises(EstimateError, match="expected a word or a phrase"):
        kwic(TEXTS, blank)


def test_an_unknown_key_is_refused():
    with pytest.raises(EstimateError, match=r"sort: expected one of L1, .*, found 'L4'"):
        kwic(TEXTS, "baru", sort=["L4"])


def test_a_table_a_series_and_a_mapping_are_searched_alike():
    table = pd.DataFrame({"paragraph_id": list(TEXTS), "text": list(TEXTS.values())})
    expected = kwic(TEXTS, "baru")
    for texts in (table, table.set_index("paragraph_id")["text"], table.set_index("paragraph_id")):
        pd.testing.assert_frame_equal(kwic(texts, "baru"), expected)


@pytest.mark.parametrize("given", ["one text", None, ["a", "b"], pd.DataFrame({"words": ["a"]})])
def test_what_is_no_text_by_id_is_refused(given):
    with pytest.raises(DataError, match="argument texts: expected a table with a column text, or texts by id"):
        kwic(given, "baru")


def test_a_missing_text_is_named_and_so_is_a_word_that_is_none():
    with pytest.raises(DataError, match="texts, b: expected a text, found none"):
        kwic({"a": "jalan", "b": None}, "jalan")
    with pytest.raises(EstimateError, match="expected a word or a phrase, found none"):
        kwic(TEXTS, None)
