"""Does a file of TOML or JSON hold what it should? Its entries are checked by a pydantic model.

The first that does not fit is named in one line. A model says what is expected: its types, its bounds, and for
a pattern the ``description`` of the field. A validator that finds a contradiction raises :class:`Unfit`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import AliasChoices, BaseModel, RootModel, ValidationError
from pydantic.fields import FieldInfo

from discourse.errors import DataError, DiscourseError, shown
from discourse.io.text import parser_found, read_text

Form = TypeVar("Form", bound=BaseModel)
Location = tuple[int | str, ...]

CORRECT = "Correct the entry."
_KINDS = {
    "int": "a whole number",
    "float": "a number",
    "finite": "a finite number",
    "string": "text",
    "bool": "true or false",
    "list": "a list",
    "tuple": "a list",
    "date": "a date such as 2019-05-17",
    "dict": "entries with names",
    "model": "entries with names",
}
"""What is expected, by the first word of pydantic's name of an error."""
_BOUNDS = {
    "greater_than": "a number above {gt}",
    "greater_than_equal": "a number of at least {ge}",
    "less_than": "a number below {lt}",
    "less_than_equal": "a number of at most {le}",
    "literal_error": "{expected}",
    "string_too_long": "text of at most {max_length} letters",
    "string_too_short": "text of at least {min_length} letter",
    "too_short": "a list of at least {min_length}",
}
"""The same for errors that have a bound."""


class Unfit(ValueError):
    """Raised by validators of models: what was expected, what was found, and what to do."""

    def __init__(self, expected: str, found: str, hint: str = CORRECT) -> None:
        self.expected, self.found, self.hint = expected, found, hint
        super().__init__(f"expected {expected}, found {found}")


def read_toml(path: Path, expected: str, hint: str, error: type[DiscourseError] = DataError) -> dict[str, Any]:
    """Read a file of TOML.

    Parameters
    ----------
    path : Path
        The file.
    expected : str
        What it is ("a codebook").
    hint : str
        What to do where there is none.
    error : type
        What to raise.

    Raises
    ------
    DataError
        Or ``error``, if there is no such file, or it is no TOML in UTF-8.
    """
    text = read_text(path, expected, "TOML", hint, error)
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as refusal:
        raise error("TOML in UTF-8", parser_found(refusal), path, "Correct the line named.") from None


def checked(
    form: type[Form], value: Any, expected: str, where: str | Path, hint: str, error: type[DiscourseError] = DataError
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
        Or ``error``; the first entry that does not fit is named, one with an unknown name before all others.

    Examples
    --------
    >>> class Period(BaseModel):
    ...     start: int
    >>> checked(Period, {"start": "2019"}, "a period", "study.toml", "Correct the entry.").start
    2019
    >>> checked(Period, {"start": "soon"}, "a period", "study.toml", "Correct the entry.")
    Traceback (most recent call last):
    discourse.errors.DataError: study.toml, start: expected a whole number, found 'soon'. Correct the entry.
    """
    try:
        return form.model_validate(value)
    except ValidationError as refusal:
        mistakes = refusal.errors(include_url=False)
    except ValueError as refusal:  # a whole number that cannot be written as text
        raise error(expected, parser_found(refusal), where, hint) from None
    # A misspelt name is the cause of the missing entry, not the other way round.
    first = next((one for one in mistakes if one["type"] == "extra_forbidden"), mistakes[0])
    kind, location, context = first["type"], first["loc"], first.get("ctx", {})
    if kind == "extra_forbidden":
        place = _place(where, location[:-1], value)
        raise _too_far_down(form, location, value, place, error) or _misspelt(form, location, place, error)
    place = _place(where, location, value)
    if kind == "missing":
        raise error(f"an entry '{location[-1]}'", "none", place, "Add it." if hint == CORRECT else hint)
    if isinstance(unfit := context.get("error"), Unfit):
        raise error(unfit.expected, unfit.found, place, unfit.hint)
    if not location:
        raise error(expected, shown(value), where, hint)
    raise error(_expected(form, first), shown(first["input"]), place, hint)


def _expected(form: type[BaseModel], mistake: Mapping[str, Any]) -> str:
    """Say what an entry should have been: as its field describes it, else by the kind of the mistake."""
    kind, field = mistake["type"], _field(form, mistake["loc"])
    if field and field.description:
        return field.description
    if kind in _BOUNDS:
        return _BOUNDS[kind].format(**mistake["ctx"])
    said: str = mistake["msg"].removeprefix("Value error, ")
    return _KINDS.get(kind.partition("_")[0], said)


def _too_far_down(
    form: type[BaseModel], location: Location, value: Any, place: str, error: type[DiscourseError]
) -> DiscourseError | None:
    """Say that an entry of the whole file was written below the head of a table of TOML, which takes it in."""
    name, file = str(location[-1]), place.partition(", ")[0]
    if len(location) < 2 or name not in _fields(form) or not file.endswith(".toml"):
        return None
    table = next(key for key, one in value.items() if _is_table(one))
    head = f"[[{table}]]" if isinstance(value[table], list) else f"[{table}]"
    hint = f"What stands below a line in brackets belongs to it: move the line above the first {head}."
    return error(f"{shown(name)} above the first {head}", "it here", place, hint)


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))


def _misspelt(form: type[BaseModel], location: Location, place: str, error: type[DiscourseError]) -> DiscourseError:
    names, name = list(_fields(_form_at(form, location[:-1]))), str(location[-1])
    if near := get_close_matches(name, names, 1):
        return error("an entry that is known", shown(name), place, f"Did you mean '{near[0]}'?")
    return error(f"one of the entries {', '.join(names)}", shown(name), place, "Correct its name, or take it out.")


def _place(where: str | Path, location: Location, value: Any) -> str:
    """Name a place as a reader counts: ``study.toml, period 1, start``. What is not in the file is left out."""
    parts = [str(where)]
    for step in location:
        if isinstance(step, int) and isinstance(value, Sequence) and not isinstance(value, str):
            parts = [*parts[:-1], f"{parts[-1]} {step + 1}"] if len(parts) > 1 else [*parts, f"entry {step + 1}"]
        elif isinstance(value, Mapping) and step in value:
            parts.append(str(step))
        else:
            continue
        value = value[step]
    return ", ".join(parts)


def _form_at(form: type[BaseModel], location: Location) -> type[BaseModel]:
    """Find the model of the entries at a place."""
    for step in location:
        field = _fields(form).get(str(step))
        form = (field and _inner(field.annotation)) or form
    return form


def _field(form: type[BaseModel], location: Location) -> FieldInfo | None:
    names = [number for number, step in enumerate(location) if isinstance(step, str)]
    return _fields(_form_at(form, location[: names[-1]])).get(str(location[names[-1]])) if names else None


def _fields(form: type[BaseModel]) -> dict[str, FieldInfo]:
    """Entries that a model has, by the names that a file gives them."""
    if issubclass(form, RootModel):
        return _fields(_inner(form.model_fields["root"].annotation) or BaseModel)
    return {_name(name, field): field for name, field in form.model_fields.items()}


def _name(name: str, field: FieldInfo) -> str:
    alias = field.validation_alias
    first = alias.choices[0] if isinstance(alias, AliasChoices) else alias
    return first if isinstance(first, str) else name


def _inner(annotation: Any) -> type[BaseModel] | None:
    """Find the model in a type such as ``tuple[Model, ...]`` or ``Model | None``."""
    if isinstance(annotation, type) and not get_args(annotation):
        return annotation if issubclass(annotation, BaseModel) else None
    return next((found for part in get_args(annotation) if (found := _inner(part))), None)
