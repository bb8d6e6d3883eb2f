"""A value from outside is a model, or a line that names the entry."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from discourse.errors import DataError, LabelError
from discourse.io.checked import checked


class Coding(BaseModel):
    paragraph: str
    also: list[str] = []


def test_a_value_that_fits_is_a_model() -> None:
    made = checked(Coding, {"paragraph": "a:01", "also": ["trade"]}, "a coding", "x.json", "Correct it.")
    assert (made.paragraph, made.also) == ("a:01", ["trade"])


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({}, "in paragraph: Field required"),
        ({"paragraph": "a", "also": ["b", None]}, "in also.1: Input should be a valid string"),
        (None, "Input should be a valid dictionary or instance of Coding"),
    ],
)
def test_the_entry_that_does_not_fit_is_named(value, found) -> None:
    with pytest.raises(DataError) as refusal:
        checked(Coding, value, "a coding", "x.json", "Correct it.", LabelError)
    assert type(refusal.value) is LabelError
    assert str(refusal.value) == f"x.json: expected a coding, found {found}. Correct it."
