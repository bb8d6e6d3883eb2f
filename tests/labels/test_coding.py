"""A coding is checked before it is written, and its line can be read back."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import LabelError
from discourse.labels.coding import COLUMNS, Coding, as_cells, as_line, check_coder, check_coding, coding_of, one_line

CODING = Coding("7f3a", "abad:01", "ani", "2", "economic", ("education", "political"))


def test_also_comes_in_codebook_order(book) -> None:
    assert check_coding(CODING, book, {"abad:01"}).also == ("political", "education")


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"paragraph_id": "zeta:01"}, "'zeta:01'"),
        ({"primary": "sports"}, "primary 'sports'"),
        ({"primary": ""}, "primary ''"),
        ({"also": ("sports",)}, "also 'sports'"),
        ({"also": ("economic",)}, "the primary 'economic' among also"),
        ({"also": ("education", "education")}, "a pillar twice among also"),
        ({"primary": "none"}, "beside none"),
        ({"coding_id": "two words"}, "'two words'"),
        ({"coding_id": "7f3a#torn"}, "'7f3a#torn'"),
        ({"undoes": 'a"b'}, "an id without"),
        ({"coder": "a,b\nc"}, "a coder's name"),
        ({"coder": ""}, "a coder's name"),
        ({"note": "x" * 20_001}, "20,001"),
        ({"inclusion": 1.5}, "1.5"),
        ({"inclusion": 0.0}, "0.0"),
        ({"seconds": float("nan")}, "nan"),
        ({"seconds": -1.0}, "-1.0"),
        ({"seconds": 10**400}, "at most 1,000,000,000 seconds, found 1000"),
        ({"codebook": " "}, "a version of the codebook"),
        ({"when": "kemarin"}, "'kemarin'"),
        ({"coding_id": "a\x00b"}, "an id without"),
        ({"coding_id": "\ud800"}, "an id without"),
        ({"coding_id": "x" * 201}, "at most 200 signs"),
        ({"coding_id": ""}, "an id without"),
    ],
)
def test_a_coding_that_cannot_be_is_refused(book, change, part) -> None:
    with pytest.raises(LabelError, match="expected") as refusal:
        check_coding(replace(CODING, **change), book, {"abad:01"})
    assert part in str(refusal.value)


@pytest.mark.parametrize("name", ["ani", "Ani B.", "ani@kampus.id", "O'Brien", "Nguyễn Văn An", "c-2"])
def test_names_of_people(name) -> None:
    assert check_coder(name) == name


@given(st.text(st.characters(codec="utf-8")))
def test_a_note_is_one_line_that_reads_back(text: str) -> None:
    coding = replace(CODING, note=one_line(text), inclusion=0.25, seconds=4.5, unsure=True)
    line = as_line(coding)
    assert line.count("\n") == 1
    assert line.endswith('"\n')
    cells = next(csv.reader([line], strict=True))
    assert coding_of(dict(zip(COLUMNS, cells, strict=True))) == coding
    assert cells == list(as_cells(coding).values())
