"""Collocations never cross a paragraph and name what they rank by."""

from __future__ import annotations

import pytest

from discourse.errors import EstimateError
from discourse.words.collocations import bigram_collocations

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
