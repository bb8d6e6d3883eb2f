"""How is a classified table written? As CSV that every program reads alike, on every version of Python.

The csv module leaves a carriage return unquoted where it does not end the lines (until Python 3.13), and
readers then see two rows.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from typing import IO


class TableWriter:
    r"""Writes rows of a CSV file, a line feed behind each.

    A carriage return inside a field is quoted, which the csv module leaves out unless it ends the lines.

    Parameters
    ----------
    stream : text stream
        Opened with ``newline=""``.

    Examples
    --------
    >>> from io import StringIO
    >>> stream = StringIO(newline="")
    >>> TableWriter(stream).row(["007", "guru,\rmurid", 0.25])
    >>> stream.getvalue()
    '007,"guru,\rmurid",0.250000\n'
    """

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._writer = csv.writer(self, lineterminator="\r\n")

    def row(self, values: Iterable[object]) -> None:
        """Write a row; see :func:`cell`."""
        self._writer.writerow([cell(value) for value in values])

    def write(self, line: str) -> int:
        """Pass a line on with its end changed; the csv module calls this once a row."""
        return self._stream.write(line.removesuffix("\r\n") + "\n")


def cell(value: object) -> str:
    """Write a value: probabilities with six digits after the point, NaN as nothing.

    Examples
    --------
    >>> cell("007"), cell(0.25), cell(float("nan"))
    ('007', '0.250000', '')
    """
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.6f}"
    return str(value)
