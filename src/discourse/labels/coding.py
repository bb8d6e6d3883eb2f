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
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from discourse.codebook import NONE, Codebook
from discourse.errors import LabelError

ADJUDICATION = "adjudication"
"""The ``why`` of a decision taken in the adjudication view."""

INFORMED = (ADJUDICATION, "decision", "review")
"""The ``why`` of codings whose coder had seen other codings of the paragraph; they say nothing about agreement."""

_ID = re.compile(r"[^\s,\"#]{1,200}")
_CODER = re.compile(r"\w[\w .@+'’-]{0,59}")
_LONGEST_NOTE = 20_000
_MOST_SECONDS = 1e9


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
        The pillar, or the code of a further variable, or ``none``; empty in a line that only takes another back.
    also : tuple of str
        Other pillars or codes mentioned.
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


COLUMNS = tuple(field.name for field in fields(Coding))
"""Columns of the log, in order. The note comes last and is always quoted, so a torn line is known by its open end."""


def new_id() -> str:
    """Return an id that no other coding has."""
    return uuid.uuid4().hex


def now() -> str:
    """Return the time in UTC to the second, as the log writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_time(value: str) -> bool:
    """Say whether the log may hold this as the time of a coding: ISO 8601, or nothing.

    Examples
    --------
    >>> is_time("2024-12-03T14:05:00Z"), is_time(""), is_time("yesterday")
    (True, True, False)
    """
    try:
        return not value or bool(datetime.fromisoformat(value))
    except ValueError:
        return False


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
    place = f"{where} {one_line(coding.coding_id):.60}".strip()
    check_coder(coding.coder, place)
    for passed, expected, found, hint in _checks(coding, codebook, paragraphs):
        if not passed:
            raise LabelError(expected, found, place, hint)
    also = tuple(pillar for pillar in codebook.pillar_ids if pillar in coding.also)
    texts = {name: one_line(getattr(coding, name)) for name in ("codebook", "why", "rule", "queue", "note")}
    return Coding(**{**coding.__dict__, **texts, "also": also})


def _checks(coding: Coding, codebook: Codebook, paragraphs: Container[str]) -> Iterator[tuple[bool, str, str, str]]:
    """Say of each thing whether it is as it should be, what it should be, what it is, and what to do."""

    def shown(value: object) -> str:
        return f"{value!r:.60}"

    for name in (coding.coding_id, coding.undoes or coding.coding_id):
        passed = bool(_ID.fullmatch(name)) and name.isprintable()
        yield passed, "an id without spaces, commas, quotes or #, of at most 200 signs", shown(name), "Make another id."
    known, number = coding.paragraph_id in paragraphs, "Correct the number, or leave it out."
    yield known, "the id of a paragraph in paragraphs.csv", shown(coding.paragraph_id), "Correct the id."
    problem = "" if coding.undoes else code_problem(coding.primary, coding.also, codebook)
    yield not problem, "codes of the codebook", problem, "Correct the codes."
    length = len(coding.note)
    yield length <= _LONGEST_NOTE, f"a note of at most {_LONGEST_NOTE:,} characters", f"{length:,}", "Shorten it."
    drawn = coding.inclusion is None or 0 < coding.inclusion <= 1
    yield drawn, "an inclusion probability above 0 and at most 1", shown(coding.inclusion), number
    timed = coding.seconds is None or 0 <= coding.seconds <= _MOST_SECONDS
    yield timed, f"at most {_MOST_SECONDS:,.0f} seconds", shown(coding.seconds), number
    yield bool(one_line(coding.codebook)), "a version of the codebook", shown(coding.codebook), "Name it."
    yield is_time(coding.when), "a date and time such as 2024-12-03T14:05:00Z", shown(coding.when), "Correct it."


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
            f"{name!r:.80}",
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
        return f"primary {primary!r:.60}"
    for code in also:
        if code not in codebook.pillar_ids:
            return f"also {code!r:.60}"
    if primary in also:
        return f"the primary {primary!r} among also"
    if also and not codebook.several:
        return f"also {' '.join(also)!r} where {codebook.id} takes one code"
    if len(set(also)) < len(also):
        return f"a code twice among also ({' '.join(also)})"
    return f"{' '.join(also)!r} in the column also beside {NONE}" if primary == NONE and also else ""
