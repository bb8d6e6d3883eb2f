"""How do codings stand in a plain table, CSV or one JSON object a line?

The columns are the log's. A row with a ``coding_id`` is that coding; another row needs a paragraph (its id, or its
text) and a primary code, and is what a coder said last.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import RootModel

from discourse.errors import LabelError
from discourse.io.typed import checked
from discourse.labels.coding import COLUMNS, Coding, as_cells, as_line, coding_of
from discourse.labels.exchange.records import NO_PRIMARY, UNCODED, Record, Sheet, csv_rows, digest_of, json_lines

SHEET_COLUMNS = ("paragraph_id", "text", "primary", "also", "unsure", "note")
"""Columns of an empty sheet, to be filled in by a coder."""
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


def read_csv(text: str, where: str, coder: str = "") -> Sheet:
    """Read the rows of a CSV table.

    Parameters
    ----------
    text : str
        Content of the file.
    where : str
        Named in errors.
    coder : str
        Who coded, where a row does not say.

    Raises
    ------
    LabelError
        If it is no such table, or another program's.
    """
    columns, rows = csv_rows(text, where)
    _check_columns(columns, f"{where}, row 1")
    return _sheet(rows, coder)


def read_jsonl(text: str, where: str, coder: str = "") -> Sheet:
    """Read one object a line; arguments and errors as for :func:`read_csv`."""
    return _sheet(((place, _cells(record, place)) for place, record in json_lines(text, where)), coder)


def _check_columns(columns: Iterable[str], place: str) -> None:
    """Refuse the columns of another program, whose codes would be passed over, and a table without codes."""
    found = set(columns)
    for names, program, hint in _OTHER_PROGRAMS:
        if found.issuperset(names):
            raise LabelError("a table of codings", f"an export of {program}", place, hint)
    if "primary" not in found:
        raise LabelError("the column primary", "none", place, "Add it; labels.csv shows the others.")


class _JsonCells(RootModel[dict[str, str | bool | int | float | list[str] | None]]):
    """One object of JSON lines."""


def _cells(record: dict[str, Any], place: str) -> dict[str, str]:
    _check_columns(record, place)
    expected = "text, numbers, yes or no, and lists of text"
    fields = checked(_JsonCells, record, expected, place, "Correct the record.", LabelError).root
    return {key: _text(value) for key, value in fields.items()}


def _text(value: str | bool | float | list[str] | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(value) if isinstance(value, list) else "" if value is None else str(value)


def _sheet(rows: Iterable[tuple[str, Mapping[str, str]]], coder: str) -> Sheet:
    sheet, seen = Sheet(), Counter[tuple[str, ...]]()
    for place, cells in rows:
        coding = coding_of(cells, place)
        if cells.get("unsure", "") not in ("yes", "no", ""):
            raise LabelError(
                "yes, no or nothing", repr(cells["unsure"]), f"{place}, column unsure", "Correct the value."
            )
        if coder and coding.coder not in ("", coder):
            hint = "Leave --coder out, or rename people with --coders OLD=NEW."
            raise LabelError(f"codings by {coder}", f"one by {coding.coder!r}", place, hint)
        if coding.coding_id:
            sheet.records.append(Record(place, coding, origin=coding))
        elif not coding.primary and not coding.undoes:
            sheet.left_out[NO_PRIMARY if coding.also or coding.note or coding.unsure else UNCODED] += 1
        else:
            text = cells.get("text", "")
            name = (coding.paragraph_id or text, coding.coder or coder, coding.when)
            seen[name] += 1
            source = f"table:{digest_of(*name, seen[name])}"
            sheet.records.append(Record(place, coding, text, source=source))
    return sheet
