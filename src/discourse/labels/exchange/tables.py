"""How do codings stand in a plain table: CSV, one JSON object a line, a workbook?

The columns are the log's, or bear the usual names. A row with a ``coding_id`` is that coding; another row needs a
paragraph (its id, its text, or article and position) and a primary code, and is what a coder said last.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import RootModel

from discourse.codebook import Codebook
from discourse.errors import LabelError
from discourse.io.spreadsheets import Spreadsheet
from discourse.io.typed import checked
from discourse.labels.coding import COLUMNS, Coding, as_cells, as_line, coding_of
from discourse.labels.exchange.meanings import FINDING, CodeNames, column_meanings
from discourse.labels.exchange.records import NO_PRIMARY, UNCODED, Record, Sheet, csv_rows, digest_of, json_lines

SHEET_COLUMNS = ("paragraph_id", "text", "primary", "also", "unsure", "note")
"""Columns of an empty sheet, to be filled in by a coder."""
_YES_OR_NO = {"": False, "no": False, "false": False, "0": False, "yes": True, "true": True, "1": True, "x": True}
_OTHER_PROGRAMS = (
    (("Comments", "label"), "doccano", "Add --form doccano."),
    (("Comments", "cats"), "doccano", "Add --form doccano."),
    (("annotator", "lead_time"), "Label Studio", "Export from Label Studio as JSON, and add --form label-studio."),
)


def write_csv(codings: Sequence[Coding]) -> str:
    """Write codings as the log does."""
    return ",".join(COLUMNS) + "\n" + "".join(as_line(coding) for coding in codings)


def write_jsonl(codings: Sequence[Coding]) -> str:
    """Write one object a coding, with the log's columns as keys."""
    return "".join(json.dumps(as_cells(coding), ensure_ascii=False) + "\n" for coding in codings)


