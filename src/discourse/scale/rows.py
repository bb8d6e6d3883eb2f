"""What is in a part, and how is its result written? Records in, a CSV file out, whole or not at all."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

from discourse.classifier import TrainedModel, made_columns
from discourse.classifier.writing import TableWriter
from discourse.errors import DataError
from discourse.io.records import as_lines, check_columns, csv_fields, csv_rows, is_csv, json_rows
from discourse.scale.parts import Part
from discourse.scale.streaming import stream_classify


def read_rows(part: Part) -> Iterator[dict[str, str]]:
    """Yield the records of a part, every column of the file in each.

    Raises
    ------
    DataError
        If a record cannot be read or does not fit the columns of the file; with its number.
    """
    content = io.BytesIO(part.read())
    if is_csv(part.source):
        fields = csv_fields(as_lines(content), part.source, part.first)
        yield from csv_rows(fields, part.columns, part.source, part.first)
    else:
        yield from json_rows(content, part.columns, part.source, part.first)


def write_part(model: TrainedModel, part: Part, out: Path, abstain_below: float = 0.0) -> int:
    """Classify a part and write the result as CSV; return its number of rows.

    The file has the columns of the input, then those of :func:`discourse.classifier.made_columns`,
    probabilities with six digits after the point. It is put in place when it is complete.

    Raises
    ------
    DataError
        If the part cannot be read, or ``out`` cannot be written.
    """
    check_columns(part.columns, made_columns(model), part.source)
    beside = out.with_name(out.name + ".part")
    written = 0
    try:
        with beside.open("w", encoding="utf-8", newline="") as stream:
            writer = TableWriter(stream)
            writer.row([*part.columns, *made_columns(model)])
            for row in stream_classify(model, read_rows(part), abstain_below=abstain_below):
                writer.row(row.values())
                written += 1
        os.replace(beside, out)
    except OSError as error:
        raise DataError("a place to write to", str(error.strerror), out, "Name another folder.") from None
    finally:
        beside.unlink(missing_ok=True)
    return written
