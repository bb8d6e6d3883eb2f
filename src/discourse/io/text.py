"""Which text does a file hold? Bytes in UTF-8, or a line that says where other bytes are and what they seem to be."""

from __future__ import annotations

import codecs
import json
from pathlib import Path

from discourse.errors import DataError, DiscourseError

SAVE = "Save it in UTF-8 (in Excel: as CSV UTF-8)."
_WORDS = {
    "integer string conversion": "a number of thousands of digits",
    "unexpected end of data": "a quotation mark that is never closed",
    "EOF inside string": "a quotation mark that is never closed",
    "expected after": "letters behind a closing quotation mark",
    "larger than field limit": "a cell of more than 131,072 letters, perhaps after a quotation mark left open",
}
"""What messages of the csv module, of pandas and of Python mean, by a part of them."""


def read_bytes(path: Path, expected: str, hint: str = "", error: type[DiscourseError] = DataError) -> bytes:
    """Read a file whole.

    Parameters
    ----------
    path : Path
        The file.
    expected : str
        What it is ("a codebook").
    hint : str
        What to do where there is none.
    error : type
        What to raise.

    Raises
    ------
    DataError
        Or ``error``, if there is no such file, or it cannot be read.

    Examples
    --------
    >>> read_bytes(Path("nowhere.toml"), "a codebook", "Write one.")
    Traceback (most recent call last):
    discourse.errors.DataError: nowhere.toml: expected a codebook, found no file. Write one.
    """
    try:
        if path.is_dir():
            raise error(expected, "a folder", path, "Name a file.")
        # A pipe would be waited for without end.
        if path.exists() and not path.is_file():
            raise error(expected, "something other than a file", path, "Name a file.")
        return path.read_bytes()
    except FileNotFoundError:
        raise error(expected, "no file", path, hint) from None
    except OSError as refusal:
        found = f"a file that cannot be read ({refusal.strerror})"
        raise error(expected, found, path, "Look at the rights of file and folder.") from None


def decoded(raw: bytes, form: str, where: str | Path, error: type[DiscourseError] = DataError) -> str:
    r"""Read bytes as UTF-8, with a byte-order mark or without.

    Parameters
    ----------
    raw : bytes
        Content of a file.
    form : str
        What it is ("a CSV table").
    where : str or Path
        The file to name.
    error : type
        What to raise.

    Raises
    ------
    DataError
        Or ``error``, if there are other bytes; the line is named, and the encoding where it can be told.

    Examples
    --------
    >>> decoded(b"\xef\xbb\xbfid\n", "a CSV table", "articles.csv")
    'id\n'
    >>> decoded(b"id\ncaf\xe9\n", "a CSV table", "articles.csv")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    discourse.errors.DataError: articles.csv, line 2: expected a CSV table in UTF-8, found the byte 0xE9, which is ...
    """
    expected, nul = f"{form} in UTF-8", b"\0" in raw
    if is_utf16(raw) or (nul and raw.count(0) > len(raw) / 4):
        raise error(expected, "UTF-16", where, SAVE)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as refusal:
        place = f"{where}, line {raw.count(10, 0, refusal.start) + 1}"
        raise error(expected, parser_found(refusal), place, SAVE) from None
    if nul:
        place = f"{where}, line {raw.count(10, 0, raw.index(0)) + 1}"
        raise error(expected, "a NUL, a byte that no text has", place, "Take it out, or export the file anew.")
    return text


def is_utf16(raw: bytes) -> bool:
    """Say whether bytes begin with the mark of UTF-16."""
    return raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def read_text(path: Path, expected: str, form: str, hint: str = "", error: type[DiscourseError] = DataError) -> str:
    """Read a file as text; arguments and errors as of :func:`read_bytes` and :func:`decoded`."""
    return decoded(read_bytes(path, expected, hint, error), form, path, error)


def parser_found(refusal: Exception) -> str:
    """Say in a reader's words what a decoder, or a parser of CSV, TOML or JSON, could not read.

    Examples
    --------
    >>> parser_found(RecursionError())
    'entries within entries, too deep to read'
    """
    if isinstance(refusal, RecursionError):
        return "entries within entries, too deep to read"
    if isinstance(refusal, UnicodeDecodeError):
        byte = refusal.object[refusal.start]
        sign = bytes([byte]).decode("cp1252", "replace")
        return f"the byte 0x{byte:02X}" + (f", which is {sign!r} in Windows-1252" if sign.isalpha() else "")
    if isinstance(refusal, json.JSONDecodeError):
        return f"{refusal.msg} at character {refusal.pos + 1}"
    said = str(refusal)
    return next((words for part, words in _WORDS.items() if part in said), said)
