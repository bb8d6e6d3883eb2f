"""Is a heading told from a short sentence?"""

from __future__ import annotations

import pytest

from discourse.corpus.headings import LineFeatures, heading
from discourse.corpus.text import Line

LONG = LineFeatures(Line(2, 0, "Kedua gubernur " + "dan para tamu " * 10 + "membuka pasar."), "id")


def reason(text: str, begun: bool = True, titled: bool = True) -> str:
    """Why a line over a long paragraph is a heading."""
    return heading(LineFeatures(Line(1, 0, text), "id"), [LONG], True, begun, titled)


@pytest.mark.parametrize("text", ["Pasar di tepi sungai", "Hubungan dagang semakin erat.", "Siapa yang datang"])
def test_subheadings(text: str) -> None:
    assert reason(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kapan pasar dibuka?",
        "Terima kasih, Pak.",
        "Demikian penjelasan gubernur.",
        "Mereka datang kemarin.",
        "Pasar dibuka Senin.",
        "Kami siap, kata Ani.",
        "Berikut wawancaranya:",
        "Pasar di tepi sungai dibuka lagi mulai besok pagi.",
    ],
)
def test_short_sentences_are_text(text: str) -> None:
    assert not reason(text)


def test_a_title_may_have_a_full_stop() -> None:
    assert reason("Pasar di tepi sungai menjadi tempat bertemu dua provinsi.", begun=False, titled=False)
    assert not reason("Pasar di tepi sungai menjadi tempat bertemu dua provinsi.", begun=False, titled=True)
    assert not reason("Melati (RADIO) - Pasar di tepi sungai dibuka.", begun=False, titled=False)


@pytest.mark.parametrize(
    ("text", "finished"),
    [
        ("Pasar dibuka.", True),
        ("Pasar dibuka…", True),
        ('"Pasar dibuka."', True),
        ("Pasar dibuka. (VNA)", True),
        ("Pasar dibuka.***", True),
        ("Pasar dibuka./.", True),
        ("Pasar dibuka. – VNA", True),
        ("Pasar dibuka. [ABC]", True),
        ("Pasar dibuka", False),
        ("Pasar dibuka (lagi)", False),
        ('Pasar "dibuka"', False),
        ('Gubernur menyebut pasar di tepi sungai itu sebagai tempat semua orang menjadi "saudara serumah"', True),
    ],
)
def test_ends_of_sentences(text: str, finished: bool) -> None:
    assert LineFeatures(Line(1, 0, text), "id").finished is finished


def test_prose_is_long_finished_and_of_the_article() -> None:
    text = "Kedua gubernur membuka pasar di tepi sungai pada hari Senin pagi."
    assert LineFeatures(Line(1, 0, text), "id").is_prose(11)
    assert not LineFeatures(Line(1, 0, text), "id").is_prose(12)
    assert not LineFeatures(Line(1, 0, text + " (Foto: Radio)"), "id").is_prose(3)
    assert not LineFeatures(Line(1, 0, "Baca juga: " + text), "id").is_prose(3)
