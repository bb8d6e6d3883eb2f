"""How does a classified table go out, as CSV or as parquet?

In parts, each put in place whole, which are then joined. Either form holds the same numbers, six digits behind the
point; a number that is not there is an empty cell of CSV and a null of parquet.
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from discourse.errors import DataError
from discourse.io.files import atomic_writer
from discourse.io.formulas import guard_text
from discourse.io.records import CsvWriter, cell_text
from discourse.io.records.parquet import SUFFIX, check_parquet, join_files, write_rows

ENDINGS = (".csv", SUFFIX)
_TEXT = ("pillar", "also")


def check_ending(out: Path) -> None:
    """Refuse the name of a table that is to be written in neither form.

    Raises
    ------
    DataError
        Naming the endings.
    MissingExtraError
        If it is parquet and pyarrow is not installed.
    """
    if out.suffix.casefold() not in ENDINGS:
        found = repr(out.suffix) if out.suffix else "no ending"
        raise DataError(f"a name ending in {' or '.join(ENDINGS)}", found, out, "Name another file.")
    if out.suffix.casefold() == SUFFIX:
        check_parquet(out)


@dataclass(frozen=True)
class OutputForm:
    """The form of a classified table.

    Attributes
    ----------
    suffix : str
        ``.csv`` or ``.parquet``.
    given : tuple of str
        Columns of the input.
    made : tuple of str
        Columns that classifying adds behind them.
    types : pyarrow.Schema or None
        Types of the columns of the input; None where all are text.
    raw : bool
        Leave text of CSV as it is, also where a spreadsheet would take it for a formula.
    """

    suffix: str
    given: tuple[str, ...]
    made: tuple[str, ...]
    types: Any
    raw: bool

    def write(self, rows: Iterable[Mapping[str, Any]], path: Path) -> None:
        """Write classified rows as a part.

        Raises
        ------
        DataError
            If it cannot be written.
        """
        if self.suffix == SUFFIX:
            write_rows(path, ({**row, **self._numbers(row)} for row in rows), self._schema())
            return
        with atomic_writer(path) as stream:
            writer = CsvWriter(stream, str if self.raw else guard_text)
            for row in rows:
                values = row.values()
                writer.row(values if self.types is None else self._texts(list(values)))

    def join(self, parts: Sequence[Path], path: Path) -> None:
        """Put parts one after the other into one table; the line of column names of CSV comes first.

        Raises
        ------
        DataError
            If it cannot be written, or a part is gone.
        """
        if self.suffix == SUFFIX:
            join_files(parts, path, self._schema())
            return
        with atomic_writer(path) as stream:
            CsvWriter(stream, str if self.raw else guard_text).row((*self.given, *self.made))
            for part in parts:
                with part.open(encoding="utf-8", newline="") as one:
                    shutil.copyfileobj(one, stream)

    def _numbers(self, row: Mapping[str, Any]) -> dict[str, float | None]:
        names = (name for name in self.made if name not in _TEXT)
        return {name: None if math.isnan(row[name]) else round(row[name], 6) for name in names}

    def _texts(self, values: list[Any]) -> Iterable[Any]:
        return chain(map(cell_text, values[: len(self.given)]), values[len(self.given) :])

    def _schema(self) -> Any:
        import pyarrow as pa

        made = [pa.field(name, pa.string() if name in _TEXT else pa.float64()) for name in self.made]
        return pa.schema([*self.given_schema(), *made])

    def given_schema(self) -> Any:
        """Types of the columns of the input."""
        import pyarrow as pa

        return self.types if self.types is not None else pa.schema([pa.field(one, pa.string()) for one in self.given])
