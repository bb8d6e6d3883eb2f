from __future__ import annotations

import pytest

from discourse.languages import LANGUAGES, word_list

FORMS = {
    "is": 2, "begins": 2, "ends": 2, "credit": 1, "source": 1, "photo": 1, "position": 1, "sentence": 1,
}


def test_entries_are_folded_and_free_of_comments() -> None:
    entries = word_list("id", "stopwords")
    assert "yang" in entries
    assert all(entry == entry.casefold() and "#" not in entry for entry in entries)


def test_a_language_or_list_that_is_not_there_is_empty() -> None:
    assert word_list("tlh", "stopwords") == ()
    assert word_list("vi", "stopwords") == ()
    assert word_list("../id", "stopwords") == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_furniture_is_well_formed(language: str) -> None:
    from discourse.paragraphs import KINDS

    for entry in word_list(language, "furniture"):
        how, rest = entry.split(" ", 1)
        assert how in FORMS, entry
        assert FORMS[how] == 1 or rest.split(" ", 1)[0] in KINDS, entry


def test_affixes_are_well_formed() -> None:
    assert {entry.split()[0] for entry in word_list("id", "affixes")} == {"joined", "prefix", "suffix"}
    assert all(len(entry.split()) == 2 for entry in word_list("id", "affixes"))
