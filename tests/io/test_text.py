"""A file is text in UTF-8, or one line says what it is instead and where."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import DataError, ModelError
from discourse.io.text import decoded, is_utf16, parser_found, read_bytes, read_text


def test_text_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfsatu\r\ndua")
    assert read_text(tmp_path / "a.txt", "a list", "text") == "satu\r\ndua"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"a\n\nb\xff", "a.txt, line 3: expected text in UTF-8, found the byte 0xFF, which is 'ÿ' in Windows-1252"),
        (b"a\x81", "a.txt, line 1: expected text in UTF-8, found the byte 0x81."),
        (b"a\nb\0c----", "a.txt, line 2: expected text in UTF-8, found a NUL"),
        ("satu".encode("utf-16"), "a.txt: expected text in UTF-8, found UTF-16"),
        ("satu".encode("utf-16-le"), "a.txt: expected text in UTF-8, found UTF-16"),
    ],
)
def test_other_bytes_are_named(raw: bytes, said: str) -> None:
    with pytest.raises(ModelError) as refusal:
        decoded(raw, "text", "a.txt", ModelError)
    assert str(refusal.value).startswith(said)


@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_refused_in_one_line(raw: bytes) -> None:
    said, text = "", raw.decode("utf-8-sig", "replace")
    try:
        text = decoded(raw, "text", "a.txt")
    except DataError as error:
        said = str(error)
    assert said.isprintable()
    assert said or text.encode() in (raw, raw[3:])


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, found in ((".", "a folder"), ("pipe", "something other than a file"), ("none", "no file. Write one.")):
        with pytest.raises(DataError, match=f"expected a list, found {found}"):
            read_bytes(tmp_path / name, "a list", "Write one.")
    with pytest.raises(DataError, match=r"found a file that cannot be read \(File name too long\)"):
        read_bytes(tmp_path / ("a" * 300), "a list")


def test_utf16_is_known_by_its_mark() -> None:
    assert is_utf16("a".encode("utf-16"))
    assert not is_utf16(b"\xef\xbb\xbfa")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (['"a'], "a quotation mark that is never closed"),
        (['"a"b,c'], "letters behind a closing quotation mark"),
        (["a" * 200_000], "a cell of more than 131,072 letters, perhaps after a quotation mark left open"),
    ],
)
def test_the_words_of_the_csv_module_are_said_in_a_readers_words(rows: list[str], found: str) -> None:
    with pytest.raises(csv.Error) as refusal:
        list(csv.reader(rows, strict=True))
    assert parser_found(refusal.value) == found
