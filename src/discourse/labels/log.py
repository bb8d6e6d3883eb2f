"""What does the label log say? Read it, line by line, and refuse what cannot be.

The log is append-only: one line a coding, the newest last, and nothing is ever rewritten. A line that a
crash left unfinished was never saved; it is reported and passed over (see ``discourse.io.log_lines``).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pandas as pd

from discourse.codebook import Codebook
from discourse.errors import LabelError
from discourse.io.locked_files import read_locked
from discourse.io.log_lines import LogFormat, LogLines, Salvage, check_header, parse_log_lines, salvage_lines
from discourse.io.tables import check_column, check_unique
from discourse.labels.coding import COLUMNS, Coding, code_problem, coding_of, is_time
from discourse.labels.consent.decisions import read_decisions, standing_decisions, with_decisions
from discourse.study import Study

_LOGGER = logging.getLogger(__name__)


def _note_is_closed(line: bytes) -> bool:
    return line.endswith(b'"') and line.count(b'"') % 2 == 0


LOG_FORMAT = LogFormat(
    COLUMNS,
    _note_is_closed,
    "Put the header right; a table of another form comes in by: discourse labels import.",
    ", or write what can be read by: discourse labels export --salvage FILE",
)
"""A whole line of the label log ends with the quotation mark of its note."""


def read_codings(study: Study, *, undone: bool = False) -> pd.DataFrame:
    """Read the study's label log.

    Parameters
    ----------
    study : Study
        Whose log.
    undone : bool
        Keep the codings that were taken back, and the lines that took them back.

    Returns
    -------
    DataFrame
        One row a coding, in the order of :func:`valid_codings` (with ``undone`` in that of the log), with the
        columns of ``COLUMNS``: ``also`` is a tuple in codebook order, ``unsure`` a boolean, ``inclusion`` and
        ``seconds`` are numbers (NaN where not known), all else is text. Then comes ``decision``, what was decided
        on the coder: ``accepted``, ``refused`` or nothing.

    Raises
    ------
    LabelError
        If there is no log, a column is missing, an id occurs twice, a code or paragraph is unknown, the primary is
        among ``also``, a value is none of its kind, or the file of decisions on coders is wrong. The row is
        named as an editor counts it, the header being row 1.
    """
    path, data = study.labels_path, _read_log(study)
    known = set(study.paragraphs["paragraph_id"].tolist())
    codings = parse_log(data, study.codebook, known, path, undone=undone)
    return with_decisions(codings, standing_decisions(read_decisions(study)))


def parse_log(
    data: bytes, codebook: Codebook, paragraphs: Collection[str], where: str | Path, *, undone: bool = False
) -> pd.DataFrame:
    """Read a log from its bytes; see :func:`read_codings`. ``where`` is named in errors, and no decisions are known."""
    lines = _log_lines(data, where)
    table = pd.DataFrame([cells for _, cells in lines.rows], columns=list(COLUMNS), dtype=str)
    table["row"] = [row for row, _ in lines.rows]
    check_table(table, codebook, paragraphs, where)
    typed = _typed(table, codebook).drop(columns="row")
    return typed if undone else valid_codings(typed, codebook.retired)


def logged_codings(study: Study) -> list[Coding]:
    """Read each line of the study's label log as it stands, undo lines and undone codings among them.

    Raises
    ------
    LabelError
        If there is no log, or a line of it is no coding.
    """
    path = study.labels_path
    rows = _log_lines(_read_log(study), path).rows
    return [coding_of(dict(zip(COLUMNS, cells, strict=True)), f"{path}, row {row}") for row, cells in rows]


def codings_table(codings: Iterable[Coding], codebook: Codebook) -> pd.DataFrame:
    """Make the table that :func:`read_codings` returns of codings in memory, such as :attr:`LabelLog.codings`.

    Codings with a primary that the codebook does not know are left out; reading the log refuses them.
    """
    known = {*codebook.codes, *codebook.retired}
    kept = [coding for coding in codings if coding.undoes or coding.primary in known]
    columns = {name: pd.Series([getattr(coding, name) for coding in kept], dtype=str) for name in COLUMNS}
    also = [tuple(pillar for pillar in codebook.pillar_ids if pillar in coding.also) for coding in kept]
    table = pd.DataFrame(columns).assign(
        also=pd.Series(also, dtype=object),
        unsure=pd.Series([coding.unsure for coding in kept], dtype=bool),
        inclusion=pd.Series([coding.inclusion for coding in kept], dtype=float),
        seconds=pd.Series([coding.seconds for coding in kept], dtype=float),
    )
    return valid_codings(table, codebook.retired)


def salvage_codings(study: Study) -> Salvage:
    """Keep the lines of the study's label log that can be read; nothing is written.

    Returns
    -------
    Salvage
        A log of these lines as they stand, how many they are, and the numbers of the others.

    Raises
    ------
    LabelError
        If there is no log.
    """

    def check(cells: list[str]) -> Coding:
        return coding_of(dict(zip(COLUMNS, cells, strict=True)))

    return salvage_lines(_read_log(study), LOG_FORMAT, check)


def valid_codings(codings: pd.DataFrame, retired: Collection[str]) -> pd.DataFrame:
    """Leave out codings that were taken back, the lines that did so, and codings whose primary code is retired.

    What is left comes in the order in which it was made, for codings from another machine may stand further down in
    the log than later ones. A coding without a time keeps its place behind the line before it.

    Parameters
    ----------
    codings : DataFrame
        As :func:`read_codings` returns them with ``undone=True``.
    retired : collection of str
        Codes that are no pillars any more; the log keeps the codings that used them.

    Returns
    -------
    DataFrame
        The rows kept, by time, with a new index.
    """
    gone = set(codings["undoes"]) - {""}
    kept = (codings["undoes"] == "") & ~codings["coding_id"].isin(gone) & ~codings["primary"].isin(list(retired))
    standing = codings[kept]
    moments = moments_of(standing["when"].tolist())
    return standing.iloc[sorted(range(len(moments)), key=moments.__getitem__)].reset_index(drop=True)


def moments_of(times: list[str]) -> list[datetime]:
    """Say when lines were written, from the time that each has; one without a time comes right behind those before it.

    Examples
    --------
    >>> [moment.minute for moment in moments_of(["2025-12-03T10:05:00Z", "", "2025-12-03T10:01:00Z"])]
    [5, 5, 1]
    """
    moments, latest = list[datetime](), datetime.min.replace(tzinfo=UTC)
    for when in times:
        moments.append(moment_of(when) if when else latest)
        latest = max(latest, moments[-1])
    return moments


def moment_of(when: str) -> datetime:
    """Read the time of a coding; one without an offset is in UTC.

    Examples
    --------
    >>> moment_of("2025-12-03T17:00:00+07:00") == moment_of("2025-12-03T10:00:00")
    True
    """
    found = datetime.fromisoformat(when)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _read_log(study: Study) -> bytes:
    path = study.labels_path
    if not os.path.isfile(path):
        chosen = f" --variable {study.variable}" if study.variable else ""
        hint = f"Start one with: discourse relabel{chosen}, or discourse labels import{chosen}."
        raise LabelError("a label log", "no file", path, hint)
    return read_locked(path)


def _log_lines(data: bytes, where: str | Path) -> LogLines:
    """Part a log into lines of cells; an empty file has no header, so it is refused."""
    lines = parse_log_lines(data, LOG_FORMAT, where)
    if not lines.headed:
        check_header([], LOG_FORMAT, where)
    if lines.torn_end:
        _LOGGER.warning(
            "%s, row %d: the line has no end, so it was never saved; it is passed over. "
            "If you wrote it by hand, quote its note and end it with a line break.",
            where,
            lines.torn[-1],
        )
    return lines


def check_table(table: pd.DataFrame, codebook: Codebook, paragraphs: Collection[str], where: str | Path) -> None:
    """Refuse the first value that cannot be; ``table`` holds text and the column ``row``.

    Raises
    ------
    LabelError
        Naming file, row and column.
    """
    undo = table["undoes"] != ""
    each = partial(check_column, table, where, error=LabelError)
    each("coding_id", bool, "an id")
    hint = "Give the later line another id, or delete it if it says the same."
    check_unique(table, where, "coding_id", hint, LabelError)
    each(
        "paragraph_id",
        paragraphs.__contains__,
        "the id of a paragraph in paragraphs.csv",
        "Correct the id, or put the paragraph back.",
    )
    each("coder", lambda name: bool(name.strip()), "the name of a coder")
    each("codebook", bool, "a version of the codebook")
    each("unsure", ("yes", "no", "").__contains__, "yes or no")
    each("when", is_time, "a date and time such as 2024-12-03T14:05:00Z, or nothing")
    each("inclusion", lambda value: _is_number(value, 1.0), "a probability above 0 and at most 1, or nothing")
    each("seconds", lambda value: _is_number(value, None), "a number of seconds, or nothing")
    _check_codes(table[~undo], codebook, where)
    _check_undoes(table, undo, where)


def _check_codes(table: pd.DataFrame, codebook: Codebook, where: str | Path) -> None:
    current = table[~table["primary"].isin(codebook.retired)]
    first = current.drop_duplicates(["primary", "also"])[["row", "primary", "also"]]
    for row, primary, also in first.itertuples(index=False):
        mentioned = tuple(code for code in also.split() if code not in codebook.retired)
        problem = code_problem(primary, mentioned, codebook)
        if problem:
            wrong_primary = problem.startswith("primary")
            expected = f"one of {', '.join(codebook.codes)}" if wrong_primary else "other codes than the primary"
            column = "primary" if wrong_primary else "also"
            raise LabelError(
                expected,
                problem,
                f"{where}, row {row}, column {column}",
                "Correct the code, or add it to codebook.toml, where it may be retired.",
            )


def _check_undoes(table: pd.DataFrame, undo: pd.Series, where: str | Path) -> None:
    coded_at = dict(zip(table.loc[~undo, "coding_id"], table.loc[~undo, "row"], strict=True))
    for row, target, primary in table.loc[undo, ["row", "undoes", "primary"]].itertuples(index=False):
        if coded_at.get(target, row) >= row:
            raise LabelError(
                "the id of a coding further up", repr(target), f"{where}, row {row}, column undoes", "Correct the id."
            )
        if primary:
            raise LabelError(
                "no code in a line that takes another back",
                repr(primary),
                f"{where}, row {row}, column primary",
                "Make the new coding a line of its own.",
            )


def _is_number(value: str, most: float | None) -> bool:
    try:
        number = float(value or 1)
    except ValueError:
        return False
    return 0 < number <= most if most is not None else 0 <= number < float("inf")


def _typed(table: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    order = codebook.pillar_ids
    sets = {text: frozenset(text.split()) for text in table["also"].unique()}
    tuples = {text: tuple(pillar for pillar in order if pillar in found) for text, found in sets.items()}
    also = pd.Series([tuples[text] for text in table["also"]], index=table.index, dtype=object)
    numbers = {column: [float(value or "nan") for value in table[column]] for column in ("inclusion", "seconds")}
    return table.assign(also=also, unsure=table["unsure"] == "yes", **numbers)
