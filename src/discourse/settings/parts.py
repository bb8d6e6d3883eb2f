"""Of what parts is ``study.toml`` made? Periods, which are spans of days, and analyses, which choose articles."""

from __future__ import annotations

import calendar
import re
from datetime import date

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, field_validator, model_validator

from discourse.errors import DataError, shown
from discourse.io.typed import Unfit

OPENING = "opening"
FORMER_NAMES = {"lead": OPENING}
"""Values of ``extent`` and columns by a name that they no longer bear; tables and settings may still use it."""


class Strict(BaseModel):
    """A part of a file that refuses an entry it does not know, and is not changed once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Period(Strict):
    """A span of days; an article belongs to it when every day its date may mean lies inside.

    Examples
    --------
    >>> year = Period(id="2019", start=date(2019, 1, 1), end=date(2019, 12, 31))
    >>> year.holds("2019-05"), year.holds("2019"), year.holds("2020-01-01"), year.holds("")
    (True, True, False, False)
    """

    id: str = Field(min_length=1)
    start: date
    end: date

    @field_validator("start", "end", mode="before")
    @classmethod
    def _written_as_date(cls, day: object) -> object:
        """Refuse a number, which would be taken for seconds since 1970."""
        if isinstance(day, int | float):
            raise Unfit("a date such as 2019-05-17", shown(day))
        return day

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        if self.end < self.start:
            raise Unfit(f"an end not before the start, {self.start}", f"{self.end}: it ends before it starts")
        return self

    def holds(self, published: str) -> bool:
        """Say whether a date (day, month or year; empty for unknown) lies wholly in the period."""
        if not published:
            return False
        first, last = days_of(published)
        return self.start <= first and last <= self.end


class Analysis(Strict):
    """Which articles and paragraphs one comparison is made of.

    Attributes
    ----------
    id, title : str
        Name in tables, name shown to readers.
    sampling, partner, outlet, extent : str
        Keep articles with this value; for ``partner``, those that have it among their partners.
        Empty keeps all.
    openings : bool
        Keep openings only: the articles of which no more was read, and of full articles the paragraphs
        marked ``opening``. The former name ``leads`` is still read.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$", description="an id of lower-case letters, digits and hyphens")
    title: str = Field(min_length=1)
    sampling: str = ""
    partner: str = ""
    outlet: str = ""
    extent: str = ""
    openings: bool = Field(default=False, validation_alias=AliasChoices("openings", "leads"))

    @field_validator("extent")
    @classmethod
    def _by_its_name(cls, extent: str) -> str:
        return FORMER_NAMES.get(extent, extent)


def days_of(published: str) -> tuple[date, date]:
    """First and last day that a date of day, month or year precision may mean.

    Raises
    ------
    DataError
        If the text is no such date.

    Examples
    --------
    >>> days_of("2019-02")
    (datetime.date(2019, 2, 1), datetime.date(2019, 2, 28))
    """
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", published)
    try:
        if not match:
            raise ValueError
        year, month, day = (int(part) if part else None for part in match.groups())
        first = date(year or 0, month or 1, day or 1)
        last_month = month or 12
        last_day = day or calendar.monthrange(first.year, last_month)[1]
        return first, date(first.year, last_month, last_day)
    except ValueError:
        hint = "Correct the date, or leave it empty."
        raise DataError("a date such as 2019, 2019-05 or 2019-05-17", shown(published), hint=hint) from None