def write_csv_sheet(texts: Mapping[str, str]) -> str:
    """Write a row for each paragraph, with room for its codes."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerows([SHEET_COLUMNS, *([paragraph, text, "", "", "", ""] for paragraph, text in texts.items())])
    return buffer.getvalue()


def write_jsonl_sheet(texts: Mapping[str, str]) -> str:
    """Write an object for each paragraph, with room for its codes."""
    empty = dict.fromkeys(SHEET_COLUMNS, "")
    rows = ({**empty, "paragraph_id": paragraph, "text": text} for paragraph, text in texts.items())
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@dataclass(frozen=True)
class Reading:
    """How a table is to be read.

    Attributes
    ----------
    codebook : Codebook
        The codes that may be used.
    coder : str
        Who coded, where a row does not say.
    columns : mapping of str to str
        Columns of the log to the table's, where these do not bear the usual names.
    """

    codebook: Codebook
    coder: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


def read_csv(text: str, where: str, reading: Reading) -> Sheet:
    """Read the rows of a CSV table.

    Parameters
    ----------
    text : str
        Content of the file.
    where : str
        Named in errors.
    reading : Reading
        How.

    Raises
    ------
    LabelError
        If it is no such table, or another program's. What is wrong with single rows is among the sheet's ``wrong``.
    """
    columns, rows = csv_rows(text, where)
    return _sheet(columns, rows, f"{where}, row 1", reading)


def read_jsonl(text: str, where: str, reading: Reading) -> Sheet:
    """Read one object a line; arguments and errors as for :func:`read_csv`."""
    rows = [(place, _cells(record, place)) for place, record in json_lines(text, where)]
    columns = dict.fromkeys(key for _, cells in rows for key in cells)
    return _sheet(tuple(columns), rows, f"{where}, line 1", reading) if rows else Sheet()


def read_workbook(found: Spreadsheet, where: str, reading: Reading) -> Sheet:
    """Read a table that a spreadsheet made; arguments and errors as for :func:`read_csv`."""
    columns = [str(column) for column in found.table.columns]
    cells = zip(found.table.index, found.table.itertuples(index=False, name=None), strict=True)
    rows = [(f"{where}, row {number}", dict(zip(columns, row, strict=True))) for number, row in cells]
    sheet = _sheet(columns, rows, f"{where}, row 1", reading)
    sheet.remarks[:0] = found.remarks
    return sheet


def _refuse_other_programs(columns: Iterable[str], place: str) -> None:
    """Refuse the columns of another program, whose codes would be passed over."""
    for names, program, hint in _OTHER_PROGRAMS:
        if set(columns).issuperset(names):
            raise LabelError("a table of codings", f"an export of {program}", place, hint)


class _JsonCells(RootModel[dict[str, str | bool | int | float | list[str] | None]]):
    """One object of JSON lines."""


def _cells(record: dict[str, Any], place: str) -> dict[str, str]:
    _refuse_other_programs(record, place)
    expected = "text, numbers, yes or no, and lists of text"
    fields = checked(_JsonCells, record, expected, place, "Correct the record.", LabelError).root
    return {key: _text(value) for key, value in fields.items()}


def _text(value: str | bool | float | list[str] | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(value) if isinstance(value, list) else "" if value is None else str(value)


def _sheet(
    columns: Sequence[str], rows: Sequence[tuple[str, Mapping[str, str]]], where: str, reading: Reading
) -> Sheet:
    """Read rows, whatever they were written in."""
    _refuse_other_programs(columns, where)
    sheet, seen, codes = Sheet(), Counter[tuple[str, ...]](), CodeNames(reading.codebook)
    sheet.columns = column_meanings(columns, [cells for _, cells in rows], reading.columns, where)
    renamed = {ours: theirs for ours, theirs in sheet.columns.items() if ours != theirs}
    for place, cells in rows:
        named = {**cells, **{ours: cells.get(theirs, "") for ours, theirs in renamed.items()}}
        try:
            _add(sheet, named, place, codes, seen, reading.coder)
        except LabelError as error:
            sheet.wrong.append(error)
    if renamed:
        sheet.remarks.append("columns: " + ", ".join(f"{theirs} = {ours}" for ours, theirs in renamed.items()))
    sheet.remarks += codes.remarks()
    again = sum(times > 1 for times in seen.values())
    if again:
        which = "1 paragraph" if again == 1 else f"{again} paragraphs"
        sheet.remarks.append(f"several rows of one coder on {which}; the last counts (also holds further codes)")
    return sheet


def _add(
    sheet: Sheet, cells: dict[str, str], place: str, codes: CodeNames, seen: Counter[tuple[str, ...]], coder: str
) -> None:
    """Add a row to a sheet, or count it among what is left out."""

    def at(column: str) -> str:
        return f"{place}, column {sheet.columns.get(column, column)}"

    if not cells.get("coding_id"):
        cells["primary"] = codes.primary(cells.get("primary", ""), at("primary"))
        cells["also"] = " ".join(codes.also(cells.get("also", ""), at("also")))
    unsure = cells.get("unsure", "").strip().casefold()
    if unsure not in _YES_OR_NO:
        raise LabelError("yes, no or nothing", repr(cells["unsure"]), at("unsure"), "Correct the value.")
    coding = replace(coding_of(cells, place), unsure=_YES_OR_NO[unsure], coder=cells.get("coder", "").strip())
    if coder and coding.coder not in ("", coder):
        hint = "Leave --coder out, or rename people with --coders OLD=NEW."
        raise LabelError(f"codings by {coder}", f"one by {coding.coder!r}", at("coder"), hint)
    if coding.coding_id:
        sheet.records.append(Record(place, coding, origin=coding))
    elif not coding.primary and not coding.undoes:
        sheet.left_out[NO_PRIMARY if coding.also or coding.note or coding.unsure else UNCODED] += 1
    else:
        text, article, position = (cells.get(column, "") for column in FINDING)
        name = (coding.paragraph_id or text or f"{article} {position}", coding.coder or coder, coding.when)
        seen[name] += 1
        source = f"table:{digest_of(*name, seen[name])}"
        sheet.records.append(Record(place, coding, text, source=source, article=article, position=position))
