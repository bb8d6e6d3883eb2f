"""Does a value from outside, read from TOML or JSON, have the form it should?"""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from discourse.errors import DataError

Form = TypeVar("Form", bound=BaseModel)


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
    >>> checked(Period, {"start": "2019"}, "a period", "study.toml", "Correct the entry.").start
    2019
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
