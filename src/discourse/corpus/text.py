"""Which lines does a text have, where do they begin, and by what digest are they known?"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from discourse.corpus.details import Details
from discourse.errors import ArticleError

_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_FOREIGN_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_MOST_MARKS = 30
_MARKS = re.compile(rf"[^\w\s]{{{_MOST_MARKS + 1},}}")
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_NOTHING_KNOWN = Details()


@dataclass(frozen=True)
class Line:
    """One line of an article.

    Attributes
    ----------
    number : int
        Number of the line in the file, from 1; in a web page or document, of the block.
    start : int
        Where the line begins: characters before it in the NFC text of the file, a line end counted as one.
    text : str
        The line, NFC, white space collapsed.
    hint : str
        What the file itself says it is: "heading", "caption", or empty.
    """

    number: int
    start: int
    text: str
    hint: str = ""


@dataclass(frozen=True)
class Article:
    """The lines of one article file that hold anything.

    Attributes
    ----------
    path : Path
        The file.
    lines : tuple of Line
        In order, without blank lines.
    details : Details
        What the file says of the article.
    named : str
        Id of the article where it is not the file's name, as in a table of many articles.
    """

    path: Path
    lines: tuple[Line, ...]
    details: Details = _NOTHING_KNOWN
    named: str = ""

    @property
    def article_id(self) -> str:
        """Id of the article: by default the name of the file without its ending."""
        return self.named or self.path.stem


def nfc(text: str) -> str:
    r"""Unicode NFC of a text, in time that grows with its length.

    No letter of any language bears more than a few marks. Of a longer row of combining marks the first 30 are
    kept, as in Unicode's stream-safe text: putting marks in order takes the square of their number.

    Examples
    --------
    >>> nfc("e\u0302\u0301")
    'ế'
    """
    return unicodedata.normalize("NFC", _MARKS.sub(_without_excess, text))


def _without_excess(signs: re.Match[str]) -> str:
    kept, marks = [], 0
    for sign in signs[0]:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= _MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def collapse(text: str) -> str:
    r"""Bring a text into the form that digests are made of: NFC, single spaces, none at the ends.

    Examples
    --------
    >>> collapse(" Kerja\u00a0 sama\n")
    'Kerja sama'
    """
    return " ".join(nfc(text).split())


def decode(content: bytes, path: Path) -> str:
    """Decode the bytes of a text file, with or without byte order mark.

    Raises
    ------
    ArticleError
        If the file is binary or not UTF-8; the byte at which it goes wrong is named.
    """
    encoding = next((name for mark, name in _FOREIGN_MARKS.items() if content.startswith(mark)), "")
    if encoding:
        raise ArticleError("text in UTF-8", encoding, f"{path}, byte 0", "Save the file as UTF-8.")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        if _CONTROL.search(content):
            raise _binary(content, path) from None
        found = f"the byte 0x{content[error.start]:02x}"
        raise ArticleError("text in UTF-8", found, f"{path}, byte {error.start}", "Save the file as UTF-8.") from None
    if _CONTROL.search(content):
        raise _binary(content, path)
    return text.removeprefix("\ufeff")


def _binary(content: bytes, path: Path) -> ArticleError:
    match = _CONTROL.search(content)
    place = match.start() if match else 0
    return ArticleError("text", "a binary file", f"{path}, byte {place}", "Save the article as text, UTF-8.")


def lines_of(text: str) -> tuple[Line, ...]:
    r"""Part a text into lines; where its paragraphs are broken over lines they are put together again.

    Examples
    --------
    >>> [(line.number, line.start, line.text) for line in lines_of("Judul\n\n  Isi berita.")]
    [(1, 0, 'Judul'), (3, 9, 'Isi berita.')]
    """
    lines = parted(text)
    return rejoined(lines) if _is_wrapped(lines) else lines


def parted(text: str) -> tuple[Line, ...]:
    """Part a text at its line ends and leave out blank lines."""
    lines: list[Line] = []
    start = 0
    for number, raw in enumerate(_LINE_END.split(nfc(text)), start=1):
        if raw.strip():
            lines.append(Line(number, start + len(raw) - len(raw.lstrip()), collapse(raw)))
        start += len(raw) + 1
    return tuple(lines)


def _is_wrapped(lines: tuple[Line, ...]) -> bool:
    """Say whether paragraphs are broken over lines: many go on in lower case where the one before broke off."""
    follows = [
        line.text[0].islower() and not _SENTENCE_END.search(before.text)
        for before, line in pairwise(lines)
        if line.number == before.number + 1
    ]
    return len(follows) >= 4 and sum(follows) >= 0.3 * len(follows)


def rejoined(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Put the broken lines of paragraphs together.

    A paragraph ends at a blank line, or where the next word would still have found room on the line:
    a little room after the end of a sentence, much of it elsewhere (after a heading).
    """
    lengths = sorted(len(line.text) for line in lines)
    width = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
    paragraphs: list[list[Line]] = []
    for before, line in zip((None, *lines), lines, strict=False):
        if before is None or line.number > before.number + 1 or _had_room(before.text, line.text, width):
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
    return tuple(replace(broken[0], text=_joined(broken)) for broken in paragraphs)


def _joined(broken: list[Line]) -> str:
    return "".join(line.text if line.text.endswith("-") else f"{line.text} " for line in broken).removesuffix(" ")


def _had_room(text: str, following: str, width: int) -> bool:
    needed = len(text) + 1 + len(following.split(maxsplit=1)[0])
    return needed <= (0.97 if _SENTENCE_END.search(text) else 0.75) * width


def digest(text: str) -> str:
    """SHA-256 of a text, as hexadecimal: of the UTF-8 of its NFC with white space collapsed.

    Examples
    --------
    >>> digest("Kerja  sama ") == digest("Kerja sama")
    True
    >>> digest("Kerja sama")[:8]
    '89aa7f51'
    """
    return hashlib.sha256(collapse(text).encode()).hexdigest()
