"""What can be classified, and how do its rows come, one after the other?

A table of text (CSV, JSON lines, packed or not), parquet (a file or a folder of parts), or a folder of article files.
Rows are mappings. Those of parquet keep their types; all else is text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from discourse.classifier.tables.broken import BrokenRecord, Skip
from discourse.classifier.tables.parquet_rows import ParquetRows
from discourse.classifier.tables.reading import open_rows
from discourse.columns import PARAGRAPH_COLUMNS
from discourse.errors import DataError
from discourse.io.records import PACKINGS, TABLE_SUFFIXES, is_table
from discourse.io.records.parquet import is_parquet


@dataclass(frozen=True)
class Source:
    """An input that is being read.

    Attributes
    ----------
    columns : tuple of str
        Its columns, in order.
    schema : pyarrow.Schema or None
        Their types; None where all is text.
    rows : iterable of dict
        Its rows that can be read, once, as they are needed.
    rows_in_all : callable
        Tells of the number of rows so far how many there will be: an estimate, or None.
    """

    columns: tuple[str, ...]
    schema: Any
    rows: Iterable[dict[str, Any]]
    rows_in_all: Callable[[int], int | None]


@contextmanager
def open_source(source: Path, language: str, skip: Skip | None = None) -> Iterator[Source]:
    """Open an input.

    Parameters
    ----------
    source : Path
        ``.csv``, ``.jsonl`` or ``.ndjson``, also with ``.gz`` or ``.zst`` behind it; ``.parquet``, or a folder with
        such files in it; a folder (or file) of articles.
    language : str
        Language of the articles.
    skip : callable, optional
        Called with each row, article file or part that cannot be read; without it the first one is an error.

    Yields
    ------
    Source

    Raises
    ------
    DataError
        If there is nothing, or what there is cannot be read.
    MissingExtraError
        If a library is missing that reads it.
    """
    if not source.exists():
        raise DataError("a table or a folder of articles", "no such file", source, "Check the name.")
    if is_parquet(source):
        parts = ParquetRows(source, skip)
        yield Source(parts.columns, parts.schema, parts, lambda _: parts.number)
    elif source.is_file() and is_table(source):
        with open_rows(source, skip) as rows:
            yield Source(rows.columns, None, rows, lambda number: _in_all(number, rows.share()))
    else:
        _check_suffix(source)
        articles = _Articles(source, language, skip)
        yield Source(PARAGRAPH_COLUMNS, None, articles, lambda number: _in_all(number, articles.share))


def _in_all(number: int, share: float) -> int | None:
    return round(number / share) if share else None


def _check_suffix(source: Path) -> None:
    """Refuse a packed file that is no table."""
    if source.is_file() and source.suffix.casefold() in PACKINGS:
        endings = ", ".join(f"{suffix}{source.suffix}" for suffix in TABLE_SUFFIXES)
        raise DataError(f"a packed table ending in {endings}", source.name, source, "Unpack or rename it.")


class _Articles:
    """Paragraphs of article files, one article after the other; ``share`` says how far it is."""

    def __init__(self, source: Path, language: str, skip: Skip | None) -> None:
        from discourse.corpus import article_files

        self._source, self._language, self._skip = source, language, skip
        self._files = article_files([source])
        self.share = 0.0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        from discourse.corpus import article_paragraphs, paragraph_table

        empty = True
        for number, path in enumerate(self._files, start=1):
            try:
                rows = paragraph_table([article_paragraphs(path, self._language)]).to_dict("records")
            except DataError as error:
                if self._skip is None:
                    raise
                self._skip(BrokenRecord(path, None, None, b"", error, "article file"))
                continue
            self.share = number / len(self._files)
            for row in rows:
                empty = False
                yield {column: str(row[column]) for column in PARAGRAPH_COLUMNS}
        if empty:
            raise DataError("at least one article that can be read", "none", self._source, "Name another folder.")
