"""How is a table written so that no spreadsheet runs a cell of it as a formula?

A spreadsheet computes a cell of a CSV file that begins with ``=``, ``+``, ``-`` or ``@``, whoever wrote it there:
a heading, a coder's name, an address. Such text gets an apostrophe in front, by which a spreadsheet knows text.
Files that another program reads back cell by cell, such as exchanged codings, are not written in this way.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

MARK = "'"
"""What is put in front of text that a spreadsheet would take for a formula."""

_FORMULA = re.compile(r"[\s\"'\ufeff\u200b]*[=+\-@＝＋－＠]|[\t\r\n]")
"""Signs that begin a formula, also behind spaces and quotes, which some programs drop; and bare line breaks."""
_ONE_NUMBER = r"[+-]?(?:\d+(?:[.,]\d+)*|[.,]\d+|inf|nan)(?:e[+-]?\d+)?%?"
_NUMBER = re.compile(rf"\s*{_ONE_NUMBER}(?:\s*\[{_ONE_NUMBER}[,;]\s*{_ONE_NUMBER}\])?\s*", re.ASCII | re.IGNORECASE)
"""A number, or one with its interval: ``-12.7``, ``-0.1 [-0.2, 0.1]``."""


def guard_text(value: str) -> str:
    """Put an apostrophe before text that would be taken for a formula; numbers stay as they are.

    So do numbers with their interval, and text that begins with an apostrophe, so that guarding twice is guarding once.

    Examples
    --------
    >>> guard_text("=1+1"), guard_text("- a dash"), guard_text("-12.7"), guard_text("a = b")
    ("'=1+1", "'- a dash", '-12.7', 'a = b')
    """
    if not _FORMULA.match(value) or value.startswith(MARK) or _NUMBER.fullmatch(value):
        return value
    return MARK + value


def unguard_text(value: str) -> str:
    """Take off the apostrophe that :func:`guard_text` put before a text.

    Examples
    --------
    >>> unguard_text("'=1+1"), unguard_text("'tis")
    ('=1+1', "'tis")
    """
    if not value.startswith(MARK):
        return value
    bare = value.removeprefix(MARK)
    return bare if guard_text(bare) != bare else value


def guard_table(table: pd.DataFrame) -> pd.DataFrame:
    r"""Guard the text of a table, names of columns included; numbers and missing values stay as they are.

    Examples
    --------
    >>> guard_table(pd.DataFrame({"coder": ["@ani", "budi"], "shift": [-0.5, 0.25]})).to_csv(index=False)
    "coder,shift\n'@ani,-0.5\nbudi,0.25\n"
    """
    return _map_text(table, guard_text).rename(columns=guard_text)


def unguard_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table as it was before :func:`guard_table`; names of columns are left alone."""
    return _map_text(table, unguard_text)


def _map_text(table: pd.DataFrame, change: Callable[[str], str]) -> pd.DataFrame:
    """Change each text of a table; columns keep their types, but one of categories that changes becomes plain."""
    changed = table.copy()
    for name, column in table.select_dtypes(exclude=["number", "bool"]).items():
        # What pandas holds as text is quick to look through once; a plain column may hold anything.
        values = column if column.dtype == object else column.unique()
        texts = {value for value in values if isinstance(value, str)}
        new = {text: change(text) for text in texts if change(text) != text}
        if new:
            cells = [new.get(value, value) if isinstance(value, str) else value for value in column]
            kind = object if isinstance(column.dtype, pd.CategoricalDtype) else column.dtype
            changed[name] = pd.Series(cells, index=column.index, dtype=kind)
    return changed
