"""Which lines does a log hold, and which did a crash leave unfinished?

A line without its end was acknowledged to nobody. It is passed over, and the next writer closes it with
``#torn`` and starts on a fresh line. Such lines are taken out as bytes, because a crash may have cut them
inside a character.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from discourse.errors import LabelError

_BOM = b"\xef\xbb\xbf"
_TORN = b"#torn"
_SHOWN = 24
"""Bytes of a line that an error shows."""


@dataclass(frozen=True)
class LogFormat:
    """What one kind of log looks like.

    Attributes
    ----------
    columns : tuple of str
        In order; the header of the file.
    is_whole : callable
        Says whether a last line without line end is whole all the same, because somebody edited the file.
    hint : str
        What to do about a file with another header.
    rescue : str
        What else to do about a line that cannot be read; goes on with the sentence ("Correct the line").
    """

    columns: tuple[str, ...]
    is_whole: Callable[[bytes], bool]
    hint: str = "Put the header right, or move the file away."
    rescue: str = ""

    @property
    def header(self) -> bytes:
        """The first line, line end included."""
        return (",".join(self.columns) + "\n").encode()


@dataclass(frozen=True)
class Place:
    """A place in a log between two lines: what was read so far.

    Attributes
    ----------
    byte : int
        Bytes before it.
    row : int
        Number of the next line, from 1.
    headed : bool
        The header has come.
    """

    byte: int = 0
    row: int = 1
    headed: bool = False


@dataclass(frozen=True)
class LogLines:
    """Lines of a log.

    Attributes
    ----------
    rows : list of (int, list of str)
        Number and cells of each line, header, blank and torn lines left out.
    torn : list of int
        Numbers of the lines that were never finished.
    end : Place
        Behind the last line that has its line end.
    headed : bool
        The header has come, with its line end or without.
    closing : bytes
        What must be written before the next line: the end of the last one, the header.
    """

    rows: list[tuple[int, list[str]]]
    torn: list[int]
    end: Place
    headed: bool
    closing: bytes

    @property
    def torn_end(self) -> bool:
        """Whether the last line is torn, and nobody has closed it yet."""
        return self.closing.startswith(_TORN)


class Salvage(NamedTuple):
    """What of a log can be read.

    Attributes
    ----------
    log : bytes
        A log of the lines that can be read, as they stand.
    rows : int
        How many these are.
    torn, lost : list of int
        Numbers of the lines that were never finished, and of those that cannot be read.
    """

    log: bytes
    rows: int
    torn: list[int]
    lost: list[int]


def parse_log_lines(data: bytes, log_format: LogFormat, where: str | Path, start: Place | None = None) -> LogLines:
    r"""Part the bytes of a log into lines of cells.

    Parameters
    ----------
    data : bytes
        The log, or what stands behind ``start``.
    log_format : LogFormat
        What it should look like.
    where : str or Path
        The file to name in errors.
    start : Place, optional
        Where ``data`` begins; default the beginning of the file.

    Raises
    ------
    LabelError
        If there is another header, or a finished line is no UTF-8, no CSV, or has too few or too many cells.
        Row and byte are named, counted from 1, and the first bytes at fault shown.

    Examples
    --------
    >>> form = LogFormat(("id", "code"), lambda line: line.count(b",") == 1)
    >>> lines = parse_log_lines(b"id,code\na,trade\nb,tr#torn\nc", form, "codes.csv")
    >>> lines.rows, lines.torn, lines.closing
    ([(2, ['a', 'trade'])], [3, 4], b'#torn\n')
    """
    place = start or Place()
    byte, row, headed = place.byte, place.row, place.headed
    if byte == 0 and data.startswith(_BOM):
        data, byte = data[len(_BOM) :], len(_BOM)
    rows: list[tuple[int, list[str]]] = []
    torn: list[int] = []
    *finished, tail = data.split(b"\n")
    for line in finished:
        if line.rstrip(b"\r").endswith(_TORN):
            torn.append(row)
        elif line.strip():
            cells = _cells(line, log_format, where, row, byte)
            if not headed:
                check_header(cells, log_format, where, row)
                headed = True
            elif tuple(cells) != log_format.columns:
                _check_width(cells, log_format, where, row, byte, line)
                rows.append((row, cells))
        byte, row = byte + len(line) + 1, row + 1
    end = Place(byte, row, headed)
    if not tail.strip():
        closing = b"\n" if tail else b""
    elif not _is_whole(tail, log_format, headed):
        torn.append(row)
        closing = _TORN + b"\n"
    else:
        more = parse_log_lines(tail + b"\n", log_format, where, end)
        rows, headed, closing = rows + more.rows, more.headed, b"\n"
    return LogLines(rows, torn, end, headed, closing if headed else closing + log_format.header)


def _is_whole(tail: bytes, log_format: LogFormat, headed: bool) -> bool:
    """Say whether a last line without line end is to be read; that of a foreign file is, so that it is refused."""
    line, header = tail.rstrip(b"\r"), log_format.header.rstrip(b"\n")
    if not headed:
        return line == header or not header.startswith(line)
    return line == header or log_format.is_whole(line)


def salvage_lines(data: bytes, log_format: LogFormat, check: Callable[[list[str]], object]) -> Salvage:
    r"""Keep the lines of a log that can be read, whatever stands between them.

    Parameters
    ----------
    data : bytes
        The log. Lines may end as on any system; a header may be missing, or come again.
    log_format : LogFormat
        What it should look like.
    check : callable
        Raises LabelError for cells that cannot be.

    Examples
    --------
    >>> form = LogFormat(("id", "code"), lambda line: line.count(b",") == 1)
    >>> salvage_lines(b"id,code\ra,trade\rb\xff,arts\rc", form, len)
    Salvage(log=b'id,code\na,trade\n', rows=1, torn=[4], lost=[3])
    """
    kept, torn, lost = [], [], []
    header, lines = log_format.header, re.split(rb"\r\n|\r|\n", data.removeprefix(_BOM))
    for row, line in enumerate(lines, 1):
        if not line.strip() or line + b"\n" == header:
            continue
        if line.endswith(_TORN) or (row == len(lines) and not log_format.is_whole(line)):
            torn.append(row)
            continue
        try:
            cells = _cells(line, log_format, "", row, 0)
            _check_width(cells, log_format, "", row, 0, line)
            check(cells)
        except LabelError:
            lost.append(row)
        else:
            kept.append(line + b"\n")
    return Salvage(header + b"".join(kept), len(kept), torn, lost)


def _cells(line: bytes, log_format: LogFormat, where: str | Path, row: int, byte: int) -> list[str]:
    try:
        return next(csv.reader([line.rstrip(b"\r").decode("utf-8")], strict=True))
    except UnicodeDecodeError as error:
        expected, hint = "UTF-8", "Save the file as CSV, UTF-8"
        found = f"other bytes (byte {byte + error.start + 1} of the file: {_shown(line[error.start :])})"
    except csv.Error as error:
        begins = f"in the line that begins at byte {byte + 1}: {_shown(line)}"
        if b"\r" in line.rstrip(b"\r"):
            expected, found = "line feeds", f"carriage returns alone {begins}"
            hint = "Save the file with the line ends of Unix or Windows"
        else:
            open_quote = "end of data" in str(error)
            expected, hint = "a line of CSV", "Correct the line"
            found = f"{'a quotation mark left open' if open_quote else error} {begins}"
    raise LabelError(expected, found, f"{where}, row {row}", f"{hint}{log_format.rescue}.")


def check_header(cells: list[str], log_format: LogFormat, where: str | Path, row: int = 1) -> None:
    """Refuse a first line that is not the header of the log.

    Raises
    ------
    LabelError
        Naming the columns that are missing.
    """
    if tuple(cells) != log_format.columns:
        missing = [column for column in log_format.columns if column not in cells]
        found = f"no {', '.join(missing)}" if missing else f"{', '.join(cells)!r:.200}"
        raise LabelError(f"the columns {', '.join(log_format.columns)}", found, f"{where}, row {row}", log_format.hint)


def _check_width(cells: list[str], log_format: LogFormat, where: str | Path, row: int, byte: int, line: bytes) -> None:
    if len(cells) != len(log_format.columns):
        found = f"{len(cells)} in the line that begins at byte {byte + 1}: {_shown(line)}"
        hint = f"Compare the line with the header{log_format.rescue}."
        raise LabelError(f"{len(log_format.columns)} cells", found, f"{where}, row {row}", hint)


def _shown(line: bytes) -> str:
    return f"{line[:_SHOWN]!r}{'...' if len(line) > _SHOWN else ''}"
