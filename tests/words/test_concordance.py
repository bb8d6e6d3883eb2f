"""Keyword in context: phrases, case, and the end of a paragraph."""

from __future__ import annotations

from discourse.words.concordance import kwic

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
