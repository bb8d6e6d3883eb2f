"""What may a page ask and say? Its requests, checked once, before a session sees them."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from discourse.errors import LabelError

_LONGEST_SECONDS = 86_400.0
_NO_OBJECT = ("json_invalid", "model_type", "model_attributes_type")


def place_of(value: Any) -> Any:
    """Read a place in a queue from an address, where all is text; None where it is no whole number from 0.

    Examples
    --------
    >>> place_of("12"), place_of("x"), place_of(3)
    (12, None, 3)
    """
    if not isinstance(value, str):
        return value
    return int(value) if value.isdecimal() and len(value) < 10 else None


def _longest(value: float) -> float:
    """Cut a duration: a page may stay open over night."""
    return min(value, _LONGEST_SECONDS)


Place = Annotated[Annotated[int, Field(ge=0, lt=10**9)] | None, BeforeValidator(place_of)]
Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False), AfterValidator(_longest)] | None


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


class FurtherAnswer(BaseModel):
    """How a further variable is coded on the card of the pillars; ``replaces`` as :class:`PageRequest` has it."""

    model_config = ConfigDict(strict=True, frozen=True)

    variable: str
    primary: str
    also: tuple[str, ...] = ()
    replaces: str = ""


class LabellingRequest(PageRequest):
    """What the labelling page sends: whose queue, and how the paragraph of a key is coded.

    ``unclear`` says that the text of the paragraph is, ``further`` how the codebook's other variables are coded.
    """

    queue: str = ""
    mode: Literal["code", "review", "adjudicate"] = "code"
    coding_id: str = Field("", max_length=80)
    paragraph: str = ""
    primary: str = ""
    also: tuple[str, ...] = ()
    unsure: bool = False
    unclear: bool = False
    further: tuple[FurtherAnswer, ...] = Field((), max_length=100)
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
