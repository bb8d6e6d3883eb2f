"""How do codings leave for other tools, and come back, without loss? CSV, JSON lines, Label Studio, doccano."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import RootModel

from discourse.codebook import Codebook
from discourse.errors import LabelError
from discourse.io.typed import checked
from discourse.labels.append import LabelLog
from discourse.labels.coding import COLUMNS, Coding, as_cells, as_line, coding_of, one_line
from discourse.labels.formats import read_doccano, read_label_studio, write_doccano, write_label_studio
from discourse.study import Study

FORMS = ("csv", "jsonl", "label-studio", "doccano")


@dataclass(frozen=True)
class Imported:
    """What an import did: codings added to the log, and codings that were there already."""

    added: int
    known: int


def write_codings(codings: Sequence[Coding], texts: Mapping[str, str], form: str) -> str:
    """Write codings in the form of another tool.

    Parameters
    ----------
    codings : sequence of Coding
        In the order of the log; undo lines and undone codings included, so that nothing is lost.
    texts : mapping
        Paragraph id to the text that the other tool shows.
    form : str
        ``csv`` (the log's own), ``jsonl`` (the same fields, one object a line), ``label-studio`` (JSON
        tasks with annotations) or ``doccano`` (JSONL for text classification).

    Examples
    --------
    >>> print(write_codings([Coding("7f3a", "a:01", "ani", "2", "economic")], {"a:01": "Dagang."}, "doccano").strip())
    {"id": 1, "text": "Dagang.", "label": ["economic"], "coding_id": "7f3a", "paragraph_id": "a:01", "coder": "ani", \
"codebook": "2", "primary": "economic", "unsure": "no"}
    """
    if form == "csv":
        return ",".join(COLUMNS) + "\n" + "".join(as_line(coding) for coding in codings)
    if form == "jsonl":
        return "".join(json.dumps(as_cells(coding), ensure_ascii=False) + "\n" for coding in codings)
    _check_form(form)
    return (write_label_studio if form == "label-studio" else write_doccano)(codings, texts)


def parse_codings(
    text: str, form: str, paragraphs: Mapping[str, str], codebook: Codebook, *, coder: str = "", where: str = "import"
) -> list[Coding]:
    """Read codings from the form of another tool.

    Parameters
    ----------
    text : str
        Content of the file.
    form : str
        As in :func:`write_codings`.
    paragraphs : mapping
        Paragraph id to text: a record without a paragraph id is matched by its text.
    codebook : Codebook
        Its version is written into records that name none.
    coder : str
        Who coded, for records that do not say.
    where : str
        Named in errors.

    Returns
    -------
    list of Coding
        In the order of the log that was exported, or of the file. Records without an id get one that
        follows from their content, so that importing a file twice adds nothing.

    Raises
    ------
    LabelError
        If the file is not of that form, or a record names no paragraph or no coder.
    """
    _check_form(form)
    if form == "csv":
        records = _csv_records(text, where)
    elif form == "jsonl":
        lines = json_lines(text, where)
        records = [_cells(record, f"{where}, record {number}") for number, record in enumerate(lines, 1)]
    elif form == "doccano":
        records = read_doccano(json_lines(text, where), codebook)
    else:
        records = read_label_studio(_json(text, where), codebook, where)
    by_text = {" ".join(content.split()): paragraph for paragraph, content in paragraphs.items()}
    return [
        _completed(record, by_text, codebook, coder, f"{where}, record {number}")
        for number, record in enumerate(records, 1)
    ]


def import_codings(study: Study, text: str, form: str, *, coder: str = "", where: str = "import") -> Imported:
    """Append codings from another tool's file to the study's log; all or none.

    Raises
    ------
    LabelError
        If the file or a coding cannot be; see :func:`parse_codings` and :func:`check_coding`.
    """
    paragraphs = dict(zip(study.paragraphs["paragraph_id"], study.paragraphs["text"], strict=True))
    codings = parse_codings(text, form, paragraphs, study.codebook, coder=coder, where=where)
    added = LabelLog.of(study).append(codings)
    return Imported(len(added), len(codings) - len(added))


def _completed(
    record: Mapping[str, str], by_text: Mapping[str, str], codebook: Codebook, coder: str, where: str
) -> Coding:
    paragraph = record.get("paragraph_id") or by_text.get(" ".join(record.get("text", "").split()), "")
    if not paragraph:
        raise LabelError(
            "a paragraph_id, or the text of a paragraph of the study",
            "neither",
            where,
            "Add the column, or export the paragraphs anew.",
        )
    if not (record.get("coder") or coder):
        raise LabelError("the name of a coder", "none", where, "Name the coder with --coder.")
    coding = coding_of(record, where)
    coding = replace(
        coding,
        paragraph_id=paragraph,
        coder=coding.coder or coder,
        note=one_line(coding.note),
        codebook=coding.codebook or codebook.version,
    )
    if coding.coding_id:
        return coding
    return replace(coding, coding_id=_id_of(coding), why=coding.why or "import")


def _id_of(coding: Coding) -> str:
    content = json.dumps(as_cells(coding), sort_keys=True)
    return f"import-{hashlib.sha256(content.encode()).hexdigest()[:24]}"


def _csv_records(text: str, where: str) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise LabelError(
            "a CSV table", str(error), f"{where}, row {reader.line_num}", "Save it as CSV, UTF-8."
        ) from None
    if "primary" not in (reader.fieldnames or ()):
        raise LabelError("the column primary", "none", f"{where}, row 1", "Add it; labels.csv shows the others.")
    return [{key: value or "" for key, value in row.items() if key} for row in rows]


def json_lines(text: str, where: str) -> list[dict[str, Any]]:
    """Read one JSON object a line; blank lines are passed over."""
    records = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if line.strip():
            record = _json(line, f"{where}, line {number}")
            if not isinstance(record, dict):
                raise LabelError(
                    "one JSON object a line", type(record).__name__, f"{where}, line {number}", "Export as JSONL."
                )
            records.append(record)
    return records


def _json(text: str, where: str) -> Any:
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise LabelError("JSON", str(error), where, "Export the file anew, or choose its form with --form.") from None


class _JsonCells(RootModel[dict[str, str | bool | int | float | list[str] | None]]):
    """One object of JSON lines."""


def _cells(record: Mapping[str, Any], where: str) -> dict[str, str]:
    expected = "text, numbers, yes or no, and lists of text"
    fields = checked(_JsonCells, record, expected, where, "Correct the record.", LabelError).root
    return {key: _text(value) for key, value in fields.items()}


def _text(value: str | bool | float | list[str] | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(value) if isinstance(value, list) else "" if value is None else str(value)


def _check_form(form: str) -> None:
    if form not in FORMS:
        raise LabelError(f"one of {', '.join(FORMS)}", repr(form), "form", "Choose one of these.")
