from __future__ import annotations

import pytest

from discourse.articles import Line
from discourse.paragraphs.looks import Look


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
    assert Look(Line(1, 0, text), "id").finished is finished


def test_prose_is_long_finished_and_of_the_article() -> None:
    text = "Kedua gubernur membuka pasar di tepi sungai pada hari Senin pagi."
    assert Look(Line(1, 0, text), "id").is_prose(11)
    assert not Look(Line(1, 0, text), "id").is_prose(12)
    assert not Look(Line(1, 0, text + " (Foto: Radio)"), "id").is_prose(3)
    assert not Look(Line(1, 0, "Baca juga: " + text), "id").is_prose(3)
