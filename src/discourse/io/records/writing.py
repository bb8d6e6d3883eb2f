"""How do rows go out as CSV?"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import IO

import pandas as pd


class CsvWriter:
    r"""Writes rows of a CSV file, a line feed behind each.

    A carriage return inside a field is quoted. The csv module leaves it bare where it does not end the lines
    (until Python 3.13), and readers then see two rows.

    Parameters
    ----------
    stream : text stream
        Opened with ``newline=""``.
    cell : callable
        What is done to each text before it is written, such as :func:`discourse.io.formulas.guard_text`.

    Examples
    --------
    >>> import io
    >>> stream = io.StringIO(newline="")
    >>> CsvWriter(stream).row(["007", "guru,\rmurid", 0.25])
    >>> stream.getvalue()
    '007,"guru,\rmurid",0.250000\n'
    """

    def __init__(self, stream: IO[str], cell: Callable[[str], str] = str) -> None:
        self._stream = stream
        self._cell = cell
        self._writer = csv.writer(self, lineterminator="\r\n")

    def row(self, values: Iterable[object]) -> None:
        """Write a row; see :func:`csv_cell`. Numbers are written as they are: they are no text to change."""
        cell = self._cell
        self._writer.writerow(
            [csv_cell(value) if isinstance(value, float) else cell(csv_cell(value)) for value in values]
        )

    def write(self, line: str) -> int:
        """Pass a line on with its end changed; the csv module calls this once a row."""
        return self._stream.write(line.removesuffix("\r\n") + "\n")


def csv_cell(value: object) -> str:
    """Write a value: probabilities with six digits after the point, NaN as nothing.

    Examples
    --------
    >>> csv_cell("007"), csv_cell(0.25), csv_cell(float("nan"))
    ('007', '0.250000', '')
    """
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.6f}"
    return str(value)


def cell_text(value: object) -> str:
    """Write a value that has a type of its own as text: whole numbers without a point, midnight as the day alone.

    Examples
    --------
    >>> from datetime import datetime
    >>> [cell_text(value) for value in ("007", 3.0, 0.1, None, datetime(2023, 1, 31), ["a", 1])]
    ['007', '3', '0.1', '', '2023-01-31', '["a", 1]']
    """
    if isinstance(value, str):
        return value
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return str(value).removesuffix(" 00:00:00") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
