"""What was decided on a coder? The file of decisions: append-only, one line a decision, the latest of a coder counts.

Which is the latest is told by time: a file into which another machine's decisions were merged has them behind its own.

A decision says that a person's codings may become labels, or that they never do, whatever the rule of the study
says; taking it back is a line of its own. ``coders.csv`` holds those on the pillars, ``coders.<variable>.csv`` those on
a further variable, for a person may code one well and not the other.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path

import pandas as pd

from discourse.errors import LabelError, shown
from discourse.io.append_log import AppendLog, RecordForm
from discourse.io.locked_files import read_locked
from discourse.io.log_lines import LogFormat, parse_log_lines
from discourse.io.tables import is_count
from discourse.labels.coding import check_coder, is_time, one_line
from discourse.study import Study

ACCEPTED, REFUSED, WITHDRAWN = DECISIONS = ("accepted", "refused", "withdrawn")
"""What may be decided; ``withdrawn`` leaves the coder to the rule again."""
DECISION = "decision"
"""Column of a table of codings: what was decided on their coder, ``accepted`` or ``refused``; empty for nothing."""


@dataclass(frozen=True)
class Decision:
    """One line of the file.

    Attributes
    ----------
    decision_id, coder : str
        An id of its own, and on whom was decided.
    when : str
        Date and time in UTC.
    decision : str
        One of ``DECISIONS``.
    alpha : float or None
        Alpha with the labels as they were without the coder, when it was decided; None where it was undefined.
    paragraphs : int
        Paragraphs that this alpha is from.
    codebook : str
        Version of the codebook at that time.
    note : str
        One line of free words.
    """

    decision_id: str
    coder: str
    when: str
    decision: str
    alpha: float | None = None
    paragraphs: int = 0
    codebook: str = ""
    note: str = ""


COLUMNS = tuple(field.name for field in fields(Decision))
"""Columns of the file, in order. The note comes last and is always quoted, so a torn line is known by its open end."""


def decisions_path(study: Study) -> Path:
    """Return the file of a study's decisions on coders, and note it among the study's inputs."""
    return study.note(_file_name(study))


def decisions_were_read(study: Study) -> bool:
    """Say whether the decisions were asked for already, as they are whenever codings are read."""
    return _file_name(study) in study.inputs


def _file_name(study: Study) -> str:
    return f"coders.{study.variable}.csv" if study.variable else "coders.csv"


def read_decisions(study: Study) -> list[Decision]:
    """Read the decisions, oldest first; none without a file.

    Raises
    ------
    LabelError
        If the file has another header, or a line that is no decision; file, row and column are named.
    """
    path = decisions_path(study)
    rows = parse_log_lines(read_locked(path), _FORMAT, path).rows if os.path.isfile(path) else []
    return [_decision_of(cells, f"{path}, row {row}") for row, cells in rows]


def latest_decisions(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Return the latest decision on each coder; of those taken at one moment the last line.

    Examples
    --------
    >>> late, early = (Decision(day, "ani", f"2026-03-0{day}T10:00:00Z", "refused") for day in "21")
    >>> latest_decisions([late, early])["ani"].decision_id
    '2'
    """
    return {each.coder: each for each in sorted(decisions, key=lambda each: _moment(each.when))}


def _moment(when: str) -> datetime:
    found = datetime.fromisoformat(when) if when else datetime.min
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def standing_decisions(decisions: Iterable[Decision]) -> dict[str, str]:
    """Return the latest decision on each coder, ``accepted`` or ``refused``; those withdrawn are left out.

    Examples
    --------
    >>> taken = [Decision("1", "ani", "", "accepted"), Decision("2", "budi", "", "accepted"),
    ...          Decision("3", "ani", "", "refused"), Decision("4", "budi", "", "withdrawn")]
    >>> standing_decisions(taken)
    {'ani': 'refused'}
    """
    latest = latest_decisions(decisions)
    return {coder: each.decision for coder, each in latest.items() if each.decision != WITHDRAWN}


def with_decisions(codings: pd.DataFrame, decisions: Mapping[str, str]) -> pd.DataFrame:
    """Return codings with the column ``decision``: what was decided on the coder of each."""
    return codings.assign(**{DECISION: [decisions.get(coder, "") for coder in codings["coder"]]})


def decisions_in(codings: pd.DataFrame) -> dict[str, str]:
    """Read the decisions back from codings; a table without the column holds none."""
    if DECISION not in codings:
        return {}
    each = dict(zip(codings["coder"].tolist(), codings[DECISION].tolist(), strict=True))
    return {coder: decision for coder, decision in each.items() if decision}


def append_decision(study: Study, decision: Decision) -> None:
    """Write a decision to the end of the file; see :func:`append_decisions`."""
    append_decisions(study, [decision])


def append_decisions(study: Study, decisions: Sequence[Decision]) -> None:
    """Write decisions to the end of the file, which is made where there is none; return when they are on the disk.

    Raises
    ------
    LabelError
        If a decision cannot be, or the file cannot be read or written. Nothing is written then.
    """
    for decision in decisions:
        _decision_of(next(csv.reader([_line(decision)])), "decision")
    log = AppendLog(decisions_path(study), _FORM)
    with log.held():
        log.append(decisions)


def _decision_of(cells: list[str], where: str) -> Decision:
    """Read a line, or say what in it cannot be."""
    cell = dict(zip(COLUMNS, cells, strict=True))
    checks = (
        ("decision_id", bool, "an id"),
        ("when", lambda value: value and is_time(value), "a date and time such as 2024-12-03T14:05:00Z"),
        ("decision", DECISIONS.__contains__, f"one of {', '.join(DECISIONS)}"),
        ("alpha", _is_alpha, "a number of at most 1, or nothing"),
        ("paragraphs", is_count, "a number of paragraphs"),
    )
    check_coder(cell["coder"], f"{where}, column coder")
    for column, holds, expected in checks:
        if not holds(cell[column]):
            hint = "Correct the value; to decide anew: discourse coders"
            raise LabelError(expected, shown(cell[column]), f"{where}, column {column}", hint)
    return Decision(
        cell["decision_id"],
        cell["coder"],
        cell["when"],
        cell["decision"],
        float(cell["alpha"]) if cell["alpha"] else None,
        int(cell["paragraphs"]),
        cell["codebook"],
        cell["note"],
    )


def _is_alpha(value: str) -> bool:
    try:
        return not value or float("-inf") < float(value) <= 1
    except ValueError:
        return False


def _line(decision: Decision) -> str:
    """Write one line, line end included; the note alone is always quoted."""
    alpha = "" if decision.alpha is None else f"{decision.alpha:.4f}"
    cells = [alpha if name == "alpha" else str(getattr(decision, name)) for name in COLUMNS[:-1]]
    buffer, note = io.StringIO(), one_line(decision.note).replace('"', '""')
    csv.writer(buffer, lineterminator="").writerow(cells)
    return f'{buffer.getvalue()},"{note}"\n'


def _note_is_closed(line: bytes) -> bool:
    return line.endswith(b'"') and line.count(b'"') % 2 == 0


_FORMAT = LogFormat(COLUMNS, _note_is_closed, "Put the header right, or move the file away and decide anew.")
_FORM = RecordForm(_FORMAT, _decision_of, _line, attrgetter("decision_id"))
