"""Is what comes from outside as it should be: a table read as text, a value of TOML or JSON?

Nothing is taken for a number or for missing: ``007`` and ``NA`` stay what they are. Rows are numbered as an
editor numbers them, the header being row 1, so that an error names the row to look at.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
from pydantic import BaseModel, ValidationError

from discourse.errors import DataError

Form = TypeVar("Form", bound=BaseModel)

CORRECT = "Correct the value."
_DIGITS = 9


def read_table(path: Path, columns: Sequence[str], key: str | None) -> pd.DataFrame:
    """Read a CSV table, packed by gzip or not, as text.

    Parameters
    ----------
    path : Path
        The file.
    columns : sequence of str
        Columns that must be there; others are kept.
    key : str or None
        Column of ids, by which the rows are sorted: no id may be empty or stand twice.

    Returns
    -------
    DataFrame
        All columns as text, and ``row``, the row of the file.

    Raises
    ------
    DataError
        If there is no file, it is no CSV in UTF-8, a column is missing, or an id is empty or stands twice.
    """
    if not path.is_file():
        raise DataError("a table", "no file", path, "Put the file there, or name the study with --study.")
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except (UnicodeDecodeError, ValueError, OSError, EOFError, zlib.error) as error:
        found = " ".join(str(error).split())
        raise DataError("a CSV table in UTF-8", found, path, "Save it as CSV, UTF-8.") from None
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise DataError(f"the columns {', '.join(columns)}", f"no {', '.join(missing)}", path, "Add what is missing.")
    table["row"] = range(2, len(table) + 2)
    if key is None:
        return table
    check_column(table, path, key, bool, "an id")
    check_unique(table, path, key)
    return table.sort_values(key, ignore_index=True)


def check_column(
    table: pd.DataFrame,
    where: str | Path,
    column: str,
    holds: Callable[[str], bool],
    expected: str,
    hint: str = CORRECT,
    error: type[DataError] = DataError,
) -> None:
    """Refuse the first value of a column that does not hold, naming file, row and column.

    Parameters
    ----------
    table : DataFrame
        With ``row``, the number to name.
    where : str or Path
        The file to name.
    column : str
        The column, of text.
    holds : callable
        Says whether a value is right; asked once for each value. What it raises as ``DataError`` is a no,
        and says what was expected.
    expected, hint : str
        What should have been there, and what to do.
    error : type
        What to raise.

    Raises
    ------
    DataError
        Or ``error``.

    Examples
    --------
    >>> rows = pd.DataFrame({"row": [2, 3], "lead": ["yes", "maybe"]})
    >>> check_column(rows, "paragraphs.csv", "lead", ("yes", "no").__contains__, "yes or no")
    Traceback (most recent call last):
    discourse.errors.DataError: paragraphs.csv, row 3, column lead: expected yes or no, found 'maybe'. \
Correct the value.
    """
    first: dict[str, int] = {}
    for value, row in zip(table[column].tolist(), table["row"].tolist(), strict=True):
        first.setdefault(value, row)
    for value, row in first.items():
        try:
            good = holds(value)
        except DataError as refusal:
            expected, good = refusal.expected, False
        if not good:
            raise error(expected, repr(value), f"{where}, row {row}, column {column}", hint)


def check_unique(
    table: pd.DataFrame,
    where: str | Path,
    column: str,
    hint: str = "Rename or delete one.",
    error: type[DataError] = DataError,
) -> None:
    """Refuse the first id that stands a second time; arguments as in :func:`check_column`.

    Raises
    ------
    DataError
        Or ``error``.

    Examples
    --------
    >>> check_unique(pd.DataFrame({"row": [2, 3], "id": ["a", "a"]}), "articles.csv", "id")
    Traceback (most recent call last):
    discourse.errors.DataError: articles.csv, row 3, column id: expected each id once, found 'a' again. \
Rename or delete one.
    """
    twice = table[table[column].duplicated()]
    if len(twice):
        row, value = twice.iloc[0]["row"], twice.iloc[0][column]
        raise error("each id once", f"{value!r} again", f"{where}, row {row}, column {column}", hint)


def is_count(value: str) -> bool:
    """Say whether a text is a whole number from 0, of at most nine digits.

    Examples
    --------
    >>> is_count("12"), is_count("-1"), is_count("1.5"), is_count("9" * 25)
    (True, False, False, False)
    """
    return value.isdecimal() and len(value) <= _DIGITS


def checked(
    form: type[Form], value: Any, expected: str, where: str | Path, hint: str, error: type[DataError] = DataError
) -> Form:
    """Return a value as a pydantic model, or say in one line what is wrong with it.

    Parameters
    ----------
    form : type
        The model.
    value : object
        What was read.
    expected, where, hint : str
        What should have been there, the place, and what to do.
    error : type
        What to raise.

    Raises
    ------
    DataError
        Or ``error``; the first entry that does not fit is named.

    Examples
    --------
    >>> class Period(BaseModel):
    ...     start: int
    >>> checked(Period, {"start": "2023"}, "a period", "study.toml", "Correct the entry.").start
    2023
    >>> checked(Period, {"start": "soon"}, "a period", "study.toml", "Correct the entry.")
    Traceback (most recent call last):
    discourse.errors.DataError: study.toml: expected a period, found in start: Input should be a valid integer, \
unable to parse string as an integer. Correct the entry.
    """
    try:
        return form.model_validate(value)
    except ValidationError as refusal:
        first = refusal.errors()[0]
        entry = ".".join(str(part) for part in first["loc"])
        message = " ".join(first["msg"].split())
        raise error(expected, f"in {entry}: {message}" if entry else message, where, hint) from None
