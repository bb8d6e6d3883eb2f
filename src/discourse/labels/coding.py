"""What is a coding? One coder's word on one paragraph, as one line of the log.

A coding is never changed. A coder who thinks again makes another one; taking one back is a line of
its own that names it in ``undoes``.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import uuid
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from discourse.codebook import NONE, Codebook
from discourse.errors import LabelError

COLUMNS = (
    "coding_id",
    "paragraph_id",
    "coder",
    "codebook",
    "primary",
    "also",
    "unsure",
    "when",
    "why",
    "rule",
    "queue",
    "inclusion",
    "seconds",
    "undoes",
    "note",
)
"""Columns of the log, in order. The note comes last and is always quoted, so a torn line is known by its open end."""

ADJUDICATION = "adjudication"
"""The ``why`` of a decision taken in the adjudication view."""

INFORMED = (ADJUDICATION, "decision", "review")
"""The ``why`` of codings whose coder had seen other codings of the paragraph; they say nothing about agreement."""

_ID = re.compile(r"[^\s,\"#]+")
_CODER = re.compile(r"\w[\w .@+'’-]{0,59}")
_LONGEST_NOTE = 20_000


@dataclass(frozen=True)
class Coding:
    """One line of the log.

    Attributes
    ----------
    coding_id : str
        Made by whoever codes, so that sending it twice cannot count twice.
    paragraph_id, coder, codebook : str
        What was coded, by whom, under which version of the codebook.
    primary : str
        The pillar, or ``none``; empty in a line that only takes another back.
    also : tuple of str
        Other pillars mentioned.
    unsure : bool
        The coder was in doubt.
    when : str
        Date and time with offset, ISO 8601; empty where it is not known.
    why : str
        What the coding was made for: ``coding`` (blind), ``review`` (others' codings were in sight),
        ``adjudication``, ``undo``, ``import``, or free words.
    rule : str
        Number of the codebook's rule that decided; empty where none was named.
    queue : str
        The queue that brought the paragraph up.
    inclusion : float or None
        Probability with which the queue's design draws this paragraph; None where no design did.
    seconds : float or None
        How long the paragraph was on the screen.
    undoes : str
        Id of the coding that this line takes back.
    note : str
        One line of free words.

    Examples
    --------
    >>> line = as_line(Coding("7f3a", "post-2024:01", "ani", "2", "economic", ("education",)))
    >>> line.rstrip()
    '7f3a,post-2024:01,ani,2,economic,education,no,,,,,,,,""'
    """

    coding_id: str
    paragraph_id: str
    coder: str
    codebook: str
    primary: str
    also: tuple[str, ...] = ()
    unsure: bool = False
    when: str = ""
    why: str = ""
    rule: str = ""
    queue: str = ""
    inclusion: float | None = None
    seconds: float | None = None
    undoes: str = ""
    note: str = ""


def new_id() -> str:
    """Return an id that no other coding has."""
    return uuid.uuid4().hex


def now() -> str:
    """Return the time in UTC to the second, as the log writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def one_line(note: str) -> str:
    r"""Make a note fit the log: white space becomes single spaces, control characters go.

    Examples
    --------
    >>> one_line("both\n  aid and\ttrade\x00")
    'both aid and trade'
    """

    def fits(character: str) -> bool:
        return character.isspace() or unicodedata.category(character) not in ("Cc", "Cs")

    return " ".join("".join(filter(fits, note)).split())


def as_cells(coding: Coding) -> dict[str, str]:
    """Write each field as the log does: column name to text."""

    def number(value: float | None) -> str:
        return "" if value is None else f"{value:.6g}"

    return {
        **{column: str(getattr(coding, column)) for column in COLUMNS},
        "also": " ".join(coding.also),
        "unsure": "yes" if coding.unsure else "no",
        "inclusion": number(coding.inclusion),
        "seconds": number(coding.seconds),
    }


def coding_of(cells: Mapping[str, str], where: str = "coding") -> Coding:
    """Read one coding from its cells by column name; columns that are not there are empty.

    Raises
    ------
    LabelError
        If ``inclusion`` or ``seconds`` is no number.
    """

    def text(column: str) -> str:
        return cells.get(column, "")

    def number(column: str) -> float | None:
        try:
            return float(text(column)) if text(column) else None
        except ValueError:
            raise LabelError(
                "a number, or nothing", repr(text(column)), f"{where}, column {column}", "Correct the value."
            ) from None

    return Coding(
        text("coding_id"),
        text("paragraph_id"),
        text("coder"),
        text("codebook"),
        text("primary"),
        also=tuple(text("also").split()),
        unsure=text("unsure") == "yes",
        when=text("when"),
        why=text("why"),
        rule=text("rule"),
        queue=text("queue"),
        undoes=text("undoes"),
        note=text("note"),
        inclusion=number("inclusion"),
        seconds=number("seconds"),
    )


def as_line(coding: Coding) -> str:
    """Write one line of the log, line end included; the note alone is always quoted."""
    cells = as_cells(coding)
    note = cells.pop("note").replace('"', '""')
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(cells.values())
    return f'{buffer.getvalue()},"{note}"\n'


def check_coding(coding: Coding, codebook: Codebook, paragraphs: Container[str], where: str = "coding") -> Coding:
    """Return the coding, its ``also`` in codebook order and its note on one line, or say what is wrong with it.

    Parameters
    ----------
    coding : Coding
        What a coder said.
    codebook : Codebook
        The codes that may be used.
    paragraphs : container of str
        Ids of the study's paragraphs.
    where : str
        The place to name in an error.

    Raises
    ------
    LabelError
        If the paragraph or a code is unknown, the primary is among ``also``, ``none`` has an ``also``,
        an id or the coder's name has characters that the log cannot hold, or a number is out of range.
    """
    place = f"{where} {coding.coding_id}".strip()
    if not _ID.fullmatch(coding.coding_id) or (coding.undoes and not _ID.fullmatch(coding.undoes)):
        raise LabelError("an id without spaces, commas, quotes or #", repr(coding.coding_id), place, "Make another id.")
    check_coder(coding.coder, place)
    if coding.paragraph_id not in paragraphs:
        raise LabelError("the id of a paragraph in paragraphs.csv", repr(coding.paragraph_id), place, "Correct the id.")
    problem = "" if coding.undoes else code_problem(coding.primary, coding.also, codebook)
    if problem:
        raise LabelError("codes of the codebook", problem, place, "Correct the codes.")
    if len(coding.note) > _LONGEST_NOTE:
        raise LabelError(
            f"a note of at most {_LONGEST_NOTE:,} characters", f"{len(coding.note):,}", place, "Shorten it."
        )
    if coding.inclusion is not None and not 0 < coding.inclusion <= 1:
        raise LabelError("a probability above 0 and at most 1", str(coding.inclusion), f"{place}, inclusion")
    also = tuple(pillar for pillar in codebook.pillar_ids if pillar in coding.also)
    texts = {name: one_line(getattr(coding, name)) for name in ("why", "rule", "queue", "note")}
    return Coding(**{**coding.__dict__, **texts, "also": also})


def check_coder(name: str, where: str = "coder") -> str:
    """Return the name of a coder, or refuse one that the log cannot hold.

    Raises
    ------
    LabelError
        If it is empty, longer than 60 characters, or has others than letters, digits, spaces and . @ + - '.
    """
    if not _CODER.fullmatch(name):
        raise LabelError(
            "a coder's name of at most 60 letters, digits, spaces or . @ + - '",
            repr(name),
            where,
            "Choose another name.",
        )
    return name


def code_problem(primary: str, also: tuple[str, ...], codebook: Codebook) -> str:
    """Say what is wrong with the codes of one coding; empty when nothing is.

    Examples
    --------
    >>> from discourse.codebook import Pillar
    >>> book = Codebook("1", (Pillar("trade", "Trade", "-"), Pillar("arts", "Arts", "-")), "-")
    >>> code_problem("trade", ("trade",), book)
    "the primary 'trade' among also"
    >>> code_problem("sports", (), book)
    "primary 'sports'"
    """
    if primary not in codebook.codes:
        return f"primary {primary!r}"
    for code in also:
        if code not in codebook.pillar_ids:
            return f"also {code!r}"
    if primary in also:
        return f"the primary {primary!r} among also"
    if len(set(also)) < len(also):
        return f"a pillar twice among also ({' '.join(also)})"
    return f"also {' '.join(also)!r} beside {NONE}" if primary == NONE and also else ""
