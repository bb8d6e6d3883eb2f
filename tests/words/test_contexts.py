"""Collocations and keyword in context: phrases, case, and never across the end of a paragraph."""

from __future__ import annotations

import pytest

from discourse.errors import EstimateError
from discourse.words.contexts import bigram_collocations, kwic

WORDS = [["kereta", "api", "cepat"], ["kereta", "api"], ["api", "kereta"]]


def test_pairs_are_counted_within_paragraphs():
    table = bigram_collocations(WORDS, min_count=1).set_index(["first", "second"])["count"]
    assert table["kereta", "api"] == 2
    assert ("cepat", "kereta") not in table.index


@pytest.mark.parametrize("measure", ["likelihood_ratio", "pmi", "student_t"])
def test_every_measure_ranks(measure):
    assert bigram_collocations(WORDS, measure=measure, min_count=2)["first"].tolist() == ["kereta"]


def test_an_unknown_measure_is_refused():
    with pytest.raises(EstimateError, match="likelihood_ratio"):
        bigram_collocations(WORDS, measure="feeling")


TEXTS = {"a:01": "Jembatan baru dibuka. Warga senang.", "a:02": "Mereka menutup jembatan baru itu pagi tadi."}


def test_a_phrase_is_found_whatever_its_case():
    table = kwic(TEXTS, "jembatan baru")
    assert table["paragraph_id"].tolist() == ["a:01", "a:02"]
    assert table.loc[1, "left"].endswith("Mereka menutup")
    assert table.loc[1, "right"].startswith("itu pagi")


def test_the_number_of_lines_is_kept():
    assert len(kwic(TEXTS, "jembatan", lines=1)) == 1


def test_an_absent_word_gives_no_row():
    assert kwic(TEXTS, "pelabuhan").empty


@pytest.mark.parametrize("blank", ["", " ", "\x85"])
def test_no_word_is_refused(blank):
    with pytest.raises(EstimateError, match="expected a word or a phrase"):
        kwic(TEXTS, blank)
