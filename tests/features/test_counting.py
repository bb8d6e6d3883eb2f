"""Counting many texts at once gives what the tokeniser gives of one text after the other, whatever is in them."""

from __future__ import annotations

import random
import unicodedata
from collections import Counter

import pytest

from discourse.errors import DataError
from discourse.features import counting, dfm_of_texts, tokenize
from discourse.features.counting import count_terms
from discourse.features.dfm import from_bags
from discourse.languages import word_list

DOCUMENTS = 400
WORDS = (
    "kerja sama luar negeri dalam rumah sakit kerjasama jalan tol Jum'at desa-kota bersama-sama sub-kawasan covid-19 "
    "ke-48 2.300 İSTANBUL ıĞdır Straße ŉ quốc việt nam किताब ไทย m² e\u0301tat \u0301 \u00ad ko\u00adperasi a\u200bb "
    "http://a.id/x?y=1 www.x.id a@b.c.d x@y@z.id Ǆ ﬁ Å ẞ ͅ ᾳ ΑΣ ''' -- a--b 'a' ’kata’ kerja\u2011sama 一二 _a_b_ \ud800"
)
SPACES = (" ", " ", " ", "\n", "\t", "\u00a0", "\u2003", "\x1e", "\u3000", ", ", ". ")


def made_up(seed: int, documents: int) -> list[str]:
    """Documents of known words, decomposed forms, pieces of the language's list and random code points."""
    draw = random.Random(seed)
    entries = [side.strip() for entry in word_list("id", "multiword") for side in entry.partition("=")[::2]]
    texts = []
    for _ in range(documents):
        parts = []
        for _ in range(draw.randrange(30)):
            kind = draw.random()
            word = draw.choice(WORDS.split(" ") if kind < 0.5 else entries)
            if kind > 0.75:
                top = draw.choice((0x80, 0x400, 0x3100, 0x110000))
                word = "".join(chr(draw.randrange(top)) for _ in range(draw.randrange(1, 8)))
            form = draw.choice((str.upper, str.title, str, lambda one: unicodedata.normalize("NFD", one)))
            parts += [form(word), draw.choice(("", *SPACES))]
        texts.append("".join(parts))
    return texts


def by_tokeniser(texts: list[str], language: str):
    return from_bags([Counter(tokenize(text, language)) for text in texts], list(map(str, range(len(texts)))))


def check(texts: list[str], language: str) -> None:
    found, expected = dfm_of_texts(texts, language=language), by_tokeniser(texts, language)
    assert found.features == expected.features
    assert found.ids == expected.ids
    assert (found.matrix != expected.matrix).nnz == 0
    assert (found.matrix.dtype, found.matrix.has_sorted_indices) == (expected.matrix.dtype, True)


@pytest.mark.parametrize("language", ["id", "en", "vi", "tr", "xx"])
def test_counts_are_those_of_the_tokeniser(language):
    check(made_up(len(language) + ord(language[0]), DOCUMENTS), language)


def test_pyarrow_parts_texts_as_python_does(monkeypatch):
    pytest.importorskip("pyarrow", reason="pyarrow, of the extra scale, is not installed")
    monkeypatch.setattr(counting, "_MANY", 1)
    monkeypatch.setattr(counting, "_TEXTS", 70)
    texts = [text for text in made_up(8, DOCUMENTS) if not any("\ud800" <= sign <= "\udfff" for sign in text)]
    assert all(counting._by_arrow(texts[start : start + 70], counting._Numbers()) for start in range(0, 300, 70))
    check([*texts, "kerja  sama ", " jalan\ttol\u2003baru", ""], "id")


def test_a_text_that_utf8_cannot_hold_is_parted_without_pyarrow(monkeypatch):
    monkeypatch.setattr(counting, "_MANY", 1)
    assert counting._by_arrow(["jalan \ud800"], counting._Numbers()) is None
    check(["jalan \ud800 tol", "jalan tol"], "id")


def test_terms_are_joined_from_the_left_and_the_longest_first():
    matrix, terms = count_terms(["luar negeri, kerja sama luar negeri. kerja", "sama kerjasama", ""], "id")
    assert terms == ("kerja", "kerja_sama", "luar_negeri", "sama")
    assert matrix.toarray().tolist() == [[1, 1, 2, 0], [0, 1, 0, 1], [0, 0, 0, 0]]


@pytest.mark.parametrize("texts", [[], [""], ["48, ..."], ["\n \u3000"], [""] * 600])
def test_texts_without_a_term_have_no_column(texts):
    matrix, terms = count_terms(texts, "id")
    assert (matrix.shape, terms) == ((len(texts), 0), ())


def test_what_is_kept_is_bounded_and_changes_nothing(monkeypatch):
    monkeypatch.setattr(counting, "KEPT_PARTS", 5)
    monkeypatch.setattr(counting, "_TEXTS", 3)
    check(made_up(3, 50), "id")
    assert len(counting._kept_words("id")) <= 5
    assert count_terms([*"abcdefgh", "kerja", "sama"], "id")[1] == ("kerja", "sama")
    texts = ["z" * 100_000 + " jalan", "z" * 100_000]
    check(texts, "id")
    assert not any(len(part) > counting.LONGEST_KEPT for part in counting._kept_words("id"))


def test_a_language_without_spaces_is_refused():
    with pytest.raises(DataError, match="spaces between its words"):
        count_terms(["东 西"], "zh")
