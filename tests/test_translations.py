"""In which language do figures and the report speak to their readers?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from discourse.errors import DataError
from discourse.translations import (
    Translation,
    fields_in,
    number_word,
    read_translation,
    say,
    say_again,
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


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"msgid \xff", ": expected a PO file in UTF-8, found "),
        (b'msgid "a"\nnonsense here\n', ", line 2: expected a line of a PO file"),
        (b'msgid "a"\nmsgstr "b\n', ", line 2: expected a line of a PO file"),
        (b'msgid "a"\nmsgstr "b" c"\n', ", line 2: expected a line of a PO file"),
        (b'msgid "a"\nmsgstr[x] "b"\n', ", line 2: expected a line of a PO file"),
        (b'msgid ""\nmsgstr "Plural-Forms: nplurals=x;\\n"\n', ": expected a header of a PO file"),
        (
            b'msgid "a"\nmsgstr "b"\n\nmsgid "c"\n',
            ", line 4: expected each msgid with its msgstr, found missing msgstr for msgid 'c'.",
        ),
    ],
)
def test_a_file_that_is_no_po_file_is_named_with_the_line(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "strings.xx.po"
    path.write_bytes(content)
    with pytest.raises(DataError) as refused:
        read_translation("xx", path)
    assert str(refused.value).startswith(f"{path}{told}")


def test_what_translators_programs_write_is_read(tmp_path: Path) -> None:
    path = tmp_path / "strings.xx.po"
    head = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n# A note.\n#: where.py:1\n#, c-format\n'
    )
    path.write_text(
        head + 'msgid ""\n"Say \\"Trade\\""\nmsgstr ""\r\n"Sebut "\n"\\"Dagang\\""\n', encoding="utf-8", newline=""
    )
    assert read_translation("xx", path).strings == {'Say "Trade"': 'Sebut "Dagang"'}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("{cuont:.0f} dari {all}", "{all} and {cuont:.0f}"),
        ("{count} dari {all}", "{all} and {count}"),
        ("{count:.0f} saja", "{count:.0f}."),
        ("{count:.0f} dari {all}, {all}", "{all} and {all} and {count:.0f}"),
        ("{count:.0f} dari {all", "(expected '}' before end of string)"),
        ("tidak ada", "none"),
    ],
)
def test_a_translation_with_other_fields_is_refused_when_it_is_read(tmp_path: Path, said: str, found: str) -> None:
    path = tmp_path / "strings.xx.po"
    path.write_text(
        f'msgid "Trade"\nmsgstr "Dagang"\n\nmsgid "{{count:.0f}} of {{all}}"\nmsgstr "{said}"\n', encoding="utf-8"
    )
    with pytest.raises(DataError) as refused:
        read_translation("xx", path)
    told = str(refused.value)
    assert told.startswith(
        f"{path}, line 4: expected the fields of '{{count:.0f}} of {{all}}' ({{all}} and {{count:.0f}}), "
    )
    assert found in told


def test_a_study_may_have_a_brace_in_its_names(tmp_path: Path) -> None:
    path = tmp_path / "strings.xx.po"
    path.write_text('msgid "Trade {"\nmsgstr "Dagang {"\n', encoding="utf-8")
    with speaking(read_translation("xx", path)):
        assert translated("Trade {") == "Dagang {"


def test_what_a_study_leaves_out_is_the_packages_or_stays_english(tmp_path: Path) -> None:
    own = tmp_path / "strings.po"
    own.write_text('msgid "Trade"\nmsgstr "Dagang"\n\nmsgid "open"\nmsgstr ""\n', encoding="utf-8")
    with speaking(read_translation("id", own)):
        assert (translated("Trade"), say("open"), translated("Fishing")) == ("Dagang", "terbuka", "Fishing")
    with speaking(read_translation("xx", own)):
        assert (translated("Trade"), say("open"), translated("Fishing")) == ("Dagang", "open", "Fishing")


def test_a_fuzzy_string_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "strings.xx.po"
    path.write_text('#, fuzzy\nmsgid "Trade"\nmsgstr "Dagang"\n', encoding="utf-8")
    assert read_translation("xx", path).strings == {}


def test_numbers_are_words_where_the_language_has_them():
    assert [number_word(number) for number in (1, 2, 10, 11)] == ["1", "two", "ten", "11"]
    with speaking(Translation("id", {"three": "tiga"})):
        assert (number_word(3), number_word(4), number_word(30)) == ("tiga", "four", "30")


def ways(fields: Mapping[str, str]) -> list[str]:
    return [say("nobody (yet)"), say("{coder} of {place}", **fields), say("by {coder}", **fields)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nobody (yet)", "belum ada"),
        ("Rini of Alor", "Alor: Rini"),
        ("by {x}", "oleh {x}"),
        ("nobody yet", "nobody yet"),
    ],
)
def test_what_a_table_holds_in_english_is_said_again(text: str, said: str) -> None:
    strings = {"nobody (yet)": "belum ada", "{coder} of {place}": "{place}: {coder}", "by {coder}": "oleh {coder}"}
    assert say_again(text, ways, ["coder", "place"]) == text
    with speaking(Translation("id", strings)):
        assert say_again(text, ways, ["coder", "place"]) == said


def test_fields_are_found_where_the_whole_text_was_made_from_the_template() -> None:
    assert fields_in("3 of 4 (Alor)", "{count:.0f} of {all} ({place})") == {"count": "3", "all": "4", "place": "Alor"}
    assert fields_in("3 of 4 (Alor) and more", "{count:.0f} of {all} ({place})") is None
    assert fields_in("a.b", "a.b") == {}
    assert fields_in("a-b", "a.b") is None
