"""What is taken for a list of texts, of their codes, and of the article that each is from?"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from functools import cache
from typing import Any

import pandas as pd

from discourse.codebook import NONE
from discourse.errors import DataError, shown


def listed_texts(name: str, values: Any) -> list[str]:
    """Read several texts.

    Raises
    ------
    DataError
        If it is one text, a table, or a value among them is no text; naming the row.

    Examples
    --------
    >>> listed_texts("texts", ("a bridge", "a school"))
    ['a bridge', 'a school']
    """
    listed = _listed(name, values)
    for row, value in enumerate(listed):
        if not isinstance(value, str):
            raise DataError("a text", shown(value), f"{name}, row {row}", "Leave the row out, or write it as text.")
    return listed


def listed_codes(values: Any) -> list[str]:
    """Read the codes that a classifier learns from.

    Raises
    ------
    DataError
        As :func:`listed_texts`, if one is empty, or there are not two different codes.
    """
    codes = listed_texts("codes", values)
    if "" in codes:
        hint = "Train on coded rows: table[table['primary'] != '']."
        raise DataError("a code", "an empty text", f"codes, row {codes.index('')}", hint)
    if len(set(codes)) < 2:
        found = f"{len(codes)} texts with the code {shown(codes[0])}" if codes else "no text"
        raise DataError("texts with at least two different codes", found, "argument codes", "Code more texts.")
    return codes


def listed_articles(values: Any, texts: int) -> list[Any]:
    """Read the article of each text; where none are given, each text is an article of its own."""
    return list(range(texts)) if values is None else _listed("articles", values)


def check_lengths(number: int, **lists: list[Any]) -> None:
    """Refuse lists that do not have a value for each text."""
    for name, values in lists.items():
        if len(values) != number:
            raise DataError(f"{number} {name}, one for each text", str(len(values)), f"argument {name}")


def rows_of_codes(codes: Any, articles: Any = None) -> pd.DataFrame:
    """Put a list of codes into rows such as those of :meth:`discourse.Study.table`.

    Parameters
    ----------
    codes : sequence of str
        The primary code of each text.
    articles : sequence, optional
        Article of each text; default: each text is an article of its own.

    Returns
    -------
    DataFrame
        ``paragraph_id`` (the number of the text, from 0), ``article_id``, ``primary``, ``also`` (empty). ``attrs``
        holds the ``pillars``: the codes other than ``none``, sorted, as a classifier fitted to them has them.

    Raises
    ------
    DataError
        As :func:`listed_codes`, or if there are not as many articles as codes.

    Examples
    --------
    >>> rows = rows_of_codes(["schools", "roads", "none"], ["a", "a", "b"])
    >>> list(rows.attrs["pillars"]), rows["article_id"].tolist()
    (['roads', 'schools'], ['a', 'a', 'b'])
    """
    codes = listed_codes(codes)
    groups = listed_articles(articles, len(codes))
    check_lengths(len(codes), articles=groups)
    numbers = [str(row) for row in range(len(codes))]
    rows = pd.DataFrame({"paragraph_id": numbers, "article_id": groups, "primary": codes, "also": [()] * len(codes)})
    rows.attrs = {"pillars": {code: code for code in sorted(set(codes) - {NONE})}}
    return rows


@cache
def warn_of_articles(function: str) -> None:
    """Warn, the first time that a function was given no articles, whatever the filters of warnings say of repeats."""
    warnings.warn(
        f"{function} was given no articles: each text counts as an article of its own. If several are of one article, "
        "give the article of each (articles=...); if not, articles=range(len(texts)) says so.",
        UserWarning,
        stacklevel=3,
    )


def _listed(name: str, values: Any) -> list[Any]:
    """Read several values; one text, a table and a missing value are refused."""
    if isinstance(values, str | bytes) or getattr(values, "ndim", 1) != 1 or not isinstance(values, Iterable):
        found = f"one text, {shown(values)}" if isinstance(values, str | bytes) else type(values).__name__
        raise DataError(f"a list, Series or array of {name}", found, f"argument {name}", "Give one for each text.")
    listed = list(values)
    for row, value in enumerate(listed):
        if pd.api.types.is_scalar(value) and pd.isna(value):
            raise DataError(f"one of the {name}", shown(value), f"{name}, row {row}", "Leave the row out.")
    return listed
