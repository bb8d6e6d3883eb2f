"""What does the label log say? Read it, line by line, and refuse what cannot be.

The log is append-only: one line a coding, the newest last. A line that a crash left unfinished is
known by its missing end; it was never acknowledged to anybody, so it is reported and passed over,
and the next writer closes it with ``#torn`` and starts on a fresh line. Nothing is ever rewritten.
"""

from __future__ import annotations

import csv
import logging
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path

import pandas as pd

from discourse.codebook import Codebook
from discourse.errors import LabelError
from discourse.labels.coding import COLUMNS, Coding, code_problem, coding_of
from discourse.labels.lock import read_whole
from discourse.study import Study

TORN = "#torn"
"""Ends a line that a crash left unfinished; a whole line ends with the quotation mark of its note."""

_LOGGER = logging.getLogger(__name__)


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
        One row a coding, in the order of the log, with the columns of ``COLUMNS``: ``also`` is a
        tuple in codebook order, ``unsure`` a boolean, ``inclusion`` and ``seconds`` are numbers (NaN
        where not known), all else is text.

    Raises
    ------
    LabelError
        If there is no log, a column is missing, an id occurs twice, a code or paragraph is unknown,
        the primary is among ``also``, or a value is none of its kind. The row is named as an editor
        counts it, the header being row 1.
    """
    known = set(study.paragraphs["paragraph_id"].tolist())
    return parse_log(_content(study), study.codebook, known, study.labels_path, undone=undone)


def logged_codings(study: Study) -> list[Coding]:
    """Every coding of a study's log, oldest first: undone codings and the lines that undid them too. Only reads.

    Raises
    ------
    LabelError
        If there is no log, or a line of it cannot be read.
    """
    rows, _ = split_lines(_content(study), study.labels_path)
    return [coding_of(dict(zip(COLUMNS, cells, strict=True))) for _, cells in rows]


def parse_log(
    data: bytes, codebook: Codebook, paragraphs: Collection[str], where: str | Path, *, undone: bool = False
) -> pd.DataFrame:
    """Read a log from its bytes; see :func:`read_codings`. ``where`` is named in errors."""
    rows, torn = split_lines(data, where)
    if torn and not is_finished(data.rpartition(b"\n")[2]):
        _LOGGER.warning(
            "%s, row %d: the line has no end, so it was never saved; it is passed over. "
            "If you wrote it by hand, quote its note and end it with a line break.",
            where,
            torn[-1],
        )
    table = pd.DataFrame([cells for _, cells in rows], columns=list(COLUMNS), dtype=str)
    table["row"] = [row for row, _ in rows]
    check_table(table, codebook, paragraphs, where)
    typed = _typed(table, codebook)
    return (typed if undone else _standing(typed, codebook)).drop(columns="row").reset_index(drop=True)


def split_lines(data: bytes, where: str | Path) -> tuple[list[tuple[int, list[str]]], list[int]]:
    """Part a log into rows of cells with their row numbers, and the rows that were torn.

    Raises
    ------
    LabelError
        If the text is no UTF-8, the header is not ``COLUMNS``, or a finished line has too few or too
        many cells.
    """
    whole, _, tail = data.rpartition(b"\n")
    tail_is_torn = bool(whole) and not is_finished(tail)
    try:
        text = (whole if tail_is_torn else data).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise LabelError("UTF-8", "other bytes", f"{where}, row {row}", "Save the file as CSV, UTF-8.") from None
    lines = text.split("\n")
    torn = [row for row, line in enumerate(lines, 1) if line.rstrip("\r").endswith(TORN)]
    if tail_is_torn:
        torn.append(len(lines) + 1)
    skip = set(torn)
    kept = [(row, line) for row, line in enumerate(lines, 1) if row not in skip and line.strip()]
    header = next(csv.reader([line for _, line in kept[:1]]), [])
    if header != list(COLUMNS):
        missing = [column for column in COLUMNS if column not in header]
        found = f"no {', '.join(missing)}" if missing else f"{', '.join(header)}"
        raise LabelError(
            f"the columns {', '.join(COLUMNS)}",
            found,
            f"{where}, row 1",
            "Put the header right; a table of another form comes in by: discourse labels import.",
        )
    cells = _cells([line for _, line in kept], [row for row, _ in kept], where)
    return list(zip([row for row, _ in kept[1:]], cells[1:], strict=True)), torn


def is_finished(tail: bytes) -> bool:
    """Say whether a last line without line end is whole all the same: nothing, the header, or a closed note."""
    line = tail.strip(b"\r\xef\xbb\xbf")
    closed = line.endswith(b'"') and line.count(b'"') % 2 == 0
    return not line or closed or line == ",".join(COLUMNS).encode()


def _content(study: Study) -> bytes:
    path = study.labels_path
    if not path.is_file():
        raise LabelError(
            "a label log", "no file", path, "Start one with: discourse relabel, or discourse labels import."
        )
    return read_whole(path)


def _cells(lines: list[str], numbers: list[int], where: str | Path) -> list[list[str]]:
    reader = csv.reader(lines, strict=True)
    cells: list[list[str]] = []
    while len(cells) < len(lines):
        row = numbers[len(cells)]
        try:
            found = next(reader)
        except (csv.Error, StopIteration):
            raise LabelError(
                "a line of CSV with closed quotation marks", "one left open", f"{where}, row {row}", "Correct the line."
            ) from None
        if reader.line_num != len(cells) + 1:
            raise LabelError(
                "one line a coding",
                "a quotation mark left open",
                f"{where}, row {row}",
                "Close it; a note is one line.",
            )
        if cells and len(found) != len(COLUMNS):
            raise LabelError(
                f"{len(COLUMNS)} cells", str(len(found)), f"{where}, row {row}", "Compare the line with the header."
            )
        cells.append(found)
    return cells


def check_table(table: pd.DataFrame, codebook: Codebook, paragraphs: Collection[str], where: str | Path) -> None:
    """Refuse the first value that cannot be; ``table`` holds text and the column ``row``.

    Raises
    ------
    LabelError
        Naming file, row and column.
    """

    def each(column: str, holds: Callable[[str], bool], expected: str, cure: str = "Correct the value.") -> None:
        for value in table[column].unique():
            if not holds(value):
                row = table.loc[table[column] == value, "row"].iloc[0]
                raise LabelError(expected, repr(value), f"{where}, row {row}, column {column}", cure)

    undo = table["undoes"] != ""
    each("coding_id", bool, "an id")
    twice = table[table["coding_id"].duplicated()]
    if len(twice):
        row, value = twice.iloc[0]["row"], twice.iloc[0]["coding_id"]
        raise LabelError(
            "each id once",
            f"{value!r} again",
            f"{where}, row {row}, column coding_id",
            "Give the later line another id, or delete it if it says the same.",
        )
    each(
        "paragraph_id",
        paragraphs.__contains__,
        "the id of a paragraph in paragraphs.csv",
        "Correct the id, or put the paragraph back.",
    )
    each("coder", lambda name: bool(name.strip()), "the name of a coder")
    each("codebook", bool, "a version of the codebook")
    each("unsure", ("yes", "no", "").__contains__, "yes or no")
    each("when", _is_time, "a date and time such as 2024-12-03T14:05:00Z, or nothing")
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
            expected = f"one of {', '.join(codebook.codes)}" if wrong_primary else "other pillars than the primary"
            column = "primary" if wrong_primary else "also"
            raise LabelError(
                expected,
                problem,
                f"{where}, row {row}, column {column}",
                "Correct the code, or add it to codebook.toml as a pillar or as retired.",
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


def _is_time(value: str) -> bool:
    try:
        return not value or bool(datetime.fromisoformat(value))
    except ValueError:
        return False


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


def _standing(table: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Leave out codings taken back and those whose primary is a retired code; the log keeps both."""
    gone = set(table["undoes"]) - {""}
    return table[(table["undoes"] == "") & ~table["coding_id"].isin(gone) & ~table["primary"].isin(codebook.retired)]
