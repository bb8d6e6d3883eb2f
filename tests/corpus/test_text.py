from __future__ import annotations

import textwrap
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.corpus.text import collapse, decode, lines_of, nfc, parted
from discourse.errors import ArticleError

SENTENCES = [
    "Jembatan baru di tepi sungai dibuka pada hari Senin oleh gubernur dua provinsi, dan warga merayakannya dengan "
    "tarian, arak-arakan perahu, serta pasar malam yang berlangsung sampai pagi.",
    "Menurut kepala desa, anak-anak kini dapat berjalan ke sekolah dalam sepuluh menit, padahal dahulu mereka harus "
    "menunggu rakit yang kadang tidak datang ketika air tinggi.",
    "Pedagang kain mengatakan bahwa pembeli bertambah banyak sejak jembatan itu dapat dilalui mobil bak terbuka.",
]


def test_lines_know_their_place() -> None:
    lines = lines_of("Judul\r\n\r\n\u00a0Isi  berita.\rAkhir.")
    assert [(line.number, line.start, line.text) for line in lines] == [
        (1, 0, "Judul"),
        (3, 8, "Isi berita."),
        (4, 21, "Akhir."),
    ]


@given(st.lists(st.text(st.sampled_from("ab é\u0301\u00a0\t.")), max_size=8))
def test_a_line_begins_where_it_says(rows: list[str]) -> None:
    text = unicodedata.normalize("NFC", "\n".join(rows))
    for line in parted(text):
        assert text[line.start :].split("\n")[0].strip().startswith(line.text.split(" ")[0])
        assert text.count("\n", 0, line.start) == line.number - 1


@given(st.text(st.sampled_from("ae .-\u0301\u0323\u0302\u05b0"), max_size=40))
def test_nfc_is_that_of_unicode(text: str) -> None:
    assert nfc(text[:30]) == unicodedata.normalize("NFC", text[:30])
    assert nfc(nfc(text)) == nfc(text)


def test_of_a_long_row_of_marks_the_first_are_kept() -> None:
    marks = "\u0323\u0302" * 200_000
    assert nfc(f"a{marks} b") == unicodedata.normalize("NFC", f"a{marks[:30]}") + " b"
    assert nfc("." * 50) == "." * 50


def test_many_broken_lines_are_put_together() -> None:
    rows = ["warga datang dari kedua tepi sungai dan dari"] * 100_000
    assert [line.text for line in lines_of("\n".join(rows))] == [" ".join(rows)]


def test_collapse_composes() -> None:
    assert collapse("Quo\u0302\u0301c \t gia ") == "Quốc gia"


@pytest.mark.parametrize(("blank", "width"), [("\n\n", 50), ("\n", 64)])
def test_paragraphs_broken_over_lines_are_put_together(blank: str, width: int) -> None:
    text = blank.join(textwrap.fill(sentence, width) for sentence in SENTENCES)
    lines = lines_of(text)
    assert [line.text for line in lines] == SENTENCES
    assert lines[0].number == 1


def test_whole_paragraphs_are_left_as_they_are() -> None:
    assert [line.text for line in lines_of("\n".join(SENTENCES))] == SENTENCES


def test_decode_takes_utf8_with_or_without_mark() -> None:
    assert decode("\ufeffbatu".encode(), Path("a.txt")) == decode(b"batu", Path("a.txt")) == "batu"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("kafé di tepi".encode("latin-1"), "a.txt, byte 3: expected text in UTF-8, found the byte 0xe9"),
        (b"batu\x00\x01", "a.txt, byte 4: expected text, found a binary file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "found a binary file"),
        ("batu".encode("utf-16"), "found UTF-16"),
    ],
)
def test_other_bytes_are_refused_with_their_place(content: bytes, said: str) -> None:
    with pytest.raises(ArticleError) as raised:
        decode(content, Path("a.txt"))
    assert said in str(raised.value)
