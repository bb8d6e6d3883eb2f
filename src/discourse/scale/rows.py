"""What is in a part, and how is its result written? Records in, a CSV file out, whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from discourse.errors import DataError
from discourse.scale.parts import CSV_FORM, JSON_FORM, Part, is_csv, json_record
from discourse.scale.streaming import made_columns, stream_classify

if TYPE_CHECKING:
    from discourse.classifier import TrainedModel


def read_rows(part: Part) -> Iterator[dict[str, str]]:
    """Yield the records of a part, every column of the file in each; what a record lacks is empty.

    Raises
    ------
    DataError
        If a record cannot be read or has more than the columns of the file; with its number.
    """
    content = part.read()
    try:
        yield from _csv_rows(part, content) if is_csv(part.source) else _json_rows(part, content)
    except (UnicodeDecodeError, csv.Error) as error:
        where = f"{part.source}, part from record {part.first}"
        raise DataError(
            CSV_FORM if is_csv(part.source) else JSON_FORM, str(error), where, "Save it in that form."
        ) from None


def write_part(model: TrainedModel, part: Part, out: Path, abstain_below: float = 0.0) -> int:
    """Classify a part and write the result as CSV; return its number of rows.

    The file has the columns of the input, then those of :func:`discourse.scale.made_columns`,
    probabilities with six digits after the point. It is put in place when it is complete.

    Raises
    ------
    DataError
        If the part cannot be read, or ``out`` cannot be written.
    """
    check_columns(part, made_columns(model))
    beside = out.with_name(out.name + ".part")
    written = 0
    try:
        with beside.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow([*part.columns, *made_columns(model)])
            for row in stream_classify(model, read_rows(part), abstain_below=abstain_below):
                writer.writerow([_cell(value) for value in row.values()])
                written += 1
        os.replace(beside, out)
    except OSError as error:
        raise DataError("a place to write to", str(error.strerror), out, "Name another folder.") from None
    finally:
        beside.unlink(missing_ok=True)
    return written


def check_columns(part: Part, made: tuple[str, ...]) -> None:
    """Refuse a file without a column ``text``, or with a column that classifying makes."""
    if "text" not in part.columns:
        raise DataError(
            "a column text",
            f"the columns {', '.join(part.columns)}",
            part.source,
            "Rename the column that holds the paragraphs.",
        )
    there = [column for column in part.columns if column in made]
    if there:
        raise DataError("no column that classifying makes", ", ".join(there), part.source, "Rename or drop it.")


def _csv_rows(part: Part, content: bytes) -> Iterator[dict[str, str]]:
    lines = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", newline="")
    filled = (fields for fields in csv.reader(lines, strict=True) if fields)
    for number, fields in enumerate(filled, start=part.first):
        missing = len(part.columns) - len(fields)
        if missing < 0:
            raise DataError(
                f"{len(part.columns)} columns",
                str(len(fields)),
                f"{part.source}, record {number}",
                "Quote fields that have commas in them.",
            )
        yield dict(zip(part.columns, [*fields, *[""] * missing], strict=True))


def _json_rows(part: Part, content: bytes) -> Iterator[dict[str, str]]:
    filled = (line for line in content.split(b"\n") if line.strip())
    for number, line in enumerate(filled, start=part.first):
        where = f"{part.source}, record {number}"
        record = json_record(line, where)
        further = sorted(set(record) - set(part.columns))
        if further:
            raise DataError(
                "the keys of the first rows in all rows", ", ".join(further), where, "Give the first row every key."
            )
        yield {column: _text(record.get(column)) for column in part.columns}


def _text(value: Any) -> str:
    """Write a JSON value in a cell: text as it is, null as nothing, all else as JSON writes it."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _cell(value: str | float) -> str:
    if isinstance(value, str):
        return value
    return "" if math.isnan(value) else f"{value:.6f}"
