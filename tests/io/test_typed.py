"""A file of TOML or JSON is a model, or one line names the entry, what was expected and what was found."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, Field, RootModel, field_validator

from discourse.errors import DataError, LabelError
from discourse.io.typed import Unfit, checked, read_toml


class Coding(BaseModel):
    model_config = ConfigDict(extra="forbid")

    paragraph: str
    also: list[str] = []
    seconds: float | None = None
    language: str = Field(default="id", pattern="^[a-z]{2}$", description="a language code")
    weight: int = Field(default=1, ge=0, lt=10)

    @field_validator("also")
    @classmethod
    def _once(cls, also: list[str]) -> list[str]:
        if len(set(also)) < len(also):
            raise Unfit("each pillar once", "one twice", "Take one out.")
        return also

    @field_validator("paragraph")
    @classmethod
    def _with_number(cls, paragraph: str) -> str:
        if paragraph == "{}":
            raise ValueError("an id with a number, not {}")
        return paragraph


class File(RootModel[list[Coding]]):
    pass


def refused(form: type[BaseModel], value: object) -> str:
    with pytest.raises(DataError) as refusal:
        checked(form, value, "a coding", "x.json", "Correct it.", LabelError)
    assert type(refusal.value) is LabelError
    assert str(refusal.value).isprintable()
    return str(refusal.value).removeprefix("x.json")


def test_a_value_that_fits_is_a_model() -> None:
    made = checked(Coding, {"paragraph": "a:01", "also": ["trade"]}, "a coding", "x.json", "Correct it.")
    assert (made.paragraph, made.also) == ("a:01", ["trade"])


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({}, ": expected an entry 'paragraph', found none. Correct it."),
        ({"paragraph": "a", "also": ["b", None]}, ", also 2: expected text, found none. Correct it."),
        ({"paragraph": "a", "also": ["b", "b"]}, ", also: expected each pillar once, found one twice. Take one out."),
        ({"paragraph": "a", "seconds": "long"}, ", seconds: expected a number, found 'long'. Correct it."),
        ({"paragraph": "a", "language": "Malay"}, ", language: expected a language code, found 'Malay'. Correct it."),
        ({"paragraph": "a", "weight": -1}, ", weight: expected a number of at least 0, found -1. Correct it."),
        ({"paragraph": "a", "weight": 10}, ", weight: expected a number below 10, found 10. Correct it."),
        ({"paragraf": "a"}, ": expected an entry that is known, found 'paragraf'. Did you mean 'paragraph'?"),
        ({"paragraph": "a", "x\ny": 1}, r": expected one of the entries paragraph, also, seconds, language, weight, "
         r"found 'x\ny'. Correct its name, or take it out."),
        ({"paragraph": "two\nlines" * 100, "also": {"a": 1}}, ", also: expected a list, found {'a': 1}. Correct it."),
        ({"paragraph": "{}"}, ", paragraph: expected an id with a number, not {}, found '{}'. Correct it."),
        (None, ": expected a coding, found none. Correct it."),
        ([1], ": expected a coding, found [1]. Correct it."),
    ],
)  # fmt: skip
def test_the_entry_that_does_not_fit_is_named(value, said) -> None:
    assert refused(Coding, value) == said


def test_places_in_lists_are_counted_from_one() -> None:
    assert refused(File, [{"paragraph": "a"}, {"paragraph": 3}]) == (
        ", entry 2, paragraph: expected text, found 3. Correct it."
    )
    assert refused(File, [{"paragraph": "a", "alsoo": []}]) == (
        ", entry 1: expected an entry that is known, found 'alsoo'. Did you mean 'also'?"
    )


def test_a_long_value_is_cut() -> None:
    said = refused(Coding, {"paragraph": "a", "weight": "9" * 5000})
    assert said.startswith(", weight: expected a whole number, found '999")
    assert len(said) < 130


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"a = 1\n b", "TOML in UTF-8, found Expected '=' after a key"),
        (b"a = " + b"9" * 5000, "found a number of thousands of digits"),
        (b"a = " + b"[" * 5000, "found entries within entries, too deep to read"),
        (b"a = '\xe9'", r"line 1: expected TOML in UTF-8, found the byte 0xE9, which is 'é' in Windows-1252\. Save it"),
        ("a = 1".encode("utf-16"), "found UTF-16"),
        (b"a = '\0'", "line 1: expected TOML in UTF-8, found a NUL"),
    ],
)
def test_what_is_no_toml_is_refused(tmp_path: Path, content: bytes, found: str) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(content)
    with pytest.raises(LabelError, match=found) as refusal:
        read_toml(path, "a file", "Write one.", LabelError)
    assert str(refusal.value).isprintable()


def test_toml_is_read_behind_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("\ufeffa = 1\n", encoding="utf-8")
    assert read_toml(path, "a file", "Write one.") == {"a": 1}
    with pytest.raises(DataError, match=r"expected a file, found no file\. Write one\."):
        read_toml(tmp_path / "y.toml", "a file", "Write one.")


class Study(BaseModel):
    model_config = ConfigDict(extra="forbid")

    compare: list[str] = []
    period: list[Coding]


@pytest.mark.parametrize(("entry", "says"), [("compare", "the head"), ("period", "the head"), ("compares", "no such")])
def test_an_entry_of_the_whole_file_below_a_table_is_sent_up(entry: str, says: str) -> None:
    table = {"period": [{"paragraph": "a"}, {"paragraph": "b", entry: ["a", "b"]}]}
    with pytest.raises(DataError) as refusal:
        checked(Study, table, "settings", Path("data/study.toml"), "Correct it.")
    moved = (
        f"data/study.toml, period 2: expected '{entry}' above the first [[period]], found it here. What stands below a "
        "line in brackets belongs to it: move the line above the first [[period]]."
    )
    assert (str(refusal.value) == moved) == (says == "the head")
    with pytest.raises(DataError, match="one of the entries"):  # JSON has no such heads
        checked(Study, table, "settings", "study.json", "Correct it.")
