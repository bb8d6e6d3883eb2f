"""Which lines does a log hold, and which did a crash leave unfinished?

A line without its end was acknowledged to nobody. It is passed over, and the next writer closes it with
``#torn`` and starts on a fresh line. Such lines are taken out as bytes, because a crash may have cut them
inside a character.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from discourse.errors import LabelError

_BOM = b"\xef\xbb\xbf"
_TORN = b"#torn"
_HINT = "Correct the line."


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
    """

    columns: tuple[str, ...]
    is_whole: Callable[[bytes], bool]
    hint: str = "Put the header right, or move the file away."

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
        Row and byte are named, counted from 1.

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
            cells = _cells(line, where, row, byte)
            if not headed:
                check_header(cells, log_format, where, row)
                headed = True
            elif tuple(cells) != log_format.columns:
                _check_width(cells, log_format, where, row, byte)
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


def _cells(line: bytes, where: str | Path, row: int, byte: int) -> list[str]:
    try:
        return next(csv.reader([line.rstrip(b"\r").decode("utf-8")], strict=True))
    except UnicodeDecodeError as error:
        found = f"other bytes (byte {byte + error.start + 1} of the file)"
        raise LabelError("UTF-8", found, f"{where}, row {row}", "Save the file as CSV, UTF-8.") from None
    except csv.Error as error:
        begins = f"in the line that begins at byte {byte + 1}"
        if b"\r" in line.rstrip(b"\r"):
            hint = "Save the file with the line ends of Unix or Windows."
            raise LabelError("line feeds", f"carriage returns alone {begins}", f"{where}, row {row}", hint) from None
        open_quote = "end of data" in str(error)
        found = f"{'a quotation mark left open' if open_quote else error} {begins}"
        raise LabelError("a line of CSV", found, f"{where}, row {row}", _HINT) from None


def check_header(cells: list[str], log_format: LogFormat, where: str | Path, row: int = 1) -> None:
    """Refuse a first line that is not the header of the log.

    Raises
    ------
    LabelError
        Naming the columns that are missing.
    """
    if tuple(cells) != log_format.columns:
        missing = [column for column in log_format.columns if column not in cells]
        found = f"no {', '.join(missing)}" if missing else ", ".join(cells)
        raise LabelError(f"the columns {', '.join(log_format.columns)}", found, f"{where}, row {row}", log_format.hint)


def _check_width(cells: list[str], log_format: LogFormat, where: str | Path, row: int, byte: int) -> None:
    if len(cells) != len(log_format.columns):
        found = f"{len(cells)} in the line that begins at byte {byte + 1}"
        hint = "Compare the line with the header."
        raise LabelError(f"{len(log_format.columns)} cells", found, f"{where}, row {row}", hint)
