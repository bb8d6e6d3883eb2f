"""How is a value of a table written, so that a person can read it?

Numbers have three decimals, an estimate and its interval stand in one cell, and what cannot be printed is
written as Python writes it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import combining, east_asian_width

import numpy as np
import pandas as pd

LONG = 30
"""Characters from which on a text may be shortened; ids and names are mostly shorter."""
DECIMALS = 3
MISSING = "NaN"
_PANDAS_PRECISION = 6
_HUNDRED, _MILLION = 100, 1e6
_NOISE = 5e-13
"""A number nearer to 0 than this is what rounding leaves of a 0, unless the column holds probabilities."""
_BEFORE = "left"
"""Column of a concordance: what stands before a word, of which the end matters."""


@dataclass(frozen=True)
class Column:
    """A column as it is printed.

    Attributes
    ----------
    name : str
        What stands above it: the name of the column, or "value [low, high]" for three in one.
    cells : tuple of str
        A text for each row that is shown.
    number : bool
        Whether it holds numbers, which stand to the right.
    same : bool
        Whether every row of the table, shown or not, has the same.
    interval : bool
        Whether each cell holds an interval.
    """

    name: str
    cells: tuple[str, ...]
    number: bool = False
    same: bool = False
    interval: bool = False

    @property
    def long(self) -> bool:
        """Whether it may be shortened."""
        return not self.number and max(map(width_of, self.cells), default=0) > LONG

    @property
    def before(self) -> bool:
        """Whether its texts are cut at their beginning, and stand to the right."""
        return self.name == _BEFORE


def width_of(text: str) -> int:
    """Columns of a terminal that a text takes: two for a Chinese character, none for an accent of its own.

    Examples
    --------
    >>> width_of("trade"), width_of("\N{CJK UNIFIED IDEOGRAPH-8D38}"), width_of("e\N{COMBINING ACUTE ACCENT}")
    (5, 2, 1)
    """
    if text.isascii():
        return len(text)
    return sum(0 if combining(sign) else 1 + (east_asian_width(sign) in "WF") for sign in text)


def written_columns(table: pd.DataFrame, shown: Sequence[int]) -> list[Column]:
    """Write the columns of a table: those of an estimate and its interval become one.

    Parameters
    ----------
    table : DataFrame
        Its columns are texts, each another.
    shown : sequence of int
        Positions of the rows that are written.

    Examples
    --------
    >>> table = pd.DataFrame({"pillar": ["trade"], "value": [0.25], "low": [0.125], "high": [0.5], "articles": [9]})
    >>> [(column.name, *column.cells) for column in written_columns(table, [0])]
    [('pillar', 'trade'), ('value [low, high]', '0.250 [0.125, 0.500]'), ('articles', '9')]
    """
    return [_written(table[names], shown) for names in _together(table)]


def _together(table: pd.DataFrame) -> Iterator[list[str]]:
    """Group the names of columns that are printed as one: an estimate with its bounds, or two bounds."""
    rest = [str(name) for name in table.columns]
    while rest:
        size = next((size for size in (3, 2) if _is_interval(table, rest[:size], size)), 1)
        yield rest[:size]
        rest = rest[size:]


def _is_interval(table: pd.DataFrame, names: list[str], size: int) -> bool:
    if len(names) < size or not all(map(_is_number, table[names].dtypes)):
        return False
    if size == 3:
        return names[1:] in (["low", "high"], [f"{names[0]}_low", f"{names[0]}_high"])
    return names[0].startswith("low") and names[1] == names[0].replace("low", "high", 1)


def _is_number(kind: Any) -> bool:
    """Whether a column holds whole numbers or decimals."""
    return pd.api.types.is_integer_dtype(kind) or pd.api.types.is_float_dtype(kind)


def _written(part: pd.DataFrame, shown: Sequence[int]) -> Column:
    """Write one column, or those of an interval, as one."""
    names = list(map(str, part.columns))
    same = all(_is_same(part.iloc[:, place]) for place in range(len(names)))
    rows = part.iloc[list(shown)]
    if len(names) == 1:
        number = _is_number(part.dtypes.iloc[0])
        cells = _numbers(rows.iloc[:, 0], names[0]) if number else [text_of(value) for value in rows.iloc[:, 0]]
        return Column(names[0], tuple(cells), number, same)
    estimates = [_padded([_fixed(value, DECIMALS) for value in _floats(rows[name])]) for name in names]
    heads, bounds = names[:-2], zip(estimates[-2], estimates[-1], strict=True)
    cells = [f"[{low}, {high}]" for low, high in bounds]
    if heads:
        cells = [f"{value} {interval}" for value, interval in zip(estimates[0], cells, strict=True)]
    return Column(" ".join([*heads, f"[{', '.join(names[-2:])}]"]), tuple(cells), True, same, True)


def _is_same(column: pd.Series) -> bool:
    """Whether a column of two rows or more holds the same value throughout."""
    if len(column) < 2:
        return False
    if column.dtype != object:
        return bool(column.nunique(dropna=False) == 1)
    first = text_of(column.iloc[0])
    return all(text_of(value) == first for value in column)


def _floats(column: pd.Series) -> list[float]:
    return [math.nan if pd.isna(value) else float(value) for value in column]


def _numbers(column: pd.Series, name: str) -> list[str]:
    """Write the numbers of a column alike: whole ones without decimals, large ones with fewer."""
    if pd.api.types.is_integer_dtype(column.dtype):
        return [text_of(value) for value in column]
    values = _floats(column)
    known = np.array([value for value in values if math.isfinite(value)])
    largest = np.abs(known).max(initial=0)
    if largest < _MILLION and (known == np.rint(known)).all():
        return [_fixed(value, 0) for value in values]
    if largest >= _MILLION:
        return [MISSING if math.isnan(value) else f"{value:.4g}" for value in values]
    decimals = _decimals() if largest < _HUNDRED else 1
    probability = name == "p" or name.startswith("p_") or name.endswith("_p")
    return [_small(value, decimals, 0.0 if probability else _NOISE) for value in values]


def _decimals() -> int:
    """Three, or what a user has asked of pandas."""
    asked = int(pd.get_option("display.precision"))
    return DECIMALS if asked == _PANDAS_PRECISION else asked


def _fixed(value: float, decimals: int) -> str:
    return MISSING if math.isnan(value) else f"{value:z.{decimals}f}"


def _small(value: float, decimals: int, noise: float) -> str:
    """Write a number; one that would be written as 0 and is not, by its first digit: p is never 0.000."""
    if abs(value) > noise and abs(value) < 0.5 * 10**-decimals:
        return f"{value:.0e}"
    return _fixed(value, decimals)


def _padded(texts: Sequence[str]) -> list[str]:
    longest = max(map(len, texts), default=0)
    return [text.rjust(longest) for text in texts]


def text_of(value: Any) -> str:
    r"""Write a value on one line: codes with commas between, and visibly what a terminal would obey.

    Examples
    --------
    >>> text_of(("trade", "roads")), text_of(()), text_of(None), text_of("two\n lines\x1b[2J")
    ('trade, roads', '', 'NaN', 'two lines\\x1b[2J')
    """
    if isinstance(value, tuple | list):
        return ", ".join(map(text_of, value))
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return MISSING
    text = " ".join(str(value).split())
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)
