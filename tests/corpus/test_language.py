from __future__ import annotations

import pytest

from discourse.corpus.language import easily_confused, language_of, language_of_article

INDONESIAN = "Kedua gubernur sepakat membuka kembali pasar di tepi sungai karena warga membutuhkannya."


@pytest.mark.parametrize(
    ("text", "expected", "found"),
    [
        (INDONESIAN, "id", "id"),
        ("The governors agreed to open the market by the river again next month.", "id", "en"),
        ("Hai tỉnh nhất trí mở lại chợ bên sông vào tháng tới.", "id", "vi"),
        ("Menteri Besar berkata lawatan itu bertujuan mengukuhkan kerjasama kedua-dua pihak.", "id", "ms"),
        (INDONESIAN, "en", "id"),
        ("To Lam", "id", "id"),
        ("Dua ekor", "vi", "vi"),
    ],
)
def test_languages_are_told_apart(text: str, expected: str, found: str) -> None:
    assert language_of(text, expected) == found


def test_a_language_nobody_knows_is_believed() -> None:
    assert language_of(INDONESIAN, "tlh") == "tlh"


def test_a_paragraph_is_enough_where_fewer_words_are_asked_for() -> None:
    french = "Les deux gouverneurs ont accepté de rouvrir le marché au bord de la rivière."
    assert (language_of_article(french, "id"), language_of_article(french, "id", fewest=4)) == ("id", "fr")
    assert language_of_article(INDONESIAN, "id", 4) == "id"
    assert language_of_article(INDONESIAN, "ms", 4) == "ms"
    assert language_of_article("Trois mots français", "id", 4) == "id"


def test_malay_and_indonesian_are_neighbours() -> None:
    assert easily_confused("ms", "id")
    assert easily_confused("id", "ms")
    assert not easily_confused("en", "id")


def test_a_study_lists_its_own_neighbours(tmp_path) -> None:
    folder = tmp_path / "id"
    folder.mkdir()
    english = "The governors agreed to open the market by the river again next month."
    assert language_of(english, str(folder)) == "en"
    (folder / "neighbours.txt").write_text("page vi\n", encoding="utf-8")
    again = tmp_path / "again" / "id"
    folder.rename(again.parent.mkdir() or again)
    assert language_of(english, str(again)) != "en"


def test_no_paraphrase_is_left_out_for_its_language_and_few_are_marked(shipped_study) -> None:
    found = [language_of(text, "id") for text in shipped_study.paragraphs["text"]]
    assert set(found) <= {"id", "ms"}
    assert found.count("ms") <= 2  # both are about Malaysia; a neighbour's line is kept and marked


def test_a_whole_article_may_be_in_any_language() -> None:
    french = "Le conseil de la vallée a décidé lundi de reconstruire le vieux moulin abîmé par la tempête de cet hiver."
    english = (
        "The council of the valley voted on Monday to rebuild the old mill that a storm had damaged in the winter."
    )
    assert language_of_article(french, "en") == "fr"
    assert language_of_article(french, "id") == "fr"
    assert language_of_article(english, "en") == "en"
    # Too short to tell, and a code that nothing is known of.
    assert language_of_article("Le conseil de la vallée", "en") == "en"
    assert language_of_article(french, "tlh") == "tlh"


def test_a_close_neighbour_is_no_other_language() -> None:
    malay = (
        "Menteri Besar berkata lawatan itu bertujuan mengukuhkan kerjasama kedua-dua pihak dalam mencegah jenayah " * 2
    )
    assert language_of_article(malay, "id") == "id"
    assert language_of_article(malay, "en") == "ms"
