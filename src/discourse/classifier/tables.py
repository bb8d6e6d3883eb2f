"""Which pillar is each paragraph of a table, or of a folder of articles, about? Files in, a file out.

Read and written in pieces, so that a table of any length passes through little memory; put in place
whole or not at all.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from discourse.classifier.calibration import abstain
from discourse.classifier.trained import TrainedModel
from discourse.codebook import NONE
from discourse.errors import DataError

CHUNK = 2_000
_MADE = ("pillar", "also")


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
        If there is no column ``text``, a column to be made is there already, the file cannot be read,
        or ``out`` cannot be written.
    """
    part = out.with_name(out.name + ".part")
    written, columns = 0, None
    try:
        with part.open("w", encoding="utf-8", newline="") as stream:
            for piece in _pieces(source, model.language):
                columns = _check_columns(piece, source, model, columns)
                if piece.empty:
                    continue
                given = piece.reindex(columns=columns).reset_index(drop=True)
                table = pd.concat([given, classified(model, given["text"], abstain_below)], axis=1)
                table.to_csv(stream, index=False, header=written == 0, lineterminator="\n", float_format="%.6f")
                written += len(table)
                if progress is not None:
                    progress(len(table))
        if not written:
            raise DataError("at least one row", "none", source, "Name a table with rows.")
        os.replace(part, out)
    except OSError as error:
        raise DataError("a place to write to", str(error.strerror), out, "Name another file.") from None
    finally:
        part.unlink(missing_ok=True)
    return written


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


def _pieces(source: Path, language: str) -> Iterator[pd.DataFrame]:
    """Rows of the input, some thousand at a time."""
    kind = source.suffix.casefold()
    if source.is_file() and kind in {".csv", ".jsonl", ".ndjson"}:
        yield from _table_pieces(source, kind)
    elif source.exists():
        yield from _article_pieces(source, language)
    else:
        raise DataError("a table or a folder of articles", "no such file", source, "Check the name.")


def _table_pieces(source: Path, kind: str) -> Iterator[pd.DataFrame]:
    try:
        with _reader(source, kind) as reader:
            for piece in reader:
                if kind != ".csv":
                    piece["text"] = piece["text"].fillna("") if "text" in piece else ""
                yield piece
    except (ValueError, UnicodeDecodeError, AttributeError) as error:
        form = "a CSV table in UTF-8" if kind == ".csv" else "one JSON object a line, in UTF-8"
        raise DataError(form, str(error).strip().splitlines()[0], source, "Save it in that form.") from None


def _reader(source: Path, kind: str) -> Any:
    if kind == ".csv":
        return pd.read_csv(source, dtype=str, keep_default_na=False, chunksize=CHUNK, encoding="utf-8")
    return pd.read_json(source, lines=True, chunksize=CHUNK, dtype=False, encoding="utf-8")


def _article_pieces(source: Path, language: str) -> Iterator[pd.DataFrame]:
    """Paragraphs of article files, an article a piece."""
    from discourse.articles import article_files
    from discourse.paragraphs import article_paragraphs, paragraph_table

    for path in article_files([source]):
        yield paragraph_table([article_paragraphs(path, language)])


def _check_columns(piece: pd.DataFrame, source: Path, model: TrainedModel, before: list[str] | None) -> list[str]:
    """Columns of the table: those of its first piece; later pieces may lack some and have no others."""
    there = [str(column) for column in piece.columns]
    if "text" not in there:
        raise DataError(
            "a column text", f"the columns {', '.join(there)}", source, "Rename the column that holds the paragraphs."
        )
    made = {*_MADE, *(f"{letter}_{code}" for letter in "pm" for code in (*model.pillars, NONE))}
    if made & set(there):
        found = ", ".join(column for column in there if column in made)
        raise DataError("no column that classifying makes", found, source, "Rename or drop it.")
    if before is not None and set(there) - set(before):
        found = ", ".join(sorted(set(there) - set(before)))
        raise DataError(
            "the keys of the first rows in all rows", f"{found} further down", source, "Give the first row every key."
        )
    return before or there
