"""Which pillar is each paragraph of a table, or of a folder of articles, about? Files in, a file out.

Read and written in pieces, so that a table of any length passes through little memory; put in place
whole or not at all.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pandas as pd

from discourse.classifier.calibration import abstain
from discourse.classifier.trained import TrainedModel
from discourse.classifier.writing import TableWriter
from discourse.codebook import NONE
from discourse.errors import DataError
from discourse.io.records import (
    check_columns,
    csv_fields,
    csv_header,
    csv_rows,
    is_csv,
    is_table,
    json_columns,
    json_rows,
    open_csv,
    open_table,
)
from discourse.study import PARAGRAPH_COLUMNS

CHUNK = 2_000


def classify_table(
    model: TrainedModel,
    source: Path,
    out: Path,
    abstain_below: float = 0.0,
    progress: Callable[[int], object] | None = None,
) -> int:
    """Classify a CSV or JSON-lines file with a column ``text``, or the paragraphs of a folder of articles.

    Parameters
    ----------
    model : TrainedModel
        The classifier.
    source : Path
        ``.csv``, ``.jsonl`` or ``.ndjson``, or a folder (or file) that ``discourse import`` reads.
    out : Path
        CSV to write; replaced if there.
    abstain_below : float
        ``pillar`` is left empty where no code is at least so probable.
    progress : callable, optional
        Called with the number of rows of each piece.

    Returns
    -------
    int
        Rows written.

    Raises
    ------
    DataError
        If there is no column ``text``, a column to be made is there already, the file cannot be read, a
        row does not fit its columns, or ``out`` cannot be written; then nothing is written.
    """
    part = out.with_name(out.name + ".part")
    written = 0
    with _rows(source, model.language) as (columns, rows):
        made = made_columns(model)
        check_columns(columns, made, source)
        try:
            with part.open("w", encoding="utf-8", newline="") as stream:
                writer = TableWriter(stream)
                writer.row([*columns, *made])
                while piece := list(islice(rows, CHUNK)):
                    said = classified(model, pd.Series([row["text"] for row in piece], dtype=object), abstain_below)
                    for row, values in zip(piece, said.itertuples(index=False, name=None), strict=True):
                        writer.row([*row.values(), *values])
                    written += len(piece)
                    if progress is not None:
                        progress(len(piece))
            if not written:
                raise DataError("at least one row", "none", source, "Name a table with rows.")
            os.replace(part, out)
        except OSError as error:
            raise DataError("a place to write to", str(error.strerror), out, "Name another file.") from None
        finally:
            part.unlink(missing_ok=True)
    return written


def made_columns(model: TrainedModel) -> tuple[str, ...]:
    """Columns that classifying adds, in order: ``pillar``, ``also``, ``p_<code>``, ``m_<pillar>``."""
    told = [pillar for pillar in model.pillars if pillar in model.classifier.pillars_]
    return ("pillar", "also", *(f"p_{code}" for code in (*model.pillars, NONE)), *(f"m_{pillar}" for pillar in told))


def classified(model: TrainedModel, texts: pd.Series, abstain_below: float = 0.0) -> pd.DataFrame:
    """Columns that ``classify_table`` adds: ``pillar``, ``also``, ``p_<code>``, ``m_<pillar>``."""
    said = model.predict_texts([str(text) for text in texts])
    codes = [*model.pillars, NONE]
    pillar = abstain(said[[f"p_{code}" for code in codes]].to_numpy(), codes, abstain_below)
    pairs = zip(said["mentioned"], said["predicted"], strict=True)
    also = [" ".join(pillar for pillar in held if pillar != primary) for held, primary in pairs]
    numbers = said[[f"p_{code}" for code in codes] + [f"m_{p}" for p in model.pillars if f"m_{p}" in said]]
    table = pd.concat([pd.DataFrame({"pillar": pillar, "also": also}), numbers], axis=1)
    silent = [not str(text).strip() for text in texts]
    table.loc[silent, ["pillar", "also"]] = ""
    table.loc[silent, list(numbers.columns)] = float("nan")
    return table


@contextmanager
def _rows(source: Path, language: str) -> Iterator[tuple[tuple[str, ...], Iterator[dict[str, str]]]]:
    """Open the input: its columns, and its rows as they are needed."""
    if not source.exists():
        raise DataError("a table or a folder of articles", "no such file", source, "Check the name.")
    if not (source.is_file() and is_table(source)):
        yield PARAGRAPH_COLUMNS, _article_rows(source, language)
        return
    if is_csv(source):
        with open_csv(source) as lines:
            fields = csv_fields(lines, source)
            columns = csv_header(fields, source)
            yield columns, csv_rows(fields, columns, source)
        return
    with open_table(source) as stream:
        begin = stream.tell()
        columns = json_columns(stream, source)
        stream.seek(begin)
        yield columns, json_rows(stream, columns, source)


def _article_rows(source: Path, language: str) -> Iterator[dict[str, str]]:
    """Paragraphs of article files, one article after the other."""
    from discourse.articles import article_files
    from discourse.paragraphs import article_paragraphs, paragraph_table

    for path in article_files([source]):
        for row in paragraph_table([article_paragraphs(path, language)]).to_dict("records"):
            yield {column: str(row[column]) for column in PARAGRAPH_COLUMNS}
