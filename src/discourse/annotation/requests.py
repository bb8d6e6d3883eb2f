"""What may a page ask and say? Its requests, checked once, before a session sees them."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from discourse.errors import LabelError

_LONGEST_SECONDS = 86_400.0
_NO_OBJECT = ("json_invalid", "model_type", "model_attributes_type")


def whole_number(value: Any) -> int | None:
    """Read a place in a queue; None where it is no whole number from 0.

    Examples
    --------
    >>> whole_number("12"), whole_number(3), whole_number("x"), whole_number(True)
    (12, 3, None, None)
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 10 else None


def _seconds(value: Any) -> float | None:
    """Read a duration; None where a browser's clock gives none, for no coding is lost for its duration."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(min(value, _LONGEST_SECONDS)) if is_number and value >= 0 else None


Place = Annotated[int | None, BeforeValidator(whole_number)]
Seconds = Annotated[float | None, BeforeValidator(_seconds)]


class PageRequest(BaseModel):
    """What both pages send.

    Attributes
    ----------
    coder : str
        Who asks.
    position, next : int or None
        Place in the queue of the card wanted, from 0: alone, or after something was saved.
    undoes : str
        Id of what is to be taken back.
    replaces : str
        Id of the coder's own coding or answer that the card showed; empty where it showed none.
    """

    model_config = ConfigDict(strict=True, frozen=True)

    coder: str = ""
    position: Place = None
    next: Place = None
    undoes: str = ""
    replaces: str = ""

    @property
    def line_id(self) -> str:
        """Id, made by the page, of the line of the log that the request asks for."""
        raise NotImplementedError


class LabellingRequest(PageRequest):
    """What the labelling page sends: whose queue, and how the paragraph of a key is coded."""

    queue: str = ""
    mode: Literal["code", "review", "adjudicate"] = "code"
    coding_id: str = Field("", max_length=80)
    paragraph: str = ""
    primary: str = ""
    also: tuple[str, ...] = ()
    unsure: bool = False
    note: str = Field("", max_length=2000)
    rule: str = Field("", max_length=10)
    seconds: Seconds = None

    @property
    def line_id(self) -> str:
        """Id of the coding."""
        return self.coding_id


class IntrusionRequest(PageRequest):
    """What the page of an intrusion test sends: which test, and which option of an item was chosen.

    ``digest`` is that of the test that was shown.
    """

    kind: str = ""
    answer_id: str = ""
    item: str = ""
    answer: str = ""
    digest: str = ""

    @property
    def line_id(self) -> str:
        """Id of the answer."""
        return self.answer_id


Form = TypeVar("Form", bound=PageRequest)


def read_request(form: type[Form], sent: bytes | dict[str, str]) -> Form:
    """Read a request from the JSON that a page posted, or from the query of an address.

    Raises
    ------
    LabelError
        If it is no JSON object, or an entry has another type or length than it should.

    Examples
    --------
    >>> read_request(LabellingRequest, b'{"coder": "ani", "also": ["economic"]}').also
    ('economic',)
    >>> read_request(LabellingRequest, {"mode": "guess"})
    Traceback (most recent call last):
    discourse.errors.LabelError: mode: expected 'code', 'review' or 'adjudicate', found 'guess'. Reload the page.
    """
    try:
        return form.model_validate_json(sent) if isinstance(sent, bytes) else form.model_validate(sent)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
    if first["type"] in _NO_OBJECT:
        raise LabelError("a JSON object", "something else", "request", "Reload the page.")
    expected = first["msg"].removeprefix("Input should be ").replace("String should have", "text with")
    too_long = first["type"] == "string_too_long"
    raise LabelError(
        expected,
        f"{len(first['input'])}" if too_long else repr(first["input"])[:40],
        ", ".join(str(part) for part in first["loc"]),
        "Shorten it." if too_long else "Reload the page.",
    )
