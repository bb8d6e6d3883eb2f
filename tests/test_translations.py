"""In which language do figures and the report speak to their readers?"""

from __future__ import annotations

from pathlib import Path

import pytest

from discourse.errors import DataError
from discourse.translations import (
    Translation,
    fields_in,
    number_word,
    read_translation,
    say,
    speaking,
    spoken_language,
    translated,
)

STRINGS = 'msgid "Trade"\nmsgstr "Perdagangan"\n\nmsgid "{count} of {all}"\nmsgstr "{count} dari {all}"\n'


def test_what_was_written_into_a_template_is_read_from_its_text() -> None:
    template = "not shown without {group} ({earlier} + {later} articles)"
    fields = {"group": "x.y (a+b)", "earlier": "3", "later": "14"}
    assert fields_in(template.format(**fields), template) == fields
    assert fields_in("not shown without x.y (3 + 14 articles), and so on", template) is None
    assert fields_in("none", "none") == {}


def test_a_study_adds_its_own_strings(tmp_path: Path) -> None:
    own = tmp_path / "strings.xx.po"
    own.write_text(STRINGS, encoding="utf-8")
    with speaking(read_translation("xx", own)):
        assert (translated("Trade"), say("{count} of {all}", count=2, all=3), spoken_language()) == (
            "Perdagangan",
            "2 dari 3",
            "xx",
        )
        assert say("Not there: {x}", x="{y}") == "Not there: {y}"
    assert (translated("Trade"), spoken_language()) == ("Trade", "en")


def test_braces_of_a_study_mean_nothing() -> None:
    assert translated("{Trade}") == "{Trade}"


def test_english_comes_back_after_an_error() -> None:
    with pytest.raises(RuntimeError), speaking(Translation("xx", {})):
        raise RuntimeError
    assert spoken_language() == "en"


def test_a_language_without_strings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"strings of one of the languages en.*found 'tlh'.*strings.tlh.po"):
        read_translation("tlh", tmp_path / "strings.tlh.po")


@pytest.mark.parametrize("content", [b"msgid \xff", b'msgid "a"\nnonsense\n'])
def test_a_file_that_is_no_po_file_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "strings.xx.po"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"strings.xx.po"):
        read_translation("xx", path)


def test_a_fuzzy_string_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "strings.xx.po"
    path.write_text('#, fuzzy\nmsgid "Trade"\nmsgstr "Dagang"\n', encoding="utf-8")
    assert read_translation("xx", path).strings == {}


def test_numbers_are_words_where_the_language_has_them():
    assert [number_word(number) for number in (1, 2, 10, 11)] == ["1", "two", "ten", "11"]
    with speaking(Translation("id", {"three": "tiga"})):
        assert (number_word(3), number_word(4), number_word(30)) == ("tiga", "four", "30")
