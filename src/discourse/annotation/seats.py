"""Who sits at the page, and may they? Seats, names of people, and keys that give no paragraph away."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from discourse.errors import LabelError
from discourse.labels.coding import check_coder
from discourse.settings import Settings

CODE, REVIEW, ADJUDICATE = "code", "review", "adjudicate"
MODES = (CODE, REVIEW, ADJUDICATE)


class Conflict(LabelError):
    """The coding answers a card that is no longer how things stand."""


@dataclass(frozen=True)
class Seat:
    """Who sits at the page, which queue lies before them, and in which mode."""

    coder: str
    queue: str
    mode: str = CODE


def check_person(settings: Settings, coder: str) -> str:
    """Return the name of a person who may code, white space in it collapsed; see :meth:`Desk.check_coder`."""
    name = " ".join(coder.split())
    if name in {*settings.label_precedence, *settings.agreement_only}:
        raise LabelError(
            "the name of a person",
            f"{name!r}, which study.toml gives a rank of its own",
            "coder",
            "Choose another name.",
        )
    return check_coder(name)


def key_of(paragraph: str) -> str:
    """Return a name for a paragraph that gives nothing away and stays the same from run to run."""
    return hashlib.sha256(paragraph.encode()).hexdigest()[:20]
